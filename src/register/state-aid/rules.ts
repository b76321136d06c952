import { addDays, addMonths, LAST_DAY, spanOf } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import { type Answer, type Certainty, isConsistent } from '../../base/known.ts'
import type { Message } from '../../base/language.ts'
import { fromOre, oreOf } from '../../base/money.ts'
import { isPublicHoliday, weekdayOf } from '../decisions/calendar-rules.ts'
import type { DatePrecision } from '../decisions/line-rules.ts'
import { type DeMinimisKind, deMinimisKinds } from '../organisations/rules.ts'

/**
 * State aid in awards: under which rules it is given, how much of de minimis aid one undertaking may be given, and when it is to be
 * registered. Pure. Regulations (EU) 2023/2831 (general) and 2023/2832 (services of general economic interest, SGEI).
 */

/**
 * What an award was judged to be: no state aid (TFEU 107.1 is not met); de minimis aid; de minimis aid to an SGEI; aid under the general
 * block exemption (651/2014); compensation for an SGEI (decision 2012/21/EU); notified to the Commission and approved. An award of which
 * nobody recorded anything is not judged.
 */
export const aidKinds = [
  'notAid',
  'deMinimis',
  'deMinimisSgei',
  'blockExemption',
  'sgeiCompensation',
  'notified'
] as const
export type AidKind = (typeof aidKinds)[number]

/** Whether it is held against a ceiling, and registered. */
export const isDeMinimis = (kind: AidKind): kind is DeMinimisKind => deMinimisKinds.some(one => one === kind)

/** The instrument by which aid is given: it is registered (2023/2831 article 6.1). What is no grant counts at its gross grant equivalent (3.5). */
export const aidInstruments = ['grant', 'loan', 'guarantee', 'inKind', 'reducedFee', 'other'] as const
export type AidInstrument = (typeof aidInstruments)[number]

/**
 * How much de minimis aid a single undertaking may be given over any period of three years (article 3.2 of each), by the days of granting
 * for which it holds, the first and the last included (entry into force and expiry: article 8 of 2023/2831, article 9 of 2023/2832). Of
 * days outside no ceiling is known here: regulations before 2024 counted fiscal years.
 *
 * Article 5.1 of each lets aid under the one be cumulated with aid under the other. General aid is held against its own ceiling, and both
 * together against the higher one: what is beyond that is beyond every reading of the two. It is a warning, and people judge.
 */
export const ceilings = [
  {
    ...{ kind: 'deMinimis', amountEur: 300_000, counts: ['deMinimis'] },
    ...{ source: '(EU) 2023/2831, 3.2', validFrom: '2024-01-01', validTo: '2030-12-31' }
  },
  {
    ...{ kind: 'deMinimisSgei', amountEur: 750_000, counts: ['deMinimis', 'deMinimisSgei'] },
    ...{ source: '(EU) 2023/2832, 3.2', validFrom: '2024-01-01', validTo: '2030-12-31' }
  }
] as const satisfies readonly Ceiling[]
export type Ceiling = {
  kind: DeMinimisKind
  amountEur: number
  /** The kinds of aid that are held against it. */
  counts: readonly DeMinimisKind[]
  /** The regulation and its article. */
  source: string
  validFrom: string
  validTo: string
}

/** Three years, to the day and not by the fiscal year (recital 11 of 2023/2831: a rolling basis). */
export const WINDOW_MONTHS = 36

/**
 * The first day of the three years that are counted with aid granted on a day. Recital 11: for each new grant, the aid of the previous three
 * years is taken into account. Regulation 1182/71 article 3: the day of the event itself is not counted, and a period of years ends with
 * the day of the same date. Aid of exactly three years before is therefore within, and aid of the day before that is not.
 */
export const windowFrom = (grantedOn: string) => addMonths(grantedOn, -WINDOW_MONTHS)

/** Registration is mandatory for aid granted from this day on (article 6.1 of each), within so many working days of the granting. */
export const REGISTERED_FROM = '2026-01-01'
export const REGISTER_DAYS = 20

/**
 * The last day to register aid; null where none has to be. Working days are all but public holidays, Sundays and Saturdays (regulation
 * 1182/71 article 2.2): eves are working days here, unlike in lag 1930:173. The day of the granting is not counted (3.1).
 */
