import type { App } from '../../platform/http/app.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { dismissRoute } from './dismiss.ts'
import { matchRoute } from './match.ts'
import { bankEntry } from './record.ts'

/** `/bank-entries`. */
export async function bankEntryRoutes(app: App) {
  collectionRoutes(app, bankEntry)
  recordRoutes(app, bankEntry)
  matchRoute(app)
  dismissRoute(app)
}
