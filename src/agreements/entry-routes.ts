import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { listOf } from '../records/list.ts'
import { asRegistered } from '../records/words.ts'
import { createListEntry, withdrawListEntry } from './entries.ts'
import { ListEntry, ListEntryPage, ListEntryQuery, NewListEntry } from './entry-schemas.ts'
import { listEntries } from './tables.ts'

const schemas = { One: ListEntry, Page: ListEntryPage, Query: ListEntryQuery, New: NewListEntry }

const kind: Kind<typeof schemas, typeof listEntries.$inferSelect> = {
  noun: 'ListEntry',
  plural: 'ListEntries',
  tag: 'agreements',
  scope: 'agreements',
  schemas,
  list: listOf('list-entries', listEntries, { equal: ['list'], sorts: ['name', 'updatedAt'] }),
  says: {
    list: [
      'List focus areas, kinds of work and target groups',
      'The entries of the lists that the municipality keeps, by name.'
    ],
    create: ['Add an entry to a list', 'A focus area, a kind of work or a target group that agreements can then name.'],
    get: ['Show an entry of a list', asRegistered],
    withdraw: ['Take an entry off its list', 'Agreements that name it still do; no more can.']
  },
  find: (db, ref) => findRecord(db, listEntries, 'listEntry', ref),
  create: (tx, actor, { municipalityCode }, sent) => createListEntry(tx, actor, municipalityCode, sent),
  withdraw: withdrawListEntry
}

/** `/list-entries`: the focus areas, kinds of work and target groups that a municipality speaks of. */
export async function listEntryRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}
