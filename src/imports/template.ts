import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { sendFile, toCsv } from '../platform/http/csv.ts'
import { choose } from '../platform/http/negotiation.ts'
import { Nullable, OneOf, Strict, Text } from '../platform/http/schemas.ts'
import type { DecisionKind } from '../register/decisions/line-rules.ts'
import type { Outcome } from '../register/decisions/outcomes.ts'
import { binary, WORKBOOK } from './file-bodies.ts'
import type { Column } from './rows/columns.ts'
import type { StatedPrecision } from './rows/words.ts'

/** A file to begin with: headings that are understood, one row as an example, and the words that cells may hold. */

/** Our columns that most tables have: heading and example. Amounts are numbers, and the day is a day. */
const columns: [column: Column, heading: string, example: string | number | null][] = [
  ['reference', 'Referens', null],
  ['body', 'Nämnd', 'Kultur- och fritidsnämnden'],
  ['decided_on', 'Beslutsdatum', '2024-03-05'],
  ['decided_on_precision', 'Datumprecision', 'dag'],
  ['paragraph', 'Paragraf', 'KFN § 12'],
  ['diary_number', 'Diarienummer', 'KFN 2024/31'],
  ['decision_kind', 'Beslutsnivå', 'nämndbeslut'],
  ['grant_year', 'Bidragsår', 2024],
  ['scheme', 'Bidragsform', 'Verksamhetsbidrag'],
  ['recipient', 'Förening', 'Exempelföreningen'],
  ['organisation_number', 'Organisationsnummer', null],
  ['purpose', 'Ändamål', 'Ungdomsverksamhet'],
  ['applied', 'Sökt belopp', 20000],
  ['granted', 'Beviljat belopp', 15000],
  ['reserved', 'Reserverat belopp', null],
  ['outcome', 'Utfall', 'delvis beviljat'],
  ['amount_per', 'Beloppet avser', 'totalt'],
  ['note', 'Anmärkning', null]
]

const outcomeWords: Record<Outcome, string[]> = {
  granted: ['beviljat', 'beviljad', 'bifall'],
  partlyGranted: ['delvis beviljat', 'delvis bifall'],
  rejected: ['avslag', 'ej beviljat'],
  referredBack: ['återremitterat', 'återremiss'],
  deferred: ['bordlagt', 'bordläggs'],
  closedWithoutDecision: ['avskrivet', 'avskrivs'],
  reserved: ['reserverat', 'reserverad'],
  adopted: ['antagen', 'antaget']
}
const kindWords: Record<DecisionKind, string[]> = {
  committee: ['nämndbeslut', 'nämnd'],
  delegated: ['delegationsbeslut', 'delegation']
}
const perWords: Record<'year' | 'total', string[]> = { year: ['per år', 'årligen'], total: ['totalt', 'hela perioden'] }
const precisionWords: Record<StatedPrecision, string[]> = {
  day: ['dag'],
  month: ['månad'],
  year: ['år'],
  planned: ['planerad']
}

/** Words of each code; a column takes more of them than these, and the codes themselves. */
export const codeLists: { column: Column; code: string; words: string[] }[] = (
  [
    ['outcome', outcomeWords],
    ['decision_kind', kindWords],
    ['amount_per', perWords],
    ['decided_on_precision', precisionWords]
  ] as [Column, Record<string, string[]>][]
).flatMap(([column, lists]) => Object.entries(lists).map(([code, words]) => ({ column, code, words })))

export const templateFormats = ['xlsx', 'csv', 'json'] as const
export type TemplateFormat = (typeof templateFormats)[number]

export const TemplateQuery = Strict({
  format: Type.Optional(OneOf(templateFormats, 'Its form; what Accept asks for unless told'))
})

const ColumnName = () => Text('Our name of the column', 100, 'outcome')
export const DecisionImportTemplate = Strict(
  {
    columns: Type.Array(
      Strict({
        column: ColumnName(),
        heading: Text('A heading that is understood', 100, 'Förening'),
        example: Nullable(Type.String({ description: 'What a cell may hold', example: 'Exempelföreningen' }))
      }),
      { description: 'In order' }
    ),
    codes: Type.Array(
      Strict({
        column: ColumnName(),
        code: Text('What the words mean', 100, 'granted'),
        words: Type.Array(Type.String({ example: 'beviljat' }), { description: 'Some that are understood' })
      }),
      { description: 'Words of columns that have a list of them' }
    )
  },
  { $id: 'DecisionImportTemplate', description: 'A file to begin with' }
)
export const templateSchemas = [DecisionImportTemplate]
export type DecisionImportTemplate = Static<typeof DecisionImportTemplate>

