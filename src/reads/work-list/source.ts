import { type SQL, sql } from 'drizzle-orm'
import type { Answer } from '../../base/known.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { Filter, List } from '../../platform/http/pagination.ts'
import { computedList } from '../../platform/records/list.ts'
import { type WorkKind, workRules } from './rules.ts'
import type { WorkItem } from './schemas.ts'

export type WorkRow = Omit<WorkItem, 'toDo'>

/** Where what comes up of a kind is read; `day` names the values that queries.ts gives. */
export type Source = {
  kind: WorkKind
  /** Tells lists of one kind apart. */
  part?: string
  from: SQL
  where: SQL
  due: SQL
  /** The last day that it may be, where that can be another; null: no bound. */
  latest?: SQL
  certainty?: SQL<Answer>
  id: SQL
  name: SQL
  parent?: { id: SQL; name: SQL }
  /** Whether it is of the body. */
  ofBody: Filter
}

export const day = (name: string) => sql`${sql.placeholder(name)}::date`
const firstOf = (kind: WorkKind) => day(workRules[kind].waits ? 'waitingFrom' : 'firstOn')
const nothing = sql`null`

/** Rows of a kind are known apart by their record; of a window, which opens anew every year, by its day too. */
export const idOf = ({ kind, subjectId, dueOn }: WorkRow) =>
  workRules[kind].subjectType === 'schemeWindow' ? `${subjectId}/${dueOn}` : subjectId

/** Its list, which is read along an index of `due` and `id`: nothing in `where` may tempt PostgreSQL to read more (`offset 0`). */
export function listOfSource({ kind, part, due, latest, id, name, parent, where, ...source }: Source): List<WorkRow> {
  const isAsked = latest
    ? sql`${due} <= ${day('lastOn')} and coalesce(${latest}, '9999-12-31') >= ${firstOf(kind)}`
    : sql`${due} between ${firstOf(kind)} and ${day('lastOn')}`
  const { subjectType } = workRules[kind]
  const key = subjectType === 'schemeWindow' ? sql`(${id} || '/' || to_char(${due}, 'YYYY-MM-DD')) collate "C"` : id
  const { certainty = sql<Answer>`'yes'` } = source
  return computedList<WorkRow>({
    name: ['work-list', kind, part ?? ''].join(' '),
    from: source.from,
    columns: {
      kind: sql`${kind}::text`,
      dueOn: sql`${due}`,
      dueLatestOn: sql`${latest ?? due}`,
      due: certainty,
      subjectType: sql`${subjectType}::text`,
      subjectId: sql`${id}`,
      subjectName: sql`left(${name}, 500)`,
      parentId: sql`${parent?.id ?? nothing}`,
      parentName: sql`left(${parent?.name ?? sql`null::text`}, 500)`
    },
    where: sql`${where} and ${isAsked}`,
    filters: { bodyId: source.ofBody },
    sorts: { dueOn: { column: due, of: row => row.dueOn } },
    id: { column: key, of: idOf }
  })
}

/** Names of the organisations that are parties. */
export const partiesOf = (agreement: SQL) => sql`(
  select string_agg(organisation.name, ', ' order by organisation.name)
  from agreement_parties party
  join organisations organisation
    on organisation.municipality_code = party.municipality_code and organisation.id = party.organisation_id
  where ${ofMunicipality(listedCode, 'party', 'organisation')} and party.agreement_id = ${agreement})`

export const isParty = (agreement: SQL, body: SQL) => sql`exists (
  select from agreement_parties party
  where ${ofMunicipality(listedCode, 'party')} and party.agreement_id = ${agreement} and party.body_id = ${body})`

/** Whether the award is of a line that the body decided. */
export const decidedBy = (award: SQL, body: SQL) => sql`exists (
  select from awards award
  join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
  join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
  where ${ofMunicipality(listedCode, 'award', 'line', 'decision')} and award.id = ${award} and decision.body_id = ${body}
  offset 0)`
