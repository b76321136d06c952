import type { App } from '../http/server.ts'

/** `/payment-plans`. */
export async function paymentPlanRoutes(_app: App) {}
