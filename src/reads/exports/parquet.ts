import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { Kind } from './columns.ts'
import type { ExportTable } from './table.ts'

/** A table as Parquet, in groups of rows: of a group all is in memory, of the file no more than where its groups begin. */

/** A value of the statement (`statement.ts`, `cellValue`), as JSON has it. Never null where `toStored` is called. */
type Cell = string | number | boolean | string[]
type Stored = { schema: (name: string) => SchemaElement[]; toStored?: (cell: Cell) => unknown }

/** Bytes of rows, as the database tells them, that make a group: some thousand rows. The first is small, since nothing is sent before it. */
const GROUP = 2_000_000
const FIRST_GROUP = 50_000

type Type = Omit<SchemaElement, 'name'>
const TEXT: Type = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
/** Öre, or hundredths of a per cent: whole numbers of eight bytes. */
const HUNDREDTHS: Type = {
  type: 'INT64',
  converted_type: 'DECIMAL',
  precision: 18,
  scale: 2,
  logical_type: { type: 'DECIMAL', precision: 18, scale: 2 }
}
/** Rates, in whole ten thousandths. */
const TEN_THOUSANDTHS: Type = {
  ...HUNDREDTHS,
  scale: 4,
  logical_type: { type: 'DECIMAL', precision: 18, scale: 4 }
}
/** Microseconds since 1970 in UTC. */
const INSTANT: Type = {
  type: 'INT64',
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' }
}

const single =
  (type: Type) =>
  (name: string): SchemaElement[] => [{ name, repetition_type: 'OPTIONAL', ...type }]
const list = (name: string): SchemaElement[] => [
  { name, repetition_type: 'REQUIRED', converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'REQUIRED', ...TEXT }
]

const text: Stored = { schema: single(TEXT) }
/** Whole numbers come as texts: a number of JSON is exact to 53 bits only. */
const toWhole = (cell: Cell) => BigInt(cell as string)

const stored: Record<Kind, Stored> = {
  ...{ id: text, code: text, text, json: text },
  list: { schema: list },
  day: { schema: single({ type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }) },
  instant: { schema: single(INSTANT), toStored: toWhole },
  money: { schema: single(HUNDREDTHS), toStored: toWhole },
  percent: { schema: single(HUNDREDTHS), toStored: toWhole },
  rate: { schema: single(TEN_THOUSANDTHS), toStored: toWhole },
  integer: { schema: single({ type: 'INT64' }), toStored: toWhole },
  flag: { schema: single({ type: 'BOOLEAN' }) }
}

/**
 * The bytes of the file, of rows that come as lines of JSON, each an array in the order of the columns. `facts`: what is told
 * beside the rows, as metadata of the file. The first part comes when there are rows, or none.
 */
export async function* parquetOf(
  { columns }: ExportTable,
  rows: AsyncIterable<Buffer>,
  facts: Record<string, string>
): AsyncGenerator<Buffer> {
  const names = Object.keys(columns)
  const kinds = Object.values(columns).map(({ kind }) => stored[kind])
  const bytes = new ByteWriter()
  const file = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'row', num_children: names.length }, ...names.flatMap((name, at) => kinds[at]!.schema(name))],
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
    createdBy: 'partnerskap'
  })
  const written = () => {
    const part = Buffer.from(bytes.getBuffer())
    bytes.index = 0
    return part
  }
  for await (const group of groupsOf(rows)) {
    const columnData = names.map((name, at) => {
      const { toStored = (cell: Cell) => cell } = kinds[at]!
      const data = group.map(row => (row[at] === null ? null : toStored(row[at]!)))
      return { name, data, offsetIndex: false }
    })
    await file.write({ columnData, rowGroupSize: group.length })
    yield written()
  }
  await file.finish()
  yield written()
}

/** The rows in groups, none of them empty. */
async function* groupsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<(Cell | null)[][]> {
  let parts: Buffer[] = []
  let size = 0
  let wanted = FIRST_GROUP
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    const end = size < wanted ? -1 : chunk.lastIndexOf('\n')
    if (end < 0) continue
    const rest = chunk.subarray(end + 1)
    yield rowsIn([...parts.slice(0, -1), chunk.subarray(0, end)])
    parts = [rest]
    size = rest.length
    wanted = GROUP
  }
  if (size > 0) yield rowsIn(parts)
}

/** The rows of whole lines. A line break within a text is escaped in JSON: each that stands there ends a row. */
const rowsIn = (lines: Buffer[]) =>
  JSON.parse(`[${Buffer.concat(lines).toString().trimEnd().replaceAll('\n', ',')}]`) as (Cell | null)[][]
