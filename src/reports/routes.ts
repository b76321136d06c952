import type { App } from '../http/server.ts'

/** `/reports`. */
export async function reportRoutes(_app: App) {}