export function registerDueOn({ kind, grantedOn }: { kind: AidKind; grantedOn: string }): string | null {
  if (!isDeMinimis(kind) || grantedOn < REGISTERED_FROM) return null
  let day = grantedOn
  for (let left = REGISTER_DAYS; left > 0 && day < LAST_DAY; ) {
    day = addDays(day, 1)
    if (weekdayOf(day) !== 6 && !isPublicHoliday(day)) left -= 1
  }
  return day
}

/** A rate has four decimals, as the Riksbank and the ECB publish it; these are the ten thousandths of it. */
const tenThousandths = (rate: number) => BigInt(rate.toFixed(4).replace('.', ''))

/** Kronor in euros at a rate of kronor for one euro, rounded to the nearest cent, a half up. */
export function inEuros(kronor: number, eurRate: number): number {
  const rate = tenThousandths(eurRate)
  return Number((oreOf(kronor) * 20_000n + rate) / (2n * rate)) / 100
}

/** So many days a rate may be older than the granting: the Commission publishes one a month (InforEuro). */
export const RATE_DAYS = 31

export type AidFacts = {
  kind: AidKind
  instrument: AidInstrument
  grantedOn: string
  amount: number | null
  certainty: Certainty
  eurRate: number | null
  eurRateOn: string | null
}
export type DecidedFacts = { decidedOn: string; decidedOnPrecision: DatePrecision }

/** Every rule that the aid in an award breaks, given the decision that granted it. */
export function checkAid(aid: AidFacts, { decidedOn, decidedOnPrecision }: DecidedFacts): Violation[] {
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field: `/${field}`, message, sv })
  const { kind, grantedOn, amount, certainty, eurRate, eurRateOn } = aid
  const { earliest } = spanOf(decidedOn, decidedOnPrecision)
  if (grantedOn < earliest)
    say('grantedOn', `must not be before the decision, ${earliest}`, `får inte ligga före beslutet, ${earliest}`)
  if (!isConsistent(amount, certainty)) {
    say(
      'certainty',
      'must be exact or approximate where there is an amount, and something else where not',
      'måste vara exact eller approximate när det finns ett belopp, annars något annat'
    )
  }
  if (kind === 'notAid' && amount !== null)
    say('amount', 'must not be there: it is no aid', 'får inte anges: det är inget stöd')
  if (isDeMinimis(kind) && eurRate === null) {
    say(
      'eurRate',
      'is required of de minimis aid: kronor for one euro',
      'måste anges för stöd av mindre betydelse: kronor för en euro'
    )
  }
  // No multipleOf of the schema: 11.4475 is no multiple of 0.0001 to whoever reckons in binary fractions.
  if (eurRate !== null && Number(eurRate.toFixed(4)) !== eurRate)
    say('eurRate', 'has at most four decimals', 'har högst fyra decimaler')
  if ((eurRate === null) !== (eurRateOn === null))
    say('eurRateOn', 'is there exactly where eurRate is', 'anges precis när eurRate anges')
  if (eurRateOn !== null && (eurRateOn > grantedOn || eurRateOn < addDays(grantedOn, -RATE_DAYS))) {
    say(
      'eurRateOn',
      `must be the day of granting, ${grantedOn}, or at most ${RATE_DAYS} days before it`,
      `måste vara den dag då stödet beviljades, ${grantedOn}, eller högst ${RATE_DAYS} dagar tidigare`
    )
  }
  return violations
}

/** Aid that counts within three years, in cents: all whose amount is known, and of that what is exactly known. */
export type Sum = { known: number; exact: number; inexactCount: number }
export type Sums = Record<DeMinimisKind, Sum> & { undeclaredCount: number }

export type Held = {
  kind: DeMinimisKind
  ceilingEur: number | null
  source: string
  countedEur: number
  inexactCount: number
  remainingEur: number | null
  exceeded: Answer
}

/**
 * What is counted against each ceiling on a day. Exceeded is `yes` where what is exactly known is more than the ceiling; `possible` where
 * amounts that are not exactly known could be; `unknown` where no ceiling is known for the day, or some member of the undertaking has not
 * declared what others granted it; else `no`, as far as is declared. A sum equal to the ceiling does not exceed it.
 */
