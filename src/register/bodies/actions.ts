import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import { nameKey, renamed } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { decisions } from '../decisions/record.ts'
import { budgets } from '../schemes/budget-record.ts'
import { publishedFigures } from '../schemes/figure-record.ts'
import { targets } from '../schemes/target-record.ts'
import { checkRelations, checkValidity, isNamed, lockLineage } from './lineage.ts'
import { problems } from './problems.ts'
import { type BodyPatch, type BodyRow, bodies, type NewBody } from './record.ts'

const subject = { table: bodies, noun: 'body' }

/** Registers a body. @throws Invalid (validity, parent, successor), Conflict (reference taken) */
export async function createBody(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  body: NewBody
): Promise<BodyRow> {
  checkValidity(body)
  await checkRelations(tx, municipalityCode, null, body)
  return await createRecord(tx, actor, subject, { ...body, municipalityCode, nameKey: nameKey(body.name) })
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (validity, cycles, parent, successor) */
export async function updateBody(tx: Transaction, actor: Actor, ref: Ref, patch: BodyPatch, expected: Expected) {
  // Before the row is locked: two changes that would close a cycle together take turns.
  if (patch.parentId || patch.successorId) await lockLineage(tx, ref.municipalityCode)
  const before = await lockRecord(tx, bodies, 'body', ref)
  const { parentId, successorId } = patch
  checkValidity({ ...before, ...patch })
  await checkRelations(tx, ref.municipalityCode, before.id, { ...before, ...patch, parentId, successorId })
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected, derive: renamed })
  return after
}

/** Records about the money of a body that refer to it. Registering one locks the body until it is committed. */
const moneyOf = [
  [{ en: 'Budgets', sv: 'budgetar' }, budgets.bodyId, budgets],
  [{ en: 'Published figures', sv: 'publicerade siffror' }, publishedFigures.bodyId, publishedFigures],
  [{ en: 'Targets', sv: 'mål' }, targets.ownerBodyId, targets]
] as const

/** Takes back a body that was registered in error. @throws NotFound, Conflict (withdrawn, has decided something, or is named) */
export async function withdrawBody(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  const used = and(
    eq(decisions.municipalityCode, ref.municipalityCode),
    eq(decisions.bodyId, ref.id),
    isNull(decisions.withdrawnAt)
  )
  if ((await tx.$count(decisions, used)) > 0) {
    throw new Conflict(problems['body-in-use'], {
      en: 'Decisions of this body stand: withdraw or correct them first.',
      sv: 'Organet har gällande beslut: dra tillbaka eller rätta dem först.'
    })
  }
  for (const [noun, column, table] of moneyOf) {
    const ofBody = and(eq(table.municipalityCode, ref.municipalityCode), eq(column, ref.id), isNull(table.withdrawnAt))
    if ((await tx.$count(table, ofBody)) === 0) continue
    throw new Conflict(problems['body-in-use'], {
      en: `${noun.en} of this body stand: withdraw or correct them first.`,
      sv: `Organet har gällande ${noun.sv}: dra tillbaka eller rätta dem först.`
    })
  }
  if (await isNamed(tx, ref)) {
    throw new Conflict(problems['body-in-use'], {
      en: 'Other bodies have it above them or as their successor: change those first.',
      sv: 'Andra organ har det över sig eller som efterträdare: ändra dem först.'
    })
  }
  return after
}
