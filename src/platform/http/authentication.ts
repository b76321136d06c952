import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Actor, holdsScope } from '../../base/actor.ts'
import { Forbidden, Malformed, NotFound, Unauthenticated } from '../../base/errors.ts'
import { faultOfText, nameKey } from '../../base/names.ts'
import type { Database } from '../database/connection.ts'
import { hashKey, KeyLookup, remember } from './api-keys.ts'
import { problems } from './problem-rules.ts'
import type { ApiKeyRow } from './tables.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Beside `scope`: those that the values of a parameter of the path demand. */
    scopeBy?: { parameter: string; scopes: Record<string, string> }
    /** A key that holds its scope and no other may stand in the address (`?key=`), where the municipality allows it. */
    keyInAddress?: boolean
  }
  interface FastifyRequest {
    actor: Actor
    /** Whether the key stood in the address. */
    isKeyInAddress: boolean
  }
}

/** Declared as the scope of what every known caller may ask; nobody needs to hold it. */
export const ANY_CALLER = 'caller:any'

type Options = {
  database: Database
  /** Turns an OAuth 2 access token into an actor, for a path of this municipality where it has one. Throws
   * Unauthenticated that tells which check it did not pass. */
  verifyToken: (token: string, municipalityCode?: string) => Promise<Omit<Actor, 'sentBy' | 'requestId'>>
  /** Nothing is written: not even that a key is used. */
  readOnly: boolean
}

/** Milliseconds for which credentials that were good are told from guesses, whatever else their address sends. */
const GOOD_FOR = 3_600_000
/** Default deny: whatever is not `public` demands a known caller, with the scope, for the municipality of the path. */
export const authentication = fp<Options>(async (app, { database, verifyToken, readOnly }) => {
  const keys = new KeyLookup(database, { notesUse: !readOnly, log: app.log })
  const good = new Map<string, number>()
  app.addHook('onClose', () => keys.settle())

  type Sent = { credentials: string; hash: string; isKeyInAddress: boolean }

  async function identify({ credentials, hash, isKeyInAddress }: Sent, municipalityCode: string | undefined) {
    const isKey = isKeyLike(credentials)
    if (!isKey && !isKeyInAddress) return await verifyToken(credentials, municipalityCode)
    const row = isKey ? await keys.find(hash) : undefined
    if (!row || hasExpired(row)) {
      const detail = {
        en: 'The key is unknown, expired or revoked.',
        sv: 'Nyckeln är okänd, har gått ut eller är återkallad.'
      }
      throw new Unauthenticated(problems['credentials-not-valid'], detail, [], { check: 'key' })
    }
    return identityOf(row)
  }

  /** Who is known; a guesser is sent away before the database is asked, and a refusal counts against its address. */
  async function identifyOnce(request: FastifyRequest, credentials: string, municipalityCode?: string) {
    const hash = hashKey(credentials)
    const isGood = (good.get(hash) ?? 0) > Date.now()
    // Nothing is waited for where a key was good within the last seconds.
    const row = isGood && isKeyLike(credentials) ? keys.known(hash) : undefined
    if (row && !hasExpired(row)) return identityOf(row)
    if (!isGood) await app.limits.refuseGuesser(request)
    try {
      const sent = { credentials, hash, isKeyInAddress: request.isKeyInAddress }
      const identity = await identify(sent, municipalityCode)
      remember(good, hash, Date.now() + GOOD_FOR)
      return identity
    } catch (error) {
      if (error instanceof Unauthenticated) {
        good.delete(hash)
        await app.limits.countFailure(request)
      }
      throw error
    }
  }

  app.decorateRequest('actor')
  app.decorateRequest('isKeyInAddress', false)
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.scope || request.routeOptions.config.scope === 'public') return
    const [, sent] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    const inAddress = takeKey(request)
    const credentials = sent ?? inAddress
    if (!credentials) {
      throw new Unauthenticated(problems['credentials-required'], {
        en: 'Send an API key or access token as Authorization: Bearer ….',
        sv: 'Skicka en API-nyckel eller åtkomsttoken som Authorization: Bearer ….'
      })
    }
    if (inAddress !== undefined) refuseInAddress(request)
    const { municipalityCode } = request.params as { municipalityCode?: string }
    const identity = await identifyOnce(request, credentials, municipalityCode)
    request.actor = { ...identity, sentBy: sentBy(request.headers['x-sent-by']), requestId: request.id }
    await app.limits.count(request, reply)
    if (request.isKeyInAddress) demandNarrowKey(request)
    if (municipalityCode && identity.municipalityCodes && !identity.municipalityCodes.includes(municipalityCode)) {
      throw new NotFound('municipality', municipalityCode)
    }
    const scope = demandedBy(request)
    if (scope !== ANY_CALLER) demandScope(request.actor, scope)
  })
})

