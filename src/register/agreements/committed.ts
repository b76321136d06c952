import { and, eq, isNull, sql } from 'drizzle-orm'
import { Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict } from '../../base/errors.ts'
import { fromOre, toNumber, toOre } from '../../base/money.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { findRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, Nullable, OfMunicipality, OneOf, ref, Strict, Text, Uuid, Year } from '../../platform/http/schemas.ts'
import { type Content, contentNames } from './content.ts'
import { contentsIn, type Stretch } from './content-rules.ts'
import {
  addRanges,
  anyOf,
  certaintyOf,
  committedIn,
  indexedAmount,
  type Range,
  rangeCertainties,
  type Stated
} from './money-rules.ts'
import { problems } from './problems.ts'
import { type AgreementRow, agreements, agreementVersions, type VersionRow } from './record.ts'
import { scenariosOf } from './term-rules.ts'

/** What agreements commit the municipality to, and what their index clauses make of it. */

const amount = (description: string) =>
  Type.Number({ minimum: 0, multipleOf: 0.01, description: `${description} (SEK)`, example: 380000 })
const count = (description: string) => Type.Integer({ minimum: 0, description, example: 0 })
const range = {
  minAmount: amount('The least that the amounts that are known can be'),
  maxAmount: amount('The most that the amounts that are known can be'),
  rangeCertainty: OneOf(rangeCertainties, 'How well it is known: one amount, between two, about, or partly unknown'),
  unknownCount: count('Amounts that are not known, outside both; an agreement that states no contributions is one'),
  funded: amount('What awards of the year give, where their amounts are known exactly: beside it, never added'),
  fundedUnknownCount: count('Awards of the year whose amount is not known exactly, or is for several years together')
}

export const CommittedAmounts = Strict(
  {
    year: Year('The year', 2024),
    ...range,
    agreementCount: count('Agreements that are or may be in force in the year'),
    items: Type.Array(
      Strict({
        agreementId: Uuid('The agreement'),
        reference: Nullable(Text("The caller's own reference", 200, 'IOP-3')),
        title: Nullable(Text('Title', 500, 'Partnerskap med Haninge Kvinnojour')),
        ...range
      }),
      { description: 'Each of them' }
    )
  },
  { $id: 'CommittedAmounts', description: 'What the municipality has committed itself to in a year' }
)

const IndexedItem = Strict({
  position: Type.Integer({ minimum: 0, description: 'Place among the contributions, from 0', example: 0 }),
  amount: amount('As stated'),
  indexedAmount: amount('After the change of the index, rounded as the clause says')
})
export const IndexedAmounts = Strict(
  { items: Type.Array(IndexedItem, { description: 'Contributions in money whose amount is known' }) },
  { $id: 'IndexedAmounts', description: 'Amounts as the index clause would make them: computed, not applied' }
)

const CommittedQuery = Strict({
  year: Year('The year', 2024),
  bodyId: Type.Optional(Uuid('Only agreements of which this body is a party, and what it puts in')),
  organisationId: Type.Optional(Uuid('Only agreements of which this organisation is a party'))
})
const IndexQuery = Strict({
  indexFrom: Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'The index before', example: 330.1 }),
  indexTo: Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'The index after', example: 343.31 })
})
export const committedSchemas = [CommittedAmounts, IndexedAmounts]

type Asked = { municipalityCode: string; year: number; bodyId?: string; organisationId?: string }
type Funded = { agreementId: string; amount: string; unknown: number }

const öre = (kronor: number) => toOre(kronor.toFixed(2))

/**
 * What the municipality has committed itself to in a year, over all agreements that are decided and may be in force
 * then: a range, as terms and amounts are not always known. Counted are the contributions in money of its bodies. An
 * agreement that states no contributions at all says nothing of money: that is one amount that is not known, never 0. What
 * awards give for the year is told beside it and never added.
 * An amendment counts from its day: amounts per month to the month, others as a range where it comes within the year.
 */
