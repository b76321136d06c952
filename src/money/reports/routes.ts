import { Type } from 'typebox'
import type { App } from '../../platform/http/app.ts'
import { Day, Strict } from '../../platform/http/schemas.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { extended } from '../../platform/records/record.ts'
import { acceptRoutes } from './accept.ts'
import { createReport, updateReport, withdrawReport } from './actions.ts'
import { reportKind } from './queries.ts'
import { report } from './record.ts'
import { returnRoute } from './return.ts'
import { submitRoutes } from './submit.ts'
import { waiveRoutes } from './waive.ts'

const onDay = {
  validOn: Type.Optional(Day('The day that overdue and daysLate are of; today unless told', '2023-03-01'))
}
const kind = {
  ...reportKind,
  schemas: { ...report.schemas, Query: extended(report.schemas.Query, {}, onDay), Asked: Strict(onDay) },
  create: createReport,
  update: updateReport,
  withdraw: withdrawReport
}

/** `/reports`. */
export async function reportRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  submitRoutes(app)
  returnRoute(app)
  acceptRoutes(app)
  waiveRoutes(app)
}