const isKeyLike = (credentials: string) => credentials.startsWith('psk_')
const hasExpired = ({ expiresAt }: ApiKeyRow) => expiresAt !== null && Date.parse(expiresAt) <= Date.now()

type Identity = Omit<Actor, 'sentBy' | 'requestId'>
const identities = new WeakMap<ApiKeyRow, Identity>()

/** Who a key is; made once of each row that is looked up. */
function identityOf(row: ApiKeyRow): Identity {
  let identity = identities.get(row)
  if (!identity) {
    const { id, name, municipalityCodes, scopes, roles } = row
    const key = { id: `key:${id}`, name, municipalityCodes, scopes: new Set(scopes), roles: new Set(roles) }
    identity = { ...key, principal: principalOf(row) }
    identities.set(row, identity)
  }
  return identity
}

/**
 * The key that stands in the address, where the operation takes one there. It is taken out of it: what reads the address
 * afterwards, a log or a link, finds none.
 */
function takeKey(request: FastifyRequest): string | undefined {
  if (!request.routeOptions.config.keyInAddress) return undefined
  const { key, ...query } = request.query as { key?: unknown }
  if (key === undefined) return undefined
  request.query = query
  const [path, asked] = request.url.split('?')
  const left = new URLSearchParams(asked)
  left.delete('key')
  request.raw.url = left.size > 0 ? `${path}?${left}` : path
  request.isKeyInAddress = true
  return typeof key === 'string' ? key : ''
}

/** @throws Malformed where credentials stand in a header too */
function refuseInAddress({ headers }: FastifyRequest): void {
  if (headers.authorization === undefined) return
  throw new Malformed(
    problems['credentials-twice'],
    {
      en: 'Send the key in the address or in Authorization, not in both.',
      sv: 'Skicka nyckeln i adressen eller i Authorization, inte i båda.'
    },
    [
      {
        field: 'key',
        message: 'must not be sent beside Authorization',
        sv: 'får inte skickas tillsammans med Authorization'
      }
    ]
  )
}

/** @throws Forbidden where the key could do more than the operation demands */
function demandNarrowKey({ actor, routeOptions: { config } }: FastifyRequest): void {
  if (actor.scopes.size === 1 && actor.scopes.has(config.scope!)) return
  throw new Forbidden(
    problems['key-in-address-too-wide'],
    {
      en: `A key in the address holds the scope ${config.scope} and no other.`,
      sv: `En nyckel i adressen har behörigheten ${config.scope} och ingen annan.`
    },
    [],
    { scope: config.scope }
  )
}

/** @throws Forbidden where the caller does not hold the scope */
export function demandScope(actor: Actor, scope: string): void {
  if (holdsScope(actor, scope)) return
  const detail = { en: `This demands the scope ${scope}.`, sv: `Det här kräver behörigheten ${scope}.` }
  throw new Forbidden(problems['scope-missing'], detail, [], { scope })
}

/** The scope that the request demands; a value of the parameter that is none is told by validation. */
function demandedBy({ routeOptions: { config }, params }: FastifyRequest): string {
  const { scope, scopeBy } = config
  const value = scopeBy && (params as Record<string, string>)[scopeBy.parameter]!
  return (value && Object.hasOwn(scopeBy.scopes, value) && scopeBy.scopes[value]) || scope!
}

function sentBy(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  const text = typeof header === 'string' ? Buffer.from(header, 'latin1').toString('utf8') : null
  if (text !== null && text.length <= 200 && faultOfText(text) === null) return text
  throw new Malformed(
    problems['header-not-valid'],
    { en: 'X-Sent-By is one text of at most 200 characters.', sv: 'X-Sent-By är en text på högst 200 tecken.' },
    [
      {
        field: 'X-Sent-By',
        message: 'must be one text of at most 200 characters, none of them control characters',
        sv: 'måste vara en text på högst 200 tecken, utan styrtecken'
      }
    ]
  )
}

/**
 * Two keys of one person are one person, however the name is written; a system is known by its key. A person who has
 * access tokens too is named as they name it, `token:<issuer>#<subject>`, and is then one with them.
 */
export function principalOf({ id, holderKind, holder }: Pick<ApiKeyRow, 'id' | 'holderKind' | 'holder'>): string {
  if (holderKind !== 'person' || !holder) return `key:${id}`
  return holder.startsWith('token:') ? holder : `person:${nameKey(holder)}`
}
