import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import type { Config } from '../../src/config.ts'
import { aRegister, made } from '../support/register.ts'

export type Row = Record<string, string | number | null>
type Options = Record<string, string | number | boolean | string[]>

/** A line of a decision that is right; tests say what is otherwise. */
export const kvinnojouren: Row = {
  body: 'Socialnämnden',
  decided_on: '2021-12-14',
  paragraph: '12',
  grant_year: 2022,
  scheme: 'Partnerskapsavtal',
  recipient: 'Haninge Kvinnojour',
  purpose: 'Jour',
  granted: 380000,
  outcome: 'beviljad'
}

export const row = (cells: Row = {}): Row => ({ ...kvinnojouren, ...cells })

/** The same rows without a column. */
export const without = (column: string, rows: Row[]): Row[] =>
  rows.map(cells => Object.fromEntries(Object.entries(cells).filter(([name]) => name !== column)))

export function csvOf(rows: Row[]): string {
  const headings = [...new Set(rows.flatMap(Object.keys))]
  const line = (cells: unknown[]) => cells.map(cell => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')
  return [line(headings), ...rows.map(cells => line(headings.map(name => cells[name])))].join('\n')
}

function queryOf(options: Options): string {
  const pairs = Object.entries(options).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)])
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

/** A municipality into which files can be imported, and what can be asked of it then. */
export async function anImporter(t: Test, municipalityCode = '0136', settings?: Partial<Config>) {
  const register = await aRegister(t, settings)
  const { admin, database } = register
  const get = (path: string) => made(admin('GET', `/${municipalityCode}${path}`))
  const all = async (path: string) => (await get(`${path}${path.includes('?') ? '&' : '?'}limit=1000`)).items

  function send(file: unknown, options: Options = {}, type = 'text/csv', headers: Record<string, string> = {}) {
    const address = `/${municipalityCode}/decision-imports${queryOf(options)}`
    return admin('POST', address, file, { 'content-type': type, ...headers })
  }
  return {
    ...register,
    get,
    all,
    send,
    /** Rows as CSV, which must be taken; answers what came of them: `{ createdCount: 1 }` and so on, without zeros. */
    async take(rows: Row[], options: Options = {}) {
      const { counts, id } = await made(send(csvOf(rows), options))
      return { ...told(counts), id: id as string }
    },
    /** Rows as CSV; answers the counts without zeros. */
    async counts(rows: Row[], options: Options = {}) {
      return told((await made(send(csvOf(rows), options))).counts)
    },
    report: (id: string) => all(`/decision-imports/${id}/rows`),
    lines: () => all('/decision-lines?withdrawn=exclude'),
    decisions: () => all('/decisions?withdrawn=exclude'),
    totals: (query = '') => get(`/statistics/grant-totals?yearBasis=grant${query}`),
    /** How many entries the ledger and the events have. */
    async appended() {
      const { rows } = await database.execute<{ entries: number; events: number }>(
        sql`select (select count(*)::int from ledger_entries) as entries, (select count(*)::int from events) as events`
      )
      return rows[0]!
    },
    dump: () => dump(register)
  }
}

/** Counts that are not 0. */
export const told = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

/** Digests of every table but the reports of imports: equal when nothing has changed. */
async function dump({ database }: Awaited<ReturnType<typeof aRegister>>) {
  const { rows: tables } = await database.execute<{ name: string }>(sql`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename not in ('decision_imports', 'decision_import_rows', 'api_keys')`)
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await database.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(name)} t order by 1`
    )
    digests[name] = `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`
  }
  return digests
}
