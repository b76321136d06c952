import type { App } from '../../platform/http/app.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { applicationOutcomes } from './application-outcomes.ts'
import { consecutiveRecipients } from './consecutive.ts'
import { ConsecutiveQuery, ConsecutiveRecipient, ConsecutiveRecipients } from './consecutive-schemas.ts'
import { sendTotalsCsv } from './csv.ts'
import { type Grouping, grouped, type OutcomeGrouping } from './dimensions.ts'
import { ApplicationOutcomes, ApplicationOutcomesQuery, outcomeMeasures } from './outcome-schemas.ts'
import { grantTotals } from './queries.ts'
import { asCsvToo, ofOneMunicipality } from './route-config.ts'
import { GrantTotals, GrantTotalsQuery, measureNames } from './schemas.ts'

export async function statisticsRoutes(app: App) {
  app.get(
    '/grant-totals',
    {
      config: { ...ofOneMunicipality, problems: [413], content: asCsvToo('year,lineCount,awardCount,…') },
      schema: {
        operationId: 'getGrantTotals',
        tags: ['statistics'],
        summary: 'Totals of grants',
        description:
          'Sums of the ledger, exact to the öre, per year, scheme, organisation, body and outcome, as known now or at an earlier instant. A joint award is one joint row. JSON, or CSV with Accept: text/csv.',
        params: OfMunicipality,
        querystring: GrantTotalsQuery,
        response: { 200: ref(GrantTotals) }
      }
    },
    async (request, reply) => {
      const { groupBy = 'year', yearBasis = 'decision', csvFormat, ...filters } = request.query
      const groupings = [...new Set(groupBy.split(','))] as Grouping[]
      const { municipalityCode } = request.params
      const totals = await grantTotals(app.database, { municipalityCode, groupBy: groupings, yearBasis, ...filters })
      const { items, total, knownAt, firstRecordedAt } = totals
      if (asksCsv(request)) {
        const columns = [...grouped(groupings, yearBasis).csv, ...measureNames]
        return sendTotalsCsv(reply, `grant-totals-${municipalityCode}`, columns, items, csvFormat)
      }
      return { items, total, meta: { groupBy: groupings, yearBasis, firstRecordedAt, knownAt } }
    }
  )

  app.get(
    '/application-outcomes',
    {
      config: { ...ofOneMunicipality, content: asCsvToo('year,applicationCount,…') },
      schema: {
        operationId: 'getApplicationOutcomes',
        tags: ['statistics'],
        summary: 'Outcomes of applications',
        description:
          'How many applications came to what. One that was referred back and then granted counts once, by its latest outcome; a joint one counts once.',
        params: OfMunicipality,
        querystring: ApplicationOutcomesQuery,
        response: { 200: ref(ApplicationOutcomes) }
      }
    },
    async (request, reply) => {
      const { groupBy = 'year', csvFormat, ...filters } = request.query
      const groupings = [...new Set(groupBy.split(','))] as OutcomeGrouping[]
      const { municipalityCode } = request.params
      const isCsv = asksCsv(request)
      const answer = await applicationOutcomes(app.database, { municipalityCode, groupBy: groupings, ...filters })
      if (!isCsv) return answer
      const columns = [...grouped(groupings).csv, ...outcomeMeasures]
      return sendTotalsCsv(reply, `application-outcomes-${municipalityCode}`, columns, answer.items, csvFormat)
    }
  )

  app.get(
    '/consecutive-recipients',
    {
      config: { ...ofOneMunicipality, content: asCsvToo('organisationId,organisationName,…') },
      schema: {
        operationId: 'getConsecutiveRecipients',
        tags: ['statistics'],
        summary: 'Recipients of so many years on end',
        description:
          'Organisations that were granted something in each of so many years on end, by the year of the decision or the year that the grant is for. With yearTo only those whose run goes on up to that year. What is only paid, published or proposed is no grant.',
        params: OfMunicipality,
        querystring: ConsecutiveQuery,
        response: { 200: ref(ConsecutiveRecipients) }
      }
    },
    async (request, reply) => {
      const { yearCount, yearBasis = 'decision', yearTo, schemeId, csvFormat } = request.query
      const asked = { ...request.params, yearCount, yearBasis, yearTo, schemeId }
      const isCsv = asksCsv(request)
      const { items, yearNotStatedCount } = await consecutiveRecipients(app.database, asked)
      if (isCsv) {
        const columns = Object.keys(ConsecutiveRecipient.properties)
        const name = `consecutive-recipients-${request.params.municipalityCode}`
        return sendTotalsCsv(reply, name, columns, items, csvFormat)
      }
      return { items, meta: { yearCount, yearBasis, yearTo: yearTo ?? null, yearNotStatedCount } }
    }
  )
}
