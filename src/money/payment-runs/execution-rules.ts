import { addDays } from '../../base/dates.ts'
import type { Message } from '../../base/language.ts'
import { isWorkingDay, nextWorkingDay } from '../../register/decisions/calendar-rules.ts'

/**
 * The day on which a bank is asked to pay (betalningsdag). Banks and Bankgirot are closed on the days on which no time runs
 * out either (lag 1930:173, 2 §): Saturdays, Sundays and other public holidays, Midsummer's Eve, Christmas Eve and New
 * Year's Eve. Pure.
 */

/** Longest time ahead: a later day belongs to a run of another budget year, or is a typing error. */
const HORIZON_DAYS = 366

/** The first day from this one on, itself included, on which a bank pays: proposed where no day is asked for. */
export const nextBankingDay = nextWorkingDay

export type ExecutionFault = Message & { nextBankingDay: string }

/** Why a bank cannot be asked to pay on the day, and the banking day to ask for instead; undefined where it can. */
export function faultOfExecution(day: string, today: string): ExecutionFault | undefined {
  if (day < today) {
    return {
      message: 'must not be before today: a bank executes nothing in the past',
      sv: 'får inte ligga före i dag: en bank betalar inget bakåt i tiden',
      nextBankingDay: nextBankingDay(today)
    }
  }
  const last = addDays(today, HORIZON_DAYS)
  if (day > last) {
    return {
      message: `must be within a year, by ${last}`,
      sv: `måste ligga inom ett år, senast ${last}`,
      nextBankingDay: nextBankingDay(today)
    }
  }
  if (isWorkingDay(day)) return undefined
  const following = nextBankingDay(day)
  const next = following <= last ? following : nextBankingDay(today)
  return {
    message: `must be a day on which banks are open; such as ${next}`,
    sv: `måste vara en bankdag; till exempel ${next}`,
    nextBankingDay: next
  }
}
