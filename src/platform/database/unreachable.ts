const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])
const BROKEN =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Cannot use a pool after|Client (has|was)|Query read timeout)/

/** Whether the database could not be reached: errors of the network and of the pool, which carry no SQLSTATE. */
export function isUnreachable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    if (NETWORK.has(code) || BROKEN.test(message)) return true
  }
  return false
}
