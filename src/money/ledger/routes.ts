import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { LedgerEntryPage, LedgerQuery, ledgerList } from './record.ts'

/** `/ledger-entries`: for whoever checks the totals. Entries follow from what is recorded and are never written here. */
export async function ledgerRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'ledger:read' },
      schema: {
        operationId: 'listLedgerEntries',
        tags: ['ledger'],
        summary: 'List ledger entries',
        description:
          'The entries that every total is a sum of, in the order in which they were recorded. They are appended and never changed: a correction is an entry of the difference. Each names the event that it follows from.',
        params: OfMunicipality,
        querystring: LedgerQuery,
        response: { 200: ref(LedgerEntryPage) }
      }
    },
    (request, reply) => page(request, reply, ledgerList, request.params)
  )
}
