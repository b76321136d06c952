import { sql } from 'drizzle-orm'
import type { Context } from './context.ts'

/** How alike (pg_trgm similarity, 0 to 1) two spellings of one name under one number are; below it they are two names. */
const SPELLING = 0.75

/**
 * A number never goes before a name in silence. A row whose number belongs to an organisation of another name, in the
 * register or further up in the file, is rejected, so that no money moves to another recipient; a name that it bore, or
 * another spelling of its name, is warned of.
 */
export async function refuseNumbersOfOthers({ tx, municipalityCode, columns }: Context): Promise<void> {
  if (columns.organisation_number === undefined) return
  await tx.execute(sql`
    insert into import_other_names
    with numbered as (
      select id, key, number, name, search_key, twin_key, position,
        first_value(name) over by_number as first_name, first_value(key) over by_number as first_key,
        first_value(search_key) over by_number as first_search_key, first_value(twin_key) over by_number as first_twin_key
      from import_organisations where number <> '' and not several
      window by_number as (partition by number order by position)
    ), compared as (
      select numbered.key, numbered.number, known.id is not null as is_known,
        coalesce(known.name, first_name) as name,
        case when known.id is null then numbered.key = first_key
          else numbered.key = known.name_key or numbered.key = any(known.former_name_keys)
            or exists (select from organisations twin where twin.municipality_code = ${municipalityCode}
              and twin.merged_into_id = known.id
              and (twin.name_key = numbered.key or numbered.key = any(twin.former_name_keys))) end as is_same,
        coalesce(known.twin_key, first_twin_key) = numbered.twin_key
          or replace(coalesce(known.search_key, first_search_key), ' ', '') = replace(numbered.search_key, ' ', '')
          or similarity(coalesce(known.search_key, first_search_key), numbered.search_key) >= ${SPELLING} as is_like
      from numbered
      left join organisations known on known.municipality_code = ${municipalityCode}
        and known.organisation_number = numbered.number and known.withdrawn_at is null and known.merged_into_id is null
    )
    select * from compared where not is_same`)
  await tx.execute(sql`
    update staged set
      violations = violations || case when other.is_like then '[]' else jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'field', ${columns.organisation_number}::text, 'message', format('is the number of %s, and the row names %s: correct the one that is wrong',
          to_json(other.name), to_json(recipient.name)), 'sv', format('är numret på %s, och raden anger %s: rätta det som är fel',
          to_json(other.name), to_json(recipient.name)), 'line', line, 'sheet', sheet))) end,
      warnings = warnings || case when not other.is_like then '[]' else jsonb_build_array(jsonb_build_object(
        'code', 'other-spelling', 'message', format('the number is that of %s, and the row names %s: taken as one',
          to_json(other.name), to_json(recipient.name)), 'sv', format('numret är %s nummer, och raden anger %s: räknas som en och samma',
          to_json(other.name), to_json(recipient.name)))) end
    from staged_recipients recipient join import_other_names other
      on other.key = recipient.name_key and other.number = recipient.number
    where recipient.position = staged.position`)
}

/**
 * Warns of rows that make a new organisation of a name that stands with another number, in the register or elsewhere in the
 * file: two numbers are two organisations, and one of them may be mistyped.
 */
export async function warnOfNumbersUnderOneName({ tx, municipalityCode, columns }: Context): Promise<void> {
  if (columns.organisation_number === undefined) return
  const written = (number: string) => sql.raw(`substr(${number}, 1, 6) || '-' || substr(${number}, 7)`)
  await tx.execute(sql`
    with stated as (
      select recipient.name_key as key, recipient.number, min(staged.line) as line
      from staged_recipients recipient join staged using (position) where recipient.number is not null group by 1, 2
    ), others as (
      select one.key, one.number, 0 as rank, format('the register has it with the number %s', ${written('known.organisation_number')}) as told,
        format('i registret har det numret %s', ${written('known.organisation_number')}) as told_sv
      from stated one join organisations known on known.municipality_code = ${municipalityCode} and known.name_key = one.key
      where known.organisation_number <> one.number and known.withdrawn_at is null and known.merged_into_id is null
      union all
      select one.key, one.number, other.line, format('line %s has it with the number %s', other.line, ${written('other.number')}),
        format('på rad %s har det numret %s', other.line, ${written('other.number')})
      from stated one join stated other on other.key = one.key and other.number <> one.number
    ), first as (
      select distinct on (key, number) key, number, told, told_sv from others order by key, number, rank
    )
    update staged set warnings = warnings || jsonb_build_array(jsonb_build_object(
      'code', 'same-name-other-number', 'message', format('%s has the number %s in line %s, and %s: they are taken as two',
        to_json(recipient.name), ${written('recipient.number')}, staged.line, first.told),
      'sv', format('%s har numret %s på rad %s, och %s: de räknas som två',
        to_json(recipient.name), ${written('recipient.number')}, staged.line, first.told_sv)))
    from staged_recipients recipient
    join import_organisations made on made.key = recipient.name_key and made.number = recipient.number and made.is_new
    join first on first.key = recipient.name_key and first.number = recipient.number
    where recipient.position = staged.position`)
}
