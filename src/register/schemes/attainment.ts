import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { datePrecisions } from '../../base/dates.ts'
import { certainties } from '../../base/known.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Day, Money, Nullable, OneOf, Percent, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import { attained } from './budget-rules.ts'
import { type TargetObservationRow, targetObservation, targetObservations } from './observation-record.ts'
import { type TargetRow, target } from './target-record.ts'

const Computed = Strict(
  {
    granted: Money('Exact amounts granted for the year', 1000000),
    stated: Money('Of which decision lines state that it goes to the group', 100000),
    notStated: Money('Of which no line states how much goes to the group', 0),
    percentLow: Percent('Least share, if nothing of what is not stated goes to the group (per cent)', 10),
    percentHigh: Percent('Largest share, if all of it does (per cent)', 10)
  },
  { description: 'What the register holds; null where nothing can be computed' }
)
type Computed = Static<typeof Computed>

export const AttainmentQuery = Strict({ year: Year('The year that grants are for', 2017) })
export const Attainment = Strict(
  {
    targetId: Uuid('The target'),
    year: Year('The year', 2017),
    answer: OneOf(['yes', 'no', 'unknown'], 'Whether the target is attained'),
    basis: Nullable(OneOf(['computed', 'observed'], 'What the answer rests on: the ledger, or what somebody observed')),
    certainty: OneOf(certainties, 'How well that is known'),
    observedOn: Nullable(
      Day(
        'The day of the observation that the answer rests on: how old it is; null where it rests on none',
        '2017-11-27'
      )
    ),
    observedOnPrecision: Nullable(OneOf(datePrecisions, 'How exactly that day is known; null where there is none')),
    observed: Type.Array(ref(targetObservation.schemas.One), {
      description: 'What was observed of the year',
      example: []
    }),
    computed: Nullable(Computed),
    missing: Type.Array(Type.String({ example: 'Lines do not state how much goes to the group.' }), {
      description: 'What is missing for a computed answer',
      example: []
    })
  },
  { $id: 'TargetAttainment', description: 'Whether a target is attained in a year, never a guess' }
)
export type Attainment = Static<typeof Attainment>

/**
 * Whether a target is attained in a year. Computed where the ledger and the shares that decision lines state decide it
 * whatever the rest holds; else by what was observed for the year last; else unknown, with what is missing.
 * @throws NotFound
 */
export async function findAttainment(db: Connection, ref: Ref, { year }: { year: number }): Promise<Attainment> {
  const row = await target.find(db, ref)
  const observed = await db
    .select()
    .from(targetObservations)
    .where(
      and(
        eq(targetObservations.municipalityCode, ref.municipalityCode),
        eq(targetObservations.targetId, ref.id),
        eq(targetObservations.year, year),
        isNull(targetObservations.withdrawnAt)
      )
    )
    .orderBy(asc(targetObservations.observedOn), asc(targetObservations.id))
  const { computed, missing } = await compute(db, row, year)
  return { targetId: ref.id, year, ...conclude(row, computed, missing, observed), observed, computed, missing }
}

type Seen = Pick<TargetObservationRow, 'percent' | 'certainty' | 'observedOn' | 'observedOnPrecision'>
const opaqueToPlanner = { observedOn: null, observedOnPrecision: null }

function conclude({ bound, percent }: TargetRow, computed: Computed | null, missing: string[], observed: Seen[]) {
  if (percent !== null && computed && missing.length === 0) {
    const answer = attained(computed.percentLow, computed.percentHigh, bound, percent)
    if (answer !== 'unknown')
      return { answer, basis: 'computed' as const, certainty: 'exact' as const, ...opaqueToPlanner }
  }
  const last = observed.findLast(seen => seen.percent !== null)
  if (percent !== null && last) {
    const answer = attained(last.percent!, last.percent!, bound, percent)
    const { certainty, observedOn, observedOnPrecision } = last
    return { answer, basis: 'observed' as const, certainty, observedOn, observedOnPrecision }
  }
  return { answer: 'unknown' as const, basis: null, certainty: 'unknown' as const, ...opaqueToPlanner }
}

type Sums = Computed & { unknownCount: number; spanning: number }

async function compute(db: Connection, target: TargetRow, year: number) {
  const missing: string[] = []
  if (target.measure !== 'shareOfGranted') {
    return { computed: null, missing: ['Only shares of what is granted can be computed from the register.'] }
  }
  const { rows } = await db.execute<Sums>(sql`
    with lines as (
      select entry.line_id, sum(entry.amount) as amount, sum(entry.unknown) as unknown,
             bool_or(entry.grant_year_to is not null) as spans
      from ledger_entries entry
      where entry.municipality_code = ${target.municipalityCode} and entry.kind = 'granted'
        and entry.body_id = ${target.ownerBodyId}
        and (${target.schemeId}::uuid is null or entry.scheme_id = ${target.schemeId}::uuid)
        and ${year} between entry.grant_year and coalesce(entry.grant_year_to, entry.grant_year)
      group by entry.line_id, entry.grant_year_to
      having sum(entry.amount) <> 0 or sum(entry.facts) <> 0
    ), shared as (
      select lines.*, (
        select (share ->> 'percent')::numeric from jsonb_array_elements(line.target_group_shares) share
        where lower(share ->> 'targetGroup') = lower(${target.targetGroup}) limit 1) as percent
      from lines join decision_lines line
        on line.municipality_code = ${target.municipalityCode} and line.id = lines.line_id
    ), sums as (
      select coalesce(sum(amount) filter (where not spans), 0) as granted,
             coalesce(sum(amount * percent / 100) filter (where not spans), 0) as stated,
             coalesce(sum(amount) filter (where not spans and percent is null), 0) as not_stated,
             coalesce(sum(unknown), 0) as unknown_count, count(*) filter (where spans) as spanning
      from shared
    )
    select granted::float8, round(stated, 2)::float8 as stated, not_stated::float8 as "notStated",
           floor(10000 * stated / nullif(granted, 0))::float8 / 100 as "percentLow",
           ceil(10000 * (stated + not_stated) / nullif(granted, 0))::float8 / 100 as "percentHigh",
           unknown_count::int as "unknownCount", spanning::int
    from sums`)
  const { unknownCount, spanning, ...sums } = rows[0]!
  if (sums.granted === 0) missing.push(`The register holds no exact amount granted for ${year} by the owner.`)
  if (unknownCount > 0) missing.push(`${unknownCount} grants for ${year} have no exact amount.`)
  if (spanning > 0) missing.push(`${spanning} grants are one amount for several years, ${year} among them.`)
  if (sums.granted > 0 && sums.notStated > 0) {
    const decided = attained(sums.percentLow, sums.percentHigh, target.bound, target.percent!)
    if (decided === 'unknown') {
      missing.push(`Decision lines of ${sums.notStated} SEK do not state how much goes to ${target.targetGroup}.`)
    }
  }
  return { computed: sums.granted === 0 ? null : sums, missing }
}
