import { and, eq, isNull, sql } from 'drizzle-orm'
import { Invalid } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { Content } from '../../register/agreements/content.ts'
import { agreements } from '../../register/agreements/record.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import {
  type Demand,
  type Expected,
  endOf,
  expectedOf,
  MOST_PERIODS,
  type Reported,
  reportedOfTerm,
  reportedOfYears,
  rulesAt
} from './period-rules.ts'
import { problems } from './problems.ts'
import type { RequirementRow } from './requirement-record.ts'

/** Which reports requirements ask for, as terms and awards are known on a day; writes nothing. */

export type Wanted = Expected & { agreementId: string | null; awardId: string | null }

/** The service gives this reason when it withdraws an expected report itself: only such a report it may expect again. */
export const NO_LONGER_EXPECTED = 'No longer asked for by the requirement'

/** The reports that a requirement asks for, each once. @throws Invalid where they are too many to be meant */
export async function wantedReports(tx: Transaction, requirement: RequirementRow, on: string): Promise<Wanted[]> {
  if (requirement.ruleVersionId) return await wantedOfAwards(tx, requirement, requirement.ruleVersionId)
  const [row] = await tx
    .select()
    .from(agreements)
    .where(
      and(
        eq(agreements.municipalityCode, requirement.municipalityCode),
        eq(agreements.id, requirement.agreementId!),
        isNull(agreements.withdrawnAt)
      )
    )
  if (!row) return []
  return wantedOfAgreement(requirement, row.content, on).map(one => ({ ...one, awardId: null }))
}

type OfAgreement = Demand & { agreementId: string | null }

function wantedOfAgreement(
  requirement: OfAgreement,
  content: Pick<Content, 'term' | 'endedOn' | 'endedOnPrecision'>,
  on: string
) {
  const { agreementId } = requirement
  const { term, endedOn, endedOnPrecision } = content
  const ending = { endedOn, endedOnPrecision }
  const reported = reportedOfTerm(term, ending, on)
  return asked(requirement, reported, endOf(ending)).map(one => ({ ...one, agreementId }))
}

/** The reports of one agreement or award. @throws Invalid where they are too many to be meant */
function asked(demand: Demand, reported: Reported | null, endedOn: string | null = null): Expected[] {
  const expected = expectedOf(demand, reported, endedOn)
  if (expected.length <= MOST_PERIODS) return expected
  const stated = (['periodFrom', 'periodTo'] as const).filter(name => demand[name] !== null)
  const fields = stated.length > 0 ? stated : ['frequency']
  const message = `gives more than ${MOST_PERIODS} periods to report of: is a year mistyped?`
  const sv = `ger fler än ${MOST_PERIODS} perioder att redovisa: är ett år felskrivet?`
  throw new Invalid(
    problems['report-requirement-not-valid'],
    {
      en: 'The requirement breaks rules of a requirement.',
      sv: 'Redovisningskravet bryter mot reglerna för redovisningskrav.'
    },
    fields.map(name => ({ field: `/${name}`, message, sv }))
  )
}

/**
 * Requirements of the municipality whose reports are not what they ask for: two statements compare
 * those of agreements; those of rules are few, and all of them are answered.
 */
export async function requirementsBehind(db: Connection, municipalityCode: string, on: string): Promise<string[]> {
  const { rows } = await db.execute<OfAgreement & { id: string; content: Content | null }>(sql`
    select requirement.id, requirement.agreement_id as "agreementId", frequency, due_days as "dueDays",
           period_from as "periodFrom", period_to as "periodTo",
           case when agreement.id is not null then jsonb_build_object('term', content->'term',
             'endedOn', content->'endedOn', 'endedOnPrecision', content->'endedOnPrecision') end as content
    from report_requirements requirement
    left join agreements agreement on ${ofMunicipality(municipalityCode, 'agreement')}
      and agreement.municipality_code = requirement.municipality_code
      and agreement.id = requirement.agreement_id and agreement.withdrawn_at is null
    where requirement.municipality_code = ${municipalityCode} and requirement.withdrawn_at is null
    order by requirement.id`)
  const there = await db.execute<{ requirementId: string; from: string; to: string; settled: boolean }>(sql`
    select requirement_id as "requirementId", period_from as "from", period_to as "to",
           withdrawn_at is not null or status <> 'expected' as settled
    from reports where municipality_code = ${municipalityCode} and requirement_id is not null and award_id is null
      and withdrawn_reason is distinct from ${NO_LONGER_EXPECTED}`)
  const known = Map.groupBy(there.rows, ({ requirementId }) => requirementId)
  return rows.filter(one => isBehind(one, known.get(one.id) ?? [], on)).map(({ id }) => id)
}

type There = { from: string; to: string; settled: boolean }

function isBehind(one: OfAgreement & { content: Content | null }, there: There[], on: string): boolean {
  if (!one.agreementId) return true
  try {
    const wanted = one.content ? wantedOfAgreement(one, one.content, on) : []
    const asked = new Map(wanted.map(({ periodFrom, periodTo }) => [periodFrom, periodTo]))
    const known = new Set(there.map(({ from }) => from))
    return (
      wanted.some(({ periodFrom }) => !known.has(periodFrom)) ||
      there.some(({ from, to, settled }) => !settled && asked.get(from) !== to)
    )
  } catch {
    // The job that settles this requirement reports its error.
    return true
  }
}

type Awarded = { id: string; decidedOn: string; yearFrom: number | null; yearTo: number | null }

/** Of every standing award under the scheme that was decided while the rules held. */
async function wantedOfAwards(tx: Transaction, requirement: RequirementRow, ruleVersionId: string): Promise<Wanted[]> {
  const { municipalityCode } = requirement
  const versions = await tx
    .select()
    .from(schemeRuleVersions)
    .where(
      and(
        eq(schemeRuleVersions.municipalityCode, municipalityCode),
        isNull(schemeRuleVersions.withdrawnAt),
        sql`${schemeRuleVersions.schemeId} = (select scheme_id from scheme_rule_versions
          where municipality_code = ${municipalityCode} and id = ${ruleVersionId})`
      )
    )
  const schemeId = versions.find(({ id }) => id === ruleVersionId)?.schemeId
  if (!schemeId) return []
  const { rows } = await tx.execute<Awarded>(sql`
    select award.id, decision.decided_on as "decidedOn", line.grant_year_from as "yearFrom",
           line.grant_year_to as "yearTo"
    from decision_lines line
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
    where ${ofMunicipality(municipalityCode, 'line', 'decision', 'award')} and line.scheme_id = ${schemeId} and award.withdrawn_at is null
    order by award.id`)
  return rows
    .filter(({ decidedOn }) => rulesAt(versions, decidedOn) === ruleVersionId)
    .flatMap(({ id, yearFrom, yearTo }) =>
      asked(requirement, reportedOfYears(yearFrom, yearTo)).map(one => ({
        ...one,
        agreementId: null,
        awardId: id
      }))
    )
}
