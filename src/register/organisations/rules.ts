/** Numbers and names of organisations: what is right, what is the same, what is alike. Pure. */

import { luhn, refuse, tidyNumber } from '../../base/check-digits.ts'
import { isReversed } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import type { Parsed } from '../../base/parse-amount.ts'

/**
 * An organisation number as ten digits, from `802000-1234`, `8020001234` or `168020001234`.
 * Ten digits, Luhn, digits 3–4 at least 20 (Skatteverket, SKV 709). Below 20 they are a month: that is a sole trader's
 * personal number, which this service never stores. No message repeats the number, since it may be a person's.
 */
export function parseOrganisationNumber(text: string): Parsed<string> {
  if (/^\d(?:[.,]\d+)?E\+?\d+$/i.test(text.trim())) {
    return refuse(
      'is in scientific notation, so that digits are lost: format the column as text in the spreadsheet',
      'är skrivet i exponentform, så att siffror har gått förlorade: formatera kolumnen som text i kalkylbladet'
    )
  }
  const parts = /^(16|18|19|20)?(\d{6})[- ]?(\d{4})$/.exec(tidyNumber(text))
  if (!parts) {
    return refuse(
      'is not an organisation number: ten digits are wanted, such as 802000-1234',
      'är inget organisationsnummer: det ska ha tio siffror, till exempel 802000-1234'
    )
  }
  const digits = parts[2]! + parts[3]!
  if ((parts[1] && parts[1] !== '16') || Number(digits.slice(2, 4)) < 20) {
    return refuse(
      "is a personal number: a sole trader's number is a personal number and is not stored",
      'är ett personnummer: en enskild firmas nummer är ett personnummer och sparas inte'
    )
  }
  if (!luhn(digits)) {
    return refuse(
      'is not an organisation number: its check digit is wrong',
      'är inget organisationsnummer: kontrollsiffran stämmer inte'
    )
  }
  return { ok: true, value: digits }
}

/** `8020001234` → `802000-1234`. */
export const formatOrganisationNumber = (digits: string) => `${digits.slice(0, 6)}-${digits.slice(6)}`

/** How alike two names must be (pg_trgm similarity, 0 to 1) to be offered to a person as likely twins. */
export const ALIKE = 0.6

/** What an association hands in to show that it is in order: stadgar, årsredovisning, verksamhetsberättelse, revisionsberättelse, protokoll, tillstånd, försäkran om stöd av mindre betydelse. */
export const documentKinds = [
  'statutes',
  'annualReport',
  'activityReport',
  'auditReport',
  'boardMinutes',
  'annualMeetingMinutes',
  'budget',
  'permit',
  'other',
  'aidDeclaration'
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** De minimis aid: general (regulation (EU) 2023/2831), or to a service of general economic interest (2023/2832). */
export const deMinimisKinds = ['deMinimis', 'deMinimisSgei'] as const
export type DeMinimisKind = (typeof deMinimisKinds)[number]

/**
 * By what one enterprise is linked to another, so that both are a single undertaking (regulations (EU) 2023/2831 and 2023/2832, article
 * 2.2 a–d): a majority of the votes; the right to appoint or remove a majority of the board; dominant influence by contract or statutes;
 * a majority of the votes by agreement with other members.
 */
export const controlBases = ['votes', 'appointments', 'dominantInfluence', 'votingAgreement', 'notStated'] as const

/** Whom a contact point may be shown to (DOMAIN.md: contacts of an association for addiction are confidential). */
export const sensitivities = ['public', 'internal', 'confidential'] as const
export type Sensitivity = (typeof sensitivities)[number]

export type Statement = {
  id: string
  eligible: boolean
  validFrom: string
  validTo: string | null
  createdAt: string
}
export type Eligible = { answer: 'yes' | 'no' | 'unknown'; statement: Statement | null; explanations: string[] }

/**
 * Whether an organisation was eligible for grants on a day: what the statement says that began last among those in
 * force, the one recorded last where several began on one day. Nothing in force is unknown, never no.
 */
export function eligibleOn(day: string, statements: Statement[]): Eligible {
  const begun = statements.filter(({ validFrom }) => validFrom <= day).sort(byBeginning)
  const inForce = begun.filter(({ validTo }) => validTo === null || validTo >= day)
  const statement = inForce.at(-1) ?? null
  if (statement) {
    const until = statement.validTo ? ` to ${statement.validTo}` : ', without an end'
    const found = statement.eligible ? 'Found eligible' : 'Found not eligible'
    return {
      answer: statement.eligible ? 'yes' : 'no',
      statement,
      explanations: [`${found} from ${statement.validFrom}${until}.`]
    }
  }
  const last = begun.at(-1)
  if (last) {
    const found = last.eligible ? 'eligible' : 'not eligible'
    const reason = `The last finding before this day, ${found} from ${last.validFrom}, expired on ${last.validTo}.`
    return { answer: 'unknown', statement: null, explanations: [reason] }
  }
  return { answer: 'unknown', statement: null, explanations: ['Nobody has stated whether it is eligible on this day.'] }
}

const byBeginning = (one: Statement, other: Statement) =>
  one.validFrom.localeCompare(other.validFrom) || one.createdAt.localeCompare(other.createdAt)

type Declared = { kind: DocumentKind; validFrom: string | null; declaredAid: { grantedOn: string }[] }

/** Every rule that a document breaks by what it declares of aid. It tells the aid of others in the three years up to its first day. */
export function checkDeclaration({ kind, validFrom, declaredAid }: Declared): Violation[] {
  if (kind !== 'aidDeclaration') {
    if (declaredAid.length === 0) return []
    const [message, sv] = ['is said by an aidDeclaration alone', 'anges bara i en aidDeclaration']
    return [{ field: '/declaredAid', message, sv }]
  }
  if (validFrom === null) {
    const [message, sv] = ['is required: the day of the declaration', 'måste anges: försäkrans dag']
    return [{ field: '/validFrom', message, sv }]
  }
  return declaredAid.flatMap(({ grantedOn }, at) => {
    if (grantedOn <= validFrom) return []
    const [message, sv] = [
      'must not be after validFrom, the day of the declaration',
      'får inte ligga efter validFrom, försäkrans dag'
    ]
    return [{ field: `/declaredAid/${at}/grantedOn`, message, sv }]
  })
}

type Control = { organisationId: string; validFrom?: string | null; validTo?: string | null }

/** Every rule that breaks what is said of who controls an organisation; `id` of the organisation, once it has one. */
export function checkControls(controls: readonly Control[], id?: string): Violation[] {
  return controls.flatMap(({ organisationId, validFrom, validTo }, at): Violation[] => {
    const field = `/controlledBy/${at}`
    if (organisationId === id) {
      const [message, sv] = ['must be another organisation', 'måste vara en annan organisation']
      return [{ field: `${field}/organisationId`, message, sv }]
    }
    if (!isReversed({ from: validFrom ?? null, to: validTo ?? null })) return []
    return [{ field: `${field}/validTo`, message: 'must not be before validFrom', sv: 'får inte ligga före validFrom' }]
  })
}
