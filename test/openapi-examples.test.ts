import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { openapiFiles } from '../src/commands/openapi.ts'
import { withWholeOperations } from '../src/platform/http/openapi-paths.ts'

/** Every example that is published is one that the service would take, or give. */

// biome-ignore lint/suspicious/noExplicitAny: a document is walked as it is
type Any = any

const document: Any = withWholeOperations(JSON.parse((await openapiFiles())['openapi.json']!))
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
formats.default(ajv)
ajv.addSchema({ $id: 'document', ...document })

const METHODS = ['get', 'put', 'post', 'patch', 'delete']
const pointer = (steps: string[]) => steps.map(step => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
/** The schema that stands at these steps, with its references into the document. */
const at = (steps: string[]) => ajv.compile({ $ref: `document#/${encodeURI(pointer(steps))}` })

/** Examples of its own; those of its schema are tried with the schema. */
const examplesOf = ({ example, examples = {} }: Any): unknown[] =>
  [example, ...Object.values<Any>(examples).map(({ value }) => value)].filter(value => value !== undefined)

function faults(steps: string[], value: unknown): string {
  const validate = at(steps)
  if (validate(value)) return ''
  return validate
    .errors!.map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${params.additionalProperty ?? ''}`.trim()
    )
    .join('; ')
}

t.test('examples of schemas are valid by them', async t => {
  const walk = (node: Any, steps: string[]) => {
    if (typeof node !== 'object' || node === null) return
    if (
      !Array.isArray(node) &&
      node.example !== undefined &&
      (node.type || node.allOf || node.anyOf || node.$ref || node.enum)
    ) {
      t.equal(faults(steps, node.example), '', pointer(steps))
    }
    for (const [name, part] of Object.entries(node)) if (name !== 'example') walk(part, [...steps, name])
  }
  walk(document.components.schemas, ['components', 'schemas'])
})

t.test('examples of parameters, requests and answers are valid by their schemas', async t => {
  const holds = (holder: Any, steps: string[], value: unknown) => {
    if (holder.schema) t.equal(faults([...steps, 'schema'], value), '', pointer(steps))
  }
  const media = (content: Any, steps: string[]) => {
    for (const [type, each] of Object.entries<Any>(content ?? {})) {
      if (!/json/.test(type) || /ndjson/.test(type)) continue
      for (const value of examplesOf(each)) holds(each, [...steps, 'content', type], value)
    }
  }
  for (const [path, item] of Object.entries<Any>(document.paths)) {
    for (const method of METHODS.filter(each => item[each])) {
      const operation = item[method]
      const steps = ['paths', path, method]
      for (const [index, parameter] of operation.parameters.entries()) {
        for (const value of examplesOf(parameter)) holds(parameter, [...steps, 'parameters', String(index)], value)
        if (parameter.schema?.example !== undefined) {
          holds(parameter, [...steps, 'parameters', String(index)], parameter.schema.example)
        }
      }
      media(operation.requestBody?.content, [...steps, 'requestBody'])
      for (const [status, response] of Object.entries<Any>(operation.responses)) {
        media(response.content, [...steps, 'responses', status])
      }
    }
  }
  for (const [name, response] of Object.entries<Any>(document.components.responses)) {
    media(response.content, ['components', 'responses', name])
  }
})
