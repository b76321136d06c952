import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row } from './importing.ts'

t.test('a new row that stands in another decision of the body is warned about', async t => {
  const { send, counts, report } = await anImporter(t)
  const warnings = async (rows: Row[]) => {
    const body = await made(send(csvOf(rows), { dryRun: true, nearMatches: 'add' }))
    return (await report(body.id)).map((one: { warnings: { code: string; message: string }[] | null }) => one.warnings)
  }
  const joint = row({ recipient: 'Attention', co_recipients: 'Vuxenskolan' })
  await counts([row(), joint])
  const moved = { decided_on: '2021-12-15' }
  const [first, second] = await warnings([
    row(moved),
    { ...joint, ...moved, recipient: 'Vuxenskolan', co_recipients: 'Attention' }
  ])
  t.match(first, [{ code: 'near-match', message: /2021-12-14.*differs in day/ }])
  t.match(second, [{ code: 'near-match' }])
  const others = [
    row({ ...moved, grant_year: 2023 }),
    row({ ...moved, purpose: 'Annat' }),
    row({ ...moved, scheme: 'Verksamhetsbidrag' }),
    row({ ...moved, body: 'Kommunstyrelsen' }),
    row({ ...moved, recipient: 'Attention' })
  ]
  t.same(await warnings(others), [null, null, null, null, null])
  // Under one diary number it is one matter, unless it was put off before.
  const deferred = row({ diary_number: 'SN 2021-9', outcome: 'bordlagt', granted: null, purpose: 'Bordlagt' })
  await counts([deferred], { nearMatches: 'add' })
  const decided = row({ ...moved, diary_number: 'SN 2021-9', purpose: 'Bordlagt' })
  t.match(await warnings([decided]), [[{ code: 'same-in-other-decision', message: /2021-12-14 § 12/ }]])
  t.same(await warnings([row(), row(moved)]), [null, null], 'a file that holds both means both')
})
