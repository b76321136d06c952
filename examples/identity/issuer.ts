import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

/**
 * An issuer of access tokens to try things with: the package oidc-provider, with two clients and keys that are made at the start. In
 * a municipality this is Entra ID, Keycloak or what it has.
 *
 *     PORT=9000 node issuer.ts
 */

/** What the service is called in `aud`. */
export const AUDIENCE = 'partnerskap'

/** `casefile` is told its scopes by the issuer; `dashboard` is in a group, and the municipality says what that gives. */
const clients = ['casefile', 'dashboard'].map(client_id => ({
  client_id,
  client_secret: `${client_id}-secret`,
  grant_types: ['client_credentials'],
  id_token_signed_response_alg: 'ES256' as const,
  redirect_uris: [],
  response_types: [] as []
}))
const groups: Record<string, string[]> = { dashboard: ['statistik'] }

export async function startIssuer(port: number): Promise<{ issuer: string; server: Server }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: 'example', alg: 'ES256', use: 'sig' }
  const { server, address } = await listening(port)
  const provider = new Provider(address, {
    clients,
    jwks: { keys: [key] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      // RFC 8707: with it access tokens are JWT of RFC 9068, meant for one API.
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://partnerskap.example.se',
        getResourceServerInfo: () => ({
          scope: 'bodies:read bodies:write organisations:read',
          audience: AUDIENCE,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } }
        })
      }
    },
    extraTokenClaims: (_, token) => ({
      groups: groups[String(token.clientId)],
      'https://id.oidc.se/claim/orgNumber': '2120000084'
    })
  })
  server.on('request', provider.callback())
  return { issuer: address, server }
}

/** The address is a part of the tokens: it is known before the issuer is made. */
async function listening(port: number) {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

if (import.meta.main) {
  const { issuer } = await startIssuer(Number(process.env.PORT ?? 9000))
  console.log(`issuer ${issuer}, keys ${issuer}/jwks, tokens ${issuer}/token`)
}
