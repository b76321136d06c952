import t from 'tap'
import { openapiDocument } from '../../src/platform/http/openapi.ts'
import { floors, tags } from '../../src/platform/http/openapi-info.ts'
import {
  swedishFloors,
  swedishSummaries,
  swedishSummary,
  swedishTags
} from '../../src/platform/http/openapi-swedish.ts'
import { createApp } from '../support/app.ts'

const english = openapiDocument()
const operationsOf = ({ paths }: typeof english) => Object.values(paths).flatMap(path => Object.values(path))

t.test('every operation, tag and floor has its Swedish, and nothing has that is gone', async t => {
  const ids = operationsOf(english).map(({ operationId }) => operationId)
  t.strictSame(
    ids.filter(id => !swedishSummary(id)),
    [],
    'operations without Swedish'
  )
  t.strictSame(
    Object.keys(swedishSummaries).filter(id => !ids.includes(id)),
    [],
    'Swedish of no operation'
  )
  t.strictSame(Object.keys(swedishTags).sort(), tags.map(({ name }) => name).sort())
  t.strictSame(Object.keys(swedishFloors).sort(), floors.map(({ title }) => title).sort())
})

t.test('the document is served in the language that is preferred, each with a tag of its own', async t => {
  const { request } = await createApp(t)
  const [en, sv] = await Promise.all(
    ['en', 'sv-SE'].map(language => request('GET', '/openapi.json', undefined, { 'accept-language': language }))
  )
  t.match(en!.headers, { 'content-language': 'en', vary: /accept-language/ })
  t.match(sv!.headers, { 'content-language': 'sv', vary: /accept-language/ })
  t.not(sv!.headers.etag, en!.headers.etag)
  const again = { 'accept-language': 'sv', 'if-none-match': sv!.headers.etag! }
  t.match(await request('GET', '/openapi.json', undefined, again), {
    status: 304,
    headers: { vary: /accept-language/ }
  })
  const other = { ...again, 'accept-language': 'en' }
  t.equal((await request('GET', '/openapi.json', undefined, other)).status, 200, 'the other is not the same')
  t.ok(JSON.stringify(sv!.body).length < 1_000_000)
  t.equal(sv!.body.paths['/{municipalityCode}/decisions'].get.summary, 'Lista beslut')
  t.equal(sv!.body.paths['/{municipalityCode}/awards/csv'].get.summary, 'Lista beviljade bidrag, som CSV')
  t.match(sv!.body.info.description, /^Här håller kommuner reda/)
  t.notMatch(sv!.body.info.description, /municipalities/)
  const texts = (document: typeof english) =>
    operationsOf(document).map(({ operationId, summary: _, ...operation }) => [operationId, operation])
  t.strictSame(texts(sv!.body), texts(en!.body), 'nothing but what people read differs')
  t.strictSame(sv!.body.components, en!.body.components)
})

t.test('the contents of the reference follow the language of the browser', async t => {
  const { request } = await createApp(t)
  for (const path of ['/docs/', '/docs/decisions']) {
    for (const language of ['en', 'sv']) {
      const answer = await request('GET', path, undefined, { 'accept-language': language })
      t.match(answer, { status: 200, headers: { 'content-language': language, vary: /accept-language/ } }, path)
      t.match(String(answer.body), new RegExp(`<html lang="${language}">`))
    }
  }
  const { body } = await request('GET', '/docs/', undefined, { 'accept-language': 'sv' })
  for (const shown of ['Registret', 'Lista beslut', 'Återkrav: pengar som krävs tillbaka.', 'API-referens']) {
    t.ok(String(body).includes(shown), shown)
  }
  const cut = await request('GET', '/docs/decisions/openapi.json', undefined, { 'accept-language': 'sv' })
  t.equal(cut.body.paths['/{municipalityCode}/decisions'].get.summary, 'Lista beslut')
})
