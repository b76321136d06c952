import fp from 'fastify-plugin'
import type { Database } from '../../platform/database/connection.ts'
import { findMunicipality } from './queries.ts'

/** Whatever belongs to a municipality is 404 until that is registered. Codes never go away, so each is asked for once. */
export const tenancy = fp<{ database: Database }>(async (app, { database }) => {
  const registered = new Set<string>()
  app.addHook('onRequest', async request => {
    const { municipalityCode } = request.params as { municipalityCode?: string }
    if (!municipalityCode || registered.has(municipalityCode)) return
    // The one operation that may name a municipality which is not registered is that which registers it.
    if (request.routeOptions.config.scope === 'municipalities:write') return
    await findMunicipality(database, municipalityCode)
    registered.add(municipalityCode)
  })
})
