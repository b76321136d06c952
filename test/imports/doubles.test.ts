import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row } from './importing.ts'

t.test('a new row that stands in another decision of the body is warned about', async t => {
  const { send, counts, report } = await anImporter(t)
  const warnings = async (rows: Row[]) => {
    const body = await made(send(csvOf(rows), { dryRun: true }))
    return (await report(body.id)).map((one: { warnings: { code: string; message: string }[] | null }) => one.warnings)
  }
  const joint = row({ recipient: 'Attention', co_recipients: 'Vuxenskolan' })
  await counts([row(), joint])
  const moved = { decided_on: '2021-12-15' }
  const [first, second] = await warnings([
    row(moved),
    { ...joint, ...moved, recipient: 'Vuxenskolan', co_recipients: 'Attention' }
  ])
  t.match(first, [{ code: 'same-in-other-decision', message: /2021-12-14 § 12/ }])
  t.match(second, [{ code: 'same-in-other-decision' }])
  const others = [
    row({ ...moved, grant_year: 2023 }),
    row({ ...moved, purpose: 'Annat' }),
    row({ ...moved, scheme: 'Verksamhetsbidrag' }),
    row({ ...moved, body: 'Kommunstyrelsen' }),
    row({ ...moved, recipient: 'Attention' })
  ]
  t.same(await warnings(others), [null, null, null, null, null])
  t.same(await warnings([row(), row(moved)]), [null, null], 'a file that holds both means both')
})
