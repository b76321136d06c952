/** Who decides in a municipality (kommunallagen ch. 3): fullmäktige, kommunstyrelse, nämnd, utskott, beredning, förvaltning. */
export const bodyKinds = [
  'committee',
  'council',
  'executiveBoard',
  'subcommittee',
  'draftingCommittee',
  'department'
] as const
export type BodyKind = (typeof bodyKinds)[number]

/**
 * The kind that a body's name tells by its last word, as Swedish bodies are named; a name that tells none is a
 * committee, the ordinary case of kommunallagen 3:4, and is marked nowhere: the kind can be corrected.
 */
export function kindOfBody(name: string): BodyKind {
  const lower = name.toLocaleLowerCase('sv')
  if (/fullmäktige/.test(lower)) return 'council'
  if (/utskott/.test(lower)) return 'subcommittee'
  if (/beredning/.test(lower)) return 'draftingCommittee'
  if (/styrelsen?\b/.test(lower)) return 'executiveBoard'
  if (/förvaltning|kontor/.test(lower)) return 'department'
  return 'committee'
}

/** Whether following `next` from a body comes back to it: nobody is above, or takes over from, itself. */
export function leadsBack(id: string, first: string, next: (id: string) => string | null): boolean {
  const seen = new Set<string>()
  for (let at: string | null = first; at !== null && !seen.has(at); at = next(at)) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}
