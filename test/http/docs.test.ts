import t from 'tap'
import { anchorOf } from '../../src/platform/http/docs-contents.ts'
import { tags } from '../../src/platform/http/openapi-info.ts'
import { withWholeOperations } from '../../src/platform/http/openapi-paths.ts'
import { aRegister } from '../support/register.ts'

const { app } = await aRegister(t)

// biome-ignore lint/suspicious/noExplicitAny: documents are walked as they are
type Any = any
const whole: Any = withWholeOperations((await app.inject('/openapi.json')).json())

const operationsOf = ({ paths }: Any): { path: string; method: string; operation: Any }[] =>
  Object.entries<Any>(paths).flatMap(([path, methods]) =>
    Object.entries<Any>(methods).map(([method, operation]) => ({ path, method, operation }))
  )

t.test('the contents list every operation once, with a link to where its tag tells it', async t => {
  const { body } = await app.inject('/docs/')
  for (const { path, method, operation } of operationsOf(whole)) {
    const [tag] = operation.tags
    const link = `href="/docs/${tag}#${anchorOf(tag, method, path)}"`
    t.equal(body.split(link).length, 2, `${method} ${path}`)
  }
  for (const { name } of tags) t.ok(body.includes(`<h3><a href="/docs/${name}">`), name)
  t.notMatch(body, /<script/, 'nothing runs in it')
})

t.test('the document of a tag holds its operations, all that they refer to, and nothing else', async t => {
  let count = 0
  for (const { name } of tags) {
    const answer = await app.inject(`/docs/${name}/openapi.json`)
    const document = answer.json()
    const operations = operationsOf(document)
    count += operations.length
    t.ok(
      operations.length > 0 && operations.length <= 40,
      `${name}: each costs the reader's browser 20 ms before it shows any`
    )
    for (const { path, method, operation } of operations) {
      t.same(operation.tags, [name])
      t.same(Object.keys(operation), Object.keys(whole.paths[path][method]))
    }
    const ids = operations.map(({ operation }) => operation.operationId)
    const linked = [...answer.body.matchAll(/"links":\{"(\w+)"/g)].map(([, id]) => id)
    t.same(
      linked.filter(id => !ids.includes(id)),
      [],
      'a link leads to an operation that is there'
    )
    const referred = new Set([...answer.body.matchAll(/"\$ref":"#\/components\/(\w+\/[\w-]+)"/g)].map(([, at]) => at!))
    const held = Object.entries<Any>(document.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, all]) => Object.keys(all).map(one => `${kind}/${one}`))
    t.same([...referred].sort(), held.sort(), name)
    t.same(document.components.securitySchemes, whole.components.securitySchemes)
  }
  t.equal(count, operationsOf(whole).length)
})

t.test('the page of a tag leads back to its place among the contents', async t => {
  const contents = (await app.inject('/docs/')).body
  for (const { name } of tags) {
    t.ok((await app.inject(`/docs/${name}`)).body.includes(`<a href="/docs/#${name}">← All operations</a>`), name)
    t.ok(contents.includes(`id="${name}"`), name)
  }
})

t.test('a tag that is not there is nothing', async t => {
  for (const url of ['/docs/nope', '/docs/nope/openapi.json', '/docs/payments/']) {
    t.match((await app.inject(url)).json(), { status: 404, type: /\/not-found$/ }, url)
  }
})

t.test('HEAD says what GET would', async t => {
  for (const url of ['/docs/', '/docs/payments', '/docs/payments/openapi.json']) {
    const get = await app.inject(url)
    const head = await app.inject({ url, method: 'HEAD' })
    t.match(head, { statusCode: 200, body: '' })
    for (const name of ['etag', 'content-type', 'content-security-policy', 'cache-control']) {
      t.equal(head.headers[name], get.headers[name], `${url} ${name}`)
    }
    const again = await app.inject({ url, headers: { 'if-none-match': String(get.headers.etag) } })
    t.equal(again.statusCode, 304)
  }
})
