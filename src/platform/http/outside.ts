import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns'
import { type IncomingHttpHeaders, type Agent as PlainAgent, request as requestHttp } from 'node:http'
import { request as requestHttps, type Agent as TlsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Message } from '../../base/language.ts'

/**
 * Asking addresses that a tenant has chosen: keys of issuers, receivers of webhooks. What such an address can reach and cost
 * is bounded: https, public addresses only (also after its name is resolved, and it is that address which is connected to),
 * no redirects, and no more of the answer than is asked for.
 */

/** The name of an address leads to this machine, or into a private network. */
export class PrivateAddress extends Error {}

/** Resolves a name to all of its addresses, as `lookup` of node:dns does. */
export type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void
) => void

/** What is wrong with an address, as the end of a sentence about it; null when it may be asked. */
export function faultOfAddress(address: string, allowPrivate: boolean): Message | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { message: 'must be an https address', sv: 'måste vara en https-adress' }
  }
  if (url.username || url.password) {
    return {
      message: 'must not hold a user name or a password',
      sv: 'får inte innehålla användarnamn eller lösenord'
    }
  }
  if (allowPrivate) return null
  if (url.protocol !== 'https:') return { message: 'must begin with https://', sv: 'måste börja med https://' }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const local = /(^|\.)(localhost|localdomain|local|internal)$/.test(host) || /^ip6-(localhost|loopback)$/.test(host)
  if (!local && (!ipaddr.isValid(host) || isPublic(host))) return null
  return {
    message: 'must not be an address of this machine or a private one',
    sv: 'får inte vara den här maskinens adress eller en privat adress'
  }
}

/** Global unicast of IPv6: outside it stand IPv4-compatible addresses and blocks that nobody has been given. */
const GLOBAL = ipaddr.parseCIDR('2000::/3')
/** Public by its number, and yet of the machine's own network: the channel between Azure and its machines. */
const OF_PLATFORMS = new Set(['168.63.129.16'])

/** Whether an address belongs to the internet at large: not private, loopback, link-local, shared, mapped or reserved. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || OF_PLATFORMS.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL)
}

/** Resolves a name to addresses that may be asked; where one of them may not, to none: PrivateAddress. */
export const lookupOf =
  (allowPrivate: boolean, resolve: Resolve = lookUp): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      if (!allowPrivate && !addresses.every(({ address }) => isPublic(address))) {
        return done(new PrivateAddress('resolves to a private address'), '')
      }
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }

export type Asking = {
  allowPrivate: boolean
  resolve?: Resolve
  headers: Record<string, string>
  /** Ends it, whatever it is doing. */
  signal: AbortSignal
  /** Bytes of the answer that are read, at most. */
  most: number
  /** What is sent (POST); absent: nothing (GET). */
  body?: string
  /** Keeps connections for the next; absent: one for each. */
  agent?: PlainAgent | TlsAgent
}
export type Told = { status: number; headers: IncomingHttpHeaders; text: string; isWhole: boolean }

/**
 * Asks an address once. Not fetch: that follows redirects, and asks for the name a second time after it was checked.
 * `isWhole`: the answer was not larger than what is read. @throws PrivateAddress, and whatever the network throws, also where the
 * answer ends too early
 */
export async function askOutside(
  url: URL,
  { allowPrivate, resolve, body, most, agent, ...init }: Asking
): Promise<Told> {
  const fault = faultOfAddress(url.href, allowPrivate)
  if (fault) throw new PrivateAddress(fault.message)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const options = {
    ...init,
    method: body === undefined ? 'GET' : 'POST',
    agent: agent ?? false,
    lookup: lookupOf(allowPrivate, resolve)
  }
  return await new Promise((done, failed) => {
    const sending = request(url, options, async response => {
      try {
        const chunks: Buffer[] = []
        let size = 0
        for await (const chunk of response as AsyncIterable<Buffer>) {
          size += chunk.length
          if (size > most) break
          chunks.push(chunk)
        }
        const text = Buffer.concat(chunks).toString('utf8')
        done({ status: response.statusCode!, headers: response.headers, text, isWhole: size <= most })
      } catch (error) {
        failed(error)
      } finally {
        // Of an answer that was not read to its end the connection cannot be used again.
        if (!response.complete) response.destroy()
      }
    })
    sending.on('error', failed)
    sending.end(body)
  })
}
