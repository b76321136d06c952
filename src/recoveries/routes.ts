import type { App } from '../http/server.ts'

/** `/recoveries`. */
export async function recoveryRoutes(_app: App) {}
