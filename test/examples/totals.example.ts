import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultSettings, TaskUtils } from '@microsoft/powerquery-parser'
import t from 'tap'
import { root } from '../support/embedded.ts'
import { aProxy } from './proxy.ts'
import { aStartedService, ran } from './service.ts'

const { address, api, key, ask } = await aStartedService(t)
for (const code of ['2031', '0136']) await ask('PUT', `/municipalities/${code}`, { name: code })
const csv = readFileSync(join(root, 'samples/decisions-2031-rattvik.csv'), 'utf8')
const sent = await fetch(`${api}/2031/decision-imports`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
  body: csv
})
t.equal(sent.status, 201)

const hasPython = spawnSync('python3', ['--version']).status === 0
t.test(
  'totals.py prints the sums, and is not sent again what has not changed',
  { skip: !hasPython && 'no python3 here' },
  async t => {
    const home = await mkdtemp(join(tmpdir(), 'partnerskap-totals-'))
    t.teardown(() => rm(home, { recursive: true }))
    const proxy = await aProxy(t, address)
    const env = { API: `${proxy.url}/partnerskap/v1`, KEY: key, PYTHONIOENCODING: 'utf-8' }
    const run = (...args: string[]) =>
      ran('python3', ['examples/totals/totals.py', ...args, join(home, 'kept.json')], env)
    proxy.faults.push({ status: 503, headers: { 'retry-after': '0' } })
    const first = await run('2031')
    t.equal(first.code, 0, first.stderr)
    t.match(first.stdout, /^År +Bidragsform +Rader +Beviljat \(kr\)\n/)
    t.match(first.stdout, /\n2022 {2}Bygdepeng Dalfors och Orebygden +14 +227 750,00\n/)
    t.match(first.stdout, /\nAlla +49 +784 774,00\n$/)
    t.equal(proxy.seen.length, 2)
    const second = await run('2031')
    t.match(second, { code: 0, stdout: first.stdout, stderr: /Nothing has changed/ })
    await ask('POST', '/2031/bodies', { name: 'Ny nämnd', kind: 'committee' })
    // The tag follows from the latest change of the municipality, whatever that is of.
    t.match(await run('2031'), { code: 0, stdout: first.stdout }, 'sums are the same')
    t.match(
      await run('0136'),
      { code: 0, stdout: /\nAlla +0 +0,00\n$/, stderr: '' },
      'another municipality is another answer'
    )
    t.match(
      await ran('python3', ['examples/totals/totals.py', '2031', join(home, 'x.json')], { ...env, KEY: 'psk_x' }),
      {
        code: 1,
        stderr: /^401: /
      }
    )
  }
)

t.test('every address, parameter and column of totals.pq is one of the document', async t => {
  const query = readFileSync(join(root, 'examples/totals/totals.pq'), 'utf8')
  const document = JSON.parse(readFileSync(join(root, 'openapi/openapi.json'), 'utf8'))
  const found = (value: { $ref?: string }) =>
    value.$ref
      ? value.$ref
          .slice(2)
          .split('/')
          .reduce((part, name) => part[name], document)
      : value
  const [, relative] = /RelativePath = Municipality & "([^"]+)"/.exec(query)!
  const operation = document.paths[`/{municipalityCode}${relative}`]?.get
  t.ok(operation, relative)
  const [, asked] = /Query = \[([^\]]*)\]/.exec(query)!
  const parameters = [...asked!.matchAll(/(\w+) = "([^"]*)"/g)].map(([, name, value]) => ({
    name: name!,
    value: value!
  }))
  t.ok(parameters.length > 0)
  const known = operation.parameters.map(found).filter((each: { in: string }) => each.in === 'query')
  for (const { name, value } of parameters) {
    const { schema } = known.find((each: { name: string }) => each.name === name) ?? {}
    t.ok(schema, `${name} is a parameter`)
    const codes = found(schema ?? {})
    if (codes.enum) t.ok(codes.enum.includes(value), `${name}=${value}`)
    if (codes.pattern) t.match(value, new RegExp(codes.pattern), `${name}=${value}`)
  }
  const totals = found(found(operation.responses['200']).content['application/json'].schema)
  const [, list] = /Answer\[items\],\s*\{([^}]*)\}/.exec(query)!
  const columns = [...list!.matchAll(/"(\w+)"/g)].map(([, name]) => name!)
  const properties = Object.keys(found(totals.properties.items.items).properties)
  for (const name of columns) t.ok(properties.includes(name), `${name} is a column`)
  const typed = [...query.matchAll(/\{"(\w+)", (?:Int64\.Type|Currency\.Type|type text)\}/g)].map(([, name]) => name)
  t.strictSame(typed, columns, 'each column has a type')
  const { items } = await ask(
    'GET',
    `/2031${relative}?${new URLSearchParams(Object.fromEntries(parameters.map(({ name, value }) => [name, value])))}`
  )
  t.ok(items.length > 0)
  for (const name of columns) t.ok(name === 'yearTo' || items.some((row: object) => name in row), `${name} is answered`)
})

t.test('totals.pq is what Power Query reads as M, and a query with a mistake is not', async t => {
  const query = readFileSync(join(root, 'examples/totals/totals.pq'), 'utf8')
  t.ok(TaskUtils.isParseStageOk(await TaskUtils.tryLexParse(DefaultSettings, query)))
  for (const [right, wrong] of [
    ['in\n    Typed', '    Typed'],
    ['Rows = ', 'Rows '],
    ['"en-US"\n    )', '"en-US"']
  ] as const) {
    t.ok(query.includes(right), right)
    const parsed = await TaskUtils.tryLexParse(DefaultSettings, query.replace(right, wrong))
    t.notOk(TaskUtils.isParseStageOk(parsed), wrong)
  }
})
