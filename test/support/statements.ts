import pg from 'pg'
import { brokenRules } from './statement-rules.ts'

/** Every statement that a test process sends is judged when it ends; one that breaks a rule fails the process. */

/** Its commands are not SQL. */
const POOLERS_CONSOLE = 'pgbouncer'

export const sent = new Set<string>()
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [statement] = args
  const text = typeof statement === 'string' ? statement : (statement as { text?: string } | undefined)?.text
  if (text && this.database !== POOLERS_CONSOLE) sent.add(text)
  return (query as (...args: unknown[]) => unknown).apply(this, args)
} as typeof query

process.on('exit', () => {
  for (const text of sent) {
    const broken = brokenRules(text)
    if (broken.length === 0) continue
    console.error(`A statement breaks rules of statements (statement-rules.ts):\n${broken.join('\n')}\n${text}\n`)
    process.exitCode = 1
  }
})
