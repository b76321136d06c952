import { sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Conflict, Invalid, NotFound } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import { fromOre, kronorInSwedish, kronorOf, toOre } from '../../base/money.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { AmountPer, Certainty } from '../../register/decisions/line-rules.ts'
import { budgetRoomOf, budgetTold, isBeyond, lockBudgetsWhere } from './budget-room.ts'
import { liveOf } from './live.ts'
import { problems } from './problems.ts'
import type { Period } from './schedule-rules.ts'

/** Keeps live payments within what the award gives for the period and within the budgets of the year, also in races. */

/** An award with what its line and its decision say. Amounts as decimal strings, kronor. */
export type AwardFacts = {
  municipalityCode: string
  id: string
  withdrawn: boolean
  /** Whether the decision on the grant, or its line, was annulled or withdrawn. */
  annulled: boolean
  lineId: string
  decisionId: string
  bodyId: string
  bodyName: string
  schemeId: string | null
  /** First day that the decision can have been made. */
  decidedOn: string
  grantYearFrom: number | null
  grantYearTo: number | null
  amountPer: AmountPer | null
  granted: string | null
  certainty: Certainty
  payeeOrganisationId: string | null
  recipientIds: string[]
}

/** The award, locked until the transaction ends: one plan at a time is made of it. @throws NotFound */
export async function lockAward(tx: Transaction, ref: Ref): Promise<AwardFacts> {
  const { municipalityCode, id } = ref
  await tx.execute(sql`select from awards where municipality_code = ${municipalityCode} and id = ${id} for update`)
  // This reads after the lock is granted, so it sees what the last holder of the lock wrote.
  const { rows } = await tx.execute<AwardFacts>(sql`
    select award.municipality_code as "municipalityCode", award.id, award.withdrawn_at is not null as withdrawn,
           num_nonnulls(decision.annulment_recorded_at, decision.withdrawn_at, line.withdrawn_at) > 0 as annulled,
           line.id as "lineId", decision.id as "decisionId", decision.body_id as "bodyId", body.name as "bodyName",
           line.scheme_id as "schemeId", decision.decided_on as "decidedOn", line.grant_year_from as "grantYearFrom",
           line.grant_year_to as "grantYearTo", line.amount_per as "amountPer", line.granted,
           line.granted_certainty as certainty, line.payee_organisation_id as "payeeOrganisationId",
           array(select organisation_id from decision_line_recipients recipient
             where recipient.municipality_code = line.municipality_code and recipient.line_id = line.id
               and ${ofMunicipality(municipalityCode, 'recipient')}
             order by position) as "recipientIds"
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
    where ${ofMunicipality(municipalityCode, 'award', 'line', 'decision', 'body')} and award.id = ${id}`)
  if (!rows[0]) throw new NotFound('award', id)
  return rows[0]
}

/** The same of an award that is named at `/awardId` of what was sent. @throws Invalid (none) */
export async function lockNamedAward(tx: Transaction, ref: Ref, detail: Text): Promise<AwardFacts> {
  return await lockAward(tx, ref).catch(error => {
    if (!(error instanceof NotFound)) throw error
    const message = 'is not an award of this municipality'
    const sv = 'är inget bidrag i kommunen'
    throw new Invalid(problems['reference-not-found'], detail, [{ field: '/awardId', message, sv }])
  })
}

/** Öre that the award gives exactly for the period; 0 where it gives nothing for it, nothing exact, or stands no longer. */
export function grantedFor(award: AwardFacts, { grantYear, grantYearTo }: Period): bigint {
  const { amountPer, grantYearFrom: from, grantYearTo: to, granted, certainty, withdrawn } = award
  if (withdrawn || granted === null || certainty !== 'exact') return 0n
  const fits =
    amountPer === 'year'
      ? grantYearTo === null && grantYear !== null && from! <= grantYear && grantYear <= to!
      : grantYear === from && grantYearTo === (to === from ? null : to)
  return fits ? toOre(granted) : 0n
}

type Live = { grantYear: number | null; grantYearTo: number | null; budgetYear: number; live: string }

/** What is live of the award's payments, by period and budget year. */
async function liveOfAward(db: Connection, { municipalityCode, id }: Ref): Promise<Live[]> {
  const { rows } = await db.execute<Live>(sql`
    select grant_year as "grantYear", grant_year_to as "grantYearTo", budget_year as "budgetYear", sum(${liveOf}) as live
    from payments payment
    where municipality_code = ${municipalityCode} and award_id = ${id} and withdrawn_at is null
    group by grant_year, grant_year_to, budget_year`)
  return rows
}

