import t from 'tap'
import { anImporter, csvOf, row } from '../imports/importing.ts'

const most = '999999999999.99'
const rows = (count: number, from = 0) =>
  csvOf(
    Array.from({ length: count }, (_, n) => row({ recipient: `Förening ${from + n}`, granted: most, applied: most }))
  )

t.test('sums that no JSON number tells exactly are refused, of a file and of totals, and are no fault', async t => {
  const { admin, send } = await anImporter(t)
  const refused = { status: 413, body: { type: /sum-too-large$/ } }
  t.match(await send(rows(11)), refused)
  t.match(await admin('GET', '/0136/decisions'), { status: 200, body: { items: [] } }, 'nothing has changed')

  t.match(await send(rows(10)), { status: 201, body: { counts: { createdCount: 10 } } })
  const total = '/0136/statistics/grant-totals?groupBy=year'
  t.match(await admin('GET', total), { status: 200, body: { items: [{ granted: 9_999_999_999_999.9 }] } })
  t.match(await send(rows(1, 10)), refused, 'what the register would hold cannot be told')
})
