import { type SQL, sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { type Static, type TSchema, Type } from 'typebox'
import { day, id, instant, municipalityCode, named, provenance, tracked } from '../../platform/database/columns.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import {
  Day,
  Instant,
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Uuid
} from '../../platform/http/schemas.ts'
import type { Said } from '../../platform/records/kit.ts'
import { listOf } from '../../platform/records/list.ts'
import { type Asked, filtersOf, parametersOf } from '../../platform/records/record.ts'
import { isFound, searchAsked, searchKeyOf } from '../../platform/records/search.ts'
import { foundBodies } from '../bodies/record.ts'
import { Award } from '../decisions/award-queries.ts'
import { decision, decisions } from '../decisions/record.ts'
import { foundAmongMerged, isFoundAs, sameAs } from '../organisations/record.ts'
import { type Content, Contribution, content, contentNames, contentSchemas, Party, stated, Term } from './content.ts'
import { emptyContent } from './content-rules.ts'
import {
  type AgreementAct,
  type AgreementKind,
  type AgreementStatus,
  agreementKinds,
  agreementStatuses,
  partyKinds,
  partyRoles
} from './rules.ts'

const standing = sql`withdrawn_at is null and status <> 'draft'`

/** What an agreement is searched by: its title, its diary number, and names of parties that it states itself. */
const searchedTexts = sql`array[content ->> 'title', content ->> 'diaryNumber', jsonb_path_query_array(content, '$.parties[*].name ? (@ != null)')::text]`

/**
 * An agreement as it is now known: its identity, its last step, and its whole content in one document. Bounds of the
 * term are kept for finding agreements by day; whether one runs on a day is always derived (term-rules.ts).
 */
export const agreements = pgTable(
  'agreements',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    kind: text().$type<AgreementKind>().notNull(),
    status: text().$type<AgreementStatus>().notNull().default('draft'),
    content: jsonb().$type<Content>().notNull(),
    /** The decision by which it was adopted. */
    decisionId: uuid(),
    /** An amendment that is recorded takes effect on this day at the latest; until then the content is not yet all in force. */
    pendingUntil: day(),
    startsEarliest: day().notNull(),
    startsLatest: day().notNull(),
    endsEarliest: day().notNull(),
    endsLatest: day().notNull(),
    /** Between these days is the next last day to give notice (term-rules.ts noticeSpan); null: none is known. */
    noticeEarliest: day(),
    noticeLatest: day(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('agreements', table),
    // Withdrawn agreements count too: an award gives an agreement once and only once.
    uniqueIndex('agreements_of_award').on(table.municipalityCode, table.reference).where(sql`source = 'award'`),
    // A list may be filtered by reference without source.
    index('agreements_by_reference').on(table.municipalityCode, table.reference),
    index('agreements_search').using('gin', table.municipalityCode, sql`${searchKeyOf(searchedTexts)} gin_trgm_ops`),
    index('agreements_status').on(table.municipalityCode, table.status, table.id),
    index('agreements_kind').on(table.municipalityCode, table.kind, table.id),
    index('agreements_starts').on(table.municipalityCode, table.startsLatest, table.startsEarliest),
    index('agreements_decision').on(table.municipalityCode, table.decisionId),
    index('agreements_ends').on(table.municipalityCode, table.endsLatest, table.endsEarliest),
    // The work list (reads/work-list) walks along days: ends, ends of which the earliest day is past, and last notice days.
    index('agreements_ending').on(table.municipalityCode, table.endsEarliest, table.id).where(sql`${standing}`),
    index('agreements_may_have_ended')
      .on(table.municipalityCode, table.endsEarliest, table.id)
      .where(sql`${standing} and ends_earliest < ends_latest and ends_earliest > '0001-01-01'`),
    index('agreements_notice')
      .on(table.municipalityCode, table.noticeEarliest, table.id)
      .where(sql`${standing} and notice_earliest is not null`),
    refersTo('agreements_decision_fk', table, table.decisionId, decisions),
    check('agreements_kind', sql`kind in ('partnership', 'framework')`),
    check('agreements_status_known', sql`status in ('draft', 'decided', 'signed', 'ended', 'terminated')`)
  ]
)

