/**
 * Kinds of entry that decision lines give (DOMAIN.md, Money has one way). Every standing line has one `applied` fact per
 * period; a granted or partly granted one has a `granted` fact, a reserved one a `reserved` fact. Amounts that are not
 * known exactly add 0 and are counted in `unknown`.
 */
export const entryKinds = ['applied', 'granted', 'reserved'] as const
export type EntryKind = (typeof entryKinds)[number]
