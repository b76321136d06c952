import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { check, index, numeric, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { certainties } from '../../base/known.ts'
import { money as moneyColumn } from '../../platform/database/columns.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { identityOf, refersTo } from '../../platform/database/table-keys.ts'
import { whether } from '../../platform/http/pagination.ts'
import { Euro, Strict, Text } from '../../platform/http/schemas.ts'
import { blankOf, bodyOf, code, day, dayOfRecord, later, money, of, text, uuid } from '../../platform/records/fields.ts'
import {
  type Changes,
  type New,
  onOrAfter,
  onOrBefore,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf
} from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { awards } from '../decisions/line-record.ts'
import { exampleId } from '../organisations/parts.ts'
import { organisations } from '../organisations/record.ts'
import { aidInstruments, aidKinds } from './rules.ts'
import { aidSums, exceedsSome, type SumsRow } from './sums.ts'

const EurRate = Type.Number({
  ...{ minimum: 1, maximum: 100 },
  description: 'Kronor for one euro, four decimals; required of de minimis aid',
  example: 11.4475
})

/** Stated by an act of its own. */
const registration = {
  registeredOn: dayOfRecord('Day on which it was registered', '2026-02-27'),
  registerReference: text('Reference in the central register', 200, 'SE-2026-000123').optional()
}

export const stateAidFields = {
  awardId: uuid('The award').unchanging().filter('The award'),
  organisationId: uuid('The recipient; the one of the award unless told').defaulted().filter('The recipient'),
  kind: code(aidKinds, 'What the award was judged to be').filter('What it was judged to be'),
  grantedOn: dayOfRecord('When the right to it arose; the day of the decision unless told', '2026-02-10').defaulted(),
  instrument: code(aidInstruments, 'How it is given').defaulted('grant'),
  amount: money(
    'Before tax: of a grant the whole award unless told; of what is no grant its gross grant equivalent',
    200000
  ).optional(),
  certainty: code(certainties, 'How well the amount is known').defaulted(),
  eurRate: of<number>(EurRate, () => numeric({ precision: 7, scale: 4, mode: 'number' })).optional(),
  eurRateOn: day('Day of the rate; that of granting unless told', '2026-02-10').optional(),
  sector: of<string>(
    Type.String({
      pattern: '^([A-Z]|[0-9]{2}([.][0-9]{1,2})?)$',
      description: 'Sector of the undertaking (NACE)',
      example: '88.99'
    }),
    textColumn
  ).optional(),
  note: text('Remark', 4000, 'Hyran värderad efter marknadshyra').optional(),
  amountEur: of<number>(Euro('Amount at the rate', 17471.06), moneyColumn).answeredOrNull(),
  registerDueOn: day('Last day to register it; null: it need not be', '2026-03-10').answeredOrNull(),
  ...later(registration)
}

/** What an award is under the rules of state aid, for one of its recipients: a joint award has no split until somebody states it here. */
export const stateAids = pgTable('state_aids', recordColumns(stateAidFields), table => [
  ...identityOf('state_aids', table),
  index('state_aids_award').on(table.municipalityCode, table.awardId, table.id),
  index('state_aids_organisation').on(table.municipalityCode, table.organisationId, table.grantedOn),
  index('state_aids_granted').on(table.municipalityCode, table.grantedOn, table.id),
  index('state_aids_changed').on(table.municipalityCode, table.updatedAt, table.id),
  index('state_aids_to_register')
    .on(table.municipalityCode, table.registerDueOn, table.id)
    .where(sql`register_due_on is not null and registered_on is null and withdrawn_at is null`),
  refersTo('state_aids_award_fk', table, table.awardId, awards),
  refersTo('state_aids_organisation_fk', table, table.organisationId, organisations),
  check('state_aids_amount', sql`(amount is not null) = (certainty in ('exact', 'approximate'))`),
  check('state_aids_rate', sql`num_nulls(eur_rate, eur_rate_on) in (0, 2)`),
  check('state_aids_in_euros', sql`(amount_eur is not null) = (amount is not null and eur_rate is not null)`)
])
export const blankAid = blankOf(stateAidFields)

const here = {
  organisation: sql`state_aids.organisation_id`,
  day: sql`state_aids.granted_on`,
  kind: sql`state_aids.kind`
}
const isOfCeiling = sql`state_aids.kind in ('deMinimis', 'deMinimisSgei')`

const ofAward = (what: SQL) => sql`(
  select ${what} from awards award
  join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
  where ${ofMunicipality(listedCode, 'award', 'line')} and award.municipality_code = state_aids.municipality_code
    and award.id = state_aids.award_id)`

/** What the award gives in all its years; null where it is joint, or not known. */
const whole = sql`case when (
    select count(*) from decision_line_recipients recipient
    where ${ofMunicipality(listedCode, 'recipient')} and recipient.line_id = line.id) = 1
  then line.granted * case when line.amount_per = 'year' then line.grant_year_to - line.grant_year_from + 1 else 1 end end`

const columns = {
  ...getTableColumns(stateAids),
  organisationName: sql<string>`(select organisation.name from organisations organisation
    where ${ofMunicipality(listedCode, 'organisation')} and organisation.municipality_code = state_aids.municipality_code
      and organisation.id = state_aids.organisation_id)`,
  awardStands: sql<boolean>`${ofAward(sql`award.withdrawn_at is null`)}`,
  awardAmount: sql<string | null>`${ofAward(whole)}`,
  sums: sql<SumsRow | null>`case when ${isOfCeiling}
    then (select to_jsonb(sums) from ${aidSums(listedCode, here.organisation, here.day)} sums) end`
}

/** A warning of state aid. */
export const aidWarnings = Type.Array(
  Strict(
    {
      code: Type.String({ description: 'What it is about', example: 'aid-ceiling-exceeded' }),
      message: Type.String({ description: 'What is to be looked at', example: 'The ceiling is 300000.00 EUR.' })
    },
    { title: 'AidWarning' }
  ),
  { description: 'Ceilings that are passed, what is not known, and what is late: recorded all the same', example: [] }
)

const exceeded = sql`(${isOfCeiling} and state_aids.withdrawn_at is null and ${ofAward(sql`award.withdrawn_at is null`)}
  and ${exceedsSome(listedCode, here)})`
const isToRegister = sql`(${stateAids.registerDueOn} is not null and ${stateAids.registeredOn} is null
  and ${ofAward(sql`award.withdrawn_at is null`)})`

const example = { awardId: exampleId, kind: 'deMinimis', amount: 200000, eurRate: 11.4475 }
export const stateAid = recordOf({
  noun: 'StateAid',
  plural: 'StateAid',
  address: 'state-aid',
  tag: 'awards',
  scope: 'decisions',
  fields: stateAidFields,
  table: stateAids,
  describes: {
    one: 'What an award is under the rules of state aid',
    created: 'What an award was judged to be',
    page: 'A page of state aid'
  },
  examples: {
    created: example,
    patch: { amount: 150000 },
    shown: {
      ...{ organisationId: exampleId, grantedOn: '2026-02-10', instrument: 'grant', certainty: 'exact' },
      ...{ eurRateOn: '2026-02-10', amountEur: 17471.06, registerDueOn: '2026-03-10' },
      ...{ organisationName: 'Länkarna', awardStands: true, warnings: [] }
    }
  },
  answers: {
    organisationName: Text('Its name now', 300, 'Länkarna'),
    awardStands: Type.Boolean({ description: 'Whether the award stands: only then the aid counts', example: true })
  },
  computes: { warnings: aidWarnings },
  select: db => db.select(columns).from(stateAids),
  filters: {
    grantedFrom: onOrAfter(stateAids.grantedOn, 'Granted on or after this day', '2026-01-01'),
    grantedTo: onOrBefore(stateAids.grantedOn, 'Granted on or before this day', '2026-12-31'),
    registered: {
      schema: Type.Boolean({ description: 'What is registered, or what is still to be', example: false }),
      where: whether(sql`${stateAids.registeredOn} is not null`, isToRegister)
    },
    exceeded: {
      schema: Type.Boolean({
        description: 'With a ceiling passed on its day, by exact amounts, or not',
        example: true
      }),
      where: whether(exceeded, sql`not ${exceeded}`)
    }
  },
  reference: 'SA-7',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List state aid', 'What awards were judged to be; what is to be registered, and when.'],
    create: [
      'Record what an award is under the rules of state aid',
      'Records it once for each recipient; an award without is not judged. A ceiling that is passed is a warning.'
    ],
    ...ordinary('state aid')
  }
})
export type StateAidRow = RowOf<typeof stateAid>
export type NewStateAid = New<typeof stateAid>
export type StateAidPatch = Changes<typeof stateAid>

export const AidRegistration = bodyOf(registration, {
  $id: 'AidRegistration',
  description: 'That aid was registered in the central register; again to correct it',
  example: { registeredOn: '2026-02-27', registerReference: 'SE-2026-000123' }
})
export type AidRegistration = Static<typeof AidRegistration>

export const stateAidSchemas = [...schemasOf(stateAid), AidRegistration]
