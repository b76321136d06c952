import { type SQL, sql } from 'drizzle-orm'
import type { Answer } from '../../base/known.ts'
import { firstDay, lastDay } from '../../platform/database/days.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { Filter } from '../../platform/http/pagination.ts'
import { day, decidedBy, isParty, partiesOf, type Source } from './source.ts'

/** What comes up of agreements, schemes, organisations, decisions, assignments and state aid. */

const standingAgreement = sql`${ofMunicipality(listedCode, 'agreements')}
  and agreements.withdrawn_at is null and agreements.status <> 'draft'`
const ofAgreement = {
  from: sql`agreements`,
  id: sql`agreements.id`,
  name: sql`coalesce(agreements.content ->> 'title', ${partiesOf(sql`agreements.id`)})`,
  ofBody: ((value: Parameters<Filter>[0]) => isParty(sql`agreements.id`, sql`${value}`)) as Filter
}
/** An agreement that is not known to be signed is at most possibly running (term-rules.ts phaseOn). */
const certainWhere = (isOneDay: SQL) =>
  sql<Answer>`case when ${isOneDay} and agreements.status <> 'decided' then 'yes' else 'possible' end`

const ending = {
  kind: 'agreementEnds',
  ...ofAgreement,
  due: sql`agreements.ends_earliest`,
  latest: sql`nullif(agreements.ends_latest, '9999-12-31')`,
  certainty: certainWhere(sql`agreements.ends_earliest = agreements.ends_latest`)
} as const

const agreementSources: Source[] = [
  { ...ending, where: sql`${standingAgreement} and agreements.ends_earliest >= ${day('firstOn')}` },
  {
    ...ending,
    part: 'begun',
    where: sql`${standingAgreement} and agreements.ends_earliest < agreements.ends_latest
      and agreements.ends_earliest > '0001-01-01' and agreements.ends_earliest < ${day('firstOn')}`
  },
  {
    kind: 'agreementNotice',
    ...ofAgreement,
    where: sql`${standingAgreement} and agreements.notice_earliest is not null`,
    due: sql`agreements.notice_earliest`,
    latest: sql`nullif(agreements.notice_latest, '9999-12-31')`,
    certainty: certainWhere(sql`agreements.notice_earliest = agreements.notice_latest`)
  }
]

/** Days of windows are found in TypeScript (queries.ts windowDays), and joined here with their schemes. */
const windowSources = (['windowOpens', 'windowCloses'] as const).map(
  (kind): Source => ({
    kind,
    from: sql`jsonb_to_recordset(${sql.placeholder('windowDays')}::jsonb)
      as round (kind text, "windowId" uuid, "schemeId" uuid, title text, "dueOn" date, due text)
      join schemes scheme on scheme.municipality_code = ${listedCode} and scheme.id = round."schemeId"`,
    where: sql`round.kind = ${kind}`,
    due: sql`round."dueOn"`,
    certainty: sql`round.due`,
    id: sql`round."windowId"`,
    name: sql`coalesce(round.title, scheme.name)`,
    parent: { id: sql`scheme.id`, name: sql`scheme.name` },
    ofBody: value => sql`scheme.body_id = ${value}`
  })
)

const standingOrganisation = (part: string) => sql`${ofMunicipality(listedCode, part, 'organisation')}
  and ${sql.identifier(part)}.withdrawn_at is null
  and organisation.withdrawn_at is null and organisation.merged_into_id is null`
const organisationOf = (part: string) => sql`join organisations organisation
  on organisation.municipality_code = ${sql.identifier(part)}.municipality_code
  and organisation.id = ${sql.identifier(part)}.organisation_id`
const ofOrganisation = {
  parent: { id: sql`organisation.id`, name: sql`organisation.name` },
  ofBody: (() => sql`false`) as Filter
}

const organisationSources: Source[] = [
  {
    kind: 'documentExpires',
    ...ofOrganisation,
    from: sql`organisation_documents document ${organisationOf('document')}`,
    where: sql`${standingOrganisation('document')} and (document.kind in ('permit', 'other') or not exists (
      select from organisation_documents later
      where ${ofMunicipality(listedCode, 'later')} and later.organisation_id = document.organisation_id
        and later.kind = document.kind and later.withdrawn_at is null and later.id <> document.id
        and coalesce(later.valid_from, '0001-01-01') <= document.valid_to + 1
        and coalesce(later.valid_to, '9999-12-31') > document.valid_to offset 0))`,
    due: sql`document.valid_to`,
    id: sql`document.id`,
    name: sql`document.title`
  },
  {
    kind: 'eligibilityExpires',
    ...ofOrganisation,
    from: sql`eligibilities statement ${organisationOf('statement')}`,
    where: sql`${standingOrganisation('statement')} and statement.eligible and not exists (
      select from eligibilities later
      where ${ofMunicipality(listedCode, 'later')} and later.organisation_id = statement.organisation_id
        and later.withdrawn_at is null and later.valid_from <= statement.expires_on + 1
        and coalesce(later.expires_on, '9999-12-31') > statement.expires_on offset 0)`,
    due: sql`statement.expires_on`,
    id: sql`statement.id`,
    name: sql`organisation.name`
  }
]

