import t from 'tap'
import { openapiDocument } from '../../src/platform/http/openapi.ts'
import { floors, tags } from '../../src/platform/http/openapi-info.ts'
import {
  swedishDescription,
  swedishFloors,
  swedishOfOperation,
  swedishSummaries,
  swedishSummary,
  swedishTags
} from '../../src/platform/http/openapi-swedish.ts'
import { swedishOperations } from '../../src/platform/http/openapi-swedish-operations.ts'
import { swedishParts } from '../../src/platform/http/openapi-swedish-parts.ts'
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

/** Descriptions, and summaries of operations; a property may have the same name. */
const isText = (name: string, value: unknown) =>
  (name === 'description' || name === 'summary') && typeof value === 'string'

type Described = Record<string, { description?: string }>

t.test('every operation, shared parameter and shared answer is described in Swedish', async t => {
  const left = operationsOf(english).filter(({ description }) => !swedishOfOperation(description ?? ''))
  t.strictSame(
    left.map(({ operationId }) => operationId),
    []
  )
  const { parameters, responses } = english.components as unknown as { parameters: Described; responses: Described }
  for (const [name, { description }] of [...Object.entries(parameters), ...Object.entries(responses)]) {
    if (description) t.ok(swedishDescription(description), name)
  }
})

/** The descriptions at the same places of both documents; examples are data. */
function pairsOf(one: unknown, other: unknown, within = ''): [english: string, swedish: unknown][] {
  if (typeof one !== 'object' || one === null) return []
  return Object.entries(one).flatMap(([name, value]): [string, unknown][] => {
    if (/^examples?$/.test(name) && within !== 'properties') return []
    const same = (other as Record<string, unknown>)[name]
    return isText(name, value) ? [[value, same]] : pairsOf(value, same, name)
  })
}

t.test('everything that is described is described in Swedish', async t => {
  const pairs = pairsOf(english, openapiDocument('sv'))
  t.ok(pairs.length > 4_000)
  const left = new Set(pairs.filter(([english, swedish]) => swedish === english).map(([english]) => english))
  t.strictSame([...left].sort(), ['SCB:s kommunkod', '§'], 'what is the same in both')
})

t.test('no Swedish is of a description that is gone', async t => {
  const told = new Set<string>()
  JSON.stringify(english, (name, value) => {
    if (isText(name, value))
      told
        .add(value)
        .add(value.replace(/\n\n.*$/, ''))
        .add(value.replace(/\. Such as `[^`]*`$/, ''))
    return value
  })
  const texts = [...Object.keys(swedishOperations), ...Object.keys(swedishParts)]
  t.strictSame(
    texts.filter(text => !told.has(text)),
    []
  )
})

t.test('what is made of parts is translated part by part', async t => {
  const cases: [english: string, swedish: string | undefined][] = [
    ['The body', 'Organet'],
    ['First year. Such as `2021`', 'Första år. Till exempel `2021`'],
    ['What getSeries answers, all rows of it.', 'Det som getSeries svarar, alla rader.'],
    [
      'Order, id unless told; descending with a hyphen. What is written meanwhile neither repeats nor hides rows.',
      'Ordning, id om inget annat anges; fallande med bindestreck. Det som skrivs under tiden varken upprepar eller döljer rader.'
    ],
    ['Nobody has said this', undefined],
    ['Nobody has said this. Such as `2021`', undefined]
  ]
  for (const [english, swedish] of cases) t.equal(swedishDescription(english), swedish, english)
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
  const undescribed = ({ info: _, tags: __, servers: ___, ...document }: typeof english) =>
    JSON.parse(JSON.stringify(document, (name, value) => (isText(name, value) ? undefined : value)))
  t.strictSame(undescribed(sv!.body), undescribed(en!.body), 'nothing but what people read differs')
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
