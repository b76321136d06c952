import fc from 'fast-check'
import t from 'tap'
import type { Cell } from '../../src/imports/files/records.ts'
import { columns } from '../../src/imports/rows/columns.ts'
import { readRow } from '../../src/imports/rows/row.ts'
import { anyText } from '../support/any-text.ts'
import { faults, identity, row } from './reading.ts'

t.test('outcomes are read in Swedish and English, and an unknown word is refused', async t => {
  for (const [word, outcome, granted] of [
    ['Beviljat', 'granted', '5'],
    ['BIFALLES.', 'granted', '5'],
    ['Delvis  beviljad', 'partlyGranted', '5'],
    ['Avslag', 'rejected', '0'],
    ['avslås', 'rejected', ''],
    ['Återremiss', 'referredBack', ''],
    ['bordläggs', 'deferred', ''],
    ['avskrivs', 'closedWithoutDecision', ''],
    ['antagen', 'adopted', ''],
    ['closedWithoutDecision', 'closedWithoutDecision', '']
  ] as const) {
    t.match(row({ outcome: word, granted }), { outcome, violations: [] }, word)
  }
  for (const word of ['ok', 'x', 'ej avslag', 'beviljad?', true])
    t.same(faults({ outcome: word }), ['outcome'], `${word}`)
})

t.test('an outcome that is not stated follows only from an amount above 0', async t => {
  t.match(row({ outcome: '' }), { outcome: 'granted', warnings: [{ code: 'outcome-from-amount' }] })
  t.match(row({ outcome: '', granted: '', reserved: '5' }), { outcome: 'reserved' })
  t.match(row({ outcome: '', granted: '0,01' }), { outcome: 'granted' }, 'an öre')
  t.match(row({ outcome: '', granted: '0', reserved: '0,01' }), { outcome: 'reserved' })
  t.match(row({ outcome: 'beviljad 0 kr', granted: '0' }), { outcome: 'granted', granted: '0.00', violations: [] })
  t.same(faults({ outcome: 'beviljad 0 kr', granted: '0,01' }), ['granted'])
  for (const cells of [{ granted: '0' }, { granted: '' }, { granted: '-' }, { reserved: '5' }]) {
    t.same(faults({ outcome: null, ...cells }), ['outcome'])
  }
  t.same(faults({ outcome: '', granted: '180 00' }), ['granted'], 'nor is anything concluded from a refused amount')
})

t.test('a grant or a reservation whose amount is not stated says so, and no other outcome does', async t => {
  const codes = (outcome: string, granted: string) =>
    row({ outcome, granted }).warnings.map(({ code }: { code: string }) => code)
  for (const word of ['beviljad', 'delvis beviljad']) {
    t.same(codes(word, ''), ['granted-amount-not-stated'], word)
    t.same(codes(word, '5'), [], word)
  }
  t.same(codes('beviljad', '0'), [], 'a granted 0 is stated')
  t.same(codes('reserverat', ''), ['reserved-amount-not-stated'])
  t.same(codes('reserverat', '5'), [])
  for (const word of ['avslag', 'bordlagt', 'avskrivet', 'antagen']) t.same(codes(word, ''), [], word)
})

t.test('outcome and amounts of a row may not contradict each other', async t => {
  t.same(faults({ outcome: 'avslag' }), ['granted'])
  t.same(faults({ outcome: 'bordlagt' }), ['granted'])
  t.same(faults({ rent: '400 000' }), ['rent'])
  t.same(faults({ raw_amount: '380 000 kr' }), [])
  t.same(faults({ raw_amount: '380 001 kr' }), ['granted'])
})

t.test('a row of another municipality is refused, and a lost first 0 is not another', async t => {
  t.same(faults({ municipality_code: '0136' }), [])
  t.same(faults({ municipality_code: 136 }), [])
  t.same(faults({ municipality_code: '1283' }), ['municipality_code'])
})

t.test('what a decision cannot do without is asked for, all at once', async t => {
  t.same(faults({ recipient: '', scheme: ' ', body: null, decided_on: '', grant_year: '', granted: '', outcome: '' }), [
    'decided_on',
    'outcome',
    'body',
    'scheme',
    'recipient'
  ])
  t.same(faults({ recipient: '–' }), ['recipient'])
  t.same(faults({ recipient: 'Totalt:' }), ['recipient'])
  t.same(faults({ scheme: '15 000' }), ['scheme'], 'a column called Bidrag that holds money')
})

t.test('texts are tidied but not changed, and bounded', async t => {
  t.match(row({ recipient: ' Fo\u0308reningen\n\u200bfria   s\u00e4llskapet ', purpose: 'a\r\nb ' }), {
    recipients: ['Föreningen fria sällskapet'],
    purpose: 'a\nb'
  })
  for (const text of ['a\0b', 'a\u0007b', 'a\ud800b', 'a\u0085b', 'a'.repeat(301)])
    t.same(faults({ recipient: text }), ['recipient'])
  t.same(faults({ purpose: 'a'.repeat(2000), note: 'a'.repeat(4001) }), ['note'])
  for (const url of [
    'javascript:alert(1)',
    'haninge.se',
    'https://a b.se',
    'https://user:secret@haninge.se/',
    'https://'
  ]) {
    t.same(faults({ source_url: url }), ['source_url'], url)
  }
  t.equal(row({ diary_number: 'KS/2012:628-805', paragraph: '-' }).diaryNumber, 'KS/2012:628-805')
  t.match(row({ organisation_number: '802002-8711' }), { organisationNumber: '8020028711' })
  t.match(row({ organisation_number: '811228-9874' }), {
    organisationNumber: null,
    violations: [{ message: /^(?!.*8112).*personal/ }]
  })
})

t.test('JSON numbers are amounts, with at most two decimals', async t => {
  t.match(row({ granted: 61925.5 }), { granted: '61925.50' })
  t.same(faults({ granted: 0.001 }), ['granted'])
  t.same(faults({ granted: true }), ['granted'])
})

t.test('no row makes the reader throw, and every violation has its line', async () => {
  const near = fc.constantFrom(
    'beviljad',
    '2022',
    '2022-2024',
    '0',
    '5',
    '-',
    '2021-12-14',
    'reserverat',
    'avslag',
    'total'
  )
  const cell = fc.oneof(near, anyText(), fc.double(), fc.boolean(), fc.constant(null))
  const cells = fc.record(Object.fromEntries(columns.map(column => [column, cell])), { requiredKeys: [] })
  fc.assert(
    fc.property(cells, cells => {
      const read = readRow({ line: 7, cells: cells as Record<string, Cell>, violations: [] }, identity, {
        municipalityCode: '0136'
      })
      return read.violations.every(({ line, field }) => line === 7 && field in identity)
    }),
    { numRuns: 500 }
  )
})
