import { type CsvFormat, toCsv } from '../http/csv.ts'
import type { PresentedPayment } from './queries.ts'

/** `holds` are the kinds of what holds it. Amounts in kronor. */
const columns = [
  ...[
    'id',
    'planId',
    'awardId',
    'agreementId',
    'decisionId',
    'bodyId',
    'schemeId',
    'instalmentNumber',
    'kind',
    'grantYear'
  ],
  ...['grantYearTo', 'budgetYear', 'dueOn', 'amount', 'setOffAmount', 'servicePeriodFrom', 'servicePeriodTo'],
  ...['payeeOrganisationId', 'payeeName', 'coding', 'status', 'payability', 'holds', 'nextStep', 'checkedByName'],
  ...['approvedByName', 'withheldReason', 'paidOn', 'voucherNumber', 'returnedOn', 'returnedAmount', 'note'],
  ...['source', 'reference', 'version', 'createdAt', 'updatedAt', 'withdrawnAt', 'withdrawnReason']
]

/** Payments as a flat table, in parts as they are read. */
export async function* paymentsCsv(
  pages: AsyncGenerator<PresentedPayment[]>,
  format?: CsvFormat
): AsyncGenerator<string> {
  let head = true
  for await (const page of pages) {
    const rows = page.map(payment => ({
      ...payment,
      coding: Object.entries(payment.coding).map(([name, value]) => `${name}=${value}`),
      holds: [...new Set(payment.holds.map(({ kind }) => kind))]
    }))
    yield toCsv(columns, rows, format, head)
    head = false
  }
}
