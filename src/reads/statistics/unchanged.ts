import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { today } from '../../base/dates.ts'
import type { Database } from '../../platform/database/connection.ts'
import { etagOf, matchesTag } from '../../platform/http/etag.ts'
import { chosenForm } from '../../platform/http/negotiation.ts'
import { apiVersion } from '../../platform/http/openapi-info.ts'

/**
 * Statistics follow from the question, the day and what the municipality has recorded, whose changes are numbered in the order of
 * their commits. The ETag is made of these, before anything is summed: who has the answer already is told so by one row. It is
 * read before the sums are, so that an answer can be newer than its tag, and never older.
 */
export const unchanged = fp<{ database: Database }>(async (app, { database }) => {
  app.addHook('preHandler', (request, reply, done) => {
    if (!request.routeOptions.config.revalidated) return done()
    tagOf(database, request).then(tag => {
      reply.header('etag', tag)
      if (matchesTag(request.headers['if-none-match'], tag)) reply.code(304).send('')
      else done()
    }, done)
  })
})

async function tagOf(database: Database, request: FastifyRequest): Promise<string> {
  const { municipalityCode } = request.params as { municipalityCode?: string }
  const codes = municipalityCode ? [municipalityCode] : request.actor.municipalityCodes
  const said = [apiVersion, request.url, chosenForm(request), today(), codes, await latestChange(database, codes)]
  return etagOf(undefined, JSON.stringify(said))
}

/** A number that every change of the municipalities raises; null is all there are. */
async function latestChange(database: Database, codes: readonly string[] | null): Promise<string> {
  const which = codes ? sql`where head.municipality_code = any(${sql.param([...codes])}::text[])` : sql``
  const { rows } = await database.execute<{ number: string }>(sql`
    select coalesce(sum(head.number), 0)::text as number from feed_heads head ${which}`)
  return rows[0]!.number
}
