import { addDays, addMonths, daysBetween, FIRST_DAY } from '../../base/dates.ts'
import { Malformed } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { EventType } from '../../platform/events/types.ts'
import { problems } from './problems.ts'

/** What is coming up: which days there are, who may see them, and what is to be done. Pure. */

export const workKinds = [
  'agreementEnds',
  'agreementNotice',
  'windowOpens',
  'windowCloses',
  'documentExpires',
  'eligibilityExpires',
  'delegationToReport',
  'reviewTimeEnds',
  'reportDue',
  'assignmentDue',
  'recoveryDue',
  'aidRegistrationDue'
] as const
export type WorkKind = (typeof workKinds)[number]

export type WorkRule = {
  /** Who does not hold it does not see the kind. */
  scope: string
  /** The record that the day is of, by the word of its events. */
  subjectType: string
  /** It stays on the list until it is done, however long ago its day was; the others are over with their day. */
  waits: boolean
  toDo: Text
  /** The event of a reminder; null: reports are reminded of by money/reports/reminders.ts, whatever the settings say. */
  reminder: EventType | null
}

export const workRules: Record<WorkKind, WorkRule> = {
  // The earliest day on which the term can end (register/agreements/term-rules.ts). Draft agreements bind nobody.
  agreementEnds: {
    scope: 'agreements:read',
    subjectType: 'agreement',
    waits: false,
    toDo: {
      en: 'Decide whether the agreement is to be extended or followed by another.',
      sv: 'Ta ställning till om avtalet ska förlängas eller följas av ett nytt.'
    },
    reminder: 'agreement.endReminded'
  },
  // The next one only: whether there is another depends on whether notice is given (noticeSpan).
  agreementNotice: {
    scope: 'agreements:read',
    subjectType: 'agreement',
    waits: false,
    toDo: {
      en: 'Give notice by this day if the agreement is not to renew itself.',
      sv: 'Säg upp avtalet senast den här dagen om det inte ska förlängas av sig självt.'
    },
    reminder: 'agreement.noticeReminded'
  },
  // Windows of a scheme that is closed or paused on the day promise nothing (register/schemes/open-rules.ts).
  windowOpens: {
    scope: 'schemes:read',
    subjectType: 'schemeWindow',
    waits: false,
    toDo: { en: 'Take applications from this day.', sv: 'Ta emot ansökningar från den här dagen.' },
    reminder: 'schemeWindow.openingReminded'
  },
  windowCloses: {
    scope: 'schemes:read',
    subjectType: 'schemeWindow',
    waits: false,
    toDo: {
      en: 'The last day to apply: what comes later is late.',
      sv: 'Sista dagen att söka: det som kommer senare är för sent.'
    },
    reminder: 'schemeWindow.closingReminded'
  },
  // The last day of a document. It is off the list when another of its kind goes on after it, but for permits and other
  // documents, of which one does not take the place of another.
  documentExpires: {
    scope: 'organisations:read',
    subjectType: 'organisationDocument',
    waits: false,
    toDo: { en: 'Ask the organisation for a new document.', sv: 'Begär in en ny handling från organisationen.' },
    reminder: 'organisationDocument.expiryReminded'
  },
  // The last day of a statement that the organisation is eligible, where no other is in force the day after (eligibleOn).
  eligibilityExpires: {
    scope: 'organisations:read',
    subjectType: 'eligibility',
    waits: false,
    toDo: {
      en: 'Find anew whether the organisation may have grants.',
      sv: 'Pröva på nytt om organisationen får ha bidrag.'
    },
    reminder: 'eligibility.expiryReminded'
  },
  // Kommunallagen (2017:725) 6:40: a committee decides to what extent delegated decisions are reported to it. The law sets no
  // day: the decision waits from the day on which it was made.
  delegationToReport: {
    scope: 'decisions:read',
    subjectType: 'decision',
    waits: true,
    toDo: {
      en: 'Report the delegated decision to the body, and record at which meeting.',
      sv: 'Anmäl delegationsbeslutet till nämnden, och registrera vid vilket sammanträde.'
    },
    reminder: 'decision.reportingReminded'
  },
  // Kommunallagen 13:5: three weeks from the notice; lag (1930:173) 2 §: a last day that is no working day moves
  // (register/decisions/review-rules.ts). Final is confirmed by someone and never assumed.
  reviewTimeEnds: {
    scope: 'decisions:read',
    subjectType: 'decision',
    waits: false,
    toDo: {
      en: 'The last day to ask for legality review. Then ask whether anybody did, and confirm that the decision is final.',
      sv: 'Sista dagen att begära laglighetsprövning. Ta sedan reda på om någon har gjort det, och bekräfta laga kraft.'
    },
    reminder: 'decision.reviewTimeReminded'
  },
  // Expected, or sent back; of a signed or decided agreement or an award that stands (money/reports/derived.ts obliging).
  reportDue: {
    scope: 'reports:read',
    subjectType: 'report',
    waits: true,
    toDo: { en: 'See that the report comes in.', sv: 'Se till att redovisningen kommer in.' },
    reminder: null
  },
  // Given and not ended. One that recurs has no day (register/assignments/rules.ts).
  assignmentDue: {
    scope: 'assignments:read',
    subjectType: 'assignment',
    waits: true,
    toDo: {
      en: 'Carry out the assignment and report back.',
      sv: 'Slutför uppdraget och återrapportera.'
    },
    reminder: 'assignment.dueReminded'
  },
  // Something is outstanding of it: neither recovered nor written off.
  recoveryDue: {
    scope: 'recoveries:read',
    subjectType: 'recovery',
    waits: true,
    toDo: {
      en: 'See that the money is repaid, set off or written off.',
      sv: 'Se till att pengarna betalas tillbaka, kvittas eller skrivs av.'
    },
    reminder: 'recovery.dueReminded'
  },
  // Regulations (EU) 2023/2831 and 2023/2832, article 6: within 20 working days of granting (register/state-aid/rules.ts). Of an
  // award that was withdrawn nothing is registered.
  aidRegistrationDue: {
    scope: 'decisions:read',
    subjectType: 'stateAid',
    waits: true,
    toDo: {
      en: 'Register the aid in the central register, and record that it is done.',
      sv: 'Registrera stödet i det centrala registret, och anteckna att det är gjort.'
    },
    reminder: 'stateAid.registrationReminded'
  }
}

