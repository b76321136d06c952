import { lookup as resolve } from 'node:dns'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { createRemoteJWKSet, customFetch } from 'jose'

/**
 * Where the keys of a municipality's issuer are read. The address is a tenant's to choose, so what it can reach and cost is
 * bounded: https, public addresses only (also after its name is resolved, and it is that address which is asked), no
 * redirects, 3 seconds and 256 kB, and after a failure 5 seconds in which nobody waits for it again.
 */

const PATIENCE = 3_000
const LARGEST = 262_144
/** Milliseconds in which a failure is remembered. */
const FAILED_FOR = 5_000
/** Addresses whose keys are remembered; there are 290 municipalities. */
const MOST = 1_000

/** The keys cannot be read just now: neither a fault of the token nor of ours. */
export class KeysUnavailable extends Error {}

export type KeySet = ReturnType<typeof createRemoteJWKSet>
type Options = {
  /** Also addresses of closed networks, and http: for tests, and where the issuer stands in the same network. */
  allowPrivate: boolean
  /** Told once for each failure why, with the host. */
  onFailure?: (host: string, reason: string) => void
}

/** What is wrong with an address for keys, as the end of a sentence about it; null when it may be asked. */
export function faultOfKeysUrl(address: string, allowPrivate: boolean): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an https address'
  if (url.username || url.password) return 'must not hold a user name or a password'
  if (allowPrivate) return null
  if (url.protocol !== 'https:') return 'must begin with https://'
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const local = /(^|\.)(localhost|localdomain|local|internal)$/.test(host) || /^ip6-(localhost|loopback)$/.test(host)
  if (local || (ipaddr.isValid(host) && !isPublic(host)))
    return 'must not be an address of this machine or a private one'
  return null
}

/** Whether an address belongs to the internet at large: not private, loopback, link-local, shared, mapped or reserved. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast'
}

/** Answers the key set of an address; sets are read when they are needed and remembered for ten minutes. */
export function keySetsOf(options: Options): (url: string) => KeySet {
  const sets = new Map<string, KeySet>()
  return url => {
    const known = sets.get(url)
    if (known) return known
    if (sets.size >= MOST) sets.delete(sets.keys().next().value!)
    const made = createRemoteJWKSet(new URL(url), {
      timeoutDuration: PATIENCE,
      [customFetch]: readerOf(url, options)
    })
    sets.set(url, made)
    return made
  }
}

type Fetch = (url: string, init: { signal?: AbortSignal | null }) => Promise<Response>

function readerOf(address: string, { allowPrivate, onFailure }: Options): Fetch {
  let failedUntil = 0
  return async (_url, { signal }) => {
    if (Date.now() < failedUntil) throw new KeysUnavailable('failed a moment ago')
    try {
      const fault = faultOfKeysUrl(address, allowPrivate)
      if (fault) throw new KeysUnavailable(fault)
      return keysIn(await read(new URL(address), allowPrivate, signal ?? AbortSignal.timeout(PATIENCE)))
    } catch (error) {
      failedUntil = Date.now() + FAILED_FOR
      const { code, message } = error as NodeJS.ErrnoException
      const reason = error instanceof KeysUnavailable ? message : signal?.aborted ? 'took too long' : (code ?? 'failed')
      onFailure?.(new URL(address).host, reason)
      throw new KeysUnavailable(reason)
    }
  }
}

/** Not fetch: that follows redirects, and asks for the name a second time after it was checked. */
async function read(url: URL, allowPrivate: boolean, signal: AbortSignal): Promise<string> {
  const get = url.protocol === 'https:' ? getHttps : getHttp
  const headers = { accept: 'application/json, application/jwk-set+json', 'user-agent': 'partnerskap' }
  return await new Promise((done, failed) => {
    get(url, { agent: false, signal, headers, lookup: lookupOf(allowPrivate) }, async response => {
      try {
        if (response.statusCode !== 200) throw new KeysUnavailable(`answered ${response.statusCode}`)
        const chunks: Buffer[] = []
        let size = 0
        for await (const chunk of response as AsyncIterable<Buffer>) {
          size += chunk.length
          if (size > LARGEST) throw new KeysUnavailable(`sent more than ${LARGEST} bytes`)
          chunks.push(chunk)
        }
        done(Buffer.concat(chunks).toString('utf8'))
      } catch (error) {
        response.destroy()
        failed(error)
      }
    }).on('error', failed)
  })
}

/** Resolves a name to addresses that may be asked; where one of them may not, to none. */
export const lookupOf =
  (allowPrivate: boolean): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      if (!allowPrivate && !addresses.every(({ address }) => isPublic(address))) {
        return done(new KeysUnavailable('resolves to a private address'), '')
      }
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }

/** A set of keys that has at least one. */
function keysIn(text: string): Response {
  const { keys } = (parse(text) ?? {}) as { keys?: unknown }
  const usable = Array.isArray(keys) && keys.length > 0 && keys.every(key => typeof key === 'object' && key !== null)
  if (!usable) throw new KeysUnavailable('sent no keys')
  return new Response(JSON.stringify({ keys }), { headers: { 'content-type': 'application/json' } })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KeysUnavailable('sent what is not JSON')
  }
}
