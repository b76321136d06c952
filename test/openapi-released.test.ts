import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openapiFiles } from '../src/commands/openapi.ts'
import { withWholeOperations } from '../src/platform/http/openapi-paths.ts'
import { breaks } from './support/breaks.ts'

/** Whoever was built upon the last release can go on: docs/integrating.md, "What will not break". */

// biome-ignore lint/suspicious/noExplicitAny: a document is changed as it is
type Any = any

const released: Any = withWholeOperations(
  JSON.parse(await readFile(new URL('../openapi/released.json', import.meta.url), 'utf8'))
)
const present: Any = withWholeOperations(JSON.parse((await openapiFiles())['openapi.json']!))

t.test('nothing of the last release is gone or taken more narrowly', async t => {
  t.strictSame(breaks(released, present), [])
})

const { schemas } = present.components
const bodies = '/{municipalityCode}/bodies'

const broken: [what: string, change: (document: Any) => void, said: string | RegExp][] = [
  ['an operation', d => delete d.paths[bodies].get, `GET ${bodies} is gone`],
  ['a path', d => delete d.paths[bodies], `POST ${bodies} is gone`],
  ['a name of an operation', d => (d.paths[bodies].get.operationId = 'bodies'), /its operationId has changed/],
  [
    'a parameter',
    d => (d.paths[bodies].get.parameters = d.paths[bodies].get.parameters.filter(({ name }: Any) => name !== 'kind')),
    `GET ${bodies}: the parameter kind is gone`
  ],
  [
    'a parameter that need not be sent',
    d => d.paths[bodies].get.parameters.push({ in: 'query', name: 'year', required: true, schema: {} }),
    `GET ${bodies}: year is demanded now`
  ],
  [
    'a property that is answered',
    d => delete d.components.schemas.RegisteredRecord.properties.createdAt,
    /createdAt is gone/
  ],
  [
    'a property that is always answered',
    d => d.components.schemas.Body.allOf.at(-1).required.shift(),
    `GET ${bodies}/{id} 200: name may be absent now`
  ],
  [
    'a property that is answered with a value',
    d => (d.components.schemas.Body.allOf.at(-1).properties.name.type = ['string', 'null']),
    `GET ${bodies}/{id} 200.name can be null now`
  ],
  [
    'the type of what is answered',
    d => (d.components.schemas.RegisteredRecord.properties.version.type = 'string'),
    /version can be string now/
  ],
  ['a property that is sent', d => delete d.components.schemas.NewBody.properties.validTo, /body: validTo is gone/],
  [
    'a property that need not be sent',
    d => d.components.schemas.NewBody.required.push('validTo'),
    `POST ${bodies} body: validTo is demanded now`
  ],
  ['a code', d => d.components.schemas.BodyKind.enum.pop(), /the code department is gone/],
  ['a bound', d => (d.components.schemas.NewBody.properties.name.maxLength = 10), /body.name: maxLength is lower/],
  [
    'a word that a list of words took',
    d => {
      const without = (part: object) => JSON.parse(JSON.stringify(part).replaceAll('organisation|', ''))
      Object.assign(d, { paths: without(d.paths), components: without(d.components) })
    },
    /groupBy has another pattern/
  ],
  ['a pattern', d => (d.components.schemas.NewBody.properties.name.pattern = '^A'), /body.name has another pattern/],
  [
    'a format',
    d => delete d.components.schemas.RegisteredRecord.properties.createdAt.format,
    /createdAt has another format/
  ],
  ['null, where it was taken', d => (d.components.schemas.ValidTo.type = 'string'), /body.validTo is no null any more/],
  [
    'a media type',
    d => delete d.paths[`${bodies}/{id}`].patch.requestBody.content['application/json'],
    /application\/json is gone/
  ]
]

t.test('it is noticed when something is taken away', async t => {
  for (const [what, change, said] of broken) {
    const changed = structuredClone(present)
    change(changed)
    const found = breaks(present, changed)
    const isSaid = (each: string) => (typeof said === 'string' ? each === said : said.test(each))
    t.ok(found.some(isSaid), `${what}: ${found.slice(0, 3).join('; ') || 'nothing'}`)
  }
})

t.test('more breaks nobody', async t => {
  const more = structuredClone(present)
  more.paths[`${bodies}/all`] = more.paths[bodies]
  more.components.schemas.BodyKind.enum.push('court')
  more.components.schemas.Body.allOf.at(-1).properties.seat = { type: 'string' }
  more.components.schemas.NewBody.properties.seat = { type: 'string' }
  more.components.schemas.NewBody.properties.name.maxLength = 1000
  more.paths[bodies].get.parameters.push({ in: 'query', name: 'seat', required: false, schema: { type: 'string' } })
  t.strictSame(breaks(present, more), [])
  t.ok(Object.keys(schemas).length > 200)
})
