import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import type { Test } from 'tap'

/** The audience that tokens of issuers name. */
export const AUDIENCE = 'partnerskap'
let issuers = 0

/** An issuer with a key of its own, whose keys are read over HTTP as any issuer's are. */
export async function anIssuer(t: Test) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256', use: 'sig' }
  let asked = 0
  let fault: ((response: ServerResponse) => void) | undefined
  const server = createServer((_request, response) => {
    asked++
    if (fault) return fault(response)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: [jwk] }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  }
  /** From now on the address of the keys answers this instead; nothing: as it should. */
  const fail = (how?: (response: ServerResponse) => void) => {
    fault = how
  }
  t.teardown(stop)
  const name = `https://id.example.se/${++issuers}`
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'first' }
  const claims = { sub: 'casefile', client_id: 'casefile', scope: 'bodies:read bodies:write' }
  async function token(changes: JWTPayload & { expires?: string } = {}, headers: Partial<JWTHeaderParameters> = {}) {
    const { expires = '5 minutes', ...payload } = changes
    return await new SignJWT({ iss: name, aud: AUDIENCE, ...claims, ...payload })
      .setProtectedHeader({ ...header, ...headers })
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(privateKey)
  }
  return {
    name,
    token,
    publicKey,
    stop,
    fail,
    asked: () => asked,
    keysUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
  }
}
