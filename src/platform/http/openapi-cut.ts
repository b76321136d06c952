import type { OpenapiDocument, Operation } from './openapi-operations.ts'

/** The document of one tag: its operations, and of the components those that the operations reach. */
export function cutToTag(document: OpenapiDocument, tag: string): OpenapiDocument {
  const paths: OpenapiDocument['paths'] = {}
  const kept = new Set<string>()
  for (const [path, operations] of Object.entries(document.paths)) {
    const ofTag = Object.entries(operations).filter(([, { tags }]) => tags?.includes(tag))
    for (const [, { operationId }] of ofTag) kept.add(operationId)
    if (ofTag.length > 0) paths[path] = Object.fromEntries(ofTag)
  }
  for (const path of Object.values(paths)) {
    for (const [method, operation] of Object.entries(path)) path[method] = withLinksTo(operation, kept)
  }
  return {
    ...document,
    paths,
    tags: document.tags.filter(({ name }) => name === tag),
    components: reachedFrom(paths, document.components)
  }
}

/** A link names an operation, which must be in the same document. */
function withLinksTo(operation: Operation, kept: Set<string>): Operation {
  const responses = Object.entries(operation.responses).map(([status, answer]) => {
    if ('$ref' in answer || !answer.links) return [status, answer]
    const { links, ...rest } = answer
    const within = Object.entries(links).filter(([operationId]) => kept.has(operationId))
    return [status, within.length > 0 ? { ...rest, links: Object.fromEntries(within) } : rest]
  })
  return { ...operation, responses: Object.fromEntries(responses) }
}

type Components = OpenapiDocument['components']

/** Security schemes are named without a reference, and are kept whole. */
function reachedFrom(paths: object, components: Components): Components {
  const reached: Components = { schemas: {} }
  if (components.securitySchemes) reached.securitySchemes = components.securitySchemes
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('$ref' in node && typeof node.$ref === 'string') reach(node.$ref)
    for (const part of Object.values(node)) walk(part)
  }
  const reach = (reference: string) => {
    const [, , kind, name] = reference.split('/') as [string, string, string, string]
    const component = components[kind]?.[name]
    if (!component || reached[kind]?.[name]) return
    reached[kind] = { ...reached[kind], [name]: component }
    walk(component)
  }
  walk(paths)
  return reached
}
