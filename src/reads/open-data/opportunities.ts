import { type SQL, sql } from 'drizzle-orm'
import { today } from '../../base/dates.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { findOpenings, type SchemeOpen } from '../../register/schemes/openings.ts'

/** Schemes as opportunities of the CommonGrants protocol 0.4 (commongrants.org): what of them is read, and how it is told. */

type Scheme = {
  municipalityCode: string
  municipalityName: string
  id: string
  name: string
  kind: string
  description: string | null
  bodyName: string | null
  amountBasis: string
  categories: string[]
  sourceUrl: string | null
  budget: string | null
  createdAt: string
  updatedAt: string
}

type Money = { amount: string; currency: string }
type Event = { name: string; eventType: 'singleDate'; date: string }
type Status = { value: 'open' | 'forecasted' | 'closed' | 'custom'; customValue?: string; description: string }

export type Opportunity = {
  id: string
  title: string
  status: Status
  description: string
  funding?: { totalAmountAvailable: Money }
  keyDates: { closeDate?: Event; otherDates: Record<string, Event> }
  source?: string
  customFields: Record<string, { name: string; fieldType: string; value: unknown; description: string }>
  createdAt: string
  lastModifiedAt: string
}

/**
 * Schemes that stand, of every municipality that publishes them: those of this id, or all. `budget` is what the scheme has for the year,
 * where that is known exactly.
 */
async function findSchemes(db: Connection, day: string, id?: string): Promise<Scheme[]> {
  const which: SQL = id === undefined ? sql`true` : sql`scheme.id = ${id}`
  const { rows } = await db.execute<Scheme>(sql`
    select scheme.municipality_code as "municipalityCode", municipality.name as "municipalityName", scheme.id, scheme.name,
      scheme.kind, scheme.description, body.name as "bodyName", scheme.amount_basis as "amountBasis", scheme.categories,
      scheme.source_url as "sourceUrl",
      (select sum(budget.amount)::text from budgets budget
       where budget.municipality_code = scheme.municipality_code and budget.scheme_id = scheme.id
         and budget.year = ${Number(day.slice(0, 4))} and budget.certainty = 'exact' and budget.withdrawn_at is null) as budget,
      ${rfc3339(sql`scheme.created_at`)} as "createdAt", ${rfc3339(sql`scheme.updated_at`)} as "updatedAt"
    from municipalities municipality
    join schemes scheme on scheme.municipality_code = municipality.municipality_code
    left join bodies body on body.municipality_code = scheme.municipality_code and body.id = scheme.body_id
    where municipality.publishes_schemes and scheme.withdrawn_at is null and not scheme.needs_review and ${which}
    order by scheme.updated_at desc, scheme.id`)
  return rows
}

/** The opportunities of every municipality that publishes its schemes, those changed last first; of one id where it is given. */
export async function findOpportunities(db: Connection, id?: string): Promise<Opportunity[]> {
  const day = today()
  const schemes = await findSchemes(db, day, id)
  const openings = new Map<string, SchemeOpen>()
  for (const [municipalityCode, own] of Map.groupBy(schemes, scheme => scheme.municipalityCode)) {
    const found = await findOpenings(
      db,
      municipalityCode,
      day,
      own.map(scheme => scheme.id)
    )
    for (const [schemeId, open] of found.openings) openings.set(schemeId, open)
  }
  return schemes.map(scheme => told(scheme, openings.get(scheme.id)!))
}

/** What will open is forecast; what is not known to be open or closed has a status of our own. */
function statusOf({ answer, because, nextOpensOn }: SchemeOpen): Status {
  if (answer === 'yes') return { value: 'open', description: because }
  if (answer === 'unknown') return { value: 'custom', customValue: 'unknown', description: because }
  return { value: nextOpensOn ? 'forecasted' : 'closed', description: because }
}

const onDay = (name: string, date: string): Event => ({ name, eventType: 'singleDate', date })

function told(scheme: Scheme, open: SchemeOpen): Opportunity {
  const { id, name, description, sourceUrl, budget, createdAt, updatedAt } = scheme
  return {
    id,
    title: name,
    status: statusOf(open),
    description: description ?? name,
    ...(budget !== null && { funding: { totalAmountAvailable: { amount: budget, currency: 'SEK' } } }),
    keyDates: {
      ...(open.nextClosesOn && { closeDate: onDay('Last day to apply', open.nextClosesOn) }),
      otherDates: open.nextOpensOn ? { opens: onDay('First day to apply', open.nextOpensOn) } : {}
    },
    ...(sourceUrl && { source: sourceUrl }),
    customFields: extras(scheme, open),
    createdAt,
    lastModifiedAt: updatedAt
  }
}

function extras(scheme: Scheme, open: SchemeOpen) {
  const { municipalityCode: code, municipalityName: name, bodyName, kind, amountBasis, categories } = scheme
  const fields: [name: string, fieldType: string, value: unknown, description: string][] = [
    ['municipality', 'object', { code, name }, 'The municipality whose scheme it is'],
    ['body', 'string', bodyName, 'The body (nämnd) that decides'],
    ['kind', 'string', kind, 'What sort of scheme it is'],
    ['amountBasis', 'string', amountBasis, 'An amount for each association, or one pot that all share'],
    ['categories', 'array', categories, 'What it is for'],
    ['openReason', 'string', open.reason, 'Why it is open or not, for programs']
  ]
  return Object.fromEntries(
    fields
      .filter(([, , value]) => value !== null)
      .map(([field, fieldType, value, description]) => [field, { name: field, fieldType, value, description }])
  )
}
