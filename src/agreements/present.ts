import { type Actor, holdsScope, type Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import { findAward } from '../decisions/award-queries.ts'
import { findDecision } from '../decisions/queries.ts'
import { Invalid } from '../errors.ts'
import { type Content, withheld } from './content-rules.ts'
import { personsOf } from './persons.ts'
import { type AgreementRow, contentOn, namesOf, standingOf } from './queries.ts'
import { agreements } from './tables.ts'

export type View = { validOn?: string; knownAt?: string; include?: string }

/**
 * The agreement as it stands on a day (today unless told), as known at an instant (now unless told), with what is asked
 * to be included. @throws NotFound, Invalid (an instant to come)
 */
export async function showAgreement(db: Connection, actor: Actor, ref: Ref, view: View = {}) {
  const row = await findRecord(db, agreements, 'agreement', ref)
  const shown = await presentAgreement(db, actor, row, view)
  const include = view.include?.split(',') ?? []
  const { municipalityCode } = ref
  return {
    ...shown,
    ...(include.includes('awards') && {
      awards: await Promise.all(shown.funding.map(({ awardId }) => findAward(db, { municipalityCode, id: awardId })))
    }),
    ...(include.includes('decision') && {
      decision: shown.decisionId ? await decisionAlone(db, { municipalityCode, id: shown.decisionId }) : null
    })
  }
}

/** The decision without its lines: those of other agreements are no part of this one. */
async function decisionAlone(db: Connection, ref: Ref) {
  const { lines, warnings, revisedByDecisionIds, ...decision } = await findDecision(db, ref)
  return decision
}

/** A row as it is answered. Whoever may only read is not told what is confidential. */
export async function presentAgreement(
  db: Connection,
  actor: Actor,
  row: AgreementRow,
  { validOn, knownAt }: View = {},
  standingOn?: string
) {
  const on = validOn ?? today()
  if (knownAt && new Date(knownAt).getTime() > Date.now()) {
    throw new Invalid('known-at-in-future', 'What will be known is not known.', [
      { field: 'knownAt', message: 'must not be later than now' }
    ])
  }
  const asked = validOn !== undefined || knownAt !== undefined || (row.pendingUntil !== null && row.pendingUntil > on)
  const held = asked
    ? await contentOn(db, row, { on: validOn === undefined && knownAt === undefined ? on : (validOn ?? on), knownAt })
    : { content: row.content as Content, status: row.status, versions: undefined }
  const decided = held.versions?.find(
    ({ act, effectiveFrom }) => act === 'decided' && (!effectiveFrom || effectiveFrom <= on)
  )
  const { content, pendingUntil, startsEarliest, startsLatest, endsEarliest, endsLatest, ...identity } = row
  const whole = { ...content, ...held.content } as Content
  const open = holdsScope(actor, 'agreements:write') ? whole : (withheld(whole) as Content)
  return {
    ...identity,
    ...(await named(db, row, open, holdsScope(actor, 'agreements:write'))),
    status: held.status,
    decisionId: held.versions ? (decided?.decisionId ?? null) : row.decisionId,
    standing: standingOf(whole, held.versions?.at(-1)?.status ?? row.status, standingOn ?? on, knownAt),
    knownAt: knownAt ?? new Date().toISOString()
  }
}

async function named(db: Connection, ref: AgreementRow, content: Content, mayWrite: boolean): Promise<Content> {
  const ids = content.parties.flatMap(({ organisationId, bodyId }) => [organisationId ?? [], bodyId ?? []].flat())
  const names = await namesOf(db, ref.municipalityCode, ids)
  const { signatories, recusals } = content
  const persons = signatories.length + recusals.length > 0 ? await personsOf(db, ref) : new Map()
  const withName = <T extends { key: string }>(prefix: string, item: T) => {
    const { name = null, confidential = false } = persons.get(`${prefix}/${item.key}`) ?? {}
    return { ...item, name: confidential && !mayWrite ? null : name, confidential }
  }
  return {
    ...content,
    parties: content.parties.map(party => ({
      ...party,
      name: names.get(party.organisationId ?? party.bodyId ?? '') ?? party.name
    })),
    signatories: signatories.map(item => withName('signatory', item)),
    recusals: recusals.map(item => withName('recusal', item))
  }
}
