import type { App } from '../../platform/http/app.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createPayeeAccount, withdrawPayeeAccount } from './actions.ts'
import { checkRoutes } from './check.ts'
import { payeeAccount } from './record.ts'

const kind = { ...payeeAccount, create: createPayeeAccount, withdraw: withdrawPayeeAccount }

/** `/payee-accounts`. */
export async function payeeAccountRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  checkRoutes(app)
}
