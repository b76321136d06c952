import fastJsonStringify, { type Options, type Schema } from 'fast-json-stringify'
import type { FastifyServerOptions } from 'fastify'

export type Schemas = Record<string, Schema>
type Serialiser = (answer: unknown) => string

const built = new Map<string, Serialiser>()

/**
 * Fastify's option by which answers are serialised. Fastify builds a serialiser for every response of every operation,
 * each with all schemas of the application, which was most of the time of a start. Here each has the schemas that it
 * refers to, what is answered alike (a page of events, a problem) is built once, and nothing is built before it is needed.
 */
export const buildSerializer: NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>['buildSerializer'] = (externalSchemas, options) => {
  return ({ schema }) => {
    const build = () => {
      const schemas = referredTo(schema as Schema, externalSchemas as Schemas)
      const key = JSON.stringify([schema, schemas])
      const serialise =
        built.get(key) ?? fastJsonStringify(schema as Schema, { ...(options as Options), schema: schemas })
      built.set(key, serialise as Serialiser)
      return serialise as Serialiser
    }
    let serialise: Serialiser | undefined
    return (answer: unknown) => {
      serialise ??= build()
      return serialise(answer)
    }
  }
}

/** The schemas that a schema refers to by `$id#`, at first or at second hand. */
export function referredTo(schema: object, all: Schemas, found: Schemas = {}): Schemas {
  for (const [name, value] of Object.entries(schema)) {
    if (name === '$ref' && typeof value === 'string') {
      const id = value.split('#', 1)[0]!
      if (!id || found[id] || !all[id]) continue
      found[id] = all[id]
      referredTo(all[id], all, found)
    } else if (value && typeof value === 'object') {
      referredTo(value, all, found)
    }
  }
  return found
}