const sumOf = (rows: Live[]) => rows.reduce((sum, { live }) => sum + toOre(live), 0n)
const ofPeriod = (rows: Live[], { grantYear, grantYearTo }: Period) =>
  sumOf(rows.filter(row => row.grantYear === grantYear && row.grantYearTo === grantYearTo))

/** Öre of the period that nothing is planned of yet; never less than 0. */
export async function leftOf(db: Connection, award: AwardFacts, period: Period): Promise<bigint> {
  const left = grantedFor(award, period) - ofPeriod(await liveOfAward(db, award), period)
  return left > 0n ? left : 0n
}

type Limits = {
  period: Period
  /** Years whose budgets payments may come to fall on. */
  years: number[]
  /** The decision that allows a plan to go beyond a budget. */
  override: string | null
}

/**
 * Makes a change of payments of the locked award, and refuses it where it takes more of the period or of a budget than
 * there is. A sum that was too great before (a decision was corrected, an override was given) may shrink or stay, never grow.
 * @throws Conflict `award-exceeded`, `budget-exceeded` telling the amounts
 */
export async function keepWithin<T>(
  tx: Transaction,
  award: AwardFacts,
  { period, years, override }: Limits,
  change: () => Promise<T>
): Promise<T> {
  const budgetIds = override ? [] : await lockBudgetsWhere(tx, award.municipalityCode, ofAward(award, years))
  const before = await liveOfAward(tx, award)
  const result = await change()
  const after = await liveOfAward(tx, award)
  refuseBeyondAward(grantedFor(award, period), ofPeriod(before, period), ofPeriod(after, period))
  const added = (year: number) =>
    sumOf(after.filter(({ budgetYear }) => budgetYear === year)) -
    sumOf(before.filter(({ budgetYear }) => budgetYear === year))
  if (budgetIds.length > 0 && years.some(year => added(year) > 0n)) {
    await refuseBeyondBudgets(tx, award, budgetIds, added)
  }
  return result
}

export function refuseBeyondAward(granted: bigint, before: bigint, after: bigint): void {
  if (after <= granted || after <= before) return
  const left = granted > before ? granted - before : 0n
  const [gives, planned, more] = [fromOre(granted), fromOre(before), fromOre(after - before)]
  const told = {
    en: `The award gives ${gives} SEK for the period, of which ${planned} SEK are planned: ${more} SEK more go beyond it.`,
    sv: `Bidraget ger ${kronorInSwedish(gives)} för perioden, varav ${kronorInSwedish(planned)} är planerat: ytterligare ${kronorInSwedish(more)} går utöver det.`
  }
  throw new Conflict(problems['award-exceeded'], told, [], {
    granted: kronorOf(granted),
    planned: kronorOf(before),
    left: kronorOf(left)
  })
}

/** The exact budgets that payments of the award may fall on in these years (budget-room.ts fallsOn says it of one payment). */
const ofAward = ({ bodyId, schemeId }: AwardFacts, years: number[]) =>
  sql`body_id = ${bodyId} and year = any(${sql.param(years)}::int[]) and (scheme_id is null or scheme_id = ${schemeId}::uuid)`

async function refuseBeyondBudgets(
  tx: Transaction,
  { municipalityCode }: AwardFacts,
  ids: string[],
  added: (year: number) => bigint
): Promise<void> {
  const grown = (await budgetRoomOf(tx, municipalityCode, ids)).filter(({ year }) => added(year) > 0n)
  const over = grown.find(room => isBeyond(room, toOre(room.planned)))
  if (!over) return
  const [amount, planned] = [toOre(over.amount), toOre(over.planned) - added(over.year)]
  const [before, more] = [fromOre(planned), fromOre(added(over.year))]
  const told = budgetTold(over)
  const left = amount > planned ? amount - planned : 0n
  throw new Conflict(
    problems['budget-exceeded'],
    {
      en: `${told.en}, of which ${before} SEK are planned: ${more} SEK more go beyond it. Name the decision that allows it, or plan less.`,
      sv: `${told.sv}, varav ${kronorInSwedish(before)} är planerade: ytterligare ${kronorInSwedish(more)} överskrider den. Ange det beslut som tillåter det, eller planera mindre.`
    },
    [],
    {
      budgetId: over.id,
      year: over.year,
      budget: kronorOf(amount),
      planned: kronorOf(planned),
      left: kronorOf(left)
    }
  )
}
