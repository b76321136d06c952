import { createRemoteJWKSet, customFetch } from 'jose'
import { askOutside, PrivateAddress } from '../../platform/http/outside.ts'

/**
 * Where the keys of a municipality's issuer are read. The address is a tenant's to choose (outside.ts): 3 seconds and 256 kB,
 * and after a failure 5 seconds in which nobody waits for it again.
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
      return keysIn(await read(new URL(address), allowPrivate, signal ?? AbortSignal.timeout(PATIENCE)))
    } catch (error) {
      failedUntil = Date.now() + FAILED_FOR
      const { code, message } = error as NodeJS.ErrnoException
      const isOurs = error instanceof KeysUnavailable || error instanceof PrivateAddress
      const reason = isOurs ? message : signal?.aborted ? 'took too long' : (code ?? 'failed')
      onFailure?.(new URL(address).host, reason)
      throw new KeysUnavailable(reason)
    }
  }
}

async function read(url: URL, allowPrivate: boolean, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json, application/jwk-set+json', 'user-agent': 'partnerskap' }
  const { status, text, isWhole } = await askOutside(url, { allowPrivate, headers, signal, most: LARGEST })
  if (status !== 200) throw new KeysUnavailable(`answered ${status}`)
  if (!isWhole) throw new KeysUnavailable(`sent more than ${LARGEST} bytes`)
  return text
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
