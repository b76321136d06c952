import { type SQL, sql } from 'drizzle-orm'
import { ledgerFields } from '../../money/ledger/record.ts'
import { setOffAgainst } from '../../money/payments/live.ts'
import { paymentFields } from '../../money/payments/record.ts'
import { recoveryFields, withSums } from '../../money/recoveries/record.ts'
import { reportFields } from '../../money/reports/record.ts'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { column, fieldsOf, identified, listed, tracked } from './columns.ts'
import { decisionColumns, decisionOf, joined, organisation, schemeColumns } from './joined.ts'
import type { ExportTable } from './table.ts'

const ofPayment = fieldsOf('payment', paymentFields)
const ofReport = fieldsOf('report', reportFields)
const ofRecovery = fieldsOf('recovery', recoveryFields)
const ofEntry = fieldsOf('entry', ledgerFields)

/** The award of a row, its line, its decision and its scheme. */
const awarded = (code: Code, awardId: SQL) => sql`
  ${joined(code, 'awards', 'award', awardId)} ${joined(code, 'decision_lines', 'line', sql`award.line_id`)}
  ${decisionOf(code, sql`line.decision_id`)} ${joined(code, 'schemes', 'scheme', sql`line.scheme_id`)}`

const ofScheme = { description: 'of the scheme', where: (_: Code, id: SQL) => sql`line.scheme_id = ${id}` }
const ofBody = { description: 'of the body', where: (_: Code, id: SQL) => sql`decision.body_id = ${id}` }
/** A sum as amounts are stored, with its two decimals. */
const kronor = (sum: SQL) => sql`(${sum})::numeric(14, 2)`
const agreementTitle = column('text', 'Title of the agreement', sql`agreement.content ->> 'title'`)

/** Payments. Of the account that was seen at the check only the id is told, never its number. */
export const paymentsTable: ExportTable = {
  name: 'payments',
  description:
    'Payments, from planned to paid. A payment has one payee: sums of `amount` are sums of money. Numbers of accounts stay out.',
  scope: 'payments:read',
  from: code => sql`payments payment
    ${awarded(code, sql`payment.award_id`)}
    ${joined(code, 'organisations', 'payee', sql`payment.payee_organisation_id`)}
    ${joined(code, 'agreements', 'agreement', sql`payment.agreement_id`)}`,
  where: code => ofMunicipality(code, 'payment'),
  key: sql`payment.id`,
  changedAt: sql`payment.updated_at`,
  withdrawnAt: sql`payment.withdrawn_at`,
  filters: {
    year: {
      description: 'for the year, alone or among several',
      where: (_, year) =>
        sql`${year} between payment.grant_year and coalesce(payment.grant_year_to, payment.grant_year)`
    },
    schemeId: ofScheme,
    organisationId: { description: 'to the payee', where: (_, id) => sql`payment.payee_organisation_id = ${id}` },
    bodyId: ofBody
  },
  columns: {
    ...identified('payment'),
    ...ofPayment('planId', 'awardId'),
    lineId: column('id', 'The line of the decision', sql`line.id`),
    ...decisionColumns,
    ...schemeColumns(sql`line.scheme_id`),
    ...ofPayment('agreementId'),
    agreementTitle,
    ...ofPayment('payeeOrganisationId'),
    payeeName: organisation('payee').name,
    payeeOrganisationNumber: organisation('payee').number,
    ...ofPayment('instalmentNumber', 'kind', 'grantYear', 'grantYearTo', 'budgetYear', 'dueOn', 'amount'),
    setOffAmount: column('money', 'Set off against it: the bank pays so much less', code =>
      setOffAgainst(code, sql`payment.id`)
    ),
    ...ofPayment('servicePeriodFrom', 'servicePeriodTo'),
    coding: column(
      'list',
      'Account coding (kontering), name=value',
      sql`case when payment.coding = '{}' then '{}' else ${listed(
        sql`select coding.key || '=' || coding.value from jsonb_each_text(payment.coding) coding order by coding.key`
      )} end`
    ),
    ...ofPayment(
      'status',
      'checkedByName',
      'checkedAt',
      'approvedByName',
      'approvedAt',
      'payeeAccountId',
      'withheldAt',
      'withheldReason',
      'paidOn',
      'voucherNumber',
      'returnedOn',
      'returnedAmount',
      'returnedReason',
      'reissueOfId',
      'note'
    ),
    ...tracked('payment')
  }
}

export const reportsTable: ExportTable = {
  name: 'reports',
  description: 'Follow-up reports, expected or come; what they count and whom they reached is told by the API.',
  scope: 'reports:read',
  from: code => sql`reports report
    ${awarded(code, sql`report.award_id`)}
    ${joined(code, 'organisations', 'reporting', sql`report.organisation_id`)}
    ${joined(code, 'agreements', 'agreement', sql`report.agreement_id`)}`,
  where: code => ofMunicipality(code, 'report'),
  key: sql`report.id`,
  changedAt: sql`report.updated_at`,
  withdrawnAt: sql`report.withdrawn_at`,
  filters: {
    year: {
      description: 'of a period in the year',
      where: (_, year) =>
        sql`report.period_from <= make_date(${year}, 12, 31) and report.period_to >= make_date(${year}, 1, 1)`
    },
    schemeId: ofScheme
  },
  columns: {
    ...identified('report'),
    ...ofReport('agreementId'),
    agreementTitle,
    ...ofReport('awardId'),
    ...schemeColumns(sql`line.scheme_id`),
    ...ofReport('organisationId'),
    organisationName: organisation('reporting').name,
    organisationNumber: organisation('reporting').number,
    ...ofReport('kind', 'periodFrom', 'periodTo', 'dueOn', 'status', 'requirementId', 'submittedOn', 'submittedAt'),
    late: column(
      'code',
      'Whether it was submitted after it was due: yes, no or unknown',
      sql`case when report.submitted_on > report.due_on then 'yes' when report.submitted_on <= report.due_on then 'no' else 'unknown' end`
    ),
    ...ofReport(
      'returnedOn',
      'returnedReason',
      'acceptedOn',
      'waivedOn',
      'waivedReason',
      'childrenAndYoungPercent',
      'costs',
      'ownContribution',
      'grantUsed',
      'unused',
      'rent',
      'narrative'
    ),
    ...tracked('report')
  }
}

