import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

type Fault =
  /** Is answered in place of the service, which learns nothing of the request. */
  | { status: number; headers?: Record<string, string>; body?: object }
  /** The service carries the request out, and the connection is lost before the answer comes. */
  | 'answerLost'

/** What stands between a client and the service, and does to the next requests what it is told. */
export async function aProxy(t: Test, address: string) {
  const faults: Fault[] = []
  const seen: { method: string; url: string; key: string | undefined }[] = []
  let moment: { request: number; isCarriedOut: boolean; happens: () => void } | undefined
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, key: headers['idempotency-key'] as string | undefined })
    const now = moment?.request === seen.length ? moment : undefined
    if (now && !now.isCarriedOut) return now.happens()
    const fault = faults.shift()
    if (typeof fault === 'object') {
      request.resume()
      response.writeHead(fault.status, { 'content-type': 'application/problem+json', ...fault.headers })
      return void response.end(JSON.stringify(fault.body ?? {}))
    }
    const { hostname, port } = new URL(address)
    const onwards = ask({ hostname, port, method, path: url, headers }, answer => {
      if (now) return void answer.resume().on('end', now.happens)
      if (fault === 'answerLost') {
        answer.resume()
        answer.on('end', () => request.socket.destroy())
        return
      }
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onwards)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  /** What happens when the request of this number has come: before the service hears of it, or when it has carried it out. */
  const at = (request: number, isCarriedOut: boolean, happens: () => void) => {
    moment = { request, isCarriedOut, happens }
  }
  return { faults, seen, at, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
