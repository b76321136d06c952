import { type SQL, sql } from 'drizzle-orm'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { keptKey, keyOfEntry, NO_YEAR, SET_SIZE, sameKey } from './kept-tables.ts'
import { opaqueToPlanner } from './ledger-facts.ts'

/**
 * How the sums beside the ledger are kept, and how they are computed from its entries. All is done under the municipality's
 * lock of the ledger: one transaction at a time.
 */

const measures = sql`amount, facts, unknown, continued, continued_unknown`
const lineKinds = sql`('applied', 'granted', 'reserved')`

/** Sums by key and payment year of `entries`, a query of entries of the ledger. */
const summed = (entries: SQL) => sql`
  select kind, ${keyOfEntry('entry')}, coalesce(entry.payment_year, ${NO_YEAR}) as payment_year,
         sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown
  from (${entries}) entry group by kind, ${keptKey('entry')}, entry.payment_year`

/** Adds entries that are being appended to the sums. */
export const addToTotals = (municipalityCode: string, entries: SQL) => sql`
  insert into ledger_totals as total (municipality_code, kind, ${keptKey()}, payment_year, amount, facts, unknown)
  select ${municipalityCode}, * from (${summed(entries)}) summed
  on conflict on constraint ledger_totals_pk do update
  set amount = total.amount + excluded.amount, facts = total.facts + excluded.facts,
      unknown = total.unknown + excluded.unknown`

/** Sums by key, payment year and month of those `entries` that have a day. */
const summedByMonth = (entries: SQL) => sql`
  select kind, ${keyOfEntry('entry')}, payment_year, coalesce(entry.payment_month, ${NO_YEAR}) as payment_month,
         sum(amount) as amount, sum(facts) as facts
  from (${entries}) entry where entry.payment_year is not null
  group by kind, ${keptKey('entry')}, entry.payment_year, entry.payment_month`

/** Adds entries that are being appended to the sums by month. */
export const addToMonths = (municipalityCode: string, entries: SQL) => sql`
  insert into ledger_months as total (municipality_code, kind, ${keptKey()}, payment_year, payment_month, amount, facts)
  select ${municipalityCode}, * from (${summedByMonth(entries)}) summed
  on conflict on constraint ledger_months_pk do update
  set amount = total.amount + excluded.amount, facts = total.facts + excluded.facts`

/** Facts that lines state of each of several years: all that can go on from one year to the next. */
const ofOneYear = sql`kind in ${lineKinds} and grant_year is not null and grant_year_to is null`

/**
 * Whether what lines state of a year goes on from the year before, 1 or 0: rows of kind, key, `continued` and
 * `continued_unknown` (those of which no amount is known). `entries` is a query of entries of one year each.
 */
const goingOn = (entries: SQL) => sql`
  select kind, ${keptKey()}, goes_on::int as continued, (goes_on and unknown > 0)::int as continued_unknown
  from (
    select *, coalesce(lag(grant_year) over (
        partition by line_id, kind, scheme_id, body_id, outcome, decision_year order by grant_year
      ) = grant_year - 1, false) as goes_on
    from (
      select line_id, kind, ${keyOfEntry('entry')}, sum(unknown) as unknown
      from (${entries}) entry group by line_id, kind, ${keptKey('entry')}
      having sum(facts) > 0
    ) stated
  ) each`

/** Entries from the sequence `first` on: those that were just appended. */
export const appended = (municipalityCode: string, first: number) =>
  sql`select * from ledger_entries where municipality_code = ${municipalityCode} and id >= ${first}`

/**
 * Brings the counts of what goes on from year to year to what the entries from the sequence `first` on say: those that were
 * just appended. `isNew`: their lines have no other entries.
 */
export async function keepContinued(tx: Transaction, municipalityCode: string, first: number, isNew: boolean) {
  const since = sql`select * from appended`
  const before = isNew
    ? sql`select * from appended where false`
    : sql`
      select entry.* from (select distinct line_id from appended) touched cross join lateral (
        select * from ledger_entries entry
        where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'entry')} and entry.line_id = touched.line_id
          and entry.id < ${first} offset 0
      ) entry where ${ofOneYear}`
  await tx.execute(sql`
    with appended as materialized (
      ${appended(municipalityCode, first)} and ${ofOneYear} and (facts <> 0 or unknown <> 0)
    ), before as materialized (${before}), change as (
      select kind, ${keptKey()}, sum(continued) as continued, sum(continued_unknown) as continued_unknown
      from (
        ${goingOn(isNew ? since : sql`select * from before union all select * from appended`)}
        union all
        select kind, ${keptKey()}, -continued, -continued_unknown from (${goingOn(sql`select * from before`)}) was
      ) each group by kind, ${keptKey()}
      having sum(continued) <> 0 or sum(continued_unknown) <> 0
    )
    update ledger_totals total set continued = total.continued + change.continued,
      continued_unknown = total.continued_unknown + change.continued_unknown
    from change
    where ${ofMunicipality(municipalityCode, 'total')} and total.kind = change.kind and ${sameKey('total', 'change')}
      and total.payment_year = ${NO_YEAR}`)
}

