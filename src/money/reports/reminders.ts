import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeOf } from '../../platform/events/change-numbers.ts'
import { missed, obliging } from './derived.ts'

/** Reminders that a report gives before it is due and when it is overdue, as events `report.<reminder>`. */
export const reminders = ['dueInThirtyDays', 'dueInSevenDays', 'overdue'] as const
export type Reminder = (typeof reminders)[number]

/** One transaction reminds of so many reports: it holds their locks for so short a time that no officer notices. */
const ROWS = 500

/**
 * Gives the reminders that the day `on` calls for, each once for each report and due date: one event and one version of the
 * report for each. Only the nearest of the three is given: a report that is registered a week before its due date gets
 * no reminder at thirty days, and after a pause of the jobs the reminders of passed days are left out. Drafts of agreements and
 * withdrawn awards oblige nobody. Answers how many were given; fewer than asked for at once when there are no more.
 */
export async function remindReports(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  on: string,
  limit = ROWS
): Promise<{ given: number; more: boolean }> {
  // A process that waited for the lock reads the row again, and finds that the reminder is given.
  const { rowCount } = await tx.execute(sql`
    with due as (
      select reports.id, reminder.name, reports.reminded_of
      from reports
      cross join lateral (
        select case when reports.due_on < ${on}::date then 'overdue'
                    when reports.due_on <= ${on}::date + 7 then 'dueInSevenDays' else 'dueInThirtyDays' end as name
      ) reminder
      where reports.municipality_code = ${municipalityCode} and ${missed}
        and reports.status in ('expected', 'returned') and reports.due_on <= ${on}::date + 30
        and not jsonb_exists(reports.reminded_of, reminder.name)
        and ${obliging(municipalityCode)}
      order by reports.due_on, reports.id
      limit ${limit}
      for update of reports
    ),
    reminded as (
      update reports set reminded_of = reports.reminded_of || ('"' || due.name || '"')::jsonb, version = reports.version + 1,
                         updated_at = statement_timestamp()
      from due where reports.municipality_code = ${municipalityCode} and reports.id = due.id
      returning reports.id, reports.version, reports.reminded_of as after, due.reminded_of as before, due.name,
                reports.due_on
    )
    insert into events (municipality_code, type, subject_type, subject_id, subject_version, actor, actor_name,
                        before, after, change_id)
    select ${municipalityCode}, 'report.' || name, 'report', id, version, ${actor.id}, ${actor.name},
           jsonb_build_object('remindedOf', before), jsonb_build_object('remindedOf', after, 'dueOn', due_on),
           ${changeOf(tx, municipalityCode)}::uuid
    from reminded order by due_on, id`)
  const given = rowCount ?? 0
  return { given, more: given === limit }
}
