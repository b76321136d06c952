import type { App } from '../../platform/http/app.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { page } from '../../platform/http/pagination.ts'
import { OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { ChangesQuery, FigureChanges } from './change-schemas.ts'
import { changeList, changesByKind } from './changes.ts'
import { sendTotalsCsv } from './csv.ts'
import { grouped, type MoneyGrouping } from './dimensions.ts'
import { moneyMeasures, PaymentTotals, PaymentTotalsQuery } from './money-schemas.ts'
import { moneyTotals } from './money-totals.ts'
import { asCsvToo, ofOneMunicipality } from './route-config.ts'

/** `/statistics`: totals of money from grant to payment and back, and why they changed. */
export async function moneyRoutes(app: App) {
  app.get(
    '/payment-totals',
    {
      config: { ...ofOneMunicipality, problems: [413], content: asCsvToo('year,granted,reserved,…') },
      schema: {
        operationId: 'getPaymentTotals',
        tags: ['statistics'],
        summary: 'Totals of money, from grant to payment and back',
        description:
          'From grant to payment and back, unpaid of what was granted and unspent of budgets; by the year of the decision, of the grant or of the payment, as known now or at an earlier instant. With closings=keep closed years stay as they were closed. JSON, or CSV with Accept: text/csv.',
        params: OfMunicipality,
        querystring: PaymentTotalsQuery,
        response: { 200: ref(PaymentTotals) }
      }
    },
    async (request, reply) => {
      const { groupBy = 'year', yearBasis = 'grant', closings, csvFormat, ...filters } = request.query
      const groupings = [...new Set(groupBy.split(','))] as MoneyGrouping[]
      const { municipalityCode } = request.params
      const asked = { municipalityCode, groupBy: groupings, yearBasis, keepClosings: closings === 'keep', ...filters }
      const answer = await moneyTotals(app.database, asked)
      const { items, total, adjustments, closedYears, knownAt, firstRecordedAt } = answer
      if (asksCsv(request)) {
        const columns = [...grouped(groupings, yearBasis).csv, ...moneyMeasures]
        return sendTotalsCsv(reply, `payment-totals-${municipalityCode}`, columns, items, csvFormat)
      }
      return {
        items,
        total,
        adjustments,
        meta: { groupBy: groupings, yearBasis, closedYears, firstRecordedAt, knownAt }
      }
    }
  )

  app.get(
    '/changes',
    {
      config: { ...ofOneMunicipality },
      schema: {
        operationId: 'listFigureChanges',
        tags: ['statistics'],
        summary: 'List what changed figures since an instant',
        description:
          'Answers why a year has changed since: each change with its amount, the decision that it is of, what was done, by whom and why, and what all of them come to by kind. Figures known at the one instant and these sum to the figures known at the other.',
        params: OfMunicipality,
        querystring: ChangesQuery,
        response: { 200: ref(FigureChanges) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      const changes = await page(request, reply, changeList, { municipalityCode })
      return { ...changes, byKind: await changesByKind(app.database, municipalityCode, request.query) }
    }
  )
}
