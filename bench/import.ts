import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Processor, processorOf } from './processor.ts'

/**
 * Imports against what PostgreSQL alone needs for the same: the rows that an import writes, inserted as they are into the same
 * tables by one statement each (`insertRows`), and the lines of the file, copied into one table with a key (`copyLines`).
 */

/** `url`: of the database, whose superuser it names, on this machine. */
export type Place = { url: string; address: string; secret: string }
/** Lines of the file; how many times each is measured; the municipality that holds lines already, and how many it holds. */
export type Extent = { lines: number; rounds: number; large: string; standing: number }
/** Milliseconds on the clock, and seconds of processor that the process and the server used. */
type Took = Processor & { ms: number }
/** One round. `first` and `unchanged` are the same file twice, `changed` the same but for one row. */
type Round = { first: Took; unchanged: Took; changed: Took; inserted: Took; copied: Took }
export type Measured = { register: string; rounds: Round[]; memory: number; held: number }

/** Tables that an import writes, in an order in which their references hold. What triggers write is left to them. */
const written =
  `bodies schemes organisations decisions decision_lines decision_line_recipients awards events ledger_entries
  ledger_totals decision_imports decision_import_rows`.split(/\s+/)

/** A name unlike others, made of its number: as names of associations are, so that few are offered as perhaps the same. */
function nameOf(number: number): string {
  const syllables = 'ba de fi go hu ky lå mä nö ra se ti vo su by då fä jö ka le'.split(' ')
  const digits = ((number + 1) * 2_654_435_761) % 64_000_000
  const word = [0, 1, 2, 3, 4].map(place => syllables[Math.floor(digits / 20 ** place) % 20]).join('')
  return `${word[0]!.toUpperCase()}${word.slice(1)} IF`
}

/**
 * A file of that many rows as municipalities send them: 400 recipients, 12 meetings, 10 schemes. `year` is that of its
 * decisions: files of different years have nothing in common, so that each writes all that it names.
 */
export function importFile(rows: number, year = 2023): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const date = `${year}-${String((at % 12) + 1).padStart(2, '0')}-15`
    const recipient = nameOf(year * 400 + (at % 400))
    return `Nämnden ${year},${date},${year},Stöd ${year} ${at % 10},${recipient},Ändamål ${at},${1_000 + at},beviljad`
  })
  return `body,decided_on,grant_year,scheme,recipient,purpose,granted,outcome\n${lines.join('\n')}\n`
}

/** Measures by turns, in one run, an import into an empty register and into a large one, each beside both floors. */
export async function measureImports(place: Place, extent: Extent): Promise<Measured[]> {
  const client = new pg.Client({ connectionString: place.url })
  // The server is stopped when something fails, and what failed is what is to be told.
  client.on('error', () => {})
  await client.connect()
  const registers = [
    { register: 'empty', large: false },
    { register: `${extent.standing} lines`, large: true }
  ].filter(({ large }) => !large || extent.standing > 0)
  const measured = registers.map(({ register }): Measured => ({ register, rounds: [], memory: 0, held: 0 }))
  const processor = await processorOf(client)
  let code = 9_200
  for (let round = 0; round < extent.rounds; round++) {
    for (const [at, { large }] of registers.entries()) {
      const into = large ? extent.large : await register(client, String(code++))
      const file = importFile(extent.lines, 2023 + round)
      const watch = watchProcess()
      const first = await timed(processor, () => send(place, into, file))
      const unchanged = await timed(processor, () => send(place, into, file))
      await capture(client, into)
      const changed = await timed(processor, () => send(place, into, file.replace(',1000,', ',999,')))
      const { memory, held } = watch()
      const fresh = await register(client, String(code++))
      const inserted = await timed(processor, () => insertRows(client, fresh))
      const copied = await copyLines(client, file, processor)
      measured[at]!.rounds.push({ first, unchanged, changed, inserted, copied })
      measured[at]!.memory = Math.max(measured[at]!.memory, memory)
      measured[at]!.held = Math.max(measured[at]!.held, held)
    }
  }
  await client.end()
  return measured
}

async function register(client: pg.Client, code: string): Promise<string> {
  await client.query('insert into municipalities (municipality_code, name) values ($1, $1)', [code])
  return code
}

async function timed(processor: () => Promise<Processor>, work: () => Promise<unknown>): Promise<Took> {
  const [before, begun] = [await processor(), performance.now()]
  await work()
  const [ms, after] = [performance.now() - begun, await processor()]
  return { ms, process: after.process - before.process, server: after.server - before.server }
}

