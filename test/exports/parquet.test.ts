import fc from 'fast-check'
import { type FileMetaData, type ParquetParsers, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import t from 'tap'
import type { Columns, Kind } from '../../src/reads/exports/columns.ts'
import { exportTables } from '../../src/reads/exports/every-table.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { aListener, manyOrganisations, type Row, read } from './exported.ts'

/** Parquet holds what the lines of JSON hold, in types of its own: exact to the öre and to the microsecond. */

/** Days and instants as they are stored, which the reader would round to milliseconds. */
const parsers = {
  timestampFromMicroseconds: (micros: bigint) => micros,
  dateFromDays: (days: number) => days
} as unknown as ParquetParsers

type File = { rows: Row[]; metadata: FileMetaData }

/** The rows of a file, decimals as they are stored: whole numbers of hundredths. */
async function opened(bytes: Buffer): Promise<File> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  const metadata = await parquetMetadataAsync(file)
  const plain = metadata.schema.map(({ converted_type, logical_type, ...element }) =>
    converted_type === 'DECIMAL'
      ? element
      : { ...element, ...(converted_type && { converted_type }), ...(logical_type && { logical_type }) }
  )
  return { rows: await parquetReadObjects({ file, metadata: { ...metadata, schema: plain }, parsers }), metadata }
}

/** What a line of JSON says, as the file stores it. Amounts are read from their text: no floating number comes between. */
function storedOf(line: string, columns: Columns): Row {
  const texts = JSON.parse(line, ((key, value, context?: { source: string }) => {
    const kind = columns[key]?.kind
    return context && value !== null && ['money', 'percent', 'rate', 'integer'].includes(kind!) ? context.source : value
  }) as (this: unknown, key: string, value: unknown) => unknown) as Row
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, value === null ? null : toStored[columns[name]!.kind](value)])
  )
}

const asIs = (value: unknown) => value
function decimals(text: unknown, count: number) {
  const [whole = '', part = ''] = String(text).split('.')
  return BigInt(whole + part.padEnd(count, '0'))
}
const hundredths = (text: unknown) => decimals(text, 2)
const toStored: Record<Kind, (value: unknown) => unknown> = {
  ...{ id: asIs, code: asIs, text: asIs, list: asIs, flag: asIs },
  json: value => JSON.stringify(value),
  day: value => Date.parse(String(value)) / 86_400_000,
  integer: value => BigInt(String(value)),
  ...{ money: hundredths, percent: hundredths, rate: text => decimals(text, 4) },
  instant(value) {
    const [, seconds = '', micros = ''] = /^(.*:\d\d)(?:\.(\d+))?Z$/.exec(String(value))!
    return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(micros.padEnd(6, '0'))
  }
}

/** JSON of the file is compared by what it says: PostgreSQL has blanks in it. */
const unspaced = (rows: Row[], columns: Columns) =>
  rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        columns[name]!.kind === 'json' && value !== null ? JSON.stringify(JSON.parse(value)) : value
      ])
    )
  )

type Open = Awaited<ReturnType<typeof aListener>>['open']

/** Both forms of a table, in what the file stores. */
async function both(open: Open, { name, columns }: (typeof exportTables)[number], query = '') {
  const answer = await open(`exports/${name}?format=parquet${query}`)
  const { rows, metadata } = await opened(await read(answer))
  const lines = (await read(await open(`exports/${name}?format=ndjson${query}`))).toString().split('\n')
  const told = lines.filter(line => line !== '').map(line => storedOf(line, columns))
  return { rows: unspaced(rows, columns), told, metadata, answer }
}

t.test('every table read back is its lines of JSON, value by value, and so is what an hour has changed', async t => {
  const { open, ...register } = await aListener(t)
  await oneOfEach(register, '0136')
  const since = '&changedSince=2020-01-01T00:00:00Z'
  for (const table of exportTables) {
    const { rows, told, metadata, answer } = await both(open, table)
    t.ok(rows.length > 0, `there are ${table.name}`)
    t.strictSame(rows, told, table.name)
    t.match(answer.headers, {
      'content-type': 'application/vnd.apache.parquet',
      'content-disposition': new RegExp(`${table.name}-0136\\.parquet"$`)
    })
    t.strictSame({ ...answer.trailers }, { 'row-count': String(rows.length) })
    t.equal(metadata.num_rows, BigInt(rows.length))
    t.match(metadata.key_value_metadata, [
      { key: 'municipalityCode', value: '0136' },
      { key: 'table', value: table.name },
      { key: 'changedUntil', value: answer.headers['changed-until'] }
    ])
    const changed = await both(open, table, since)
    t.strictSame(changed.rows, rows, `${table.name} since 2020`)
    const later = await both(open, table, '&changedSince=2100-01-01T00:00:00Z')
    t.strictSame([later.rows, later.told], [[], []], `${table.name}, none of it`)
  }
})

