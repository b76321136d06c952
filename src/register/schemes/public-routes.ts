import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { today } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import type { Database } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import type { App } from '../../platform/http/app.ts'
import { type List, page } from '../../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { bodies } from '../bodies/record.ts'
import { findPublisher } from '../municipalities/queries.ts'
import type { OpenAnswer } from './open-rules.ts'
import { findOpenings, openIds } from './openings.ts'
import { schemes } from './record.ts'
import { PublicScheme, PublicSchemePage, PublicSchemeQuery } from './schemas.ts'

const tags = ['public']
const open = { scope: 'public', maxAge: 60 }

const columns = {
  id: schemes.id,
  name: schemes.name,
  kind: schemes.kind,
  bodyName: sql<string | null>`(select name from bodies body
    where body.municipality_code = schemes.municipality_code and body.id = schemes.body_id
      and ${ofMunicipality(listedCode, 'body')})`.as('body_name'),
  description: schemes.description,
  status: schemes.status,
  amountBasis: schemes.amountBasis,
  categories: schemes.categories,
  referrals: schemes.referrals,
  sourceUrl: schemes.sourceUrl,
  updatedAt: schemes.updatedAt
}
type PublicRow = Pick<typeof schemes.$inferSelect, Exclude<keyof typeof columns, 'bodyName'>> & {
  bodyName: string | null
}

/** A scheme that an import made (`needsReview`) is not public until it is reviewed. */
const published = and(isNull(schemes.withdrawnAt), eq(schemes.needsReview, false))

const publicList: List<PublicRow> = {
  name: 'public-schemes',
  select: db => db.select(columns).from(schemes).$dynamic(),
  where: sql`${schemes.municipalityCode} = ${listedCode} and ${published}`,
  filters: { open: () => sql`${schemes.id} = any(${sql.placeholder('openIds')}::uuid[])` },
  unknown: { open: () => sql`${schemes.id} = any(${sql.placeholder('unknownIds')}::uuid[])` },
  sorts: { name: { column: schemes.name, of: row => row.name } },
  id: { column: schemes.id, of: row => row.id }
}

/** `/public/schemes`: what a municipality that wants it shows to everybody; elsewhere 404, as if it were not there. */
export async function publicSchemeRoutes(app: App) {
  app.get(
    '',
    {
      config: open,
      schema: {
        operationId: 'listPublicSchemes',
        tags,
        summary: 'List the schemes that can be sought',
        description:
          'Grant schemes by name, with windows and whether they are open today, where the municipality publishes them.',
        params: OfMunicipality,
        querystring: PublicSchemeQuery,
        response: { 200: ref(PublicSchemePage) }
      }
    },
    (request, reply) => listPublic(app.database, request, reply)
  )

  app.get(
    '/:id',
    {
      config: open,
      schema: {
        operationId: 'getPublicScheme',
        tags,
        summary: 'Show a scheme that can be sought',
        description: 'The scheme with windows and whether it is open today, where the municipality publishes it.',
        params: ById,
        response: { 200: ref(PublicScheme) }
      }
    },
    async request => {
      const { municipalityCode, id } = request.params
      await findPublisher(app.database, municipalityCode, 'schemes')
      const one = and(eq(schemes.municipalityCode, listedCode), eq(schemes.id, sql.placeholder('id')), published)
      const query = prepared(app.database, 'public scheme', () => app.database.select(columns).from(schemes).where(one))
      const rows = await query.execute({ municipalityCode, id })
      const [shown] = await withOpenings(app.database, municipalityCode, today(), rows)
      if (!shown) throw new NotFound('scheme', id)
      return shown
    }
  )
}

async function listPublic(db: Database, request: FastifyRequest, reply: FastifyReply) {
  const { municipalityCode } = request.params as { municipalityCode: string }
  const { open, validOn = today() } = request.query as { open?: OpenAnswer; validOn?: string }
  await findPublisher(db, municipalityCode, 'schemes')
  const openings = open ? (await findOpenings(db, municipalityCode, validOn)).openings : new Map()
  const ids = open && openIds(openings, open)
  const { items, meta } = await page(request, reply, publicList, { municipalityCode, ...ids })
  const shown = await withOpenings(db, municipalityCode, validOn, items)
  return { items: shown, meta }
}

async function withOpenings(db: Database, municipalityCode: string, day: string, rows: PublicRow[]) {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const { openings, windows } = await findOpenings(db, municipalityCode, day, ids)
  const nameOf = await findReferred(db, municipalityCode, rows)
  return rows.map(row => ({
    ...row,
    referrals: row.referrals.map(one => ({ ...one, bodyName: nameOf(one.bodyId), schemeName: nameOf(one.schemeId) })),
    windows: (windows.get(row.id) ?? []).map(publicWindow),
    open: openings.get(row.id)!
  }))
}

/** Names of the bodies and of the published schemes that referrals lead to: nobody without a key could look them up. */
async function findReferred(db: Database, municipalityCode: string, rows: PublicRow[]) {
  const referrals = rows.flatMap(row => row.referrals)
  const ids = (of: 'bodyId' | 'schemeId') => referrals.flatMap(one => one[of] ?? [])
  const names = new Map<string, string>()
  const add = (found: { id: string; name: string }[]) => {
    for (const { id, name } of found) names.set(id, name)
  }
  if (ids('bodyId').length > 0) {
    const mine = and(eq(bodies.municipalityCode, municipalityCode), inArray(bodies.id, ids('bodyId')))
    add(await db.select({ id: bodies.id, name: bodies.name }).from(bodies).where(mine))
  }
  if (ids('schemeId').length > 0) {
    const mine = and(eq(schemes.municipalityCode, municipalityCode), inArray(schemes.id, ids('schemeId')), published)
    add(await db.select({ id: schemes.id, name: schemes.name }).from(schemes).where(mine))
  }
  return (id: string | null | undefined) => names.get(id?.toLowerCase() ?? '') ?? null
}

/** The caller's own references and remarks are the register's business. */
function publicWindow<T extends object>(window: T) {
  return { ...window, source: 'public', reference: null, note: null, withdrawnAt: null, withdrawnReason: null }
}
