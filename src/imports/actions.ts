import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type Actor, holdsScope } from '../base/actor.ts'
import { today } from '../base/dates.ts'
import { Forbidden, Invalid, TooLarge, type Violation } from '../base/errors.ts'
import { fromOre, kronorInSwedish, toOre } from '../base/money.ts'
import type { Database, Transaction } from '../platform/database/connection.ts'
import { currentWork, work } from '../platform/database/work.ts'
import type { Source } from '../platform/http/spool.ts'
import { agreementsFromLines } from '../register/agreements/from-lines.ts'
import { lockNames } from '../register/organisations/queries.ts'
import { exportedLines } from './exported-lines.ts'
import { type SentFile, unpacked } from './files/compressed.ts'
import { type ReadLimits, usualLimits } from './files/limits.ts'
import { breathe } from './files/raw.ts'
import { warnOfBudgets } from './finding/budgets.ts'
import { findCandidates } from './finding/candidates.ts'
import type { Context } from './finding/context.ts'
import { warnOfDoubles } from './finding/doubles.ts'
import { findMissing, withdrawMissing } from './finding/dropped-lines.ts'
import { fillLacking } from './finding/fill-from-register.ts'
import { findGrants } from './finding/grants.ts'
import { judgePayments } from './finding/judge-payments.ts'
import { matchLines } from './finding/match.ts'
import { warnOfPayments } from './finding/payment-warnings.ts'
import { refuseUnstatedOutcomes, resolveNames } from './finding/resolve.ts'
import { judgeDecisions } from './finding/resolve-decisions.ts'
import { settleRevisions } from './finding/revision-results.ts'
import { resolveRevisions } from './finding/revisions.ts'
import { refuseSecondDecisions } from './finding/second-decisions.ts'
import { clearStaged, MANY, Stager } from './finding/staging.ts'
import { openWorkingTables } from './finding/working-tables.ts'
import { type PaymentMode, paymentScopes, unusedColumns } from './payment-rules.ts'
import { problems } from './problems.ts'
import { receiptOf } from './receipt.ts'
import { feedNumber, findRepeat, type KnownFile, NoRepeat, remember, repeatImport, repeatKey } from './repeats.ts'
import { readDefaults } from './rows/defaults.ts'
import { type OpenImport, openImport } from './rows/read.ts'
import type { ImportRow } from './rows/row.ts'
import type { ImportQuery } from './schemas.ts'
import { inTurn, takeTurn } from './turn.ts'
import { applyImport } from './writing/apply.ts'
import { makePayments } from './writing/make-payments.ts'
import { countAgreements, countNewGrants, countResults, type ImportRecord, saveReport } from './writing/report.ts'

/** Milliseconds for which reading keeps other work of the process waiting. */
const LONGEST_TURN = 20

/**
 * Is told how far an import has come: rows that were read, and of finding and writing as many of the file's rows as their steps
 * are done. What it throws ends the import.
 */
export type Progress = (step: 'reading' | 'finding' | 'writing', rows: number) => void | Promise<void>

/** A file that has been read: its rows are staged, and this is what is kept of the file itself. */
export type ReadImport = {
  importId: string
  opened: OpenImport
  checksum: string
  /** What the same file and options have in common (`repeats.ts`). */
  key: string
  options: ImportQuery
  sums: FileSums
}

/** An import that a job does: its record, which is there already, and what must hold when it ends. */
export type Job = { importId: string; claim: (tx: Transaction) => Promise<void> }

/** Of all rows, those that cannot be read among them. `total`: granted or reserved, in öre. */
type FileSums = { rows: number; totalsRows: number; total: bigint }

/** What an import needs besides the file. */
export type Reading = {
  database: Database
  municipalityCode: string
  options: ImportQuery
  /** Rows that the file may hold. */
  maxRows: number
  limits?: ReadLimits
  progress?: Progress
}

/**
 * Imports a file of committee decisions when it is its municipality's turn: reads and stages it, unless it is known, lets `importing` do what is to be
 * done with it (`importDecisions`, in a transaction), and clears what was staged.
 * @throws as readImport and inTurn do
 */
export async function importFile<T>(
  reading: Reading,
  sent: SentFile,
  importing: (read: ReadImport | KnownFile) => Promise<T>,
  patience?: number
): Promise<T> {
  const { database, municipalityCode } = reading
  const stager = new Stager(database, municipalityCode)
  // It is staged once, however often it waits for the turn of another process.
  let fresh: Promise<ReadImport> | undefined
  const read = () => {
    fresh ??= readImport(reading, sent, stager)
    return fresh
  }
  const inLane = (file: ReadImport | KnownFile) =>
    work.run({ ...currentWork(), isLarge: rowsOf(file) >= MANY }, () => importing(file))
  const importingIt = async (file: ReadImport | KnownFile) => {
    try {
      return await inLane(fresh ? await fresh : file)
    } catch (error) {
      if (!(error instanceof NoRepeat)) throw error
      return await inLane(await read())
    }
  }
  try {
    const readOrKnown = async () => (await knownFile(reading, sent)) ?? (await read())
    return await inTurn(municipalityCode, readOrKnown, importingIt, patience)
  } finally {
    await stager.settle()
    // Where the database is away, what went wrong is told, and the daily job clears.
    if (stager.staged) await clearStaged(database, stager.staged).catch(() => {})
  }
}

