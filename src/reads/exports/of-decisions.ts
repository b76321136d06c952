import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lineFields } from '../../register/decisions/line-record.ts'
import { decisionFields } from '../../register/decisions/record.ts'
import { at, column, fieldsOf, identified, listed, tracked } from './columns.ts'
import {
  decisionColumns,
  decisionOf,
  isGrantYear,
  isRecipient,
  joined,
  organisation,
  recipientColumns,
  schemeColumns
} from './joined.ts'
import type { ExportTable } from './table.ts'

const ofDecision = fieldsOf('decision', decisionFields)
const ofLine = fieldsOf('line', lineFields)

/** Decisions and proposals, without their lines. */
export const decisionsTable: ExportTable = {
  name: 'decisions',
  description: 'Decisions of bodies and delegates, and proposals to them; their lines are a table of their own.',
  scope: 'decisions:read',
  from: code => sql`decisions decision ${joined(code, 'bodies', 'body', sql`decision.body_id`)}`,
  where: code => ofMunicipality(code, 'decision'),
  key: sql`decision.id`,
  changedAt: sql`decision.updated_at`,
  withdrawnAt: sql`decision.withdrawn_at`,
  filters: {
    year: {
      description: 'decided in the year',
      where: (_, year) => sql`decision.decided_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)`
    },
    bodyId: { description: 'of the body', where: (_, id) => sql`decision.body_id = ${id}` },
    schemeId: {
      description: 'with a line of the scheme',
      where: (code, id) => sql`exists (select from decision_lines line where ${ofMunicipality(code, 'line')}
        and line.decision_id = decision.id and line.scheme_id = ${id} and line.withdrawn_at is null)`
    }
  },
  columns: {
    ...identified('decision'),
    ...ofDecision('decidedOn', 'decidedOnPrecision', 'meetingPlanned', 'standing', 'kind', 'bodyId'),
    bodyName: decisionColumns.bodyName!,
    ...ofDecision(
      'paragraph',
      'diaryNumber',
      'title',
      'note',
      'proposalOutcome',
      'resultingDecisionId',
      'revisesDecisionId',
      'delegateRole',
      'delegationBasis',
      'delegationMaxAmount',
      'delegationLimitText',
      'reportedInDecisionId',
      'reportedOn',
      'minutesApprovedOn',
      'noticeUpOn',
      'noticeDownOn'
    ),
    annulledOn: column('day', 'Day on which it was annulled', sql`(decision.annulment ->> 'annulledOn')::date`),
    annulmentGround: column('code', 'Why it was annulled', sql`decision.annulment ->> 'ground'`),
    finalOn: column('day', 'Day from which it is final, where stated', sql`(decision.finality ->> 'finalOn')::date`),
    ...ofDecision('finalConfirmedAt', 'sourceUrl', 'sourceUpdatedOn', 'sourceRetrievedOn'),
    ...tracked('decision')
  }
}

/** Names of recipients after the first, as a file of decisions has them beside it. */
const others = (code: Parameters<typeof ofMunicipality>[0]) =>
  listed(sql`select organisation.name::text from decision_line_recipients recipient
    join organisations organisation
      on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
    where ${ofMunicipality(code, 'recipient', 'organisation')} and recipient.line_id = line.id and recipient.position > 1
    order by recipient.position`)

const firstRecipient = organisation('first')

