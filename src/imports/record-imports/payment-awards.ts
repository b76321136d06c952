import { sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
import { nameKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { PaymentColumn, PaymentValue } from './payment-rows.ts'

/** Which award a payment is of: the one that agrees with all that its row says of it. */

export type AwardFound = {
  id: string
  lineReference: string | null
  decisionReference: string | null
  lineSource: string
  decisionSource: string
  bodyKeys: string[]
  schemeName: string | null
  schemeKeys: string[]
  yearFrom: number | null
  yearTo: number | null
  amountPer: 'year' | 'total' | null
  purpose: string | null
  payeeOrganisationId: string | null
  recipientIds: string[]
  /** Agreements that it funds, with the first day on which each can have begun. */
  agreements: { id: string; startsEarliest: string }[]
}

/** The awards that stand and were given, or are paid, to these organisations. */
export async function awardsOf(
  tx: Transaction,
  municipalityCode: string,
  organisationIds: string[]
): Promise<AwardFound[]> {
  if (organisationIds.length === 0) return []
  const ids = sql`${sql.param(organisationIds)}::uuid[]`
  const { rows } = await tx.execute<AwardFound>(sql`
    select award.id, line.reference as "lineReference", line.source as "lineSource",
      decision.reference as "decisionReference", decision.source as "decisionSource",
      body.name_key || body.former_name_keys as "bodyKeys", scheme.name as "schemeName",
      case when scheme.id is null then '{}' else scheme.name_key || scheme.former_name_keys end as "schemeKeys",
      line.grant_year_from as "yearFrom", line.grant_year_to as "yearTo", line.amount_per as "amountPer", line.purpose,
      line.payee_organisation_id as "payeeOrganisationId",
      array(select organisation_id from decision_line_recipients recipient
        where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id
        order by position) as "recipientIds",
      coalesce((select json_agg(json_build_object('id', agreement.id, 'startsEarliest', agreement.starts_earliest))
        from agreement_awards funded join agreements agreement on agreement.id = funded.agreement_id
        where ${ofMunicipality(municipalityCode, 'funded', 'agreement')} and funded.award_id = award.id
          and agreement.withdrawn_at is null), '[]') as agreements
    from awards award
    join decision_lines line on line.id = award.line_id
    join decisions decision on decision.id = line.decision_id
    join bodies body on body.id = decision.body_id
    left join schemes scheme on scheme.id = line.scheme_id and ${ofMunicipality(municipalityCode, 'scheme')}
    where ${ofMunicipality(municipalityCode, 'award', 'line', 'decision', 'body')}
      and award.withdrawn_at is null and line.withdrawn_at is null and decision.withdrawn_at is null
      and decision.annulment_recorded_at is null
      and (line.payee_organisation_id = any(${ids}) or line.id in (
        select line_id from decision_line_recipients given
        where ${ofMunicipality(municipalityCode, 'given')} and given.organisation_id = any(${ids})))
    order by award.id`)
  return rows
}

export type Chosen = { award: AwardFound } | ({ column: PaymentColumn } & Message)

/** The one award that the row means, or why it cannot be told. `source`: whose references the row's are. */
export function awardMeant(all: AwardFound[], value: PaymentValue, organisationId: string, source: string): Chosen {
  const own = all.filter(
    award => award.recipientIds.includes(organisationId) || award.payeeOrganisationId === organisationId
  )
  if (own.length === 0) {
    return {
      column: 'recipient',
      message: 'has no award that stands: import the decision first',
      sv: 'har inget gällande bidrag: läs in beslutet först'
    }
  }
  let left = own
  for (const [column, agrees] of tests(value, source)) {
    const agreeing = left.filter(agrees)
    if (agreeing.length === 0) {
      const told = toldOf(left)
      return {
        column,
        message: `agrees with no award of the recipient: ${told}`,
        sv: `stämmer inte med något av mottagarens bidrag: ${told}`
      }
    }
    left = agreeing
  }
  if (left.length === 1) return { award: left[0]! }
  const told = toldOf(left)
  return {
    column: 'recipient',
    message: `has ${left.length} awards that agree with the row: ${told}; say which by line_reference, scheme, grant_year or purpose`,
    sv: `har ${left.length} bidrag som stämmer med raden: ${told}; ange vilket med line_reference, scheme, grant_year eller purpose`
  }
}

type Test = [column: PaymentColumn, agrees: (award: AwardFound) => boolean]

/** What the row says of its award, in the order in which it is looked at. */
function tests(value: PaymentValue, source: string): Test[] {
  const { lineReference, decisionReference, body, scheme, years, purpose } = value
  const all: [unknown, ...Test][] = [
    [lineReference, 'line_reference', award => award.lineReference === lineReference && award.lineSource === source],
    [
      decisionReference,
      'decision_reference',
      award => award.decisionReference === decisionReference && award.decisionSource === source
    ],
    [body, 'body', award => award.bodyKeys.includes(nameKey(body!))],
    [scheme, 'scheme', award => award.schemeKeys.includes(nameKey(scheme!))],
    [years, 'grant_year', award => isOfYears(award, years!)],
    [purpose, 'purpose', award => award.purpose !== null && nameKey(award.purpose) === nameKey(purpose!)]
  ]
  return all.flatMap(([stated, ...test]) => (stated === null ? [] : [test]))
}

/** The years of the award, or one of them. */
function isOfYears({ yearFrom, yearTo }: AwardFound, { from, to }: { from: number; to: number }): boolean {
  if (yearFrom === null || yearTo === null) return false
  return (yearFrom === from && yearTo === to) || (from === to && yearFrom <= from && from <= yearTo)
}

const FEW = 5

function toldOf(awards: AwardFound[]): string {
  const words = awards.slice(0, FEW).map(({ schemeName, yearFrom, yearTo, purpose }) => {
    const years = yearFrom === yearTo ? (yearFrom ?? 'year not stated') : `${yearFrom}–${yearTo}`
    return [schemeName ?? 'scheme not stated', years, ...(purpose ? [JSON.stringify(purpose.slice(0, 60))] : [])].join(
      ' '
    )
  })
  return `${words.join('; ')}${awards.length > FEW ? ' …' : ''}`
}
