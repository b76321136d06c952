import { sql } from 'drizzle-orm'
import type { Message } from '../base/language.ts'
import { type Amount, toNumber } from '../base/money.ts'
import { opaqueToPlanner } from '../money/ledger/ledger-facts.ts'
import { isGranting } from '../register/decisions/line-record.ts'
import { exportedHeadings } from './exported-lines.ts'
import type { FileNote } from './files/records.ts'
import { lineById } from './finding/by-key.ts'
import type { Context } from './finding/context.ts'
import { spokenOf } from './finding/identities.ts'
import { type Columns, nearestOf } from './rows/columns.ts'
import { hasIds } from './rows/exported.ts'

/** What an officer checks a file against: sums by year, scheme and body, what was not understood, and the register before and after. */

/** Sums in kronor; what is not stated counts as nothing and is counted. */
export type ReceiptSum = {
  /** The year that the grants are for; null where it is not stated. */
  year: number | null
  schemeName: string
  bodyName: string
  lineCount: number
  applied: number
  granted: number
  reserved: number
  /** Granted lines whose amount is not stated. */
  notStatedCount: number
}
export type ReceiptWarning = { code: string; count: number; lineNumbers: number[] } & Message
export type RegisterTotals = { lineCount: number; applied: number; granted: number; reserved: number }
export type Receipt = {
  rowCount: number
  headings: { heading: string; column: string }[]
  unknownHeadings: { heading: string; nearest: string | null }[]
  notes: FileNote[]
  warnings: ReceiptWarning[]
  sums: ReceiptSum[]
  total: RegisterTotals
  /** Lines of the register for the years of the file. */
  register: { year: number | null; before: RegisterTotals; after: RegisterTotals }[]
}

/** Kinds of sums and of warnings that are told; the rest is in the report, row by row. */
const MOST = 200
const LINES_TOLD = 20

type FileFacts = {
  columns: Columns
  ignored: ReadonlySet<string>
  notes: FileNote[]
  /** What a complete file no longer holds is withdrawn. */
  withdrawn: boolean
  /** Nothing is written. */
  refused: boolean
}

/** The receipt of what was found, before anything is written: a dry run has the same as the import that follows. */
export async function receiptOf(context: Context, facts: FileFacts): Promise<Receipt> {
  const { columns, ignored, notes, withdrawn, refused } = facts
  const sums = await sumsOf(context)
  const isExported = hasIds([...ignored])
  const unread = [...ignored].filter(heading => isExported && exportedHeadings.has(heading))
  return {
    rowCount: await countRows(context),
    headings: Object.entries(columns).map(([column, heading]) => ({ heading, column })),
    unknownHeadings: [...ignored]
      .filter(heading => !unread.includes(heading))
      .map(heading => ({ heading, nearest: nearestOf(heading)?.heading ?? null })),
    notes: unread.length > 0 ? [...notes, toldOfUnread(unread)] : notes,
    warnings: await warningsOf(context),
    sums: sums.slice(0, MOST),
    total: await totalOf(context),
    register: (await registerOf(context, withdrawn)).map(year => (refused ? { ...year, after: year.before } : year))
  }
}

/** Columns that an export tells and an import does not take: whoever changes a cell there changes nothing. */
const toldOfUnread = (headings: string[]): FileNote => ({
  code: 'exported-columns-not-read',
  message: `Columns of the export that an import does not read: ${headings.join(', ')}`,
  sv: `Kolumner i exporten som en import inte läser: ${headings.join(', ')}`
})

/** Rows that come in, or are known already. */
const held = sql`result in ('created', 'updated', 'unchanged')`
const sumColumns = sql`count(*)::int as "lineCount", coalesce(sum(applied), 0) as applied, coalesce(sum(granted), 0) as granted,
  coalesce(sum(reserved), 0) as reserved`

type Stated<T> = { [K in keyof T]: K extends 'applied' | 'granted' | 'reserved' ? Amount : T[K] }

const inKronor = <T extends Stated<RegisterTotals>>(row: T) => ({
  ...row,
  applied: toNumber(row.applied),
  granted: toNumber(row.granted),
  reserved: toNumber(row.reserved)
})

