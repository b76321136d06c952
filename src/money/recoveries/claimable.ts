import { sql } from 'drizzle-orm'
import { Conflict, Invalid } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, kronorOf, oreOf, toNumber, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { problems } from './problems.ts'

/** What of an award can be asked back: what was paid of its period and did not come back, once. */

export type PaidPeriod = {
  grantYear: number | null
  grantYearTo: number | null
  /** Kronor. */
  paid: string
  returned: string
  /** Of standing recoveries, but for the one that is being changed. */
  claimed: string
  payeeIds: string[]
}

/** Periods of a locked award that have paid payments, oldest first. `except`: a recovery that does not count. */
export async function paidPeriods(
  tx: Transaction,
  { municipalityCode, id }: { municipalityCode: string; id: string },
  except: string | null = null
): Promise<PaidPeriod[]> {
  const { rows } = await tx.execute<PaidPeriod>(sql`
    select grant_year as "grantYear", grant_year_to as "grantYearTo", sum(amount)::text as paid,
           coalesce(sum(returned_amount), 0)::numeric(14, 2)::text as returned,
           array_agg(distinct payee_organisation_id::text) as "payeeIds",
           (select coalesce(sum(recovery.amount), 0)::numeric(14, 2)::text from recoveries recovery
            where recovery.municipality_code = ${municipalityCode} and recovery.award_id = ${id}
              and recovery.withdrawn_at is null and recovery.id is distinct from ${except}::uuid
              and recovery.grant_year is not distinct from payment.grant_year
              and recovery.grant_year_to is not distinct from payment.grant_year_to) as claimed
    from payments payment
    where municipality_code = ${municipalityCode} and award_id = ${id} and paid_on is not null
    group by grant_year, grant_year_to
    order by grant_year`)
  return rows
}

/** The period of the year; the only one where no year is told; undefined where nothing was paid. @throws Invalid */
export function periodOf(periods: PaidPeriod[], grantYear: number | null | undefined): PaidPeriod | undefined {
  if (grantYear != null) {
    return periods.find(({ grantYear: from, grantYearTo: to }) => {
      return from !== null && from <= grantYear && grantYear <= (to ?? from)
    })
  }
  if (periods.length <= 1) return periods[0]
  const years = (unstated: string) => periods.map(period => period.grantYear ?? unstated).join(', ')
  throw new Invalid(
    problems['recovery-not-valid'],
    { en: 'The recovery breaks rules of a recovery.', sv: 'Återkravet bryter mot reglerna för återkrav.' },
    [
      {
        field: '/grantYear',
        message: `is required: payments of several years were paid (${years('not stated')})`,
        sv: `måste anges: utbetalningar för flera år har betalats (${years('inte angivet')})`
      }
    ]
  )
}

const inSwedish = (amount: string) => kronorInSwedish(fromOre(toOre(amount)))

/** @throws Conflict `recovery-exceeds-paid` with the figures, in kronor */
export function refuseBeyondPaid(amount: number, period: PaidPeriod | undefined) {
  const { paid, returned, claimed } = period ?? { paid: '0', returned: '0', claimed: '0' }
  const left = toOre(paid) - toOre(returned) - toOre(claimed)
  if (oreOf(amount) <= left) return
  const figures = { paid: toNumber(paid), returned: toNumber(returned), claimed: toNumber(claimed) }
  const recoverable = left < 0n ? 0 : kronorOf(left)
  const most = kronorInSwedish(recoverable.toFixed(2))
  throw new Conflict(
    problems['recovery-exceeds-paid'],
    {
      en: `At most ${recoverable} SEK can be asked back: ${figures.paid} was paid, ${figures.returned} was returned and ${figures.claimed} is asked back already.`,
      sv: `Högst ${most} kan krävas tillbaka: ${inSwedish(paid)} betalades, ${inSwedish(returned)} kom i retur och ${inSwedish(claimed)} krävs redan tillbaka.`
    },
    [{ field: '/amount', message: `must be at most ${recoverable}`, sv: `får vara högst ${most}` }],
    { ...figures, recoverable }
  )
}
