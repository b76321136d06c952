import {
  addDays,
  addMonths,
  type DatePrecision,
  FIRST_DAY,
  LAST_DAY,
  lastAfter,
  lastOfPeriod,
  type Span,
  spanOf
} from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import type { Term as StatedTerm } from './content.ts'

/**
 * When an agreement holds, as far as it is known. Days are `2021-12-14`; comparing them as text is comparing them as
 * days. What is not known is kept as a span from the earliest to the latest that it can be, and answers follow from it.
 */

export type Answer = 'yes' | 'no' | 'possible' | 'unknown'
/** One way in which the term may turn out. Inclusive days; `0001-01-01` and `9999-12-31` where there is no bound. */
export type Scenario = {
  start: Span
  end: Span
  startKnown: boolean
  endKnown: boolean
  /** Where the source speaks of years only, those that it means: amounts per year follow them. */
  years: Years | null
}
type Years = { from: number; to: number; toMost: number }

/** The term of an agreement; what is left out, or null, is not stated. */
export type Term = { [K in keyof StatedTerm]?: StatedTerm[K] | null }
export type Duration = NonNullable<Term['alternatives']>[number]
export type Extension = NonNullable<Term['extensions']>[number]
type Renewal = NonNullable<Term['renewal']>
/** An end before time, or the day on which it was recorded to have ended. */
export type Ending = { endedOn?: string | null; endedOnPrecision?: DatePrecision | null }

const anyDay: Span = { earliest: FIRST_DAY, latest: LAST_DAY }

/** How a term ends as it is stated: with no more months, or so many more. Counted from one day, so that nothing drifts. */
type End = Pick<Scenario, 'end' | 'endKnown' | 'years'> & { after: (months: number) => Span }

const always = (end: Span, endKnown: boolean): End => ({ end, endKnown, years: null, after: () => end })

/**
 * Every way in which the term may turn out, as known on the day `today`: one for each alternative length. An extension
 * counts when it was exercised; one that belongs to an alternative may have been, and so widens its end. A term that
 * renews itself is renewed for certain up to the period whose last day to give notice has passed. Lengths, extensions and
 * renewals are added up and counted from the first day, or from the day after a last day that is stated.
 */
export function scenariosOf(term: Term | null | undefined, ending: Ending, today: string): Scenario[] {
  const { validFrom, validFromPrecision, renewal } = term ?? {}
  const startKnown = validFrom != null
  const start = startKnown ? spanOf(validFrom, validFromPrecision) : anyDay
  return endsOf(term ?? {}).map(one => {
    const renewed =
      renewal && one.endKnown
        ? { ...one, end: { ...lastRenewal(one, renewal, today), latest: LAST_DAY }, years: null }
        : one
    const { end, endKnown, years } = endedEarly(renewed, ending)
    return around({ start, startKnown, end, endKnown, years }, term?.knownToRunOn)
  })
}

/** The ends that the term leaves open, before it is renewed or ended early. */
function endsOf(term: Term): End[] {
  const { validFrom, validFromPrecision, validTo, validToPrecision, alternatives, extensions, untilFurtherNotice } =
    term
  const exercised = (extensions ?? []).reduce((sum, one) => sum + (isExercised(one) ? one.months : 0), 0)
  if (validTo != null) {
    const stated = spanOf(validTo, validToPrecision)
    const after = (months: number) => both(stated, day => lastAfter(day, exercised + months))
    const end = after(0)
    return [{ end, endKnown: true, years: validToPrecision === 'year' ? yearsFrom(term, end) : null, after }]
  }
  if (alternatives && alternatives.length > 0 && validFrom != null) {
    const start = spanOf(validFrom, validFromPrecision)
    return alternatives.map(({ months, extensionMonths }) => {
      const [least, most] = [months + exercised, months + exercised + (extensionMonths ?? 0)]
      const after = (more: number) => ({
        earliest: lastOfPeriod(start.earliest, least + more),
        latest: lastOfPeriod(start.latest, most + more)
      })
      const ofYears = { earliest: after(0).earliest, latest: lastOfPeriod(start.earliest, most) }
      return { end: after(0), endKnown: true, years: yearsFrom(term, ofYears), after }
    })
  }
  const forEver = { earliest: LAST_DAY, latest: LAST_DAY }
  return [untilFurtherNotice ? always(forEver, true) : always(anyDay, false)]
}

