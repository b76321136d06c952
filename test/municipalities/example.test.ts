import t from 'tap'
import { EXAMPLE_ROLE, loadExample } from '../../samples/example.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const { admin, app, database } = await aRegister(t)
const person = async (holder: string) => {
  const key = { roles: [EXAMPLE_ROLE], name: holder, holder, holderKind: 'person' as const, municipalityCodes: ['0000'], scopes: ['*'] }
  return clientOf(app, (await createApiKey(database, key)).secret) as Any
}
const people = { checker: await person('Handläggare'), approver: await person('Chef') }
await loadExample(admin as Any, people)

t.test('x', async t => {
  t.ok(await made(admin('GET', '/0000/payments')))
})
