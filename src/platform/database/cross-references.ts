import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { commonProblems as problems } from '../../base/common-problems.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import type { Transaction } from './connection.ts'

/** What is referred to, as it is told in English, and in Swedish. */
const nouns = {
  'a body': 'inget gällande organ',
  'a decision': 'inget gällande beslut',
  'a file': 'ingen gällande fil',
  'a payment': 'ingen gällande utbetalning',
  'a report requirement': 'inget gällande redovisningskrav',
  'a report': 'ingen gällande redovisning',
  'a scheme': 'ingen gällande bidragsform',
  'a version of rules': 'ingen gällande regelversion',
  'an agreement': 'inget gällande avtal',
  'an award': 'inget gällande bidrag',
  'an organisation': 'ingen gällande organisation',
  rules: 'inga gällande regler'
}

export type Referred = keyof typeof nouns

type Reference = {
  table: PgTable & { municipalityCode: PgColumn; id: PgColumn; withdrawnAt: PgColumn }
  id: string | null | undefined
  /** JSON pointer of the field that refers. */
  field: string
  what: Referred
  /** What the record must be besides standing: takes the row of its own table, answers what is wrong with it, or null. */
  check?(row: object): Message | null
}

const notStanding = (what: Referred): Message => ({
  message: `is not ${what} that stands in this municipality`,
  sv: `är ${nouns[what]} i kommunen`
})

/**
 * Checks that what is referred to stands in this municipality, and holds it until the transaction ends: all references,
 * each named by its field. The foreign keys hold the same, but cannot tell which field it was.
 * @throws Invalid `reference-not-found`
 */
export async function checkReferences(tx: Transaction, municipalityCode: string, references: Reference[]) {
  const violations: Violation[] = []
  for (const table of new Set(references.map(reference => reference.table))) {
    const ofTable = references.filter(reference => reference.table === table && reference.id)
    if (ofTable.length === 0) continue
    const ids = [...new Set(ofTable.map(({ id }) => id!.toLowerCase()))].sort()
    const standing = and(
      eq(table.municipalityCode, municipalityCode),
      inArray(table.id, ids),
      isNull(table.withdrawnAt)
    )
    const rows = await tx
      .select()
      .from(table as PgTable)
      .where(standing)
      .orderBy(table.id)
      .for('key share')
    const found = new Map((rows as { id: string }[]).map(row => [row.id, row]))
    for (const { id, field, what, check } of ofTable) {
      const row = found.get(id!.toLowerCase())
      const fault = row ? (check?.(row) ?? null) : notStanding(what)
      if (fault) violations.push({ field, ...fault })
    }
  }
  if (violations.length === 0) return
  throw new Invalid(
    problems['reference-not-found'],
    {
      en: 'The request refers to something that is not there, or not fit.',
      sv: 'Anropet hänvisar till något som inte finns, eller som inte passar.'
    },
    violations
  )
}
