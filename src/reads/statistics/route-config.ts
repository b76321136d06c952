/** What operations of statistics have in common. */
export const ofStatistics = { scope: 'statistics:read', lane: 'totals', revalidated: true } as const

/** Those of a municipality, which tools that send no headers may ask for with a key in the address. */
export const ofOneMunicipality = { ...ofStatistics, keyInAddress: true } as const

/** That rows can be had as CSV too. `example`: its first columns. */
export const asCsvToo = (example: string) => ({ response: { 'text/csv': { schema: { type: 'string' }, example } } })
