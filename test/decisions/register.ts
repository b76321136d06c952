import t from 'tap'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { createApp } from '../support/app.ts'

type Headers = Record<string, string>

/** What the tests of a file share goes when they have run. */
async function start() {
  t.teardown(() => {
    started = undefined
  })
  const { request, database } = await createApp(t)
  const { secret } = await createApiKey(database, { name: 'test', municipalityCodes: null, scopes: ['*'] })
  return { request, authorization: `Bearer ${secret}` }
}

let started: ReturnType<typeof start> | undefined
let code = 1000

/** A municipality of its own, in an application that the tests of a file share, with a committee, a department, a scheme
 * and two organisations. `ask` takes the path within the municipality; `elsewhere` asks in another. */
export async function aRegister() {
  started ??= start()
  const { request, authorization } = await started
  const register = async (name: string) => {
    const municipalityCode = String(++code)
    await request('PUT', `/partnerskap/v1/municipalities/${municipalityCode}`, { name }, { authorization })
    return (method: string, path: string, body?: unknown, headers: Headers = {}) =>
      request(method, `/partnerskap/v1/${municipalityCode}${path}`, body, { authorization, ...headers })
  }
  const [ask, elsewhere] = [await register('Haninge'), await register('Lund')]
  const make = async (path: string, body: unknown) => (await ask('POST', path, body)).body.id as string
  const bodyId = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const departmentId = await make('/bodies', { name: 'Socialförvaltningen', kind: 'department' })
  const schemeId = await make('/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const jouren = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const attention = await make('/organisations', { name: 'Attention Haninge' })

  const line = (more: object = {}) => ({
    recipients: [{ organisationId: jouren }],
    schemeId,
    outcome: 'granted',
    grantYearFrom: 2022,
    granted: 380000,
    ...more
  })
  const decision = (more: object = {}) => ({ bodyId, decidedOn: '2021-12-14', ...more })
  /** What totals say is granted, and how many awards. */
  const granted = async () => {
    const { total } = (await ask('GET', '/statistics/grant-totals')).body
    return [total.granted, total.awardCount] as const
  }
  return { ask, elsewhere, bodyId, departmentId, schemeId, jouren, attention, line, decision, granted }
}
