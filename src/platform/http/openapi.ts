import { readFileSync } from 'node:fs'
import type { Language } from '../../base/language.ts'
import type { App } from './app.ts'
import { answeringIn } from './language.ts'
import { apiPrefix } from './openapi-info.ts'
import type { OpenapiDocument } from './openapi-operations.ts'
import { withParametersOfPaths, withWholeOperations } from './openapi-paths.ts'
import { inSwedish } from './openapi-swedish.ts'
import { baseOf } from './problems.ts'
import { staticAnswer } from './static.ts'

const committed = new URL('../../../openapi/openapi.json', import.meta.url)

/** The document as it is committed: of no installation in particular. `partnerskap openapi` makes it of the routes
 * (openapi-document.ts), and test/openapi.test.ts holds that it is what they say: making it takes longer than a start. */
export function openapiDocument(language: Language = 'en'): OpenapiDocument {
  const document = withWholeOperations(JSON.parse(readFileSync(committed, 'utf8')))
  return language === 'sv' ? inSwedish(document) : document
}

/** Serves the document at `/openapi.json`, with the address of this installation, in English or Swedish: each has a tag of its own. */
export async function openapi(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  const at = (url: string, language: Language) => () =>
    JSON.stringify({ ...withParametersOfPaths(openapiDocument(language)), servers: [{ url: url + apiPrefix }] })
  // It has another address before it listens.
  const answers = new Map<string, ReturnType<typeof staticAnswer>>()
  const config = { scope: 'public', maxAge: 300 }
  app.get('/openapi.json', { config, schema: { hide: true } }, (request, reply) => {
    const url = baseOf(app, publicUrl)
    const language = answeringIn(request, reply)
    const key = `${language} ${url}`
    const answer = answers.get(key) ?? staticAnswer(at(url, language), 'application/json')
    answers.set(key, answer)
    return answer(request, reply)
  })
}
