import { Invalid, type Violation } from '../../base/errors.ts'
import { amountFromNumber, type ParsedAmount } from '../../base/parse-amount.ts'
import type { RawRow } from './confirmation-rules.ts'
import { problems } from './problems.ts'

/** The rows of a confirmation as JSON: `{rows: [{…}]}`. They are judged by the same rules as rows of CSV. @throws Invalid */
export function readConfirmationJson(body: unknown): RawRow[] {
  const { rows, ...others } = isObject(body) ? body : {}
  const violations: Violation[] = Object.keys(others).map(name => ({
    field: `/${name}`,
    message: 'is not a known property; known are rows',
    sv: 'är ingen känd egenskap; kända är rows'
  }))
  if (!Array.isArray(rows))
    violations.push({ field: '/rows', message: 'must be an array of rows', sv: 'måste vara en lista med rader' })
  else {
    rows.forEach((row, at) => {
      if (!isObject(row))
        violations.push({
          field: `/rows/${at}`,
          message: 'must be an object',
          sv: 'måste vara ett objekt',
          line: at + 1
        })
    })
  }
  if (violations.length > 0) {
    throw new Invalid(
      problems['confirmation-not-valid'],
      {
        en: 'This is not a confirmation; nothing was done.',
        sv: 'Det här är ingen återrapportering; ingenting gjordes.'
      },
      violations
    )
  }
  return (rows as Record<string, unknown>[]).map((values, at) => ({
    line: at + 1,
    values,
    field: name => `/rows/${at}/${name}`,
    readAmount
  }))
}

const readAmount = (value: unknown): ParsedAmount =>
  typeof value === 'number'
    ? amountFromNumber(value)
    : { ok: false, message: 'must be a number', sv: 'måste vara ett tal' }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
