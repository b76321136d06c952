import { userInfo } from 'node:os'
import { extname } from 'node:path'
import { and, eq, gt } from 'drizzle-orm'
import { Value } from 'typebox/value'
import { municipalityNames } from '../../samples/names.ts'
import type { Actor } from '../base/actor.ts'
import { DomainError, type Violation, violationIn } from '../base/errors.ts'
import type { Language, Text } from '../base/language.ts'
import { importDecisions, importFile as importInTurn, type Progress } from '../imports/actions.ts'
import type { ReadLimits } from '../imports/files/limits.ts'
import type { Receipt } from '../imports/receipt.ts'
import { ImportQuery } from '../imports/schemas.ts'
import { decisionImportRows } from '../imports/tables.ts'
import type { ImportRecord } from '../imports/writing/report.ts'
import type { Database } from '../platform/database/connection.ts'
import { work } from '../platform/database/work.ts'
import { openSource } from '../platform/http/spool.ts'
import { registerMunicipality } from '../register/municipalities/actions.ts'
import { municipalities } from '../register/municipalities/tables.ts'
import { type ReadReceipt, receiptText } from './receipt-text.ts'
import { placed, wordsOf } from './receipt-words.ts'

/** What a script can tell an import by. */
export const exitCodes = { imported: 0, failed: 1, rowsRejected: 2, refused: 3, warned: 4 } as const

/** What a name says where the content could be several things; else the content alone tells what a file is. */
const contentTypes: Record<string, string> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.md': 'text/markdown',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson'
}

export const contentTypeOf = (path: string) =>
  contentTypes[extname(path.replace(/\.gz$/i, '')).toLowerCase()] ?? 'application/octet-stream'

/** Whoever sits at the machine of the service. */
export function localActor(): Actor {
  const { username } = userInfo()
  const name = `cli:${username}`
  const may = { municipalityCodes: null, scopes: new Set(['*']), roles: new Set<string>() }
  return { id: name, name, principal: name, ...may, sentBy: username, requestId: null }
}

/** Options of the command; those beside these are of the API. */
export type Given = { strict?: boolean; name?: string; language?: Language; [option: string]: unknown }

/**
 * `partnerskap import FILE`: straight into the database, as the API would. Prints the receipt and each rejected row with
 * its line; answers the exit code: 0 all rows came in, 2 some were rejected, 3 the file was refused, 4 there are warnings
 * and `strict` was asked for.
 */
export async function importFile(
  { database, maxRows, limits }: { database: Database; maxRows: number; limits?: ReadLimits },
  path: string,
  municipalityCode: string,
  { strict = false, name, language = 'en', ...given }: Given
) {
  const options = checkedOptions(given)
  const contentType = contentTypeOf(path)
  const source = await openSource(path)
  await ensureMunicipality(database, municipalityCode, { name, language })
  const progress = process.stderr.isTTY ? bar(language) : lines(language)
  const reading = { database, municipalityCode, options, maxRows, limits, progress }
  const result = await work
    .run({ lane: 'imports', municipalityCode }, () =>
      importInTurn(reading, { source, contentType }, read =>
        database.transaction(tx => importDecisions(tx, localActor(), municipalityCode, read, progress))
      )
    )
    .catch(refusedWhole)
    .finally(() => source.close())
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  if (result instanceof DomainError) return tellRefusal(path, result, language)
  const code = await summarise(database, path, result, language)
  return code === exitCodes.imported && strict && warns(result.receipt) ? exitCodes.warned : code
}

/**
 * Registers the municipality where it is not, by the name that is given, or that of a municipality of the samples.
 * @throws NotFound where there is neither
 */
export async function ensureMunicipality(
  database: Database,
  municipalityCode: string,
  { name: given, language = 'en' }: Pick<Given, 'name' | 'language'>
) {
  const name = given ?? municipalityNames[municipalityCode]
  const [known] = await database
    .select()
    .from(municipalities)
    .where(eq(municipalities.municipalityCode, municipalityCode))
  if (known) return
  if (name === undefined || !/^\d{4}$/.test(municipalityCode)) {
    throw new Error(`The municipality ${municipalityCode} is not registered: say its name as well, --name "Rättvik"`)
  }
  await database.transaction(tx => registerMunicipality(tx, localActor(), municipalityCode, { name }))
  console.log(`${municipalityCode} ${name}: ${wordsOf[language].registered}`)
}

