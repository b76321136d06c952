import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'

// The service is started several times.

type Span = {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  kind: number
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
}

/** A collector, as OTLP over HTTP has it, and what it was sent. */
async function aCollector(t: Test) {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const packed = request.headers['content-encoding'] === 'gzip'
      bodies.push(`${request.url} ${packed ? gunzipSync(body) : body}`)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const spans = (): Span[] =>
    bodies.flatMap(body => {
      const { resourceSpans } = JSON.parse(body.slice(body.indexOf('{')))
      return resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
        resource.scopeSpans.flatMap(scope => scope.spans)
      )
    })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, spans }
}

/** Writes down every module of OpenTelemetry that the service loads, but the small API that prom-client brings. */
const WATCH = `--import=data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module'
   registerHooks({ resolve(specifier, context, next) {
     const found = next(specifier, context)
     const ofFigures = /prom-client|opentelemetry.api/.test(context.parentURL)
     if (/opentelemetry|fastify.otel/.test(found.url) && !ofFigures) console.error('LOADED ' + found.url)
     return found
   } })`
)}`

const attribute = ({ attributes }: Span, key: string) => {
  const value = attributes.find(each => each.key === key)?.value
  return value?.stringValue ?? value?.intValue
}

async function asking(address: string, key: string) {
  const api = `${address}/partnerskap/v1`
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${key}`
    const type = body && { 'content-type': 'application/json' }
    const init = {
      method,
      headers: { authorization, ...type, ...headers },
      ...(body && { body: JSON.stringify(body) })
    }
    const answer = await fetch(api + path, init)
    await answer.arrayBuffer()
    return answer
  }
}

t.test('spans of HTTP and SQL are sent, linked to the trace of the caller, and hold nothing of anybody', async t => {
  const collector = await aCollector(t)
  const { child, lines, address } = await aService(t, {
    DATABASE_URL: await createDatabase(t),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
    NODE_OPTIONS: WATCH
  })
  t.ok(lines.some(line => line.startsWith('LOADED ')))
  const key = /psk_\S+/.exec(lines.join('\n'))![0]
  const ask = await asking(address, key)
  await ask('PUT', '/municipalities/0136', { name: 'Haninge' })
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
  const traceparent = `00-${trace}-00f067aa0ba902b7-01`
  const search = `/0136/organisations?search=${encodeURIComponent('MARKsökord')}`
  t.equal((await ask('GET', search, undefined, { traceparent })).headers.get('traceparent'), traceparent)
  const organisation = { name: 'MARKnamn', reference: 'MARKref' }
  t.equal((await ask('POST', '/0136/organisations', organisation, { traceparent })).status, 201)
  t.equal((await ask('POST', '/0136/organisations', organisation, { traceparent })).status, 409)
  t.equal((await ask('GET', '/0136/organisations/19121212-1212', undefined, { traceparent })).status, 400)
  const own = await ask('GET', '/0136/bodies')
  const [, ownTrace] = own.headers.get('traceparent')!.split('-')
  await ask('GET', '/0136/schemes', undefined, { traceparent: traceparent.replace(/4736-(.*)-01$/, '4737-$1-00') })
  t.equal(await stop(child), 0)

  t.ok(collector.bodies.every(body => body.startsWith('/v1/traces ')))
  const spans = collector.spans()
  const of = (name: RegExp, traceId: string) => spans.filter(span => name.test(span.name) && span.traceId === traceId)
  const requests = of(/^(GET|POST) /, trace)
  t.equal(requests.length, 4)
  for (const span of requests) t.match(span, { parentSpanId: '00f067aa0ba902b7', kind: 2 })
  const listed = requests.find(
    span => span.name.startsWith('GET') && attribute(span, 'http.response.status_code') === 200
  )!
  t.match(listed.name, /^GET \/partnerskap\/v1\/:municipalityCode.*\/organisations$/)
  t.equal(attribute(listed, 'url.path'), '/partnerskap/v1/0136/organisations')

  const within = (span: Span): Span[] =>
    spans.filter(({ parentSpanId }) => parentSpanId === span.spanId).flatMap(child => [child, ...within(child)])
  const queries = within(listed).filter(({ name }) => name === 'SQL SELECT')
  t.ok(
    queries.some(span =>
      /search_key\b[^~]* ~ \(\$\d/.test(String(attribute(span, 'db.statement') ?? attribute(span, 'db.query.text')))
    )
  )
  const made = requests.find(span => attribute(span, 'http.response.status_code') === 201)!
  t.ok(within(made).some(({ name }) => name === 'SQL INSERT'))

  t.ok(of(/^GET /, ownTrace!).length === 1, 'a trace that begins here has the id that the answer and the log name')
  t.notOk(
    spans.some(({ traceId }) => traceId.endsWith('4737')),
    'what the caller does not sample is not traced'
  )
  const all = collector.bodies.join('\n')
  t.notMatch(all, /MARK|mark(s|n|r)|psk_|19121212|Failed query|duplicate key|"events":\[\{/)
  t.notMatch(all, /"(hook|fastify|db\.user|db\.connection)/)
})

t.test('nothing of OpenTelemetry is loaded where no address is set', async t => {
  const { child, lines, address } = await aService(t, {
    ...{ DATABASE_URL: await createDatabase(t), NODE_OPTIONS: WATCH },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '' }
  })
  let after = ''
  child.stderr.on('data', chunk => {
    after += chunk
  })
  for (const path of ['/partnerskap/v1/api-info', '/openapi.json', '/docs/', '/metrics', '/health/ready']) {
    t.equal((await fetch(address + path)).status, 200)
  }
  t.equal(await stop(child), 0)
  t.strictSame(
    [...lines, ...after.split('\n')].filter(line => line.includes('LOADED')),
    []
  )
})

t.test('a collector that is down, or never answers, slows nothing and keeps nobody from ending', async t => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.teardown(() => {
    silent.closeAllConnections()
    silent.close()
  })
  const never = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  // Nobody listens on the port of discard.
  for (const endpoint of [never, 'http://127.0.0.1:9']) {
    const { child, lines, address } = await aService(t, {
      DATABASE_URL: await createDatabase(t),
      ...{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces`, WORKER: 'none' }
    })
    const ask = await asking(address, /psk_\S+/.exec(lines.join('\n'))![0])
    t.equal((await ask('PUT', '/municipalities/0136', { name: 'Haninge' })).status, 201)
    for (let times = 0; times < 50; times++) t.equal((await ask('GET', '/0136/bodies')).status, 200)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    t.equal((await ask('GET', '/0136/bodies')).status, 200)
    const began = performance.now()
    t.equal(await stop(child), 0)
    t.ok(performance.now() - began < 10_000, `${endpoint}: ended after ${Math.round(performance.now() - began)} ms`)
  }
})