const rowsOf = (file: ReadImport | KnownFile) => ('repeat' in file ? file.repeat.rowCount : file.sums.rows)

/** The file, where it was imported before and nothing has changed since. Asked over a connection for requests: none for imports is held. */
async function knownFile(
  { database, municipalityCode, options }: Reading,
  sent: SentFile
): Promise<KnownFile | undefined> {
  const checksum = await checksumOf(sent.source)
  return await work.run({ lane: 'requests', municipalityCode }, async () => {
    const repeat = await findRepeat(database, municipalityCode, repeatKey(checksum, sent.contentType, options))
    if (repeat === undefined) return undefined
    const { rows } = await database.execute<{ id: string }>(sql`select uuid_v7() as id`)
    return { importId: rows[0]!.id, checksum, options, repeat }
  })
}

/**
 * Reads a file of committee decisions and stages its rows as they come: reading takes as long as the file is, holds no transaction,
 * and other requests go on meanwhile. Amounts are in kronor.
 * @throws Malformed (not a file of rows), Invalid (columns, options), TooLarge (more than `maxRows`, or the limits)
 */
export async function readImport(reading: Reading, sent: SentFile, stager: Stager): Promise<ReadImport> {
  const { options, maxRows, progress = () => {} } = reading
  checkOptions(options)
  const file = await unpacked(sent, reading.limits)
  try {
    const opened = await open(reading, file)
    const sums: FileSums = { rows: 0, totalsRows: 0, total: 0n }
    for await (const row of givingWay(opened.rows)) {
      if (stager.count === maxRows) throw tooManyRows(maxRows)
      sums.rows++
      if (row.totals !== null) sums.totalsRows++
      sums.total += toOre(row.granted ?? row.reserved ?? '0.00')
      await stager.add(row)
      if (sums.rows % 1_000 === 0) await progress('reading', sums.rows)
    }
    await progress('reading', sums.rows)
    const { importId } = await stager.end()
    const checksum = await checksumOf(sent.source)
    return { importId, opened, checksum, key: repeatKey(checksum, sent.contentType, options), options, sums }
  } finally {
    await file.source.close()
  }
}

async function open(
  { database, municipalityCode, options, limits = usualLimits }: Reading,
  { source, contentType }: SentFile
): Promise<OpenImport> {
  const { amountPer, amountUnit, amounts, statedSums, grantedAboveApplied, mapping = [], sheet } = options
  const payments = paymentsOf(options)
  return await openImport(source, contentType, {
    sheet,
    limits,
    municipalityCode,
    amountPer,
    amountUnit,
    amounts,
    statedSums,
    grantedAboveApplied,
    mapping: readMapping(mapping),
    defaults: readDefaults(options.default ?? [], unusedColumns(payments)),
    today: today(),
    payments,
    exported: exportedLines(database, municipalityCode)
  })
}

/** The same rows; other work of the process has its turn every few milliseconds. */
async function* givingWay(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow> {
  let since = performance.now()
  for await (const row of rows) {
    yield row
    if (performance.now() - since < LONGEST_TURN) continue
    await breathe()
    since = performance.now()
  }
}

/** SHA-256 in hexadecimal. */
export async function checksumOf({ read }: Source): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of read()) {
    hash.update(part)
    await breathe()
  }
  return hash.digest('hex')
}

function tooManyRows(maxRows: number): TooLarge {
  const detail = {
    en: `The file holds more than ${maxRows} rows, which is what is taken at once (MAX_IMPORT_ROWS). Nothing has changed.`,
    sv: `Filen har fler än ${maxRows} rader, vilket är vad som tas emot på en gång (MAX_IMPORT_ROWS). Ingenting har ändrats.`
  }
  const violation = { field: '', message: `holds more than ${maxRows} rows`, sv: `har fler än ${maxRows} rader` }
  return new TooLarge(problems['too-many-rows'], detail, [violation], {
    maxRows
  })
}

/**
 * Imports what was read of a file of committee decisions: finds what its rows are, and writes what is new or changed. A file
 * that is refused changes nothing; its report is kept and the error is returned, not thrown. Called within `importFile`.
 * @throws Forbidden
 */
