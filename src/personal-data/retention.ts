import { eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../base/actor.ts'
import { addDays } from '../base/dates.ts'
import type { Connection, Transaction } from '../platform/database/connection.ts'
import { ofMunicipality } from '../platform/database/municipality.ts'
import type { Expected } from '../platform/http/if-match.ts'
import { settingsOf } from '../platform/records/settings.ts'
import { isInUse } from '../register/files/queries.ts'
import { isPerson } from '../register/organisations/queries.ts'
import { mustBeKept } from './keep.ts'
import { type RetentionRulesContent, type RetentionRulesRow, retentionRules } from './record.ts'

const rules = settingsOf({ table: retentionRules, subject: 'retentionRules', what: 'retention rules of' })

/** @throws NotFound until the municipality has said how long it keeps what */
export const findRetentionRules = rules.find

/** Says how long what is kept, or replaces what is said; a time that is not told is none. @throws VersionRequired, Stale */
export const putRetentionRules = (
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  { contactMonths = null, personMonths = null, fileMonths = null, source }: RetentionRulesContent,
  expected: () => Expected
) => rules.put(tx, actor, municipalityCode, { contactMonths, personMonths, fileMonths, source }, expected)

/** The last day on which anything was decided, paid or asked back of the organisation of this alias, else when it was registered. */
const lastOf = (code: string, alias: string) => {
  const own = sql`${sql.identifier(alias)}.id`
  return sql`greatest(${sql.identifier(alias)}.created_at::date,
    (select max(coalesce(payment.paid_on, payment.due_on)) from payments payment
      where ${ofMunicipality(code, 'payment')} and payment.payee_organisation_id = ${own}),
    (select max(recovery.due_on) from recoveries recovery
      where ${ofMunicipality(code, 'recovery')} and recovery.organisation_id = ${own}),
    (select max(decision.decided_on) from decision_line_recipients recipient
      join decision_lines line on line.municipality_code = recipient.municipality_code and line.id = recipient.line_id
      join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
      where ${ofMunicipality(code, 'recipient', 'line', 'decision')} and recipient.organisation_id = ${own}))`
}

/** Until when the municipality's own rule keeps the person; null where it has none. */
export async function archivedUntil(db: Connection, { municipalityCode, id }: Ref) {
  const [rule] = await db.select().from(retentionRules).where(eq(retentionRules.municipalityCode, municipalityCode))
  if (!rule?.personMonths) return null
  const { rows } = await db.execute<{ last: string }>(sql`
    select (${lastOf(municipalityCode, 'person')} + make_interval(months => ${rule.personMonths}::int))::date::text as last
    from organisations person where ${ofMunicipality(municipalityCode, 'person')} and person.id = ${id}`)
  return { until: addDays(rows[0]!.last, -1), source: rule.source }
}

/** What rules are for; of a municipality at most so many are found at once. */
export type RetentionKind = 'contact' | 'person' | 'file'
const MOST = 10_000

/** The contacts, the organisations that are persons, or the files that no record names, that the rules say are past their time on the day. */
export async function dueBy(
  db: Connection,
  rules: RetentionRulesRow,
  kind: RetentionKind,
  on: string
): Promise<string[]> {
  const { municipalityCode } = rules
  const months = rules[`${kind}Months`]
  if (months === null) return []
  const past = (day: unknown) => sql`${day} + make_interval(months => ${months}::int) <= ${on}::date`
  const which = {
    contact: sql`contacts due where ${ofMunicipality(municipalityCode, 'due')} and due.erased_at is null
      and ${past(sql`least(due.valid_to, due.withdrawn_at::date)`)}`,
    person: sql`organisations due where ${ofMunicipality(municipalityCode, 'due')} and due.erased_at is null
      and due.organisation_number is null and due.merged_into_id is null and due.withdrawn_at is null
      and ${isPerson('due')} and ${past(lastOf(municipalityCode, 'due'))}`,
    file: sql`files due where ${ofMunicipality(municipalityCode, 'due')} and due.withdrawn_at is null
      and ${past(sql`due.created_at::date`)} and not ${isInUse(municipalityCode, 'due')}`
  }
  const { rows } = await db.execute<{ id: string }>(
    sql`select due.id from ${which[kind]} order by due.id limit ${MOST}`
  )
  return rows.map(({ id }) => id)
}

/** What the rules mean on the day: what the job of the night would erase, and whom a law keeps all the same. Nothing is done. */
export async function retentionDue(db: Connection, rules: RetentionRulesRow, on: string) {
  const { municipalityCode } = rules
  const personsDue: string[] = []
  const personsKept: string[] = []
  for (const id of await dueBy(db, rules, 'person', on)) {
    const isKept = (await mustBeKept(db, { municipalityCode, id }, on, null)).length > 0
    ;(isKept ? personsKept : personsDue).push(id)
  }
  const [contactsDue, filesDue] = [await dueBy(db, rules, 'contact', on), await dueBy(db, rules, 'file', on)]
  return { contactsDue, personsDue, personsKept, filesDue }
}
