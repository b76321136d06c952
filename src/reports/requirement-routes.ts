import type { App } from '../http/server.ts'

/** `/report-requirements`. */
export async function reportRequirementRoutes(_app: App) {}
