import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import type { Actor } from '../actor.ts'
import type { Database } from '../database/connection.ts'
import { Unauthenticated } from '../errors.ts'
import { HttpProblem } from '../http/problem.ts'
import { findByIssuer, type MunicipalityRow } from './queries.ts'

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
    // Only those who name the keys that signed it: whoever registers another's issuer with keys of its own gains nothing.
    const byKeys = Map.groupBy(await findByIssuer(database, issuer), ({ tokenKeysUrl }) => tokenKeysUrl!)
    let failure: unknown
    for (const [keysUrl, municipalities] of byKeys) {
      try {
        return await verified(token, issuer, keysUrl, municipalities)
      } catch (error) {
        failure = error
      }
    }
    if (failure) throw failure
    return undefined
  }

  async function verified(token: string, issuer: string, keysUrl: string, municipalities: MunicipalityRow[]) {
    try {
      const { payload } = await jwtVerify(token, keysAt(keysUrl), {
        issuer,
        audience: municipalities.map(({ tokenAudience }) => tokenAudience!),
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 30
      })
      const meant = new Set([payload.aud].flat())
      const id = `token:${issuer}#${payload.sub}`
      return {
        id,
        principal: id,
        // RFC 9068, section 2.2.3.1
        roles: new Set([payload.roles ?? []].flat().filter(role => typeof role === 'string')),
        name: String(payload.client_id ?? payload.sub),
        municipalityCodes: municipalities
          .filter(({ tokenAudience }) => meant.has(tokenAudience!))
          .map(({ municipalityCode }) => municipalityCode),
        // `*` is for keys that an operator made; no municipality's issuer can grant it.
        scopes: new Set(
          String(payload.scope ?? '')
            .split(' ')
            .filter(scope => scope && scope !== '*')
        )
      }
    } catch (error) {
      // Neither a fault of the token nor of ours: its issuer does not show its keys just now.
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) {
        throw new HttpProblem(
          503,
          'token-keys-unavailable',
          'The keys of the token’s issuer cannot be read just now.',
          {
            'retry-after': '5'
          }
        )
      }
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
