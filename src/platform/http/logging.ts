import { type FastifyServerOptions, LogController } from 'fastify'
import { asError, describeError } from './failures.ts'
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
        err: (error: unknown) => describeError(asError(error))
      },
      // Whoever logs an error without words of its own would have pino take the error's.
      hooks: {
        logMethod(args, method) {
          const [first, words, ...values] = args as [unknown, string?, ...unknown[]]
          const err = first instanceof Error ? first : (first as { err?: unknown } | null)?.err
          if (!(err instanceof Error)) return method.apply(this, args)
          const line = first instanceof Error ? { err } : first
          return method.apply(this, [line, words ?? describeError(err).message, ...values])
        }
      }
    },
    // A request is one line, written when it is answered (server.ts).
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    childLoggerFactory: (logger, bindings, options, rawRequest) =>
      logger.child({ ...bindings, traceId: traceIdOf(rawRequest) }, options)
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The path of an address as it may be written down: without the query, and without steps that are neither words of an
 * address nor ids. Somebody may have put a name, a personal number or a key there. */
export function pathOf(url: string | undefined): string {
  const path = (url ?? '').split('?', 1)[0]!.slice(0, 1_000)
  const known = (step: string) => step === '' || /^(\d{4}|v\d|[A-Za-z][A-Za-z.-]{0,59})$/.test(step) || UUID.test(step)
  return path
    .split('/')
    .map(step => (known(step) ? step : '…'))
    .join('/')
}
