import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { aRegister, type Client, clientOf, made, type Register } from '../support/register.ts'
import { aPdf, type Ending, others, types, whole } from './sample-files.ts'

/** Files over HTTP: kept, judged, shown, named by records, withdrawn. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const CODE = '0136'
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const send = (client: Client, name: string, bytes: Buffer, type: string, more: Record<string, string> = {}) =>
  client('POST', `/${CODE}/files?${new URLSearchParams({ name, ...more })}`, bytes, { 'content-type': type })
const keep = (client: Client, name = 'a.pdf', more = {}): Promise<Any> =>
  made(send(client, name, whole.pdf, types.pdf, more))

/** The bytes that are answered, as they are. */
async function bytesOf({ app, newKey }: Register, path: string, headers: Record<string, string> = {}) {
  const { secret } = await newKey()
  const url = `/partnerskap/v1${path}`
  return await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${secret}`, ...headers } })
}

t.test('a file of every type is kept and comes back to the byte', async t => {
  const register = await aRegister(t)
  for (const [ending, bytes] of Object.entries(whole)) {
    const name = `Bilaga å ä ö.${ending}`
    const { status, body, headers } = await send(register.admin, name, bytes, types[ending as Ending])
    t.equal(status, 201, `${ending}: ${JSON.stringify(body)}`)
    t.match(body, { name, mediaType: types[ending as Ending], byteCount: bytes.length, checksum: sha256(bytes) })
    t.equal(headers.location, `/partnerskap/v1/${CODE}/files/${body.id}`)
    const answer = await bytesOf(register, `/${CODE}/files/${body.id}/content`)
    t.equal(answer.statusCode, 200)
    t.ok(answer.rawPayload.equals(bytes), `${ending} comes back`)
    t.match(answer.headers, {
      'content-type': new RegExp(`^${types[ending as Ending].replaceAll(/[.+]/g, '\\$&')}`),
      'content-length': String(bytes.length),
      'content-disposition': /^attachment; filename="Bilaga a a o\.\w+"; filename\*=UTF-8''Bilaga%20%C3%A5%20/,
      etag: `"${sha256(bytes)}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': /sandbox/,
      'cache-control': 'no-store'
    })
  }
  const list = await made(register.admin('GET', `/${CODE}/files?checksum=${sha256(whole.pdf)}`))
  t.equal(list.items.length, 1)
})

