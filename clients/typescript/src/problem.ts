/** What was refused, as the service tells it (RFC 9457). */
export type ProblemDetails = {
  type: string
  title: string
  status: number
  detail?: string
  violations?: { field: string; message: string }[]
  [member: string]: unknown
}

/** An answer that is no success. `rule` is stable: the last part of `type` (`version-stale`, `scope-missing`). */
export class Problem extends Error {
  readonly rule: string
  readonly status: number
  readonly details: ProblemDetails

  constructor(details: ProblemDetails) {
    const violations = details.violations?.map(({ field, message }) => `\n  ${field} ${message}`).join('') ?? ''
    super(`${details.status} ${details.detail ?? details.title}${violations}`)
    this.name = 'Problem'
    this.rule = details.type.split('/').at(-1)!
    this.status = details.status
    this.details = details
  }
}

type Answered<T> = { data?: T; error?: unknown; response: Response }

/** What was answered. @throws Problem where it is no success */
export async function answerOf<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await answered(call)).data
}

/** What was answered, with its ETag. @throws Problem */
export async function answered<T>(call: Promise<Answered<T>>): Promise<{ data: T; etag: string | null }> {
  const { data, error, response } = await call
  if (!response.ok) throw new Problem(detailsOf(error, response))
  return { data: data as T, etag: response.headers.get('etag') }
}

/** A proxy in between may answer without a problem. */
function detailsOf(error: unknown, { status, statusText }: Response): ProblemDetails {
  const isProblem = typeof error === 'object' && error !== null && 'type' in error && 'status' in error
  return isProblem ? (error as ProblemDetails) : { type: 'about:blank', title: statusText || 'No success', status }
}
