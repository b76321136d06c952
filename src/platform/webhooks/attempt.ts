import type { Agent as PlainAgent } from 'node:http'
import type { Agent as TlsAgent } from 'node:https'
import { askOutside, PrivateAddress, type Resolve } from '../http/outside.ts'
import { type Attempt, type AttemptOutcome, askedDelay } from './rules.ts'

export type Reaching = {
  allowPrivate: boolean
  /** How names are resolved; as the machine does it unless told. */
  resolve?: Resolve
  /** Milliseconds for connecting, sending and being answered, all together. */
  timeoutMs: number
}

type Sent = {
  url: string
  headers: Record<string, string>
  body: string
  agent: PlainAgent | TlsAgent
  /** Aborted when the process ends: then nothing came of it. */
  signal: AbortSignal
}

/** Bytes of an answer that are read: what it says is of no use, but a connection is used again only when it was read. */
const MOST_READ = 4_096

/** `askedSeconds`: for how long the receiver has asked to be left alone. */
export type Tried = Attempt & { askedSeconds: number | undefined }

/**
 * Sends once. Taken is what is answered with 2xx, and not cut off before its end or the limit of what is read; a redirect is
 * followed nowhere. Answers undefined where the process ends meanwhile.
 */
export async function attempt(
  { url, body, headers, agent, signal }: Sent,
  { allowPrivate, resolve, timeoutMs }: Reaching
): Promise<Tried | undefined> {
  const began = Date.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  const told = (outcome: AttemptOutcome, httpStatus: number | null, retryAfter?: string): Tried => ({
    attemptedAt: new Date(began).toISOString(),
    outcome,
    httpStatus,
    durationMs: Math.max(0, Date.now() - began),
    askedSeconds: askedDelay(retryAfter)
  })
  try {
    const { status, headers: answered } = await askOutside(new URL(url), {
      ...{ allowPrivate, resolve, headers, body, agent },
      most: MOST_READ,
      signal: AbortSignal.any([signal, timeout])
    })
    const asks = status === 429 || status === 503
    return told(outcomeOf(status), status, asks ? answered['retry-after'] : undefined)
  } catch (error) {
    if (signal.aborted) return undefined
    return told(timeout.aborted ? 'timeout' : failureOf(error as NodeJS.ErrnoException), null)
  }
}

function outcomeOf(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return 'delivered'
  if (status >= 300 && status < 400) return 'redirected'
  return status === 410 ? 'gone' : 'refused'
}

const NOT_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT)$/
const NOT_FOUND = /^(ENOTFOUND|EAI_\w+|ENODATA)$/
const CERTIFICATE = /CERT|^(UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|SELF_SIGNED)/

function failureOf(error: NodeJS.ErrnoException): AttemptOutcome {
  if (error instanceof PrivateAddress) return 'addressNotAllowed'
  // Of a name with several addresses that were all tried.
  const code = error.code ?? (error as AggregateError).errors?.[0]?.code ?? ''
  if (NOT_FOUND.test(code)) return 'nameNotFound'
  if (NOT_CONNECTED.test(code)) return 'notConnected'
  return CERTIFICATE.test(code) ? 'certificateNotValid' : 'cutOff'
}
