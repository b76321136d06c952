import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { ScannerSettings } from '../../config.ts'
import type { Source } from '../http/spool.ts'
import type { Scan } from './scanner.ts'

/**
 * Asks a scanner over ICAP (RFC 3507): the file as the answer to a request (RESPMOD). 204 lets it pass; so does 200 with the same bytes,
 * of a scanner that does not know 204. 200 with other bytes, another status within or a header that names what was found does not.
 */

const CRLF = '\r\n'
/** Headers in which scanners say what they have found. */
const FOUND = ['x-infection-found', 'x-virus-id', 'x-violations-found', 'x-virus-name']
/** Bytes that the headers of an answer may have. */
const LONGEST_HEAD = 65_536

type Settings = Extract<ScannerSettings, { kind: 'icap' }>

export const icapScan =
  ({ host, port, service }: Settings): Scan =>
  async (source, signal) => {
    const socket = connect({ host, port, signal })
    try {
      await once(socket, 'connect')
      const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
      const hash = createHash('sha256')
      // What has found something may answer, and close, before it has read all.
      const sent = send(socket, head(address, service, source.size), source, hash).catch(() => {})
      const answer = new Reading(socket)
      const word = await verdict(answer, async () => {
        await sent
        return hash.digest('hex')
      })
      return word
    } finally {
      socket.on('error', () => {})
      socket.destroy()
    }
  }

function head(address: string, service: string, size: number): string {
  const request = `GET /file HTTP/1.1${CRLF}Host: partnerskap${CRLF}${CRLF}`
  const response = `HTTP/1.1 200 OK${CRLF}Content-Type: application/octet-stream${CRLF}Content-Length: ${size}${CRLF}${CRLF}`
  const icap = [
    `RESPMOD icap://${address}/${service} ICAP/1.0`,
    `Host: ${address}`,
    'Allow: 204',
    'Connection: close',
    `Encapsulated: req-hdr=0, res-hdr=${request.length}, res-body=${request.length + response.length}`
  ]
  return icap.join(CRLF) + CRLF + CRLF + request + response
}

type Socket = ReturnType<typeof connect>

async function send(socket: Socket, begun: string, source: Source, hash: ReturnType<typeof createHash>) {
  const write = async (part: string | Uint8Array) => {
    if (!socket.write(part)) await once(socket, 'drain')
  }
  await write(begun)
  for await (const part of source.read()) {
    hash.update(part)
    await write(`${part.length.toString(16)}${CRLF}`)
    await write(part)
    await write(CRLF)
  }
  await write(`0${CRLF}${CRLF}`)
}

/** What is found, or null. `checksum`: of what was sent. */
async function verdict(answer: Reading, checksum: () => Promise<string>): Promise<string | null> {
  const icap = await answer.headers()
  const status = Number(/^ICAP\/1\.\d (\d{3})/.exec(icap.first)?.[1])
  if (status === 204) return null
  if (status !== 200) throw new Error(`the scanner answered ${status || 'no ICAP'}`)
  const named = FOUND.map(name => icap.fields.get(name)).find(value => value !== undefined)
  // `Type=0; Resolution=2; Threat=Eicar-Signature;`
  if (named !== undefined) return /Threat=([^;]+)/.exec(named)?.[1] ?? named
  if (!/\bres-body=/.test(icap.fields.get('encapsulated') ?? '')) return 'blocked'
  if (/\breq-hdr=/.test(icap.fields.get('encapsulated')!)) await answer.headers()
  const http = await answer.headers()
  if (!/^HTTP\/1\.\d 200 /.test(http.first)) return http.first
  const returned = createHash('sha256')
  for await (const part of answer.chunks()) returned.update(part)
  return returned.digest('hex') === (await checksum()) ? null : 'the scanner has changed the file'
}

/** What comes from the socket, in lines and chunks. */
class Reading {
  #held = Buffer.alloc(0)
  readonly #parts: AsyncIterator<Buffer>

  constructor(socket: Socket) {
    this.#parts = socket.iterator({ destroyOnReturn: false })
  }

  async #more() {
    const { done, value } = await this.#parts.next()
    if (done) throw new Error('the scanner has ended its answer too early')
    this.#held = Buffer.concat([this.#held, value])
  }

  async #line(): Promise<string> {
    let end = this.#held.indexOf(CRLF)
    for (; end < 0; end = this.#held.indexOf(CRLF)) {
      if (this.#held.length > LONGEST_HEAD) throw new Error('the scanner answers without end')
      await this.#more()
    }
    const line = this.#held.toString('latin1', 0, end)
    this.#held = this.#held.subarray(end + 2)
    return line
  }

  /** The first line, and the fields by their names in small letters. */
  async headers() {
    const first = await this.#line()
    const fields = new Map<string, string>()
    let size = first.length
    for (let line = await this.#line(); line !== ''; line = await this.#line()) {
      size += line.length
      if (size > LONGEST_HEAD) throw new Error('the scanner answers without end')
      const at = line.indexOf(':')
      fields.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
    }
    return { first, fields }
  }

  /** The bytes of a chunked body. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      let left = Number.parseInt(await this.#line(), 16)
      if (Number.isNaN(left)) throw new Error('the scanner answers no chunks')
      if (left === 0) return
      while (left > 0) {
        if (this.#held.length === 0) await this.#more()
        const part = this.#held.subarray(0, left)
        this.#held = this.#held.subarray(part.length)
        left -= part.length
        yield part
      }
      await this.#line()
    }
  }
}
