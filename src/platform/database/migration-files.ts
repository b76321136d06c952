import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'

export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** A file of migrations/. */
export type Migration = {
  /** Name of the file without its ending. */
  name: string
  /** Milliseconds since 1970; ascends from file to file. */
  at: number
  hash: string
  statements: string[]
  /** What its first line says (docs/operating.md, "Changing the schema"); undefined: the file is older than the rule. */
  kind: 'expand' | 'contract' | undefined
  /** Of a contraction: the migration that a version must know that goes on with it; null: not said. */
  least: string | null
  /** Its statements run one by one outside a transaction, and can be run again. */
  isConcurrent: boolean
}

const KIND = /^-- (expand|contract)(?:, for versions that know (\w+))?\n/
const CONCURRENTLY = /^\s*(?:--.*\n\s*)*(?:create (?:unique )?|drop )index concurrently\b/i

/** The migrations of a folder, in the order of its journal. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] }
  return readMigrationFiles({ migrationsFolder: folder }).map(({ sql, folderMillis, hash }, index) => {
    const [, kind, least = null] = KIND.exec(sql[0]!) ?? []
    return {
      name: journal.entries[index]!.tag,
      at: folderMillis,
      hash,
      statements: sql,
      kind: kind as Migration['kind'],
      least,
      isConcurrent: sql.some(statement => CONCURRENTLY.test(statement))
    }
  })
}
