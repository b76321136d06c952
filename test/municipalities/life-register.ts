import type { Test } from 'tap'
import { loadHaninge } from '../../samples/haninge.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { aClock } from '../support/clock.ts'
import { aRegister, type Client, clientOf, made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

export type Partner = {
  name: string
  agreementId: string
  organisationIds: string[]
  payeeId: string
  requirementId: string
  /** Awards by the year that they are for. */
  awards: Record<number, string>
}

/** Each of the eight by a word of its name. */
export const words = {
  ...{ crime: 'Brottsofferjouren', teens: 'Future Teens', links: 'länkarna', women: 'Kvinnojour' },
  ...{ youth: 'Ungdomsjour', men: 'Manscentrum', gambling: 'Revansch', attention: 'Attention' }
} as const
export type Word = keyof typeof words

/** What Haninge's eight agreements need to live three years, and the persons and functions who run them. */
export async function aLife(t: Test) {
  const clock = aClock(t)
  clock('2021-12-17')
  const { admin, app, database } = await aRegister(t)
  await loadHaninge(admin)

  const aKey = async (name: string, holderKind: 'person' | 'system', scopes: string[]) => {
    const key = { name, holderKind, holder: name, municipalityCodes: ['0136'], scopes }
    const client = clientOf(app, (await createApiKey(database, key)).secret)
    const ask: Client = (method, path, body, headers) => client(method, `/0136${path}`, body, headers)
    const get = (path: string): Promise<Any> => made(ask('GET', path))
    const post = (path: string, body: object = {}): Promise<Any> => made(ask('POST', path, body))
    const items = async (path: string): Promise<Any[]> =>
      (await get(`${path}${path.includes('?') ? '&' : '?'}limit=1000`)).items
    return { ask, get, post, items }
  }
  const secretary = await aKey('nämndsekreterare', 'person', ['*'])
  const officer = await aKey('handläggare', 'person', [
    ...['payments:read', 'payments:write', 'reports:read', 'reports:write', 'reports:review'],
    ...['recoveries:read', 'recoveries:write', 'payment-settings:read', 'payment-settings:write'],
    ...['agreements:read', 'agreements:write', 'statistics:read', 'period-closings:read', 'period-closings:write']
  ])
  const checker = await aKey('sakattestant', 'person', ['payments:read', 'payments:check'])
  const approver = await aKey('beslutsattestant', 'person', ['payments:read', 'payments:approve'])
  const treasury = await aKey('ekonomisystemet', 'system', ['payments:read', 'payment-runs:read', 'payment-runs:write'])

  const [committee] = await secretary.items('/bodies?name=Socialn%C3%A4mnden')
  const [scheme] = await secretary.items('/schemes?name=Partnerskapsavtal')
  const [decision] = await secretary.items('/decisions')
  const agreements = await secretary.items('/agreements')
  const partners = {} as Record<Word, Partner>
  for (const [word, part] of Object.entries(words) as [Word, string][]) {
    const { id: agreementId, title, parties, funding } = agreements.find(one => one.title.includes(part))
    const organisationIds = parties.flatMap(({ organisationId }: Any) => organisationId ?? [])
    const awards = { 2022: funding[0].awardId as string }
    partners[word] = {
      name: title,
      agreementId,
      organisationIds,
      payeeId: organisationIds[0],
      requirementId: '',
      awards
    }
  }
  return {
    ...{ app, database, clock, secretary, officer, checker, approver, treasury, partners },
    ...{ committeeId: committee.id as string, schemeId: scheme.id as string, decisionId: decision.id as string }
  }
}
export type Life = Awaited<ReturnType<typeof aLife>>
