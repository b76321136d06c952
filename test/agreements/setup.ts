import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { type Answer, createApp } from '../support/app.ts'

/** One application for the tests of a file; each registers a municipality of its own. */
export async function anApp(t: Test) {
  const { request, database } = await createApp(t)
  let code = 100
  return () => aRegister({ request, database }, String(++code).padStart(4, '0'))
}

/** A registered municipality with a committee, and functions that ask as a caseworker or as one who may only read. */
async function aRegister(
  { request, database }: Pick<Awaited<ReturnType<typeof createApp>>, 'request' | 'database'>,
  municipalityCode: string
) {
  const keyed = async (scopes: string[]) => {
    const { secret } = await createApiKey(database, { name: 'test', municipalityCodes: null, scopes, expiresAt: null })
    return (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
      request(method, `/partnerskap/v1/${path}`, body, { authorization: `Bearer ${secret}`, ...headers })
  }
  const all = await keyed(['*'])
  const reading = await keyed(['agreements:read'])
  await all('PUT', `municipalities/${municipalityCode}`, { name: 'Haninge' })
  const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    all(method, `${municipalityCode}/${path}`, body, headers)
  const read = (path: string) => reading('GET', `${municipalityCode}/${path}`)
  const make = async (path: string, body: object): Promise<string> => {
    const { status, body: made } = await ask('POST', path, body)
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(made)}`)
    return made.id
  }
  const bodyId = await make('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const anOrganisation = (name = `Föreningen ${randomUUID()}`) => make('organisations', { name })
  const aDecision = (decidedOn = '2021-12-14') => make('decisions', { bodyId, decidedOn })
  return { database, ask, read, make, bodyId, anOrganisation, aDecision }
}

export type Register = Awaited<ReturnType<typeof aRegister>>

/** A partnership of the committee and one association, from 2022, 380 000 a year. */
export async function aPartnership(register: Register, more: object = {}) {
  const organisationId = await register.anOrganisation()
  const id = await register.make('agreements', {
    kind: 'partnership',
    title: 'Partnerskap',
    parties: [
      { key: 'committee', kind: 'body', role: 'responsible', bodyId: register.bodyId },
      { key: 'partner', kind: 'organisation', role: 'partner', organisationId }
    ],
    contributions: [
      { partyKey: 'committee', kind: 'cash', amount: 380000, amountPer: 'year' },
      { partyKey: 'partner', kind: 'volunteering', description: 'Jour' }
    ],
    term: { validFrom: '2022-01-01', validTo: '2024-12-31' },
    signatories: [
      { key: 'chair', partyKey: 'committee', role: 'Ordförande', name: 'Anna Andersson' },
      { key: 'partner', partyKey: 'partner', role: 'Firmatecknare', name: 'Bo Berg', confidential: true }
    ],
    ...more
  })
  return { id, organisationId, path: `agreements/${id}` }
}

/** The same, decided and signed on 2021-12-16. */
export async function aSignedPartnership(register: Register, more: object = {}) {
  const made = await aPartnership(register, more)
  const decisionId = await register.aDecision()
  await register.ask('POST', `${made.path}/decide`, { decisionId })
  const signed = await register.ask('POST', `${made.path}/sign`, { signedOn: '2021-12-16', signedIn: 'Kommunhuset' })
  if (signed.status !== 200) throw new Error(JSON.stringify(signed.body))
  return { ...made, decisionId }
}
