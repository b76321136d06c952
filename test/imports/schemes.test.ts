import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const file = readFileSync(new URL('../../samples/schemes.csv', import.meta.url))
const municipalities = {
  '0136': 'Haninge',
  '0780': 'Växjö',
  '0180': 'Stockholm',
  '1283': 'Helsingborg',
  '1281': 'Lund'
}
const csv = { 'content-type': 'text/csv' }

type Row = Record<string, string>
const rows: Row[] = parse(file, { columns: true, bom: true })

/**
 * What can be said of a row of the file on a day, from its cells alone:
 * - the page was read on one day, and since when things are so it does not say: the days before are unknown;
 * - `avskaffat` and `pausad` cannot be sought from then on: no;
 * - `aktiv` can be sought on any day where it is `lopande`, and on a `fasta` day itself, which is the last to apply: yes;
 * - the file states no opening day, so whether another day has a round open is unknown; so is all that is `relativ`,
 *   `okand`, or whose status the page does not say.
 */
function ruleOf({ verified, status, deadline_type, deadline_mmdd }: Row, day: string): 'yes' | 'no' | 'unknown' {
  if (day < verified!) return 'unknown'
  if (status === 'avskaffat' || status === 'pausad') return 'no'
  const lastDay = deadline_type === 'fasta' && deadline_mmdd!.split('|').includes(day.slice(5))
  return status === 'aktiv' && (deadline_type === 'lopande' || lastDay) ? 'yes' : 'unknown'
}

/** The same, read off the file by eye: the five that are aktiv and lopande, the four that cannot be sought. */
const rolling = [
  'haninge-projekt-arrangemangsstod',
  'haninge-kultur-arrangemang-projekt',
  'stockholm-nybildningsstod',
  'stockholm-lokalhyressubvention',
  'stockholm-socialt-foreningsstod'
]
const no = ['helsingborg-startbidrag', 'helsingborg-en-snabb-slant', 'lund-unga-projektbidrag', 'lund-hallbarhetsstod']
const openOn: Record<string, { yes: string[]; no: string[] }> = {
  // Before the pages were read.
  '2026-04-15': { yes: [], no: [] },
  '2026-08-16': { yes: [], no: [] },
  '2026-08-17': { yes: rolling, no },
  // Also the last day of Helsingborg's projektstöd, of which the page does not say whether it is open.
  '2026-08-31': {
    yes: [
      ...rolling,
      'haninge-social-verksamhetsbidrag',
      'haninge-aldre-verksamhetsbidrag',
      'stockholm-nyborjarsimskola'
    ],
    no
  },
  '2026-12-20': { yes: rolling, no },
  '2026-12-31': { yes: [...rolling, 'stockholm-lokalt-kungsholmen'], no },
  '2027-04-01': { yes: [...rolling, 'haninge-oppen-idrott-skoldagens-slut'], no },
  '2027-04-15': { yes: [...rolling, 'haninge-skollovsaktiviteter', 'stockholm-lovledarstod'], no }
}