const least = (days: string[]) => days.reduce((a, b) => (a < b ? a : b))
const greatest = (days: string[]) => days.reduce((a, b) => (a > b ? a : b))
const both = ({ earliest, latest }: Span, of: (day: string) => string): Span => ({
  earliest: of(earliest),
  latest: of(latest)
})

/** Narrowed by a day on which something is known to run: it had begun by then, and had not ended. */
function around<T extends { start: Span; end: Span }>(term: T, day: string | null | undefined): T {
  const { start, end } = term
  if (!day || day < start.earliest || day > end.latest) return term
  return {
    ...term,
    start: { ...start, latest: day < start.latest ? day : start.latest },
    end: { ...end, earliest: day > end.earliest ? day : end.earliest }
  }
}

function yearsFrom(term: Term, end: Span): Years | null {
  if (term.validFromPrecision !== 'year' || !term.validFrom) return null
  return {
    from: Number(term.validFrom.slice(0, 4)),
    to: Number(end.earliest.slice(0, 4)),
    toMost: Number(end.latest.slice(0, 4))
  }
}

export function isExercised({ exercisedOn, exercised }: Extension): boolean {
  return exercised === true || exercisedOn != null
}

/**
 * The first end that can still be kept from being renewed on the day `today`: those before it were renewed. Of an end that is not
 * one day, as far as its earliest day tells, or its latest.
 */
function lastRenewal(one: End, renewal: Renewal, today: string, bound: keyof Span = 'earliest'): Span {
  const months = Math.max(renewal.months, 1)
  let end = one.end
  for (let n = 1; noticeDay(end[bound], renewal) < today && end[bound] < LAST_DAY; n++) end = one.after(n * months)
  return end
}

function endedEarly(one: End, { endedOn, endedOnPrecision }: Ending): End {
  return endedOn ? always(spanOf(endedOn, endedOnPrecision), true) : one
}

/**
 * The last day on which notice keeps a period that ends on `end` from being renewed: so many months of notice, begun the
 * day after, are over by the end.
 */
export function noticeDay(end: string, { noticeMonths }: Renewal): string {
  if (end === LAST_DAY) return LAST_DAY
  return addDays(addMonths(addDays(end, 1), -(noticeMonths ?? 0)), -1)
}

/**
 * The days of which one is the next last day to give notice, the latest of them on or after the day `on`; null where nothing
 * renews itself, it has ended, or it is not known when it ends. It is of the day that is asked about, whatever the day is on
 * which it is asked.
 */
export function noticeSpan(term: Term | null | undefined, ending: Ending, on: string): Span | null {
  const { renewal } = term ?? {}
  if (!term || !renewal || ending.endedOn) return null
  const ends = endsOf(term)
  if (!ends.every(({ endKnown }) => endKnown)) return null
  const spans = ends.map(one => both(lastRenewal(one, renewal, on, 'latest'), end => noticeDay(end, renewal)))
  const earliest = least(spans.map(span => span.earliest))
  return earliest === LAST_DAY ? null : { earliest, latest: greatest(spans.map(span => span.latest)) }
}

/** The next last day to give notice, on or after the day `on`, where it is one day: see noticeSpan. */
export function lastNoticeDay(term: Term | null | undefined, ending: Ending, on: string): string | null {
  const span = noticeSpan(term, ending, on)
  return span && span.earliest === span.latest ? span.earliest : null
}

/** What is known of a thing that each scenario answers for itself. */
export function together(answers: Answer[]): Answer {
  const distinct = new Set(answers)
  if (distinct.size === 1) return answers[0]!
  return distinct.has('unknown') && !distinct.has('possible') && !distinct.has('yes') ? 'unknown' : 'possible'
}

const startsAfter = ({ start, startKnown }: Scenario, day: string): Answer =>
  start.latest <= day ? 'no' : !startKnown ? 'unknown' : start.earliest > day ? 'yes' : 'possible'

