import type { FastifyReply } from 'fastify'
import { type CsvFormat, sendFile, toCsv } from '../../platform/http/csv.ts'
import { namedSets } from './dimensions.ts'

type Named = Record<string, string> & { name: string }

/** A row with each set of things as two columns, ids and names in one order: what stands at one place is of one. */
function inColumns(row: object): object {
  const cells = Object.entries(row).flatMap(([property, value]): [string, unknown][] => {
    const columns = namedSets[property]
    if (!columns) return [[property, value]]
    const things = value as Named[]
    const ids = things.map(({ name, ...id }) => Object.values(id)[0])
    return [
      [columns[0]!, ids],
      [columns[1]!, things.map(({ name }) => name)]
    ]
  })
  return Object.fromEntries(cells)
}

/** Answers totals as a CSV file. */
export function sendTotalsCsv(
  reply: FastifyReply,
  name: string,
  columns: string[],
  rows: object[],
  format?: CsvFormat
): never {
  return sendFile(reply, `${name}.csv`, 'text/csv; charset=utf-8', toCsv(columns, rows.map(inColumns), format))
}
