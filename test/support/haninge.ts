import type { Test } from 'tap'
import { createApiKey } from '../../src/http/authentication.ts'
import { type Answer, createApp } from './app.ts'

export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Haninge's register, empty: `ask` takes a path within it, and is an administrator unless scopes are given. */
export async function haninge(t: Test) {
  const { app, database, request } = await createApp(t)
  const key = async (scopes: string[], municipalityCodes: string[] | null = null) => {
    const { secret } = await createApiKey(database, { name: 'test', municipalityCodes, scopes })
    return { authorization: `Bearer ${secret}` }
  }
  const administrator = await key(['*'])
  const of =
    (municipalityCode: string, credentials: Record<string, string>): Ask =>
    (method, path, body, headers) =>
      request(method, `/partnerskap/v1/${municipalityCode}${path}`, body, { ...credentials, ...headers })
  for (const [code, name] of [
    ['0136', 'Haninge'],
    ['0780', 'Växjö']
  ]) {
    const path = `/partnerskap/v1/municipalities/${code}`
    const { status } = await request('PUT', path, { name }, { ...administrator, 'if-none-match': '*' })
    if (status > 299) throw new Error(`${path}: ${status}`)
  }
  const ask = of('0136', administrator)
  return {
    app,
    database,
    ask,
    elsewhere: of('0780', administrator),
    withScopes: async (...scopes: string[]) => of('0136', await key(scopes)),
    make: making(ask)
  }
}

/** Posts and answers what was made. @throws when it was refused */
export function making(ask: Ask) {
  return async (path: string, body: object) => {
    const answer = await ask('POST', path, body)
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

/** The rule that a problem names. */
export const ruleOf = ({ body }: Answer) => String(body.type).split('/').at(-1)
/** The fields that a problem names. */
export const fieldsOf = ({ body }: Answer) => (body.violations ?? []).map(({ field }: { field: string }) => field)
