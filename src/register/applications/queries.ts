import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { mayBeFrom, mayBeTo } from '../../platform/database/days.ts'
import { readById } from '../../platform/database/gathered.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { listOf } from '../../platform/records/list.ts'
import { guaranteeOf } from './content.ts'
import { type Application, applications } from './record.ts'
import { latenessOf } from './rules.ts'

type Answered = Static<typeof Application>
export type Amount = Answered['amounts'][number]

// Columns are written out: Drizzle leaves the table's name off where a query has one table.
const ofApplication = sql`part.municipality_code = applications.municipality_code
  and part.application_id = applications.id and ${ofMunicipality(listedCode, 'part')}`

const applicants = sql<Answered['applicants']>`(
  select json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name) order by part.position)
  from application_applicants part
  join organisations organisation
    on organisation.municipality_code = part.municipality_code and organisation.id = part.organisation_id
  where ${ofApplication} and ${ofMunicipality(listedCode, 'organisation')})`

const amounts = sql<Answered['amounts']>`(
  select coalesce(json_agg(json_build_object('year', part.year, 'amount', part.amount, 'certainty', part.certainty)
    order by part.position), '[]')
  from application_amounts part where ${ofApplication})`

const steps = sql<Answered['steps']>`(
  select coalesce(json_agg(json_build_object('status', part.status, 'happenedOn', part.happened_on,
    'reason', part.reason, 'dueOn', part.due_on, 'actorName', part.actor_name, 'sentBy', part.sent_by,
    'recordedAt', to_char(part.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by part.id), '[]')
  from application_steps part where ${ofApplication})`

/** The lines that answer an application and count, `part`, with their decisions: as in ledger/standing.ts. */
const answering = (code: Code) => sql`decision_lines part
  join decisions decision on decision.municipality_code = part.municipality_code and decision.id = part.decision_id
  where part.municipality_code = applications.municipality_code and part.application_id = applications.id
    and ${ofMunicipality(code, 'part', 'decision')} and part.withdrawn_at is null and decision.withdrawn_at is null
    and decision.standing = 'decided' and decision.annulment_recorded_at is null
    and not exists (
      select from decision_lines revising
      join decisions later on later.municipality_code = revising.municipality_code and later.id = revising.decision_id
      where revising.municipality_code = part.municipality_code and revising.revises_line_id = part.id
        and ${ofMunicipality(code, 'revising', 'later')} and revising.withdrawn_at is null and later.withdrawn_at is null
        and later.standing = 'decided' and later.annulment_recorded_at is null)`

const latestFirst = sql.raw('decision.decided_on desc, part.id desc')

const decisionLines = sql<Answered['decisionLines']>`(
  select coalesce(json_agg(json_build_object('lineId', part.id, 'decisionId', decision.id,
    'decidedOn', decision.decided_on, 'outcome', part.outcome, 'granted', part.granted,
    'grantedCertainty', part.granted_certainty) order by ${latestFirst}), '[]') from ${answering(listedCode)})`

/** What was decided last: an application that was referred back and then granted is granted, and counts once. */
export const latestOutcome = (code: Code) => sql<string | null>`(
  select part.outcome from ${answering(code)} order by ${latestFirst} limit 1)`

const columns = {
  ...getTableColumns(applications),
  applicants,
  amounts,
  steps,
  decisionLines,
  outcome: latestOutcome(listedCode)
}

/** The application with its applicants, amounts, steps and outcome; what follows from its days is computed of it. */
export type ApplicationRow = typeof applications.$inferSelect &
  Pick<Answered, 'applicants' | 'amounts' | 'steps' | 'decisionLines' | 'outcome'>

export const applicationList = listOf<typeof applications, ApplicationRow>('applications', applications, {
  select: db => db.select(columns).from(applications).$dynamic(),
  equal: ['schemeId', 'guarantorOrganisationId', 'round', 'status', 'windowId', 'late'],
  ofFew: ['status', 'late'],
  filters: {
    organisationId: value => sql`${applications.id} in (select application_id from application_applicants
      where municipality_code = ${listedCode} and organisation_id = ${value})`,
    // An index finds the lines of the outcome; only the applications of those lines are asked for their latest outcome.
    outcome: value => sql`${applications.id} in (select application_id from decision_lines
      where municipality_code = ${listedCode} and outcome = ${value}
        and application_id is not null) and ${latestOutcome(listedCode)} = ${value}`,
    year: value => sql`${applications.id} = any(array(select application_id from application_amounts
      where municipality_code = ${listedCode} and year = ${value}))`,
    receivedFrom: value => sql`${applications.receivedOn} >= ${value}`,
    receivedTo: value => sql`${applications.receivedOn} <= ${value}`,
    dueOn: value => sql`${applications.dueOn} = ${value}`
  },
  unknown: {
    receivedFrom: value => sql`(${applications.receivedOn} is null or ${mayBeFrom('received_on', value)})`,
    receivedTo: value => sql`(${applications.receivedOn} is null or ${mayBeTo('received_on', value)})`,
    late: value => sql`(${applications.late} = 'unknown' and ${value}::text in ('yes', 'no'))`
  },
  sorts: ['id', 'updatedAt']
})

/** The application as it is answered. */
export const shownApplication = (row: ApplicationRow) => ({
  ...row,
  guarantee: guaranteeOf(row),
  ...latenessOf(row.receivedOn, row.receivedOnPrecision, row.dueOn)
})

/** The application with its applicants, amounts, steps and outcome. @throws NotFound */
export async function findApplication(db: Connection, ref: Ref): Promise<ApplicationRow> {
  const select = (db: Connection) => db.select(columns).from(applications)
  const row = await readById<ApplicationRow>(db, 'application', { table: applications, select }, ref)
  if (!row) throw new NotFound('application', ref.id)
  return row
}

export type Reference = { municipalityCode: string; source: string; reference: string }

/** Id of the standing application by the caller's reference, or undefined. */
export async function findByReference(db: Connection, { municipalityCode, source, reference }: Reference) {
  const [row] = await db
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        eq(applications.municipalityCode, municipalityCode),
        eq(applications.source, source),
        eq(applications.reference, reference),
        isNull(applications.withdrawnAt)
      )
    )
  return row?.id
}
