import type { Test } from 'tap'
import type { Answer } from './app.ts'
import { aRegister, type Client } from './register.ts'

export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Haninge's register, empty: `ask` takes a path within it, and is an administrator unless scopes are given. */
export async function haninge(t: Test) {
  const { app, database, admin, client } = await aRegister(t)
  const of =
    (municipalityCode: string, client: Client): Ask =>
    (method, path, body, headers) =>
      client(method, `/${municipalityCode}${path}`, body, headers)
  const ask = of('0136', admin)
  return {
    app,
    database,
    ask,
    elsewhere: of('1862', admin),
    withScopes: async (...scopes: string[]) => of('0136', await client({ scopes })),
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
