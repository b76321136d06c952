import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { clearForgotten } from '../../src/imports/finding/staging.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { made } from '../support/register.ts'
import { xlsx } from './books.ts'
import { anImporter, csvOf, row, told } from './importing.ts'

/** Files while they come: cut off, endless, sent twice, left by their sender; and what stays of them. */

const rows = (count: number, cells = {}) =>
  Array.from({ length: count }, (_, at) => row({ purpose: `Jour ${at}`, granted: 1000 + at, ...cells }))

/** An importer that listens, as senders that leave do so over a socket; its files are kept in a folder of their own. */
async function aListener(t: Test) {
  const spoolDir = t.testdir({})
  const importer = await anImporter(t, '0136', { spoolDir })
  const { app, newKey, database } = importer
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { secret } = await newKey()
  const { port } = app.server.address() as AddressInfo
  const open = (headers: Record<string, string | number> = {}) =>
    request({
      ...{ port, host: '127.0.0.1', method: 'POST', path: `${apiPrefix}/0136/decision-imports` },
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'text/csv', ...headers }
    })
  const staged = async () =>
    (await database.$client.query('select count(*)::int as n from import_staged_rows')).rows[0].n as number
  return { ...importer, open, staged, left: () => readdir(spoolDir) }
}

/** The status and the body of what is answered. */
async function answerOf(sending: ReturnType<typeof request>) {
  const [response] = await once(sending, 'response')
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode as number, body: JSON.parse(text) }
}

t.test('a sender that leaves in the middle changes nothing, leaves nothing, and holds nobody up', async t => {
  const { open, dump, left, staged, take } = await aListener(t)
  const before = await dump()
  const part = Buffer.from(csvOf(rows(30_000)))
  for (const size of [10_000, part.length]) {
    const sending = open({ 'content-length': part.length + 1_000_000 })
    sending.on('error', () => {})
    await new Promise(resolve => sending.write(part.subarray(0, size), resolve))
    sending.destroy()
  }
  t.match(await take(rows(3)), { createdCount: 3 }, 'the next file is taken at once')
  t.same(await left(), [])
  t.equal(await staged(), 0)
  t.same(Object.keys(await dump()), Object.keys(before))
})

t.test('a file that is cut off is refused, or its last row is, with the line', async t => {
  const { send } = await aListener(t)
  const csv = csvOf(rows(20))
  const json = JSON.stringify(rows(20))
  const ndjson = rows(20)
    .map(cells => JSON.stringify(cells))
    .join('\n')
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const book = xlsx({ rows: `<row>${Object.keys(rows(1)[0]!).map(cell).join('')}</row>` })
  const cut = <T extends string | Buffer>(file: T, less = 30) => file.slice(0, file.length - less) as T
  const whole: [file: string | Buffer, type: string, detail: RegExp][] = [
    [cut(json), 'application/json', /ends within row 20/],
    [cut(csv, 5), 'text/csv', /line 21 on: a quote is opened/],
    [cut(gzipSync(csv)), 'application/gzip', /damaged or cut off/],
    [cut(book), 'application/octet-stream', /damaged or cut off/]
  ]
  for (const [file, type, detail] of whole) {
    t.match(await send(file, { dryRun: true }, type), { status: 400, body: { type: /import-file$/, detail } }, type)
  }
  const rejected = { createdCount: 19, rejectedCount: 1 }
  const { counts, id } = await made(send(cut(ndjson), { dryRun: true }, 'application/x-ndjson'))
  t.same(told(counts), rejected)
  t.ok(id)
  const plain = csv.replaceAll('"', '')
  t.same(told((await made(send(cut(plain, 20), { dryRun: true }))).counts), rejected, 'a row without its last cells')
})

t.test('a line of a hundred megabytes is refused with its number, before it is in memory', async t => {
  const { open, left } = await aListener(t)
  for (const [type, before] of [
    ['text/csv', csvOf(rows(2)).replaceAll('"', '')],
    ['application/x-ndjson', '{"a":1}\n{"a":2}\n{"a":3}']
  ] as const) {
    const sending = open({ 'content-type': type })
    sending.write(`${before}\n`)
    const much = Buffer.alloc(1_000_000, 'x')
    for (let sent = 0; sent < 100; sent++) {
      if (!sending.write(much)) await Promise.race([once(sending, 'drain'), once(sending, 'response')])
    }
    sending.end()
    const { status, body } = await answerOf(sending)
    t.match(
      { status, body },
      { status: 400, body: { detail: /^Line 4 of the file is too long/, violations: [{ line: 4 }] } }
    )
    t.same(await left(), [])
  }
})

t.test('what gzip unpacks to is bounded', async t => {
  const spoolDir = t.testdir({})
  const { send } = await anImporter(t, '0136', { spoolDir, importMaxUnpackedBytes: 5_000_000 })
  const bomb = gzipSync(Buffer.alloc(100_000_000, 'x\n'))
  t.ok(bomb.length < 200_000)
  t.match(await send(bomb, {}, 'application/gzip'), { status: 413, body: { type: /import-file-too-large$/ } })
  t.same(await readdir(spoolDir), [])
})

t.test('a body that is larger than is taken is 413, whether it says so or not', async t => {
  const { send } = await anImporter(t, '0136', { importMaxBytes: 1_000 })
  const large = csvOf(rows(100))
  t.match(await send(large), { status: 413, body: { type: /body-too-large$/ } })
  const form = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${large}\r\n--x--\r\n`
  t.match(await send(form, {}, 'multipart/form-data; boundary=x'), { status: 413, body: { type: /body-too-large$/ } })
})

t.test('of many rejected rows some are answered, and all are in the report, page by page', async t => {
  const { send, get } = await aListener(t)
  const count = 12_000
  const file = csvOf(rows(count, { granted: '18x' }))
  const answer = await send(file, { atomic: true })
  t.match(answer, { status: 422, body: { type: /import-refused$/, counts: { rejectedCount: count } } })
  t.ok(answer.body.violations.length <= 2_001, `${answer.body.violations.length} violations are answered`)
  t.ok(JSON.stringify(answer.body).length < 500_000)
  const { id, counts } = await made(send(file))
  t.same(told(counts), { rejectedCount: count })
  let [seen, cursor] = [0, '']
  do {
    const page = await get(`/decision-imports/${id}/rows?result=rejected&limit=1000${cursor && `&cursor=${cursor}`}`)
    seen += page.items.length
    cursor = page.meta.nextCursor
  } while (cursor)
  t.equal(seen, count)
})

t.test('the same file twice at once comes in once', async t => {
  const { send, lines } = await aListener(t)
  const file = csvOf(rows(500))
  const both = await Promise.all([made(send(file)), made(send(file))])
  t.same(
    both.map(({ counts }) => told(counts)).sort((a, b) => ('createdCount' in a ? -1 : 'createdCount' in b ? 1 : 0)),
    [{ createdCount: 500 }, { unchangedCount: 500 }]
  )
  t.equal((await lines()).length, 500)
})

t.test('what a process that was killed has left is cleared after a day, and nothing else is', async t => {
  const { database, staged } = await aListener(t)
  const at = (hours: number) =>
    `${Math.floor(Date.now() - hours * 3_600_000)
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-000000000000`
  for (const id of [at(25), at(23)]) {
    await database.$client.query(
      `insert into import_staged_rows (municipality_code, import_id, position, line, violations, warnings)
       values ('0136', '${id}', 1, 2, '[]', '[]')`
    )
  }
  t.equal(await clearForgotten(database), 1)
  t.equal(await staged(), 1)
})