/** A file to begin with: its sheet, its columns with heading and example, and the words of those that have a list of them. */
export type Template = {
  sheet: string
  columns: [column: string, heading: string, example: string | number | null][]
  codes: { column: string; code: string; words: string[] }[]
}

export const decisionTemplate: Template = { sheet: 'Beslut', columns, codes: codeLists }

/** A template as JSON: examples are text as a file of CSV has it. */
export function jsonOf({ columns, codes }: Template): DecisionImportTemplate {
  const all = columns.map(([column, heading, example]) => ({
    column,
    heading,
    example: example === null ? null : String(example)
  }))
  return { columns: all, codes }
}

/** As Swedish spreadsheets read CSV. */
export function csvOf({ columns }: Template): string {
  const row = Object.fromEntries(columns.map(([, heading, example]) => [heading, example]))
  return toCsv(
    columns.map(([, heading]) => heading),
    [row],
    'swedish'
  )
}

const templateTypes = { json: 'application/json', xlsx: WORKBOOK, csv: 'text/csv' }

/** How a template is answered beside JSON. */
export const templateContent = { response: { [WORKBOOK]: binary, 'text/csv': { schema: { type: 'string' } } } }

/** Answers a template as the format that is asked for, else as Accept prefers. @throws HttpProblem 406 */
export async function sendTemplate(
  request: FastifyRequest,
  reply: FastifyReply,
  { template, file }: { template: Template; file: string },
  format?: keyof typeof templateTypes
): Promise<DecisionImportTemplate> {
  const type = format ? templateTypes[format] : choose(request, Object.values(templateTypes))
  if (type === 'text/csv') return sendFile(reply, `${file}.csv`, 'text/csv; charset=utf-8', csvOf(template))
  if (type === WORKBOOK) return sendFile(reply, `${file}.xlsx`, WORKBOOK, await workbookOf(template))
  return jsonOf(template)
}

/** Days between the first of Excel's calendar and that of JavaScript's. */
const EPOCH = 25_569

/** As a workbook: the sheet of rows, and the words in the sheet Koder. Made once. */
export function workbookOf(template: Template): Promise<Buffer> {
  const book = made.get(template) ?? makeWorkbook(template)
  made.set(template, book)
  return book
}
const made = new WeakMap<Template, Promise<Buffer>>()

const isDay = (example: string | number | null) => typeof example === 'string' && /^\d{4}-\d\d-\d\d$/.test(example)

async function makeWorkbook({ sheet, columns, codes }: Template): Promise<Buffer> {
  // The smaller build of the library, loaded by the first who asks.
  const { default: XLSX } = await import('@e965/xlsx/dist/xlsx.mini.min.js')
  const cellOf = (example: string | number | null) =>
    isDay(example) ? { t: 'n' as const, v: Date.parse(String(example)) / 86_400_000 + EPOCH, z: 'yyyy-mm-dd' } : example
  const headings = columns.map(([, heading]) => heading)
  const rows = XLSX.utils.aoa_to_sheet([headings, columns.map(([, , example]) => cellOf(example))])
  rows['!cols'] = headings.map(heading => ({ wch: Math.max(14, heading.length + 2) }))
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, rows, sheet)
  if (codes.length > 0) {
    const headingOf = (wanted: string) => columns.find(([column]) => column === wanted)![1]
    const words = codes.map(({ column, code, words }) => [headingOf(column), words.join(', '), code])
    const lists = XLSX.utils.aoa_to_sheet([['Kolumn', 'Skriv något av orden', 'Betyder'], ...words])
    lists['!cols'] = [{ wch: 18 }, { wch: 40 }, { wch: 24 }]
    XLSX.utils.book_append_sheet(book, lists, 'Koder')
  }
  return Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }))
}
