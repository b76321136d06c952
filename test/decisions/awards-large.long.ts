import { parse } from 'csv-parse/sync'
import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'

t.test('all awards of a filter can be had as one CSV file that a spreadsheet opens right', async t => {
  const { haninge, aDecision, line, anOrganisation, attention, school, database } = await aGrantRegister(t)
  const formula = await anOrganisation('=HYPERLINK("https://example.se")')
  const lines = Array.from({ length: 999 }, (_, at) =>
    line({ granted: at / 100, recipients: [{ organisationId: formula }] })
  )
  await aDecision(lines)
  await aDecision([
    line({ granted: null }),
    line({ recipients: [{ organisationId: attention }, { organisationId: school }], granted: 150_000.5 })
  ])
  const several = { grantYearFrom: 2022, grantYearTo: 2024, granted: 0.1, amountPer: 'year', purpose: 'Å;"ä"' }
  await aDecision([line(several), line({ outcome: 'rejected', granted: null })])

  const { headers, body } = await haninge('GET', '/awards', undefined, { accept: 'text/csv' })
  t.match(headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': /awards-0136\.csv/,
    vary: /accept/
  })
  t.equal(body[0], '\ufeff')
  t.equal(body.split('\ufeff').length, 2, 'one mark, however many parts')
  const rows = parse(body, { bom: true, columns: true }) as Record<string, string>[]
  t.equal(rows.length, 1002)
  t.equal(new Set(rows.map(({ id }) => id)).size, 1002)
  t.equal(rows[0]!.organisationNames, '\'=HYPERLINK("https://example.se")')
  t.match(rows.slice(999), [
    { amount: '', totalAmount: '', certainty: 'notStated' },
    { organisationNames: /^Attention Haninge \| Studieförbundet/, amount: '150000.5', grantYearTo: '2022' },
    { amount: '0.1', totalAmount: '0.3', grantYearFrom: '2022', grantYearTo: '2024', purpose: 'Å;"ä"' }
  ])
  const { rows: sums } = await database.$client.query("select sum(amount) from ledger_entries where kind = 'granted'")
  const ore = rows.reduce((sum, { totalAmount }) => sum + Math.round(Number(totalAmount) * 100), 0)
  t.equal(ore, Math.round(Number(sums[0].sum) * 100), 'the column sums to the ledger')

  const swedish = await haninge('GET', '/awards?grantYear=2023&csvFormat=swedish', undefined, { accept: 'text/csv' })
  const [row] = parse(swedish.body, { bom: true, columns: true, delimiter: ';' }) as Record<string, string>[]
  t.match(row, { amount: '0,1', totalAmount: '0,3' })
  const none = await haninge('GET', '/awards?grantYear=1999', undefined, { accept: 'text/csv' })
  t.same(parse(none.body, { bom: true }).length, 1, 'a header row also without rows')
  t.match(await haninge('GET', '/awards?csvFormat=pdf', undefined, { accept: 'text/csv' }), { status: 400 })
})
