import type { App } from '../../platform/http/app.ts'
import { asksCsv, refuseIdle } from '../../platform/http/negotiation.ts'
import { ref } from '../../platform/http/schemas.ts'
import { sendTotalsCsv } from './csv.ts'
import { csvColumnsOf } from './dimensions.ts'
import { asCsvToo, ofOneMunicipality } from './route-config.ts'
import { type Series, type SeriesParameter, seriesParameters } from './series.ts'
import { allSeries, SeriesPath, SeriesQuery, SeriesRows, seriesTold } from './series-schemas.ts'

/** `/statistics/series/…`: the statistics that have a name. */
export async function seriesRoutes(app: App) {
  app.get(
    '/series/:series',
    {
      config: { ...ofOneMunicipality, problems: [413], content: asCsvToo('month,paid,returned,…') },
      schema: {
        operationId: 'getSeries',
        tags: ['statistics'],
        summary: 'Show a statistic',
        description: `Statistics with a name, and the columns of their rows:\n\n${seriesTold}\n\nA parameter that a series does not heed is refused.`,
        params: SeriesPath,
        querystring: SeriesQuery,
        response: { 200: ref(SeriesRows) }
      }
    },
    async (request, reply) => {
      const { municipalityCode, series: name } = request.params
      const { csvFormat, ...asked } = request.query
      const series: Series = allSeries[name]
      const isCsv = asksCsv(request)
      refuseUnheeded(series, name, new URLSearchParams(request.url.split('?')[1]))
      const items = await series.read(app.database, { municipalityCode, ...asked })
      if (isCsv)
        return sendTotalsCsv(reply, `${name}-${municipalityCode}`, csvColumnsOf(series.columns), items, csvFormat)
      return { items, meta: { series: name, additive: series.isAdditive } }
    }
  )
}

/** @throws Malformed */
function refuseUnheeded({ heeds }: Series, name: string, asked: URLSearchParams) {
  const idle = seriesParameters.find((each: SeriesParameter) => asked.has(each) && !heeds.includes(each))
  if (idle) refuseIdle(idle, `has no effect on ${name}`, `har ingen verkan på ${name}`)
}