t.test('all 120 schemes import over the five municipalities, once', async t => {
  const { admin } = await aRegister(t)
  const found: Record<
    string,
    { amountBasis: string; windows: { kind: string; closesMonthDay: string | null }[]; id: string; code: string }
  > = {}
  let total = 0
  for (const [code, name] of Object.entries(municipalities)) {
    await made(admin('PUT', `/municipalities/${code}`, { name }))
    const first = await made(admin('POST', `/${code}/scheme-imports?others=skip`, file, csv))
    t.match(first.counts, { rejectedCount: 0, updatedCount: 0, unchangedCount: 0 }, name)
    t.equal(first.rows.length, 120, name)
    total += first.counts.createdCount
    const again = await made(admin('POST', `/${code}/scheme-imports?others=skip`, file, csv))
    t.match(again.counts, { createdCount: 0, updatedCount: 0, unchangedCount: first.counts.createdCount }, name)
    for (const { id, reference, amountBasis } of (await made(admin('GET', `/${code}/schemes?limit=1000`))).items) {
      const windows = (await made(admin('GET', `/${code}/schemes/${id}/windows`))).items
      found[reference] = { amountBasis, windows, id, code }
    }
  }
  t.equal(total, 120)

  for (const { scheme_id, amount_basis } of rows) {
    const stated = { per_forening: 'perOrganisation', ren_pott: 'onePot' }[amount_basis!]
    t.equal(found[scheme_id!]!.amountBasis, stated, `${scheme_id} has one pot, or an amount for each association`)
  }
  t.equal(found['vaxjo-stod-studieforbund']!.amountBasis, 'onePot')

  for (const [day, named] of Object.entries(openOn)) {
    const answered: Record<string, string> = {}
    for (const code of Object.keys(municipalities)) {
      const { items } = await made(admin('GET', `/${code}/schemes?validOn=${day}&limit=1000`))
      for (const { reference, open } of items) answered[reference] = open.answer
    }
    t.same(answered, Object.fromEntries(rows.map(row => [row.scheme_id, ruleOf(row, day)])), `by the rule, ${day}`)
    const of = (answer: string) => rows.map(row => row.scheme_id!).filter(id => answered[id] === answer)
    t.same(of('yes').sort(), [...named.yes].sort(), `open on ${day}, by name`)
    t.same(of('no').sort(), [...named.no].sort(), `not open on ${day}, by name`)
    t.equal(of('unknown').length, 120 - named.yes.length - named.no.length, `unknown on ${day}`)
  }
  const { id, windows } = found['haninge-lokalt-aktivitetsstod']!
  t.same(
    windows.map(({ closesMonthDay }) => closesMonthDay),
    ['02-25', '08-25']
  )
  t.match(await made(admin('GET', `/0136/schemes/${id}/open?validOn=2026-08-26`)), {
    answer: 'unknown',
    nextClosesOn: '2027-02-25'
  })
})

t.test('rows are rejected with line and column, and what changes is updated', async t => {
  const { admin } = await aRegister(t)
  const head =
    'municipality,scheme_id,scheme_name,categories,deadline_type,deadline_mmdd,status,amount_basis,source_url,verified\n'
  const send = async (rows: string[]) => await made(admin('POST', '/0136/scheme-imports', head + rows.join('\n'), csv))
  const mixed = await send([
    'Haninge,a,Nattidrott,idrott,fasta,10-01,aktiv,per_forening,https://www.haninge.se/,2026-08-17',
    'Lund,b,Annan,,lopande,,,,,',
    'Haninge,a,Igen,,lopande,,,,,',
    'Haninge,c,Fel,,fasta,02-30,stängd,,ftp://x,2026-02-30'
  ])
  t.match(mixed.counts, { createdCount: 1, rejectedCount: 3 })
  t.match(mixed.rows[1].violations, [{ field: 'municipality', line: 3 }])
  t.match(mixed.rows[2].violations, [{ field: 'scheme_id', line: 4 }])
  t.same(mixed.rows[3].violations.map(({ field }: { field: string }) => field).sort(), [
    'deadline_mmdd',
    'source_url',
    'status',
    'verified'
  ])
  const later = await send([
    'Haninge,a,Nattidrott,idrott,fasta,10-15,pausad,per_forening,https://www.haninge.se/,2026-09-17'
  ])
  t.match(later.counts, { updatedCount: 1 })
  const path = `/0136/schemes/${later.rows[0].schemeId}`
  t.match(await made(admin('GET', path)), { status: 'paused', sourceRetrievedOn: '2026-09-17' })
  t.match((await made(admin('GET', `${path}/windows`))).items, [{ closesMonthDay: '10-15' }])
  t.match(await made(admin('GET', `${path}/open?validOn=2026-10-15`)), { answer: 'no', reason: 'schemePaused' })
  t.match(await admin('POST', '/0136/scheme-imports', 'scheme_id\na\n', csv), {
    status: 422,
    body: { type: /import-columns$/ }
  })
  t.equal((await admin('POST', '/0136/scheme-imports', '<x/>', { 'content-type': 'text/xml' })).status, 415)
})
