import { sql } from 'drizzle-orm'
import type { Transaction } from '../../../platform/database/connection.ts'
import { ofMunicipality } from '../../../platform/database/municipality.ts'
import type { RunRow } from '../record.ts'
import type { Unmatched } from './findings.ts'
import { ownNamesOf } from './match-movements.ts'

/**
 * The unmatched entries; of those that name another run of the municipality it is told which, and they are not to be
 * worked on here: the file is sent to that run too.
 */
export async function tellOtherRuns(tx: Transaction, run: RunRow, unmatched: Unmatched[]): Promise<Unmatched[]> {
  const namesOf = ({ entry }: Unmatched) => (entry && entry.item === null ? ownNamesOf(entry.transaction) : [])
  const names = [...new Set(unmatched.flatMap(namesOf))]
  if (names.length === 0) return unmatched
  const runs = await runsOf(tx, run, names)
  return unmatched.map(each => {
    const messageId = namesOf(each).flatMap(name => runs.get(name) ?? [])[0]
    if (messageId === undefined) return each
    const { line, endToEndId } = each
    return { line, endToEndId, message: `It is of the payment run ${messageId}: send the file there too` }
  })
}

/** The message ids of other runs that were handed to the bank, by the names of theirs and of their payments. */
async function runsOf(tx: Transaction, { municipalityCode, id }: RunRow, names: string[]) {
  const { rows } = await tx.execute<{ name: string; messageId: string }>(sql`
    select item.end_to_end_id as name, run.message_id as "messageId"
    from payment_run_items item
    join payment_runs run on run.municipality_code = item.municipality_code and run.id = item.run_id
    where ${ofMunicipality(municipalityCode, 'item', 'run')} and item.end_to_end_id = any(${sql.param(names)}::text[])
      and item.status <> 'removed' and run.id <> ${id} and run.status in ('exported', 'confirmed')
    union all
    select message_id, message_id from payment_runs
    where municipality_code = ${municipalityCode} and message_id = any(${sql.param(names)}::text[]) and id <> ${id}
      and status in ('exported', 'confirmed')`)
  return new Map(rows.map(({ name, messageId }) => [name, messageId]))
}
