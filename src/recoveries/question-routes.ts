import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { sendCsv } from '../http/csv.ts'
import { asksCsv } from '../http/negotiation.ts'
import { allPages, page } from '../http/pagination.ts'
import { OfMunicipality, ref } from '../http/schemas.ts'
import { outstandingCsv, outstandingList } from './outstanding-queries.ts'
import { proposalList } from './proposal-queries.ts'
import { OutstandingPage, OutstandingQuery, ProposalQuery, RecoveryProposalPage } from './question-schemas.ts'

const tags = ['recoveries']
const read = { scope: 'recoveries:read' }

/** `/recoveries`: what could be asked back, and what is outstanding. */
export async function recoveryQuestionRoutes(app: App) {
  app.get(
    '/proposals',
    {
      config: read,
      schema: {
        operationId: 'listRecoveryProposals',
        tags,
        summary: 'List what could be asked back',
        description:
          'Accepted reports with more unused money than the rules on the day of the decision let an organisation keep, and for which nothing is asked back yet. Computed and shown: asking back is a decision.',
        params: OfMunicipality,
        querystring: ProposalQuery,
        response: { 200: ref(RecoveryProposalPage) }
      }
    },
    (request, reply) => page(request, reply, proposalList, request.params)
  )

  app.get(
    '/outstanding',
    {
      config: {
        ...read,
        content: {
          response: { 'text/csv': { schema: { type: 'string' }, example: 'organisationId,organisationName,…' } }
        }
      },
      schema: {
        operationId: 'listOutstanding',
        tags,
        summary: 'List what is outstanding per organisation',
        description:
          'What each organisation was asked to repay and what became of it. JSON, a page at a time, or CSV of all rows with Accept: text/csv.',
        params: OfMunicipality,
        querystring: OutstandingQuery,
        response: { 200: ref(OutstandingPage) }
      }
    },
    (request, reply) => {
      const values = { ...request.params, on: request.query.validOn ?? today() }
      const asked = asksCsv(request)
      if (!asked) return page(request, reply, outstandingList, values) as never
      const parts = outstandingCsv(allPages(request, outstandingList, values), request.query.csvFormat)
      return sendCsv(reply, `recoveries-outstanding-${request.params.municipalityCode}`, parts) as never
    }
  )
}
