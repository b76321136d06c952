import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { ceilings, type Sums, WINDOW_MONTHS } from './rules.ts'

/** De minimis aid of a single undertaking within three years, said to PostgreSQL once: for one question, for rows of a list and for its filter. */

const isHeld = (day: SQL) => sql`coalesce((control ->> 'validFrom')::date, '-infinity') <= ${day}
  and coalesce((control ->> 'validTo')::date, 'infinity') >= ${day}`

/** The organisations that one is linked to on a day: those that control it, and those that it controls. */
const linkedTo = (code: Code, id: SQL, day: SQL) => sql`
  select (control ->> 'organisationId')::uuid as id
  from organisations held cross join lateral jsonb_array_elements(held.controlled_by) control
  where ${ofMunicipality(code, 'held')} and held.id = ${id} and held.withdrawn_at is null and ${isHeld(day)}
  union all
  select held.id
  from organisations held cross join lateral jsonb_array_elements(held.controlled_by) control
  where ${ofMunicipality(code, 'held')} and held.controlled_by <> '[]' and held.withdrawn_at is null
    and held.controlled_by @> jsonb_build_array(jsonb_build_object('organisationId', ${id}))
    and control ->> 'organisationId' = ${id}::text and ${isHeld(day)}`

/** `member (id)`: those that are one undertaking with the organisation on a day, itself among them, at whatever remove (article 2.2). */
export const membersOf = (code: Code, organisation: SQL, day: SQL) => sql`member as (
  select ${organisation} as id
  union
  select linked.id from member cross join lateral (${linkedTo(code, sql`member.id`, day)}) linked)`

const firstDay = (day: SQL) => sql`(${day} - make_interval(months => ${WINDOW_MONTHS}::int))::date`

/**
 * What counts on a day: aid in awards that stand, and what members declared of others. A declaration tells the three years up to its day:
 * of those, what an earlier one told counts no more.
 */
const counted = (code: Code, day: SQL) => sql`
  select aid.kind, aid.amount_eur as amount, aid.certainty = 'exact' and aid.amount_eur is not null as is_exact,
         aid.id as aid_id, null::uuid as document_id
  from state_aids aid
  join awards award on award.municipality_code = aid.municipality_code and award.id = aid.award_id
  where ${ofMunicipality(code, 'aid', 'award')} and aid.organisation_id in (select id from member)
    and aid.granted_on between ${firstDay(day)} and ${day}
    and aid.withdrawn_at is null and award.withdrawn_at is null
  union all
  select declared.kind, declared."amountEur", declared."amountEur" is not null, null, document.id
  from organisation_documents document
  cross join lateral jsonb_to_recordset(document.declared_aid)
    as declared (kind text, "grantedOn" date, "amountEur" numeric)
  where ${ofMunicipality(code, 'document')} and document.organisation_id in (select id from member)
    and document.kind = 'aidDeclaration' and document.withdrawn_at is null
    and declared."grantedOn" between ${firstDay(day)} and ${day}
    and not exists (
      select from organisation_documents later
      where ${ofMunicipality(code, 'later')} and later.organisation_id = document.organisation_id
        and later.kind = 'aidDeclaration' and later.withdrawn_at is null
        and (later.valid_from, later.id) > (document.valid_from, document.id)
        and declared."grantedOn" >= ${firstDay(sql`later.valid_from`)})`

const sumsOf = (kind: SQL, name: string) => sql`
  coalesce(sum(counted.amount) filter (where counted.kind = ${kind}), 0) as ${sql.identifier(`${name}_known`)},
  coalesce(sum(counted.amount) filter (where counted.kind = ${kind} and counted.is_exact), 0) as ${sql.identifier(`${name}_exact`)},
  count(*) filter (where counted.kind = ${kind} and not counted.is_exact) as ${sql.identifier(`${name}_inexact`)}`

/**
 * One row of sums in euros, for an organisation and a day: of general aid and of aid to an SGEI what is known, what is exactly known, and of how
 * many amounts that is not so; how many members have declared nothing of the three years; and of which records the sums are.
 */
export const aidSums = (code: Code, organisation: SQL, day: SQL) => sql`(
  with recursive ${membersOf(code, organisation, day)}, counted as (${counted(code, day)})
  select ${sumsOf(sql`'deMinimis'`, 'general')}, ${sumsOf(sql`'deMinimisSgei'`, 'sgei')},
    (select count(*) from member where not exists (
      select from organisation_documents document
      where ${ofMunicipality(code, 'document')} and document.organisation_id = member.id
        and document.kind = 'aidDeclaration' and document.withdrawn_at is null
        and document.valid_from >= ${firstDay(day)} and ${firstDay(sql`document.valid_from`)} <= ${day})) as undeclared,
    coalesce(array_agg(counted.aid_id order by counted.aid_id)
      filter (where counted.aid_id is not null and counted.kind in ('deMinimis', 'deMinimisSgei')), '{}') as aid_ids,
    coalesce(array_agg(distinct counted.document_id) filter (where counted.document_id is not null), '{}') as document_ids
  from counted)`

const exactOf = { deMinimis: sql`sums.general_exact`, deMinimisSgei: sql`sums.sgei_exact` }

/** Condition: what is exactly known is more than a ceiling that holds on the day for aid of the kind (rules.ts held). */
export function exceedsSome(code: Code, { organisation, day, kind }: { organisation: SQL; day: SQL; kind: SQL }): SQL {
  const beyond = ceilings.map(({ amountEur, counts, validFrom, validTo }) => {
    const sum = sql.join(
      counts.map(kind => exactOf[kind]),
      sql` + `
    )
    return sql`${day} between ${validFrom}::date and ${validTo}::date and ${kind} = any(${sql.param([...counts])}::text[])
      and ${sum} > ${amountEur}::numeric`
  })
  return sql`exists (select from ${aidSums(code, organisation, day)} sums where ${sql.join(beyond, sql` or `)})`
}

/** The row of sums as PostgreSQL writes it in JSON: euros. */
export type SumsRow = {
  [name in `${'general' | 'sgei'}_${'known' | 'exact' | 'inexact'}` | 'undeclared']: number
} & { aid_ids: string[]; document_ids: string[] }

const cents = (euros: number) => Math.round(euros * 100)

export const sumsFrom = (row: SumsRow): Sums => ({
  deMinimis: { known: cents(row.general_known), exact: cents(row.general_exact), inexactCount: row.general_inexact },
  deMinimisSgei: { known: cents(row.sgei_known), exact: cents(row.sgei_exact), inexactCount: row.sgei_inexact },
  undeclaredCount: row.undeclared
})