t.test('columns have the types of their kinds', async t => {
  const { open } = await aListener(t)
  const types: Record<Kind, object> = {
    ...{ id: { converted_type: 'UTF8' }, code: { converted_type: 'UTF8' }, text: { converted_type: 'UTF8' } },
    ...{ json: { converted_type: 'UTF8' }, list: { converted_type: 'LIST', num_children: 1 } },
    day: { type: 'INT32', converted_type: 'DATE' },
    instant: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: { isAdjustedToUTC: true } },
    money: { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2 },
    percent: { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2 },
    rate: { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 4 },
    integer: { type: 'INT64' },
    flag: { type: 'BOOLEAN' }
  }
  for (const { name, columns } of exportTables) {
    const answer = await open(`exports/${name}?changedSince=2100-01-01T00:00:00Z`, {
      accept: 'application/vnd.apache.parquet'
    })
    const { rows, metadata } = await opened(await read(answer))
    t.strictSame(rows, [], 'an empty table')
    const top = metadata.schema.filter(element => element.name in columns)
    t.strictSame(
      top.map(element => element.name),
      Object.keys(columns),
      name
    )
    for (const element of top) t.match(element, types[columns[element.name]!.kind], `${name} ${element.name}`)
  }
})

t.test('any text, number of öre and day comes back as it was, in groups of any number of rows', async t => {
  const { open, database } = await aListener(t)
  const table = exportTables.find(({ name }) => name === 'organisations')!
  const unit = fc.constantFrom(
    'a',
    'å',
    '\n',
    '\r',
    '"',
    '\\',
    ',',
    "'",
    '\u2028',
    '😀',
    '\u0001',
    '\u0002',
    ' ',
    'null'
  )
  const texts = fc.array(unit, { minLength: 1, maxLength: 300, size: 'max' }).map(parts => parts.join(''))
  const given = fc.sample(
    fc.record({
      note: fc.option(texts),
      fee: fc.option(
        fc.oneof(fc.constantFrom(0n, 1n, 10n, 99n, 99_999_999_999_999n), fc.bigInt(0n, 99_999_999_999_999n))
      ),
      on: fc.option(fc.date({ noInvalidDate: true, min: new Date('1800-01-01'), max: new Date('2200-01-01') }))
    }),
    6_000
  )
  await database.$client.query({
    text: `insert into organisations (municipality_code, name, name_key, search_key, twin_key, note, membership_fee,
        membership_fee_certainty, source_updated_on)
      select '0136', 'n', 'n' || n, 'n', 'n' || n, note, fee::numeric / 100, case when fee is null then 'unknown' else 'exact' end, day
      from unnest($1::text[], $2::bigint[], $3::date[]) with ordinality given (note, fee, day, n)`,
    values: [
      given.map(({ note }) => note),
      given.map(({ fee }) => (fee === null ? null : String(fee))),
      given.map(({ on }) => on?.toISOString().slice(0, 10))
    ]
  })
  const { rows, told, metadata } = await both(open, table)
  t.ok(metadata.row_groups.length > 1, `${metadata.row_groups.length} groups`)
  t.equal(rows.length, given.length)
  t.strictSame(rows, told)
  t.strictSame(
    rows.map(({ note, membershipFee }) => [note, membershipFee]),
    given.map(({ note, fee }) => [note, fee])
  )
})

t.test('no group is larger than what is held in memory at once, however long the rows', async t => {
  const { open, database } = await aListener(t)
  await database.$client.query(manyOrganisations(2_000))
  const { rows, metadata } = await opened(await read(await open('exports/organisations?format=parquet')))
  t.equal(rows.length, 2_000)
  t.ok(metadata.row_groups.length >= 8, `${metadata.row_groups.length} groups of 20 MB`)
  for (const { num_rows } of metadata.row_groups) t.ok(num_rows <= 250n, `${num_rows} rows of ten thousand bytes`)
})
