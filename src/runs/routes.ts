import type { App } from '../http/server.ts'

/** `/payment-runs`. */
export async function runRoutes(_app: App) {}