const bodyOf = sql`join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id`
const standingDecision = sql`${ofMunicipality(listedCode, 'decision', 'body')} and decision.withdrawn_at is null
  and decision.standing = 'decided' and decision.annulment_recorded_at is null`
const ofDecision = {
  id: sql`decision.id`,
  name: sql`coalesce(decision.title, decision.diary_number, decision.paragraph)`,
  parent: { id: sql`body.id`, name: sql`body.name` },
  ofBody: (value => sql`decision.body_id = ${value}`) as Filter
}

/**
 * The last days of review, by the day on which a notice went up: they are found in TypeScript (queries.ts reviewDays). From day to
 * day the decisions are found of which a notice went up then.
 */
const noticed = (name: string) => sql`
  jsonb_to_recordset(${sql.placeholder('reviewDays')}::jsonb) as review (notice date, ends date)
  cross join lateral (
    select * from decisions
    where ${ofMunicipality(listedCode, 'decisions')} and notice_up_on = review.notice and withdrawn_at is null offset 0
  ) ${sql.identifier(name)}`
const ofReview = { kind: 'reviewTimeEnds', ...ofDecision, due: sql`review.ends` } as const

const decisionSources: Source[] = [
  {
    kind: 'delegationToReport',
    ...ofDecision,
    from: sql`decisions decision ${bodyOf}`,
    where: sql`${standingDecision} and decision.kind = 'delegated'
      and decision.reported_in_decision_id is null and decision.reported_on is null`,
    due: firstDay('decision.decided_on'),
    latest: lastDay('decision.decided_on'),
    certainty: sql`case decision.decided_on_precision when 'day' then 'yes' else 'possible' end`
  },
  {
    ...ofReview,
    from: sql`${noticed('decision')} ${bodyOf}`,
    where: sql`${standingDecision} and decision.final_confirmed_at is null
      and (decision.kind <> 'delegated' or not exists (
        select from decisions reported
        where ${ofMunicipality(listedCode, 'reported')} and reported.id = decision.reported_in_decision_id
          and reported.withdrawn_at is null and reported.notice_up_on is not null offset 0))`
  },
  {
    ...ofReview,
    part: 'reported',
    from: sql`${noticed('reported')}
      join decisions decision on decision.municipality_code = reported.municipality_code
        and decision.reported_in_decision_id = reported.id ${bodyOf}`,
    where: sql`${standingDecision} and decision.kind = 'delegated' and decision.final_confirmed_at is null`
  }
]

const assignmentSource: Source = {
  kind: 'assignmentDue',
  from: sql`assignments`,
  where: sql`${ofMunicipality(listedCode, 'assignments')} and assignments.withdrawn_at is null
    and assignments.status = 'given' and assignments.due_on is not null`,
  due: firstDay('assignments.due_on'),
  latest: lastDay('assignments.due_on'),
  certainty: sql`case assignments.due_on_precision when 'day' then 'yes' else 'possible' end`,
  id: sql`assignments.id`,
  name: sql`assignments.text`,
  ofBody: value => sql`${value} in (assignments.body_id, assignments.given_by_body_id)`
}

const aidSource: Source = {
  kind: 'aidRegistrationDue',
  from: sql`state_aids aid
    join organisations organisation on organisation.municipality_code = aid.municipality_code
      and organisation.id = aid.organisation_id
    join awards award on award.municipality_code = aid.municipality_code and award.id = aid.award_id`,
  where: sql`${ofMunicipality(listedCode, 'aid', 'organisation', 'award')} and aid.withdrawn_at is null
    and aid.register_due_on is not null and aid.registered_on is null and award.withdrawn_at is null`,
  due: sql`aid.register_due_on`,
  id: sql`aid.id`,
  name: sql`organisation.name`,
  parent: { id: sql`aid.award_id`, name: sql`organisation.name` },
  ofBody: value => decidedBy(sql`aid.award_id`, sql`${value}`)
}

export const registerSources: Source[] = [
  ...agreementSources,
  ...windowSources,
  ...organisationSources,
  ...decisionSources,
  assignmentSource,
  aidSource
]
