/** What an import makes of granted rows, and which columns say when. Pure. */

import type { Column } from './rows/columns.ts'

/** Nothing; a planned payment that is due; or a payment that was made before the service was taken into use. */
export const paymentModes = ['none', 'toPay', 'alreadyPaid'] as const
export type PaymentMode = Exclude<(typeof paymentModes)[number], 'none'>

/** What a key must hold besides imports:write: the scopes of the operations that do the same for one payment. */
export const paymentScopes: Record<PaymentMode, readonly string[]> = {
  toPay: ['payments:write'],
  alreadyPaid: ['payments:write', 'payment-runs:write']
}

/** The column that says the day. */
export const dayColumn = { toPay: 'due_on', alreadyPaid: 'paid_on' } as const satisfies Record<PaymentMode, Column>

const paymentColumns: readonly Column[] = ['due_on', 'paid_on', 'voucher_number']
const usedBy: Record<PaymentMode, readonly Column[]> = { toPay: ['due_on'], alreadyPaid: ['paid_on', 'voucher_number'] }

/** Columns of payments that the option does not ask for: they are left alone, whatever stands in them. */
export function unusedColumns(mode: PaymentMode | undefined): ReadonlySet<Column> {
  return new Set(paymentColumns.filter(column => !mode || !usedBy[mode].includes(column)))
}
