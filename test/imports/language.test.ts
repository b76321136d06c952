import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { root } from '../support/embedded.ts'
import { anImporter, csvOf, row } from './importing.ts'

/** What imports tell, in the language of whoever reads it, also long after it was stored. */

const sv = { 'accept-language': 'sv' }
const amounts = ['380 000 kr', '180 00 kr', '12.500', '1e5', '-5', 'x', '']
const faulty = csvOf([
  ...amounts.map((granted, at) => row({ granted, recipient: `Förening ${at}` })),
  row({ decided_on: '12/1 2021' }),
  row({ decided_on: '', grant_year: '' }),
  row({ outcome: 'ok', recipient: 'IFK Ore' }),
  row({ body: '', scheme: '', recipient: '' }),
  row({ recipient: 'Summa' })
])

type Told = { message: string; sv?: string; code?: string }

t.test('rows, warnings and the receipt are told in the language of who reads them', async t => {
  const { admin, send } = await anImporter(t)
  const { body: record, headers } = await send(faulty, {}, 'text/csv', sv)
  t.match(headers, { 'content-language': 'sv', vary: /accept-language/ })
  const path = `/0136/decision-imports/${record.id}`
  const [inEnglish, inSwedish] = await Promise.all([
    admin('GET', `${path}/rows?result=rejected`),
    admin('GET', `${path}/rows?result=rejected`, undefined, sv)
  ])
  t.match(inEnglish.headers, { 'content-language': 'en', vary: /accept-language/ })
  t.match(inSwedish.headers, { 'content-language': 'sv', vary: /accept-language/ })
  t.not(inEnglish.headers.etag, inSwedish.headers.etag, 'two representations')
  const messages = (answer: typeof inEnglish) =>
    answer.body.items.flatMap(({ violations }: { violations: Told[] }) => violations.map(({ message }) => message))
  t.ok(messages(inEnglish).includes('is missing: which body made the decision'))
  t.ok(messages(inSwedish).includes('saknas: vilken nämnd eller vilket organ fattade beslutet'))
  t.ok(
    messages(inSwedish).includes(
      '"12.500" kan betyda tusental eller decimaler; skriv 1234 eller 1 234 för tusental, 1,23 för decimaler'
    )
  )
  const fields = (answer: typeof inEnglish) =>
    answer.body.items.map(({ line, violations }: { line: number; violations: { field: string }[] }) => [
      line,
      violations.map(({ field }) => field)
    ])
  t.strictSame(fields(inSwedish), fields(inEnglish), 'and nothing else differs')
  for (const answer of [inEnglish, inSwedish]) t.notMatch(JSON.stringify(answer.body), /"sv":/)

  const warned = record.receipt.warnings.find(({ code }: Told) => code === 'granted-amount-not-stated')
  t.equal(warned.message, 'det beviljade beloppet är inte angivet och förblir okänt, vilket inte är 0')
  const again = await admin('GET', path)
  const inReceipt = again.body.receipt.warnings.find(({ code }: Told) => code === 'granted-amount-not-stated')
  t.equal(inReceipt.message, 'the amount granted is not stated and stays unknown, which is not 0')
})

t.test('a file that is refused is told of in Swedish, with its receipt', async t => {
  const { send } = await anImporter(t)
  const { status, body } = await send(faulty, { atomic: true, controlTotal: 5 }, 'text/csv', sv)
  t.equal(status, 422)
  t.match(body, { title: 'Filen avvisades i sin helhet', detail: 'Filen avvisades: ingenting har ändrats.' })
  const told = body.violations.map(({ field, message }: { field: string; message: string }) => `${field} ${message}`)
  t.ok(told.includes('atomic 9 av 11 rader avvisas'), told[0])
  t.ok(told.includes('controlTotal är 5\u00a0kr, men raderna blir tillsammans 1\u00a0900\u00a0000\u00a0kr'), told[1])
  t.notMatch(JSON.stringify(body), /"sv":/)
})

t.test('the same Idempotency-Key answers what was answered, whatever the language is now', async t => {
  const { send } = await anImporter(t)
  const key = { 'idempotency-key': 'once' }
  const first = await send(faulty, {}, 'text/csv', { ...sv, ...key })
  const second = await send(faulty, {}, 'text/csv', key)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.strictSame(second.body, first.body)
})

t.test('what was stored before there was Swedish is answered in English', async t => {
  const { admin, database, take } = await anImporter(t)
  const { id } = await take([row({ granted: 'x' })])
  await database.execute(sql`
    update decision_import_rows set violations = violations #- '{0,sv}'
    where municipality_code = '0136' and import_id = ${id}`)
  const { body } = await admin('GET', `/0136/decision-imports/${id}/rows`, undefined, sv)
  t.match(body.items[0].violations, [{ message: /"x" is not an amount/ }])
})

/** Files with everything that is doubtful or wrong, and options that let them through to their rows. */
const lacking = ['body:KFN', 'decision_date:2024-03-05', 'scheme:V', 'grant_year:2024']
const columnsOf = (text: string) => lacking.filter(pair => !new RegExp(pair.split(':')[0]!, 'i').test(text))

t.test('everything that the files of the fixtures are told has its Swedish', async t => {
  const { send, database } = await anImporter(t)
  for (const folder of ['cases', 'traps']) {
    const at = join(root, 'test/fixtures', folder)
    for (const name of readdirSync(at).filter(each => /\.(?:csv|ndjson|xlsx)$/.test(each))) {
      const file = readFileSync(join(at, name))
      for (const pairs of [[], columnsOf(file.toString('latin1'))]) {
        await send(file, { dryRun: true, default: pairs }, 'application/octet-stream', sv)
      }
    }
  }
  const { rows } = await database.execute<{ said: Told }>(sql`
    select jsonb_array_elements(coalesce(violations, '[]') || coalesce(warnings, '[]')) as said from decision_import_rows
    union all select jsonb_array_elements(violations) from decision_imports
    union all select jsonb_array_elements(receipt -> 'notes' || (receipt -> 'warnings')) from decision_imports
      where receipt is not null`)
  t.ok(rows.length > 100, `${rows.length} were told`)
  const without = rows.map(({ said }) => said).filter(each => !each.sv || each.sv === each.message)
  t.strictSame(without, [], 'without Swedish')
})

t.test('each message that SQL writes has its Swedish beside it', async t => {
  const finding = join(root, 'src/imports/finding')
  const count = (code: string, word: RegExp) => [...code.matchAll(word)].length
  let all = 0
  for (const name of readdirSync(finding)) {
    const code = readFileSync(join(finding, name), 'utf8')
    const messages = count(code, /'message',/g)
    t.equal(count(code, /'sv',/g), messages, name)
    all += messages
  }
  t.ok(all > 10, 'they are found')
})
