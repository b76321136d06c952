/** Of errors: what may be told of them, and which are PostgreSQL's. Knows no HTTP, so that a command need not load the framework. */

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

/** What was thrown, as an error; who throws something else says nothing. */
export const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error('something that is no error'))

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
