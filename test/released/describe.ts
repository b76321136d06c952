import type pg from 'pg'

/** What PostgreSQL says of a statement before it runs: types of its parameters, and names and types of its columns. */
export type Described = { parameters: number[]; columns: { name: string; type: number }[] }

type Wire = {
  parse: (query: { text: string; name: string; types: number[] }) => void
  describe: (what: { type: 'S'; name: string }) => void
  sync: () => void
  on: (event: string, heard: (message: { dataTypeIDs: number[] }) => void) => void
  off: (event: string, heard: (message: { dataTypeIDs: number[] }) => void) => void
}

/** A statement that is parsed and described, and not run. pg hands it the messages of the server. */
class Describing {
  readonly text: string
  readonly described: Described = { parameters: [], columns: [] }
  readonly #promise = Promise.withResolvers<Described>()
  #wire: Wire | undefined

  constructor(text: string) {
    this.text = text
  }

  get done(): Promise<Described> {
    return this.#promise.promise
  }

  #parameters = ({ dataTypeIDs }: { dataTypeIDs: number[] }) => {
    this.described.parameters = dataTypeIDs
  }

  submit(wire: Wire): void {
    this.#wire = wire
    wire.on('parameterDescription', this.#parameters)
    wire.parse({ text: this.text, name: '', types: [] })
    wire.describe({ type: 'S', name: '' })
    wire.sync()
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.described.columns = fields.map(({ name, dataTypeID: type }) => ({ name, type }))
  }

  handleError(error: Error): void {
    this.#wire?.off('parameterDescription', this.#parameters)
    this.#promise.reject(error)
  }

  handleReadyForQuery(): void {
    this.#wire?.off('parameterDescription', this.#parameters)
    this.#promise.resolve(this.described)
  }
}

/** @throws pg.DatabaseError where the statement does not fit the schema */
export async function describe(client: pg.Client, text: string): Promise<Described> {
  const describing = new Describing(text)
  client.query(describing as unknown as pg.Submittable)
  return await describing.done
}

/** The names of types by their numbers; those of PostgreSQL itself have the same in all versions. */
export async function typeNames(client: pg.Client): Promise<(type: number) => string> {
  const { rows } = await client.query('select oid::int8::int as oid, format_type(oid, null) as name from pg_type')
  const names = new Map<number, string>(rows.map(({ oid, name }) => [oid, name]))
  return type => names.get(type) ?? String(type)
}
