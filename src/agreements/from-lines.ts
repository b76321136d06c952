import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import type { DatePrecision } from '../decisions/rules.ts'
import { by } from '../events/actions.ts'
import { events } from '../events/tables.ts'
import { type Content, complete, emptyContent } from './content-rules.ts'
import { agreementAwards, agreementParties } from './links/tables.ts'
import { type AgreementRow, allNames } from './queries.ts'
import { columnsOf, versionOf } from './record.ts'
import { linksOf } from './references.ts'
import { agreements, agreementVersions } from './tables.ts'

type Line = {
  awardId: string
  decisionId: string
  meetingDate: string
  precision: DatePrecision
  bodyId: string
  organisationIds: string[]
  payeeId: string | null
  purpose: string | null
  sourceUrl: string | null
  title: string
}

/** Rows of one statement: well under PostgreSQL's 65 535 parameters. */
const BATCH = 500

/**
 * Each granted line of a scheme of kind partnership gives an agreement, decided by its decision, once and only once: its
 * parties are the recipients and the body that decided, its award funds it, and what the line does not say (its term,
 * who signs) is not stated. `lines` is a query of line_id. Answers how many were made.
 */
export async function agreementsFromLines(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  lines: SQL
): Promise<number> {
  const { rows } = await tx.execute<Line>(sql`
    select award.id as "awardId", decision.id as "decisionId", decision.meeting_date as "meetingDate",
           decision.meeting_date_precision as precision, decision.body_id as "bodyId", recipient.ids as "organisationIds",
           line.payee_organisation_id as "payeeId", line.purpose, line.source_url as "sourceUrl", recipient.names as title
    from (${lines}) asked
    join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = asked.line_id
    join schemes scheme on scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
      and scheme.kind = 'partnership'
    join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
      and award.withdrawn_at is null
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    cross join lateral (
      select json_agg(organisation.id order by recipient.position) as ids,
             string_agg(organisation.name, ', ' order by recipient.position) as names
      from decision_line_recipients recipient
      join organisations organisation
        on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
      where recipient.municipality_code = line.municipality_code and recipient.line_id = line.id
    ) recipient
    where not exists (
      select from agreements made
      where made.municipality_code = award.municipality_code and made.source = 'award'
        and made.reference = award.id::text
    ) and not exists (
      select from agreement_awards funded
      where funded.municipality_code = award.municipality_code and funded.award_id = award.id
    )
    order by line.id`)
  for (let at = 0; at < rows.length; at += BATCH) {
    await insertBatch(tx, actor, municipalityCode, rows.slice(at, at + BATCH))
  }
  return rows.length
}

async function insertBatch(tx: Transaction, actor: Actor, municipalityCode: string, lines: Line[]) {
  const values = lines.map(line => ({
    ...columnsOf({ ...emptyContent(allNames), ...contentOf(line) } as Content),
    municipalityCode,
    source: 'award',
    reference: line.awardId,
    status: 'decided' as const,
    decisionId: line.decisionId,
    sourceUrl: line.sourceUrl,
    version: 2
  }))
  const rows = await tx.insert(agreements).values(values).returning()
  const links = rows.map(row => linksOf(row, row.content as Content))
  await tx.insert(agreementVersions).values(rows.flatMap(row => versionsOf(actor, row)))
  await tx.insert(agreementParties).values(links.flatMap(({ parties }) => parties))
  await tx.insert(agreementAwards).values(links.flatMap(({ awards }) => awards))
  const happened = rows.flatMap(row => eventsOf(actor, row))
  await tx.insert(events).values(happened as (typeof events.$inferInsert)[])
}

function contentOf(line: Line): Record<string, unknown> {
  const body = { key: 'body', kind: 'body', role: 'responsible', bodyId: line.bodyId }
  const key = (at: number) => (line.organisationIds.length === 1 ? 'organisation' : `organisation-${at + 1}`)
  const partners = line.organisationIds.map((organisationId, at) => ({
    key: key(at),
    kind: 'organisation',
    role: at === 0 ? 'partner' : 'coPartner',
    organisationId
  }))
  const payee = partners.find(({ organisationId }) => organisationId === line.payeeId)
  return complete({
    kind: 'partnership',
    title: line.title.slice(0, 500),
    purpose: line.purpose,
    parties: [body, ...partners],
    payeeKey: payee?.key ?? (partners.length === 1 ? partners[0]!.key : null),
    funding: [{ awardId: line.awardId }],
    decidedOn: line.meetingDate,
    decidedOnPrecision: line.precision
  })
}

const stepsOf = ({ content }: AgreementRow) => {
  const { decidedOn, decidedOnPrecision, ...stated } = content
  return { step: { decidedOn, decidedOnPrecision }, stated }
}

function versionsOf(actor: Actor, row: AgreementRow) {
  const { step, stated } = stepsOf(row)
  const on = { status: 'decided' as const, decisionId: row.decisionId, effectiveFrom: step.decidedOn as string }
  return [
    versionOf(actor, { ...row, version: 1 }, { act: 'created', status: 'draft', patch: stated }),
    versionOf(actor, row, { act: 'decided', patch: step, ...on })
  ]
}

function eventsOf(actor: Actor, row: AgreementRow) {
  const { step, stated } = stepsOf(row)
  const { source, reference, decisionId } = row
  const says = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0)
  const after = Object.fromEntries(Object.entries(stated).filter(([, value]) => says(value)))
  const event = { municipalityCode: row.municipalityCode, subjectType: 'agreement', subjectId: row.id, ...by(actor) }
  return [
    { ...event, type: 'agreement.created', subjectVersion: 1, after: { source, reference, status: 'draft', ...after } },
    {
      ...event,
      type: 'agreement.decided',
      subjectVersion: 2,
      before: { status: 'draft' },
      after: { status: 'decided', decisionId, ...step }
    }
  ]
}
