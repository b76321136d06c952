import { getTableColumns, sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { certainties } from '../../base/known.ts'
import { firstDay, lastDay } from '../../platform/database/days.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { OneOf, Text } from '../../platform/http/schemas.ts'
import { blankOf, code, day, money, precision, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, partColumns, recordOf } from '../../platform/records/record.ts'
import { exampleId, keysOfPart, ofOrganisation, valid, validOn } from './parts.ts'
import { organisations } from './record.ts'

const fields = {
  // The member.
  organisationId: uuid('The organisation').answered(),
  umbrellaId: uuid('The umbrella organisation'),
  validFrom: day('First day; null: not stated', '2018-01-24').optional(),
  validFromPrecision: precision('How exactly it is known'),
  validTo: day('Last day; null: no end is known', '2019-12-31').optional(),
  validToPrecision: precision('How exactly it is known'),
  fee: money('Fee per year', 100).optional(),
  feeCertainty: code(certainties, 'How well the fee is known').defaulted('notStated'),
  note: text('Remark', 4000, 'Interimsstyrelse till 2018-01-24').optional(),
  ...sourced
}

/** Who is a member of which umbrella organisation, and when. */
export const memberships = pgTable('memberships', partColumns(fields), table => [
  ...keysOfPart('memberships', table),
  index('memberships_umbrella').on(table.municipalityCode, table.umbrellaId, table.id),
  refersTo('memberships_umbrella_fk', table, table.umbrellaId, organisations),
  check('memberships_not_of_itself', sql`umbrella_id <> organisation_id`),
  check('memberships_fee', sql`(fee is not null) = (fee_certainty in ('exact', 'approximate'))`)
])
export type MembershipRow = typeof memberships.$inferSelect
export const blankMembership = blankOf(fields)

const nameOf = (column: 'organisation_id' | 'umbrella_id') =>
  sql<string>`(select name from organisations organisation where organisation.municipality_code = memberships.municipality_code
    and ${ofMunicipality(listedCode, 'organisation')} and organisation.id = memberships.${sql.raw(column)})`
const columns = {
  ...getTableColumns(memberships),
  organisationName: nameOf('organisation_id'),
  umbrellaName: nameOf('umbrella_id')
}

const example = { umbrellaId: exampleId, validFrom: '2018-01-24', fee: 100 }
const declared = recordOf({
  ...ofOrganisation('Membership of an umbrella organisation', 'a membership of an umbrella organisation'),
  noun: 'Membership',
  address: 'memberships',
  fields,
  table: memberships,
  answers: {
    organisationName: Text('Name of the member now', 300, 'Länkarna'),
    umbrellaName: Text('Name of the umbrella organisation now', 300, 'Helsam')
  },
  select: db => db.select(columns).from(memberships),
  computes: { valid },
  examples: {
    created: example,
    patch: example,
    shown: {
      organisationId: exampleId,
      validFromPrecision: 'day',
      validToPrecision: 'day',
      feeCertainty: 'exact',
      organisationName: 'Länkarna',
      umbrellaName: 'Helsam',
      valid: 'yes'
    }
  },
  filters: {
    validOn: validOn(firstDay('valid_from'), lastDay('valid_to')),
    as: {
      schema: OneOf(['member', 'umbrella'], 'As what the organisation is asked about'),
      where:
        value => sql`case ${value} when 'member' then ${memberships.organisationId} else ${memberships.umbrellaId} end
        = ${sql.placeholder('id')}`
    }
  }
})
/** An organisation's list shows memberships in which it is the member, and those in which it is the umbrella. */
export const membership = {
  ...declared,
  list: {
    ...declared.list,
    where: sql`${memberships.municipalityCode} = ${sql.placeholder('municipalityCode')}
      and ${sql.placeholder('id')} in (${memberships.organisationId}, ${memberships.umbrellaId})`
  }
}
export type NewMembership = New<typeof membership>
export type MembershipPatch = Changes<typeof membership>
