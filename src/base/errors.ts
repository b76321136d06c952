import type { Language, Text } from './language.ts'

/**
 * What can go wrong, in the words of the domain. Knows no HTTP: http/problem.ts is the only place
 * that gives each of these a status.
 */

/** One thing wrong with what was sent. `field` is a JSON pointer (`/lines/0/granted`), or the name of a query
 * parameter or header; `line` is the line of a file, counted from 1 with the header, of the `sheet` where it has several.
 * `message` is in English, and `sv` says the same in Swedish: it is never answered beside it, but in its place. */
export type Violation = { field: string; message: string; sv: string; line?: number; sheet?: string }

type Both = { message: string; sv?: string }

/** A violation, warning or note as it is answered: its message is in the language. One that was stored before there was
 * Swedish is in English. */
export function violationIn<Told extends Both>({ sv, ...told }: Told, language: Language): Omit<Told, 'sv'> {
  return { ...told, message: language === 'sv' ? (sv ?? told.message) : told.message }
}

const isBoth = (value: object): value is Both => 'sv' in value && typeof value.sv === 'string' && 'message' in value
const isText = (value: object): value is Text => Object.keys(value).length === 2 && 'en' in value && 'sv' in value

/** A value of arrays and plain objects with every message and text in it in the language, however deep: a receipt, or a page of rows. */
export function toldIn<T>(value: T, language: Language): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(each => toldIn(each, language)) as T
  if (isBoth(value)) return violationIn(value, language) as T
  if (isText(value)) return value[language] as T
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toldIn(each, language)])) as T
}

/** Whether the value, or anything in it, is told to people: whether `toldIn` changes it. */
export function tells(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(tells)
  return isBoth(value) || isText(value) || Object.values(value).some(tells)
}

/** Title of a problem, what its rule means, and what to do. */
type Words = { title: string; meaning: string; remedy: string }
/** The words in English, and beside them in Swedish. */
type BothWords = Words & { sv: Words }
/** A rule that a request can break. `code` is the stable last part of the type URI of its problems. */
export type Rule = { readonly code: string } & Readonly<BothWords>

const declared = new Map<string, Rule>()

/** Declares rules, in the room that judges them; a problem is thrown with its rule, so that none is without words. */
export function rulesOf<const Code extends string>(words: Record<Code, BothWords>): { readonly [C in Code]: Rule } {
  const rules = Object.entries<BothWords>(words).map(([code, of]) => [code, { code, ...of }] as const)
  for (const [code, rule] of rules) {
    if (declared.has(code)) throw new Error(`The rule ${code} is declared twice`)
    declared.set(code, rule)
  }
  return Object.fromEntries(rules) as { [C in Code]: Rule }
}

/** Rules of records that have been withdrawn, by their nouns, each with its Swedish in the definite form: `budget-withdrawn`. */
export function withdrawnRules<const Noun extends string>(nouns: Record<Noun, string>) {
  const wordsOf = (noun: string, swedish: string) => ({
    title: `The ${noun} has been withdrawn`,
    meaning: `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} that was withdrawn is kept and shown, and changed no more.`,
    remedy: 'Register another if the withdrawal was mistaken.',
    sv: {
      title: `${swedish} har dragits tillbaka`,
      meaning: 'Det som har dragits tillbaka finns kvar och visas, men ändras inte mer.',
      remedy: 'Registrera på nytt om det drogs tillbaka av misstag.'
    }
  })
  const words = Object.entries<string>(nouns).map(([noun, swedish]) => [
    `${noun}-withdrawn`,
    wordsOf(noun.replaceAll('-', ' '), swedish)
  ])
  return rulesOf(Object.fromEntries(words) as Record<`${Noun}-withdrawn`, BothWords>)
}

/** The rules that are declared, by their codes. */
export const declaredRules: ReadonlyMap<string, Rule> = declared

const ofRegister = {
  meaning: 'A rule of the register was broken. The member detail of the answer says how, in this case.',
  remedy: 'Change what detail and violations point out; the state of the record may have to change first.',
  sv: {
    title: 'En regel i registret bryts',
    meaning: 'En regel i registret bryts. Fältet detail i svaret säger hur, i det här fallet.',
    remedy: 'Ändra det som detail och violations pekar ut. Ibland måste posten först få en annan status.'
  }
}

/** The rule of a code that is made of parts, or is the name of a constraint: with words of its own where they are declared. */
export function ruleNamed(code: string): Rule {
  const words = code.replaceAll('-', ' ')
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  return declared.get(code) ?? { code, title, ...ofRegister }
}

/** The words of a rule in the language. */
export const wordsIn = (rule: Rule, language: Language): Words => (language === 'sv' ? rule.sv : rule)

/** Base of every error that a client may see. `rule` is the stable last part of the problem's type URI. */
export class DomainError extends Error {
  readonly rule: string
  /** What is told in this case, in both languages. The message of the error, which is logged, is in English. */
  readonly detail: Text
  readonly violations: Violation[]
  /** Members added to the problem as they are (never secrets, never personal data). */
  readonly extra: Record<string, unknown>
  /** Seconds after which it is worth asking again; undefined where that would change nothing. */
  readonly retryAfter: number | undefined

  constructor(
    rule: Rule,
    detail: Text,
    violations: Violation[] = [],
    extra: Record<string, unknown> = {},
    retryAfter?: number
  ) {
    super(detail.en)
    this.name = new.target.name
    this.detail = detail
    this.rule = rule.code
    this.violations = violations
    this.extra = extra
    this.retryAfter = retryAfter
  }
}

const notFound = rulesOf({
  'not-found': {
    title: 'Not found',
    meaning: 'There is no such thing, or it is of a municipality that the key is not for: the two are not told apart.',
    remedy: 'Check the municipality code and the id, and that the key is for this municipality.',
    sv: {
      title: 'Finns inte',
      meaning: 'Det finns inte, eller hör till en kommun som nyckeln inte gäller för. De två fallen skiljs inte åt.',
      remedy: 'Kontrollera kommunkoden och id:t, och att nyckeln gäller för kommunen.'
    }
  }
})

/** The thing does not exist, or not for this caller. */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super(notFound['not-found'], {
      en: `There is no ${what} ${id} here.`,
      sv: `Det finns inget med id ${id} här (${what}).`
    })
  }
}

/** What was sent cannot be read: syntax, types, formats. */
export class Malformed extends DomainError {}

/** What was sent can be read, but breaks a rule of the domain. */
export class Invalid extends DomainError {}

/** The rule is about the state that the thing is in now. */
export class Conflict extends DomainError {}

/** It cannot be done just now and could be in a moment: nothing is wrong with what was sent. */
export class Unavailable extends DomainError {
  constructor(rule: Rule, detail: Text, retryAfter: number) {
    super(rule, detail, [], {}, retryAfter)
  }
}

/** There is more of it than is taken at once. */
export class TooLarge extends DomainError {}

/** The request has no credentials, or credentials that are not valid. */
export class Unauthenticated extends DomainError {}

/** The caller is known and may not do this. */
export class Forbidden extends DomainError {}

/** Somebody changed the thing since the caller read it. */
export class Stale extends DomainError {}

/** The caller has not said which version it means to change. */
export class VersionRequired extends DomainError {}
