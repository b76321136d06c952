import type { App } from '../http/server.ts'

/** `/payments`: the trail of a krona. */
export async function trailRoutes(_app: App) {}
