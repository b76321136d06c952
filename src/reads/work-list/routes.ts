import { today } from '../../base/dates.ts'
import type { App } from '../../platform/http/app.ts'
import { ANY_CALLER } from '../../platform/http/authentication.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { answeringIn } from '../../platform/http/language.ts'
import { pageOfLists } from '../../platform/http/pagination.ts'
import { IfMatch, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { kindsFor, valuesOf, workList } from './queries.ts'
import { WorkListSettings, WorkListSettingsContent } from './record.ts'
import { daysAsked, workRules } from './rules.ts'
import { WorkItemPage, WorkListQuery } from './schemas.ts'
import { findWorkListSettings, putWorkListSettings } from './settings.ts'

const tags = ['work-list']

/** `/work-list`. */
export async function workListRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: ANY_CALLER },
      schema: {
        operationId: 'listWorkItems',
        tags,
        summary: 'List what is coming up',
        description:
          'Ends and last notice days of agreements, windows, documents and eligibility that expire, delegated decisions to report, ends of the time of review, reports, assignments and recoveries that are due, by day. For every known caller, of what it may read.',
        params: OfMunicipality,
        querystring: WorkListQuery,
        response: { 200: ref(WorkItemPage) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      const { from, until, kind } = request.query
      const { kinds, kindsLeftOut } = kindsFor(request.actor, kind)
      const values = await valuesOf(app.database, municipalityCode, daysAsked({ from, until }, today()), kinds)
      const { items, meta } = await pageOfLists(request, reply, workList(kinds), values)
      const language = answeringIn(request, reply)
      return {
        items: items.map(item => ({ ...item, toDo: workRules[item.kind].toDo[language] })),
        meta: { ...meta, kindsLeftOut }
      }
    }
  )
}

/** `/work-list-settings`. */
export async function workListSettingsRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'work-list-settings:read' },
      schema: {
        operationId: 'getWorkListSettings',
        tags,
        summary: 'Show what is reminded of',
        description: 'Which kinds of what comes up are reminded of, and how many days before. 404 until it is said.',
        params: OfMunicipality,
        response: { 200: ref(WorkListSettings) }
      }
    },
    request => findWorkListSettings(app.database, request.params.municipalityCode)
  )

  app.put(
    '',
    {
      config: { scope: 'work-list-settings:write' },
      schema: {
        operationId: 'putWorkListSettings',
        tags,
        summary: 'Say what is reminded of',
        description:
          'Says what is reminded of and when, or replaces what is said (then If-Match is demanded). A reminder is an event, given once for a record, its day and so many days before it. The same content again changes nothing.',
        params: OfMunicipality,
        headers: IfMatch,
        body: ref(WorkListSettingsContent),
        response: { 200: ref(WorkListSettings), 201: ref(WorkListSettings) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const { row, created } = await putWorkListSettings(tx, request.actor, municipalityCode, request.body, () =>
          ifMatch(request)
        )
        if (created) reply.code(201).header('location', request.url.split('?')[0]!)
        return row
      })
  )
}
