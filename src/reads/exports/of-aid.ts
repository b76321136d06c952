import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { stateAidFields } from '../../register/state-aid/record.ts'
import { at, column, fieldsOf, identified, tracked } from './columns.ts'
import { decisionColumns, decisionOf, joined, organisation } from './joined.ts'
import type { ExportTable } from './table.ts'

const ofAid = fieldsOf('aid', stateAidFields)
const recipient = organisation('recipient')
const { decisionId, decidedOn, diaryNumber, bodyId, bodyName } = decisionColumns

/** What the central register asks of aid: beneficiary, amount, day, granter, instrument and sector (regulation (EU) 2023/2831, article 6.1). */
export const stateAidTable: ExportTable = {
  name: 'state-aid',
  description:
    'What awards were judged to be under the rules of state aid, with what the central register of de minimis aid asks for. Amounts in euros are told so.',
  scope: 'decisions:read',
  from: code => sql`state_aids aid
    ${joined(code, 'organisations', 'recipient', sql`aid.organisation_id`)}
    ${joined(code, 'awards', 'award', sql`aid.award_id`)}
    ${joined(code, 'decision_lines', 'line', sql`award.line_id`)}
    ${decisionOf(code, sql`line.decision_id`)}`,
  where: code => ofMunicipality(code, 'aid'),
  key: sql`aid.id`,
  changedAt: sql`aid.updated_at`,
  withdrawnAt: sql`aid.withdrawn_at`,
  filters: {
    year: {
      description: 'granted in the year',
      where: (_, year) => sql`aid.granted_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)`
    },
    organisationId: { description: 'of the recipient', where: (_, id) => sql`aid.organisation_id = ${id}` },
    schemeId: { description: 'of the scheme', where: (_, id) => sql`line.scheme_id = ${id}` },
    bodyId: { description: 'of the body', where: (_, id) => sql`decision.body_id = ${id}` }
  },
  columns: {
    ...identified('aid'),
    ...ofAid('awardId', 'organisationId'),
    organisationName: recipient.name,
    organisationNumber: recipient.number,
    ...{ decisionId, decidedOn, diaryNumber, bodyId, bodyName },
    ...ofAid('kind', 'grantedOn', 'instrument', 'amount', 'certainty'),
    eurRate: column('rate', 'Kronor for one euro', at('aid', 'eurRate')),
    ...ofAid('eurRateOn'),
    amountEur: column('money', 'Amount at the rate, in euros', at('aid', 'amountEur')),
    ...ofAid('sector', 'registerDueOn', 'registeredOn', 'registerReference'),
    awardStands: column('flag', 'Whether the award stands: only then the aid counts', sql`award.withdrawn_at is null`),
    ...ofAid('note'),
    ...tracked('aid')
  }
}
