import { eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../base/actor.ts'
import { addDays } from '../base/dates.ts'
import { Invalid, NotFound } from '../base/errors.ts'
import type { Connection, Transaction } from '../platform/database/connection.ts'
import { ofMunicipality } from '../platform/database/municipality.ts'
import { realChanges } from '../platform/database/records.ts'
import { recordEvent } from '../platform/events/actions.ts'
import { checkVersion, type Expected } from '../platform/http/if-match.ts'
import { isPerson } from '../register/organisations/queries.ts'
import { mustBeKept } from './keep.ts'
import { problems } from './problems.ts'
import { type RetentionRule, type RetentionRulesContent, type RetentionRulesRow, retentionRules } from './record.ts'
import { actionOf } from './rules.ts'

const of = (municipalityCode: string) => eq(retentionRules.municipalityCode, municipalityCode)

/** @throws NotFound until the municipality has said how long it keeps what */
export async function findRetentionRules(db: Connection, municipalityCode: string): Promise<RetentionRulesRow> {
  const [row] = await db.select().from(retentionRules).where(of(municipalityCode))
  if (!row) throw new NotFound('retention rules of', municipalityCode)
  return row
}

/**
 * Says how long what is kept, or replaces what is said. The same content again changes nothing and needs no version.
 * @throws Invalid (an action that does not fit), VersionRequired, Stale
 */
export async function putRetentionRules(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  { rules }: RetentionRulesContent,
  expected: () => Expected
): Promise<{ row: RetentionRulesRow; created: boolean }> {
  refuseUnfit(rules)
  const [made] = await tx.insert(retentionRules).values({ municipalityCode, rules }).onConflictDoNothing().returning()
  if (made) {
    await recordEvent(tx, actor, 'retentionRules.created', made)
    return { row: made, created: true }
  }
  const [before] = await tx.select().from(retentionRules).where(of(municipalityCode)).for('update')
  const changes = realChanges<RetentionRulesRow>(before!, { rules })
  if (Object.keys(changes).length === 0) return { row: before!, created: false }
  checkVersion(expected(), before!.version)
  const [after] = await tx
    .update(retentionRules)
    .set({ ...changes, version: before!.version + 1, updatedAt: sql`statement_timestamp()` })
    .where(of(municipalityCode))
    .returning()
  await recordEvent(tx, actor, 'retentionRules.updated', after!, { before: before! })
  return { row: after!, created: false }
}

function refuseUnfit(rules: RetentionRule[]) {
  const violations = rules.flatMap(({ kind, action }, index) => [
    ...(action === actionOf[kind]
      ? []
      : [
          {
            field: `/rules/${index}/action`,
            message: `must be ${actionOf[kind]} for ${kind}`,
            sv: `måste vara ${actionOf[kind]} för ${kind}`
          }
        ]),
    ...(rules.findIndex(other => other.kind === kind) === index
      ? []
      : [{ field: `/rules/${index}/kind`, message: 'has a rule already', sv: 'har redan en regel' }])
  ])
  if (violations.length === 0) return
  const detail = { en: 'The retention rules break rules.', sv: 'Gallringsreglerna bryter mot regler.' }
  throw new Invalid(problems['retention-action'], detail, violations)
}

/** The rule of the municipality for a kind; undefined where it has none. */
export async function ruleFor(db: Connection, municipalityCode: string, kind: RetentionRule['kind']) {
  const [row] = await db.select().from(retentionRules).where(of(municipalityCode))
  return row?.rules.find(rule => rule.kind === kind)
}

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
  const rule = await ruleFor(db, municipalityCode, 'person')
  if (!rule) return null
  const { rows } = await db.execute<{ last: string }>(sql`
    select (${lastOf(municipalityCode, 'person')} + make_interval(months => ${rule.months}::int))::date::text as last
    from organisations person where ${ofMunicipality(municipalityCode, 'person')} and person.id = ${id}`)
  return { until: addDays(rows[0]!.last, -1), source: rule.source }
}

/** The ids that a rule says are past their time on the day, after the id `after`, in order. */
export async function dueBy(
  db: Connection,
  municipalityCode: string,
  { kind, months }: RetentionRule,
  on: string,
  { after = '00000000-0000-0000-0000-000000000000', limit = 10_000 }: { after?: string; limit?: number } = {}
): Promise<string[]> {
  const past = (day: unknown) => sql`${day} + make_interval(months => ${months}::int) <= ${on}::date`
  const which =
    kind === 'contact'
      ? sql`contacts due where ${ofMunicipality(municipalityCode, 'due')} and due.erased_at is null
          and ${past(sql`least(due.valid_to, due.withdrawn_at::date)`)}`
      : sql`organisations due where ${ofMunicipality(municipalityCode, 'due')} and due.erased_at is null
          and due.organisation_number is null and due.merged_into_id is null and ${isPerson('due')}
          and ${past(lastOf(municipalityCode, 'due'))}`
  const { rows } = await db.execute<{ id: string }>(
    sql`select due.id from ${which} and due.id > ${after}::uuid order by due.id limit ${limit}`
  )
  return rows.map(({ id }) => id)
}

/** What the rules mean on the day: what the job of the night would erase, and what a law keeps all the same. Nothing is done. */
export async function retentionDue(db: Connection, { municipalityCode, rules }: RetentionRulesRow, on: string) {
  const due = []
  for (const rule of rules) {
    const ids = await dueBy(db, municipalityCode, rule, on)
    const kept = new Set<string>()
    if (rule.kind === 'person')
      for (const id of ids) if ((await mustBeKept(db, { municipalityCode, id }, on, null)).length > 0) kept.add(id)
    const going = ids.filter(id => !kept.has(id))
    due.push({ kind: rule.kind, dueCount: going.length, keptCount: kept.size, ids: going.slice(0, 100) })
  }
  return due
}
