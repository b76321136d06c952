import { sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Violation } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { ruleVersionOn } from '../../register/schemes/versions.ts'
import { liveOf } from './live.ts'
import { advanceCeiling, type Period } from './schedule-rules.ts'
import type { AwardFacts } from './sums.ts'

type Advance = { payeeOrganisationId: string; dueOn: string; amount: bigint; field: string; paymentId?: string }

/**
 * What is wrong with an advance by the rules of the scheme that are in force on its due date: together with other
 * advances of the payee for the year it may be so many per cent of what the year before gave the same payee under the
 * same scheme, less what came back. An advance that is issued anew after a return is one. Who had nothing then gets none.
 * Rules that state no ceiling set none.
 */
export async function checkAdvance(
  tx: Transaction,
  award: AwardFacts,
  { grantYear }: Period,
  { payeeOrganisationId, dueOn, amount, field, paymentId }: Advance
): Promise<Violation[]> {
  const { municipalityCode, schemeId } = award
  if (schemeId === null) return []
  const version = (await ruleVersionOn(tx, { municipalityCode, id: schemeId }, dueOn))?.version
  if (!version || version.advanceMaxPercent === null) return []
  const year = grantYear ?? Number(dueOn.slice(0, 4))
  // Two advances of one payee at once, of two awards, wait for each other.
  const turn = `advance ${municipalityCode} ${schemeId} ${payeeOrganisationId}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`)
  const given = await givenIn(tx, award, payeeOrganisationId, year - 1, version.advanceBasis)
  const others = await otherAdvances(tx, award, payeeOrganisationId, year, paymentId)
  const ceiling = advanceCeiling(given, BigInt(Math.round(version.advanceMaxPercent * 100)))
  if (amount + others <= ceiling) return []
  const basis = `${version.advanceMaxPercent} % of what was ${version.advanceBasis} for ${year - 1}`
  const basisSv = `${version.advanceMaxPercent} % av det som ${version.advanceBasis === 'paid' ? 'betalades' : 'beviljades'} för ${year - 1}`
  const [most, taken] = [fromOre(ceiling), fromOre(others)]
  const why =
    given <= 0n
      ? {
          en: `the payee had nothing under the scheme for ${year - 1}: the ceiling is 0.00 SEK`,
          sv: `mottagaren fick inget inom bidragsformen för ${year - 1}: taket är 0 kr`
        }
      : {
          en: `is more than ${basis}: the ceiling is ${most} SEK`,
          sv: `är mer än ${basisSv}: taket är ${kronorInSwedish(most)}`
        }
  const message = others > 0n ? `${why.en}, of which ${taken} SEK are taken` : why.en
  const sv = others > 0n ? `${why.sv}, varav ${kronorInSwedish(taken)} redan är använt` : why.sv
  return [{ field, message, sv }]
}

/** Öre that the ledger knows the payee to have been given for the year, alone or as the payee of a joint award. */
async function givenIn(
  tx: Transaction,
  { municipalityCode, schemeId }: AwardFacts,
  payeeId: string,
  year: number,
  basis: 'granted' | 'paid'
): Promise<bigint> {
  const { rows } = await tx.execute<{ given: string }>(sql`
    select coalesce(sum(entry.amount * case entry.kind
      when 'granted' then case when ${basis} = 'granted' then 1 else 0 end
      when 'paid' then case when ${basis} = 'paid' then 1 else 0 end
      when 'returned' then case when ${basis} = 'paid' then -1 else 0 end
      else -1 end), 0)::numeric(16, 2) as given
    from ledger_entries entry
    left join payments payment
      on payment.municipality_code = entry.municipality_code and payment.id = entry.payment_id
      and ${ofMunicipality(municipalityCode, 'payment')}
    left join recoveries recovery
      on recovery.municipality_code = entry.municipality_code and recovery.id = entry.recovery_id
      and ${ofMunicipality(municipalityCode, 'recovery')}
    left join decision_lines line on line.municipality_code = entry.municipality_code and line.id = entry.line_id
      and ${ofMunicipality(municipalityCode, 'line')}
    where entry.municipality_code = ${municipalityCode} and entry.scheme_id = ${schemeId}
      and entry.grant_year = ${year} and entry.grant_year_to is null
      and entry.kind in ('granted', 'paid', 'returned', 'recovered')
      and coalesce(payment.payee_organisation_id, recovery.organisation_id,
        case when cardinality(entry.organisation_ids) = 1 then entry.organisation_ids[1]
             else line.payee_organisation_id end) in (${alsoMerged(municipalityCode, payeeId)})`)
  return toOre(rows[0]!.given)
}

/** The organisation and those that were merged into it: what was paid stays with the name that it was paid to. */
const alsoMerged = (municipalityCode: string, id: string) => sql`
  select ${id}::uuid union all
  select id from organisations where municipality_code = ${municipalityCode} and merged_into_id = ${id}`

/** Whether a payment (alias `payment`) is an advance, or issues anew one that the bank sent back, however many times. */
const ofAdvance = (code: Code) => sql`(payment.kind = 'advance' or payment.kind = 'reissue' and exists (
    with recursive issued as (
      select payment.reissue_of_id as id
      union all select earlier.reissue_of_id from issued
      join payments earlier on earlier.municipality_code = payment.municipality_code and earlier.id = issued.id
      where ${ofMunicipality(code, 'earlier')} and earlier.kind = 'reissue'
    )
    select from issued
    join payments origin on origin.municipality_code = payment.municipality_code and origin.id = issued.id
    where ${ofMunicipality(code, 'origin')} and origin.kind = 'advance'))`

/** Whether the payment is an advance, or comes in the place of one: either way the ceiling of advances holds for it. */
export async function isAdvance(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    select from payments payment
    where payment.municipality_code = ${municipalityCode} and payment.id = ${id}
      and ${ofAdvance(municipalityCode)}`)
  return rowCount === 1
}

async function otherAdvances(
  tx: Transaction,
  { municipalityCode, schemeId }: AwardFacts,
  payeeId: string,
  year: number,
  paymentId: string | undefined
): Promise<bigint> {
  const { rows } = await tx.execute<{ advances: string }>(sql`
    select coalesce(sum(${liveOf}), 0)::numeric(16, 2) as advances
    from payments payment
    join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    where ${ofMunicipality(municipalityCode, 'payment', 'award', 'line')}
      and payment.payee_organisation_id in (${alsoMerged(municipalityCode, payeeId)}) and ${ofAdvance(municipalityCode)}
      and payment.withdrawn_at is null and line.scheme_id = ${schemeId}
      and coalesce(payment.grant_year, extract(year from payment.due_on)::int) = ${year}
      and payment.id is distinct from ${paymentId ?? null}::uuid`)
  return toOre(rows[0]!.advances)
}
