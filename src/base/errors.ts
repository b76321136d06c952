/**
 * What can go wrong, in the words of the domain. Knows no HTTP: http/problem.ts is the only place
 * that gives each of these a status.
 */

/** One thing wrong with what was sent. `field` is a JSON pointer (`/lines/0/granted`), or the name of a query
 * parameter or header; `line` is the line of a file, counted from 1 with the header. */
export type Violation = { field: string; message: string; line?: number }

/** Base of every error that a client may see. `rule` is the stable last part of the problem's type URI. */
export class DomainError extends Error {
  readonly rule: string
  readonly violations: Violation[]
  /** Members added to the problem as they are (never secrets, never personal data). */
  readonly extra: Record<string, unknown>
  /** Seconds after which it is worth asking again; undefined where that would change nothing. */
  readonly retryAfter: number | undefined

  constructor(
    rule: string,
    message: string,
    violations: Violation[] = [],
    extra: Record<string, unknown> = {},
    retryAfter?: number
  ) {
    super(message)
    this.name = new.target.name
    this.rule = rule
    this.violations = violations
    this.extra = extra
    this.retryAfter = retryAfter
  }
}

/** The thing does not exist, or not for this caller. */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super('not-found', `There is no ${what} ${id} here.`)
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
  constructor(rule: string, message: string, retryAfter: number) {
    super(rule, message, [], {}, retryAfter)
  }
}

/** There is more of it than is taken at once. */
export class TooLarge extends DomainError {}

/** Nobody, or nobody known, is asking. */
export class Unauthenticated extends DomainError {}

/** The caller is known and may not do this. */
export class Forbidden extends DomainError {}

/** Somebody changed the thing since the caller read it. */
export class Stale extends DomainError {}

/** The caller has not said which version it means to change. */
export class VersionRequired extends DomainError {}
