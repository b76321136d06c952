import type { FastifyRequest } from 'fastify'
import { Invalid, VersionRequired, type Violation } from '../../base/errors.ts'
import type { Language } from '../../base/language.ts'
import type { Transaction } from '../database/connection.ts'
import { demandScope } from '../http/authentication.ts'
import { duplicateOf } from '../http/duplicates.ts'
import { databaseErrorIn } from '../http/failures.ts'
import { type Problem, problemMembers, problemOf } from '../http/problem.ts'
import { problems as common } from '../http/problem-rules.ts'
import { problems } from './batch-problems.ts'
import type { Batch, BatchRow, RowResult } from './batch-schemas.ts'
import type { Manner, RecordKind } from './kinds.ts'
import { findStanding, keepHashes, nameOf, type Received, receive, type Standing } from './receive.ts'

/**
 * Records that are received together, in one transaction: each as a single call would be, by the same judges. A row that is refused
 * is undone alone, or all are. A batch that is cut off left nothing, and sent again it does what is left to do: nothing twice.
 */

/** `language` is that of the problems of rows. */
type Place = { municipalityCode: string; base: string; language: Language }
type Kinds = ReadonlyMap<string, RecordKind>

/** @throws Invalid (`batch-row-repeated`, `batch-row-elsewhere`), with every row that is meant */
export function refuseRows(rows: BatchRow[], { municipalityCode }: Pick<Place, 'municipalityCode'>): void {
  const elsewhere = rows.flatMap((row, at): Violation[] =>
    row.municipalityCode === undefined || row.municipalityCode === municipalityCode
      ? []
      : [
          {
            field: `/rows/${at}/municipalityCode`,
            message: `must be ${municipalityCode}, as in the address`,
            sv: `måste vara ${municipalityCode}, som i adressen`
          }
        ]
  )
  if (elsewhere.length > 0) {
    throw new Invalid(
      problems['batch-row-elsewhere'],
      { en: 'Rows are of another municipality.', sv: 'Rader hör till en annan kommun.' },
      elsewhere
    )
  }
  const first = new Map<string, number>()
  const repeated = rows.flatMap((row, at): Violation[] => {
    const key = JSON.stringify([row.record, row.source, row.reference])
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, at)
    if (earlier === undefined) return []
    const sv = `finns också i /rows/${earlier}`
    return [{ field: `/rows/${at}/reference`, message: `is that of /rows/${earlier} too`, sv }]
  })
  if (repeated.length > 0)
    throw new Invalid(
      problems['batch-row-repeated'],
      { en: 'Records are in it twice.', sv: 'Samma post finns med två gånger.' },
      repeated
    )
}

/** What became of each row, in their order. @throws Invalid `batch-refused` of an atomic batch; what ends the transaction */
export async function receiveBatch(
  tx: Transaction,
  request: FastifyRequest,
  kinds: Kinds,
  { atomic, rows }: Batch,
  place: Place
): Promise<RowResult[]> {
  const standing = await standingOf(tx, kinds, rows, place)
  const results: RowResult[] = []
  const kept: Received[] = []
  for (const [at, row] of rows.entries()) {
    const { record, reference } = row
    const told = { row: at, record, reference }
    try {
      const found = standing.get(record)?.get(nameOf({ source: row.source!, reference })) ?? null
      const received = await receiveRow(tx, request, kinds.get(record)!, row, found, place)
      const { result } = received
      const { id, version } = received.record
      kept.push(received)
      results.push({ ...told, result, httpStatus: result === 'created' ? 201 : 200, id, version })
    } catch (error) {
      const problem = placed(await problemOfRow(tx, error as Error, row), at)
      const { status } = problem
      results.push({
        ...told,
        result: 'rejected',
        httpStatus: status,
        problem: problemMembers(problem, place.base, place.language)
      })
    }
  }
  if (atomic) refuseAll(results)
  await keepHashes(tx, place.municipalityCode, kept)
  return results
}

/** What stands under the references of the rows, by record: a statement for each of them. */
async function standingOf(tx: Transaction, kinds: Kinds, rows: BatchRow[], { municipalityCode }: Place) {
  const found = new Map<string, Map<string, Standing>>()
  for (const [record, of] of Map.groupBy(rows, ({ record }) => record)) {
    const names = of.map(({ source, reference }) => ({ source: source!, reference }))
    found.set(record, await findStanding(tx, kinds.get(record)!, municipalityCode, names))
  }
  return found
}

async function receiveRow(
  tx: Transaction,
  request: FastifyRequest,
  kind: RecordKind,
  { source, reference, of, version, restore = false, body }: BatchRow,
  standing: Standing | null,
  { municipalityCode }: Place
) {
  demandScope(request.actor, `${kind.scope}:write`)
  const expected = () => {
    if (version !== undefined) return [version]
    const current = standing && { id: standing.id, version: standing.version }
    const violations = [{ field: 'version', message: 'is required', sv: 'måste anges' }]
    const detail = { en: 'Say the version that you last read.', sv: 'Ange den version som du senast läste.' }
    throw new VersionRequired(common['version-required'], detail, violations, { ...current })
  }
  const manner: Manner = { expected, isConditional: version !== undefined, restore }
  const named = { municipalityCode, source: source!, reference }
  return await receive(tx, request, kind, { named, content: body, of, manner, standing })
}

/** The problem that a single call would have been answered with. @throws the error where it is none of the row's own */
async function problemOfRow(tx: Transaction, error: Error, { body }: BatchRow): Promise<Problem> {
  const own = databaseErrorIn(error)?.code === '23505' ? ((await duplicateOf(tx, error, body)) as Error) : error
  const problem = problemOf(own)
  if (problem.status >= 500) throw error
  return problem
}

/** The problem with the places of the batch: `/amount` of a body is `/rows/17/body/amount`. */
function placed(problem: Problem, at: number): Problem {
  const violations = problem.violations?.map(({ field, ...violation }) => ({ field: placeOf(field, at), ...violation }))
  return { ...problem, ...(violations && { violations }) }
}

function placeOf(field: string, at: number): string {
  if (field === '' || field.startsWith('/')) return `/rows/${at}/body${field}`
  return `/rows/${at}/${field === 'If-Match' ? 'version' : field}`
}

/** @throws Invalid `batch-refused`, with the violations of all rows and, as `rows`, those that were rejected */
function refuseAll(results: RowResult[]): void {
  const rejected = results.filter(({ result }) => result === 'rejected')
  if (rejected.length === 0) return
  const violations = rejected.flatMap(({ row, problem }) => {
    // Both are in the language of the caller by now.
    const { detail, violations = [] } = problem as { detail: string; violations?: Omit<Violation, 'sv'>[] }
    const own = violations.length > 0 ? violations : [{ field: `/rows/${row}`, message: detail }]
    return own.map(violation => ({ ...violation, sv: violation.message }))
  })
  const told = {
    en: `${rejected.length} of ${results.length} rows break rules.`,
    sv: `${rejected.length} av ${results.length} rader bryter mot regler.`
  }
  throw new Invalid(problems['batch-refused'], told, violations.slice(0, 1000), { rows: rejected })
}
