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
        err: (error: unknown) => describeError(asError(error))
      },
      // Whoever logs an error without words of its own would have pino take the error's.
      hooks: {
        logMethod(args, method) {
          const [first, ...words] = args as unknown as [unknown, ...unknown[]]
          const err = first instanceof Error ? first : (first as { err?: unknown } | null)?.err
          if (!(err instanceof Error)) return method.apply(this, args)
          const line = first instanceof Error ? { err } : first
          return method.apply(this, [line, ...(words.length > 0 ? words : [describeError(err).message])] as never)
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

export type DescribedError = {
  type: string
  message: string
  stack: string
  code?: string
  constraint?: string
  table?: string
  errors?: DescribedError[]
}

/**
 * The parts of an error that may be logged or kept, for all classes of errors. The message, detail, where and query of an error of the
 * database hold what clients sent, the message of a failed query holds its parameters, and that of a parser quotes the text:
 * told are the code, constraint and table, where it happened (the frames of the stack), and messages of other errors.
 */
export function describeError(error: Error, depth = 0): DescribedError {
  const stack = framesOf(error)
  const failure = databaseErrorIn(error)
  if (failure) {
    const { code, constraint, table } = failure
    return { type: 'database', message: `SQLSTATE ${code}`, code, constraint, table, stack }
  }
  const { code } = rootOf(error) as NodeJS.ErrnoException
  const described: DescribedError = {
    type: isQuery(error) ? 'database' : error.name,
    message: messageOf(error),
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) && { code }),
    stack
  }
  if (error instanceof AggregateError && depth < 3) {
    described.errors = error.errors.slice(0, 10).map(each => describeError(asError(each), depth + 1))
  }
  return described
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error('something that is no error'))

/** Whether it is a query that failed: Drizzle names the query and its parameters in the message. */
const isQuery = (error: Error) => 'params' in error || 'query' in error || /Failed query:/.test(error.message)

/** The innermost of the causes. */
function rootOf(error: Error): Error {
  let root = error
  for (let depth = 0; depth < 5 && root.cause instanceof Error; depth++) root = root.cause
  return root
}

function messageOf(error: Error): string {
  if (isQuery(error)) {
    const root = rootOf(error)
    return root === error || isQuery(root) ? 'a query failed' : `a query failed: ${messageOf(root)}`
  }
  // Parsers (JSON, regular expressions) quote what they could not read.
  if (error instanceof SyntaxError) return 'something could not be parsed'
  return error.message
}

/** Where it happened. A stack begins with the message, which may have lines that look like frames. */
function framesOf({ stack = '', message }: Error): string {
  const after = message && stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack
  const frames = after.split('\n').filter(line => /^ {4}at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
  return frames.join('\n')
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
