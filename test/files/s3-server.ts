import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Test } from 'tap'

/**
 * A server that speaks S3 as far as files need it (PUT, GET, DELETE, ListObjectsV2 in pages of two), written for tests: no server of S3
 * that is kept up comes as a package. What is asked must be signed as Amazon's own library signs it (`@smithy/signature-v4`, which the
 * service does not use), and hold the bytes that were signed.
 */

const account = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret/with+signs=' }
const region = 'eu-north-1'

/** How it answers: as it should, with a status, or not at all. */
type Mood = 'well' | 503 | 507 | 'cuts'

class Sha256 {
  #hash
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer)
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
  reset() {}
}

export async function anS3Server(t: Test) {
  const objects = new Map<string, { bytes: Buffer; at: Date }>()
  const seen = { mood: 'well' as Mood, asked: [] as string[] }
  const signer = new SignatureV4({
    ...{ service: 's3', region, credentials: account, sha256: Sha256 as never },
    ...{ uriEscapePath: false, applyChecksum: false }
  })

  async function isSigned({ method, headers }: IncomingMessage, { pathname, searchParams, host }: URL) {
    const [, signed, signature] = /SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(headers.authorization ?? '') ?? []
    if (!signed) return false
    const named = Object.fromEntries(signed.split(';').map(name => [name, String(headers[name])]))
    const date = String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5Z')
    const request = { method: method!, protocol: 'http:', hostname: host, path: pathname, headers: named }
    const again = await signer.sign(
      { ...request, query: Object.fromEntries(searchParams) },
      { signingDate: new Date(date) }
    )
    return again.headers.authorization!.endsWith(`Signature=${signature}`)
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, `http://${request.headers.host}`)
    seen.asked.push(`${request.method} ${url.pathname}`)
    if (seen.mood === 'cuts') return void request.socket.destroy()
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const bytes = Buffer.concat(parts)
    const end = (status: number, body: string | Buffer = '') => void response.writeHead(status).end(body)
    if (seen.mood !== 'well') return end(seen.mood, '<Error/>')
    if (!(await isSigned(request, url))) return end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
    if (createHash('sha256').update(bytes).digest('hex') !== request.headers['x-amz-content-sha256'])
      return end(400, '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>')
    const key = decodeURIComponent(url.pathname.replace(/^\/bucket\/?/, ''))
    if (request.method === 'PUT') {
      objects.set(key, { bytes, at: new Date() })
      return end(200)
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return end(204)
    }
    if (key !== '') return objects.has(key) ? end(200, objects.get(key)!.bytes) : end(404, '<Error/>')
    return end(200, listed(url.searchParams))
  }

  function listed(asked: URLSearchParams): string {
    const prefix = asked.get('prefix')!
    const from = asked.get('continuation-token') ?? ''
    const keys = [...objects.keys()].filter(key => key.startsWith(prefix) && key > from).sort()
    const page = keys.slice(0, 2)
    const rows = page.map(
      key => `<Contents><Key>${key}</Key><LastModified>${objects.get(key)!.at.toISOString()}</LastModified></Contents>`
    )
    const next = keys.length > 2 ? `<NextContinuationToken>${page[1]}</NextContinuationToken>` : ''
    return `<?xml version="1.0"?><ListBucketResult>${rows.join('')}${next}</ListBucketResult>`
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = { kind: 's3' as const, bucket: 'bucket', prefix: 'partnerskap/', endpoint, region, ...account }
  return { objects, seen, settings }
}
