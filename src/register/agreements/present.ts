import type { Static, TSchema } from 'typebox'
import { type Actor, holdsScope, type Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Invalid } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { knownUntil } from '../../platform/http/reading.ts'
import { act, type Said } from '../../platform/records/kit.ts'
import { findAward } from '../decisions/award-queries.ts'
import { findDecision } from '../decisions/queries.ts'
import type { Content } from './content.ts'
import { withheld } from './content-rules.ts'
import { personsOf } from './persons.ts'
import { problems } from './problems.ts'
import { contentOn, findVersions, namesOf, standingOf } from './queries.ts'
import { type Agreement, type AgreementRow, agreement, agreements, withoutBounds } from './record.ts'

export type View = { validOn?: string; knownAt?: string; include?: string }

/**
 * The agreement as it stands on a day (today unless told), as known at an instant (now unless told), with what is asked
 * to be included. @throws NotFound, Invalid (an instant to come)
 */
export async function showAgreement(db: Connection, actor: Actor, ref: Ref, view: View = {}): Promise<Agreement> {
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

/** A row as it is answered. A caller without agreements:write does not see confidential parts. */
export async function presentAgreement(
  db: Connection,
  actor: Actor,
  row: AgreementRow,
  { validOn, knownAt }: View = {},
  standingOn?: string,
  known?: Known
): Promise<Agreement> {
  const on = validOn ?? today()
  if (knownAt && new Date(knownAt).getTime() > Date.now()) {
    throw new Invalid(
      problems['known-at-in-future'],
      { en: 'What will be known is not known.', sv: 'Vad som kommer att vara känt vet ingen.' },
      [{ field: 'knownAt', message: 'must not be later than now', sv: 'får inte vara senare än nu' }]
    )
  }
  const asked = validOn !== undefined || knownAt !== undefined || (row.pendingUntil !== null && row.pendingUntil > on)
  const held = asked
    ? await contentOn(db, row, { on: validOn === undefined && knownAt === undefined ? on : (validOn ?? on), knownAt })
    : { content: row.content, status: row.status, versions: undefined }
  const decided = held.versions?.find(
    ({ act, effectiveFrom }) => act === 'decided' && (!effectiveFrom || effectiveFrom <= on)
  )
  const { content, pendingUntil, ...identity } = withoutBounds(row)
  // What was written before there were files names none.
  const stated: Content = { ...content, ...held.content }
  const whole = { ...stated, fileIds: stated.fileIds ?? [] }
  const open = holdsScope(actor, 'agreements:write') ? whole : withheld(whole)
  return {
    ...identity,
    ...named(
      row,
      open,
      holdsScope(actor, 'agreements:write'),
      (!asked && known) || (await knownOf(db, row.municipalityCode, [{ id: row.id, content: open }]))
    ),
    status: held.status,
    decisionId: held.versions ? (decided?.decisionId ?? null) : row.decisionId,
    termStanding: standingOf(whole, held.versions?.at(-1)?.status ?? row.status, standingOn ?? on, knownAt),
    knownAt: knownAt ?? (await knownBy(db, row))
  }
}

/** The instant as known at which the agreement is what was read: now, unless a standby was read from, which may have come less far. */
async function knownBy(db: Connection, row: AgreementRow): Promise<string> {
  const until = await knownUntil(db)
  if (until === undefined) return new Date().toISOString()
  if (row.updatedAt < until) return until
  const versions = await findVersions(db, row)
  return versions.at(-1)!.recordedAt
}

/** Agreements of a page as they are answered: names are asked for once for all of them. */
export async function presentAgreements(
  db: Connection,
  actor: Actor,
  municipalityCode: string,
  rows: AgreementRow[],
  standingOn: string
): Promise<Agreement[]> {
  const known = await knownOf(db, municipalityCode, rows)
  const shown: Agreement[] = []
  for (const row of rows) shown.push(await presentAgreement(db, actor, row, {}, standingOn, known))
  return shown
}

type Known = { names: Awaited<ReturnType<typeof namesOf>>; persons: Awaited<ReturnType<typeof personsOf>> }

/** What agreements borrow: names of their parties, and persons by the id of the agreement. */
async function knownOf(db: Connection, code: string, rows: { id: string; content: Content }[]): Promise<Known> {
  const parties = rows.flatMap(({ content }) => content.parties ?? [])
  const ids = parties.flatMap(({ organisationId, bodyId }) => [organisationId ?? [], bodyId ?? []].flat())
  const withPersons = rows.filter(
    ({ content: { signatories = [], recusals = [] } }) => signatories.length + recusals.length > 0
  )
  const persons = await personsOf(
    db,
    code,
    withPersons.map(({ id }) => id)
  )
  return { names: await namesOf(db, code, [...new Set(ids)]), persons }
}

function named(ref: AgreementRow, content: Content, mayWrite: boolean, known: Known): Content {
  const { signatories, recusals } = content
  const { names } = known
  const persons = known.persons.get(ref.id) ?? new Map()
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

type Act<B extends TSchema> = {
  says: Said
  body: B
  run: (tx: Transaction, actor: Actor, ref: Ref, sent: Static<B>) => Promise<AgreementRow>
}

/** `POST …/{id}/<verb>`: makes a version and an event, and is answered with the agreement as it stands then. */
export function agreementAct<B extends TSchema>(app: App, verb: string, { says, body, run }: Act<B>) {
  act<typeof agreement.schemas.One, B, Agreement>(app, agreement, verb, {
    operationId: `${verb}Agreement`,
    says,
    body,
    run: async (tx, actor, ref, sent) => await presentAgreement(tx, actor, await run(tx, actor, ref, sent))
  })
}
