import { type CellBudget, LONGEST_CELL, unreadable } from './limits.ts'
import { breathe } from './raw.ts'
import type { Cell, Table, TableRecord } from './records.ts'

/** Tables of Markdown, as GitHub and most others write them: `| a | b |`, a line of `|---|---|`, and rows. */

/** The line that parts headings from rows: `|---|:--:|`, or without the outer bars. */
export function isDelimiterLine(line: string): boolean {
  if (line.length > 10_000 || !line.includes('|') || !line.includes('-')) return false
  return cellsOf(line).every(cell => /^:?-+:?$/.test(String(cell)))
}

/** Every table of the text; lines are those of the file. @throws Malformed where there is none, TooLarge */
export async function readMarkdown(slices: AsyncIterable<string>, budget: CellBudget): Promise<Table[]> {
  const tables: (Table & { records: TableRecord[] })[] = []
  let table: TableRecord[] | null = null
  let rest = ''
  let before = ''
  let line = 0
  const take = (text: string) => {
    line++
    if (table && text.includes('|')) add(table, text, line, budget)
    else table = null
    if (!table && before.includes('|') && isDelimiterLine(text)) {
      table = []
      tables.push({ sheet: null, records: table, notes: [] })
      add(table, before, line - 1, budget)
    }
    before = text
  }
  for await (const slice of slices) {
    const lines = (rest + slice).split('\n')
    rest = lines.pop()!
    if (rest.length > LONGEST_CELL)
      throw unreadable(
        `has a line that is too long: ${line + lines.length + 1}`,
        `har en rad som är för lång: ${line + lines.length + 1}`
      )
    for (const text of lines) take(text)
    await breathe()
  }
  take(rest)
  if (tables.length === 0)
    throw unreadable(
      'holds no table: no line of |---|---| stands below a line of headings',
      'innehåller ingen tabell: ingen rad med |---|---| står under en rad med rubriker'
    )
  return tables
}

function add(table: TableRecord[], text: string, line: number, budget: CellBudget) {
  const cells = cellsOf(text)
  budget.spend(cells.length)
  if (cells.some(cell => cell !== '')) table.push({ line, cells })
}

/** The cells of a line, without the bars around it. `\|` is no bar; a backslash before punctuation stands for nothing. */
function cellsOf(line: string): Cell[] {
  const bare = line.replace(/^[\s>]*\|?/, '').replace(/\s+$/, '')
  const parts = bare.match(/(?:\\.|[^|\\]|\\$)+|\|/g) ?? []
  const cells: string[] = ['']
  for (const part of parts) {
    if (part === '|') cells.push('')
    else cells[cells.length - 1] = part
  }
  // The bar at the end closes the last cell and opens none.
  if (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells.map(cell =>
    cell
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .trim()
  )
}