const setSize = sql.raw(String(SET_SIZE))
const noMembers = sql.raw(`repeat('0', ${SET_SIZE})::bit(${SET_SIZE})`)
/** The set of the organisations of the rows that are as the condition says. */
const setOf = (condition: SQL) =>
  sql`coalesce(bit_or(set_bit(${noMembers}, number % ${setSize}, 1)) filter (where ${condition}), ${noMembers})`

/** Brings the sets of organisations to what the entries from the sequence `first` on say: those that were just appended. */
export async function keepOrganisations(tx: Transaction, municipalityCode: string, first: number) {
  await numberOrganisations(
    tx,
    municipalityCode,
    sql`${appended(municipalityCode, first)} and kind = 'applied' and facts > 0`
  )
  const entries = sql`
    select entry.line_id, entry.facts, leaver.organisation_id, ${keyOfEntry('entry')}
    from (select distinct organisation_id from leaving) leaver
    join decision_line_recipients recipient
      on ${ofMunicipality(municipalityCode, 'recipient')} and recipient.organisation_id = leaver.organisation_id
    cross join lateral (
      select * from ledger_entries entry
      where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'entry')} and entry.line_id = recipient.line_id
        and entry.kind = 'applied' and entry.organisation_ids @> array[leaver.organisation_id] offset 0
    ) entry`
  await tx.execute(sql`
    with moved as materialized (
      select organisation_id, ${keyOfEntry('entry')}, bool_or(facts < 0) as leaves
      from (${appended(municipalityCode, first)} and kind = 'applied' and facts <> 0) entry
      cross join lateral unnest(organisation_ids) organisation_id
      group by organisation_id, ${keptKey('entry')}
    ), leaving as materialized (
      select * from moved where leaves
    ), staying as materialized (
      -- Other lines of it may stand with the same key: lines that are its own now, as their entries say.
      select distinct organisation_id, ${keptKey()} from (
        select line_id, organisation_id, ${keptKey()} from (${entries}) each
        group by line_id, organisation_id, ${keptKey()} having sum(facts) > 0
      ) stands
    ), change as materialized (
      select ${keptKey('moved')}, number / ${setSize} as chunk,
             ${setOf(sql`not leaves or staying.organisation_id is not null`)} as come,
             ${setOf(sql`leaves and staying.organisation_id is null`)} as gone
      from moved
      join ledger_organisation_numbers numbered
        on ${ofMunicipality(municipalityCode, 'numbered')} and numbered.organisation_id = moved.organisation_id
      left join staying on staying.organisation_id = moved.organisation_id and ${sameKey('staying', 'moved')}
      group by ${keptKey('moved')}, number / ${setSize}
    ), changed as (
      update ledger_organisation_sets kept set members = (kept.members & ~ change.gone) | change.come
      from change
      where ${ofMunicipality(municipalityCode, 'kept')} and ${sameKey('kept', 'change')} and kept.chunk = change.chunk
      returning ${keptKey('kept')}, kept.chunk
    )
    insert into ledger_organisation_sets (municipality_code, ${keptKey()}, chunk, members)
    select ${municipalityCode}, ${keptKey('change')}, change.chunk, change.come
    from change left join changed on ${sameKey('changed', 'change')} and changed.chunk = change.chunk
    where changed.chunk is null`)
}

/** Gives organisations of the entries a number where they have none. */
async function numberOrganisations(tx: Transaction, municipalityCode: string, entries: SQL) {
  await tx.execute(sql`
    insert into ledger_organisation_numbers (municipality_code, organisation_id, number)
    select ${municipalityCode}, organisation_id, coalesce((
        select max(number) from ledger_organisation_numbers where municipality_code = ${municipalityCode}), -1)
      + row_number() over (order by organisation_id)
    from (select distinct unnest(organisation_ids) as organisation_id from (${entries}) entry) fresh
    where not exists (
      select from ledger_organisation_numbers numbered
      where ${ofMunicipality(municipalityCode, 'numbered')} and numbered.organisation_id = fresh.organisation_id)`)
}

const allEntries = (municipalityCode: string) =>
  sql`select * from ledger_entries where municipality_code = ${municipalityCode}`

