import { Agent, request } from 'node:http'
import type { Load, LoadResult, Request } from './writes.ts'

/** A load generator in a process of its own: each connection sends the next request when the one before is answered. */
process.once('message', async ({ address, connections, seconds, requests }: Load) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const waiting = requests.values()
  const took: number[] = []
  const failures: string[] = []
  const started = performance.now()
  const isOver = () => performance.now() - started > seconds * 1_000
  const work = async () => {
    for (const each of waiting) {
      const begun = performance.now()
      const failure = await send(agent, address, each)
      took.push(performance.now() - begun)
      if (failure) failures.push(failure)
      if (isOver()) return
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const perSecond = took.length / ((performance.now() - started) / 1_000)
  const p99 = Math.round(took.sort((one, other) => one - other)[Math.floor(took.length * 0.99)]!)
  const result: LoadResult = { perSecond, p99, sent: took.length, failures }
  process.send!(result, () => process.exit())
})

/** Why it failed; undefined where it did not. */
function send(agent: Agent, address: string, { method, path, body, headers }: Request): Promise<string | undefined> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const sent = request(`${address}${path}`, {
    ...{ agent, method },
    headers: { ...headers, ...(text !== undefined && { 'content-type': 'application/json' }) }
  })
  sent.on('error', error => resolve(error.message))
  sent.on('response', async answer => {
    const told = await answer.toArray()
    resolve(answer.statusCode! < 300 ? undefined : `${answer.statusCode} ${Buffer.concat(told)}`)
  })
  sent.end(text)
  return promise
}
