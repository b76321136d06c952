import { openapiDocument } from '../../src/http/openapi.ts'
import type { App } from '../../src/http/server.ts'

/** Operation → the statuses that the document says it answers with; the same for every application of this process. */
let documented: Map<string, Set<string>> | undefined

/** Whatever a test asks for: the status that it is answered with is in the OpenAPI document of the operation. Routes
 * outside the document, such as the page that shows it, are left out. Answers with what throws where one was not. */
export function holdToDocument(app: App): () => void {
  const undocumented = new Set<string>()
  app.addHook('onResponse', async ({ routeOptions }, { statusCode }) => {
    const { operationId, hide } = (routeOptions.schema ?? {}) as { operationId?: string; hide?: boolean }
    if (!operationId || hide) return
    documented ??= statusesOf(app)
    if (!documented.get(operationId)?.has(String(statusCode))) undocumented.add(`${operationId} ${statusCode}`)
  })
  return () => {
    const told = [...undocumented].join(', ')
    undocumented.clear()
    if (told) throw new Error(`Not in the OpenAPI document: ${told}`)
  }
}

function statusesOf(app: App) {
  const operations = Object.values(openapiDocument(app).paths).flatMap(path => Object.values(path))
  return new Map(operations.map(({ operationId, responses }) => [operationId, new Set(Object.keys(responses))]))
}
