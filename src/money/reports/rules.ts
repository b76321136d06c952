/** The words of follow-up (uppföljning, redovisning) and the order of a report's steps (DOMAIN.md). */

/** A written report, or a dialogue between the parties. */
export const reportKinds = ['written', 'dialogue'] as const
export type ReportKind = (typeof reportKinds)[number]

/** How often a report is due; `final` once, when agreement or grant ends. A dialogue twice a year is `halfYearly`. */
export const reportFrequencies = ['monthly', 'quarterly', 'tertial', 'halfYearly', 'yearly', 'final'] as const
export type ReportFrequency = (typeof reportFrequencies)[number]

/** What a report may be asked to hold. */
export const reportParts = ['narrative', 'indicators', 'beneficiaries', 'finances', 'attachments'] as const
export type ReportPart = (typeof reportParts)[number]

/** Expected, sent in, sent back with what is missing, accepted, or waived by somebody for a reason. Whether it is overdue
 * is derived for a day and never stored. */
export const reportStatuses = ['expected', 'submitted', 'returned', 'accepted', 'waived'] as const
export type ReportStatus = (typeof reportStatuses)[number]
