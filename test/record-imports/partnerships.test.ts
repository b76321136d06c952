import { readFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { aRegister, made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** Seventeen real partnerships of seven municipalities in one spreadsheet; test/fixtures/README.md names the sources. */
const csv = readFileSync(new URL('../fixtures/records/partnerships.csv', import.meta.url), 'utf8')
const book = XLSX.read(csv, { type: 'string', FS: ';', raw: true })
const [sheet] = Object.values(book.Sheets)
const rows = XLSX.utils.sheet_to_json<Record<string, string>>(sheet!, { raw: true, defval: '' })
const workbook = Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
const codes = [...new Set(rows.map(({ Kommunkod }) => Kommunkod!))]
const { admin } = await aRegister(t)

const partiesOf = (cell: string) =>
  cell.split(/;| tillsammans med /).flatMap(name => (name === 'ej namngiven' ? [] : name.trim()))

async function registered(code: string, mine: typeof rows) {
  await admin('PUT', `/municipalities/${code}`, { name: `Kommun ${code}` }, { 'if-none-match': '*' })
  for (const name of new Set(mine.map(({ Nämnd }) => Nämnd!)))
    await made(admin('POST', `/${code}/bodies`, { name, kind: 'committee' }))
  for (const name of new Set(mine.flatMap(({ Parter }) => partiesOf(Parter!))))
    await made(admin('POST', `/${code}/organisations`, { name }))
}

t.test('seventeen real partnerships come in from one spreadsheet, and again unchanged', async t => {
  t.equal(rows.length, 17)
  const all: Any[] = []
  for (const code of codes) {
    const mine = rows.filter(({ Kommunkod }) => Kommunkod === code)
    await registered(code, mine)
    const send = (file: unknown, type: string) =>
      made(admin('POST', `/${code}/agreement-imports`, file, { 'content-type': type }))
    // Rows of other municipalities are refused by their code, and come in where they belong.
    const others = rows.length - mine.length
    const first = await send(csv, 'text/csv')
    t.match(first.counts, { createdCount: mine.length, rejectedCount: others }, code)
    const refused = (await made(admin('GET', `/${code}/record-imports/${first.id}/rows?result=rejected&limit=100`)))
      .items
    for (const { violations } of refused) t.match(violations, [{ message: /another municipality/ }], code)
    const again = await send(workbook, 'application/octet-stream')
    t.match(
      again.counts,
      { unchangedCount: mine.length, createdCount: 0, updatedCount: 0, rejectedCount: others },
      code
    )
    all.push(...(await made(admin('GET', `/${code}/agreements?limit=100`))).items)
  }
  const states = Object.groupBy(all, ({ status }) => status)
  t.strictSame(Object.fromEntries(Object.entries(states).map(([status, list]) => [status, list!.length])), {
    signed: 14,
    draft: 1,
    decided: 2
  })
  t.strictSame(all.filter(({ parties }) => parties.some(({ kind }: Any) => kind === 'unnamed')).length, 3)
  t.strictSame(
    all.filter(({ parties }) => parties.filter(({ kind }: Any) => kind === 'organisation').length > 1).length,
    2
  )
  t.strictSame(all.filter(({ term }) => term?.validToPrecision === 'year').length, 5, 'years only')
  const money = all.flatMap(({ contributions }) => contributions).reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  t.equal(money, 1_830_000 + 247_700)
})

t.test('a row of another municipality is refused in every kind of file, with nothing else told of it', async t => {
  const files = {
    organisation: 'Kommunkod;Förening;Orgnr\n0136;Här IF;\n2031;Där IF;fel\n',
    agreement: 'Kommunkod;Avtalstyp;Part;Avtalstid\n0136;IOP;ej namngiven;2022\n2031;IOP;Okänd IF;fel\n',
    payment: 'Kommunkod;Mottagare;Belopp;Utbetalningsdag\n2031;Okänd IF;fel;fel\n'
  }
  for (const [kind, file] of Object.entries(files)) {
    const answer = await admin('POST', `/0136/${kind}-imports`, file, { 'content-type': 'text/csv' })
    const { items } = await made(
      admin('GET', `/0136/record-imports/${answer.body.id ?? answer.body.importId}/rows?result=rejected`)
    )
    t.equal(items.length, 1, kind)
    t.equal(items[0].violations.length, 1, kind)
    t.match(items[0].violations, [{ field: 'Kommunkod', message: /another municipality than 0136/ }], kind)
  }
})
