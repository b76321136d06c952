import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { nameKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { listEntries, listEntry, type NewListEntry } from './entry-record.ts'

const subject = { table: listEntries, noun: 'listEntry' }

/** Adds an entry to a list of the municipality. @throws Conflict (the list has that name, reference taken) */
function createListEntry(tx: Transaction, actor: Actor, { municipalityCode }: Municipality, entry: NewListEntry) {
  return createRecord(tx, actor, subject, { ...entry, municipalityCode, nameKey: nameKey(entry.name) })
}

/** Takes an entry off its list; agreements that name it still do. @throws NotFound, Conflict (withdrawn) */
async function withdrawListEntry(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

const kind = { ...listEntry, create: createListEntry, withdraw: withdrawListEntry }

/** `/list-entries`: the focus areas, kinds of work and target groups that a municipality speaks of. */
export async function listEntryRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}
