import { isMonthDay } from '../base/dates.ts'
import type { Violation } from '../base/errors.ts'
import { nameKey } from '../base/names.ts'
import type { AmountBasis, SchemeStatus } from '../register/schemes/rules.ts'
import type { WindowKind } from '../register/schemes/window-rules.ts'
import type { RawRow } from './files/raw.ts'

/** Columns of a file of schemes, as municipal pages were read into one. */
export const schemeColumns = [
  'municipality',
  'scheme_id',
  'scheme_name',
  'categories',
  'deadline_type',
  'deadline_mmdd',
  'status',
  'amount_basis',
  'source_url',
  'verified'
] as const

export const requiredSchemeColumns = ['scheme_id', 'scheme_name', 'deadline_type', 'status'] as const

/** fasta: on the same days every year; löpande: at any time; relativ: to the activity; okänd: not known. */
const deadlineTypes: Record<string, WindowKind> = {
  fasta: 'recurring',
  lopande: 'rolling',
  löpande: 'rolling',
  relativ: 'relative',
  okand: 'unknown',
  okänd: 'unknown',
  '': 'unknown'
}
const statuses: Record<string, SchemeStatus> = { '': 'notStated', aktiv: 'open', pausad: 'paused', avskaffat: 'closed' }
const bases: Record<string, AmountBasis> = { '': 'notStated', per_forening: 'perOrganisation', ren_pott: 'onePot' }

export type SchemeRow = {
  line: number
  violations: Violation[]
  /** Name or code of the municipality that the row says it is of; null where it says none. */
  municipality: string | null
  reference: string
  name: string
  categories: string[]
  status: SchemeStatus
  amountBasis: AmountBasis
  sourceUrl: string | null
  /** The day on which the page was read. */
  verified: string | null
  /** A fixed deadline comes back every year; when applications open is not in the file and so not stated. */
  windows: { kind: WindowKind; closesMonthDay: string | null }[]
}

/** A row of the file as a scheme; every violation, with the column as its field. */
export function readSchemeRow({ line, cells, violations: malformed }: RawRow): SchemeRow {
  const violations = [...malformed]
  const cell = (column: (typeof schemeColumns)[number]) => String(cells[column] ?? '').trim()
  const say = (field: (typeof schemeColumns)[number], message: string, sv: string) =>
    violations.push({ field, message, sv, line })
  function one<T>(column: 'deadline_type' | 'status' | 'amount_basis', values: Record<string, T>): T | undefined {
    const value = cell(column).toLowerCase()
    if (Object.hasOwn(values, value)) return values[value]
    const known = Object.keys(values)
      .filter(name => name !== '')
      .join(', ')
    say(column, `must be one of ${known}, or empty`, `måste vara något av ${known}, eller tomt`)
    return undefined
  }
  if (malformed.length > 0) return { line, ...nothing, violations }

  const [reference, name, sourceUrl, verified] = [
    cell('scheme_id'),
    cell('scheme_name'),
    cell('source_url'),
    cell('verified')
  ]
  if (reference === '' || reference.length > 200) {
    say('scheme_id', 'is required, in at most 200 characters', 'måste anges, med högst 200 tecken')
  }
  if (name === '' || name.length > 300) {
    say('scheme_name', 'is required, in at most 300 characters', 'måste anges, med högst 300 tecken')
  }
  if (sourceUrl !== '' && !(/^https?:\/\//.test(sourceUrl) && URL.canParse(sourceUrl) && sourceUrl.length <= 2000)) {
    say('source_url', 'must be an address that begins with https://', 'måste vara en adress som börjar med https://')
  }
  const isDate = /^\d{4}-\d\d-\d\d$/.test(verified) && !Number.isNaN(Date.parse(`${verified}T00:00:00Z`))
  if (verified !== '' && !(isDate && new Date(`${verified}T00:00:00Z`).toISOString().startsWith(verified))) {
    say('verified', 'must be a date, as 2026-08-17', 'måste vara ett datum, till exempel 2026-08-17')
  }
  const kind = one('deadline_type', deadlineTypes) ?? 'unknown'
  const days = parts(cell('deadline_mmdd'))
  for (const day of days) {
    if (/^\d\d-\d\d$/.test(day) && isMonthDay(day)) continue
    say('deadline_mmdd', `holds ${day}: no MM-DD`, `innehåller ${day}: inte MM-DD`)
  }
  if (new Set(days).size < days.length) {
    say('deadline_mmdd', 'holds the same day twice', 'innehåller samma dag två gånger')
  }
  if (kind === 'recurring' && days.length === 0) {
    say('deadline_mmdd', 'is required of fixed deadlines', 'måste anges för fasta sista dagar')
  }
  if (kind !== 'recurring' && days.length > 0) {
    say('deadline_mmdd', 'goes with fixed deadlines only', 'hör bara till fasta sista dagar')
  }

  return {
    line,
    violations,
    municipality: cell('municipality') || null,
    reference,
    name,
    categories: [...new Set(parts(cell('categories')))],
    status: one('status', statuses) ?? 'notStated',
    amountBasis: one('amount_basis', bases) ?? 'notStated',
    sourceUrl: sourceUrl || null,
    verified: verified || null,
    windows:
      kind === 'recurring'
        ? days.sort().map(closesMonthDay => ({ kind, closesMonthDay }))
        : [{ kind, closesMonthDay: null }]
  }
}

const nothing: Omit<SchemeRow, 'line' | 'violations'> = {
  municipality: null,
  reference: '',
  name: '',
  categories: [],
  status: 'notStated',
  amountBasis: 'notStated',
  sourceUrl: null,
  verified: null,
  windows: []
}

function parts(cell: string): string[] {
  return cell
    .split('|')
    .map(part => part.trim())
    .filter(part => part !== '')
}

/** Whether a row is of the municipality, which files name as they like: Haninge, Haninge kommun, 0136. */
export function isOf(said: string | null, { code, name }: { code: string; name: string }): boolean {
  if (said === null || said === code) return true
  const bare = (text: string) => nameKey(text).replace(/s? (kommun|stad)$/, '')
  return bare(said) === bare(name) || nameKey(said) === nameKey(name)
}
