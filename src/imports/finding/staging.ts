import { sql } from 'drizzle-orm'
import { nameKey, searchKey, twinKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { ImportRow } from '../rows/row.ts'

/**
 * The file's rows as temporary tables of the transaction, so that finding, comparing and writing are a few statements
 * for the whole file, however long. A row is rejected once its `violations` are not empty.
 */
const createStaged = sql`
  create temp table staged (
    position int primary key, line int, sheet text, reference text, decision_reference text, decision_kind text,
    revises_decision text, revises_line text, revises_decision_id uuid, revises_line_id uuid,
    body_name text, body_key text, decided_on date, decided_on_precision text, planned boolean,
    paragraph text, diary_number text, scheme_name text, scheme_key text, purpose text, purpose_key text,
    payee_key text, year_from int, year_to int, amount_per text,
    applied numeric(14, 2), granted numeric(14, 2), reserved numeric(14, 2), rent numeric(14, 2),
    outcome text, outcome_from_amount boolean, payment_day date, voucher_number text, source_url text, note text, violations jsonb, warnings jsonb,
    body_id uuid, scheme_id uuid, decision_key text, decision_id uuid, organisation_ids uuid[], payee_id uuid,
    identity text, content text, line_id uuid, result text
  ) on commit drop`

const createRecipients = sql`
  create temp table staged_recipients (
    position int, at int, name text, name_key text, search_key text, twin_key text,
    number text, legal_form text, is_payee boolean, organisation_id uuid
  ) on commit drop`

/** Rows to a statement: large enough to be fast, small enough not to hold the event loop. */
const BATCH = 1_000

/**
 * From so many rows on, a file is met with whole tables at a time. Of tables that were never analysed the planner knows
 * nothing and would loop through all of one for each row of the other: 1 900 rows took 7 s so, and a fraction of that now.
 */
const MANY = 200

/** Fills the temporary tables. `progress` is told how many rows are in. */
export async function stageRows(tx: Transaction, rows: ImportRow[], progress: (rows: number) => void): Promise<void> {
  // PostgreSQL knows nothing yet of what this transaction writes, takes it for a few rows and would loop through them.
  if (rows.length >= MANY) {
    await tx.execute(sql`set local enable_nestloop = off`)
    await tx.execute(sql`set local work_mem = '64MB'`)
  }
  await tx.execute(createStaged)
  await tx.execute(createRecipients)
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH)
    const staged = batch.map((row, at) => stagedOf(row, from + at + 1))
    const recipients = batch.flatMap((row, at) => recipientsOf(row, from + at + 1))
    await tx.execute(
      sql`insert into staged select * from jsonb_populate_recordset(null::staged, ${JSON.stringify(staged)})`
    )
    await tx.execute(sql`
      insert into staged_recipients
      select * from jsonb_populate_recordset(null::staged_recipients, ${JSON.stringify(recipients)})`)
    progress(Math.min(from + BATCH, rows.length))
  }
  await tx.execute(sql`create index on staged_recipients (position)`)
  await tx.execute(sql`analyze staged`)
  await tx.execute(sql`analyze staged_recipients`)
}

function stagedOf(row: ImportRow, position: number) {
  return {
    position,
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
    violations: row.violations,
    warnings: row.warnings
  }
}

function recipientsOf(row: ImportRow, position: number) {
  return row.recipients.map((name, at) => ({
    position,
    at,
    name,
    name_key: nameKey(name),
    search_key: searchKey(name),
    twin_key: twinKey(name),
    number: at === 0 ? row.organisationNumber : null,
    legal_form: at === 0 && row.recipients.length === 1 ? row.recipientForm : null,
    is_payee: row.payee !== null && nameKey(name) === nameKey(row.payee)
  }))
}
