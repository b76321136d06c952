import { sql } from 'drizzle-orm'
import type { EntryKind } from '../../money/ledger/rules.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { swedishDayOf } from '../../platform/database/days.ts'
import { ofEntry, yearsOf } from './dimensions.ts'
import { entriesAsked, joinHeirs, recordedAfterClosing } from './money-sources.ts'
import type { MoneyTotalsAsked } from './question.ts'

export type Adjustment = { year: number; recordedOn: string; kind: EntryKind; amount: number; entryCount: number }

/** What was recorded of closed years after they were closed, by the day (in Sweden) on which it was recorded; kronor. */
export async function adjustments(db: Connection, asked: MoneyTotalsAsked): Promise<Adjustment[]> {
  const [year] = yearsOf(asked.yearBasis, ofEntry)
  const { rows } = await db.execute<Adjustment>(sql`
    select ${year} as year, ${swedishDayOf(sql`entry.recorded_at`)}::text as "recordedOn", entry.kind,
           sum(entry.amount)::float8 as amount, count(*)::int as "entryCount"
    from ledger_entries entry ${joinHeirs(asked, sql`entry.body_id`)}
    where ${entriesAsked(asked)} and ${recordedAfterClosing(asked.municipalityCode, asked.yearBasis)}
    group by 1, 2, 3 order by 1, 2, 3`)
  return rows
}
