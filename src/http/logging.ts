import { type FastifyServerOptions, LogController } from 'fastify'
import { traceIdOf } from './tracing.ts'

/**
 * One line of JSON for each request and each failure. Lines hold no query string (names are searched for), no header
 * but those named here, no body, no SQL and no parameters.
 */

type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
export type LogSink = { write(line: string): void }

/** Fastify's options that concern the log. */
export function loggingOptions(level: LogLevel, stream?: LogSink): FastifyServerOptions {
  return {
    logger: level !== 'silent' && {
      level,
      ...(stream && { stream }),
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
      redact: ['authorization', 'headers.authorization', 'req.headers', 'request.headers'],
      serializers: {
        req: ({ method, url }) => ({ method, path: pathOf(url) }),
        err: describeError as (error: Error) => { type: string; message: string; stack: string }
      }
    },
    // A request is one line, written when it is answered (server.ts).
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    childLoggerFactory: (logger, bindings, options, rawRequest) =>
      logger.child({ ...bindings, traceId: traceIdOf(rawRequest) }, options)
  }
}

export function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0]!
}

/** What of an error may be logged. A database error's message, detail and query hold what clients sent. */
export function describeError(error: Error) {
  const failure = databaseErrorIn(error)
  if (!failure) return { type: error.name, message: error.message, stack: error.stack ?? '' }
  const frames = error.stack?.split('\n').filter(line => line.startsWith('    at ')) ?? []
  const { code, constraint, table } = failure
  return { type: 'database', message: `SQLSTATE ${code}`, code, constraint, table, stack: frames.join('\n') }
}

export type DatabaseError = Error & {
  code: string
  severity: string
  constraint?: string
  table?: string
  detail?: string
}

/** PostgreSQL's own error, wherever in the chain of causes it stands. Only its errors have a severity. */
export function databaseErrorIn(error: unknown): DatabaseError | undefined {
  for (let cause = error as Error | undefined, depth = 0; cause && depth < 5; cause = cause.cause as Error, depth++) {
    const { code, severity } = cause as Partial<DatabaseError>
    if (typeof severity === 'string' && typeof code === 'string') return cause as DatabaseError
  }
  return undefined
}
