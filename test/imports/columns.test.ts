import t from 'tap'
import { Invalid } from '../../src/base/errors.ts'
import { aliases } from '../../src/imports/rows/aliases.ts'
import { columnOf, columnResolver, columns, resolveColumns } from '../../src/imports/rows/columns.ts'

const refused = (headings: string[], mapping?: Record<string, string>) => {
  try {
    resolveColumns(headings, mapping)
  } catch (error) {
    if (error instanceof Invalid && error.rule === 'import-columns') return error.violations
  }
  return []
}

t.test('the headings of the three real files are known', async t => {
  const headings =
    'row_id,municipality,municipality_code,deciding_body,decided_on,decided_on_precision,grant_year,scheme,recipient,co_recipients,recipient_form,purpose,applied_sek,granted_sek,of_which_rent_sek,outcome,dnr,raw_amount,source_url,note'
  const { columns, ignored } = resolveColumns(headings.split(','))
  t.same(ignored, ['row_id', 'municipality'])
  t.match(columns, { body: 'deciding_body', granted: 'granted_sek', rent: 'of_which_rent_sek', diary_number: 'dnr' })
})

t.test('a heading is known whatever its case, spaces, punctuation and kronor', async t => {
  const headings = {
    granted: [
      'Beviljat',
      'BEVILJAT (kr)',
      'Beviljat belopp, SEK',
      'Beviljat\nbelopp',
      'Beslut kr',
      'Beslut (kr)',
      'granted',
      'Bidrag i kr'
    ],
    outcome: ['Beslut', 'beslut:', 'Utfall', 'Status'],
    scheme: ['Bidragsform', 'Bidrag'],
    paragraph: ['§', 'Paragraf', '§-nr'],
    diary_number: ['Dnr', 'Dnr.', 'Diarienr', 'diaryNumber'],
    rent: ['Varav hyra', 'varav hyra (kr)'],
    organisation_number: ['Org.nr', 'Org nr', 'ORGNR', 'Organisationsnummer'],
    co_recipients: ['coRecipients', 'co_recipients']
  }
  for (const [column, list] of Object.entries(headings))
    for (const heading of list) t.equal(columnOf(heading), column, heading)
})

t.test('a heading that could mean something else is not known', async t => {
  for (const heading of [
    'row_id',
    'Id',
    'Namn',
    'Handläggare',
    'Kontaktperson',
    'Beviljat %',
    'Beviljad',
    'Kommun',
    'Sokande',
    'Utbetalt',
    ''
  ]) {
    t.equal(columnOf(heading), null, heading)
  }
})

t.test('no alias means two columns, and none is written twice', async t => {
  for (const column of columns)
    for (const alias of [column, ...aliases[column]]) t.equal(columnOf(alias), column, alias)
})

t.test('a mapping goes before what a heading means by itself', async t => {
  const { columns } = resolveColumns(['Vem', 'Beslut', 'Belopp'], {
    Vem: 'recipient',
    Belopp: 'applied',
    Beslut: 'ignore'
  })
  t.same(columns, { recipient: 'Vem', applied: 'Belopp' })
  t.same(
    resolveColumns(['Sökande', 'Namn\n på bidrag'], { 'Namn på bidrag': 'scheme' }).columns.scheme,
    'Namn\n på bidrag'
  )
})

t.test('columns that cannot be told are refused, all of them at once', async t => {
  t.match(refused(['Beviljat', 'Belopp', 'År'], { Saknas: 'note', År: 'years' }), [
    { field: 'Saknas', message: /no such heading/ },
    { field: 'År', message: /no column/ },
    { field: 'Belopp', message: /granted.*Beviljat/ },
    { field: 'recipient' }
  ])
  t.match(refused(['Sökande', 'Namn'], { Namn: 'recipient' }), [{ field: 'Namn' }])
})

t.test('amounts in thousands are refused and not passed over', async t => {
  for (const heading of [
    'Beviljat (tkr)',
    'Beviljat tkr',
    'Belopp i tkr',
    'Ansökt, mnkr',
    'Beslut (tusen kr)',
    'granted_ksek'
  ]) {
    t.match(refused(['Sökande', heading]), [{ field: heading, message: /kronor/ }], heading)
  }
  t.same(refused(['Sökande', 'Omslutning (tkr)']), [], 'unless it is no column of ours')
})

t.test('objects may each have their own keys', async t => {
  const resolve = columnResolver({ vem: 'recipient' })
  t.same(resolve(['vem', 'granted']).columns, { recipient: 'vem', granted: 'granted' })
  t.same(resolve(['granted']).columns, { granted: 'granted' })
  t.throws(() => resolve(['granted', 'Beviljat']), Invalid)
})
