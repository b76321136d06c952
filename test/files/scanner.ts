import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'

/** A server that speaks ICAP (RFC 3507) as scanners do, for tests: it takes RESPMOD, undoes the chunks, and answers as it is told. */

export type Answering =
  | 'no content'
  | 'same bytes'
  | 'other bytes'
  | 'blocked'
  | 'named'
  | 'error'
  | 'cut off'
  | 'silent'
  | 'early'

const CRLF = '\r\n'
const http = (status: string) => `HTTP/1.1 ${status}${CRLF}Content-Type: application/octet-stream${CRLF}${CRLF}`

export async function anIcapServer(t: Test) {
  const seen = { answering: 'no content' as Answering, bytes: Buffer.alloc(0) as Buffer, heads: [] as string[] }
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    let held: Buffer = Buffer.alloc(0)
    socket.on('data', part => {
      held = Buffer.concat([held, part])
      if (socket.writableEnded) return
      if (seen.answering === 'early' && held.length > 1_000) return named(socket)
      if (!held.subarray(-7).includes('0\r\n\r\n')) return
      const taken = bodyOf(held)
      if (!taken) return
      seen.heads.push(taken.head)
      seen.bytes = taken.body
      respond(socket, taken.body)
    })
  })

  function named(socket: Socket) {
    socket.end(
      `ICAP/1.0 200 OK${CRLF}X-Infection-Found: Type=0; Resolution=2; Threat=Eicar-Signature;${CRLF}Encapsulated: res-hdr=0, res-body=30${CRLF}${CRLF}${http('403 Forbidden')}0${CRLF}${CRLF}`
    )
  }

  function respond(socket: Socket, body: Buffer) {
    const { answering } = seen
    if (answering === 'silent') return
    if (answering === 'cut off') return socket.destroy()
    if (answering === 'no content') return socket.end(`ICAP/1.0 204 No Content${CRLF}ISTag: "1"${CRLF}${CRLF}`)
    if (answering === 'error') return socket.end(`ICAP/1.0 500 Server Error${CRLF}${CRLF}`)
    if (answering === 'named' || answering === 'early') return named(socket)
    const encapsulated = http(answering === 'blocked' ? '403 Forbidden' : '200 OK')
    const back = answering === 'same bytes' ? body : Buffer.from('<html>blocked</html>')
    socket.write(
      `ICAP/1.0 200 OK${CRLF}Encapsulated: res-hdr=0, res-body=${encapsulated.length}${CRLF}${CRLF}${encapsulated}`
    )
    for (let at = 0; at < back.length; at += 1_000) {
      const part = back.subarray(at, at + 1_000)
      socket.write(`${part.length.toString(16)}${CRLF}`)
      socket.write(part)
      socket.write(CRLF)
    }
    socket.end(`0${CRLF}${CRLF}`)
  }

  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    seen,
    close: () => server.close(),
    settings: { kind: 'icap' as const, host: '127.0.0.1', port, service: 'avscan' }
  }
}

/** The body of a RESPMOD, found by what Encapsulated says; undefined until it is whole. */
function bodyOf(held: Buffer): { head: string; body: Buffer } | undefined {
  const end = held.indexOf('\r\n\r\n') + 4
  const head = held.toString('latin1', 0, end)
  let at = end + Number(/res-body=(\d+)/.exec(head)![1])
  const parts: Buffer[] = []
  for (;;) {
    const line = held.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(held.toString('latin1', at, line), 16)
    if (size === 0) return { head, body: Buffer.concat(parts) }
    if (held.length < line + 2 + size + 2) return undefined
    parts.push(held.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
