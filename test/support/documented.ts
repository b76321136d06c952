import type { App } from '../../src/platform/http/app.ts'
import { openapiDocument } from '../../src/platform/http/openapi.ts'
import { OF_ANY_OPERATION } from '../../src/platform/http/openapi-problems.ts'

/** Operation → the statuses that the committed document says it answers with. Making the document of an application takes as long
 * as building three; test/commands holds that the committed one is what the code says. */
let documented: Map<string, Set<string>> | undefined

/** Whatever a test asks for: the status that it is answered with is in the OpenAPI document of the operation. Routes
 * outside the document, such as the page that shows it, are left out. Answers with what throws where one was not. */
export function holdToDocument(app: App): () => void {
  const undocumented = new Set<string>()
  app.addHook('onResponse', async ({ routeOptions }, { statusCode }) => {
    const { operationId, hide } = (routeOptions.schema ?? {}) as { operationId?: string; hide?: boolean }
    if (!operationId || hide) return
    documented ??= statuses()
    // The answer `default` is one component, and says which problems it is for.
    if (OF_ANY_OPERATION.has(statusCode)) return
    if (!documented.get(operationId)?.has(String(statusCode))) undocumented.add(`${operationId} ${statusCode}`)
  })
  return () => {
    const told = [...undocumented].join(', ')
    undocumented.clear()
    if (told) throw new Error(`Not in openapi/openapi.json: ${told}`)
  }
}

function statuses() {
  const { paths } = openapiDocument()
  const operations = Object.values(paths).flatMap(path => Object.values(path))
  return new Map(operations.map(({ operationId, responses }) => [operationId, new Set(Object.keys(responses))]))
}
