import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import type { Actor } from '../actor.ts'
import type { Database } from '../database/connection.ts'
import { Unauthenticated } from '../errors.ts'
import { findByIssuer } from './queries.ts'

/**
 * Access tokens of the municipalities' own issuers (OAuth 2, RFC 9068): signature by the issuer's keys, issuer,
 * audience and time are checked; the scopes are the token's, the municipalities those that name the issuer.
 */
export function tokenVerifier(database: Database) {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

  function keysAt(url: string) {
    let keys = keySets.get(url)
    if (!keys) {
      keys = createRemoteJWKSet(new URL(url), { timeoutDuration: 3_000 })
      keySets.set(url, keys)
    }
    return keys
  }

  return async function verifyToken(token: string): Promise<Omit<Actor, 'sentBy' | 'requestId'> | undefined> {
    const issuer = issuerOf(token)
    if (!issuer) return undefined
    const [first, ...others] = await findByIssuer(database, issuer)
    if (!first) return undefined
    const { tokenAudience: audience, tokenKeysUrl } = first
    try {
      const { payload } = await jwtVerify(token, keysAt(tokenKeysUrl!), {
        issuer,
        audience: audience!,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 30
      })
      const named = [first, ...others].filter(({ tokenAudience }) => tokenAudience === audience)
      return {
        id: `token:${issuer}#${payload.sub}`,
        name: String(payload.client_id ?? payload.sub),
        municipalityCodes: named.map(({ municipalityCode }) => municipalityCode),
        // `*` is for keys that an operator made; no municipality's issuer can grant it.
        scopes: new Set(
          String(payload.scope ?? '')
            .split(' ')
            .filter(scope => scope && scope !== '*')
        )
      }
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error
      throw new Unauthenticated('credentials-not-valid', 'The access token is not valid here.')
    }
  }
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch {
    return undefined
  }
}
