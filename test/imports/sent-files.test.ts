import { gzipSync } from 'node:zlib'
import t from 'tap'
import { anImporter } from './importing.ts'
import { fixture } from './reading.ts'

/** Files of every form as they are sent: with a content type, in a form, packed. */

const workbook = (name: string) => Buffer.from(fixture(`workbooks/${name}`))
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const csv =
  'Nämnd;Beslutsdatum;Bidragsår;Bidragsform;Förening;Beviljat belopp;Utfall\nKFN;2024-03-05;2024;V;IFK;5000;beviljad\n'

/** A form as browsers send it: its content type and its bytes. */
async function formOf(parts: [name: string, value: string | Buffer, fileName?: string, type?: string][]) {
  const form = new FormData()
  for (const [name, value, fileName, type] of parts) {
    if (typeof value === 'string' && fileName === undefined) form.append(name, value)
    else form.append(name, new Blob([value as Buffer<ArrayBuffer>], { type: type ?? 'text/csv' }), fileName ?? '')
  }
  const request = new Response(form)
  return { type: request.headers.get('content-type')!, body: Buffer.from(await request.arrayBuffer()) }
}

t.test('a workbook comes in, and the same again changes nothing', async t => {
  const { send, totals } = await anImporter(t, '2031')
  const first = await send(workbook('../cases/clean.xlsx'), { source: 'w' }, excel)
  t.match(first, { status: 201, body: { counts: { createdCount: 29, rejectedCount: 0 }, encoding: null } })
  t.match(await totals(), { meta: {} })
  const types = ['text/csv', 'application/octet-stream', 'application/gzip']
  for (const type of types) {
    const bytes = type.endsWith('gzip') ? gzipSync(workbook('../cases/clean.xlsx')) : workbook('../cases/clean.xlsx')
    t.match(await send(bytes, { source: 'w' }, type), { body: { counts: { unchangedCount: 29 } } }, type)
  }
  t.match(await send(workbook('../cases/clean.xlsx'), { sheet: 'Blad9' }, excel), {
    status: 422,
    body: { type: /import-options$/, violations: [{ field: 'sheet', message: /1 "Beslut"/ }] }
  })
  t.match(await send(workbook('../cases/clean.xlsx').subarray(0, 3000), {}, excel), {
    status: 400,
    body: { type: /import-file$/ }
  })
})

t.test('a form holds the file and its options', async t => {
  const { send, admin } = await anImporter(t)
  const post = async (parts: Parameters<typeof formOf>[0], options = {}, headers: Record<string, string> = {}) => {
    const { type, body } = await formOf(parts)
    return await send(body, options, type, headers)
  }
  const mapped = csv
    .replace('Förening', 'Namn')
    .replace('Beviljat belopp', 'Pengar')
    .replace('Nämnd', 'X')
    .replaceAll('KFN', '')
  const answer = await post([
    ['mapping', 'Namn:recipient'],
    ['mapping', 'Pengar:granted'],
    ['default', 'body:KFN'],
    ['controlTotal', '5000'],
    ['reason', ''],
    ['file', mapped, 'bidrag.csv']
  ])
  t.match(answer, {
    status: 201,
    body: {
      counts: { createdCount: 1 },
      options: { mapping: ['Namn:recipient', 'Pengar:granted'], controlTotal: 5000 }
    }
  })
  t.match(answer.headers.location, /\/decision-imports\/[0-9a-f-]{36}$/)
  t.match(await admin('GET', `/0136/decision-imports/${answer.body.id}`), { status: 200 })
  const file: [string, string, string] = ['file', csv, 'x.csv']
  t.match(await post([file, ['file', gzipSync(csv) as Buffer, 'x.gz', 'application/gzip']]), {
    status: 400,
    body: { type: /form-malformed$/, violations: [{ field: 'file', message: 'must be given once' }] }
  })
  t.match(await post([['file', gzipSync(csv), 'x.csv.gz', 'application/gzip']]), { status: 201 }, 'a packed file')
  t.match(await post([['dryRun', 'true']]), {
    status: 400,
    body: { violations: [{ field: 'file', message: /required/ }] }
  })
  t.match(await post([['file', Buffer.alloc(0), '']]), { status: 400, body: { violations: [{ field: 'file' }] } })
  t.match(await post([['annan', csv, 'x.csv']]), { status: 400, body: { detail: /"annan"/ } })
  t.match(await post([file, ['dryrun', 'true']]), {
    status: 400,
    body: { type: /validation$/, violations: [{ field: 'dryrun' }] }
  })
  t.match(await post([file, ['dryRun', 'on']]), { status: 400, body: { violations: [{ field: 'dryRun' }] } })
  t.match(await post([file, ['atomic', 'true']], { dryRun: true }), {
    status: 400,
    body: { type: /form-malformed$/, violations: [{ field: 'atomic' }] }
  })
  t.match(await post([file, ['reason', 'a\u0000b']]), { status: 400, body: { violations: [{ field: 'reason' }] } })
  t.match(
    await post([file], { dryRun: true }),
    { status: 200, body: { status: 'dryRun' } },
    'options of the address alone'
  )
  t.match(await post([file, ['reason', 'x'.repeat(9000)]]), { status: 400, body: { detail: /8192 bytes/ } })
  t.match(await post([file, ...Array.from({ length: 501 }, (): [string, string] => ['mapping', 'a:b'])]), {
    status: 400,
    body: { detail: /500 fields/ }
  })
  const { type, body } = await formOf([file])
  t.match(await send(body.subarray(0, -30), {}, type), { status: 400, body: { type: /form-malformed$/ } })
  t.match(await send(body, {}, 'multipart/form-data'), { status: 400, body: { detail: /boundary/ } })
  const key = { 'idempotency-key': 'form-1' }
  t.match(await post([file, ['dryRun', 'true']], {}, key), { status: 200, body: { status: 'dryRun' } })
  t.match(await post([file, ['dryRun', 'true']], {}, key), { headers: { 'idempotency-replayed': 'true' } })
  t.match(await post([file, ['dryRun', 'false']], {}, key), { status: 422, body: { type: /idempotency-key-reused$/ } })
})

t.test('a request without a file is told so', async t => {
  const { admin } = await anImporter(t)
  for (const path of ['decision-imports', 'scheme-imports']) {
    const answer = await admin('POST', `/0136/${path}`, undefined)
    t.match(answer, { status: 400, body: { type: /import-file$/, detail: /empty/ } }, path)
  }
})

t.test('a form is no larger than a file may be', async t => {
  const { send } = await anImporter(t, '0136', { importMaxBytes: 2_000 })
  const { type, body } = await formOf([['file', 'x'.repeat(3_000), 'x.csv']])
  t.match(await send(body, {}, type), { status: 413, body: { type: /body-too-large$/ } })
})
