import { type SQL, sql } from 'drizzle-orm'
import { rfc3339 } from '../database/columns.ts'
import { atEnd, type Transaction } from '../database/connection.ts'
import { ofMunicipality } from '../database/municipality.ts'
import { knownInstant, nowIn } from './instants.ts'
import { type KeptRelation, keptStates } from './states.ts'

/**
 * Keeps the states of records at the end of the transaction that changes them: of each record that has an event of the change, and
 * of each that is named here, what is kept of it is compared with what was known of it last, and what differs becomes known at the
 * instant of the transaction. All instants are taken on one server, whatever node the rows lie on.
 */

/** What events call the records; of a table that is not here they tell nothing, and whoever writes it names them. */
const NOUNS = {
  payments: 'payment',
  reports: 'report',
  decision_appeals: 'appeal',
  payee_accounts: 'payeeAccount',
  eligibilities: 'eligibility',
  agreements: 'agreement',
  decisions: 'decision',
  budgets: 'budget'
} satisfies Partial<Record<KeptRelation, string>>

/** The kinds of records whose states are kept, as events call them. */
export const KEPT_NOUNS: readonly string[] = Object.values(NOUNS)

/** That a payment is paid, and when, the ledger tells: its state is then no longer kept. */
const WORTH: Partial<Record<KeptRelation, SQL>> = { payments: sql`record.status not in ('paid', 'returned')` }

/** What the transaction may have changed in a municipality. */
type Touched = {
  /** Of the events; null: it has none. */
  changeId: string | null
  nouns: Set<string>
  named: Map<KeptRelation, Set<string>>
}

const perTransaction = new WeakMap<Transaction, Map<string, Touched>>()

function touchedIn(tx: Transaction, municipalityCode: string): Touched {
  const all = perTransaction.get(tx) ?? new Map<string, Touched>()
  perTransaction.set(tx, all)
  const touched = all.get(municipalityCode) ?? { changeId: null, nouns: new Set(), named: new Map() }
  all.set(municipalityCode, touched)
  return touched
}

/** Sees to the states of the records that the events of the change are about, of these kinds. */
export function keepStatesOf(tx: Transaction, municipalityCode: string, changeId: string, nouns: readonly string[]) {
  const kept = nouns.filter(noun => KEPT_NOUNS.includes(noun))
  if (kept.length === 0) return
  const touched = touchedIn(tx, municipalityCode)
  touched.changeId = changeId
  for (const noun of kept) touched.nouns.add(noun)
  atEnd(tx, `known ${municipalityCode}`, () => keepStates(tx, municipalityCode, touched))
}

/** The same of records that are changed, made or deleted without an event of their own. */
export function keepStatesOfThese(tx: Transaction, municipalityCode: string, relation: KeptRelation, ids: string[]) {
  if (ids.length === 0) return
  const touched = touchedIn(tx, municipalityCode)
  touched.named.set(relation, new Set([...(touched.named.get(relation) ?? []), ...ids]))
  atEnd(tx, `known ${municipalityCode}`, () => keepStates(tx, municipalityCode, touched))
}

/**
 * Where the transaction has moved money it has its instant, and the lock of the municipality's ledger with it. Else both are taken
 * only where something is to be known from it on.
 */
async function keepStates(tx: Transaction, municipalityCode: string, touched: Touched): Promise<void> {
  const { began } = await nowIn(tx)
  const changed = changedStates(municipalityCode, began, touched)
  // Triggers keep the states that earlier releases change (migration 0047); they are told that these are kept.
  const { rows: asked } = await tx.execute<{ taken: string | null }>(sql`
    select ${rfc3339(sql`instant_taken(${municipalityCode})`)} as taken, set_config('partnerskap.states_kept', 'on', true)`)
  const { taken } = asked[0]!
  if (taken === null) {
    const { rows } = await tx.execute<{ any: boolean }>(sql`select exists (${changed}) as any`)
    if (!rows[0]!.any) return
  }
  const at = taken ?? (await knownInstant(tx, municipalityCode))
  await tx.execute(sql`
    insert into known_states (municipality_code, relation, id, known_at, state)
    select municipality_code, relation, id, ${at}::timestamptz, state from (${changed}) changed`)
}

/** A query of municipality_code, relation, id and state of what is otherwise than it was known to be. */
function changedStates(municipalityCode: string, began: string, { changeId, nouns, named }: Touched): SQL {
  const ofEvents = Object.entries(NOUNS).filter(([, noun]) => nouns.has(noun)) as [KeptRelation, string][]
  const present = [
    ...ofEvents.map(([relation, noun]) =>
      presentOf(
        relation,
        municipalityCode,
        sql`select subject_id from events event
          where ${ofMunicipality(municipalityCode, 'event')} and event.recorded_at >= ${began}::timestamptz
            and event.change_id = ${changeId} and event.subject_type = ${noun}`
      )
    ),
    ...[...named].map(([relation, ids]) =>
      presentOf(relation, municipalityCode, sql`select unnest(${sql.param([...ids])}::uuid[])`)
    )
  ]
  return sql`
    select ${municipalityCode}::text as municipality_code, present.relation, present.id, present.state
    from (${sql.join(present, sql` union `)}) present
    left join lateral (
      select state from known_states known
      where ${ofMunicipality(municipalityCode, 'known')} and known.relation = present.relation and known.id = present.id
      order by known_at desc limit 1
    ) latest on true
    where latest.state is distinct from present.state`
}

/** A query of relation, id and state of the records of a table whose ids a query gives; the state of what is gone is null. */
function presentOf(relation: KeptRelation, municipalityCode: string, ids: SQL): SQL {
  return sql`
    select ${relation}::text as relation, asked.id,
           case when record.id is not null then jsonb_strip_nulls(${stateOf(relation)}) end as state
    from (select distinct id from (${ids}) ids (id)) asked
    left join ${sql.identifier(relation)} record on ${ofMunicipality(municipalityCode, 'record')} and record.id = asked.id
    where ${WORTH[relation] ? sql`(record.id is null or ${WORTH[relation]})` : sql`true`}`
}

/** What is kept of a record, an object by the names of columns. `finality.finalOn` is that member of a document alone. */
function stateOf(relation: KeptRelation): SQL {
  const members = Object.keys(keptStates[relation]).map(name => {
    const [column, member] = name.split('.') as [string, string?]
    const value = sql`record.${sql.identifier(column)}`
    return sql`${column}::text, ${member ? sql`jsonb_build_object(${member}::text, ${value} -> ${member}::text)` : value}`
  })
  return sql`jsonb_build_object(${sql.join(members, sql`, `)})`
}
