import type { App } from '../http/server.ts'

/** `/statistics`: totals from grant to payment, and what changed since. */
export async function moneyRoutes(_app: App) {}
