import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { officeYear } from './office-year.ts'

/**
 * The officer's round trip with LibreOffice itself, in Swedish: decision lines are exported, opened, saved in each form, and
 * imported over HTTP and at the command line. Every row is to be unchanged.
 */

export type Place = { url: string; address: string; secret: string }
type Counts = Record<string, number>
type Answer = {
  counts?: Counts
  receipt?: { warnings: { code: string; count: number }[]; unknownHeadings: unknown[]; notes: { code: string }[] }
  violations?: { field: string; message: string }[]
}

// Tokens of LibreOffice's text filter: separator, quote, charset, first line, formats of columns, language, quoted cells are
// text, and, when reading, whether days and the like are told; when writing, whether cells are as they are shown.
const [SEMICOLON, COMMA, QUOTE, UTF_8, WINDOWS_1252, SWEDISH, ENGLISH] = [59, 44, 34, 76, 1, 1053, 1033]
const csvIn = (separator: number, language: number, detects: boolean) =>
  `--infilter=CSV:${separator},${QUOTE},${UTF_8},1,,${language},false,${detects}`
const csvOut = (charset: number) =>
  `csv:Text - txt - csv (StarCalc):${SEMICOLON},${QUOTE},${charset},1,,${SWEDISH},false,true`

const swedish = { csvFormat: 'swedish', read: csvIn(SEMICOLON, SWEDISH, false) }
const detecting = { csvFormat: 'swedish', read: csvIn(SEMICOLON, SWEDISH, true) }
const standard = { csvFormat: 'standard', read: csvIn(COMMA, ENGLISH, false) }
/** What is exported, how it is opened, and the forms in which it is saved one after the other. */
const trips = [
  { name: 'Swedish CSV → xlsx', ...swedish, saved: ['xlsx'] },
  { name: 'Swedish CSV → ods', ...swedish, saved: ['ods'] },
  { name: 'Swedish CSV → CSV', ...swedish, saved: [csvOut(UTF_8)] },
  { name: 'Swedish CSV → CSV, Windows-1252', ...swedish, saved: [csvOut(WINDOWS_1252)] },
  { name: 'Swedish CSV → ods → xlsx → CSV', ...swedish, saved: ['ods', 'xlsx', csvOut(UTF_8)] },
  { name: 'standard CSV → xlsx', ...standard, saved: ['xlsx'] },
  { name: 'days told → xlsx', ...detecting, saved: ['xlsx'] },
  { name: 'days told → ods', ...detecting, saved: ['ods'] },
  { name: 'days told → CSV', ...detecting, saved: [csvOut(UTF_8)] },
  { name: 'days told → ods → xlsx → CSV', ...detecting, saved: ['ods', 'xlsx', csvOut(UTF_8)] }
]
type Trip = (typeof trips)[number]

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Prints what came of each trip; answers whether all rows of all were unchanged. Says so where there is no LibreOffice. */
export async function measureOffice(place: Place, code: string, rows: number): Promise<boolean> {
  const version = spawnSync('soffice', ['--version'], { encoding: 'utf8' })
  if (version.error) {
    say('LibreOffice is not installed (there is no soffice on the PATH): nothing was tried.')
    return false
  }
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-office-'))
  try {
    await importYear(place, code, rows)
    say(`${version.stdout.trim()}, ${rows} rows\n`)
    say('| trip | saved in, s | HTTP, s | command line, s | unchanged | else |')
    say('|---|--:|--:|--:|--:|---|')
    let isRight = true
    for (const [nth, trip] of trips.entries()) {
      isRight = (await travel(place, { code, rows, home: join(home, String(nth)), profile: home, trip })) && isRight
    }
    return isRight
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function importYear(place: Place, code: string, rows: number) {
  const options = 'grantedAboveApplied=accept&nearMatches=add'
  const answer = await send(place, code, Buffer.from(officeYear(rows)), options)
  if (answer.counts?.createdCount === rows) return
  throw new Error(`The year was not imported: ${JSON.stringify(answer).slice(0, 2_000)}`)
}

type Voyage = { code: string; rows: number; home: string; profile: string; trip: Trip }

async function travel(place: Place, { code, rows, home, profile, trip }: Voyage): Promise<boolean> {
  const exported = await fetch(
    `${place.address}/partnerskap/v1/${code}/exports/decision-lines?format=csv&csvFormat=${trip.csvFormat}`,
    { headers: { authorization: `Bearer ${place.secret}` } }
  )
  if (!exported.ok) throw new Error(`The export answered ${exported.status}`)
  let path = `${home}.csv`
  await writeFile(path, Buffer.from(await exported.arrayBuffer()))
  const begun = performance.now()
  for (const [nth, form] of trip.saved.entries()) {
    path = await saved(path, { form, into: `${home}-${nth}`, profile, read: nth === 0 ? trip.read : undefined })
  }
  const opened = performance.now()
  const answer = await send(place, code, await readFile(path))
  const sent = performance.now()
  const commanded = await command(place, code, path)
  const seconds = [opened - begun, sent - opened, performance.now() - sent].map(time => (time / 1_000).toFixed(1))
  const { unchangedCount = 0 } = answer.counts ?? {}
  const other = otherwise(answer, commanded)
  say(`| ${trip.name} | ${seconds.join(' | ')} | ${unchangedCount} | ${other} |`)
  return unchangedCount === rows && other === ''
}

/** The file as LibreOffice saves it in another form. @throws Error with what it said, where it saved none */
async function saved(
  path: string,
  { form, into, profile, read }: { form: string; into: string; profile: string; read: string | undefined }
): Promise<string> {
  const options = ['--headless', `-env:UserInstallation=file://${profile}/profile`, ...(read ? [read] : [])]
  const language = 'sv_SE.UTF-8'
  const child = spawn('soffice', [...options, '--convert-to', form, '--outdir', into, path], {
    env: { ...process.env, LANG: language, LC_ALL: language }
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => said.push(part))
  const [exit] = await once(child, 'close')
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, `.${form.split(':')[0]}`)
  const result = join(into, name)
  if (exit !== 0 || (await readFile(result).catch(() => null)) === null)
    throw new Error(`LibreOffice saved nothing: ${Buffer.concat(said)}`)
  return result
}

async function send({ address, secret }: Place, code: string, file: Buffer, options = ''): Promise<Answer> {
  const answer = await fetch(`${address}/partnerskap/v1/${code}/decision-imports?${options}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(file)
  })
  return (await answer.json()) as Answer
}

/** The same file once more, at the command line. */
async function command({ url }: Place, code: string, path: string) {
  const program = fileURLToPath(new URL('../bin/partnerskap.js', import.meta.url))
  const child = spawn(process.execPath, [program, 'import', path, '--municipality', code, '--language', 'en'], {
    env: { ...process.env, DATABASE_URL: url, MAX_IMPORT_ROWS: '10000000', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => said.push(part))
  const [exit] = await once(child, 'close')
  return { code: exit as number, said: Buffer.concat(said).toString() }
}

/** What an officer would have to look at: other counts, warnings, and the first of what was refused. */
function otherwise({ counts = {}, receipt, violations }: Answer, commanded: { code: number; said: string }): string {
  const others = Object.entries(counts).filter(([name, count]) => name !== 'unchangedCount' && count > 0)
  const told = [
    ...others.map(([name, count]) => `${name} ${count}`),
    ...(receipt?.warnings ?? []).map(({ code, count }) => `${code} ${count}`),
    ...(violations ?? []).slice(0, 5).map(({ field, message }) => `${field} ${message}`)
  ]
  if (commanded.code !== 0) told.push(`the command line ended with ${commanded.code}: ${commanded.said.slice(-400)}`)
  return told.join('; ').replaceAll('\n', ' ')
}
