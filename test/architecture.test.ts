import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

/** The rule of docs/architecture.md: a line of folders, and a line of files within each. */

const FOLDERS =
  `database http events records ledger municipalities bodies organisations schemes applications decisions appeals assignments agreements
  reports accounts payments runs recoveries statistics dossiers imports exports webhooks commands`.split(/\s+/)
const FILES = ['rules', 'tables', 'schemas', 'queries', 'actions', 'routes']
/** Importable by all; the other files at the top are wiring, and import what they like. */
const COMMON = ['errors.ts', 'money.ts', 'config.ts', 'actor.ts', 'names.ts', 'known.ts', 'dates.ts']
const WIRING = ['app-codes.ts', 'app.ts', 'app-schemas.ts', 'server.ts', 'cli.ts']

const src = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

const folderOf = (file: string) => (file.includes('/') ? file.split('/')[0]! : '')
/** A record is declared with its table: it stands where tables stand. */
const isTable = (file: string) => /(^|\/|-)(tables|record)\.ts$/.test(file)
/** `line-routes.ts` is of the kind routes; other names have no place in the line. */
const placeOf = (file: string) =>
  isTable(file) ? FILES.indexOf('tables') : FILES.findIndex(kind => new RegExp(`(^|/|-)${kind}\\.ts$`).test(file))

const imports = files.flatMap(file => {
  const code = readFileSync(join(src, file), 'utf8')
  const found = code.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)
  return [...found].map(([, to]) => ({ from: file, to: normalize(join(dirname(file), to!)) }))
})

t.test('every folder has its place in the line', async t => {
  t.strictSame(
    [...new Set(files.map(folderOf))].filter(folder => folder && !FOLDERS.includes(folder)),
    []
  )
  t.strictSame(
    files.filter(file => !folderOf(file)).filter(file => ![...COMMON, ...WIRING].includes(file)),
    []
  )
})

t.test('a folder imports only from folders before it, and never the routes of another module', async t => {
  for (const { from, to } of imports) {
    const [here, there] = [folderOf(from), folderOf(to)]
    if (here === there || WIRING.includes(from) || here === 'commands' || COMMON.includes(to)) continue
    const name = `${from} → ${to}`
    if (!here) t.ok(COMMON.includes(to), name)
    // Tables only describe: foreign keys point both ways, and whether a record is in use is asked of later tables.
    else if (isTable(to)) continue
    else t.ok(there && FOLDERS.indexOf(there) < FOLDERS.indexOf(here), name)
    t.notMatch(to, /routes\.ts$/, name)
  }
})

t.test('within a folder a file imports only from files before it', async t => {
  for (const { from, to } of imports) {
    if (folderOf(from) !== folderOf(to) || placeOf(from) < 0 || placeOf(to) < 0) continue
    t.ok(placeOf(to) <= placeOf(from), `${from} → ${to}`)
  }
})

t.test('every folder of tests has an all.ts, by which npm test runs them in one process', async t => {
  const named = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const folders = named
    .filter(file => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .map(file => dirname(file))
  t.strictSame(
    [...new Set(folders)].filter(folder => folder !== '.' && !named.includes(join(folder, 'all.ts'))),
    []
  )
})
