import type { Certainty } from '../../base/known.ts'
import { type Amount, fromOre, toNumber, toOre } from '../../base/money.ts'
import type { DelegationLimit, LimitBase } from './version-rules.ts'

/**
 * Base amounts that formulas of delegation limits count in. The government sets the prisbasbelopp for a calendar year
 * before it begins, after Statistics Sweden's computation (socialförsäkringsbalken (2010:110) 2 kap. 6–7 §§). A year that
 * is not here is unknown, not the year before: add the row when the amount is set. Kronor.
 */
const prisbasbelopp: Record<number, Amount> = {
  2021: '47600.00',
  2022: '48300.00',
  2023: '52500.00',
  2024: '57300.00',
  2025: '58800.00',
  2026: '59200.00'
}

const tables: Record<LimitBase, { amounts: Record<number, Amount>; source: string | null }> = {
  prisbasbelopp: {
    amounts: prisbasbelopp,
    source: 'SCB, prisbasbelopp; fastställt av regeringen enligt 2 kap. 7 § socialförsäkringsbalken'
  },
  // No year of it is kept yet: a limit in it is stored, and unknown in kronor.
  inkomstbasbelopp: { amounts: {}, source: null }
}

/** A delegate's limit as it was in a year: the formula, the base amount of the year, and the kronor that they give. */
export type LimitOfYear = DelegationLimit & {
  baseAmount: number | null
  baseAmountSource: string | null
  /** The highest amount, rounded down to the öre; null: not stated, or unknown. */
  maxAmount: number | null
  maxAmountCertainty: Certainty
}

/** How far a delegate may decide in a year, in kronor where that can be said. Computed and shown, never applied. */
export function limitOfYear(limit: DelegationLimit, year: number): LimitOfYear {
  const { kind, amount = null, factor = null, base = null } = limit
  const answer = (given: Partial<LimitOfYear>): LimitOfYear => ({
    ...limit,
    baseAmount: null,
    baseAmountSource: null,
    maxAmount: null,
    maxAmountCertainty: 'notStated',
    ...given
  })
  if (kind === 'amount') return answer({ maxAmount: amount, maxAmountCertainty: 'exact' })
  if (kind === 'notStated') return answer({})
  const { amounts, source } = tables[base!]
  const baseAmount = Object.hasOwn(amounts, year) ? amounts[year]! : undefined
  if (baseAmount === undefined) return answer({ maxAmountCertainty: 'unknown' })
  return answer({
    baseAmount: toNumber(baseAmount),
    baseAmountSource: source,
    maxAmount: toNumber(times(baseAmount, factor!)),
    maxAmountCertainty: 'exact'
  })
}

/** A factor is at most 1000 (version-record.ts), so billionths of it are whole numbers that a double holds. */
const BILLION = 1_000_000_000

/** So many times the amount, rounded down to the öre: a limit is never more than its formula. */
function times(amount: Amount, factor: number): Amount {
  return fromOre((toOre(amount) * BigInt(Math.round(factor * BILLION))) / BigInt(BILLION))
}
