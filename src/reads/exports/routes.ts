import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { currentWork, work } from '../../platform/database/work.ts'
import type { App } from '../../platform/http/app.ts'
import { ANY_CALLER } from '../../platform/http/authentication.ts'
import { sendParts } from '../../platform/http/csv.ts'
import { choose, refuseIdle } from '../../platform/http/negotiation.ts'
import { changedUntil } from '../../platform/http/reading.ts'
import { ref } from '../../platform/http/schemas.ts'
import { exportTables } from './every-table.ts'
import { parquetOf } from './parquet.ts'
import { ExportedRows, type ExportForm, ExportQuery, OfTable } from './schemas.ts'
import { copyStatement, type Writing } from './statement.ts'
import { type Copied, copied, watched } from './stream.ts'
import { type ExportTable, filterNames } from './table.ts'

const mediaTypes: Record<ExportForm, string> = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet'
}

type Query = Static<typeof ExportQuery>
type Options = { stallMs: number }

/** `/exports`: whole tables, of one snapshot, as they are read from the database. */
export async function exportRoutes(app: App, { stallMs }: Options) {
  app.get(
    '/:table',
    {
      config: {
        scope: ANY_CALLER,
        scopeBy: {
          parameter: 'table',
          scopes: Object.fromEntries(exportTables.map(({ name, scope }) => [name, scope]))
        },
        lane: 'exports',
        content: {
          response: {
            'text/csv': { schema: { type: 'string' }, example: 'municipalityCode,id,…' },
            'application/x-ndjson': { schema: { type: 'string' }, example: '{"municipalityCode":"0136"}\n' },
            'application/vnd.apache.parquet': { schema: { type: 'string', format: 'binary' } }
          }
        }
      },
      schema: {
        operationId: 'exportTable',
        tags: ['exports'],
        summary: 'Export a table',
        description:
          'All rows of one snapshot, flat, with names joined in, in the order of id. The header Changed-Until is the next changedSince, the trailer Row-Count the number of rows; what is cut off ends without it, as a broken connection. Columns: docs/exports.md.',
        params: OfTable,
        querystring: ExportQuery,
        response: { 200: ref(ExportedRows) }
      }
    },
    (request, reply) => sendTable(request, reply, { ...request.params, asked: request.query, stallMs })
  )
}

type Wanted = { municipalityCode: string; table: string; asked: Query; stallMs: number }

/** Answers the table in the form that is asked for. What fails before the first row is answered as a problem. */
async function sendTable(
  request: FastifyRequest,
  reply: FastifyReply,
  { municipalityCode, table: name, asked, stallMs }: Wanted
): Promise<never> {
  const table = exportTables.find(each => each.name === name)!
  const form = formOf(request, asked)
  refuseIdleParameters(table, form, request)
  const type = form === 'csv' ? 'text/csv; charset=utf-8' : mediaTypes[form]
  reply.type(type).header('content-disposition', `attachment; filename="${name}-${municipalityCode}.${form}"`)
  if (request.method === 'HEAD') return sendParts(reply, [])

  const { database } = request.server
  const until = await work.run({ ...currentWork(), lane: 'requests' }, () => changedUntil(database))
  const leaving = new AbortController()
  reply.raw.once('close', () => leaving.abort(new Error('the client is gone')))
  const rows = copied(database, copyStatement(table, municipalityCode, asked, writingOf(form, asked)), leaving.signal)
  const giveUp = () => {
    request.log.warn({ table: name, stallMs }, 'an export was given up: its client has stopped reading')
    reply.raw.destroy()
  }
  const parts =
    form === 'parquet'
      ? parquetOf(table, rows.chunks, { municipalityCode, table: name, changedUntil: until })
      : framed(rows, form, until)
  const bytes = await begun(watched(parts, stallMs, leaving.signal, giveUp), err => {
    if (!leaving.signal.aborted) request.log.error({ err, table: name }, 'an export was cut off')
  })
  reply.header('changed-until', until).trailer('row-count', async () => String(rows.rowCount()))
  return sendParts(reply, bytes)
}

/** @throws HttpProblem 406 */
function formOf(request: FastifyRequest, { format }: Query): ExportForm {
  if (format) return format
  const chosen = choose(request, Object.values(mediaTypes))
  return (Object.keys(mediaTypes) as ExportForm[]).find(form => mediaTypes[form] === chosen)!
}

/** What is asked for and says nothing of this table, or in this form, is refused. @throws Malformed */
function refuseIdleParameters(table: ExportTable, form: ExportForm, request: FastifyRequest): void {
  const asked = new URLSearchParams(request.url.split('?')[1])
  if (form !== 'csv' && asked.has('csvFormat'))
    refuseIdle('csvFormat', `has no effect on ${form}`, `har ingen verkan på ${form}`)
  if (!table.withdrawnAt && asked.has('withdrawn'))
    refuseIdle('withdrawn', `has no effect on ${table.name}`, `har ingen verkan på ${table.name}`)
  for (const name of filterNames) {
    if (asked.has(name) && !table.filters[name])
      refuseIdle(name, `has no effect on ${table.name}`, `har ingen verkan på ${table.name}`)
  }
}

function writingOf(form: ExportForm, { csvFormat = 'standard' }: Query): Writing {
  const ways = {
    csv: { as: 'csv', csvFormat },
    json: { as: 'array' },
    ndjson: { as: 'ndjson' },
    parquet: { as: 'cells' }
  } as const
  return ways[form]
}

/** The rows with what stands before and after them: the mark of UTF-8 that spreadsheets look for, or the object of JSON. */
async function* framed(
  { chunks, rowCount }: Copied,
  form: Exclude<ExportForm, 'parquet'>,
  until: string
): AsyncGenerator<Buffer> {
  let isFirst = true
  const opening = { csv: '\ufeff', json: '{"items":[', ndjson: '' }[form]
  for await (const chunk of chunks) {
    // Each row of JSON comes after a comma, the first of them too.
    yield isFirst ? Buffer.concat([Buffer.from(opening), form === 'json' ? chunk.subarray(1) : chunk]) : chunk
    isFirst = false
  }
  if (form !== 'json') return
  const meta = JSON.stringify({ count: rowCount(), changedUntil: until })
  yield Buffer.from(`${isFirst ? opening : ''}],"meta":${meta}}\n`)
}

/** The same, when its first part is there; what breaks it off afterwards is told. @throws what comes before the first part */
async function begun<T>(parts: AsyncGenerator<T>, onBroken: (error: unknown) => void): Promise<AsyncGenerator<T>> {
  const first = await parts.next()
  return (async function* () {
    try {
      if (!first.done) yield first.value
      yield* parts
    } catch (error) {
      onBroken(error)
      throw error
    } finally {
      await parts.return(undefined)
    }
  })()
}