export async function importDecisions(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  read: ReadImport | KnownFile,
  progress: Progress = () => {},
  job?: Job
): Promise<ImportRecord | Invalid> {
  const payments = paymentsOf(read.options)
  checkScopes(actor, payments)
  await allowTime(tx, rowsOf(read))
  await takeTurn(tx, municipalityCode)
  await lockNames(tx, municipalityCode)
  if ('repeat' in read) {
    const record = await repeatImport(tx, actor.name, read, job?.importId)
    await job?.claim(tx)
    return record
  }
  const { importId, opened, checksum, options, sums } = read
  const since = await feedNumber(tx, municipalityCode)
  const context = contextOf(tx, municipalityCode, read)
  await openWorkingTables(tx, { municipalityCode, importId }, sums.rows)
  await find(context, options, rows => progress('finding', rows), sums.rows)
  const counts = await countResults(tx, payments)
  if (options.agreements !== 'none') counts.agreementCount = await countAgreements(context)
  const seen = opened.judge.refusals(opened.columns, opened.ignored, await countNewGrants(tx))
  const violations = [...refusals(options, sums, counts), ...seen]
  const receipt = await receiptOf(context, {
    columns: opened.columns,
    ignored: opened.ignored,
    notes: [...opened.notes(), ...opened.judge.notes],
    withdrawn: options.withdraw === true,
    refused: violations.length > 0
  })
  if (violations.length === 0 && !options.dryRun) {
    await put(context, actor, options, counts, rows => progress('writing', rows), sums.rows)
  }
  await job?.claim(tx)
  const record = await saveReport(
    context,
    {
      source: context.source,
      status: violations.length > 0 ? 'refused' : options.dryRun ? 'dryRun' : 'completed',
      options,
      checksum,
      encoding: opened.encoding,
      ignoredColumns: [...opened.ignored],
      counts,
      violations,
      receipt,
      actorName: actor.name
    },
    job?.importId
  )
  await remember(context, record, read.key, since)
  return violations.length === 0 ? record : await refused(tx, violations, { importId: record.id, counts, receipt })
}

/** What is answered of a file that was refused: why, and which rows were rejected. */
async function refused(tx: Transaction, violations: Violation[], extra: Record<string, unknown>): Promise<Invalid> {
  const all = [...violations, ...rejectedOf(await rejectedRows(tx))]
  const detail = { en: 'The file was refused: nothing has changed.', sv: 'Filen avvisades: ingenting har ändrats.' }
  return new Invalid(problems['import-refused'], detail, all, extra)
}

/** Milliseconds a row that one statement of an import may take on a slow and busy machine: each writes a part of all rows. */
const TIME_OF_ROW = 3

/** A file of a million rows is written by the same few statements as one of ten: they may take longer. */
async function allowTime(tx: Transaction, rows: number) {
  await tx.execute(sql`
    select set_config('statement_timeout', ${String(rows * TIME_OF_ROW)}, true) from pg_settings
    where name = 'statement_timeout' and setting::bigint between 1 and ${rows * TIME_OF_ROW}`)
}

export const paymentsOf = ({ payments }: ImportQuery) => (payments === 'none' ? undefined : payments)

function contextOf(tx: Transaction, municipalityCode: string, { importId, opened, options }: ReadImport): Context {
  return {
    tx,
    municipalityCode,
    importId,
    source: options.source ?? 'import',
    columns: opened.columns,
    complete: options.scope === 'complete',
    restore: options.restore ?? false,
    payments: paymentsOf(options),
    outcomesStated: opened.judge.outcomesStated,
    keepIdentical: options.identicalRows === 'keep',
    nearMatches: options.nearMatches ?? 'reject'
  }
}

type StepsDone = (rows: number) => void | Promise<void>
type Step = (context: Context) => Promise<unknown>

/** Does the steps one after the other, and tells after each as many of the rows as steps are done. */
async function inSteps(context: Context, steps: Step[], done: StepsDone, rows: number) {
  for (const [at, step] of steps.entries()) {
    await step(context)
    await done(Math.floor((rows * (at + 1)) / steps.length))
  }
}

/** Finds what the rows are. Nothing is written. */
async function find(context: Context, { withdraw }: ImportQuery, done: StepsDone, rows: number) {
  const settle = async () => {
    do await refuseSecondDecisions(context, withdraw === true)
    while (await judgePayments(context))
  }
  const names = [refuseUnstatedOutcomes, fillLacking, resolveNames, findCandidates]
  const lines = [judgeDecisions, matchLines, resolveRevisions, findMissing, findGrants]
  const last = [settle, settleRevisions, warnOfDoubles, warnOfPayments]
  await inSteps(context, [...names, ...lines, ...last], done, rows)
}

