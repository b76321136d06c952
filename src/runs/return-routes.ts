import type { App } from '../http/server.ts'

/** `/payments`: what the bank sent back, and its reissue. */
export async function returnRoutes(_app: App) {}
