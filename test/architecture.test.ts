import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { testFolders } from './support/together.ts'

/** The rules of docs/architecture.md: rooms in one line, files in one line within each, no circles, in SQL as in imports. */

/** Rooms by floor. A room imports only from rooms before it; the ledger stands early, as decisions are settled in it. */
const ROOMS =
  `base platform/database platform/http platform/known platform/events platform/records platform/files platform/webhooks money/ledger
  register/municipalities register/files register/bodies register/organisations register/schemes register/applications register/decisions
  register/state-aid register/appeals register/assignments register/agreements
  money/reports money/payee-accounts money/payments money/payment-runs money/bank-entries money/recoveries
  personal-data reads/work-list reads/statistics reads/dossiers reads/papers reads/open-data reads/exports imports commands`.split(
    /\s+/
  )
const FILES = ['rules', '(?:tables|record)', 'schemas', 'queries', 'actions', 'routes']
/** At the top: wiring, which imports what it likes, and the settings, which all may read. */
const WIRING = [
  'app-code-labels.ts',
  'app-code-routes.ts',
  'app-codes.ts',
  'app-includes.ts',
  'app.ts',
  'app-schemas.ts',
  'server.ts',
  'cli.ts'
]
const SETTINGS = 'config.ts'

const src = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const code = new Map(files.map(file => [file, readFileSync(join(src, file), 'utf8')]))

const roomOf = (file: string) => ROOMS.find(room => file.startsWith(`${room}/`)) ?? ''
const placeOf = (file: string) => ROOMS.indexOf(roomOf(file))
/** `line-routes.ts` is of the kind routes; other names have no place in the line. */
const kindOf = (file: string) => FILES.findIndex(kind => new RegExp(`(^|/|-)${kind}\\.ts$`).test(file))
/** Tables only describe: foreign keys point both ways, and whether a record is in use is asked of later tables. */
const isTable = (file: string) => /(^|\/|-)(tables|record)\.ts$/.test(file)

const imports = files.flatMap(file => {
  const found = code.get(file)!.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)
  return [...found].map(([, to]) => ({ from: file, to: normalize(join(dirname(file), to!)) }))
})

t.test('every file stands in a room of the line, or is wiring', async t => {
  t.strictSame(
    files.filter(file => !roomOf(file) && ![...WIRING, SETTINGS].includes(file)),
    []
  )
})

t.test('a room imports only from rooms before it, and never the routes of another', async t => {
  for (const { from, to } of imports) {
    if (WIRING.includes(from) || roomOf(from) === roomOf(to) || to === SETTINGS) continue
    if (roomOf(from) === 'commands') continue
    const name = `${from} → ${to}`
    if (!isTable(to)) t.ok(roomOf(to) && placeOf(to) < placeOf(from), name)
    t.notMatch(to, /routes\.ts$/, name)
  }
})

t.test('within a room a file imports only from files of its kind and those before', async t => {
  for (const { from, to } of imports) {
    if (roomOf(from) !== roomOf(to) || kindOf(from) < 0 || kindOf(to) < 0) continue
    t.ok(kindOf(to) <= kindOf(from), `${from} → ${to}`)
  }
})

t.test('no file imports itself, at whatever remove', async t => {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const visit = (file: string, way: string[]): void => {
    if (way.includes(file)) t.fail([...way.slice(way.indexOf(file)), file].join(' → '))
    if (way.includes(file) || done.has(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
})

/** Where SQL names a table of a later room, and why it may. */
const LATER: Record<string, string> = {
  'platform/known/keep.ts': 'what the events of a change are about is what it may have changed',
  'money/ledger':
    'the ledger states what lines, payments and recoveries say: nothing but money’s own tables decides it',
  'register/files':
    'a file that a record names is not withdrawn, and what is confidential of a party is so in its files',
  'register/organisations/merge.ts': 'a merge moves everything that names the organisation',
  'register/organisations/confidential.ts': 'a confidential organisation is so wherever it is named',
  'register/organisations/queries.ts': 'who has applied for something is a filter of organisations',
  'register/schemes/attainment.ts': 'shares of target groups are those of decision lines',
  'register/schemes/windows.ts': 'last days of applications follow their window',
  'register/applications/queries.ts': 'an application is answered with what was decided of it',
  'register/decisions': 'a decision is answered with its appeals',
  'register/agreements': 'an agreement under which something is planned is not withdrawn',
  'money/reports': 'a report is answered with the payments that wait for it',
  'money/payments': 'a payment is answered with its run and its set-offs',
  'money/payment-runs': 'a transfer is answered with its set-offs'
}

/** Files of nothing but words, in which `from events` is English. */
const isWords = (file: string) => /\/openapi-swedish/.test(file)

t.test('SQL names tables of its own room and of rooms before it', async t => {
  const homes = new Map<string, string>()
  for (const [file, text] of code)
    for (const [, table] of text.matchAll(/pgTable\(\s*'(\w+)'/g)) homes.set(table!, file)
  t.ok(homes.size > 50, `${homes.size} tables`)
  const used = new Set<string>()
  for (const [file, text] of [...code].filter(([file]) => !isWords(file))) {
    for (const [, table] of text.matchAll(/\b(?:from|join|into|update) (\w+)\b/g)) {
      const home = homes.get(table!)
      if (!home || placeOf(home) <= placeOf(file)) continue
      const reason = [file, roomOf(file)].find(place => place in LATER)
      t.ok(reason, `${file} names ${table} of ${roomOf(home)}`)
      if (reason) used.add(reason)
    }
  }
  t.strictSame(
    Object.keys(LATER).filter(place => !used.has(place)),
    [],
    'no exception is left over'
  )
})

t.test('every test file is in one of the folders that npm test runs', async t => {
  const named = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const files = named.filter(file => file.endsWith('.test.ts') && !file.includes('node_modules'))
  t.strictSame([...testFolders().flatMap(folder => folder.files), 'check.test.ts'].sort(), files.sort())
})
