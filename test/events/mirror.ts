import { deepStrictEqual as deepEqual } from 'node:assert'
import { type Client, made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: a mirror holds what it is told
type Fields = Record<string, any>
type Told = { sequence: number; subjectType: string; subjectId: string; subjectVersion: number; after: Fields | null }

/** A copy of a register that is made of its feed alone. What it keeps survives: position and records, both or none. */
export class Mirror {
  position = ''
  records = new Map<string, { version: number; fields: Fields }>()
  sequences: number[] = []
  readonly #ask: Client
  readonly #path: string

  constructor(ask: Client, path: string) {
    this.#ask = ask
    this.#path = path
  }

  /** Reads on once; answers whether there was anything. `killed`: it dies before it has kept what it was told. */
  async follow({ limit = 100, wait = 0, killed = false } = {}): Promise<boolean> {
    const query = `after=${this.position}&limit=${limit}${wait ? `&wait=${wait}` : ''}`
    const { items, meta } = await made(this.#ask('GET', `${this.#path}?${query}`))
    if (killed) return true
    for (const event of items as Told[]) this.#take(event)
    this.position = meta.nextCursor
    return items.length > 0
  }

  async catchUp(limit = 100) {
    while (await this.follow({ limit })) {}
  }

  #take({ sequence, subjectType, subjectId, subjectVersion, after }: Told) {
    this.sequences.push(sequence)
    const key = `${subjectType} ${subjectId}`
    const before = this.records.get(key)
    this.records.set(key, { version: subjectVersion, fields: { ...before?.fields, ...after } })
  }

  /** Compares with a list of the register: the same records, in the same version, saying the same. */
  compare(subjectType: string, items: Fields[]) {
    // What was merged into another is in no list.
    const mirrored = [...this.records].filter(
      ([key, { fields }]) => key.startsWith(`${subjectType} `) && !fields.mergedIntoId
    )
    deepEqual(mirrored.map(([key]) => key.split(' ')[1]).sort(), items.map(({ id }) => id).sort())
    for (const item of items) {
      const { version, fields } = this.records.get(`${subjectType} ${item.id}`)!
      const told = Object.keys(item).filter(name => name in fields && name !== 'recipients')
      deepEqual(
        { version, ...Object.fromEntries(told.map(name => [name, fields[name]])) },
        { version: item.version, ...Object.fromEntries(told.map(name => [name, item[name]])) },
        `${subjectType} ${item.id}`
      )
      const ids = (recipients: Fields[] | undefined) => recipients?.map(({ organisationId }) => organisationId)
      deepEqual(ids(fields.recipients), ids(item.recipients))
    }
  }
}