const endsBefore = ({ end, endKnown }: Scenario, day: string): Answer =>
  end.earliest >= day ? 'no' : !endKnown ? 'unknown' : end.latest < day ? 'yes' : 'possible'

function neither(one: Answer, other: Answer): Answer {
  if (one === 'yes' || other === 'yes') return 'no'
  if (one === 'no' && other === 'no') return 'yes'
  return one === 'unknown' || other === 'unknown' ? 'unknown' : 'possible'
}

const upcomingIn = (scenario: Scenario, day: string): Answer =>
  endsBefore(scenario, day) === 'yes' ? 'no' : startsAfter(scenario, day)

const endedIn = (scenario: Scenario, day: string): Answer =>
  startsAfter(scenario, day) === 'yes' ? 'no' : endsBefore(scenario, day)

export type Phase = { upcoming: Answer; running: Answer; ended: Answer }

/** Whether, on the day, the term has not begun, runs or is over. An agreement that is not known to be signed is at most possibly running. */
export function phaseOn(scenarios: Scenario[], day: string, signed = true): Phase {
  const running = together(scenarios.map(one => neither(startsAfter(one, day), endsBefore(one, day))))
  return {
    upcoming: together(scenarios.map(one => upcomingIn(one, day))),
    running: !signed && running === 'yes' ? 'possible' : running,
    ended: together(scenarios.map(one => endedIn(one, day)))
  }
}

/** Whether it runs on the day and ends within so many days of it, that day among them. */
export function endingWithin(scenarios: Scenario[], day: string, days: number): Answer {
  const until = addDays(day, days)
  return together(
    scenarios.map(one => {
      if (startsAfter(one, day) === 'yes' || endsBefore(one, day) === 'yes') return 'no'
      if (!one.endKnown) return 'unknown'
      if (one.end.earliest > until) return 'no'
      const certain = one.startKnown && one.start.latest <= day && one.end.earliest >= day && one.end.latest <= until
      return certain ? 'yes' : 'possible'
    })
  )
}

/** The earliest and latest that it can begin and end, over all scenarios; null where that is not known. */
export function boundsOf(scenarios: Scenario[]) {
  const startKnown = scenarios.every(one => one.startKnown)
  const endKnown = scenarios.every(one => one.endKnown)
  return {
    startsEarliest: startKnown ? least(scenarios.map(({ start }) => start.earliest)) : null,
    startsLatest: startKnown ? greatest(scenarios.map(({ start }) => start.latest)) : null,
    endsEarliest: endKnown ? least(scenarios.map(({ end }) => end.earliest)) : null,
    endsLatest: endKnown ? greatest(scenarios.map(({ end }) => end.latest)) : null
  }
}

/** Why a term cannot be, by JSON pointer within it. */
export function checkTerm(term: Term | null | undefined): Violation[] {
  if (!term) return []
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  const { validFrom, validTo, alternatives, untilFurtherNotice, knownToRunOn, extensions } = term
  const first = validFrom && spanOf(validFrom, term.validFromPrecision ?? 'day').earliest
  const last = validTo && spanOf(validTo, term.validToPrecision ?? 'day').latest
  if (first && last && last < first) say('/validTo', 'must not be before validFrom', 'får inte ligga före validFrom')
  if (validTo && (alternatives?.length ?? 0) > 0)
    say(
      '/alternatives',
      'are lengths instead of a last day: give one of the two',
      'är längder i stället för en sista dag: ange det ena av de två'
    )
  if (untilFurtherNotice && (validTo || (alternatives?.length ?? 0) > 0)) {
    say('/untilFurtherNotice', 'has no last day and no length', 'har ingen sista dag och ingen längd')
  }
  if (knownToRunOn && ((first && knownToRunOn < first) || (last && knownToRunOn > last))) {
    say('/knownToRunOn', 'must be within the term', 'måste ligga inom avtalstiden')
  }
  const keys = (extensions ?? []).map(({ key }) => key)
  keys.forEach((key, at) => {
    if (keys.indexOf(key) < at) say(`/extensions/${at}/key`, 'is used twice', 'används två gånger')
  })
  return violations
}
