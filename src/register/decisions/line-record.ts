import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text as textColumn,
  unique,
  uniqueIndex,
  uuid as uuidColumn
} from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { id, instant, municipalityCode } from '../../platform/database/columns.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { InStatement } from '../../platform/database/prepared.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { Nullable, ref, Strict, Text, Uuid, Year } from '../../platform/http/schemas.ts'
import {
  bodyOf,
  changesOf,
  code,
  json,
  money,
  newOf,
  optionalOf,
  sourced,
  text,
  uuid,
  year
} from '../../platform/records/fields.ts'
import { type Asked, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { applications } from '../applications/record.ts'
import { organisations } from '../organisations/record.ts'
import { schemes } from '../schemes/record.ts'
import { TargetGroupShare } from '../schemes/target-group-shares.ts'
import { amountPers, certainties, vatTreatments } from './line-rules.ts'
import { grantingOutcomes, outcomes } from './outcomes.ts'
import { decisions } from './record.ts'

const recipientId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const sentRecipients = Type.Array(
  Strict({ organisationId: Uuid('The organisation') }, { title: 'OrganisationReference' }),
  {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'Who receives; several receive one amount jointly, with no split',
    example: [{ organisationId: recipientId }]
  }
)
export const Recipient = Strict(
  { organisationId: Uuid('The organisation'), name: Text('Its name now', 300, 'Haninge Kvinnojour') },
  {
    $id: 'Recipient',
    description: 'An organisation that receives',
    example: { organisationId: recipientId, name: 'Haninge Kvinnojour' }
  }
)
export type Recipient = Static<typeof Recipient>
/** How recipients are answered: in the representation of a line, and in that of its award. */
export const answeredRecipients = Type.Array(ref(Recipient), {
  description: 'Who receives, in the order in which they were sent'
})
export const recipientsExample = [{ organisationId: recipientId, name: 'Haninge Kvinnojour' }]

const stated = {
  outcome: code(outcomes, 'What was decided').filter('What was decided'),
  revisesLineId: uuid('The line of the revised decision that this line replaces').optional(),
  schemeId: uuid('The scheme').optional(),
  applicationId: uuid('The application that the line answers').optional(),
  payeeOrganisationId: uuid('Who is paid, where the recipients are several').optional(),
  purpose: text('What the money is for', 2000, 'Entré stallet').optional(),
  grantYearFrom: year('First year that the grant is for').optional(),
  grantYearTo: year('Last year that the grant is for; the first unless told').optional(),
  amountPer: code(
    amountPers,
    'Whether the amounts are for each year or for all years; required for several years'
  ).optional(),
  applied: money('Applied for', 23000).optional(),
  appliedCertainty: code(certainties, 'How well the amount applied for is known').defaulted(),
  granted: money('Granted', 20000).optional(),
  grantedCertainty: code(certainties, 'How well the amount granted is known').defaulted(),
  reserved: money('Reserved: set aside, not granted', 7000).optional(),
  reservedCertainty: code(certainties, 'How well the amount reserved is known').defaulted(),
  rent: money('Of which rent', 5000).optional(),
  rentCertainty: code(certainties, 'How well the rent is known').defaulted(),
  targetGroupShares: json(
    Type.Array(TargetGroupShare, {
      maxItems: 50,
      description: 'How much of the money goes to which groups; groups may overlap',
      example: []
    })
  ).defaulted([]),
  vatTreatment: code(vatTreatments, 'Value added tax of the grant; null: not stated').optional(),
  note: text('Remark', 4000, 'I avvaktan på handlingar').optional(),
  ...sourced
}
/** What a line may leave out: not stated. */
export const optionalOfLine = optionalOf(stated)
const decisionId = uuid('The decision').answered()

/** One application or recipient within a decision, with what was sought and what was decided. */
export const decisionLines = pgTable(
  'decision_lines',
  {
    ...recordColumns({ decisionId, ...stated }),
    /** The purpose as it is compared (names.ts nameKey). */
    purposeKey: textColumn().notNull().default(''),
    /** The version that the last import left; a higher one was corrected by hand since. Null where no import made it. */
    importedVersion: integer()
  },
  table => [
    primaryKey({ name: 'decision_lines_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('decision_lines_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null and reference is not null`),
    index('decision_lines_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
    index('decision_lines_decision').on(table.municipalityCode, table.decisionId, table.id),
    index('decision_lines_scheme').on(table.municipalityCode, table.schemeId, table.id),
    index('decision_lines_revises')
      .on(table.municipalityCode, table.revisesLineId)
      .where(sql`revises_line_id is not null`),
    index('decision_lines_application')
      .on(table.municipalityCode, table.applicationId, table.id)
      .where(sql`application_id is not null`),
    index('decision_lines_outcome').on(table.municipalityCode, table.outcome, table.id),
    index('decision_lines_answer')
      .on(table.municipalityCode, table.outcome, table.applicationId)
      .where(sql`application_id is not null`),
    index('decision_lines_grant_year').on(table.municipalityCode, table.grantYearFrom, table.id),
    index('decision_lines_grant_years')
      .on(table.municipalityCode, table.grantYearFrom, table.grantYearTo)
      .where(sql`grant_year_to > grant_year_from`),
    index('decision_lines_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
    index('decision_lines_changed').on(table.municipalityCode, table.updatedAt, table.id),
    // Those that may give less than when payments of them were planned (payments/hold-records.ts).
    index('decision_lines_amended').on(table.municipalityCode, table.id).where(sql`version > 1`),
    refersTo('decision_lines_decision_fk', table, table.decisionId, decisions),
    refersTo('decision_lines_revises_fk', table, table.revisesLineId, table),
    refersTo('decision_lines_scheme_fk', table, table.schemeId, schemes),
    refersTo('decision_lines_application_fk', table, table.applicationId, applications),
    refersTo('decision_lines_payee_fk', table, table.payeeOrganisationId, organisations),
    check('decision_lines_years', sql`grant_year_to >= grant_year_from`),
    check('decision_lines_years_both', sql`num_nulls(grant_year_from, grant_year_to) in (0, 2)`),
    check('decision_lines_amount_per', sql`amount_per in ('year', 'total')`),
    check('decision_lines_not_negative', sql`least(applied, granted, reserved, rent) >= 0`),
    check('decision_lines_applied', sql`(applied is not null) = (applied_certainty in ('exact', 'approximate'))`),
    check('decision_lines_granted', sql`(granted is not null) = (granted_certainty in ('exact', 'approximate'))`),
    check('decision_lines_reserved', sql`(reserved is not null) = (reserved_certainty in ('exact', 'approximate'))`),
    check('decision_lines_rent', sql`(rent is not null) = (rent_certainty in ('exact', 'approximate'))`)
  ]
)

/** Who receives: one organisation, or several jointly with no split. */
export const decisionLineRecipients = pgTable(
  'decision_line_recipients',
  {
    municipalityCode: municipalityCode(),
    lineId: uuidColumn().notNull(),
    organisationId: uuidColumn().notNull(),
    /** Order as in the source, from 1. */
    position: integer().notNull()
  },
  table => [
    primaryKey({
      name: 'decision_line_recipients_pk',
      columns: [table.municipalityCode, table.lineId, table.organisationId]
    }),
    index('decision_line_recipients_organisation').on(table.municipalityCode, table.organisationId, table.lineId),
    refersTo('decision_line_recipients_line_fk', table, table.lineId, decisionLines),
    refersTo('decision_line_recipients_organisation_fk', table, table.organisationId, organisations)
  ]
)

/**
 * What a granted line gives. Years and amounts are the line's, so that they cannot disagree with it; the award has
 * an identity of its own, which agreements and payments refer to and which survives every correction of the line.
 */
export const awards = pgTable(
  'awards',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    lineId: uuidColumn().notNull(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    /** Set while the line does not stand, or is not granted. */
    withdrawnAt: instant()
  },
  table => [
    primaryKey({ name: 'awards_pk', columns: [table.municipalityCode, table.id] }),
    unique('awards_line').on(table.municipalityCode, table.lineId),
    index('awards_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
    refersTo('awards_line_fk', table, table.lineId, decisionLines)
  ]
)

const granting = sql.raw(grantingOutcomes.map(outcome => `'${outcome}'`).join(', '))
/** Condition: a line of this outcome is granted, in whole or in part. */
export const isGranting = (outcome: SQL): SQL => sql`${outcome} in (${granting})`

// The SQL names the table of every column itself: Drizzle leaves the name off in a query of one table, and these have more.
export const recipientsOf = (code: Code) => sql<Recipient[]>`(
  select json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name) order by recipient.position)
  from decision_line_recipients recipient
  join organisations organisation
    on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
  where ${ofMunicipality(code, 'recipient', 'organisation')}
    and recipient.municipality_code = decision_lines.municipality_code and recipient.line_id = decision_lines.id)`

/** The line that stands and directly replaces this one. */
export const revisedByLineId = (code: Code) => sql<string | null>`(
  select reviser.id from decision_lines reviser
  join decisions revising on revising.municipality_code = reviser.municipality_code and revising.id = reviser.decision_id
  where ${ofMunicipality(code, 'reviser', 'revising')}
    and reviser.municipality_code = decision_lines.municipality_code and reviser.revises_line_id = decision_lines.id
    and reviser.withdrawn_at is null and revising.withdrawn_at is null and revising.annulment_recorded_at is null)`

/** The award that the line gives, while it stands and is granted. */
const awardIdOf = (code: Code) => sql<string | null>`(
  select award.id from awards award
  where ${ofMunicipality(code, 'award')} and award.municipality_code = decision_lines.municipality_code
    and award.line_id = decision_lines.id and award.withdrawn_at is null)`

export const lineColumns = (code: Code) => ({
  ...getTableColumns(decisionLines),
  recipients: recipientsOf(code),
  revisedByLineId: revisedByLineId(code),
  awardId: awardIdOf(code)
})

/**
 * Ids of the lines of a grant year: the year finds most lines, and an index of their own finds those of several years.
 * Callers make an array of them, which PostgreSQL reads along the key: it does not walk through the years before this one.
 */
export const linesOfYear = (year: InStatement) => {
  const lines = sql`select id from decision_lines where municipality_code = ${listedCode}`
  return sql`${lines} and grant_year_from = ${year}::int
    union all ${lines} and grant_year_to > grant_year_from and grant_year_from < ${year}::int and grant_year_to >= ${year}::int`
}

/** Ids of the lines of the decisions of a year. */
export const linesDecidedIn = (year: InStatement) => sql`
  select id from decision_lines where municipality_code = ${listedCode}
    and decision_id = any(array(
      select id from decisions where municipality_code = ${listedCode}
        and decided_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)))`

/** Filters that lines and awards share; the query has the line under its own name. */
export const lineFilters = {
  decisionId: { schema: Uuid('The decision'), where: value => sql`${decisionLines.decisionId} = ${value}` },
  schemeId: { schema: Uuid('The scheme'), where: value => sql`${decisionLines.schemeId} = ${value}` },
  applicationId: {
    schema: Uuid('The application that it answers'),
    where: value => sql`${decisionLines.applicationId} = ${value}`
  },
  organisationId: {
    schema: Uuid('A recipient, alone or jointly'),
    where: value => sql`${decisionLines.id} in (
      select line_id from decision_line_recipients
      where municipality_code = ${listedCode} and organisation_id = ${value})`
  },
  bodyId: {
    schema: Uuid('The body that decided'),
    where: value => sql`exists (
      select from decisions where ${ofMunicipality(listedCode, 'decisions')}
        and decisions.municipality_code = decision_lines.municipality_code and decisions.id = decision_lines.decision_id
        and decisions.body_id = ${value})`
  },
  grantYear: {
    schema: Year('A year that the grant is for'),
    where: value => sql`${decisionLines.id} = any(array(${linesOfYear(value)}))`
  },
  decisionYear: {
    schema: Year('Year of the decision', 2021),
    where: value => sql`${decisionLines.id} = any(array(${linesDecidedIn(value)}))`
  }
} satisfies Record<string, Asked>

const example = { outcome: 'granted', grantYearFrom: 2022, granted: 440000 }
const sent = { recipients: json(sentRecipients), ...stated }
const sentExample = { recipients: [{ organisationId: recipientId }], ...example }

export const NewLine = newOf(sent, { $id: 'NewLine', description: 'A line of a decision', example: sentExample })
export type NewLine = Static<typeof NewLine>

export const ReferencedLine = bodyOf(
  { reference: text("The caller's own reference of the line", 200, 'SN-2021-0144-3'), ...sent },
  {
    $id: 'ReferencedLine',
    description: 'A line that is found again by its reference, in the source of its decision',
    example: { reference: 'SN-2021-0144-3', ...sentExample }
  }
)
export type ReferencedLine = Static<typeof ReferencedLine>

export const LinePatch = changesOf(sent, {
  $id: 'LinePatch',
  description: 'What is to change (JSON merge patch): a correction of the record, not a new decision',
  example: { granted: 390000 }
})
export type LinePatch = Static<typeof LinePatch>

export const lineFields = { decisionId, recipients: json(answeredRecipients).answered(), ...stated }
export const lineAnswers = {
  revisedByLineId: Nullable(Uuid('The line that stands and replaces this one, which no longer counts')),
  awardId: Nullable(Uuid('The award that it gives, which payments and agreements name'))
}
export const decisionLine = recordOf({
  noun: 'DecisionLine',
  plural: 'DecisionLines',
  address: 'decision-lines',
  tag: 'decisions',
  scope: 'decisions',
  what: 'decision line',
  fields: lineFields,
  table: decisionLines,
  describes: {
    one: 'One application or recipient within a decision',
    created: 'A line of a decision',
    page: 'A page of decision lines'
  },
  examples: {
    created: example,
    shown: {
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      recipients: recipientsExample,
      grantYearTo: 2022,
      appliedCertainty: 'notStated',
      grantedCertainty: 'exact',
      reservedCertainty: 'notStated',
      rentCertainty: 'notStated',
      targetGroupShares: []
    }
  },
  filters: lineFilters,
  reference: 'L-17',
  sorts: ['id', 'updatedAt'],
  answers: lineAnswers,
  select: db => db.select(lineColumns(listedCode)).from(decisionLines),
  says: {
    list: [
      'List decision lines',
      'Lines of all decisions, whatever their outcome, in the order in which they were recorded.'
    ],
    get: ['Show a decision line', 'The line as it stands now.'],
    withdraw: ['Withdraw a decision line', 'Takes back a line recorded in error, with its award and its entries.']
  }
})
export type LineRow = RowOf<typeof decisionLine>
