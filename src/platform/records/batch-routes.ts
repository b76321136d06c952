import { Malformed, TooLarge } from '../../base/errors.ts'
import type { App } from '../http/app.ts'
import { ANY_CALLER } from '../http/authentication.ts'
import { answeringIn } from '../http/language.ts'
import { problems as common } from '../http/problem-rules.ts'
import { baseOf } from '../http/problems.ts'
import { OfMunicipality, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { receiveBatch, refuseRows } from './batch.ts'
import { problems } from './batch-problems.ts'
import { Batch, BatchReport, type BatchResult, batchResults, MOST_ROWS } from './batch-schemas.ts'
import { receivedKinds } from './kinds.ts'

type Options = { publicUrl: string | undefined; maxBytes: number }

/** How much larger than another body a batch may be. */
const LARGER = 8

/** `POST …/batch`. Registered after all kinds. */
export async function batchRoutes(app: App, { publicUrl, maxBytes }: Options) {
  const kinds = new Map(receivedKinds(app).map(kind => [kind.address, kind]))

  app.post(
    '/batch',
    {
      bodyLimit: maxBytes * LARGER,
      config: { scope: ANY_CALLER, lane: 'imports' },
      schema: {
        operationId: 'receiveBatch',
        tags: ['about'],
        summary: 'Register and change many records at once',
        description:
          'Up to 1000 rows, each received as PUT by reference would receive it, in their order and in one transaction. A row that is refused is told with its problem, and the others stand; with atomic all are refused (422). Each row demands the scope of its record.',
        params: OfMunicipality,
        body: ref(Batch),
        response: { 200: ref(BatchReport) }
      },
      preValidation: async request => refuseTooMany(request.body)
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        refuseUnknown(request.body, kinds)
        refuseRows(request.body.rows, { municipalityCode })
        const place = { municipalityCode, base: baseOf(app, publicUrl), language: answeringIn(request, reply) }
        const rows = await receiveBatch(tx, request, kinds, request.body, place)
        const count = (wanted: BatchResult) => rows.filter(({ result }) => result === wanted).length
        const counts = Object.fromEntries(batchResults.map(result => [`${result}Count`, count(result)]))
        return { ...(counts as Record<`${BatchResult}Count`, number>), rows }
      })
  )
}

/** @throws TooLarge `batch-too-large` */
function refuseTooMany(body: unknown): void {
  const { rows } = (body ?? {}) as { rows?: unknown }
  if (!Array.isArray(rows) || rows.length <= MOST_ROWS) return
  const message = `must have at most ${MOST_ROWS} of them, not ${rows.length}`
  throw new TooLarge(
    problems['batch-too-large'],
    { en: `A batch has at most ${MOST_ROWS} rows.`, sv: `En sats har högst ${MOST_ROWS} rader.` },
    [{ field: '/rows', message, sv: `får vara högst ${MOST_ROWS}, inte ${rows.length}` }]
  )
}

/** @throws Malformed naming the rows whose record is none that is received */
function refuseUnknown({ rows }: Batch, kinds: ReadonlyMap<string, unknown>): void {
  const known = [...kinds.keys()].sort().join(', ')
  const violations = rows.flatMap(({ record }, at) =>
    kinds.has(record)
      ? []
      : [{ field: `/rows/${at}/record`, message: `must be one of ${known}`, sv: `måste vara något av ${known}` }]
  )
  if (violations.length === 0) return
  const detail = { en: 'There are no such records.', sv: 'Det finns inga sådana poster.' }
  throw new Malformed(common.validation, detail, violations.slice(0, 1000))
}
