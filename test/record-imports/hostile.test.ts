import t from 'tap'
import { row } from '../imports/importing.ts'
import { aSender } from './sending.ts'

/** Whatever a client sends is answered with what is wrong with it: never a 500, and never by a row that was made of it. */

const odd: unknown[] = [
  null,
  true,
  -1,
  1e300,
  0.001,
  '',
  ' ',
  '\u0000',
  'a\u0007b',
  '\ud800',
  'FÃ¶reningen',
  '#N/A',
  "'; drop table organisations; --",
  '=1+1',
  '%_\\',
  '{"a":1}',
  'x'.repeat(5_000),
  '2022-13-45',
  '99999999999999999999',
  'null',
  '__proto__',
  '640823-3234'
]
const names: Record<'organisation' | 'agreement' | 'payment', string[]> = {
  organisation: [
    'reference',
    'name',
    'organisation_number',
    'legal_form',
    'bankgiro',
    'plusgiro',
    'source_url',
    'note'
  ],
  agreement: [
    'reference',
    'kind',
    'title',
    'body',
    'parties',
    'organisation_number',
    'payee',
    'term',
    'valid_from',
    'valid_to',
    'length',
    'extension',
    'amount',
    'amount_per',
    'amount_2022',
    'contribution',
    'partner_contribution',
    'target_group',
    'status',
    'decision_reference',
    'decided_on',
    'signed_on'
  ],
  payment: [
    'reference',
    'recipient',
    'organisation_number',
    'line_reference',
    'decision_reference',
    'body',
    'scheme',
    'grant_year',
    'purpose',
    'amount',
    'paid_on',
    'voucher_number',
    'konto',
    'note'
  ]
}
const right: Record<keyof typeof names, Record<string, unknown>> = {
  organisation: { name: 'IFK Ore' },
  agreement: {
    kind: 'IOP',
    parties: 'Haninge Kvinnojour',
    body: 'Socialnämnden',
    term: '2022',
    amount: 5,
    amount_per: 'per år'
  },
  payment: { recipient: 'Haninge Kvinnojour', amount: 5, paid_on: '2022-02-01' }
}

for (const kind of ['organisation', 'agreement', 'payment'] as const) {
  t.test(`every odd cell of a file of ${kind}s is judged`, async t => {
    const { decide, send, rows } = await aSender(t, kind)
    await decide([row()])
    for (const column of names[kind]) {
      const file = JSON.stringify(odd.map(value => ({ ...right[kind], [column]: value })))
      const { status, body } = await send(file, { dryRun: true }, 'application/json')
      t.ok(status < 500, `${column}: ${status} ${JSON.stringify(body).slice(0, 200)}`)
      if (status !== 200) continue
      const report = await rows(body.id)
      t.notMatch(JSON.stringify(report), /640823/, `${column} keeps no personal number`)
      const unexplained = report.filter(
        ({ result, violations }: { result: string; violations: unknown }) => result === 'rejected' && !violations
      )
      t.same(unexplained, [], column)
    }
  })
}

t.test('headings, bodies and forms that are none are told', async t => {
  const { send, admin } = await aSender(t, 'payment')
  const files: [unknown, string][] = [
    ['__proto__;constructor\n1;2\n', 'text/csv'],
    ['[1, 2]', 'application/json'],
    ['{"a": {"b": 1}}', 'application/json'],
    ['[[1]]', 'application/json'],
    ['{"recipient": ["A"], "amount": {"x": 1}, "paid_on": "2022-01-01"}', 'application/x-ndjson'],
    [Buffer.from([0x1f, 0x8b, 0, 0]), 'application/gzip'],
    [Buffer.from('PK\x03\x04 no workbook'), 'application/octet-stream'],
    ['x', 'multipart/form-data; boundary=a'],
    ['Mottagare;Belopp;Utbetald\n"A;1;2022-01-01\n', 'text/csv']
  ]
  for (const [file, type] of files) {
    const { status, body } = await send(file, {}, type)
    t.ok(
      (status >= 400 && status < 500) || body.counts?.createdCount === 0,
      `${type}: ${status} ${JSON.stringify(body).slice(0, 160)}`
    )
  }
  for (const address of ['decision', 'organisation', 'agreement']) {
    const headings = 'constructor;toString;valueOf\n1;2;3\n'
    const { status } = await admin('POST', `/0136/${address}-imports`, headings, { 'content-type': 'text/csv' })
    t.equal(status, 422, address)
  }
  t.equal((await send('<x/>', {}, 'text/x-unknown')).status, 415)
})