t.test('a form names the file as well, and what is known is not sent again', async t => {
  const register = await aRegister(t)
  const boundary = 'xxx'
  const form = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="Stadgar.pdf"\r\nContent-Type: application/pdf\r\n\r\n`
    ),
    whole.pdf,
    Buffer.from(`\r\n--${boundary}--\r\n`)
  ])
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const file = await made(register.admin('POST', `/${CODE}/files`, form, type))
  t.match(file, { name: 'Stadgar.pdf', mediaType: types.pdf, byteCount: whole.pdf.length })
  const path = `/${CODE}/files/${file.id}/content`
  const known = await bytesOf(register, path, { 'if-none-match': `"${file.checksum}"` })
  t.equal(known.statusCode, 304)
  const head = await register.admin('HEAD', path)
  t.equal(head.headers['content-length'], String(whole.pdf.length))
})

/** Name, Content-Type and bytes that do not tell the same, and what is said of them. */
const lies: [what: string, name: string, type: string, bytes: Buffer, found: string | null][] = [
  ['a program named as PDF', 'faktura.pdf', types.pdf, others.program, 'application/x-msdownload'],
  ['a program of another system', 'faktura.pdf', types.pdf, others.elf, 'application/x-elf'],
  ['a page as a picture', 'bild.png', types.png, others.page, null],
  ['a drawing as a picture', 'bild.png', types.png, others.drawing, null],
  ['a page as text', 'text.txt', types.txt, others.page, null],
  ['a page as a table', 'text.csv', types.csv, others.page, null],
  ['a program as text', 'text.txt', types.txt, others.program, 'application/x-msdownload'],
  ['an archive as a document', 'brev.docx', types.docx, others.archive, 'application/zip'],
  [
    'a document with macros',
    'brev.docx',
    types.docx,
    others.macros,
    'application/vnd.ms-word.document.macroenabled.12'
  ],
  ['a workbook as a document', 'brev.docx', types.docx, whole.xlsx, types.xlsx],
  ['a picture as PDF', 'bild.pdf', types.pdf, whole.png, types.png],
  ['a PDF as text', 'bild.txt', types.txt, whole.pdf, types.pdf],
  ['noise as text', 'bild.txt', types.txt, others.noise, null],
  ['noise as PDF', 'bild.pdf', types.pdf, others.noise, null],
  ['text as a message', 'brev.eml', types.eml, Buffer.from('hej hej\n'), null],
  ['a page before a PDF', 'bild.pdf', types.pdf, Buffer.concat([others.page, whole.pdf]), null],
  ['a name that ends otherwise', 'faktura.exe', types.pdf, whole.pdf, null],
  ['a name with two ends', 'faktura.pdf.exe', types.pdf, whole.pdf, null],
  ['a name without an end', 'faktura', types.pdf, whole.pdf, null]
]

t.test('a file whose type lies is refused, and nothing of it is kept', async t => {
  const register = await aRegister(t)
  for (const [what, name, type, bytes, found] of lies) {
    const { status, body } = await send(register.admin, name, bytes, type)
    t.equal(status, 422, `${what}: ${JSON.stringify(body)}`)
    t.match(body, { type: /file-type-not-true$/, found }, what)
    t.equal(body.violations.length, 1)
  }
  for (const [name, bytes] of [
    ['a/b.pdf', whole.pdf],
    ['..\\b.pdf', whole.pdf],
    ['a.pdf', Buffer.alloc(0)]
  ] as const) {
    const { status, body } = await send(register.admin, name, bytes, types.pdf)
    t.match({ status, body }, { status: 422, body: { type: /file-not-named$/ } }, name)
  }
  const unnamed = await register.admin('POST', `/${CODE}/files`, whole.pdf, { 'content-type': types.pdf })
  t.match(unnamed, { status: 422, body: { type: /file-not-named$/, violations: [{ field: 'name' }] } })
  const unknown = await send(register.admin, 'a.zip', others.archive, 'application/zip')
  t.equal(unknown.status, 415)
  t.equal((await made(register.admin('GET', `/${CODE}/files`))).items.length, 0)
})

t.test('the same request again is answered as the first, and keeps one file', async t => {
  const { admin } = await aRegister(t)
  const key = { 'idempotency-key': 'upload-1', 'content-type': types.pdf }
  const once = () => admin('POST', `/${CODE}/files?name=a.pdf`, whole.pdf, key)
  const [first, second] = [await once(), await once()]
  t.equal(second.status, 201)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.equal(second.body.id, first.body.id)
  const other = await admin('POST', `/${CODE}/files?name=a.pdf`, aPdf(100), key)
  t.match(other, { status: 422, body: { type: /idempotency-key-reused$/ } })
  t.equal((await made(admin('GET', `/${CODE}/files`))).items.length, 1)
  const answered = await admin('GET', `/${CODE}/files/${first.body.id}/content`)
  t.equal(answered.status, 200)
  await Promise.all([keep(admin), keep(admin)])
  t.equal((await made(admin('GET', `/${CODE}/files`))).items.length, 3, 'twice the same bytes are two files')
})

t.test('a file of another municipality is nobody’s here, whatever is asked', async t => {
  const register = await aRegister(t)
  const { id } = await keep(register.admin)
  const other = await register.client({ municipalityCodes: ['1862'] })
  const asked: [string, string, object?][] = [
    ['GET', `files/${id}`],
    ['GET', `files/${id}/content`],
    ['GET', `files/${id}/history`],
    ['POST', `files/${id}/address`, {}],
    ['POST', `files/${id}/withdraw`, { reason: 'Fel' }]
  ]
  for (const code of [CODE, '1862']) {
    for (const [method, path, body] of asked) {
      t.equal((await other(method, `/${code}/${path}`, body)).status, 404, `${method} /${code}/${path}`)
    }
  }
  const named = await other('POST', '/1862/decisions', {
    bodyId: id,
    decidedOn: '2021-12-14',
    fileIds: [id],
    lines: []
  })
  t.not(named.status, 201)
  t.equal((await made(register.admin('GET', '/1862/files'))).items.length, 0)
})

t.test('each operation demands its scope', async t => {
  const register = await aRegister(t)
  const { id } = await keep(register.admin)
  const reader = await register.client({ scopes: ['files:read'] })
  const writer = await register.client({ scopes: ['files:write'] })
  t.equal((await send(reader, 'a.pdf', whole.pdf, types.pdf)).status, 403)
  t.equal((await reader('POST', `/${CODE}/files/${id}/withdraw`, { reason: 'Fel' })).status, 403)
  t.equal((await writer('GET', `/${CODE}/files/${id}/content`)).status, 403)
  t.equal((await writer('POST', `/${CODE}/files/${id}/address`, {})).status, 403)
  t.equal((await reader('GET', `/${CODE}/files/${id}/content`)).status, 200)
  t.equal((await clientOf(register.app, undefined)('GET', `/${CODE}/files/${id}/content`)).status, 401)
})

/** A record of each kind that names files, and how it lets go of them. */
async function naming({ admin }: Register, fileId: string) {
  const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/${CODE}/${path}`, body))
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const organisation = await post('organisations', { name: 'Kvinnojouren' })
  const scheme = await post('schemes', { name: 'Stöd', kind: 'operating', bodyId: body.id })
  const agreement = await post('agreements', { kind: 'partnership', title: 'Partnerskap' })
  const fileIds = [fileId]
  const line = {
    recipients: [{ organisationId: organisation.id }],
    schemeId: scheme.id,
    outcome: 'granted',
    granted: 1
  }
  return [
    [
      'decisions',
      'decision',
      { bodyId: body.id, decidedOn: '2021-12-14', fileIds, lines: [{ ...line, grantYearFrom: 2022 }] }
    ],
    ['applications', 'application', { applicants: [{ organisationId: organisation.id }], fileIds }],
    ['agreements', 'agreement', { kind: 'partnership', fileIds }],
    [
      'reports',
      'report',
      { agreementId: agreement.id, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28', fileIds }
    ],
    [
      `organisations/${organisation.id}/documents`,
      'organisationDocument',
      { kind: 'statutes', title: 'Stadgar', fileId }
    ]
  ] as [string, string, Any][]
}

