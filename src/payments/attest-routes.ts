import type { App } from '../http/server.ts'

/** `/payments`: check and approve, one or many. */
export async function attestRoutes(_app: App) {}
