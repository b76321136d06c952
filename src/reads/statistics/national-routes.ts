import type { Actor } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { ref } from '../../platform/http/schemas.ts'
import { sendTotalsCsv } from './csv.ts'
import { grouped, type NationalGrantGrouping, type NationalGrouping, only } from './dimensions.ts'
import { keptGrants } from './kept-grants.ts'
import { NationalTotals, NationalTotalsQuery, nationalMeasures } from './money-schemas.ts'
import { nationalTotals } from './national.ts'
import { asCsvToo, ofStatistics } from './route-config.ts'
import { measureNames, NationalGrantTotals, NationalGrantTotalsQuery } from './schemas.ts'

/**
 * The municipalities that a question is about: those asked for, else all that the caller may see; null is all there are.
 * @throws NotFound for one that the caller may not see
 */
function askedFor({ municipalityCodes }: Actor, asked: string | undefined): readonly string[] | null {
  const codes = asked?.split(',')
  if (!codes) return municipalityCodes
  const foreign = codes.find(code => municipalityCodes && !municipalityCodes.includes(code))
  if (foreign !== undefined) throw new NotFound('municipality', foreign)
  return codes
}

const csvContent = asCsvToo('municipalityCode,year,…')

/** `/statistics` above the municipalities: totals of all that the caller may see, in one answer. */
export async function nationalRoutes(app: App) {
  app.get(
    '/payment-totals',
    {
      config: { ...ofStatistics, content: csvContent },
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
      const {
        groupBy = 'municipality,year',
        yearBasis = 'grant',
        csvFormat,
        municipalityCodes,
        ...years
      } = request.query
      const groupings = [...new Set(groupBy.split(','))] as NationalGrouping[]
      const { items, total } = await nationalTotals(app.database, {
        municipalityCodes: askedFor(request.actor, municipalityCodes),
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

  app.get(
    '/grant-totals',
    {
      config: { ...ofStatistics, content: csvContent },
      schema: {
        operationId: 'getNationalGrantTotals',
        tags: ['statistics'],
        summary: 'Totals of grants over municipalities',
        description:
          'As the totals of each municipality that the key is for, as known now. An organisation that several have registered is counted by each.',
        querystring: NationalGrantTotalsQuery,
        response: { 200: ref(NationalGrantTotals) }
      }
    },
    async (request, reply) => {
      const {
        groupBy = 'municipality,year',
        yearBasis = 'decision',
        csvFormat,
        municipalityCodes,
        ...years
      } = request.query
      const groupings = [...new Set(groupBy.split(','))] as NationalGrantGrouping[]
      const municipality = askedFor(request.actor, municipalityCodes)
      const rows = await keptGrants(app.database, { municipality, groupBy: groupings, yearBasis, ...years })
      const items = rows.filter(row => !row.isTotal)
      if (asksCsv(request)) {
        const columns = [...grouped(groupings, yearBasis).csv, ...measureNames]
        return sendTotalsCsv(reply, 'grant-totals', columns, items, csvFormat)
      }
      const total = only(rows.find(row => row.isTotal)!, measureNames)
      return { items, total, meta: { groupBy: groupings, yearBasis } }
    }
  )
}
