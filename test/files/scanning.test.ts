import t from 'tap'
import { aRegister, type Client, made } from '../support/register.ts'
import { aPdf, types, whole } from './sample-files.ts'
import { type Answering, anIcapServer } from './scanner.ts'

/** No file is kept that the scanner refuses, or has not seen. */

const CODE = '0136'
const send = (client: Client, bytes: Buffer = whole.pdf) =>
  client('POST', `/${CODE}/files?name=a.pdf`, bytes, { 'content-type': types.pdf })
const keptBy = async (client: Client) => (await made(client('GET', `/${CODE}/files`))).items.length

/** What a scanner answers over ICAP, and what is answered then. */
const icap: [Answering, status: number, said: RegExp][] = [
  ['no content', 201, /^a\.pdf$/],
  ['same bytes', 201, /^a\.pdf$/],
  ['other bytes', 422, /has changed the file/],
  ['blocked', 422, /403 Forbidden/],
  ['named', 422, /Eicar-Signature/],
  ['early', 422, /Eicar-Signature/],
  ['error', 503, /does not answer/],
  ['cut off', 503, /does not answer/],
  ['silent', 503, /does not answer/]
]

t.test('over ICAP', async t => {
  const server = await anIcapServer(t)
  const { admin } = await aRegister(t, { fileScanner: server.settings, fileScanTimeoutMs: 3_000 })
  let kept = 0
  for (const bytes of [whole.pdf, aPdf(2_500_000)]) {
    for (const [answering, status, said] of icap) {
      server.seen.answering = answering
      const answer = await send(admin, bytes)
      t.equal(answer.status, status, `${answering}: ${JSON.stringify(answer.body)}`)
      t.match(answer.body.detail ?? answer.body.name, said, answering)
      if (status === 503) t.equal(answer.headers['retry-after'], '30')
      if (status === 422) t.match(answer.body.type, /file-infected$/)
      if (status === 201) kept += 1
      if (answering === 'no content') t.ok(server.seen.bytes.equals(bytes), 'it has seen every byte')
      t.equal(await keptBy(admin), kept, answering)
    }
  }
  t.match(server.seen.heads[0], /^RESPMOD icap:\/\/127\.0\.0\.1:\d+\/avscan ICAP\/1\.0\r\nHost: .*\r\nAllow: 204/)
  server.close()
})

t.test('where nobody listens', async t => {
  const fileScanner = { kind: 'icap', host: '127.0.0.1', port: 1, service: 'avscan' } as const
  const { admin } = await aRegister(t, { fileScanner })
  t.match(await send(admin), { status: 503, body: { type: /file-scanner-unavailable$/ } })
  t.equal(await keptBy(admin), 0)
})

const script = (code: string) => ['node', '-e', code]
const reading = (then: string) => script(`let n=0;process.stdin.on('data',d=>n+=d.length).on('end',()=>{${then}})`)

/** What a command does, and what is answered then. */
const commands: [what: string, command: string[], status: number, said: RegExp][] = [
  ['finds nothing', reading('process.exit(0)'), 201, /^a\.pdf$/],
  [
    'finds something',
    reading("console.log('stream: Eicar-Signature FOUND');process.exit(1)"),
    422,
    /: Eicar-Signature\./
  ],
  ['finds it at once', script("console.log('stream: Eicar FOUND');process.exit(1)"), 422, /: Eicar\./],
  ['says it otherwise', reading("console.log('bad\\u0007 file');process.exit(1)"), 422, /: bad file\./],
  ['fails', reading('process.exit(2)'), 503, /does not answer/],
  ['never ends', script('setInterval(()=>{},1000)'), 503, /does not answer/],
  // What a script has started holds the output open when the script is ended.
  ['leaves another behind', ['sh', '-c', 'sleep 60'], 503, /does not answer/],
  ['leaves another behind in a pipe', ['sh', '-c', 'sleep 60 | cat; exit 0'], 503, /does not answer/],
  ['is not there', ['/no/such/scanner'], 503, /does not answer/],
  ['has read all', reading('process.exit(n===3000000?0:2)'), 201, /^a\.pdf$/]
]

t.test('by a command', async t => {
  for (const [what, command, status, said] of commands) {
    const { admin } = await aRegister(t, { fileScanner: { kind: 'command', command }, fileScanTimeoutMs: 4_000 })
    const answer = await send(admin, what === 'is not there' ? whole.pdf : aPdf(3_000_000))
    t.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`)
    t.match(answer.body.detail ?? answer.body.name, said, what)
    t.equal(await keptBy(admin), status === 201 ? 1 : 0, what)
  }
})
