/**
 * What can go wrong, in the words of the domain. Knows no HTTP: http/problem.ts is the only place
 * that gives each of these a status.
 */

/** One thing wrong with what was sent. `field` is a JSON pointer (`/lines/0/granted`), or the name of a query
 * parameter or header; `line` is the line of a file, counted from 1 with the header, of the `sheet` where it has several. */
export type Violation = { field: string; message: string; line?: number; sheet?: string }

/** Title of a problem, what its rule means, and what to do. */
type Words = { title: string; meaning: string; remedy: string }
/** A rule that a request can break. `code` is the stable last part of the type URI of its problems. */
export type Rule = { readonly code: string } & Readonly<Words>

const declared = new Map<string, Rule>()

/** Declares rules, in the room that judges them; a problem is thrown with its rule, so that none is without words. */
export function rulesOf<const Code extends string>(words: Record<Code, Words>): { readonly [C in Code]: Rule } {
  const rules = Object.entries<Words>(words).map(([code, of]) => [code, { code, ...of }] as const)
  for (const [code, rule] of rules) {
    if (declared.has(code)) throw new Error(`The rule ${code} is declared twice`)
    declared.set(code, rule)
  }
  return Object.fromEntries(rules) as { [C in Code]: Rule }
}

/** Rules of records that have been withdrawn, by their nouns: `budget-withdrawn`. */
export function withdrawnRules<const Noun extends string>(...nouns: Noun[]) {
  const wordsOf = (noun: string) => ({
    title: `The ${noun} has been withdrawn`,
    meaning: `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} that was withdrawn is kept and shown, and changed no more.`,
    remedy: 'Register another if the withdrawal was mistaken.'
  })
  const words = nouns.map(noun => [`${noun}-withdrawn`, wordsOf(noun.replaceAll('-', ' '))])
  return rulesOf(Object.fromEntries(words) as Record<`${Noun}-withdrawn`, Words>)
}

/** The rules that are declared, by their codes. */
export const declaredRules: ReadonlyMap<string, Rule> = declared

const ofRegister = {
  meaning: 'A rule of the register was broken. The member detail of the answer says how, in this case.',
  remedy: 'Change what detail and violations point out; the state of the record may have to change first.'
}

/** The rule of a code that is made of parts, or is the name of a constraint: with words of its own where they are declared. */
export function ruleNamed(code: string): Rule {
  const words = code.replaceAll('-', ' ')
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  return declared.get(code) ?? { code, title, ...ofRegister }
}

/** Base of every error that a client may see. `rule` is the stable last part of the problem's type URI. */
export class DomainError extends Error {
  readonly rule: string
  readonly violations: Violation[]
  /** Members added to the problem as they are (never secrets, never personal data). */
  readonly extra: Record<string, unknown>
  /** Seconds after which it is worth asking again; undefined where that would change nothing. */
  readonly retryAfter: number | undefined

  constructor(
    rule: Rule,
    message: string,
    violations: Violation[] = [],
    extra: Record<string, unknown> = {},
    retryAfter?: number
  ) {
    super(message)
    this.name = new.target.name
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
    remedy: 'Check the municipality code and the id, and that the key is for this municipality.'
  }
})

/** The thing does not exist, or not for this caller. */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super(notFound['not-found'], `There is no ${what} ${id} here.`)
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
  constructor(rule: Rule, message: string, retryAfter: number) {
    super(rule, message, [], {}, retryAfter)
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