/** Lines under headings that an import of decisions understands (imports/rows/aliases.ts): an officer's round trip. */
export const decisionLinesTable: ExportTable = {
  name: 'decision-lines',
  description:
    'Lines of decisions and of proposals, whatever their outcome; a joint line is one row. As CSV it can be imported again, and all rows are unchanged.',
  scope: 'decisions:read',
  from: code => sql`decision_lines line
    ${decisionOf(code, sql`line.decision_id`)}
    ${joined(code, 'schemes', 'scheme', sql`line.scheme_id`)}
    left join decision_line_recipients recipient on ${ofMunicipality(code, 'recipient')}
      and recipient.line_id = line.id and recipient.position = 1
    ${joined(code, 'organisations', 'first', sql`recipient.organisation_id`)}
    ${joined(code, 'organisations', 'payee', sql`line.payee_organisation_id`)}`,
  where: code => ofMunicipality(code, 'line'),
  key: sql`line.id`,
  changedAt: sql`line.updated_at`,
  withdrawnAt: sql`line.withdrawn_at`,
  filters: {
    year: { description: 'for the year', where: isGrantYear },
    schemeId: { description: 'of the scheme', where: (_, id) => sql`line.scheme_id = ${id}` },
    organisationId: { description: 'with the recipient', where: isRecipient },
    bodyId: { description: 'of the body', where: (_, id) => sql`decision.body_id = ${id}` }
  },
  columns: {
    ...identified('line'),
    ...decisionColumns,
    ...ofDecision('standing'),
    decisionKind: ofDecision('kind').kind!,
    ...schemeColumns(sql`line.scheme_id`),
    recipientName: column(
      'text',
      'Name now of the recipient, or of the first of several',
      firstRecipient.name.value('')
    ),
    organisationNumber: column('text', 'Its organisation number, ten digits', firstRecipient.number.value('')),
    coRecipientNames: column('list', 'Names now of those who receive jointly with it', others),
    organisationIds: recipientColumns.organisationIds!,
    payeeOrganisationId: column(
      'id',
      'Who is paid, where the recipients are several',
      at('line', 'payeeOrganisationId')
    ),
    payeeName: organisation('payee').name,
    ...ofLine(
      'purpose',
      'grantYearFrom',
      'grantYearTo',
      'amountPer',
      'outcome',
      'applied',
      'appliedCertainty',
      'granted',
      'grantedCertainty',
      'reserved',
      'reservedCertainty',
      'rent',
      'rentCertainty',
      'note',
      'applicationId'
    ),
    // An import would ask whether a heading revisesLineId is its own revises_line.
    replacesLineId: ofLine('revisesLineId').revisesLineId!,
    ...ofLine('sourceUrl'),
    ...tracked('line')
  }
}

/** What granted lines give: one row an award, with all who receive it. */
export const awardsTable: ExportTable = {
  name: 'awards',
  description:
    'What granted lines give. A joint award is one row with all its recipients: its amount is never split or repeated.',
  scope: 'decisions:read',
  from: code => sql`awards award
    left join decision_lines line on ${ofMunicipality(code, 'line')} and line.id = award.line_id
    ${decisionOf(code, sql`line.decision_id`)}
    ${joined(code, 'schemes', 'scheme', sql`line.scheme_id`)}`,
  where: code => ofMunicipality(code, 'award'),
  key: sql`award.id`,
  changedAt: sql`line.updated_at`,
  withdrawnAt: sql`award.withdrawn_at`,
  filters: {
    year: { description: 'for the year', where: isGrantYear },
    schemeId: { description: 'of the scheme', where: (_, id) => sql`line.scheme_id = ${id}` },
    organisationId: { description: 'with the recipient', where: isRecipient },
    bodyId: { description: 'of the body', where: (_, id) => sql`decision.body_id = ${id}` }
  },
  columns: {
    ...identified('award'),
    lineId: column('id', 'The line that grants it', sql`line.id`),
    ...decisionColumns,
    ...schemeColumns(sql`line.scheme_id`),
    ...recipientColumns,
    ...ofLine('payeeOrganisationId', 'applicationId', 'purpose', 'grantYearFrom', 'grantYearTo', 'amountPer'),
    amount: column('money', 'Amount as stated: of each year or of all, as amountPer says', at('line', 'granted')),
    certainty: column('code', 'How well the amount is known', at('line', 'grantedCertainty')),
    totalAmount: column(
      'money',
      'Amount of all its years together',
      sql`(line.granted * case when line.amount_per = 'year' then line.grant_year_to - line.grant_year_from + 1 else 1 end)`
    ),
    agreementIds: column('list', 'Agreements that it funds', code =>
      listed(sql`select funding.agreement_id::text from agreement_awards funding
        where ${ofMunicipality(code, 'funding')} and funding.award_id = award.id order by funding.agreement_id`)
    ),
    version: column('integer', 'Rises with every change of the line', at('line', 'version')),
    createdAt: column('instant', 'When it was made', at('award', 'createdAt')),
    updatedAt: column(
      'instant',
      'When its line was last changed: `changedSince` asks about it',
      at('line', 'updatedAt')
    ),
    withdrawnAt: column('instant', 'Since when its line does not stand or grant', at('award', 'withdrawnAt')),
    ...ofLine('vatTreatment')
  }
}
