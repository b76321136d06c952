import t from 'tap'
import { carryOutRetention } from '../../src/personal-data/jobs.ts'
import { aClock } from '../support/clock.ts'
import { aRegister, made } from '../support/register.ts'

/** For how long what is kept: a rule, its dry run, and the job that does what the dry run told. */

t.setTimeout(300_000)
const clock = aClock(t)
clock('2023-06-07')

const CODE = '0136'
const { admin, database, client } = await aRegister(t, {})
const post = (path: string, body: object) => made(admin('POST', `/${CODE}/${path}`, body))
const jour = await post('organisations', { name: 'Jouren' })
const contactOf = (name: string, validTo?: string) =>
  post(`organisations/${jour.id}/contacts`, { sensitivity: 'internal', role: 'Ordförande', name, validTo })
const old = await contactOf('Gamla Ordföranden', '2021-01-31')
const recent = await contactOf('Nya Ordföranden', '2023-01-31')
const present = await contactOf('Sittande Ordföranden')
const trader = await post('organisations', { name: 'Sven Svenssons Måleri', legalForm: 'Enskild firma' })
const owed = await post('organisations', { name: 'Eva Evassons Väveri', legalForm: 'Enskild firma' })
const rules = `/${CODE}/retention-rules`

t.test('nothing is erased before the municipality has said so', async t => {
  t.equal((await admin('GET', rules)).status, 404)
  t.equal(await carryOutRetention(database, { on: '2099-01-01' }), 0)
})

t.test('a rule is said, and its dry run tells what is past its time and erases nothing', async t => {
  const said = await made(admin('PUT', rules, { contactMonths: 24, personMonths: 120, source: 'Gallringsplan § 3' }))
  t.match(said, { contactsDue: [old.id], personsDue: [], personsKept: [], version: 1 })
  t.equal((await admin('PUT', rules, { contactMonths: 12, source: 'x' })).status, 428)
  const later = await made(admin('GET', `${rules}?validOn=2025-01-31`))
  t.strictSame(later.contactsDue, [old.id, recent.id].sort())
  t.equal((await made(admin('GET', `/${CODE}/contacts/${old.id}`))).name, 'Gamla Ordföranden')
  t.equal((await (await client({ scopes: ['organisations:read'] }))('GET', rules)).status, 403)
})

t.test('the job does what the dry run told, once, and tells of it without the data', async t => {
  t.equal(await carryOutRetention(database), 1)
  t.equal(await carryOutRetention(database), 0)
  t.match(await made(admin('GET', `/${CODE}/contacts/${old.id}`)), { name: null, erasedAt: String })
  for (const { id } of [recent, present])
    t.match(await made(admin('GET', `/${CODE}/contacts/${id}`)), { name: /Ordföranden/ })
  const { items } = await made(admin('GET', `/${CODE}/contacts/${old.id}/history`))
  t.match(items.at(-1), { type: 'contact.erased', actor: 'job:carry-out-retention', reason: 'Gallringsplan § 3' })
  t.notMatch(JSON.stringify(items), /Gamla/)
})

t.test('of persons those whom a law keeps are told and left', async t => {
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const scheme = await post('schemes', { name: 'Bidrag', kind: 'operating', bodyId: body.id })
  const line = { recipients: [{ organisationId: owed.id }], schemeId: scheme.id, outcome: 'granted', granted: 10 }
  const decision = await post('decisions', { bodyId: body.id, decidedOn: '2020-02-01', lines: [line] })
  await post(`decisions/${decision.id}/lodge-appeal`, { lodgedOn: '2020-02-10', unpaidInstalments: 'pay' })
  const on = '2040-01-01'
  clock(on)
  const due = await made(admin('GET', rules))
  t.strictSame([due.personsDue, due.personsKept], [[trader.id], [owed.id]])
  t.equal(await carryOutRetention(database), 2)
  t.match(await made(admin('GET', `/${CODE}/organisations/${trader.id}`)), { name: /^Raderad person/ })
  t.match(await made(admin('GET', `/${CODE}/organisations/${owed.id}`)), { name: 'Eva Evassons Väveri' })
  t.strictSame((await made(admin('GET', rules))).personsDue, [])
})

t.test('what is held on a person is exported, and on nobody is refused', async t => {
  const held = await made(admin('GET', `/${CODE}/personal-data?name=${encodeURIComponent('eva evassons väveri')}`))
  t.ok(held.isComplete)
  t.ok(held.items.some(({ table }: { table: string }) => table === 'organisations'))
  t.ok(held.items.some(({ table }: { table: string }) => table === 'events'))
  const its = await made(admin('GET', `/${CODE}/personal-data?organisationId=${owed.id}`))
  t.ok(its.items.some(({ table }: { table: string }) => table === 'decision_line_recipients'))
  t.equal((await admin('GET', `/${CODE}/personal-data`)).status, 422)
})
