import { sql } from 'drizzle-orm'
import { type Actor, jobActor } from '../../base/actor.ts'
import { addDays, FIRST_DAY, today } from '../../base/dates.ts'
import type { Database, Transaction } from '../../platform/database/connection.ts'
import { by } from '../../platform/events/actions.ts'
import { changeOf } from '../../platform/events/change-numbers.ts'
import { readLists } from '../../platform/http/pagination.ts'
import { valuesOf, workList } from './queries.ts'
import { type Reminders, workListSettings } from './record.ts'
import { reminderFor, type WorkKind, workRules } from './rules.ts'
import type { WorkRow } from './source.ts'

const reminder = jobActor('remind-of-work')

/** One transaction reminds of so many days. */
const ROWS = 500

type Due = WorkRow & { daysBefore: number }

/** Their events are read in the history of what they belong to, too: of an organisation, a scheme or an award. */
const PARTS = new Set(['organisationDocument', 'eligibility', 'schemeWindow', 'recovery', 'stateAid'])

/**
 * Gives the reminders that the day `on` (today unless told) calls for by the settings of each municipality: one event for each
 * record, its day and so many days before it, once. A day that moves is reminded of anew. Answers how many were given. What fails
 * for one municipality does not keep the others from theirs. @throws AggregateError of what failed
 */
export async function remindOfWork(
  database: Database,
  { on = today(), signal }: { on?: string; signal?: AbortSignal } = {}
): Promise<number> {
  const failures: unknown[] = []
  let given = 0
  for (const { municipalityCode, reminders } of await database.select().from(workListSettings)) {
    signal?.throwIfAborted()
    try {
      given += await remindMunicipality(database, municipalityCode, reminders, on, signal)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} municipalities were not reminded`)
  return given
}

async function remindMunicipality(
  database: Database,
  municipalityCode: string,
  reminders: Reminders,
  on: string,
  signal?: AbortSignal
): Promise<number> {
  const kinds = (Object.keys(reminders) as WorkKind[]).filter(kind => reminders[kind]!.length > 0)
  const lastOn = addDays(on, Math.max(0, ...Object.values(reminders).flat()))
  const values = await valuesOf(database, municipalityCode, { firstOn: on, lastOn, waitingFrom: FIRST_DAY }, kinds)
  let given = 0
  let cursor: string | undefined
  do {
    signal?.throwIfAborted()
    const { items, meta } = await readLists(database, { limit: ROWS, cursor }, workList(kinds), values)
    const due = items.flatMap(item => {
      const daysBefore = reminderFor(item, reminders[item.kind]!, on)
      return daysBefore === null ? [] : [{ ...item, daysBefore }]
    })
    if (due.length > 0) given += await database.transaction(tx => remind(tx, reminder, municipalityCode, due))
    cursor = meta.nextCursor ?? undefined
  } while (cursor)
  return given
}

/** Of several processes that remind of the same at once one does: the others find that it is given. */
async function remind(tx: Transaction, actor: Actor, municipalityCode: string, due: Due[]): Promise<number> {
  const asked = due.map(({ kind, subjectId, subjectType, parentId, dueOn, daysBefore }) => ({
    kind,
    subject_id: subjectId,
    subject_type: subjectType,
    parent_id: PARTS.has(subjectType) ? parentId : null,
    due_on: dueOn,
    days_before: daysBefore,
    type: workRules[kind].reminder
  }))
  const { actor: id, actorName } = by(actor)
  const { rowCount } = await tx.execute(sql`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (kind text, subject_id uuid,
        subject_type text, parent_id uuid, due_on date, days_before integer, type text)
    ),
    given as (
      insert into work_reminders (municipality_code, kind, subject_id, due_on, days_before, given_at)
      select ${municipalityCode}, kind, subject_id, due_on, days_before, statement_timestamp() from asked
      on conflict do nothing
      returning kind, subject_id, due_on, days_before
    )
    insert into events (municipality_code, type, subject_type, subject_id, parent_id, actor, actor_name, after, change_id)
    select ${municipalityCode}, asked.type, asked.subject_type, asked.subject_id, asked.parent_id, ${id}, ${actorName},
           jsonb_build_object('dueOn', asked.due_on, 'daysBefore', asked.days_before),
           ${changeOf(tx, municipalityCode)}::uuid
    from given join asked on asked.kind = given.kind and asked.subject_id = given.subject_id
      and asked.due_on = given.due_on and asked.days_before = given.days_before
    order by asked.due_on, asked.subject_id`)
  return rowCount ?? 0
}
