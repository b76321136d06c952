import type { App } from '../../platform/http/app.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { ref } from '../../platform/http/schemas.ts'
import { sendTotalsCsv } from './csv.ts'
import { grouped, type NationalGrouping } from './dimensions.ts'
import { NationalTotals, NationalTotalsQuery, nationalMeasures } from './money-schemas.ts'
import { nationalTotals } from './national.ts'

/** `/statistics` above the municipalities: totals of all that the caller may see, in one answer. */
export async function nationalRoutes(app: App) {
  app.get(
    '/payment-totals',
    {
      config: {
        scope: 'statistics:read',
        lane: 'totals',
        content: {
          response: { 'text/csv': { schema: { type: 'string' }, example: 'municipalityCode,year,granted,…' } }
        }
      },
      schema: {
        operationId: 'getNationalTotals',
        tags: ['statistics'],
        summary: 'Totals of money over municipalities',
        description:
          'Granted, planned, paid, asked back and what lies between, of every municipality that the key is for, as known now. What is payable or held, budgets, and what was known earlier are asked of each municipality. JSON, or CSV with Accept: text/csv.',
        querystring: NationalTotalsQuery,
        response: { 200: ref(NationalTotals) }
      }
    },
    async (request, reply) => {
      const { groupBy = 'municipality,year', yearBasis = 'grant', csvFormat, ...years } = request.query
      const groupings = [...new Set(groupBy.split(','))] as NationalGrouping[]
      const { municipalityCodes } = request.actor
      const { items, total } = await nationalTotals(app.database, {
        municipalityCodes,
        groupBy: groupings,
        yearBasis,
        ...years
      })
      if (asksCsv(request)) {
        const columns = [...grouped(groupings, yearBasis).csv, ...nationalMeasures]
        return sendTotalsCsv(reply, 'payment-totals', columns, items, csvFormat)
      }
      return { items, total, meta: { groupBy: groupings, yearBasis } }
    }
  )
}
