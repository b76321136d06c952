import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Forbidden } from '../../base/errors.ts'
import type { Database } from '../../platform/database/connection.ts'
import { problems } from './problems.ts'
import { findMunicipality } from './queries.ts'

/**
 * Whatever belongs to a municipality is 404 until that is registered. Codes never go away, so each is asked for once; whether
 * a key may stand in the address is asked each time.
 */
export const tenancy = fp<{ database: Database }>(async (app, { database }) => {
  const registered = new Set<string>()

  /** @throws Forbidden, NotFound */
  async function demandAllowed(municipalityCode: string) {
    if ((await findMunicipality(database, municipalityCode)).allowsKeyInAddress) return
    throw new Forbidden(problems['key-in-address-not-allowed'], {
      en: 'This municipality has not switched on that a key may stand in the address.',
      sv: 'Kommunen har inte slagit på att en nyckel får stå i adressen.'
    })
  }

  async function demandRegistered(request: FastifyRequest, municipalityCode: string) {
    if (request.isKeyInAddress) await demandAllowed(municipalityCode)
    if (registered.has(municipalityCode)) return
    // The one operation that may name a municipality which is not registered is that which registers it.
    if (request.routeOptions.config.scope === 'municipalities:write') return
    await findMunicipality(database, municipalityCode)
    registered.add(municipalityCode)
  }

  app.addHook('onRequest', (request, _reply, done) => {
    const { municipalityCode } = request.params as { municipalityCode?: string }
    const isKnown = !municipalityCode || (registered.has(municipalityCode) && !request.isKeyInAddress)
    if (isKnown) return done()
    demandRegistered(request, municipalityCode).then(() => done(), done)
  })
})
