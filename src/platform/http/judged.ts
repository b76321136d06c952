import type { ErrorObject } from 'ajv'
import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Malformed } from '../../base/errors.ts'
import { summary } from './problem.ts'
import { problems } from './problem-rules.ts'
import { ref } from './schemas.ts'
import { violationsOf } from './violations.ts'

const references = new WeakMap<TSchema, Record<string, unknown>>()

/** The reference to a schema that is registered with the app: one object, by which Fastify keeps what it compiles. */
export function referenceTo(schema: TSchema): Record<string, unknown> {
  const made = references.get(schema) ?? { ...ref(schema) }
  references.set(schema, made)
  return made
}

/**
 * What the body of an operation with this schema would be: judged by the same validator, with defaults, and left as it was sent
 * itself. @throws Malformed, with every violation
 */
export function judged(request: FastifyRequest, schema: TSchema, sent: unknown): Record<string, unknown> {
  const content = structuredClone(sent)
  const validate = request.compileValidationSchema(referenceTo(schema), 'body')
  if (validate(content)) return content as Record<string, unknown>
  const violations = violationsOf(validate.errors as ErrorObject[], 'body')
  throw new Malformed(problems.validation, summary(violations), violations)
}
