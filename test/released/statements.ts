import { readFile, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fingerprintSync, loadModule, parseSync } from 'libpg-query'
import type pg from 'pg'
import { readMigrations } from '../../src/platform/database/migration-files.ts'
import { describe } from './describe.ts'

/**
 * What the last release asks of the database, so that it can be held against the schema of the next: the two work beside each other
 * while processes are replaced one by one. `npm run released` makes the file anew at a release.
 */

export type Released = {
  /** The newest migration that the release knows. */
  migration: string
  /** Makes the tables that a connection has of its own; run before the statements are described. */
  working: string[]
  statements: ReleasedStatement[]
}

/** A statement, types of its parameters, and its columns as `name type`. */
export type ReleasedStatement = { text: string; parameters: string[]; columns: string[] }

/** Packed: three megabytes of text that is much alike. `zcat` shows it. */
const file = new URL('../fixtures/released-statements.json.gz', import.meta.url)

export const readReleased = async (): Promise<Released> => JSON.parse(gunzipSync(await readFile(file)).toString())

export async function writeReleased(released: Released): Promise<void> {
  await writeFile(file, gzipSync(`${JSON.stringify(released, null, 1)}\n`, { level: 9 }))
}

await loadModule()

type Stmt = { stmt: Record<string, unknown> }
const ASKING = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']
const asksTables = ({ stmt }: Stmt) =>
  ASKING.includes(Object.keys(stmt)[0]!) && /"(RangeVar|relation)"/.test(JSON.stringify(stmt))
const COPIED = /^\s*copy\s*\(([\s\S]*)\)\s*to\s+stdout\b/i

/** What was sent, by what it asks: one text for each form, whatever constants stand in it. What is in no table is left out. */
export function asked(sent: Iterable<string>): { working: string[]; texts: string[] } {
  const working: string[] = []
  const texts = new Map<string, string>()
  const ofMigrations = new Set(readMigrations().flatMap(({ statements }) => statements))
  for (const whole of sent) {
    if (ofMigrations.has(whole)) continue
    const text = COPIED.exec(whole)?.[1] ?? whole
    if (/^create temp table /.test(text)) working.push(text)
    const { stmts = [] } = parseSync(text) as unknown as { stmts?: Stmt[] }
    if (stmts.length !== 1 || !asksTables(stmts[0]!)) continue
    const form = fingerprintSync(text)
    const known = texts.get(form)
    // Whichever came first: the same of every run.
    if (known === undefined || text < known) texts.set(form, text)
  }
  return { working, texts: [...texts.values()].sort() }
}

/** The statement as the schema of the client takes it. @throws pg.DatabaseError where it does not */
export async function describedOf(
  client: pg.Client,
  text: string,
  nameOf: (type: number) => string
): Promise<ReleasedStatement> {
  const { parameters, columns } = await describe(client, text)
  return {
    text,
    parameters: parameters.map(nameOf),
    columns: columns.map(({ name, type }) => `${name} ${nameOf(type)}`)
  }
}
