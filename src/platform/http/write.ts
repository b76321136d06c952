import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { and, eq, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Conflict, DomainError, Invalid, Malformed } from '../../base/errors.ts'
import type { Database, Transaction } from '../database/connection.ts'
import { duplicateOf } from './duplicates.ts'
import { etagOf } from './etag.ts'
import { answered } from './language.ts'
import { underCondition } from './preconditions.ts'
import { problems } from './problem-rules.ts'
import { sourceOf } from './spool.ts'
import { idempotencyKeys } from './tables.ts'

declare module 'fastify' {
  interface FastifyInstance {
    database: Database
  }
}

/** An action that throws leaves nothing behind. One that returns an error keeps what it wrote, a report of the refusal
 * for instance, and the caller is answered with the error all the same. */
type Action<T> = (tx: Transaction) => Promise<T | DomainError>

/**
 * The one place where a transaction is opened. With an Idempotency-Key the first answer is stored in the transaction
 * of the effect itself, so that no crash can come between them; the same request again gets that answer.
 * @throws Conflict while the same key is being worked on; Invalid when the key was used for another request.
 */
export async function write<T extends object>(request: FastifyRequest, reply: FastifyReply, act: Action<T>) {
  const action: Action<T> = async tx => {
    const result = await act(tx)
    return result instanceof DomainError ? result : answered(request, reply, result)
  }
  const key = request.headers['idempotency-key']
  const database = request.server.database
  if (key === undefined) {
    const result = await transact(database, request, tx => underCondition(tx, request, action))
    if (result instanceof DomainError) throw result
    return result
  }
  checkKey(key)
  const answer = await transact(database, request, tx => once(tx, request, reply, key, action))
  if (answer instanceof DomainError) throw answer
  reply.code(answer.status).header('etag', answer.etag)
  if (answer.location) reply.header('location', answer.location)
  return reply.type('application/json').send(answer.body)
}

/** A write that makes something: 201, and where it is found. */
export function create<T extends { id: string }>(request: FastifyRequest, reply: FastifyReply, action: Action<T>) {
  return write(request, reply, async tx => {
    const made = await action(tx)
    if (made instanceof DomainError) return made
    reply.code(201).header('location', `${request.url.split('?')[0]}/${made.id}`)
    return made
  })
}

const MAY_TRY_AGAIN = new Set(['40001', '40P01'])

/** Runs the action in a transaction; a deadlock or a serialisation failure changed nothing and is tried again. */
async function transact<T>(
  database: Database,
  { body }: FastifyRequest,
  action: (tx: Transaction) => Promise<T>
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(action)
    } catch (error) {
      const { code, cause } = error as { code?: string; cause?: { code?: string } }
      if (attempt === 3 || !MAY_TRY_AGAIN.has(cause?.code ?? code ?? '')) throw await duplicateOf(database, error, body)
    }
  }
}

async function once<T extends object>(
  tx: Transaction,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  action: Action<T>
) {
  const { municipalityCode } = request.params as { municipalityCode: string }
  const actor = request.actor.id
  const requestHash = await hashOf(request)
  const lock = sql`hashtextextended(${JSON.stringify([municipalityCode, actor, key])}, 0)`
  const { rows } = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}) as mine`)
  if (!rows[0]?.mine) {
    throw new Conflict(problems['idempotency-key-in-progress'], {
      en: 'A request with this Idempotency-Key is being worked on.',
      sv: 'Ett anrop med samma Idempotency-Key behandlas just nu.'
    })
  }
  const [first] = await tx
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.municipalityCode, municipalityCode),
        eq(idempotencyKeys.actor, actor),
        eq(idempotencyKeys.key, key)
      )
    )
  if (first && first.requestHash !== requestHash) {
    throw new Invalid(
      problems['idempotency-key-reused'],
      {
        en: 'This Idempotency-Key was used for another request.',
        sv: 'Samma Idempotency-Key har använts för ett annat anrop.'
      },
      [{ field: 'Idempotency-Key', message: 'was used for another request', sv: 'har använts för ett annat anrop' }]
    )
  }
  if (first) {
    reply.header('idempotency-replayed', 'true')
    return first
  }
  const result = await underCondition(tx, request, action)
  if (result instanceof DomainError) return result
  const body = reply.serialize(result) as string
  const answer = {
    status: reply.statusCode,
    location: (reply.getHeader('location') as string | undefined) ?? null,
    etag: etagOf((result as { version?: number }).version, body),
    body
  }
  await tx.insert(idempotencyKeys).values({ municipalityCode, actor, key, requestHash, ...answer })
  return answer
}

function checkKey(key: string | string[]): asserts key is string {
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return
  throw new Malformed(
    problems['header-not-valid'],
    {
      en: 'Idempotency-Key is 1 to 255 visible ASCII characters.',
      sv: 'Idempotency-Key är 1 till 255 synliga ASCII-tecken.'
    },
    [
      {
        field: 'Idempotency-Key',
        message: 'must be 1 to 255 visible ASCII characters',
        sv: 'måste vara 1 till 255 synliga ASCII-tecken'
      }
    ]
  )
}

/** SHA-256 of what is asked, in hexadecimal. A file is hashed in parts, and other requests go on between them. */
async function hashOf({ method, url, body, sentFile }: FastifyRequest): Promise<string> {
  const hash = createHash('sha256').update(`${method} ${url}\n`)
  const file = sentFile ?? (Buffer.isBuffer(body) ? sourceOf(body) : undefined)
  if (!file) return hash.update(JSON.stringify(body) ?? '').digest('hex')
  for await (const part of file.read()) {
    hash.update(part)
    await setImmediate()
  }
  return hash.digest('hex')
}
