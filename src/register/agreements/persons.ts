import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import type { Content } from './content.ts'
import { agreementPersons } from './link-tables.ts'

type Keyed = { key: string; name?: string | null; confidential?: boolean }

/** Names of persons are taken out of the content: it is kept for ever, and they need not be. */
export function withoutPersons(patch: Record<string, unknown>) {
  const persons: Keyed[] = []
  const next = { ...patch }
  for (const [list, prefix] of [
    ['signatories', 'signatory'],
    ['recusals', 'recusal']
  ] as const) {
    const items = patch[list] as Keyed[] | undefined
    if (!items) continue
    next[list] = items.map(({ name, confidential, ...rest }) => {
      if (name !== undefined || confidential !== undefined)
        persons.push({ key: `${prefix}/${rest.key}`, name, confidential })
      return rest
    })
  }
  return { patch: next as Record<string, unknown> & Partial<Content>, persons }
}

/** Answers the keys of those whose name changed, never the names. */
export async function keepPersons(
  tx: Transaction,
  { municipalityCode, id }: Ref,
  persons: Keyed[]
): Promise<string[] | undefined> {
  const changed: string[] = []
  for (const { key, name, confidential } of persons) {
    const set = { ...(name !== undefined && { name }), ...(confidential !== undefined && { confidential }) }
    const rows = await tx
      .insert(agreementPersons)
      .values({ municipalityCode, agreementId: id, key, name, confidential })
      .onConflictDoUpdate({
        target: [agreementPersons.municipalityCode, agreementPersons.agreementId, agreementPersons.key],
        set,
        setWhere: sql`(agreement_persons.name, agreement_persons.confidential) is distinct from
          (${name === undefined ? sql`agreement_persons.name` : sql`${name}::text`}, ${confidential === undefined ? sql`agreement_persons.confidential` : sql`${confidential}::boolean`})`
      })
      .returning({ key: agreementPersons.key })
    changed.push(...rows.map(row => row.key))
  }
  return changed.length > 0 ? changed : undefined
}

/** Names by key, of each of the agreements by its id. */
export async function personsOf(db: Connection, municipalityCode: string, ids: string[]) {
  const persons = new Map<string, Map<string, { name: string | null; confidential: boolean }>>()
  if (ids.length === 0) return persons
  const rows = await db
    .select()
    .from(agreementPersons)
    .where(and(eq(agreementPersons.municipalityCode, municipalityCode), inArray(agreementPersons.agreementId, ids)))
  for (const { agreementId, key, name, confidential } of rows) {
    const own = persons.get(agreementId) ?? new Map()
    persons.set(agreementId, own.set(key, { name, confidential }))
  }
  return persons
}