/**
 * Everything that was done to an agreement, append-only (a trigger refuses UPDATE and DELETE). `patch` is what changed;
 * the content on a day as known at an instant is the patches recorded by then and in effect by that day, one on the
 * other: those without a day first, then by day, then as they were recorded.
 */
export const agreementVersions = pgTable(
  'agreement_versions',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    /** The version of the agreement that it made. */
    number: integer().notNull(),
    act: text().$type<AgreementAct>().notNull(),
    status: text().$type<AgreementStatus>().notNull(),
    /** First day on which it holds; null: for as long as the agreement has been. */
    effectiveFrom: day(),
    patch: jsonb().$type<Record<string, unknown>>().notNull(),
    decisionId: uuid(),
    reason: text(),
    recordedAt: instant().notNull().default(sql`clock_timestamp()`),
    recordedBy: text().notNull(),
    sentBy: text()
  },
  table => [
    primaryKey({ name: 'agreement_versions_pk', columns: [table.municipalityCode, table.agreementId, table.number] }),
    index('agreement_versions_files').using('gin', sql`(patch -> 'fileIds')`).where(sql`patch -> 'fileIds' <> '[]'`),
    refersTo('agreement_versions_agreement_fk', table, table.agreementId, agreements),
    refersTo('agreement_versions_decision_fk', table, table.decisionId, decisions)
  ]
)
export type VersionRow = typeof agreementVersions.$inferSelect
export type AgreementRow = typeof agreements.$inferSelect

/** The row without the days by which it is found: they follow from its content, and change with the day. */
export function withoutBounds(row: AgreementRow) {
  const { startsEarliest, startsLatest, endsEarliest, endsLatest, noticeEarliest, noticeLatest, ...said } = row
  return said
}

const { kind, ...optional } = stated

export const NewAgreement = Strict(
  { kind, ...optional, ...Provenance, ...Named },
  {
    $id: 'NewAgreement',
    description: 'An agreement to register, as a draft',
    example: {
      kind: 'partnership',
      title: 'Partnerskap med Haninge Kvinnojour',
      term: { validFrom: '2022-01-01', validFromPrecision: 'year' }
    }
  }
)
export type NewAgreement = Static<typeof NewAgreement>

export const AgreementPatch = Patch(Strict({ kind, ...optional, ...Provenance }), {
  $id: 'AgreementPatch',
  description: 'What is to change (JSON merge patch); lists are replaced whole',
  example: { purpose: 'Stöd till våldsutsatta' }
})
export type AgreementPatch = Static<typeof AgreementPatch>

const answers = ['yes', 'no', 'possible', 'unknown'] as const
const answer = (description: string) => OneOf(answers, description)
const bound = (description: string) => Nullable(Day(`${description}; null: not known`, '2022-01-01'))

export const Standing = Strict(
  {
    validOn: Day('The day asked for', '2023-05-01'),
    upcoming: answer('Whether it has not begun'),
    running: answer('Whether it runs; an agreement not known to be signed is at most possibly running'),
    ended: answer('Whether it is over'),
    startsEarliestOn: bound('The earliest that it can begin'),
    startsLatestOn: bound('The latest that it can begin'),
    endsEarliestOn: bound('The earliest that it can end'),
    endsLatestOn: bound('The latest that it can end'),
    lastNoticeOn: Nullable(Day('Next last day to give notice before it renews itself', '2024-06-30'))
  },
  {
    $id: 'AgreementStanding',
    description: 'Where the agreement stands on a day: derived, never stored',
    example: {
      validOn: '2023-05-01',
      upcoming: 'no',
      running: 'yes',
      ended: 'no',
      startsEarliestOn: '2022-01-01',
      startsLatestOn: '2022-12-31',
      endsEarliestOn: '2023-12-31',
      endsLatestOn: '2024-12-30',
      lastNoticeOn: null
    }
  }
)

const exampleIn = (schema: TSchema) => (schema as { example?: unknown }).example

