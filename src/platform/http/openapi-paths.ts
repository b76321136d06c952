import type { OpenapiDocument, Operation, Parameter, Reference } from './openapi-operations.ts'

/** Parameters beside the operations of a path are those of each of them (OpenAPI's path item). */
type PathItem = { parameters?: Named[] } & Record<string, Operation>
type Named = Parameter | Reference

/**
 * The document as it is committed and served: what the path of several operations names, and the trace that all of them take, stands
 * once, with the path. What one operation may take and another not stays with the operation, where readers look for it.
 */
export function withParametersOfPaths(document: OpenapiDocument): OpenapiDocument {
  const paths = Object.entries(document.paths).map(([path, operations]) => {
    const [first, ...others] = Object.values(operations)
    const takes = (operation: Operation, one: Named) => operation.parameters?.some(other => isSame(one, other))
    const common =
      first!.parameters?.filter(one => isOfPath(one, document) && others.every(each => takes(each, one))) ?? []
    if (others.length === 0 || common.length === 0) return [path, operations]
    const left = Object.entries(operations).map(([method, operation]) => {
      const parameters = operation.parameters!.filter(one => !common.some(other => isSame(one, other)))
      return [method, { ...operation, parameters }]
    })
    return [path, { parameters: common, ...Object.fromEntries(left) }]
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

const isSame = (one: Named, other: Named) => JSON.stringify(one) === JSON.stringify(other)

function isOfPath(one: Named, { components }: OpenapiDocument): boolean {
  const { in: place, name } = '$ref' in one ? (components.parameters![one.$ref.split('/').at(-1)!] as Parameter) : one
  return place === 'path' || name === 'traceparent'
}

/** Such a document with all parameters in each operation: those of the path first. */
export function withWholeOperations(document: OpenapiDocument): OpenapiDocument {
  const paths = Object.entries(document.paths as Record<string, PathItem>).map(
    ([path, { parameters: common = [], ...operations }]) => {
      const whole = Object.entries(operations).map(([method, operation]) => [
        method,
        { ...operation, parameters: [...common, ...(operation.parameters ?? [])] }
      ])
      return [path, Object.fromEntries(whole)]
    }
  )
  return { ...document, paths: Object.fromEntries(paths) }
}