export const recoveriesTable: ExportTable = {
  name: 'recoveries',
  description: 'Money that is asked back, with what became of it until now.',
  scope: 'recoveries:read',
  from: code => sql`recoveries recovery
    ${awarded(code, sql`recovery.award_id`)}
    ${joined(code, 'organisations', 'debtor', sql`recovery.organisation_id`)}
    ${withSums(code, 'recovery')}`,
  where: code => ofMunicipality(code, 'recovery'),
  key: sql`recovery.id`,
  changedAt: sql`recovery.updated_at`,
  withdrawnAt: sql`recovery.withdrawn_at`,
  filters: {
    year: {
      description: 'of a grant for the year',
      where: (_, year) =>
        sql`${year} between recovery.grant_year and coalesce(recovery.grant_year_to, recovery.grant_year)`
    },
    schemeId: ofScheme,
    organisationId: { description: 'from the organisation', where: (_, id) => sql`recovery.organisation_id = ${id}` },
    bodyId: ofBody
  },
  columns: {
    ...identified('recovery'),
    ...ofRecovery('awardId'),
    ...schemeColumns(sql`line.scheme_id`),
    bodyId: decisionColumns.bodyId!,
    bodyName: decisionColumns.bodyName!,
    ...ofRecovery('organisationId'),
    organisationName: organisation('debtor').name,
    organisationNumber: organisation('debtor').number,
    ...ofRecovery('ground', 'decisionId', 'decidedOn', 'grantYear', 'grantYearTo', 'dueOn', 'amount'),
    recovered: column('money', 'Repaid, or set off against a payment that was paid', kronor(sql`sums.recovered`)),
    setOffPending: column('money', 'Set off against payments that are not paid yet', kronor(sql`sums.set_off_pending`)),
    writtenOff: column('money', 'Given up by decision', kronor(sql`sums.written_off`)),
    outstanding: column(
      'money',
      'Asked back, and neither recovered nor written off',
      kronor(sql`recovery.amount - sums.recovered - sums.written_off`)
    ),
    ...ofRecovery('paymentId', 'reportId', 'clause', 'note'),
    ...tracked('recovery')
  }
}

/** Entries are never changed; what they are about is told as it was known then, names as they are now. */
export const ledgerTable: ExportTable = {
  name: 'ledger-entries',
  description:
    'The entries that every total is a sum of. They are appended and never changed; what they are about is told as it was known then, names as they are now.',
  scope: 'ledger:read',
  from: code => sql`ledger_entries entry
    ${joined(code, 'schemes', 'scheme', sql`entry.scheme_id`)} ${joined(code, 'bodies', 'body', sql`entry.body_id`)}`,
  where: code => ofMunicipality(code, 'entry'),
  key: sql`entry.id`,
  changedAt: sql`entry.recorded_at`,
  filters: {
    year: { description: 'of a grant for the year', where: (_, year) => sql`entry.grant_year = ${year}` },
    schemeId: { description: 'of the scheme', where: (_, id) => sql`entry.scheme_id = ${id}` },
    organisationId: {
      description: 'with the recipient',
      where: (_, id) => sql`entry.organisation_ids @> array[${id}]`
    },
    bodyId: { description: 'of the body', where: (_, id) => sql`entry.body_id = ${id}` }
  },
  columns: {
    municipalityCode: identified('entry').municipalityCode!,
    sequence: column('integer', 'Ascends with time', sql`entry.id`),
    ...ofEntry('recordedAt'),
    eventSequence: column('integer', 'The event that it follows from', sql`entry.event_id`),
    ...ofEntry('kind', 'amount'),
    factCount: column(
      'integer',
      'Facts added (1) or taken away (-1); 0 where only the amount changed',
      sql`entry.facts`
    ),
    unknownCount: column('integer', 'How many of those facts have no exact amount', sql`entry.unknown`),
    ...ofEntry('lineId', 'decisionId', 'awardId', 'paymentId', 'recoveryId', 'schemeId'),
    schemeName: schemeColumns(sql`entry.scheme_id`).schemeName!,
    ...ofEntry('bodyId'),
    bodyName: decisionColumns.bodyName!,
    organisationIds: column(
      'list',
      'The recipients, ascending; several receive one amount jointly',
      sql`entry.organisation_ids::text[]`
    ),
    // Ordered by what no index has: an export walks, and would go through all names of the municipality for each entry.
    organisationNames: column('list', 'Their names now, by the alphabet', code =>
      listed(sql`select named.name::text from organisations named
        where ${ofMunicipality(code, 'named')} and named.id = any(entry.organisation_ids) order by named.name || '', named.id`)
    ),
    ...ofEntry('outcome', 'decisionYear', 'grantYear', 'grantYearTo', 'paymentYear', 'paymentMonth')
  }
}
