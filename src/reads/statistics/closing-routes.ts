import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { periodClosing } from './closing-record.ts'
import { PeriodClosingFigures } from './closing-schemas.ts'
import { createPeriodClosing, findPeriodClosing, withdrawPeriodClosing } from './closings.ts'

const kind = { ...periodClosing, create: createPeriodClosing, withdraw: withdrawPeriodClosing }

/** `/period-closings`. */
export async function periodClosingRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)

  app.get(
    '/:id',
    {
      config: { scope: 'period-closings:read', lane: 'totals' },
      schema: {
        operationId: 'getPeriodClosing',
        tags: ['statistics'],
        summary: 'Show a closed year with its figures',
        description:
          'The totals of the year as they were closed and as they are now, and what was recorded between, by day and kind. Closed figures and adjustments sum to the present ones.',
        params: ById,
        response: { 200: ref(PeriodClosingFigures) }
      }
    },
    request => findPeriodClosing(app.database, request.params)
  )
}
