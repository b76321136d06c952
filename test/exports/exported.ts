import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'csv-parse/sync'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { LogSink } from '../../src/platform/http/logging.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { aRegister } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into rows as they come
export type Row = Record<string, any>

/** The rows of a file of CSV, by heading. */
export const rowsOfCsv = (text: string, delimiter = ','): Record<string, string>[] =>
  parse(text, { bom: true, columns: true, delimiter, relax_quotes: false })

export const rowsOfLines = (text: string): Row[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

/** A register that listens: what readers do with a connection is seen over a socket alone. */
export async function aListener(t: Test, settings: Partial<Config> = {}, log?: LogSink) {
  const register = await aRegister(t, settings)
  const { database, newKey, config } = register
  const app = log ? await buildApp({ config: { ...config, logLevel: 'info' }, database, log }) : register.app
  if (log) t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const { secret } = await newKey()
  /** The head of an answer, whose body nobody has read yet. */
  async function open(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    const asking = request({
      ...{ port, host: '127.0.0.1', path: `${apiPrefix}/0136/${path}` },
      headers: { authorization: `Bearer ${secret}`, ...headers }
    })
    asking.end()
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    answer.on('error', () => {})
    return answer
  }
  const exporting = async () =>
    (
      await database.$client.query(`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'partnerskap exports' and state <> 'idle'`)
    ).rows[0].n as number
  return { ...register, open, exporting }
}

/** All bytes of an answer. @throws Error where it was cut off */
export async function read(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part)
  return Buffer.concat(parts)
}

/** Organisations with long remarks, by one statement: `count` rows of ten thousand bytes, far more than sockets hold. */
export const manyOrganisations = (count: number) => `
  insert into organisations (municipality_code, name, name_key, search_key, twin_key, note)
  select '0136', 'Förening ' || n, 'förening ' || n, 'x', 'x' || n, repeat('x', 10000) from generate_series(1, ${count}) n`
