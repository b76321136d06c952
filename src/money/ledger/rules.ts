/**
 * Kinds of entry (DOMAIN.md, Money has one way). Amounts that are not known exactly add 0 and are counted in `unknown`.
 *
 * Of decision lines: every standing line has one `applied` fact per period; a granted or partly granted one has a
 * `granted` fact, a reserved one a `reserved` fact. They fall out when the line no longer stands.
 *
 * Of payments: `planned`, `checked` and `approved` say how far a payment has come (what is approved is checked and planned
 * too); `recorded` is paid and was attested by nobody here: an import recorded what was paid before the service was taken into
 * use. `paid` and `returned` say what the bank did. A return takes away what was planned, checked, approved or recorded: that
 * money is to be planned anew. What was paid stays paid, also when the decision is annulled.
 *
 * Of recoveries: `claimed` is asked back, `recovered` came in or was set off against a payment that was paid,
 * `writtenOff` was given up.
 */
export const lineEntryKinds = ['applied', 'granted', 'reserved'] as const
export const paymentEntryKinds = ['planned', 'checked', 'approved', 'recorded', 'paid', 'returned'] as const
export const recoveryEntryKinds = ['claimed', 'recovered', 'writtenOff'] as const
export const entryKinds = [...lineEntryKinds, ...paymentEntryKinds, ...recoveryEntryKinds] as const
export type EntryKind = (typeof entryKinds)[number]
