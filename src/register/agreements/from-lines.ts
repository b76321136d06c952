import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { by } from '../../platform/events/actions.ts'
import { changeOf } from '../../platform/events/change-numbers.ts'
import { events } from '../../platform/events/tables.ts'
import type { DatePrecision } from '../decisions/line-rules.ts'
import { type Content, contentNames } from './content.ts'
import { complete, emptyContent } from './content-rules.ts'
import { agreementAwards, agreementParties } from './link-tables.ts'
import { type AgreementRow, agreements, agreementVersions } from './record.ts'
import { linksOf } from './references.ts'
import { columnsOf, versionOf } from './write.ts'

type Line = {
  awardId: string
  decisionId: string
  decidedOn: string
  precision: DatePrecision
  bodyId: string
  organisationIds: string[]
  payeeId: string | null
  purpose: string | null
  sourceUrl: string | null
  title: string
}

/** Agreements of one statement: building it holds the event loop for some 20 ms. */
const BATCH = 100

/**
 * Each granted line of a scheme of kind partnership gives an agreement, decided by its decision, once and only once: its
 * parties are the recipients and the body that decided, its award funds it, and what the line does not say (its term,
 * who signs) is not stated. `lines` is a query of line_id. Answers how many were made. Each line is looked up by its keys,
 * so that no statistics of the tables can make it slow.
 */
export async function agreementsFromLines(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  lines: SQL
): Promise<number> {
  const rows = await linesWithout(tx, municipalityCode, lines)
  for (let at = 0; at < rows.length; at += BATCH) {
    await insertBatch(tx, actor, municipalityCode, rows.slice(at, at + BATCH))
  }
  return rows.length
}

/** How many agreements the lines would give. */
export async function countFromLines(tx: Transaction, municipalityCode: string, lines: SQL): Promise<number> {
  return (await linesWithout(tx, municipalityCode, lines)).length
}

/** The lines of partnership schemes whose award stands and has no agreement. */
async function linesWithout(tx: Transaction, municipalityCode: string, lines: SQL): Promise<Line[]> {
  const { rows } = await tx.execute<Line>(sql`
    select award.id as "awardId", decision.id as "decisionId", decision.decided_on as "decidedOn",
           decision.decided_on_precision as precision, decision.body_id as "bodyId", recipient.ids as "organisationIds",
           line.payee_organisation_id as "payeeId", line.purpose, line.source_url as "sourceUrl", recipient.names as title
    from (${lines}) asked
    cross join lateral (
      select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = asked.line_id offset 0
    ) line
    cross join lateral (
      select kind from schemes where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = line.scheme_id offset 0
    ) scheme
    cross join lateral (
      select id, withdrawn_at from awards
      where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = line.id offset 0
    ) award
    cross join lateral (
      select * from decisions where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = line.decision_id offset 0
    ) decision
    cross join lateral (
      select json_agg(organisation.id order by recipient.position) as ids,
             string_agg(organisation.name, ', ' order by recipient.position) as names
      from (
        select organisation_id, position from decision_line_recipients
        where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = line.id offset 0
      ) recipient
      cross join lateral (
        select id, name from organisations
        where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = recipient.organisation_id offset 0
      ) organisation
    ) recipient
    where scheme.kind = 'partnership' and award.withdrawn_at is null
      -- Each is read once for all lines, and looked up in memory.
      and award.id::text not in (
        select reference from agreements
        where municipality_code = ${municipalityCode} and source = 'award' and reference is not null
      )
      and award.id not in (select award_id from agreement_awards where municipality_code = ${municipalityCode})
    order by line.id`)
  return rows
}

async function insertBatch(tx: Transaction, actor: Actor, municipalityCode: string, lines: Line[]) {
  const values = lines.map(line => ({
    ...columnsOf({ ...emptyContent(contentNames), ...contentOf(line) } as Content),
    municipalityCode,
    source: 'award',
    reference: line.awardId,
    status: 'decided' as const,
    decisionId: line.decisionId,
    sourceUrl: line.sourceUrl,
    version: 2
  }))
  const rows = await tx.insert(agreements).values(values).returning()
  const links = rows.map(row => linksOf(row, row.content))
  await tx.insert(agreementVersions).values(rows.flatMap(row => versionsOf(actor, row)))
  await tx.insert(agreementParties).values(links.flatMap(({ parties }) => parties))
  await tx.insert(agreementAwards).values(links.flatMap(({ awards }) => awards))
  const changeId = changeOf(tx, municipalityCode, 'agreement')
  const happened = rows.flatMap(row => eventsOf(actor, row).map(event => ({ ...event, changeId })))
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
    decidedOn: line.decidedOn,
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
