import { finished } from 'node:stream/promises'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { nameKey, searchKey, twinKey } from '../../base/names.ts'
import type { Database } from '../../platform/database/connection.ts'
import { type ImportRow, unreadRow } from '../rows/row.ts'

/**
 * The file's rows in the unlogged tables `import_staged_rows` and `import_staged_recipients`, committed before anything is
 * found: so that finding, comparing and writing are a few statements for the whole file, however long; that what a process
 * leaves behind can be looked at; and that a transaction which is tried again finds them as they were read.
 */

/** An import while its rows are staged. */
export type Staged = { municipalityCode: string; importId: string }

type Value = string | number | boolean | null

/** Characters of one COPY: some milliseconds of work for the server. */
const AT_ONCE = 250_000
/** So many names are kept with their keys while a file is read: most recipients stand in it more than once. */
const NAMES_KEPT = 5_000
/** Characters that are handed over in one piece: longer texts stay in memory until all of it is looked through for garbage. */
const PIECE = 50_000

/**
 * From so many rows on, a file is met with whole tables at a time. Of tables that were never analysed the planner knows
 * nothing and would loop through all of one for each row of the other: 1 900 rows took 7 s so, and a fraction of that now.
 */
export const MANY = 200

/** Takes rows one by one and copies them into the tables, some thousand at a time, while the next ones are read. */
export class Stager {
  readonly #database: Database
  readonly #municipalityCode: string
  #importId: string | undefined
  #rows: string[] = []
  #recipients: string[] = []
  #size = 0
  #count = 0
  #copying: Promise<void> = Promise.resolve()
  readonly #keys = new Map<string, Keys>()

  /** `importId`: of an import that has a record already. */
  constructor(database: Database, municipalityCode: string, importId?: string) {
    this.#database = database
    this.#municipalityCode = municipalityCode
    this.#importId = importId
  }

