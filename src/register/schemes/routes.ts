import type { FastifyReply, FastifyRequest } from 'fastify'
import { today } from '../../base/dates.ts'
import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { ask, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createScheme, updateScheme, withdrawScheme } from './actions.ts'
import { DelegationLimitsAnswer, DelegationLimitsQuery, findDelegationLimits } from './delegation.ts'
import { findLateDeduction, LateDeductionAnswer, LateDeductionQuery } from './late-deduction.ts'
import type { OpenAnswer } from './open-rules.ts'
import { findOpening, findOpenings, OpenQuery, openIds, SchemeOpen } from './openings.ts'
import { NewScheme, scheme } from './record.ts'
import { SchemePage } from './schemas.ts'
import { schemeStatusRoutes } from './statuses.ts'
import { schemeRuleVersion } from './version-record.ts'
import { createSchemeRuleVersion, updateSchemeRuleVersion, withdrawSchemeRuleVersion } from './versions.ts'
import { schemeWindow } from './window-record.ts'
import { createSchemeWindow, updateSchemeWindow, withdrawSchemeWindow } from './windows.ts'

const kind = {
  ...scheme,
  schemas: { ...scheme.schemas, New: NewScheme },
  create: createScheme,
  update: updateScheme,
  withdraw: withdrawScheme
}
const versionKind = {
  ...schemeRuleVersion,
  create: createSchemeRuleVersion,
  update: updateSchemeRuleVersion,
  withdraw: withdrawSchemeRuleVersion,
  within: { find: scheme.find, address: schemeRuleVersion.address }
}
const windowKind = {
  ...schemeWindow,
  create: createSchemeWindow,
  update: updateSchemeWindow,
  withdraw: withdrawSchemeWindow,
  within: { find: scheme.find, address: schemeWindow.address }
}

/** `/schemes`: also what a scheme has several of, and what is asked of it on a day. */
export async function schemeRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'schemes:read', shows: scheme.address },
      schema: {
        operationId: 'listSchemes',
        tags: ['schemes'],
        summary: 'List schemes',
        description:
          'Grant schemes, by name. With `open` only those that take applications on the day (or do not, or may), with `validOn` all; each with its answer.',
        params: OfMunicipality,
        querystring: scheme.schemas.Query,
        response: { 200: ref(SchemePage) }
      }
    },
    (request, reply) => listSchemes(request, reply)
  )

  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  await schemeStatusRoutes(app)
  ask(app, scheme, 'open', {
    operationId: 'getSchemeOpen',
    says: [
      'Ask whether a scheme is open on a day',
      'Yes, no or unknown, and why; when it next opens and closes where that is stated. Unknown where the opening or the status is not stated: nothing is guessed.'
    ],
    query: OpenQuery,
    answer: SchemeOpen,
    run: findOpening
  })
  ask(app, scheme, 'late-deduction', {
    operationId: 'getSchemeLateDeduction',
    says: [
      'Ask what a late application loses',
      'What the ladder of the rules on the day of the deadline takes. Computed and shown, never applied by itself.'
    ],
    query: LateDeductionQuery,
    answer: LateDeductionAnswer,
    run: findLateDeduction
  })
  ask(app, scheme, 'delegation-limits', {
    operationId: 'getSchemeDelegationLimits',
    says: [
      'Ask how far delegates may decide',
      'The limits of the rules that hold on the day; a formula with the kronor it gives in that year, or unknown where the base amount of the year is not kept. Shown, never applied by itself.'
    ],
    query: DelegationLimitsQuery,
    answer: DelegationLimitsAnswer,
    run: findDelegationLimits
  })
  collectionRoutes(app, versionKind, '/:id/rule-versions')
  collectionRoutes(app, windowKind, '/:id/windows')
}

/** `/scheme-rule-versions/{id}`. */
export const ruleVersionRoutes = async (app: App) => recordRoutes(app, versionKind)

/** `/scheme-windows/{id}`. */
export const windowRoutes = async (app: App) => recordRoutes(app, windowKind)

async function listSchemes(request: FastifyRequest, reply: FastifyReply) {
  const params = request.params as { municipalityCode: string }
  const { open, validOn } = request.query as { open?: OpenAnswer; validOn?: string }
  if (!open && !validOn) return await page(request, reply, scheme.list, params)
  const { openings } = await findOpenings(request.server.database, params.municipalityCode, validOn ?? today())
  const { items, meta } = await page(request, reply, scheme.list, { ...params, ...openIds(openings, open) })
  return { items: items.map(item => ({ ...item, open: openings.get(item.id) })), meta }
}
