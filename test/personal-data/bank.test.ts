import t from 'tap'
import { aClock } from '../support/clock.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

/** A confidential payee is paid: the file to the bank names it, to whom may know, and nothing else does. */

t.setTimeout(300_000)
aClock(t)('2022-01-05')

const { haninge, post, jour, aPerson, anApprovedPayment } = await aMoneyRegister(t)
const settings = { debtorName: 'Haninge kommun', organisationNumber: '212000-0084', bic: 'SWEDSESS' }
await made(haninge('PUT', '/payment-settings', { ...settings, accountKind: 'bankgiro', accountNumber: '991-2346' }))
const confidentiality = (confidential: boolean) =>
  post(`/organisations/${jour}/confidentiality`, { confidential, reason: 'Skyddat boende' })

async function aRun() {
  await anApprovedPayment()
  const { id } = await post('/payment-runs', { dueTo: '2022-01-31', executionOn: '2022-01-07' })
  await post(`/payment-runs/${id}/lock`, {})
  await post(`/payment-runs/${id}/export`, {})
  return id as string
}

t.test(
  'of runs that were locked before and after, the file is the same to the byte, and its items name nobody',
  async t => {
    const earlier = await aRun()
    const fileOf = async (id: string) =>
      await made(haninge('GET', `/payment-runs/${id}/file`, undefined, { accept: 'application/xml' }))
    const before = await fileOf(earlier)
    t.match(before, /Haninge Kvinnojour[\s\S]*50501055/)
    await confidentiality(true)
    const later = await aRun()
    t.equal(await fileOf(earlier), before)
    const told = await fileOf(later)
    t.match(told, /Haninge Kvinnojour[\s\S]*50501055/)
    t.notMatch(told, /Skyddad|SKYDDAT/)
    for (const id of [earlier, later]) {
      const items = JSON.stringify(await made(haninge('GET', `/payment-runs/${id}/items`)))
      t.notMatch(items, /Kvinnojour|50501055/)
      t.match(items, /Skyddad part/)
    }
    const payer = await aPerson('payer', ['payment-runs:read'])
    const refused = await payer('GET', `/payment-runs/${later}/file`, undefined, { accept: 'application/xml' })
    t.match(refused, { status: 403, body: { scope: 'personal-data:read' } })
    await confidentiality(false)
    t.equal(await fileOf(later), told, 'and when confidentiality has ended')
  }
)
