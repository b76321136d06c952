import type { Content, OpenapiDocument, Operation, Parameter, Reference } from './openapi-operations.ts'

/** What several operations say alike stands once, among the components, and is referred to. */

const isReference = (node: Parameter | Reference): node is Reference => '$ref' in node

/** Parameters that are the same in several operations become components. Of those that share a name, and say different
 * things, only the most frequent does; the others stay where they are. */
export function shareParameters({ paths, components }: OpenapiDocument): void {
  const said = new Map<string, Map<string, Operation[]>>()
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter)) continue
      const name = componentName(parameter)
      const text = JSON.stringify(parameter)
      const texts = said.get(name) ?? new Map<string, Operation[]>()
      said.set(name, texts.set(text, [...(texts.get(text) ?? []), operation]))
    }
  }
  const shared: Record<string, object> = { ...components.parameters }
  for (const [name, texts] of said) {
    const [text, operations] = [...texts].reduce((most, each) => (each[1].length > most[1].length ? each : most))
    if (operations.length < 2) continue
    shared[name] = JSON.parse(text) as Parameter
    for (const operation of operations) {
      operation.parameters = operation.parameters!.map(parameter =>
        JSON.stringify(parameter) === text ? { $ref: `#/components/parameters/${name}` } : parameter
      )
    }
  }
  components.parameters = shared
}

/** `withdrawn`, `pathId`, and `ifMatchRequired` beside the If-Match that may be left out. */
function componentName({ in: place, name, required }: Parameter): string {
  const camel = name.replaceAll(/(^|-)([A-Z])/g, (_match, hyphen: string, letter: string) =>
    hyphen ? letter : letter.toLowerCase()
  )
  if (place === 'path') return `path${camel.charAt(0).toUpperCase()}${camel.slice(1)}`
  return place === 'header' && required ? `${camel}Required` : camel
}

/** An example of a body that is the example of its schema is referred to. */
export function shareExamples({ paths, components }: OpenapiDocument): void {
  const shared: Record<string, { value: unknown }> = {}
  const share = (content: Content | undefined) => {
    for (const media of Object.values(content ?? {})) {
      const name = media.schema.$ref?.replace('#/components/schemas/', '')
      if (!name || media.example === undefined) continue
      const value = components.schemas[name]?.example ?? media.example
      if (JSON.stringify(value) !== JSON.stringify(media.example)) continue
      if (shared[name] && JSON.stringify(shared[name].value) !== JSON.stringify(value)) continue
      shared[name] = { value }
      media.examples = { [name]: { $ref: `#/components/examples/${name}` } }
      delete media.example
    }
  }
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    share(operation.requestBody?.content)
    for (const answer of Object.values(operation.responses)) if ('content' in answer) share(answer.content)
  }
  components.examples = shared
}