async function countRows({ tx }: Context): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`select count(*)::int as count from staged`)
  return rows[0]!.count
}

async function sumsOf({ tx }: Context): Promise<ReceiptSum[]> {
  const { rows } = await tx.execute<Stated<ReceiptSum>>(sql`
    select year_from as year, min(scheme_name) as "schemeName", min(body_name) as "bodyName", ${sumColumns},
      (count(*) filter (where ${isGranting(sql`outcome`)} and granted is null))::int as "notStatedCount"
    from staged where ${held} group by year_from, scheme_id, body_id
    order by 1 nulls last, 3, 2 limit ${MOST}`)
  return rows.map(inKronor)
}

async function totalOf({ tx }: Context): Promise<RegisterTotals> {
  const { rows } = await tx.execute<Stated<RegisterTotals>>(sql`select ${sumColumns} from staged where ${held}`)
  return inKronor(rows[0]!)
}

async function warningsOf({ tx }: Context): Promise<ReceiptWarning[]> {
  const { rows } = await tx.execute<ReceiptWarning>(sql`
    select warning ->> 'code' as code, (array_agg(warning ->> 'message' order by position))[1] as message,
      (array_agg(warning ->> 'sv' order by position))[1] as sv, count(*)::int as count,
      (array_agg(line order by position))[1:${LINES_TOLD}::int] as "lineNumbers"
    from staged cross join lateral jsonb_array_elements(warnings) warning
    where result <> 'rejected' group by 1 order by 3 desc, 1`)
  return rows
}

/**
 * Lines that stand, for each year of the file, before it and after it: what is created is added, what is changed or
 * withdrawn was there before with its old amounts and is after with its new ones, or not at all.
 */
async function registerOf(context: Context, withdrawn: boolean): Promise<Receipt['register']> {
  const { tx, municipalityCode } = context
  const spoken = new Set(spokenOf(context).map(([column]) => column))
  // What a file has no column for stays as the line has it.
  const said = (column: string) =>
    sql.raw(
      spoken.has(column)
        ? `staged.${column}`
        : `case when result = 'created' then staged.${column} else line.${column} end`
    )
  type Row = { year: number | null } & Record<`${'b' | 'a'}_${'count' | 'applied' | 'granted' | 'reserved'}`, string>
  const { rows } = await tx.execute<Row>(sql`
    with years as (
      select distinct year_from as year from staged where ${held}
    ), standing as (
      select line.id, year, line.applied, line.granted, line.reserved from years
      cross join lateral (
        select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and grant_year_from = years.year
          and withdrawn_at is null offset 0
      ) line
      union all
      select id, null::int, applied, granted, reserved from decision_lines
      where municipality_code = ${municipalityCode} and grant_year_from is null and withdrawn_at is null
        and (select exists (select from years where year is null))
    ), parts as (
      select year, 1 as before, case when id in (select id from import_missing where ${withdrawn}::boolean)
          or id in (select line_id from staged where result = 'updated') then 0 else 1 end as after,
        applied, granted, reserved from standing
      union all
      select staged.year_from, 0, 1, ${said('applied')}, ${said('granted')}, ${said('reserved')}
      from staged left join lateral ${lineById(municipalityCode, sql`staged.line_id`)} line on result = 'updated'
      where result in ('created', 'updated')
    )
    select year, sum(before) as b_count, sum(after) as a_count,
      ${sums('before', 'b')}, ${sums('after', 'a')}
    from parts group by year order by year nulls last`)
  const totals = (row: Row, of: 'b' | 'a'): RegisterTotals => ({
    lineCount: Number(row[`${of}_count`]),
    applied: toNumber(row[`${of}_applied`]),
    granted: toNumber(row[`${of}_granted`]),
    reserved: toNumber(row[`${of}_reserved`])
  })
  return rows.map(row => ({ year: row.year, before: totals(row, 'b'), after: totals(row, 'a') }))
}

const sums = (when: 'before' | 'after', prefix: string) =>
  sql.raw(
    ['applied', 'granted', 'reserved']
      .map(column => `coalesce(sum(${column}) filter (where ${when} = 1), 0) as ${prefix}_${column}`)
      .join(', ')
  )
