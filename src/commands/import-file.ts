import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { extname } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { Value } from 'typebox/value'
import type { Actor } from '../base/actor.ts'
import { DomainError } from '../base/errors.ts'
import { importDecisions, type Progress, type ReadImport, readImport } from '../imports/actions.ts'
import type { ReadLimits } from '../imports/files/limits.ts'
import type { FileNote } from '../imports/files/records.ts'
import { ImportQuery } from '../imports/schemas.ts'
import { decisionImportRows } from '../imports/tables.ts'
import { inTurn } from '../imports/turn.ts'
import type { ImportRecord } from '../imports/writing/report.ts'
import type { Database } from '../platform/database/connection.ts'
import { work } from '../platform/database/work.ts'
import { findMunicipality } from '../register/municipalities/queries.ts'

/** What a script can tell an import by. */
export const exitCodes = { imported: 0, failed: 1, rowsRejected: 2, refused: 3 } as const

/** What a name says where the content could be several things; else the content alone tells what a file is. */
const contentTypes: Record<string, string> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.md': 'text/markdown',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson'
}

/** Whoever sits at the machine of the service. */
export function localActor(): Actor {
  const { username } = userInfo()
  const name = `cli:${username}`
  const may = { municipalityCodes: null, scopes: new Set(['*']), roles: new Set<string>() }
  return { id: name, name, principal: name, ...may, sentBy: username, requestId: null }
}

/**
 * `partnerskap import FILE`: straight into the database, as the API would. Prints a summary and each rejected row with
 * its line; answers the exit code: 0 all rows came in, 2 some were rejected, 3 the file was refused.
 */
export async function importFile(
  { database, maxRows, limits }: { database: Database; maxRows: number; limits?: ReadLimits },
  path: string,
  municipalityCode: string,
  given: object
) {
  const options = checkedOptions(given)
  const contentType = contentTypes[extname(path.replace(/\.gz$/i, '')).toLowerCase()] ?? 'application/octet-stream'
  const bytes = await readFile(path)
  await findMunicipality(database, municipalityCode)
  const progress = process.stderr.isTTY ? bar() : lines()
  const notes: FileNote[] = []
  const read = async () => {
    const file = await readImport(municipalityCode, { bytes, contentType }, options, maxRows, progress, limits)
    notes.push(...file.notes)
    return file
  }
  const write = (file: ReadImport) =>
    database.transaction(tx => importDecisions(tx, localActor(), municipalityCode, file, progress))
  const result = await work
    .run({ lane: 'imports', municipalityCode }, () => inTurn(municipalityCode, read, write))
    .catch(refusedWhole)
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  for (const { sheet, message } of notes) console.log(sheet === undefined ? message : `${sheet}: ${message}`)
  if (result instanceof DomainError) {
    console.log(`${path}: refused, nothing has changed`)
    if (result.violations.length === 0) console.log(result.message)
    for (const { field, message, line } of result.violations) console.log(told(line, field, message))
    return exitCodes.refused
  }
  return await summarise(database, path, result)
}

/** A file that cannot be read, or whose columns cannot be told, is refused as one that breaks its control total is. */
function refusedWhole(error: unknown): DomainError {
  if (error instanceof DomainError && error.rule !== 'import-options') return error
  throw error
}

/** The options are those of the API, and are held to the same rules. */
function checkedOptions(given: object): ImportQuery {
  const [error] = Value.Errors(ImportQuery, given)
  if (error) throw new Error(`${error.instancePath.slice(1) || 'options'}: ${error.message}`)
  return given as ImportQuery
}

async function summarise(database: Database, path: string, { municipalityCode, id, status, counts }: ImportRecord) {
  const { createdCount, updatedCount, unchangedCount, rejectedCount, missingCount, withdrawnCount } = counts
  const would = status === 'dryRun' ? 'would be ' : ''
  console.log(
    `${path}: ${would}${createdCount} created, ${updatedCount} updated, ${unchangedCount} unchanged, ${rejectedCount} rejected, ` +
      `${missingCount} missing, ${withdrawnCount} withdrawn (import ${id})`
  )
  if (rejectedCount === 0) return exitCodes.imported
  const rows = await database
    .select()
    .from(decisionImportRows)
    .where(
      and(
        eq(decisionImportRows.municipalityCode, municipalityCode),
        eq(decisionImportRows.importId, id),
        eq(decisionImportRows.result, 'rejected')
      )
    )
    .orderBy(decisionImportRows.position)
  for (const { violations } of rows) {
    for (const { field, message, line } of violations ?? []) console.log(told(line, field, message))
  }
  return exitCodes.rowsRejected
}

const told = (line: number | undefined, field: string, message: string) =>
  `${line ? `line ${line}: ` : ''}${field} ${message}`.trim()

const WIDTH = 30

/** One line that is written over, for a person who waits. Reading knows no end, so it only counts. */
function bar(): Progress {
  let total = 0
  return (step, rows) => {
    if (step === 'reading') total = rows
    const share = step === 'staging' && total > 0 ? Math.min(1, rows / total) : step === 'writing' ? 1 : 0
    const filled = Math.round(share * WIDTH)
    process.stderr.write(`\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${step} ${rows} rows`)
  }
}

/** Plain lines for a log: one a step, not one a batch. */
function lines(): Progress {
  let last = ''
  return (step, rows) => {
    if (step === last) return
    last = step
    if (step !== 'reading' && step !== 'staging') process.stderr.write(`${step} ${rows} rows\n`)
  }
}
