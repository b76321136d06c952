import { agreementKind } from './agreements.ts'
import type { RecordKind } from './kind.ts'
import { organisationKind } from './organisations.ts'
import { paymentKind } from './payments.ts'
import type { RecordKindName } from './rules.ts'

/** The kinds by their names. A kind goes with its own columns and values, which the kit carries and never looks into. */
// biome-ignore lint/suspicious/noExplicitAny: each kind has columns and values of its own
export type AnyKind = RecordKind<any, any>

export const kinds: Record<RecordKindName, AnyKind> = {
  organisations: organisationKind,
  agreements: agreementKind,
  payments: paymentKind
}