/** Kinds that the settings speak of. */
export const remindedKinds = workKinds.filter(kind => workRules[kind].reminder !== null)

/** Days that are asked about where nobody says until when. */
export const USUAL_DAYS = 90
/** So many years are asked about at once. */
export const MOST_YEARS = 5

/** Days that are asked about; `waitingFrom`: from which day what still waits to be done is listed. */
export type Asked = { firstOn: string; lastOn: string; waitingFrom: string }

/**
 * The days from `from` until `until`, both included. Without `from` they begin today, and what waits is listed from whatever day.
 * @throws Malformed where they end before they begin, or are of more than five years
 */
export function daysAsked({ from, until }: { from?: string; until?: string }, today: string): Asked {
  const firstOn = from ?? today
  const lastOn = until ?? addDays(firstOn, USUAL_DAYS)
  if (lastOn < firstOn) {
    throw new Malformed(
      problems['work-list-days'],
      { en: `until is before ${firstOn}, the first day.`, sv: `until ligger före ${firstOn}, den första dagen.` },
      [{ field: 'until', message: `must not be before ${firstOn}`, sv: `får inte ligga före ${firstOn}` }]
    )
  }
  const most = addMonths(firstOn, 12 * MOST_YEARS)
  if (lastOn > most) {
    throw new Malformed(
      problems['work-list-days'],
      { en: 'So many days are not listed at once.', sv: 'Så många dagar listas inte på en gång.' },
      [
        {
          field: 'until',
          message: `must be at most ${MOST_YEARS} years after the first day: ${most}`,
          sv: `får ligga högst ${MOST_YEARS} år efter den första dagen: ${most}`
        }
      ]
    )
  }
  return { firstOn, lastOn, waitingFrom: from ?? FIRST_DAY }
}

/**
 * Which reminder a day calls for on the day `on`: the least of the numbers of days before it that has come, so that after a pause
 * of the jobs only the nearest is given. What is over calls for none; what waits, for the least, however long ago its day was.
 */
export function reminderFor(
  { kind, dueOn }: { kind: WorkKind; dueOn: string },
  daysBefore: readonly number[],
  on: string
): number | null {
  const left = daysBetween(on, dueOn)
  if (left < 0 && !workRules[kind].waits) return null
  const come = daysBefore.filter(days => days >= left)
  return come.length > 0 ? Math.min(...come) : null
}
