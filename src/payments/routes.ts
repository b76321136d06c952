import type { App } from '../http/server.ts'

/** `/payments`. */
export async function paymentRoutes(_app: App) {}
