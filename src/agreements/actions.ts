import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { Conflict, Invalid } from '../errors.ts'
import { checkVersion, type Expected } from '../http/etag.ts'
import type { Amendment, Correction, ExtensionExercise } from './act-schemas.ts'
import type { Content } from './content-rules.ts'
import { findVersions } from './queries.ts'
import { insertAgreement, lockAgreement, recordChange } from './record.ts'
import { checkDecision } from './references.ts'
import type { AgreementPatch, NewAgreement } from './schemas.ts'
import { isExercised, type Term } from './term-rules.ts'

/** Registers an agreement as a draft. @throws Invalid (rules of content, references), Conflict (reference taken) */
export function createAgreement(tx: Transaction, actor: Actor, municipalityCode: string, agreement: NewAgreement) {
  return insertAgreement(tx, actor, municipalityCode, agreement)
}

/** Changes what is not yet signed. @throws NotFound, Stale, Conflict (signed, withdrawn), Invalid */
export async function updateAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: AgreementPatch,
  expected: Expected
) {
  const row = await lockAgreement(tx, ref, 'updated')
  checkVersion(expected, row.version)
  return await recordChange(tx, actor, row, { act: 'updated', ...divided(patch) })
}

/** Changes what was signed: with a decision of its own, from a day, for a reason. @throws NotFound, Conflict (not signed), Invalid */
export async function amendAgreement(tx: Transaction, actor: Actor, ref: Ref, amendment: Amendment) {
  const { decisionId, effectiveFrom, reason, changes } = amendment
  const row = await lockAgreement(tx, ref, 'amended')
  await checkDecision(tx, ref.municipalityCode, decisionId)
  const { patch, columns } = divided(changes)
  const change = { patch, columns, effectiveFrom, decisionId, reason, pointer: '/changes' }
  const after = await recordChange(tx, actor, row, { act: 'amended', ...change })
  if (after === row) throw unchanged()
  return after
}

const unchanged = () =>
  new Invalid('nothing-changed', 'This is what the agreement says already.', [
    { field: '/changes', message: 'must change something' }
  ])

/** Puts right what was recorded wrongly of a signed agreement; the agreement itself is as it was. @throws as amendAgreement */
export async function correctAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { reason, corrects, changes }: Correction
) {
  const row = await lockAgreement(tx, ref, 'corrected')
  const corrected =
    corrects === undefined ? undefined : (await findVersions(tx, ref)).find(({ number }) => number === corrects)
  if (corrects !== undefined && !corrected) {
    throw new Invalid('version-not-found', 'There is no such version.', [
      { field: '/corrects', message: 'is not a version of this agreement' }
    ])
  }
  const dated = corrected && ['amended', 'extended', 'corrected'].includes(corrected.act)
  const effectiveFrom = dated ? corrected.effectiveFrom : null
  const change = { ...divided(changes), effectiveFrom, reason, pointer: '/changes' }
  const after = await recordChange(tx, actor, row, { act: 'corrected', ...change })
  if (after === row) {
    throw new Conflict(
      'nothing-corrected',
      'It says so already, or a later amendment says otherwise: name that in corrects.'
    )
  }
  return after
}

/** Exercises an option to extend the term. @throws NotFound, Conflict (not signed, exercised already, too late), Invalid */
export async function extendAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { optionKey, exercisedOn, decisionId, reason }: ExtensionExercise
) {
  const row = await lockAgreement(tx, ref, 'extended')
  const term = ((row.content as Content).term ?? {}) as Term
  const option = term.extensions?.find(({ key }) => key === optionKey)
  if (!option) {
    throw new Invalid('extension-not-found', 'The agreement has no such option.', [
      { field: '/optionKey', message: 'is not an option of the term' }
    ])
  }
  if (isExercised(option)) throw new Conflict('extension-exercised', 'This option has been exercised.')
  if (option.lastExerciseOn && exercisedOn > option.lastExerciseOn) {
    throw new Conflict(
      'extension-too-late',
      `The option was to be exercised by ${option.lastExerciseOn}: amend the agreement instead.`
    )
  }
  if (decisionId) await checkDecision(tx, ref.municipalityCode, decisionId)
  const extensions = term.extensions!.map(one => (one === option ? { ...one, exercised: true, exercisedOn } : one))
  const change = { patch: { term: { extensions } }, effectiveFrom: exercisedOn, decisionId, reason }
  return await recordChange(tx, actor, row, { act: 'extended', ...change })
}

/** Throws away a draft, or takes back one that was registered in error. @throws NotFound, Conflict (the status, payments) */
export async function withdrawAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  reason: string,
  act: 'discarded' | 'withdrawn'
) {
  const row = await lockAgreement(tx, ref, act)
  await refusePaid(tx, ref)
  const columns = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason }
  return await recordChange(tx, actor, row, { act, columns, reason })
}

/** Nothing that is planned or paid is left without its agreement. @throws Conflict */
async function refusePaid(tx: Transaction, { municipalityCode, id }: Ref) {
  const of = sql`municipality_code = ${municipalityCode} and agreement_id = ${id} and withdrawn_at is null`
  const { rows } = await tx.execute(
    sql`select from payment_plans where ${of} union all select from payments where ${of} limit 1`
  )
  if (rows.length === 0) return
  throw new Conflict('agreement-has-payments', 'Payments are planned for the agreement: cancel the plans first.')
}

/** What is of the content, and what stands beside it. */
function divided({ sourceUrl, sourceUpdatedOn, sourceRetrievedOn, ...patch }: Partial<AgreementPatch>) {
  const all = Object.entries({ sourceUrl, sourceUpdatedOn, sourceRetrievedOn })
  return { patch, columns: Object.fromEntries(all.filter(([, value]) => value !== undefined)) }
}