/** Writes what was found, and counts what came of it. */
async function put(
  context: Context,
  actor: Actor,
  options: ImportQuery,
  counts: Counts,
  done: StepsDone,
  rows: number
) {
  const { tx, municipalityCode } = context
  const created = sql`select line_id from staged where result = 'created'`
  const writes = counts.createdCount + counts.updatedCount > 0
  const steps: Step[] = writes ? [() => applyImport(context, actor, counts.updatedCount > 0)] : []
  // As counted before: none is looked for where none can be made.
  if (counts.agreementCount) {
    steps.push(async () => {
      counts.agreementCount = await agreementsFromLines(tx, actor, municipalityCode, created)
    })
  }
  if (context.payments) steps.push(() => makePayments(context, actor))
  if (writes) steps.push(warnOfBudgets)
  if (options.withdraw) {
    steps.push(async () => {
      await withdrawMissing(context, actor, options.reason!)
      counts.withdrawnCount = counts.missingCount
    })
  }
  await inSteps(context, steps, done, rows)
}

/** @throws Invalid (`import-options`) */
export function checkOptions({ scope, withdraw, reason }: ImportQuery) {
  const violations: Violation[] = []
  if (withdraw && scope !== 'complete') {
    violations.push({ field: 'withdraw', message: 'demands scope=complete', sv: 'kräver scope=complete' })
  }
  if (withdraw && !reason) {
    violations.push({ field: 'reason', message: 'is required with withdraw=true', sv: 'måste anges med withdraw=true' })
  }
  if (violations.length > 0) {
    const detail = { en: 'The options do not go together.', sv: 'Valen går inte ihop.' }
    throw new Invalid(problems['import-options'], detail, violations)
  }
}

/** Whoever makes payments by a file may make them one by one. @throws Forbidden */
export function checkScopes(actor: Actor, payments: PaymentMode | undefined) {
  for (const scope of payments ? paymentScopes[payments] : []) {
    if (holdsScope(actor, scope)) continue
    const detail = {
      en: `payments=${payments} demands the scope ${scope}.`,
      sv: `payments=${payments} kräver behörigheten ${scope}.`
    }
    throw new Forbidden(problems['scope-missing'], detail, [], { scope })
  }
}

/** `Heading:column`, split at the last colon: a heading may hold one. */
export function readMapping(mapping: string[]): Record<string, string> {
  const pairs = mapping.map(pair => {
    const at = pair.lastIndexOf(':')
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  // Without a prototype: a heading may be called constructor.
  return Object.assign(Object.create(null), Object.fromEntries(pairs))
}

type Counts = Awaited<ReturnType<typeof countResults>>

/** Why the file as a whole is refused. */
function refusals(options: ImportQuery, { rows, totalsRows, total }: FileSums, counts: Counts): Violation[] {
  const { atomic, controlTotal, controlCount, withdraw } = options
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  // A row of totals is no row of grants: it is left out, and no reason to refuse what the others say.
  const rowCount = rows - totalsRows
  const rejectedCount = counts.rejectedCount - totalsRows
  if (rowCount === 0) say('', 'holds no rows', 'har inga rader')
  if (atomic && rejectedCount > 0) {
    const sv = `${rejectedCount} av ${rowCount} rader avvisas`
    say('atomic', `${rejectedCount} of ${rowCount} rows are rejected`, sv)
  }
  if (withdraw && rejectedCount > 0) {
    say(
      'withdraw',
      `demands that every row can be read: ${rejectedCount} are rejected`,
      `kräver att alla rader kan läsas: ${rejectedCount} avvisas`
    )
  }
  if (controlCount !== undefined && controlCount !== rowCount) {
    say(
      'controlCount',
      `is ${controlCount}, but the file holds ${rowCount} rows`,
      `är ${controlCount}, men filen har ${rowCount} rader`
    )
  }
  if (controlTotal !== undefined) {
    const stated = toOre(controlTotal.toFixed(2))
    if (stated !== total) {
      const [said, sum] = [fromOre(stated), fromOre(total)]
      const sv = `är ${kronorInSwedish(said)}, men raderna blir tillsammans ${kronorInSwedish(sum)}`
      say('controlTotal', `is ${said}, but the rows sum to ${sum}`, sv)
    }
  }
  return violations
}

type Rejected = { violations: Violation[] }

/** As many as a person may want to read at once; all of them are found in the report. */
const TOLD = 1_000

async function rejectedRows(tx: Transaction): Promise<Rejected[]> {
  const { rows } = await tx.execute<Rejected>(
    sql`select violations from staged where result = 'rejected' order by position limit ${TOLD}`
  )
  return rows
}

function rejectedOf(rows: Rejected[]): Violation[] {
  return rows.flatMap(({ violations }) => violations)
}
