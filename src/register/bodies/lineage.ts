import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Invalid, ruleNamed, type Violation } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { problems } from './problems.ts'
import { bodies } from './record.ts'
import { leadsBack } from './rules.ts'

/** What stands above what, and what takes over from what: changed by one at a time in a municipality. */
export async function lockLineage(tx: Transaction, municipalityCode: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`lineage ${municipalityCode}`}, 0))`)
}

type Validity = { validFrom?: string | null; validTo?: string | null }
type Relations = Validity & { parentId?: string | null; successorId?: string | null }

/** @throws Invalid when the last day is before the first */
export function checkValidity({ validFrom, validTo }: Validity): void {
  if (!validFrom || !validTo || validFrom <= validTo) return
  throw new Invalid(
    problems['validity-reversed'],
    { en: 'The last day is before the first.', sv: 'Den sista dagen ligger före den första.' },
    [{ field: '/validTo', message: 'must not be before validFrom', sv: 'får inte ligga före validFrom' }]
  )
}

function refuseCycle(name: 'parentId' | 'successorId') {
  const rule = name === 'parentId' ? 'parent-cycle' : 'successor-cycle'
  throw new Invalid(
    problems[rule],
    { en: 'It would lead back to the body itself.', sv: 'Det skulle leda tillbaka till organet självt.' },
    [{ field: `/${name}`, message: 'leads back to the body itself', sv: 'leder tillbaka till organet självt' }]
  )
}

/**
 * Parent and successor stand in the municipality, lead not back to the body, and a successor does not begin before it.
 * `id` is null while the body is being made. @throws Invalid
 */
export async function checkRelations(
  tx: Transaction,
  municipalityCode: string,
  id: string | null,
  { parentId, successorId, validFrom }: Relations
): Promise<void> {
  if (!parentId && !successorId) return
  const rows = await tx.select().from(bodies).where(eq(bodies.municipalityCode, municipalityCode))
  const byId = new Map(rows.map(row => [row.id, row]))
  const refuse = (rule: string, detail: Text, violation: Violation) => {
    throw new Invalid(ruleNamed(rule), detail, [violation])
  }
  for (const [name, other] of [
    ['parentId', parentId?.toLowerCase()],
    ['successorId', successorId?.toLowerCase()]
  ] as const) {
    if (!other) continue
    const row = byId.get(other)
    const field = `/${name}`
    if (!row || row.withdrawnAt) {
      const message = 'is not a body that stands in this municipality'
      const detail = { en: 'There is no such body.', sv: 'Det finns inget sådant organ.' }
      return refuse('body-not-found', detail, { field, message, sv: 'är inget gällande organ i kommunen' })
    }
    if (id && leadsBack(id, other, at => byId.get(at)?.[name] ?? null)) refuseCycle(name)
  }
  const heir = successorId ? byId.get(successorId.toLowerCase()) : undefined
  if (heir?.validFrom && validFrom && heir.validFrom < validFrom) {
    const message = `began on ${heir.validFrom}, before the body from which it takes over`
    const sv = `började ${heir.validFrom}, före det organ som det tar över efter`
    const detail = { en: 'A successor begins later.', sv: 'En efterträdare börjar senare.' }
    refuse('successor-before-body', detail, { field: '/successorId', message, sv })
  }
}

/** Whether a body that stands has this one above it or as its successor. */
export async function isNamed(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const naming = and(
    eq(bodies.municipalityCode, municipalityCode),
    or(eq(bodies.parentId, id), eq(bodies.successorId, id)),
    isNull(bodies.withdrawnAt)
  )
  return (await tx.$count(bodies, naming)) > 0
}