/** What a careful officer looks at before the file is taken for right. */
function warns(receipt: Receipt | null): boolean {
  return receipt !== null && receipt.warnings.length + receipt.unknownHeadings.length > 0
}

type Read = { lines: { line: number; text: string }[]; lookedFor?: Text }

export function tellRefusal(path: string, { detail, violations, extra }: DomainError, language: Language) {
  const words = wordsOf[language]
  console.log(`${path}: ${words.refused}`)
  if (violations.length === 0) console.log(detail[language])
  for (const violation of violations) console.log(told(violation, language))
  const read = extra.read as Read | undefined
  if (read) {
    if (read.lookedFor) console.log(`${words.lookedFor}: ${read.lookedFor[language]}`)
    for (const { line, text } of read.lines) console.log(`  ${words.line} ${line} ${words.wasReadAs}: ${text}`)
  }
  if (extra.receipt) {
    for (const line of receiptText(extra.receipt as Receipt | ReadReceipt, language)) console.log(line)
  }
  return exitCodes.refused
}

/** A file that cannot be read, or whose columns cannot be told, is refused as one that breaks its control total is. */
export function refusedWhole(error: unknown): DomainError {
  if (error instanceof DomainError && error.rule !== 'import-options') return error
  throw error
}

/** The options are those of the API, and are held to the same rules. */
function checkedOptions(given: object): ImportQuery {
  const [error] = Value.Errors(ImportQuery, given)
  if (error) throw new Error(`${error.instancePath.slice(1) || 'options'}: ${error.message}`)
  return given as ImportQuery
}

async function summarise(database: Database, path: string, record: ImportRecord, language: Language) {
  const { id, status, counts, receipt } = record
  const words = wordsOf[language]
  console.log(`${path}: ${words.came(counts, status === 'dryRun')} (${words.import} ${id})`)
  if (receipt) for (const line of receiptText(receipt, language)) console.log(line)
  if (counts.rejectedCount === 0) return exitCodes.imported
  for await (const { violations } of rejectedRows(database, record)) {
    for (const violation of violations ?? []) console.log(told(violation, language))
  }
  return exitCodes.rowsRejected
}

/** Rows that are read at once: there may be as many as the file has. */
const PAGE = 1_000

async function* rejectedRows(database: Database, { municipalityCode, id }: ImportRecord) {
  for (let after = 0; ; ) {
    const rows = await database
      .select()
      .from(decisionImportRows)
      .where(
        and(
          eq(decisionImportRows.municipalityCode, municipalityCode),
          eq(decisionImportRows.importId, id),
          eq(decisionImportRows.result, 'rejected'),
          gt(decisionImportRows.position, after)
        )
      )
      .orderBy(decisionImportRows.position)
      .limit(PAGE)
    yield* rows
    if (rows.length < PAGE) return
    after = rows.at(-1)!.position
  }
}

export function told(violation: Violation, language: Language): string {
  const { sheet, line, field, message } = violationIn(violation, language)
  return `${placed(language, sheet, line)}${field} ${message}`.trim()
}

const WIDTH = 30

/** Parts of the time that an import takes, as far as anybody knows beforehand. */
const SHARES = { reading: [0, 0.2], finding: [0.2, 0.2], writing: [0.4, 0.6] } as const

const stepText = (step: keyof typeof SHARES, total: number, language: Language) =>
  `${wordsOf[language].steps[step]} ${wordsOf[language].rows(total)}`

/** One line that is written over, for a person who waits. Reading knows no end, so it only counts. */
function bar(language: Language): Progress {
  let total = 0
  return (step, rows) => {
    if (step === 'reading') total = rows
    const [before, own] = SHARES[step]
    const share = step === 'reading' ? 0 : before + (own * rows) / Math.max(1, total)
    const filled = Math.round(share * WIDTH)
    process.stderr.write(
      `\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${stepText(step, total, language)}`
    )
  }
}

/** Plain lines for a log: one a step, not one a batch. */
function lines(language: Language): Progress {
  let last = ''
  let total = 0
  return (step, rows) => {
    if (step === 'reading') total = rows
    if (step === last) return
    last = step
    if (step !== 'reading') process.stderr.write(`${stepText(step, total, language)}\n`)
  }
}