export const Agreement = Strict(
  {
    ...Representation(
      {
        ...Named,
        status: OneOf(agreementStatuses, 'The last step taken'),
        decisionId: Nullable(Uuid('The decision that adopted it')),
        ...content,
        termStanding: ref(Standing),
        knownAt: Instant('As known at this instant'),
        ...Provenance
      },
      { $id: 'x', description: '', example: {} }
    ).properties,
    awards: Type.Optional(Type.Array(ref(Award), { description: 'The awards that fund it, with include=awards' })),
    decision: Type.Optional(Nullable(ref(decision.schemas.One)))
  },
  {
    $id: 'Agreement',
    description: 'An agreement as it stood on a day, as known at an instant',
    example: {
      municipalityCode: '0136',
      id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      source: 'casefile',
      reference: 'SN-2021-0144-3',
      status: 'signed',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      ...emptyContent(contentNames),
      kind: 'partnership',
      title: 'Partnerskap med Haninge Kvinnojour',
      parties: [exampleIn(Party)],
      contributions: [exampleIn(Contribution)],
      term: exampleIn(Term),
      decidedOn: '2021-12-14',
      decidedOnPrecision: 'day',
      signedOn: '2021-12-16',
      signedOnPrecision: 'day',
      termStanding: exampleIn(Standing),
      knownAt: '2021-12-16T09:30:00.123456Z',
      sourceUrl: null,
      sourceUpdatedOn: null,
      sourceRetrievedOn: null,
      version: 3,
      createdAt: '2021-12-16T09:30:00.123456Z',
      updatedAt: '2021-12-16T09:30:00.123456Z',
      withdrawnAt: null,
      withdrawnReason: null
    }
  }
)
export type Agreement = Static<typeof Agreement>
export const AgreementPage = PageOf(ref(Agreement), 'AgreementPage', 'A page of agreements')
export const agreementSchemas = [NewAgreement, AgreementPatch, Standing, ...contentSchemas, Agreement, AgreementPage]

type Value = Parameters<Extract<Asked['where'], (value: never) => SQL>>[0]
/** Condition: the agreement has a row of the table for which the condition holds. */
const naming = (table: string, condition: SQL) => sql`${agreements.id} in (
  select agreement_id from ${sql.raw(table)} where municipality_code = ${listedCode} and ${condition})`
const ofParty = (condition: SQL) => naming('agreement_parties', condition)
const ofEntry = (description: string) => ({
  schema: Uuid(description),
  where: (value: Value) => naming('agreement_list_entries', sql`entry_id = ${value}`)
})
const on = sql`${sql.placeholder('validOn')}::date`
const notDraft = sql`${agreements.status} <> 'draft'`

const isTextFound = (patterns: Value) =>
  isFound(patterns, searchKeyOf(searchedTexts), sql`concat_ws(' ', content ->> 'title', content ->> 'diaryNumber')`)
/**
 * The agreements of which a party, as the register names it now or before, is found. Joins, so that PostgreSQL begins with the names
 * where few are found, and with the parties where many are.
 */
const ofFoundParty = (patterns: Value) => sql`
  select party.agreement_id from agreement_parties party
  join organisations organisation on organisation.municipality_code = party.municipality_code and organisation.id = party.organisation_id
  where ${ofMunicipality(listedCode, 'party', 'organisation')} and ${isFoundAs('organisation', patterns)}
  union all select party.agreement_id from agreement_parties party
  join organisation_names former on former.municipality_code = party.municipality_code and former.organisation_id = party.organisation_id
  where ${ofMunicipality(listedCode, 'party', 'former')} and former.withdrawn_at is null and ${isFoundAs('former', patterns)}
  union all select agreement_id from agreement_parties
  where municipality_code = ${listedCode} and organisation_id in (${foundAmongMerged(patterns)})
  union all select agreement_id from agreement_parties
  where municipality_code = ${listedCode} and body_id in (${foundBodies(patterns)})`

