import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import { fromOre, toNumber, toOre } from '../../base/money.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { findRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, Nullable, OfMunicipality, OneOf, ref, Strict, Text, Uuid, Year } from '../../platform/http/schemas.ts'
import type { Content } from './content.ts'
import { agreementsIn, type InForceAsked, rangeOver, statedContribution } from './in-force.ts'
import { addRanges, certaintyOf, indexedAmount, type Range, rangeCertainties, type Stated } from './money-rules.ts'
import { problems } from './problems.ts'
import { agreements } from './record.ts'

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

type Funded = { agreementId: string; amount: string; unknown: number }

const öre = (kronor: number) => toOre(kronor.toFixed(2))

/**
 * What the municipality has committed itself to in a year, over all agreements that are decided and may be in force
 * then: a range, as terms and amounts are not always known. Counted are the contributions in money of its bodies. An
 * agreement that states no contributions at all says nothing of money: that is one amount that is not known, never 0. What
 * awards give for the year is told beside it and never added.
 */
export async function committedAmounts(db: Connection, asked: InForceAsked) {
  const { year } = asked
  const funds = await fundedIn(db, asked)
  const counted = (await agreementsIn(db, asked)).flatMap(({ row, stretches }) => {
    const given = funds.get(row.id)
    const range = rangeOver(stretches, year, cashOf(asked))
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

/** What the bodies of the municipality put in, in money; those of one body where it is asked for. */
const cashOf =
  ({ bodyId }: InForceAsked) =>
  ({ parties, contributions }: Content): Stated[] => {
    if (contributions.length === 0) return [notStated]
    const payers = parties.filter(party => (bodyId ? party.bodyId === bodyId : party.kind === 'body'))
    const keys = new Set(payers.map(({ key }) => key))
    return contributions.filter(({ kind, partyKey }) => kind === 'cash' && keys.has(partyKey)).map(statedContribution)
  }

/** An agreement that states no contributions counts as one unknown amount. */
const notStated: Stated = { value: null, certainty: 'notStated', per: null, from: null, to: null }

/** What the awards of each agreement give for the year, exactly known or not. */
async function fundedIn(db: Connection, { municipalityCode, year }: InForceAsked): Promise<Map<string, Funded>> {
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
