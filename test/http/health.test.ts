import t from 'tap'
import { createApp } from '../support/app.ts'

t.test('the process lives and is ready while the database answers', async t => {
  const { request } = await createApp(t)
  t.match(await request('GET', '/health/live'), { status: 200, body: { status: 'ok' } })
  t.match(await request('GET', '/health/ready'), { status: 200, body: { status: 'ok' } })
})

t.test('without its database the process lives but is not ready, and says so with a problem', async t => {
  const { request, database } = await createApp(t)
  await database.$client.end()
  database.$client.end = async () => {}
  t.match(await request('GET', '/health/ready'), {
    status: 503,
    headers: { 'retry-after': '5', 'content-type': /^application\/problem\+json/ },
    body: { type: /\/database-unavailable$/ }
  })
  t.match(await request('GET', '/health/live'), { status: 200 })
})

t.test('metrics count requests by route, never by address', async t => {
  const { request } = await createApp(t)
  await request('GET', '/partnerskap/v1/api-info')
  await request('GET', '/nowhere/else')
  const { status, body } = await request('GET', '/metrics')
  t.equal(status, 200)
  t.match(
    body,
    /http_request_duration_seconds_count\{method="GET",route="\/partnerskap\/v1\/api-info",status="200"\} 1/
  )
  t.match(body, /route="none",status="404"/)
  t.notMatch(body, /nowhere/)
  t.match(body, /process_cpu_seconds_total/)
})

t.test('the API tells what it is', async t => {
  const { request } = await createApp(t, { publicUrl: 'https://bidrag.example.se' })
  t.match(await request('GET', '/partnerskap/v1/api-info'), {
    status: 200,
    body: {
      apiName: 'Partnerskap',
      apiVersion: /^\d+\.\d+\.\d+$/,
      apiReleased: /^\d{4}-\d\d-\d\d$/,
      apiDocumentation: 'https://bidrag.example.se/docs',
      apiStatus: 'active'
    }
  })
})

t.test('the documentation is here, and asks nothing of other hosts', async t => {
  const { request } = await createApp(t)
  t.match(await request('GET', '/'), { status: 302, headers: { location: '/docs' } })
  t.match(await request('GET', '/docs'), { status: 301, headers: { location: '/docs/' } })
  for (const page of ['/docs/', '/docs/payments', '/docs/all/']) {
    const { status, body } = await request('GET', page)
    t.equal(status, 200, page)
    t.notMatch(body, /https?:\/\/(?!www\.w3\.org)/, page)
  }
  const script = await request('GET', '/docs/all/js/scalar.js')
  t.match(script, { status: 200, headers: { 'content-type': /javascript/ } })
})

t.test('the document served names the address of the service, or PUBLIC_URL', async t => {
  const { request } = await createApp(t)
  const served = await request('GET', '/openapi.json', undefined, { host: '127.0.0.1:3000' })
  t.strictSame(served.body.servers, [{ url: 'http://127.0.0.1:3000/partnerskap/v1' }])
  const behind = await createApp(t, { publicUrl: 'https://bidrag.example.se' })
  const { body } = await behind.request('GET', '/openapi.json')
  t.strictSame(body.servers, [{ url: 'https://bidrag.example.se/partnerskap/v1' }])
})

t.test('the documentation can be left out', async t => {
  const { request } = await createApp(t, { docs: false })
  t.equal((await request('GET', '/docs')).status, 404)
  t.equal((await request('GET', '/openapi.json')).status, 200)
})
