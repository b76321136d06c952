import { readFileSync } from 'node:fs'
import type { App } from './app.ts'
import { apiPrefix } from './openapi-info.ts'
import type { OpenapiDocument } from './openapi-operations.ts'
import { baseOf } from './problems.ts'
import { staticAnswer } from './static.ts'

const committed = new URL('../../../openapi/openapi.json', import.meta.url)

/** The document as it is committed: of no installation in particular. `partnerskap openapi` makes it of the routes
 * (openapi-document.ts), and test/openapi.test.ts holds that it is what they say: making it takes longer than a start. */
export function openapiDocument(): OpenapiDocument {
  return JSON.parse(readFileSync(committed, 'utf8'))
}

/** Serves the document at `/openapi.json`, with the address of this installation. */
export async function openapi(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  const at = (url: string) => () => JSON.stringify({ ...openapiDocument(), servers: [{ url: url + apiPrefix }] })
  // It has another address before it listens.
  const answers = new Map<string, ReturnType<typeof staticAnswer>>()
  const config = { scope: 'public', maxAge: 300 }
  app.get('/openapi.json', { config, schema: { hide: true } }, (request, reply) => {
    const url = baseOf(app as never, publicUrl)
    const answer = answers.get(url) ?? staticAnswer(at(url), 'application/json')
    answers.set(url, answer)
    return answer(request, reply)
  })
}
