import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { recordEvent } from '../events/actions.ts'
import { withdrawRecord } from '../events/changes.ts'
import { nameKey } from '../names.ts'
import type { NewListEntry } from './entry-schemas.ts'
import { listEntries } from './tables.ts'

/** Adds an entry to a list of the municipality. @throws Conflict (the list has that name, reference taken) */
export async function createListEntry(tx: Transaction, actor: Actor, municipalityCode: string, entry: NewListEntry) {
  const [row] = await tx
    .insert(listEntries)
    .values({ ...entry, municipalityCode, nameKey: nameKey(entry.name) })
    .returning()
  await recordEvent(tx, actor, 'listEntry.created', row!)
  return row!
}

/** Takes an entry off its list; agreements that name it still do. @throws NotFound, Conflict (withdrawn) */
export async function withdrawListEntry(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, { table: listEntries, noun: 'listEntry' }, ref, reason)
  return after
}
