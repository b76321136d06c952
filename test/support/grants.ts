import type { Test } from 'tap'
import type { Config } from '../../src/config.ts'
import { aRegister, type Client, made } from './register.ts'

export const MUNICIPALITY = '0136'

type Line = Record<string, unknown>

/** A register with a body, a scheme and three organisations of Haninge, and short ways to what tests of grants do. */
export async function aGrantRegister(t: Test, settings?: Partial<Config>) {
  const { app, database, admin, client } = await aRegister(t, settings)
  const haninge: Client = (method, path, body, headers) => admin(method, `/${MUNICIPALITY}${path}`, body, headers)
  const post = (path: string, body: object) => made(haninge('POST', path, body))
  const aBody = async (name: string): Promise<string> => (await post('/bodies', { name, kind: 'committee' })).id
  const anOrganisation = async (name: string): Promise<string> => (await post('/organisations', { name })).id
  const bodyId = await aBody('Socialnämnden')
  const scheme = await post('/schemes', { name: 'Partnerskapsavtal', kind: 'partnership', bodyId })
  const jour = await anOrganisation('Haninge Kvinnojour')
  const attention = await anOrganisation('Attention Haninge')
  const school = await anOrganisation('Studieförbundet Vuxenskolan Stockholms län')

  /** A granted line of 2022, but for what is given. */
  const line = (given: Line = {}): Line => ({
    recipients: [{ organisationId: jour }],
    schemeId: scheme.id,
    outcome: 'granted',
    grantYearFrom: 2022,
    granted: 380_000,
    ...given
  })
  const aDecision = (lines: Line[], given: Line = {}) =>
    post('/decisions', { bodyId, decidedOn: '2021-12-14', ...given, lines })
  const totals = async (query = ''): Promise<Line> =>
    (await made(haninge('GET', `/statistics/grant-totals?${query}`))).total
  const groups = async (query: string): Promise<Line[]> =>
    (await made(haninge('GET', `/statistics/grant-totals?${query}`))).items
  const entries = async (query = ''): Promise<Line[]> =>
    (await made(haninge('GET', `/ledger-entries?limit=1000&${query}`))).items
  /** Corrects a record whatever its version. */
  const patch = (path: string, change: object) => haninge('PATCH', path, change, { 'if-match': '*' })

  return {
    ...{ app, database, admin, client, haninge, bodyId, schemeId: scheme.id as string, jour, attention, school },
    ...{ aBody, anOrganisation, line, aDecision, totals, groups, entries, patch, post }
  }
}
