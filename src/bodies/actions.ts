import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { decisions } from '../decisions/tables.ts'
import { Conflict, Invalid } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { nameKey, renamed } from '../names.ts'
import type { BodyRow } from './queries.ts'
import type { BodyPatch, NewBody } from './schemas.ts'
import { bodies } from './tables.ts'

const subject = { table: bodies, noun: 'body' }

/** Registers a body. @throws Invalid (validity), Conflict (reference taken) */
export async function createBody(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  body: NewBody
): Promise<BodyRow> {
  checkValidity(body)
  const [row] = await tx
    .insert(bodies)
    .values({ ...body, municipalityCode, nameKey: nameKey(body.name) })
    .returning()
  await recordEvent(tx, actor, 'body.created', row!)
  return row!
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (validity, above itself) */
export async function updateBody(tx: Transaction, actor: Actor, ref: Ref, patch: BodyPatch, expected: Expected) {
  const derive = (before: BodyRow, changes: BodyPatch) => {
    checkValidity({ ...before, ...changes })
    return renamed(before, changes)
  }
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected, derive })
  if (patch.parentId || patch.successorId) await checkPlace(tx, ref)
  return after
}

/** Takes back a body that was registered in error. @throws NotFound, Conflict (withdrawn, or has decided something) */
export async function withdrawBody(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  const used = and(
    eq(decisions.municipalityCode, ref.municipalityCode),
    eq(decisions.bodyId, ref.id),
    isNull(decisions.withdrawnAt)
  )
  if ((await tx.$count(decisions, used)) > 0) {
    throw new Conflict('body-in-use', 'Decisions of this body stand: withdraw or correct them first.')
  }
  return after
}

/** @throws Invalid where a body would stand above itself, or succeed itself, also by way of others */
async function checkPlace(tx: Transaction, { municipalityCode, id }: Ref) {
  for (const [field, column] of [
    ['parentId', sql`parent_id`],
    ['successorId', sql`successor_id`]
  ] as const) {
    const reached = sql`with recursive reached (id) as (
        select ${column} from bodies where municipality_code = ${municipalityCode} and id = ${id}
        union select ${column} from reached join bodies using (id) where municipality_code = ${municipalityCode}
      ) select from reached where id = ${id}`
    if ((await tx.execute(reached)).rows.length === 0) continue
    throw new Invalid('body-in-a-circle', 'A body cannot stand above itself or take over from itself.', [
      { field: `/${field}`, message: 'leads back to this body' }
    ])
  }
}

function checkValidity({ validFrom, validTo }: { validFrom?: string | null; validTo?: string | null }) {
  if (!validFrom || !validTo || validFrom <= validTo) return
  throw new Invalid('validity-reversed', 'The last day is before the first.', [
    { field: '/validTo', message: 'must not be before validFrom' }
  ])
}
