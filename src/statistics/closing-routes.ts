import type { App } from '../http/server.ts'

/** `/period-closings`. */
export async function periodClosingRoutes(_app: App) {}
