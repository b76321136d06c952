/** How requests are sent: who asks, nothing twice, and again where that is safe. */

export type Credentials =
  | { key: string }
  /** An access token, or what fetches one; it is asked before each request, so let it keep the token while it is good. */
  | { token: string | (() => string | Promise<string>) }

export type Sending = {
  credentials: Credentials
  /** Whom the calls are made for (X-Sent-By): a note, and no proof. */
  sentBy: string | undefined
  /** How often a request is sent again after 429, 503 or a lost connection. */
  retries: number
  fetch: (request: Request) => Promise<Response>
}

/** Milliseconds: waited before the first repetition where the answer does not say, and at most. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 60_000

const isSafe = ({ method }: Request) => method === 'GET' || method === 'HEAD'

/** Answers a function that sends a request. Each write has an Idempotency-Key, one of the caller's or a new one: sent again it is carried out once. */
export function sender({ credentials, sentBy, retries, fetch }: Sending) {
  return async function send(request: Request): Promise<Response> {
    const secret = 'key' in credentials ? credentials.key : credentials.token
    request.headers.set('authorization', `Bearer ${typeof secret === 'function' ? await secret() : secret}`)
    if (sentBy !== undefined) request.headers.set('x-sent-by', sentBy)
    const isRepeatable = isSafe(request) || request.headers.has('idempotency-key') || addKey(request)
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= retries || !isRepeatable
      const outcome = await fetch(isLast ? request : request.clone()).catch((error: Error) => error)
      const wait = isLast || request.signal.aborted ? null : await waitAfter(outcome, attempt)
      if (wait === null) {
        if (outcome instanceof Error) throw outcome
        return outcome
      }
      await pause(wait, request.signal)
    }
  }
}

function addKey(request: Request): true {
  request.headers.set('idempotency-key', crypto.randomUUID())
  return true
}

/** Milliseconds until it is sent again; null: it is not. */
async function waitAfter(outcome: Response | Error, attempt: number): Promise<number | null> {
  // Chance keeps those apart who were refused together.
  const doubled = Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT) * (0.75 + Math.random() / 2)
  if (outcome instanceof Error) return doubled
  if (outcome.status === 409) return (await isInProgress(outcome)) ? doubled : null
  if (outcome.status !== 429 && outcome.status !== 503) return null
  const told = retryAfter(outcome.headers.get('retry-after'))
  return told === null ? doubled : Math.min(told, LONGEST_WAIT) + Math.random() * 250
}

/** The first request with this Idempotency-Key is being worked on: its answer comes. */
async function isInProgress(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return String((body as { type?: unknown } | null)?.type).endsWith('/idempotency-key-in-progress')
}

/** Seconds or a date (RFC 9110, 10.2.3), as milliseconds from now. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds)
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', end, { once: true })
  })
}