const filters: Record<string, Asked> = {
  search: {
    ...searchAsked('Words of its title and diary number, or of the name of a party', 'haninge kvinnojour'),
    where: value => sql`(${isTextFound(value)} or ${agreements.id} in (${ofFoundParty(value)}))`,
    finding: value => sql`
      select id from agreements where municipality_code = ${listedCode} and ${isTextFound(value)}
      union all ${ofFoundParty(value)}`
  },
  status: {
    schema: OneOf(agreementStatuses, 'The last step taken'),
    where: value => sql`${agreements.status} = ${value}`
  },
  kind: {
    schema: OneOf(agreementKinds, 'Partnership or framework'),
    where: value => sql`${agreements.kind} = ${value}`
  },
  organisationId: {
    schema: Uuid('A party; what was merged into it too'),
    // An organisation also finds the agreements of those merged into it, and each of those finds the agreements of all.
    where: value => ofParty(sql`organisation_id in (${sameAs(value)})`)
  },
  bodyId: { schema: Uuid('A party'), where: value => ofParty(sql`body_id = ${value}`) },
  partyRole: { schema: OneOf(partyRoles, 'A party has this part'), where: value => ofParty(sql`role = ${value}`) },
  partyKind: { schema: OneOf(partyKinds, 'A party is of this kind'), where: value => ofParty(sql`kind = ${value}`) },
  focusAreaId: ofEntry('A focus area'),
  kindOfWorkId: ofEntry('A kind of work'),
  targetGroupId: ofEntry('A target group'),
  decisionId: {
    schema: Uuid('The decision that adopted it'),
    where: value => sql`${agreements.decisionId} = ${value}`
  },
  awardId: {
    schema: Uuid('An award that funds it'),
    where: value => naming('agreement_awards', sql`award_id = ${value}`)
  },
  relatedTo: {
    schema: Uuid('An agreement that it names in a relation'),
    where: value => naming('agreement_relations', sql`target_id = ${value}`)
  },
  // Finds an agreement unless the phase is ruled out on the day: where the answer is yes, possible or unknown.
  phase: {
    schema: OneOf(['upcoming', 'running', 'ended'], 'What it is or may be on the day: see termStanding for which'),
    where: value => sql`case ${value}::text
      when 'upcoming' then ${agreements.startsLatest} > ${on}
      when 'running' then ${notDraft} and ${agreements.startsEarliest} <= ${on} and ${agreements.endsLatest} >= ${on}
      else ${agreements.endsEarliest} < ${on} end`
  },
  endingWithinDays: {
    schema: Type.Integer({
      minimum: 0,
      maximum: 36500,
      description: 'Runs, and ends or may end within so many days',
      example: 90
    }),
    where: value => sql`${notDraft} and ${agreements.startsEarliest} <= ${on}
      and ${agreements.endsLatest} >= ${on} and ${agreements.endsEarliest} <= ${on} + ${value}::int`
  }
}

export const AgreementQuery = ListQuery(
  {
    ...parametersOf(filters),
    validOn: Type.Optional(
      Day('The day that phase and endingWithinDays are asked for; today unless told', '2023-05-01')
    ),
    source: Type.Optional(Type.String({ maxLength: 100, description: 'System whose reference it is', example: 'api' })),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'IOP-3' })
    )
  },
  ['id', 'updatedAt', 'endsLatestOn']
)

const listed = listOf('agreements', agreements, { ...filtersOf(filters), sorts: ['id', 'updatedAt'] })
/** The list also needs `validOn`, the day asked about: the route always gives it, today unless told. */
export const agreementList = {
  ...listed,
  sorts: { ...listed.sorts, endsLatestOn: { column: agreements.endsLatest, of: (row: AgreementRow) => row.endsLatest } }
}

/** What the kit makes routes of. */
export const agreement = {
  noun: 'Agreement',
  plural: 'Agreements',
  tag: 'agreements',
  scope: 'agreements',
  schemas: { One: Agreement, Page: AgreementPage, Query: AgreementQuery, New: NewAgreement, Patch: AgreementPatch },
  says: {
    create: [
      'Register an agreement',
      'Registers a partnership or a framework agreement as a draft, with all that is known of it.'
    ],
    update: [
      'Change an agreement that is not signed',
      'Changes the properties given (JSON merge patch); demands If-Match. What is signed is amended instead.'
    ]
  } satisfies Record<string, Said>
}
