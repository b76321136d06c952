import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { requester } from '../support/app.ts'
import { clientOf, type Register } from '../support/register.ts'
import { until } from '../support/until.ts'

/** An application over servers of the test's own, as the service opens them. */

export type Settings = Record<string, string>

export async function anApp(t: Test, settings: Settings, overruled: Partial<Config> = {}) {
  const env = { LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '0', ALLOW_PRIVATE_ADDRESSES: 'on', ...settings }
  const config = { ...loadConfig(env), ...overruled }
  const said: string[] = []
  const log = { info: (message: string) => said.push(message), warn: (message: string) => said.push(message) }
  const { database, close } = await openDatabase(config, log)
  const app = await buildApp({ config, database })
  await app.ready()
  let isOpen = true
  const end = async () => {
    if (!isOpen) return
    isOpen = false
    await app.close()
    await close()
  }
  t.teardown(end)
  const newKey = (key = {}) => createApiKey(database, { name: 'test', municipalityCodes: null, scopes: ['*'], ...key })
  const client = async (key?: object) => clientOf(app, (await newKey(key)).secret)
  const { cluster } = database.$client
  const standby = (number = 1) => cluster!.standbys[number - 1]!
  const figures = requester(app)
  return {
    ...{ app, database, config, said, end, newKey, client, standby },
    register: async (): Promise<Register> => ({ app, database, config, admin: await client(), client, newKey }),
    isNear: (number = 1) => until(async () => standby(number).isNear()),
    /** Queries that the standbys have answered. */
    async readElsewhere(): Promise<number> {
      const { body } = await figures('GET', '/metrics')
      const counted = String(body).matchAll(
        /^partnerskap_queries_total\{pool="[a-z]+ standby \d",outcome="ok"\} (\d+)$/gm
      )
      return [...counted].reduce((sum, [, count]) => sum + Number(count), 0)
    }
  }
}