t.test('records name files that stand here; one that is named is not withdrawn', async t => {
  const register = await aRegister(t)
  const { admin } = register
  const file = await keep(admin)
  const withdraw = (id: string) => admin('POST', `/${CODE}/files/${id}/withdraw`, { reason: 'Fel fil' })
  const elsewhere = await made(admin('POST', '/1862/files?name=a.pdf', whole.pdf, { 'content-type': types.pdf }))
  for (const [path, what, content] of await naming(register, file.id)) {
    const record = await made(admin('POST', `/${CODE}/${path}`, content))
    t.strictSame(record.fileIds ?? [record.fileId], [file.id], path)
    const refused = await withdraw(file.id)
    t.match(refused, { status: 409, body: { type: /file-in-use$/, records: [{ what, id: record.id }] } }, path)
    const foreign = 'fileId' in content ? { fileId: elsewhere.id } : { fileIds: [elsewhere.id] }
    const lost = await admin('POST', `/${CODE}/${path}`, { ...content, ...foreign })
    t.equal(lost.status, 422, path)
    t.match(lost.body.violations, [{ field: /^\/fileId/ }], path)
    const address = path.includes('/') ? `organisation-documents/${record.id}` : `${path}/${record.id}`
    const changed = await admin('PATCH', `/${CODE}/${address}`, foreign, { 'if-match': '*' })
    t.equal(changed.status, 422, `${path} by PATCH`)
    const act = path === 'agreements' ? 'discard' : 'withdraw'
    await made(admin('POST', `/${CODE}/${address}/${act}`, { reason: 'Fel' }))
  }
  const gone = await withdraw(file.id)
  t.match(gone, { status: 200, body: { withdrawnReason: 'Fel fil', checksum: file.checksum, name: 'a.pdf' } })
  t.match(await admin('GET', `/${CODE}/files/${file.id}/content`), { status: 409, body: { type: /file-withdrawn$/ } })
  t.match(await admin('POST', `/${CODE}/files/${file.id}/address`, {}), { status: 409 })
  t.equal((await withdraw(file.id)).status, 409)
  const [path, , content] = (await naming(register, file.id))[0]!
  t.equal((await admin('POST', `/${CODE}/${path}`, content)).status, 422, 'a withdrawn file cannot be named')
  const history = await made(admin('GET', `/${CODE}/files/${file.id}/history`))
  t.strictSame(
    history.items.map(({ type }: Any) => type),
    ['file.created', 'file.withdrawn']
  )
})

