import fastify from 'fastify'
import t, { type Test } from 'tap'
import { type Deprecated, deprecation } from '../../src/platform/http/deprecation.ts'

async function serving(t: Test, deprecated?: Deprecated) {
  const app = fastify()
  await app.register(deprecation)
  app.get('/', { config: { scope: 'public', ...(deprecated && { deprecated }) } }, async () => ({}))
  t.teardown(() => app.close())
  return app
}

const link = 'https://api.example.se/docs'

t.test('an operation that is to go says since when, until when, and what comes instead', async t => {
  const app = await serving(t, { since: '2027-01-01', sunset: '2028-01-01', link })
  const { headers } = await app.inject('/')
  t.match(headers, {
    deprecation: '@1798761600',
    sunset: 'Sat, 01 Jan 2028 00:00:00 GMT',
    link: `<${link}>; rel="deprecation"; type="text/html"`
  })
})

t.test('an operation that stays says nothing of it', async t => {
  const { headers } = await (await serving(t)).inject('/')
  t.strictSame([headers.deprecation, headers.sunset, headers.link], [undefined, undefined, undefined])
})

t.test('nothing goes within a year of its deprecation', async t => {
  await t.rejects(serving(t, { since: '2027-01-02', sunset: '2028-01-01', link }), /within a year/)
  await t.resolves(serving(t, { since: '2027-01-02', sunset: '2028-01-02', link }))
})
