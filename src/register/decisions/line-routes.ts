import type { App } from '../../platform/http/app.ts'
import { sendCsv } from '../../platform/http/csv.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { allPages, page } from '../../platform/http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { Award, AwardPage, AwardQuery, awardList, awardsCsv, findAward } from './award-queries.ts'
import { awards, decisionLine, LinePatch, NewLine } from './line-record.ts'
import { createDecisionLine, updateDecisionLine, withdrawDecisionLine } from './lines.ts'
import { findLine } from './queries.ts'
import { decision } from './record.ts'
import { RecordedDecisionLine } from './schemas.ts'

const kind = { ...decisionLine, find: findLine, withdraw: withdrawDecisionLine }

const received = {
  ...kind,
  schemas: { ...kind.schemas, New: NewLine, Patch: LinePatch },
  create: createDecisionLine,
  update: updateDecisionLine,
  within: { find: decision.find, address: decisionLine.address },
  subject: { ...decisionLine.subject, parent: 'decisionId' }
}

/** `/decision-lines`: one application or recipient each, over all decisions. */
export async function decisionLineRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  keepKind(app, received)

  app.patch(
    '/:id',
    {
      config: { scope: 'decisions:write' },
      schema: {
        operationId: 'updateDecisionLine',
        tags: ['decisions'],
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
}

const award = {
  ...{ noun: 'Award', address: 'awards', tag: 'awards', scope: 'decisions' },
  table: awards,
  schemas: { One: Award, Page: AwardPage },
  list: awardList,
  find: findAward
}

/** `/awards`: what granted lines give. Awards arise from decisions and are never written here. */
export async function awardRoutes(app: App) {
  const read = { scope: 'decisions:read', shows: 'awards' }
  const tags = ['awards']
  keepKind(app, award)

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
      if (!asked) return page(request, reply, awardList, request.params)
      const parts = awardsCsv(allPages(request, awardList, request.params), request.query.csvFormat)
      return sendCsv(reply, `awards-${request.params.municipalityCode}`, parts)
    }
  )

  app.get(
    '/:id',
    {
      config: { ...read, lane: 'lookups' },
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
