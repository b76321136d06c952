import { historyRoute } from '../events/history.ts'
import { page } from '../http/pagination.ts'
import { ById, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { listOf } from '../records/list.ts'
import { createListEntry, withdrawListEntry } from './entries.ts'
import { ListEntry, ListEntryPage, ListEntryQuery, NewListEntry } from './entry-schemas.ts'
import { listEntries } from './tables.ts'

const entryList = listOf('list-entries', listEntries, {
  equal: ['list'],
  sorts: ['name', 'updatedAt']
})

/** `/list-entries`: the focus areas, kinds of work and target groups that a municipality speaks of. */
export async function listEntryRoutes(app: App) {
  const tags = ['agreements']
  const read = { scope: 'agreements:read' }
  const change = { scope: 'agreements:write' }

  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listListEntries',
        tags,
        summary: 'List focus areas, kinds of work and target groups',
        description: 'The entries of the lists that the municipality keeps, by name.',
        params: OfMunicipality,
        querystring: ListEntryQuery,
        response: { 200: ref(ListEntryPage) }
      }
    },
    (request, reply) => page(request, reply, entryList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createListEntry',
        tags,
        summary: 'Add an entry to a list',
        description: 'A focus area, a kind of work or a target group that agreements can then name.',
        params: OfMunicipality,
        body: ref(NewListEntry),
        response: { 201: ref(ListEntry) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createListEntry(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawListEntry',
        tags,
        summary: 'Take an entry off its list',
        description: 'Agreements that name it still do; no more can.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(ListEntry) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawListEntry(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'agreements', noun: 'ListEntry' })
}