export async function committedAmounts(db: Connection, asked: Asked) {
  const { year } = asked
  const rows = await findInForce(db, asked)
  const funds = await fundedIn(db, asked)
  const amended = await findAmended(db, asked, rows)
  const counted = rows.flatMap(row => {
    const given = funds.get(row.id)
    const versions = amended.get(row.id)
    const always = [{ first: `${year}-01-01`, last: `${year}-12-31`, content: row.content }]
    const range = rangeOf(versions ? contentsIn(versions, contentNames, year) : always, asked)
    return range.max === 0n && range.unknown === 0 && !given ? [] : [{ row, range, given }]
  })
  const given = counted.flatMap(one => one.given ?? [])
  const total = {
    amount: fromOre(given.reduce((sum, { amount }) => sum + toOre(amount), 0n)),
    unknown: given.reduce((sum, one) => sum + one.unknown, 0)
  }
  return {
    year,
    ...told(addRanges(counted.map(({ range }) => range)), total),
    agreementCount: counted.length,
    items: counted.map(({ row, range, given }) => ({
      agreementId: row.id,
      reference: row.reference,
      title: row.content.title,
      ...told(range, given)
    }))
  }
}

function told(range: Range, funded: { amount: string; unknown: number } | undefined) {
  return {
    minAmount: toNumber(fromOre(range.min)),
    maxAmount: toNumber(fromOre(range.max)),
    rangeCertainty: certaintyOf(range),
    unknownCount: range.unknown,
    funded: toNumber(funded?.amount ?? '0.00'),
    fundedUnknownCount: funded?.unknown ?? 0
  }
}

function rangeOf(stretches: Stretch[], { year, bodyId }: Asked): Range {
  const parts = stretches.map(({ content, ...days }) => {
    const payers = content.parties.filter(party => (bodyId ? party.bodyId === bodyId : party.kind === 'body'))
    const keys = new Set(payers.map(({ key }) => key))
    const cash = content.contributions.filter(({ kind, partyKey }) => kind === 'cash' && keys.has(partyKey))
    const monthly = cash.filter(({ amountPer }) => amountPer === 'month')
    const others =
      content.contributions.length === 0
        ? [notStated]
        : cash.filter(({ amountPer }) => amountPer !== 'month').map(stated)
    return { days, monthly, others, scenarios: scenariosOf(content.term, content, today()) }
  })
  const whole = parts.map(({ others, scenarios }) => addRanges(others.map(one => committedIn(one, scenarios, year))))
  const months = parts.flatMap(({ monthly, scenarios, days }) =>
    monthly.map(one => committedIn(within(stated(one), days), scenarios, year))
  )
  return addRanges([anyOf(whole as [Range, ...Range[]]), ...months])
}

type Cash = Content['contributions'][number]

/** An agreement that states no contributions counts as one unknown amount. */
const notStated: Stated = { value: null, certainty: 'notStated', per: null, from: null, to: null }

const stated = ({ amount, certainty, amountPer, validFrom, validTo }: Cash): Stated => ({
  value: amount == null ? null : öre(amount),
  certainty: certainty ?? 'notStated',
  per: amountPer ?? null,
  from: validFrom ?? null,
  to: validTo ?? null
})

/** The amount, cut to the days of a stretch. */
const within = <T extends { from: string | null; to: string | null }>(
  one: T,
  { first, last }: Omit<Stretch, 'content'>
) => ({
  ...one,
  from: one.from && one.from > first ? one.from : first,
  to: one.to && one.to < last ? one.to : last
})

/** All versions of those agreements that have been amended: the others say the same on every day. */
async function findAmended(db: Connection, { municipalityCode }: Asked, rows: AgreementRow[]) {
  const ids = sql`${sql.param(rows.map(({ id }) => id))}::uuid[]`
  const found: VersionRow[] = await db
    .select()
    .from(agreementVersions)
    .where(
      and(
        eq(agreementVersions.municipalityCode, municipalityCode),
        sql`${agreementVersions.agreementId} in (
          select agreement_id from agreement_versions
          where municipality_code = ${municipalityCode} and agreement_id = any(${ids})
            and act in ('amended', 'corrected', 'extended') and effective_from is not null)`
      )
    )
    .orderBy(agreementVersions.agreementId, agreementVersions.number)
  return Map.groupBy(found, ({ agreementId }) => agreementId)
}

async function findInForce(
  db: Connection,
  { municipalityCode, year, bodyId, organisationId }: Asked
): Promise<AgreementRow[]> {
  const party = (column: string, id: string) => sql`${agreements.id} in (
    select agreement_id from agreement_parties where municipality_code = ${municipalityCode} and ${sql.raw(column)} = ${id})`
  return await db
    .select()
    .from(agreements)
    .where(
      and(
        eq(agreements.municipalityCode, municipalityCode),
        isNull(agreements.withdrawnAt),
        sql`${agreements.status} <> 'draft'`,
        // A year of the term may be all that is known of its end, and reach beyond the day that it is counted from.
        sql`${agreements.startsEarliest} <= ${`${year}-12-31`} and ${agreements.endsLatest} >= ${`${year - 1}-12-31`}`,
        bodyId ? party('body_id', bodyId) : undefined,
        organisationId ? party('organisation_id', organisationId) : undefined
      )
    )
    .orderBy(agreements.id)
}

