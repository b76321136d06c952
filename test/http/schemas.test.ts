import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { createApp } from '../support/app.ts'

t.test('every schema of every operation is a schema: the service does not ask when it starts', async t => {
  const { app } = await createApp(t)
  const ajv = new Ajv2020()
  t.notOk(ajv.validateSchema({ type: 'strin' }), 'what is none is noticed')
  const holds = (name: string, schema: unknown) =>
    t.ok(ajv.validateSchema(schema as object), `${name}: ${ajv.errorsText()}`)

  for (const [name, schema] of Object.entries(app.getSchemas())) holds(name, schema)
  t.ok(Object.keys(app.getSchemas()).length > 100)
  for (const { method, url, schema } of app.routeTable) {
    const { body, querystring, params, headers, response } = schema ?? {}
    const parts = { body, querystring, params, headers, ...(response as Record<string, unknown> | undefined) }
    for (const [part, said] of Object.entries(parts)) {
      const content = (said as { content?: Record<string, { schema: unknown }> } | undefined)?.content
      const all = content
        ? Object.entries(content).map(([type, one]) => [`${part} as ${type}`, one.schema])
        : [[part, said]]
      for (const [which, one] of all) if (one !== undefined) holds(`${method} ${url} ${which}`, one)
    }
  }
})
