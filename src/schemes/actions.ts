import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { decisionLines } from '../decisions/tables.ts'
import { Conflict } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { nameKey, renamed } from '../names.ts'
import type { SchemeRow } from './queries.ts'
import type { NewScheme, SchemePatch } from './schemas.ts'
import { schemes } from './tables.ts'

const subject = { table: schemes, noun: 'scheme' }

/** Registers a scheme. @throws Conflict (reference taken) */
export async function createScheme(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  scheme: NewScheme
): Promise<SchemeRow> {
  const [row] = await tx
    .insert(schemes)
    .values({ ...scheme, municipalityCode, nameKey: nameKey(scheme.name) })
    .returning()
  await recordEvent(tx, actor, 'scheme.created', row!)
  return row!
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn) */
export async function updateScheme(tx: Transaction, actor: Actor, ref: Ref, patch: SchemePatch, expected: Expected) {
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected, derive: renamed })
  return after
}

/** Takes back a scheme that was registered in error. @throws NotFound, Conflict (withdrawn, or lines stand under it) */
export async function withdrawScheme(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  const used = and(
    eq(decisionLines.municipalityCode, ref.municipalityCode),
    eq(decisionLines.schemeId, ref.id),
    isNull(decisionLines.withdrawnAt)
  )
  if ((await tx.$count(decisionLines, used)) > 0) {
    throw new Conflict('scheme-in-use', 'Decision lines stand under this scheme: move or withdraw them first.')
  }
  return after
}