/** What the awards of each agreement give for the year, exactly known or not. */
async function fundedIn(db: Connection, { municipalityCode, year }: Asked): Promise<Map<string, Funded>> {
  const { rows } = await db.execute<Funded>(sql`
    select link.agreement_id as "agreementId", (count(*) filter (where not exact))::int as unknown,
           coalesce(sum(line.granted) filter (where exact), 0)::numeric(14,2)::text as amount
    from agreement_awards link
    join agreements agreement on agreement.municipality_code = link.municipality_code and agreement.id = link.agreement_id
    join awards award on award.municipality_code = link.municipality_code and award.id = link.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    cross join lateral (
      select line.granted_certainty = 'exact' and (line.amount_per = 'year' or line.grant_year_from = line.grant_year_to) as exact
    ) known
    cross join lateral (
      select item from jsonb_array_elements(agreement.content -> 'funding') item
      where lower(item ->> 'awardId') = link.award_id::text limit 1
    ) funding
    where ${ofMunicipality(municipalityCode, 'link', 'agreement', 'award', 'line')} and award.withdrawn_at is null
      and ${year}::int between line.grant_year_from and line.grant_year_to
      and ${year}::int >= coalesce((item ->> 'yearFrom')::int, 0) and ${year}::int <= coalesce((item ->> 'yearTo')::int, 9999)
    group by link.agreement_id`)
  return new Map(rows.map(row => [row.agreementId, row]))
}

/**
 * The amounts of an agreement after an index has changed, by its own clause: shown, never applied by itself.
 * @throws NotFound, Conflict (no clause)
 */
async function indexedAmounts(
  db: Connection,
  ref: Ref,
  { indexFrom, indexTo }: { indexFrom: number; indexTo: number }
) {
  const { content } = await findRecord(db, agreements, 'agreement', ref)
  const { indexClause, contributions } = content
  if (!indexClause)
    throw new Conflict(problems['index-clause-missing'], {
      en: 'The agreement has no index clause.',
      sv: 'Avtalet har ingen indexklausul.'
    })
  const { percent, roundedTo = 100, rounding: direction = 'down' } = indexClause
  // Six decimals: more than any index is published with.
  const change = { from: BigInt(Math.round(indexFrom * 1e6)), to: BigInt(Math.round(indexTo * 1e6)) }
  const rounding = { to: BigInt(roundedTo) * 100n, direction }
  const items = contributions.flatMap(({ kind, amount }, position) => {
    if (kind !== 'cash' || amount == null) return []
    const indexed = indexedAmount(öre(amount), change, BigInt(percent), rounding)
    return [{ position, amount, indexedAmount: toNumber(fromOre(indexed)) }]
  })
  return { items }
}

/** `GET …/agreements/committed` and `…/{id}/indexed-amounts`. */
export function committedRoutes(app: App) {
  app.get(
    '/committed',
    {
      config: { scope: 'agreements:read' },
      schema: {
        operationId: 'getCommittedAmounts',
        tags: ['agreements'],
        summary: 'Show what is committed in a year',
        description:
          'Money that the bodies of the municipality have agreed to put in, over all agreements that may be in force in the year: a range where terms or amounts are not known. An agreement that states no contributions counts as an amount that is not known. What awards give for the year stands beside it and is never added.',
        params: OfMunicipality,
        querystring: CommittedQuery,
        response: { 200: ref(CommittedAmounts) }
      }
    },
    request => committedAmounts(app.database, { ...request.params, ...request.query })
  )

  app.get(
    '/:id/indexed-amounts',
    {
      config: { scope: 'agreements:read', problems: [409] },
      schema: {
        operationId: 'getIndexedAmounts',
        tags: ['agreements'],
        summary: 'Show amounts after a change of the index',
        description:
          'What the index clause makes of the amounts in money: computed and shown, never applied by itself.',
        params: ById,
        querystring: IndexQuery,
        response: { 200: ref(IndexedAmounts) }
      }
    },
    request => indexedAmounts(app.database, request.params, request.query)
  )
}
