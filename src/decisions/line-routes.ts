import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { sendCsv } from '../http/csv.ts'
import { ifMatch } from '../http/etag.ts'
import { asksCsv } from '../http/negotiation.ts'
import { allPages, page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { awardsCsv } from './award-csv.ts'
import { awardList, findAward } from './award-queries.ts'
import { Award, AwardPage, AwardQuery, DecisionLine, DecisionLinePage, LinePatch, LineQuery } from './line-schemas.ts'
import { updateDecisionLine, withdrawDecisionLine } from './lines.ts'
import { findLine, lineList } from './queries.ts'
import { RecordedDecisionLine } from './warning-schemas.ts'

const read = { scope: 'decisions:read' }
const change = { scope: 'decisions:write' }

/** `/decision-lines`: one application or recipient each, over all decisions. */
export async function decisionLineRoutes(app: App) {
  const tags = ['decisions']

  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listDecisionLines',
        tags,
        summary: 'List decision lines',
        description: 'Lines of all decisions, whatever their outcome, in the order in which they were recorded.',
        params: OfMunicipality,
        querystring: LineQuery,
        response: { 200: ref(DecisionLinePage) }
      }
    },
    (request, reply) => page(request, reply, lineList, request.params)
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getDecisionLine',
        tags,
        summary: 'Show a decision line',
        description: 'The line as it stands now.',
        params: ById,
        response: { 200: ref(DecisionLine) }
      }
    },
    request => findLine(app.database, request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateDecisionLine',
        tags,
        summary: 'Correct a decision line',
        description:
          'Corrects the record (JSON merge patch); demands If-Match. Old and new amount stay in the history.',
        params: ById,
        headers: IfMatch,
        body: ref(LinePatch),
        response: { 200: ref(RecordedDecisionLine) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateDecisionLine(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawDecisionLine',
        tags,
        summary: 'Withdraw a decision line',
        description: 'Takes back a line recorded in error, with its award and its entries.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(DecisionLine) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawDecisionLine(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'decisions', noun: 'DecisionLine' })
}

/** `/awards`: what granted lines give. Awards arise from decisions and are never written here. */
export async function awardRoutes(app: App) {
  const tags = ['awards']

  app.get(
    '',
    {
      config: {
        ...read,
        content: { response: { 'text/csv': { schema: { type: 'string' }, example: 'id,decidedOn,amount,…' } } }
      },
      schema: {
        operationId: 'listAwards',
        tags,
        summary: 'List awards',
        description:
          'What granted lines give, with names: a flat table for a dashboard. A joint award is one row. JSON, a page at a time, or CSV of all rows with Accept: text/csv.',
        params: OfMunicipality,
        querystring: AwardQuery,
        response: { 200: ref(AwardPage) }
      }
    },
    (request, reply) => {
      const asked = asksCsv(request)
      if (!asked) return page(request, reply, awardList, request.params) as never
      const parts = awardsCsv(allPages(request, awardList, request.params), request.query.csvFormat)
      return sendCsv(reply, `awards-${request.params.municipalityCode}`, parts) as never
    }
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getAward',
        tags,
        summary: 'Show an award',
        description: 'The award with what its line and decision say of it.',
        params: ById,
        response: { 200: ref(Award) }
      }
    },
    request => findAward(app.database, request.params)
  )
}