  /** The import whose rows are in the tables; undefined before any are. */
  get staged(): Staged | undefined {
    return this.#importId === undefined
      ? undefined
      : { municipalityCode: this.#municipalityCode, importId: this.#importId }
  }

  /** Rows that were added. */
  get count(): number {
    return this.#count
  }

  /** Adds the next row of the file. @throws what copying the rows before it met */
  async add(row: ImportRow): Promise<void> {
    const position = ++this.#count
    const line = lineOf([position, ...Object.values(stagedOf(row))])
    const recipients = recipientsOf(row, name => this.#keysOf(name)).map(recipient =>
      lineOf([position, ...Object.values(recipient)])
    )
    this.#rows.push(line)
    this.#recipients.push(...recipients)
    this.#size += recipients.reduce((size, { length }) => size + length, line.length)
    if (this.#size >= AT_ONCE) await this.#send()
  }

  #keysOf(name: string): Keys {
    const known = this.#keys.get(name)
    if (known) return known
    if (this.#keys.size === NAMES_KEPT) this.#keys.clear()
    const keys = keysOf(name)
    this.#keys.set(name, keys)
    return keys
  }

  /** All rows are in the tables, and the planner knows of them. */
  async end(): Promise<Staged> {
    await this.#send()
    await this.#copying
    if (this.#count >= MANY) await this.#database.execute(sql`select analyze_staged()`)
    return this.staged!
  }

  /** Waits for what is under way, whatever comes of it. */
  async settle(): Promise<void> {
    await this.#copying.catch(() => {})
  }

  async #send() {
    const [rows, recipients] = [this.#rows, this.#recipients]
    this.#rows = []
    this.#recipients = []
    this.#size = 0
    await this.#copying
    this.#copying = this.#copy(rows, recipients)
    // It is told when the next ones are sent.
    this.#copying.catch(() => {})
  }

  async #copy(rows: string[], recipients: string[]) {
    const client = await this.#database.$client.connect()
    let failure: Error | undefined
    try {
      this.#importId ??= (await client.query<{ id: string }>('select uuid_v7() as id')).rows[0]!.id
      const key = lineOf([this.#municipalityCode, this.#importId]).replace('\n', '\t')
      await copy(client, 'import_staged_rows', rowColumns, key, rows)
      await copy(client, 'import_staged_recipients', recipientColumns, key, recipients)
    } catch (error) {
      failure = error as Error
      throw error
    } finally {
      // A COPY that failed half way leaves its connection in no state to go on from.
      client.release(failure)
    }
  }
}

/** Copies lines into a table, each below the key of its import. */
async function copy(client: pg.PoolClient, table: string, columns: string[], key: string, lines: string[]) {
  if (lines.length === 0) return
  const into = client.query(copyFrom(`copy ${table} (municipality_code, import_id, ${columns.join(', ')}) from stdin`))
  let piece = ''
  for (const line of lines) {
    piece += key + line
    if (piece.length < PIECE) continue
    into.write(piece)
    piece = ''
  }
  into.end(piece)
  await finished(into)
}

/** A line of COPY's text format: columns are parted by tabs, and what it means something by is escaped. */
function lineOf(values: Value[]): string {
  const cells = values.map(value =>
    value === null ? '\\N' : typeof value === 'string' ? escaped(value) : String(value)
  )
  return `${cells.join('\t')}\n`
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, found => escapes[found]!) : text

/** Clears the import's rows. */
export async function clearStaged(database: Database, { municipalityCode, importId }: Staged): Promise<void> {
  for (const table of ['import_staged_rows', 'import_staged_recipients']) {
    await database.execute(sql`
      delete from ${sql.identifier(table)} where municipality_code = ${municipalityCode} and import_id = ${importId}`)
  }
}

/** Rows of a file that are older than this are of an import that has ended without clearing them. */
const KEPT = '1 day'

/** Clears what processes that were killed have left behind, of all municipalities; answers how many rows. */
export async function clearForgotten(database: Database): Promise<number> {
  let cleared = 0
  for (const table of ['import_staged_rows', 'import_staged_recipients']) {
    // The first 48 bits of an id are the milliseconds at which it was made.
    const { rowCount } = await database.execute(sql`
      delete from ${sql.identifier(table)}
      where import_id < (lpad(to_hex((extract(epoch from statement_timestamp() - ${KEPT}::interval) * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid`)
    cleared += rowCount ?? 0
  }
  return cleared
}

/** What the file says, by column. */
const stagedOf = (row: ImportRow) => ({
  line: row.line,
  sheet: row.sheet,
  reference: row.reference,
  decision_reference: row.decisionReference,
  revises_decision: row.revisesDecision,
  revises_line: row.revisesLine,
  decision_kind: row.decisionKind,
  body_name: row.bodyName,
  body_key: row.bodyName && nameKey(row.bodyName),
  decided_on: row.decidedOn,
  decided_on_precision: row.decidedOnPrecision,
  planned: row.planned,
  paragraph: row.paragraph,
  diary_number: row.diaryNumber,
  scheme_name: row.schemeName,
  scheme_key: row.schemeName && nameKey(row.schemeName),
  purpose: row.purpose,
  purpose_key: nameKey(row.purpose ?? ''),
  payee_key: row.payee && nameKey(row.payee),
  year_from: row.grantYearFrom,
  year_to: row.grantYearTo,
  amount_per: row.amountPer,
  applied: row.applied,
  granted: row.granted,
  reserved: row.reserved,
  rent: row.rent,
  outcome: row.outcome,
  outcome_from_amount: row.outcomeFromAmount,
  payment_day: row.paymentDay,
  voucher_number: row.voucherNumber,
  source_url: row.sourceUrl,
  note: row.note,
  violations: JSON.stringify(row.violations),
  warnings: JSON.stringify(row.warnings)
})

type Keys = { name_key: string; search_key: string; twin_key: string }

const keysOf = (name: string): Keys => ({
  name_key: nameKey(name),
  search_key: searchKey(name),
  twin_key: twinKey(name)
})

const recipientsOf = (row: ImportRow, keys = keysOf) =>
  row.recipients.map((name, at) => ({
    at,
    name,
    ...keys(name),
    number: at === 0 ? row.organisationNumber : null,
    legal_form: at === 0 && row.recipients.length === 1 ? row.recipientForm : null,
    is_payee: row.payee !== null && nameKey(name) === nameKey(row.payee)
  }))

const nobody = { line: 0, violations: [] }
const anybody: ImportRow = { ...unreadRow(nobody), recipients: ['Någon'] }
export const rowColumns = ['position', ...Object.keys(stagedOf(anybody))]
export const recipientColumns = ['position', ...Object.keys(recipientsOf(anybody)[0]!)]
