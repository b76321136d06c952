type Headers = Record<string, string>
type Json = { [name: string]: unknown }

/** A record or a page, as far as loading looks into it. */
export type Found = Json & { id: string; items: Found[]; source?: string; reference?: string | null; status?: string }

/** Asks the API; the path begins after its prefix. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Headers
) => Promise<{ status: number; headers: Record<string, string | undefined>; body: Found }>

/** Whose references the sample's are. */
export const SOURCE = 'sample'

/** Lists that have no filter for sources; they are short, being of one scheme. */
const unfiltered = /\/(windows|rule-versions)$/
/** More than the sample has in any list. */
const ALL = 1000

/**
 * A municipality that is built through the API alone, and twice without change: what is there under its reference is
 * left as it is, also where somebody has changed it since. Registers the municipality when it is new.
 */
export async function sampleOf(call: Call, municipalityCode: string, name: string) {
  const asked = async (method: string, path: string, body?: unknown, headers?: Headers): Promise<Found> => {
    const answer = await call(method, path, body, headers)
    if (answer.status >= 200 && answer.status < 300) return answer.body
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
  const own = `/municipalities/${municipalityCode}`
  const { status } = await call('GET', own)
  if (status === 404) await asked('PUT', own, { name }, { 'if-none-match': '*' })

  const ask = (method: string, path: string, body?: unknown, headers?: Headers) =>
    asked(method, `/${municipalityCode}${path}`, body, headers)

  /** What a list had of the sample before it was loaded, and what was made since: each list is asked for once. */
  const lists = new Map<string, Promise<Map<string, Found>>>()
  const listed = (path: string): Promise<Map<string, Found>> => {
    const known = lists.get(path) ?? ofSample(path)
    lists.set(path, known)
    return known
  }
  const ofSample = async (path: string): Promise<Map<string, Found>> => {
    const filter = unfiltered.test(path) ? '' : `&source=${SOURCE}`
    const { items } = await ask('GET', `${path}?limit=${ALL}${filter}`)
    return new Map(items.flatMap(item => (item.source === SOURCE && item.reference ? [[item.reference, item]] : [])))
  }

  const find = async (path: string, reference: string): Promise<Found | undefined> =>
    (await listed(path)).get(reference)

  /** The record of this reference, made if it is not there. */
  const once = async (path: string, record: Json & { reference: string }): Promise<Found> => {
    const known = await listed(path)
    const found = known.get(record.reference) ?? (await ask('POST', path, { source: SOURCE, ...record }))
    known.set(record.reference, found)
    return found
  }

  /** As `once`, of an agreement; `then` takes the steps that a new one has taken. */
  const agreed = async (record: Json & { reference: string }, then: [act: string, body: Json][]): Promise<Found> => {
    const made = await once('/agreements', record)
    const steps = ['draft', 'decided', 'signed']
    const taken = Math.max(0, steps.indexOf(made.status ?? 'signed'))
    if (!steps.includes(made.status ?? '')) return made
    for (const [act, body] of then.slice(taken)) await ask('POST', `/agreements/${made.id}/${act}`, body)
    return made
  }

  return { ask, find, once, agreed }
}
