import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { bodies } from '../bodies/record.ts'
import { awards } from '../decisions/line-record.ts'
import { decisions } from '../decisions/record.ts'
import { organisations } from '../organisations/record.ts'
import type { Content } from './content.ts'
import { listEntries } from './entry-record.ts'
import { agreementAwards, agreementListEntries, agreementParties, agreementRelations } from './link-tables.ts'
import { problems } from './problems.ts'
import { agreements } from './record.ts'

type Named = { field: string; id: string }
type Standing =
  | typeof bodies
  | typeof organisations
  | typeof awards
  | typeof decisions
  | typeof agreements
  | typeof listEntries

async function missing(
  db: Connection,
  municipalityCode: string,
  table: Standing,
  named: Named[],
  also = sql`true`
): Promise<Named[]> {
  if (named.length === 0) return []
  const ids = named.map(({ id }) => id)
  const rows = await db
    .select({ id: table.id })
    .from(table as PgTable)
    .where(and(eq(table.municipalityCode, municipalityCode), inArray(table.id, ids), isNull(table.withdrawnAt), also))
  const found = new Set(rows.map(({ id }) => (id as string).toLowerCase()))
  return named.filter(({ id }) => !found.has(id.toLowerCase()))
}

const named = <T>(
  name: string,
  items: T[] | undefined,
  idOf: (item: T) => string | null | undefined,
  property: string
): Named[] =>
  (items ?? []).flatMap((item, at) => {
    const id = idOf(item)
    return id ? [{ field: `/${name}/${at}${property}`, id }] : []
  })

const listsOf = [
  ['focusAreaIds', 'focusArea'],
  ['kindOfWorkIds', 'kindOfWork'],
  ['targetGroupIds', 'targetGroup']
] as const

/** Whatever the patch names stands in this municipality, and is what it is named as. `id` is the agreement's own. */
export async function referenceViolations(
  db: Connection,
  municipalityCode: string,
  patch: Partial<Content>,
  id?: string
): Promise<Violation[]> {
  const violations: Violation[] = []
  const say = (fields: Named[], message: string, sv: string) =>
    violations.push(...fields.map(({ field }) => ({ field, message, sv })))
  const lacking = (table: Standing, items: Named[], also?: ReturnType<typeof sql>) =>
    missing(db, municipalityCode, table, items, also)

  const parties = named('parties', patch.parties, party => party.organisationId, '/organisationId')
  say(
    await lacking(organisations, parties, sql`${organisations.mergedIntoId} is null`),
    'is not an organisation that stands in this municipality',
    'är ingen gällande organisation i kommunen'
  )
  const ofBodies = [
    ...named('parties', patch.parties, party => party.bodyId, '/bodyId'),
    ...named('steering', patch.steering, item => item.bodyId, '/bodyId')
  ]
  say(await lacking(bodies, ofBodies), 'is not a body of this municipality', 'är inget organ i kommunen')
  say(
    await lacking(
      awards,
      named('funding', patch.funding, item => item.awardId, '/awardId')
    ),
    'is not an award that stands in this municipality',
    'är inget gällande bidrag i kommunen'
  )
  for (const [name, list] of listsOf) {
    const entries = named(name, patch[name], item => item, '')
    say(
      await lacking(listEntries, entries, sql`${listEntries.list} = ${list}`),
      `is not in the list ${list} of this municipality`,
      `finns inte i kommunens lista ${list}`
    )
  }
  const relations = named('relations', patch.relations, item => item.agreementId, '/agreementId')
  say(
    await lacking(agreements, relations),
    'is not an agreement that stands in this municipality',
    'är inget gällande avtal i kommunen'
  )
  say(
    relations.filter(relation => relation.id.toLowerCase() === id),
    'must be another agreement',
    'måste vara ett annat avtal'
  )
  const frames = named(
    'relations',
    patch.relations,
    item => (item.kind === 'underFramework' ? item.agreementId : null),
    '/agreementId'
  )
  say(
    await lacking(agreements, frames, sql`${agreements.kind} = 'framework'`),
    'is not a framework agreement',
    'är inget ramavtal'
  )
  return violations
}

/** @throws Invalid where it is not a decision that stands in the municipality */
export async function checkDecision(tx: Transaction, municipalityCode: string, decisionId: string): Promise<void> {
  const [lacking] = await missing(tx, municipalityCode, decisions, [{ field: '/decisionId', id: decisionId }])
  if (!lacking) return
  throw new Invalid(
    problems['reference-not-found'],
    {
      en: 'The decision is not one of this municipality, or was withdrawn.',
      sv: 'Beslutet är inte kommunens, eller har dragits tillbaka.'
    },
    [
      {
        field: '/decisionId',
        message: 'is not a decision that stands in this municipality',
        sv: 'är inget gällande beslut i kommunen'
      }
    ]
  )
}

/** Rows of what the content names, so that the database holds it and finds by it. */
export function linksOf({ municipalityCode, id: agreementId }: Ref, content: Content) {
  const of = { municipalityCode, agreementId }
  const entryIds = [...content.focusAreaIds, ...content.kindOfWorkIds, ...content.targetGroupIds]
  const relations = content.relations.filter(({ agreementId }) => agreementId)
  const targets = new Map(
    relations.map(({ kind, agreementId }) => [`${kind} ${agreementId}`, { kind, targetId: agreementId! }])
  )
  return {
    parties: content.parties.map(({ key, kind, role, organisationId, bodyId }) => ({
      ...of,
      key,
      kind,
      role,
      organisationId,
      bodyId
    })),
    awards: content.funding.map(({ awardId }) => ({ ...of, awardId })),
    relations: [...targets.values()].map(target => ({ ...of, ...target })),
    entries: [...new Set(entryIds)].map(entryId => ({ ...of, entryId }))
  }
}

/** Makes the rows follow the content. */
export async function replaceLinks(tx: Transaction, ref: Ref, content: Content, fresh = false): Promise<void> {
  const { parties, awards, relations, entries } = linksOf(ref, content)
  if (!fresh) {
    for (const table of [agreementParties, agreementAwards, agreementRelations, agreementListEntries]) {
      await tx.delete(table).where(and(eq(table.municipalityCode, ref.municipalityCode), eq(table.agreementId, ref.id)))
    }
  }
  if (parties.length > 0) await tx.insert(agreementParties).values(parties)
  if (awards.length > 0) await tx.insert(agreementAwards).values(awards)
  if (relations.length > 0) await tx.insert(agreementRelations).values(relations)
  if (entries.length > 0) await tx.insert(agreementListEntries).values(entries)
}
