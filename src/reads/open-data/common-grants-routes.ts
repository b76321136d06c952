import type { FastifyError, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { NotFound, violationIn } from '../../base/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { problemOf } from '../../platform/http/problem.ts'
import { Strict, Uuid } from '../../platform/http/schemas.ts'
import { findOpportunities } from './opportunities.ts'
import { pageOf, paging, Search, searched } from './opportunity-search.ts'

const config = { scope: 'public', maxAge: 60, lane: 'totals' } as const
const done = { status: 200, message: 'Success' }

/**
 * `/common-grants`: the three routes for opportunities that the CommonGrants protocol 0.4 demands of all, with its own envelope, paging and
 * errors, so that its clients find Swedish schemes as they find others. It has a document of its own, at commongrants.org.
 */
export async function commonGrantsRoutes(app: App) {
  app.setErrorHandler((error: FastifyError, _request, reply) => refuse(reply, error))

  for (const address of ['', '/']) {
    app.get(
      `/opportunities${address}`,
      { config, schema: { hide: true, querystring: Strict(paging) } },
      async request => ({ ...done, ...pageOf(await findOpportunities(app.database), request.query) })
    )
  }

  app.get(
    '/opportunities/:oppId',
    { config, schema: { hide: true, params: Strict({ oppId: Uuid('The opportunity') }) } },
    async request => {
      const [data] = await findOpportunities(app.database, request.params.oppId)
      if (!data) throw new NotFound('opportunity', request.params.oppId)
      return { ...done, data }
    }
  )

  app.post('/opportunities/search', { config, schema: { hide: true, body: Type.Optional(Search) } }, async request => {
    const { filters = {}, sorting, pagination = {}, search } = request.body ?? {}
    const found = searched(await findOpportunities(app.database), { search, filters, sorting })
    const { sortBy = 'lastModifiedAt', sortOrder = 'desc' } = sorting ?? {}
    return { ...done, ...pageOf(found, pagination), sortInfo: { sortBy, sortOrder }, filterInfo: { filters } }
  })
}

/** The error as the protocol has it, in English: status, message, and what is wrong one by one. */
function refuse(reply: FastifyReply, error: FastifyError) {
  const { status, detail, violations = [], headers = {} } = problemOf(error)
  if (status >= 500) reply.log.error({ err: error }, 'CommonGrants')
  return reply
    .code(status)
    .headers(headers)
    .send({
      status,
      message: detail?.en ?? 'Something went wrong here.',
      errors: violations.map(each => violationIn(each, 'en'))
    })
}
