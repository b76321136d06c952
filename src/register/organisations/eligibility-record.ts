import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { day as dayColumn } from '../../platform/database/columns.ts'
import { Day } from '../../platform/http/schemas.ts'
import { blankOf, day, flag, of, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, partColumns, recordOf } from '../../platform/records/record.ts'
import { exampleId, keysOfPart, ofOrganisation, validOn } from './parts.ts'

const fields = {
  organisationId: uuid('The organisation').answered(),
  eligible: flag('Whether it may have grants', true),
  validFrom: day('First day', '2021-01-01'),
  // The column has the name by which its known states are kept (platform/known/states.ts).
  validTo: of<string>(Day('Last day; null: no end', '2021-12-31'), () => dayColumn('expires_on')).optional(),
  decidedBy: text('Who found it, by role', 300, 'Föreningskonsulent').optional(),
  decidedOn: day('When', '2020-12-01').optional(),
  reason: text('Why', 2000, 'Stadgar och årsmöte enligt reglementet').optional(),
  ...sourced
}

/** Whether somebody found that the organisation may have grants, and until when that holds. */
export const eligibilities = pgTable('eligibilities', partColumns(fields), table => [
  ...keysOfPart('eligibilities', table),
  // The work list (reads/work-list) walks along the days on which it expires.
  index('eligibilities_expiry')
    .on(table.municipalityCode, table.validTo, table.id)
    .where(sql`eligible and withdrawn_at is null and expires_on is not null`),
  check('eligibilities_validity', sql`expires_on >= valid_from`)
])
export const blankEligibility = blankOf(fields)

const example = { eligible: true, validFrom: '2021-01-01', validTo: '2021-12-31' }
export const eligibilityStatement = recordOf({
  ...ofOrganisation(
    'That somebody found an organisation eligible for grants, or not',
    'a statement on eligibility for grants'
  ),
  noun: 'EligibilityStatement',
  address: 'eligibility-statements',
  subjectType: 'eligibility',
  fields,
  table: eligibilities,
  of: eligibilities.organisationId,
  examples: { created: example, patch: example, shown: { organisationId: exampleId } },
  filters: { validOn: validOn(eligibilities.validFrom, eligibilities.validTo) }
})
export type NewEligibilityStatement = New<typeof eligibilityStatement>
export type EligibilityStatementPatch = Changes<typeof eligibilityStatement>
