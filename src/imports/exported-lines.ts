import { sql } from 'drizzle-orm'
import type { Database } from '../platform/database/connection.ts'
import { decisionLinesTable } from '../reads/exports/of-decisions.ts'
import { rowsOf } from '../reads/exports/statement.ts'
import type { Column } from './rows/columns.ts'
import type { ExportedTexts, LookUp } from './rows/exported.ts'

/** Columns of texts of the exported table, by what they are to an import. */
const exported = {
  body: 'bodyName',
  paragraph: 'paragraph',
  diary_number: 'diaryNumber',
  scheme: 'schemeName',
  recipient: 'recipientName',
  co_recipients: 'coRecipientNames',
  payee: 'payeeName',
  purpose: 'purpose',
  note: 'note',
  reference: 'reference'
} as const satisfies Partial<Record<Column, string>>

const { columns, ...table } = decisionLinesTable
const texts = {
  ...table,
  columns: Object.fromEntries(['id', ...Object.values(exported)].map(name => [name, columns[name]!]))
}

/** Headings of the exported table, those that an import does not read among them. */
export const exportedHeadings: ReadonlySet<string> = new Set(Object.keys(columns))

type Exported = { id: string } & Record<(typeof exported)[keyof typeof exported], string | string[] | null>

/** Looks up what lines of the municipality say in an export, those that were withdrawn among them. */
export function exportedLines(database: Database, municipalityCode: string): LookUp {
  return async ids => {
    const { rows } = await database.execute<Exported>(sql`
      select * from (${rowsOf(texts, sql`${municipalityCode}`, { withdrawn: 'include' })}) line
      where id = any(${sql.param(ids)}::uuid[])`)
    return new Map(rows.map(row => [row.id, textsOf(row)]))
  }
}

function textsOf(row: Exported): ExportedTexts {
  const pairs = Object.entries(exported).map(([column, name]) => {
    const value = row[name]
    return [column, Array.isArray(value) ? value.join(' | ') : value]
  })
  return Object.fromEntries(pairs)
}