export function held(sums: Sums, day: string): Held[] {
  return ceilings.map(({ kind, amountEur, counts, source, validFrom, validTo }) => {
    const of = (what: keyof Sum) => counts.reduce((sum, one) => sum + sums[one][what], 0)
    const [ceiling, known, inexactCount] = [amountEur * 100, of('known'), of('inexactCount')]
    const isKnown = validFrom <= day && day <= validTo
    return {
      ...{ kind, source, inexactCount, countedEur: known / 100 },
      ceilingEur: isKnown ? amountEur : null,
      remainingEur: isKnown ? Math.max(0, ceiling - known) / 100 : null,
      exceeded: isKnown ? exceeds(of('exact'), ceiling, inexactCount, sums.undeclaredCount) : 'unknown'
    }
  })
}

function exceeds(exact: number, ceiling: number, inexactCount: number, undeclaredCount: number): Answer {
  if (exact > ceiling) return 'yes'
  if (inexactCount > 0) return 'possible'
  return undeclaredCount > 0 ? 'unknown' : 'no'
}

export type AidWarning = Message & { code: string }

const euros = (amount: number) => fromOre(oreOf(amount))
const swedish = (amount: number) =>
  euros(amount)
    .replace('.', ',')
    .replace(/\B(?=(?:\d{3})+,)/g, '\u00a0')

/** What is to be told of the ceilings that hold for the kind. Our sum is a minimum: aid of other granters is what was declared. */
export function ceilingWarnings(sums: Sums, kind: DeMinimisKind, day: string): AidWarning[] {
  const concerned = held(sums, day).filter(one => isCounted(one.kind, kind))
  const warnings = concerned.flatMap(({ ceilingEur, countedEur, source, exceeded, ...one }): AidWarning[] => {
    // What is not exactly known could pass the higher ceiling as well: that of the kind itself tells it.
    const isPossible = exceeded === 'possible' && one.kind === kind
    if (ceilingEur === null || !(exceeded === 'yes' || isPossible)) return []
    const from = windowFrom(day)
    const en = `From ${from} to ${day} the undertaking has ${euros(countedEur)} EUR of de minimis aid; the ceiling is ${euros(ceilingEur)} EUR (regulation ${source})`
    const sv = `Från ${from} till ${day} har företaget ${swedish(countedEur)} euro i stöd av mindre betydelse; taket är ${swedish(ceilingEur)} euro (förordning ${source})`
    return exceeded === 'yes'
      ? [{ code: 'aid-ceiling-exceeded', message: `${en}.`, sv: `${sv}.` }]
      : [
          {
            code: 'aid-ceiling-possibly-exceeded',
            message: `${en}, and amounts are not exactly known.`,
            sv: `${sv}, och belopp är inte exakt kända.`
          }
        ]
  })
  return sums.undeclaredCount === 0 ? warnings : [...warnings, notDeclared]
}

const isCounted = (ceiling: DeMinimisKind, kind: DeMinimisKind) =>
  ceilings.some(one => one.kind === ceiling && one.counts.some(counted => counted === kind))

const notDeclared: AidWarning = {
  code: 'aid-not-declared',
  message:
    'A member of the undertaking has not declared what others granted it in these three years: the sum is a minimum.',
  sv: 'Någon del av företaget har inte försäkrat vad andra har beviljat den under de tre åren: summan är ett minimum.'
}

type Registration = { registerDueOn: string | null; registeredOn: string | null }

/** What is late with the registration, on a day. */
export function registrationWarnings(
  { registerDueOn: dueOn, registeredOn }: Registration,
  today: string
): AidWarning[] {
  if (dueOn === null) return []
  if (registeredOn === null && today > dueOn) {
    return [
      {
        code: 'aid-registration-overdue',
        message: `It was to be registered by ${dueOn}, ${REGISTER_DAYS} working days after it was granted.`,
        sv: `Det skulle ha registrerats senast ${dueOn}, ${REGISTER_DAYS} arbetsdagar efter att det beviljades.`
      }
    ]
  }
  if (registeredOn === null || registeredOn <= dueOn) return []
  return [
    {
      code: 'aid-registered-late',
      message: `It was registered on ${registeredOn}, later than ${dueOn}.`,
      sv: `Det registrerades ${registeredOn}, senare än ${dueOn}.`
    }
  ]
}
