import type { Actor } from '../../base/actor.ts'
import { Forbidden } from '../../base/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { page } from '../../platform/http/pagination.ts'
import { IfMatch, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { putMunicipality } from './actions.ts'
import { problems } from './problems.ts'
import { findMunicipality, municipalityList, seenBy } from './queries.ts'
import { Municipality, MunicipalityContent, MunicipalityList, MunicipalityQuery } from './schemas.ts'

const tags = ['municipalities']

export async function municipalityRoutes(app: App, { allowPrivateAddresses }: { allowPrivateAddresses: boolean }) {
  app.get(
    '',
    {
      config: { scope: 'municipalities:read' },
      schema: {
        operationId: 'listMunicipalities',
        tags,
        summary: 'List municipalities',
        description: 'The municipalities that the key is for, by code.',
        querystring: MunicipalityQuery,
        response: { 200: ref(MunicipalityList) }
      }
    },
    (request, reply) => page(request, reply, municipalityList, seenBy(request.actor))
  )

  app.get(
    '/:municipalityCode(^\\d{4}$)',
    {
      config: { scope: 'municipalities:read', lane: 'lookups' },
      schema: {
        operationId: 'getMunicipality',
        tags,
        summary: 'Show a municipality',
        description: 'The municipality as it is registered now.',
        params: OfMunicipality,
        response: { 200: ref(Municipality) }
      }
    },
    request => findMunicipality(app.database, request.params.municipalityCode)
  )

  app.put(
    '/:municipalityCode(^\\d{4}$)',
    {
      config: { scope: 'municipalities:write' },
      schema: {
        operationId: 'putMunicipality',
        tags,
        summary: 'Register or replace a municipality',
        description:
          'Registers the municipality, or replaces what is registered (then If-Match is demanded). The same content again changes nothing. Demands a key that is for all municipalities.',
        params: OfMunicipality,
        headers: IfMatch,
        body: ref(MunicipalityContent),
        response: { 200: ref(Municipality), 201: ref(Municipality) }
      }
    },
    (request, reply) => {
      refuseTenants(request.actor)
      return write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const expected = () => ifMatch(request)
        const { row, created } = await putMunicipality(tx, request.actor, municipalityCode, request.body, expected, {
          allowPrivateAddresses
        })
        if (created) reply.code(201).header('location', request.url.split('?')[0]!)
        return row
      })
    }
  )
}

/** Whose tokens count where is for those who run the service: a municipality's own key could let itself into others. */
function refuseTenants({ municipalityCodes }: Actor) {
  if (municipalityCodes === null) return
  throw new Forbidden(problems['operators-only'], {
    en: 'Municipalities are registered with a key that is for all municipalities.',
    sv: 'Kommuner registreras med en nyckel som gäller för alla kommuner.'
  })
}