async function send({ address, secret }: Place, code: string, file: string) {
  const answer = await fetch(`${address}/partnerskap/v1/${code}/decision-imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'text/csv' },
    body: file
  })
  if (answer.status !== 201) throw new Error(`The import answered ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** From now until it is called: MB by which the process has grown at most, and the longest ms that its event loop was held. */
function watchProcess(): () => { memory: number; held: number } {
  const idle = process.memoryUsage().rss
  let peak = idle
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  return () => {
    clearInterval(timer)
    delay.disable()
    return { memory: (peak - idle) / 1_048_576, held: delay.max / 1e6 }
  }
}

/** Copies out what the first of the two imports that came last has written: rows of its transaction. */
async function capture(client: pg.Client, code: string) {
  const { rows } = await client.query(
    'select xmin from decision_imports where municipality_code = $1 order by id desc offset 1 limit 1',
    [code]
  )
  for (const table of written) {
    await client.query(`drop table if exists captured_${table}`)
    await client.query(`create unlogged table captured_${table} as select * from ${table}
      where municipality_code = '${code}' and xmin = '${rows[0].xmin}'`)
  }
}

/** The captured rows as those of another municipality: a statement for each table, checked and indexed as any rows are. */
async function insertRows(client: pg.Client, code: string) {
  await client.query('begin')
  for (const table of written) {
    const { rows } = await client.query(
      `select column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and column_name <> 'municipality_code'`,
      [table]
    )
    const columns = rows.map(({ name }) => `"${name}"`).join(', ')
    await client.query(`insert into ${table} (municipality_code, ${columns}) overriding system value
      select '${code}', ${columns} from captured_${table}`)
  }
  await client.query('commit')
}

/** How long PostgreSQL takes to copy the file into a table of its columns with one key. The best that any import can be. */
async function copyLines(client: pg.Client, file: string, processor: () => Promise<Processor>): Promise<Took> {
  // The server may run as somebody else, and is to read it.
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-lines-'))
  await chmod(home, 0o755)
  const path = join(home, 'lines.csv')
  await writeFile(path, file, { mode: 0o644 })
  await client.query(`drop table if exists copied_lines`)
  await client.query(`create table copied_lines (id bigint generated always as identity primary key, body text,
    decided_on date, grant_year int, scheme text, recipient text, purpose text, granted numeric(14, 2), outcome text)`)
  // The server's writing to disk of what came before is no part of it.
  await sleep(200)
  const copied = await timed(processor, () =>
    client.query(`copy copied_lines (body, decided_on, grant_year, scheme, recipient, purpose, granted, outcome)
      from '${path}' with (format csv, header)`)
  )
  await rm(home, { recursive: true })
  return copied
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** The measures as two tables, of the clock and of the processor; ratios are medians of those of each round, times those of each time. */
export function printImports(measured: Measured[], lines: number) {
  printTimes(measured, lines, 's', took => took.ms / 1_000)
  printTimes(measured, lines, 's of processor', took => took.process + took.server)
  for (const { register, rounds, memory, held } of measured) {
    const part = (of: keyof Processor, which: keyof typeof told) =>
      `${median(rounds.map(round => round[which][of])).toFixed(1)} s`
    say(
      `\n${register}: of the processor the process took ${part('process', 'first')}, ${part('process', 'unchanged')} and ${part('process', 'changed')} (in that order), the server ${part('server', 'first')}, ${part('server', 'unchanged')} and ${part('server', 'changed')}; ${Math.round(memory)} MB above idle at most; the event loop was held ${Math.round(held)} ms at most.`
    )
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`)

const told = { first: 'first', unchanged: 'the same file again', changed: 'the same but for one row' }

function printTimes(measured: Measured[], lines: number, unit: string, of: (took: Took) => number) {
  say(
    `\n| import of ${lines} lines into a register | ${unit} | lines/s | set-based insert | of it | bare COPY | of it |`
  )
  say('|---|--:|--:|--:|--:|--:|--:|')
  for (const { register, rounds } of measured) {
    for (const which of ['first', 'unchanged', 'changed'] as const) {
      const seconds = median(rounds.map(round => of(round[which])))
      const beside = (floor: 'inserted' | 'copied') =>
        `${median(rounds.map(round => of(round[floor]))).toFixed(2)} s | ${median(rounds.map(round => of(round[floor]) / of(round[which]))).toFixed(2)}`
      const speed = Math.round(lines / seconds)
      say(
        `| ${register}, ${told[which]} | ${seconds.toFixed(2)} | ${speed} | ${beside('inserted')} | ${beside('copied')} |`
      )
    }
  }
}
