import { readFileSync } from 'node:fs'
import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const file = readFileSync(new URL('../fixtures/schemes.csv', import.meta.url))
const municipalities = {
  '0136': 'Haninge',
  '0780': 'Växjö',
  '0180': 'Stockholm',
  '1283': 'Helsingborg',
  '1281': 'Lund'
}
const csv = { 'content-type': 'text/csv' }

t.test('all 120 schemes import over the five municipalities, once', async t => {
  const { admin } = await aRegister(t)
  const found: Record<
    string,
    { status: string; windows: { kind: string; closesMonthDay: string | null }[]; id: string; code: string }
  > = {}
  let total = 0
  for (const [code, name] of Object.entries(municipalities)) {
    await made(admin('PUT', `/municipalities/${code}`, { name }))
    const first = await made(admin('POST', `/${code}/scheme-imports?others=skip`, file, csv))
    t.match(first.counts, { rejected: 0, updated: 0, unchanged: 0 }, name)
    t.equal(first.rows.length, 120, name)
    total += first.counts.created
    const again = await made(admin('POST', `/${code}/scheme-imports?others=skip`, file, csv))
    t.match(again.counts, { created: 0, updated: 0, unchanged: first.counts.created }, name)
    for (const { id, reference, status } of (await made(admin('GET', `/${code}/schemes?limit=1000`))).items) {
      const windows = (await made(admin('GET', `/${code}/schemes/${id}/windows`))).items
      found[reference] = { status, windows, id, code }
    }
  }
  t.equal(total, 120)

  // What the file says of each, read here by other means than the import's.
  const expected = (reference: string, day: string) => {
    const { status, windows } = found[reference]!
    if (day < '2026-08-17') return 'unknown' // The pages were read that day and say nothing of the days before.
    if (status === 'closed' || status === 'paused') return 'no'
    const monthDay = day.slice(5)
    const covered = windows.some(({ kind, closesMonthDay }) => kind === 'rolling' || closesMonthDay === monthDay)
    return status === 'open' && covered ? 'yes' : 'unknown'
  }
  for (const day of ['2026-04-02', '2026-08-17', '2026-08-25', '2026-09-30', '2027-04-01']) {
    const counts: Record<string, number> = {}
    for (const code of Object.keys(municipalities)) {
      const { items } = await made(admin('GET', `/${code}/schemes?openOn=${day}&openAnswer=any&limit=1000`))
      for (const { reference, open } of items) {
        counts[open.answer] = (counts[open.answer] ?? 0) + 1
        if (open.answer !== expected(reference, day)) t.fail(`${reference} on ${day} is ${open.answer}`)
      }
    }
    t.equal(
      Object.values(counts).reduce((a, b) => a + b),
      120,
      `${day} ${JSON.stringify(counts)}`
    )
    if (day === '2026-08-17') t.same(counts, { yes: 5, no: 4, unknown: 111 })
  }
  const { id, windows } = found['haninge-lokalt-aktivitetsstod']!
  t.same(
    windows.map(({ closesMonthDay }) => closesMonthDay),
    ['02-25', '08-25']
  )
  t.match(await made(admin('GET', `/0136/schemes/${id}/open?on=2026-08-26`)), {
    answer: 'unknown',
    nextCloses: '2027-02-25'
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
  t.match(mixed.counts, { created: 1, rejected: 3 })
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
  t.match(later.counts, { updated: 1 })
  const path = `/0136/schemes/${later.rows[0].schemeId}`
  t.match(await made(admin('GET', path)), { status: 'paused', sourceRetrievedOn: '2026-09-17' })
  t.match((await made(admin('GET', `${path}/windows`))).items, [{ closesMonthDay: '10-15' }])
  t.match(await made(admin('GET', `${path}/open?on=2026-10-15`)), { answer: 'no', reason: 'schemePaused' })
  t.match(await admin('POST', '/0136/scheme-imports', 'scheme_id\na\n', csv), {
    status: 422,
    body: { type: /import-columns$/ }
  })
  t.equal((await admin('POST', '/0136/scheme-imports', '<x/>', { 'content-type': 'text/xml' })).status, 415)
})
