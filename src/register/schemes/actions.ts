import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import { nameKey, renamed } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { isNamedIn } from '../../platform/database/records.ts'
import { changeRecord, createRecords, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { applications } from '../applications/record.ts'
import { bodies } from '../bodies/record.ts'
import { decisionLines } from '../decisions/line-record.ts'
import { problems } from './problems.ts'
import { type NewScheme, type SchemePatch, type SchemeRow, scheme, schemes } from './record.ts'
import { schemeStatusChanges } from './status-record.ts'

/** Registers a scheme, with its first status. @throws Conflict (reference taken), Invalid (a reference to nothing) */
export async function createScheme(
  tx: Transaction,
  actor: Actor,
  municipality: Municipality,
  sent: NewScheme
): Promise<SchemeRow> {
  const [made] = await createSchemes(tx, actor, municipality, [sent])
  return made!
}

/** The same of several, which are answered in their order. */
export async function createSchemes(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  all: NewScheme[]
): Promise<SchemeRow[]> {
  for (const sent of all) await checkSchemeReferences(tx, municipalityCode, sent)
  const values = all.map(({ statusEffectiveOn, statusObservedOn, statusReason, ...stated }) => ({
    ...stated,
    municipalityCode,
    nameKey: nameKey(stated.name)
  }))
  const made = await createRecords(tx, actor, scheme.subject, values)
  const first = made.flatMap((row, at) => {
    const { id: schemeId, status, sourceUrl, sourceUpdatedOn, sourceRetrievedOn } = row
    if (status === 'notStated') return []
    const { statusEffectiveOn: effectiveOn, statusObservedOn: observedOn, statusReason: reason } = all[at]!
    const source = { sourceUrl, sourceUpdatedOn, sourceRetrievedOn }
    return [{ municipalityCode, schemeId, status, effectiveOn, observedOn, reason, ...source }]
  })
  if (first.length > 0) await tx.insert(schemeStatusChanges).values(first)
  return made
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (a reference to nothing) */
export async function updateScheme(tx: Transaction, actor: Actor, ref: Ref, patch: SchemePatch, expected: Expected) {
  await checkSchemeReferences(tx, ref.municipalityCode, patch)
  const { after } = await changeRecord(tx, actor, scheme.subject, ref, { changes: patch, expected, derive: renamed })
  return after
}

async function checkSchemeReferences(
  tx: Transaction,
  municipalityCode: string,
  { bodyId, referrals = [] }: SchemePatch
) {
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: bodyId, field: '/bodyId' },
    ...referrals.flatMap((referral, at) => [
      { table: bodies, what: 'a body' as const, id: referral.bodyId, field: `/referrals/${at}/bodyId` },
      { table: schemes, what: 'a scheme' as const, id: referral.schemeId, field: `/referrals/${at}/schemeId` }
    ])
  ])
}

/** Takes back a scheme that was registered in error. @throws NotFound, Conflict (withdrawn, or lines stand under it) */
export async function withdrawScheme(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, scheme.subject, ref, reason)
  if (await isNamedIn(tx, decisionLines, decisionLines.schemeId, ref)) {
    throw new Conflict(problems['scheme-in-use'], {
      en: 'Decision lines stand under this scheme: move or withdraw them first.',
      sv: 'Bidragsformen har beslutsrader: flytta eller dra tillbaka dem först.'
    })
  }
  if (await isNamedIn(tx, applications, applications.schemeId, ref)) {
    throw new Conflict(problems['scheme-in-use'], {
      en: 'Applications were made for this scheme: move or withdraw them first.',
      sv: 'Bidragsformen har ansökningar: flytta eller dra tillbaka dem först.'
    })
  }
  return after
}