t.test('a version of an agreement keeps its files, also when another has taken their place', async t => {
  const { admin } = await aRegister(t)
  const [one, two] = [await keep(admin), await keep(admin, 'b.pdf')]
  const agreement = await made(admin('POST', `/${CODE}/agreements`, { kind: 'partnership', fileIds: [one.id] }))
  const path = `/${CODE}/agreements/${agreement.id}`
  const changed = await made(admin('PATCH', path, { fileIds: [two.id] }, { 'if-match': '*' }))
  t.strictSame(changed.fileIds, [two.id])
  for (const { id } of [one, two]) {
    const { status, body } = await admin('POST', `/${CODE}/files/${id}/withdraw`, { reason: 'Fel' })
    t.match({ status, body }, { status: 409, body: { records: [{ what: 'agreement', id: agreement.id }] } })
  }
})

t.test('addresses that are asked for at once are all made: none waits for a connection while it holds one', async t => {
  const { admin } = await aRegister(t)
  const file = await keep(admin)
  const all = Array.from({ length: 30 }, () => admin('POST', `/${CODE}/files/${file.id}/address`, {}))
  t.same([...new Set((await Promise.all(all)).map(({ status }) => status))], [200])
})

t.test('a short-lived address needs no key, and holds for its file alone and its time', async t => {
  const register = await aRegister(t)
  const { app, admin } = register
  const [file, other] = [await keep(admin), await keep(admin, 'b.pdf')]
  const given = await made(admin('POST', `/${CODE}/files/${file.id}/address`, {}))
  const { pathname, searchParams } = new URL(given.url)
  const left = Date.parse(given.expiresAt) - Date.now()
  t.ok(left > 290_000 && left <= 301_000, `${left} ms`)
  const open = (path: string, query: URLSearchParams) => app.inject({ method: 'GET', url: `${path}?${query}` })
  const shown = await open(pathname, searchParams)
  t.equal(shown.statusCode, 200)
  t.ok(shown.rawPayload.equals(whole.pdf))
  t.match(shown.headers, {
    'content-disposition': /^attachment/,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer'
  })

  const [expires, signature] = [searchParams.get('expires')!, searchParams.get('signature')!]
  const altered = (more: Record<string, string>) => new URLSearchParams({ expires, signature, ...more })
  const turned = signature.replace(/^./, first => (first === 'A' ? 'B' : 'A'))
  const refused: [string, string, URLSearchParams][] = [
    ['of another file', pathname.replace(file.id, other.id), searchParams],
    ['of no file', pathname.replace(file.id, '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'), searchParams],
    ['of another municipality', pathname.replace(CODE, '1862'), searchParams],
    ['of none', pathname.replace(CODE, '0001'), searchParams],
    ['for longer', pathname, altered({ expires: String(Number(expires) + 60) })],
    ['for less long', pathname, altered({ expires: String(Number(expires) - 60) })],
    ['with another signature', pathname, altered({ signature: turned })]
  ]
  const told = new Set<string>()
  for (const [what, path, query] of refused) {
    const answer = await open(path, query)
    t.equal(answer.statusCode, 404, what)
    told.add(answer.json().type)
  }
  t.equal(told.size, 1, 'and all of them alike')
  t.equal((await open(pathname, new URLSearchParams())).statusCode, 400)
  await made(admin('POST', `/${CODE}/files/${file.id}/withdraw`, { reason: 'Fel' }))
  t.equal((await open(pathname, searchParams)).statusCode, 404, 'once it is withdrawn')
  const history = await made(admin('GET', `/${CODE}/files/${file.id}/history`))
  t.strictSame(
    history.items.map(({ type }: Any) => type),
    ['file.created', 'file.addressed', 'file.withdrawn']
  )
  t.notMatch(JSON.stringify(history), signature)
})

t.test('an address that has expired is answered as one that never was', async t => {
  const register = await aRegister(t)
  const { id } = await keep(register.admin)
  const given = await made(register.admin('POST', `/${CODE}/files/${id}/address`, {}))
  const { pathname, search } = new URL(given.url)
  const now = Date.now
  Date.now = () => now() + 5 * 60_000 + 2_000
  t.teardown(() => {
    Date.now = now
  })
  const answer = await register.app.inject({ method: 'GET', url: pathname + search })
  Date.now = now
  t.equal(answer.statusCode, 404)
  await sleep(0)
})
