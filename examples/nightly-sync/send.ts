import { answerOf, type components, type Partnerskap } from '@partnerskap/client'

/** The name of this system: references are its own. */
export const SOURCE = 'casefile'

export type Row = { record: string; reference: string; body: Record<string, unknown>; version?: number }
type Result = components['schemas']['BatchReport']['rows'][number]

/** Rows that were rejected, with their problems. */
export class Rejected extends Error {
  constructor(rows: Result[]) {
    super(rows.map(({ record, reference, problem }) => `${record} ${reference}: ${problem?.detail}`).join('\n'))
  }
}

/**
 * Sends records under their references, a thousand a call: registered, changed or unchanged. Answers the ids by reference. Our system
 * owns what it sends: where a decision or application has changed, the version that stands is replaced. @throws Rejected
 */
export async function send(api: Partnerskap, rows: Row[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (let from = 0; from < rows.length; from += 1000) {
    const some = rows.slice(from, from + 1000)
    const first = await batch(api, some)
    const changed = first.filter(({ httpStatus }) => httpStatus === 428)
    // The problem tells the version that stands.
    const versioned = changed.map(({ row, problem }) => ({ ...some[row]!, version: Number(problem?.version) }))
    const again = changed.length === 0 ? [] : await batch(api, versioned)
    const results = [...first.filter(result => !changed.includes(result)), ...again]
    const rejected = results.filter(({ result }) => result === 'rejected')
    if (rejected.length > 0) throw new Rejected(rejected)
    for (const { reference, id } of results) ids.set(reference, id!)
  }
  return ids
}

async function batch(api: Partnerskap, rows: Row[]): Promise<Result[]> {
  const body = { rows: rows.map(row => ({ ...row, source: SOURCE })) }
  return (await answerOf(api.POST('/{municipalityCode}/batch', { body }))).rows
}
