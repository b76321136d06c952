import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { decisionFields } from '../../register/decisions/record.ts'
import { at, type Columns, column, fieldsOf, listed } from './columns.ts'

/** Names that are joined into rows. A join is outer: a row is never lost, and the table that is walked stays the first. */

/** Joins the row of a table that the record names. */
export const joined = (code: Code, table: string, alias: string, id: SQL): SQL => sql`
  left join ${sql.identifier(table)} ${sql.identifier(alias)}
    on ${ofMunicipality(code, alias)} and ${at(alias, 'id')} = ${id}`

/** Joins the decision of this id, and the body that made it. */
export const decisionOf = (code: Code, id: SQL): SQL => sql`
  ${joined(code, 'decisions', 'decision', id)} ${joined(code, 'bodies', 'body', sql`decision.body_id`)}`

const ofDecision = fieldsOf('decision', decisionFields)
/** What rows say of the decision that they rest on. */
export const decisionColumns: Columns = {
  decisionId: column('id', 'The decision', sql`decision.id`),
  ...ofDecision('decidedOn'),
  decidedOnPrecision: column(
    'code',
    'How exactly the day is known: day, month, season or year; planned: it is that of a planned meeting',
    sql`case when decision.meeting_planned and decision.decided_on_precision = 'day' then 'planned' else decision.decided_on_precision end`
  ),
  ...ofDecision('paragraph', 'diaryNumber'),
  bodyId: column('id', 'The body that decided', sql`decision.body_id`),
  bodyName: column('text', 'Its name', sql`body.name`)
}

export const schemeColumns = (id: SQL): Columns => ({
  schemeId: column('id', 'The scheme', id),
  schemeName: column('text', 'Its name', sql`scheme.name`)
})

/** What is told of one organisation, which the query has under this alias. */
export const organisation = (alias: string) => ({
  name: column('text', 'Its name now', at(alias, 'name')),
  number: column('text', 'Its organisation number, ten digits', at(alias, 'organisationNumber'))
})

/**
 * Organisations of a row, of which there may be several: ids, names and numbers in one order, a row all the same, so that no amount
 * is told twice. `query`: from and where of what names them as `named.organisation_id`, and their order.
 */
export function organisationsColumns(query: (code: Code) => { from: SQL; order: SQL }, who: string): Columns {
  const list = (what: SQL) => (code: Code) => {
    const { from, order } = query(code)
    return listed(sql`select ${what} ${from} order by ${order}`)
  }
  return {
    organisationIds: column('list', `${who}: ids, in order`, list(sql`organisation.id::text`)),
    organisationNames: column('list', 'Their names now', list(sql`organisation.name::text`)),
    organisationNumbers: column(
      'list',
      'Their organisation numbers; empty text for one without',
      list(sql`coalesce(organisation.organisation_number, '')`)
    )
  }
}

/** Recipients of the line under the alias `line`. */
export const recipientColumns = organisationsColumns(
  code => ({
    from: sql`from decision_line_recipients recipient
      join organisations organisation
        on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
      where ${ofMunicipality(code, 'recipient', 'organisation')} and recipient.line_id = line.id`,
    order: sql`recipient.position`
  }),
  'Who receives; several receive one amount jointly'
)

/** Condition: the organisation is a recipient of the line under the alias `line`. */
export const isRecipient = (code: Code, value: SQL): SQL => sql`exists (
  select from decision_line_recipients named where ${ofMunicipality(code, 'named')}
    and named.line_id = line.id and named.organisation_id = ${value})`

/** Condition: the year is among those that the line under the alias `line` is for. */
export const isGrantYear = (_: Code, value: SQL): SQL =>
  sql`${value} between line.grant_year_from and line.grant_year_to`