/** The totals of a municipality as its entries give them: kind, key, payment_year and the measures. */
const totalsOfEntries = (municipalityCode: string) => sql`
  select kind, ${keptKey()}, payment_year, sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown,
         sum(continued) as continued, sum(continued_unknown) as continued_unknown
  from (
    select *, 0 as continued, 0 as continued_unknown from (${summed(allEntries(municipalityCode))}) summed
    union all
    select kind, ${keptKey()}, ${NO_YEAR}, 0, 0, 0, continued, continued_unknown
    from (${goingOn(sql`${allEntries(municipalityCode)} and ${ofOneYear}`)}) lines
  ) each group by kind, ${keptKey()}, payment_year`

/** Which organisations have standing lines, as the entries give it: key, organisation_id. */
const membersOfEntries = (municipalityCode: string) => sql`
  select distinct ${keptKey()}, organisation_id from (
    select line_id, ${keyOfEntry('entry')}, organisation_ids from (${allEntries(municipalityCode)} and kind = 'applied') entry
    group by line_id, ${keptKey('entry')}, organisation_ids having sum(facts) > 0
  ) stands cross join lateral unnest(organisation_ids) organisation_id`

/** The same, as it is kept. */
const membersKept = (municipalityCode: string) => sql`
  select ${keptKey('kept')}, numbered.organisation_id
  from ledger_organisation_sets kept
  join ledger_organisation_numbers numbered on ${ofMunicipality(municipalityCode, 'numbered')}
    and numbered.number / ${setSize} = kept.chunk
    and get_bit(kept.members, numbered.number % ${setSize}) = 1
  where ${ofMunicipality(municipalityCode, 'kept')}`

export type KeptDifferences = { totals: number; months: number; organisations: number }

/**
 * How many kept rows of the municipality differ from what its entries give: sums, sums by month, and organisations in sets. Rows that have come
 * to hold nothing are no difference.
 */
export async function verifyKeptSums(db: Connection, municipalityCode: string): Promise<KeptDifferences> {
  const kept = sql`
    select kind, ${keptKey()}, payment_year, ${measures} from ledger_totals where municipality_code = ${municipalityCode}`
  const holdsSomething = sql`amount <> 0 or facts <> 0 or unknown <> 0 or continued <> 0 or continued_unknown <> 0`
  const apart = (one: SQL, other: SQL) =>
    sql`(select count(*) from ((${one} except all ${other}) union all (${other} except all ${one})) apart)`
  const { rows } = await db.execute<KeptDifferences>(sql`
    with entries_say as materialized (
      select * from (${totalsOfEntries(municipalityCode)}) said where ${holdsSomething}
    ), are_kept as materialized (
      select * from (${kept}) said where ${holdsSomething}
    ), entries_say_of_months as materialized (
      select * from (${summedByMonth(allEntries(municipalityCode))}) said where amount <> 0 or facts <> 0
    ), months_are_kept as materialized (
      select kind, ${keptKey()}, payment_year, payment_month, amount, facts from ledger_months
      where municipality_code = ${municipalityCode} and (amount <> 0 or facts <> 0)
    ), entries_name as materialized (${membersOfEntries(municipalityCode)}),
    are_named as materialized (${membersKept(municipalityCode)})
    select ${apart(sql`select * from entries_say`, sql`select * from are_kept`)}::int as totals,
           ${apart(sql`select * from entries_say_of_months`, sql`select * from months_are_kept`)}::int as months,
           ${apart(sql`select * from entries_name`, sql`select * from are_named`)}::int as organisations`)
  return rows[0]!
}

/** Computes the kept sums of the municipality from its entries. Called under its lock of the ledger (`knownInstant`). */
export async function rebuildKeptSums(tx: Transaction, municipalityCode: string): Promise<void> {
  for (const table of ['ledger_totals', 'ledger_months', 'ledger_organisation_sets']) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where municipality_code = ${municipalityCode}`)
  }
  await tx.execute(sql`
    insert into ledger_totals (municipality_code, kind, ${keptKey()}, payment_year, ${measures})
    select ${municipalityCode}, said.* from (${totalsOfEntries(municipalityCode)}) said`)
  await tx.execute(sql`
    insert into ledger_months (municipality_code, kind, ${keptKey()}, payment_year, payment_month, amount, facts)
    select ${municipalityCode}, said.* from (${summedByMonth(allEntries(municipalityCode))}) said`)
  await numberOrganisations(tx, municipalityCode, sql`${allEntries(municipalityCode)} and kind = 'applied'`)
  await tx.execute(sql`
    insert into ledger_organisation_sets (municipality_code, ${keptKey()}, chunk, members)
    select ${municipalityCode}, ${keptKey('member')}, number / ${setSize}, ${setOf(sql`true`)}
    from (${membersOfEntries(municipalityCode)}) member
    join ledger_organisation_numbers numbered
      on ${ofMunicipality(municipalityCode, 'numbered')} and numbered.organisation_id = member.organisation_id
    group by ${keptKey('member')}, number / ${setSize}`)
}
