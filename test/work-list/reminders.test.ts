import t, { type Test } from 'tap'
import { remindOfWork } from '../../src/reads/work-list/reminders.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Event = { type: string; after: object | null; actor: string; parentId: string | null }

/** A document that expires on 2030-06-30, and what the histories tell of reminders. */
async function aRemindedRegister(t: Test, reminders: object) {
  const register = await aMoneyRegister(t)
  const { haninge, post, jour, database } = register
  const { id } = await post(`/organisations/${jour}/documents`, {
    ...{ kind: 'statutes', title: 'Stadgar', validTo: '2030-06-30' }
  })
  await made(haninge('PUT', '/work-list-settings', { reminders }))
  const on = (day: string) => remindOfWork(database, { on: day })
  const remindersOf = async (path: string): Promise<Event[]> => {
    const { items } = await made(haninge('GET', `${path}/history?limit=1000`))
    return items.filter(({ type }: Event) => /Reminded$/.test(type))
  }
  return { ...register, path: `/organisation-documents/${id}`, on, remindersOf }
}

t.test('a document reminds so many days before as the municipality has said, each once', async t => {
  const { on, path, remindersOf, jour, patch } = await aRemindedRegister(t, { documentExpires: [90, 7, 0] })
  const given: [day: string, count: number][] = [
    ['2030-03-31', 0],
    ['2030-04-01', 1],
    ['2030-04-02', 0],
    ['2030-06-22', 0],
    ['2030-06-23', 1],
    ['2030-06-29', 0],
    ['2030-06-30', 1],
    ['2030-06-30', 0],
    ['2030-07-01', 0]
  ]
  for (const [day, count] of given) t.equal(await on(day), count, day)
  const events = await remindersOf(path)
  t.match(events, [
    { type: 'organisationDocument.expiryReminded', actor: 'job:remind-of-work', parentId: jour, subjectVersion: null },
    { after: { dueOn: '2030-06-30', daysBefore: 7 } },
    { after: { dueOn: '2030-06-30', daysBefore: 0 } }
  ])
  t.same(await remindersOf(`/organisations/${jour}`), events, 'and so does the history of the organisation')
  t.equal((await patch(path, { validTo: '2030-12-31' })).status, 200)
  t.equal(await on('2030-12-24'), 1, 'of a new day it is reminded anew')
})

t.test('after a time without jobs only the nearest is given, and what is over gives none', async t => {
  const { on, path, remindersOf } = await aRemindedRegister(t, { documentExpires: [90, 30, 7] })
  t.equal(await on('2030-06-25'), 1)
  t.match(await remindersOf(path), [{ after: { daysBefore: 7 } }])
  const other = await aRemindedRegister(t, { documentExpires: [90] })
  t.equal(await other.on('2030-07-01'), 0)
})

t.test('what waits is reminded of once, however long ago its day was', async t => {
  const { on, aDecision, remindersOf } = await aRemindedRegister(t, { delegationToReport: [0] })
  const { id } = await aDecision([], { decidedOn: '2030-01-15', kind: 'delegated' })
  t.equal(await on('2030-01-14'), 0)
  t.equal(await on('2030-03-01'), 1)
  t.equal(await on('2030-03-02'), 0)
  t.match(await remindersOf(`/decisions/${id}`), [
    { type: 'decision.reportingReminded', after: { dueOn: '2030-01-15', daysBefore: 0 } }
  ])
})

t.test('aid that is to be registered is reminded of, each once', async t => {
  const { on, post, awardId, remindersOf } = await aRemindedRegister(t, { aidRegistrationDue: [5, 0] })
  const aid = { awardId, kind: 'deMinimis', grantedOn: '2026-02-10', amount: 100_000, eurRate: 11 }
  const { id } = await post('/state-aid', aid)
  for (const [day, count] of [
    ['2026-03-04', 0],
    ['2026-03-05', 1],
    ['2026-03-06', 0],
    ['2026-03-10', 1]
  ] as const)
    t.equal(await on(day), count, day)
  const reminded = {
    type: 'stateAid.registrationReminded',
    parentId: awardId,
    after: { dueOn: '2026-03-10', daysBefore: 5 }
  }
  t.match(await remindersOf(`/state-aid/${id}`), [reminded, { after: { daysBefore: 0 } }])
})

t.test('without settings nothing is reminded of, and of nothing of other municipalities', async t => {
  const { haninge, on, admin, path, remindersOf } = await aRemindedRegister(t, {})
  t.equal(await on('2030-06-30'), 0)
  await made(admin('PUT', '/1862/work-list-settings', { reminders: { documentExpires: [30] } }))
  t.equal(await on('2030-06-30'), 0)
  t.same(await remindersOf(path), [])
  await made(haninge('PUT', '/work-list-settings', { reminders: { documentExpires: [30] } }, { 'if-match': '*' }))
  t.equal(await on('2030-06-30'), 1)
  t.equal(
    (await made(admin('GET', '/1862/events'))).items.filter(({ type }: Event) => /Reminded$/.test(type)).length,
    0
  )
})

t.test('several processes share the work, and every reminder is given once', async t => {
  const { on, jour, post, path, remindersOf } = await aRemindedRegister(t, { documentExpires: [30] })
  for (let nth = 0; nth < 520; nth++) {
    await post(`/organisations/${jour}/documents`, { kind: 'permit', title: `Tillstånd ${nth}`, validTo: '2030-06-29' })
  }
  const rounds = await Promise.all(Array.from({ length: 4 }, () => on('2030-06-20')))
  t.equal(
    rounds.reduce((sum, given) => sum + given, 0),
    521,
    'more than one transaction takes'
  )
  t.equal((await remindersOf(path)).length, 1)
})

t.test(
  'settings are said, said again without change, and replaced with If-Match; kinds and days are known ones',
  async t => {
    const { haninge, client } = await aMoneyRegister(t)
    const path = '/work-list-settings'
    t.equal((await haninge('GET', path)).status, 404)
    const reminders = { agreementEnds: [180, 30], reviewTimeEnds: [0] }
    t.match(await haninge('PUT', path, { reminders }), { status: 201, body: { reminders, version: 1 } })
    t.match(await haninge('PUT', path, { reminders }), { status: 200, body: { version: 1 } })
    t.equal((await haninge('PUT', path, { reminders: {} })).status, 428)
    t.equal((await haninge('PUT', path, { reminders: {} }, { 'if-match': '"7"' })).status, 412)
    t.match(await haninge('PUT', path, { reminders: {} }, { 'if-match': '*' }), { status: 200, body: { version: 2 } })
    const wrong: [reminders: object, field: string][] = [
      [{ reportDue: [30] }, '/reminders/reportDue'],
      [{ birthdays: [30] }, '/reminders/birthdays'],
      [{ windowOpens: [-1] }, '/reminders/windowOpens/0'],
      [{ windowOpens: [367] }, '/reminders/windowOpens/0'],
      [{ windowOpens: [7, 7] }, '/reminders/windowOpens'],
      [{ windowOpens: null }, '/reminders/windowOpens']
    ]
    for (const [reminders, field] of wrong) {
      const answer = await haninge('PUT', path, { reminders }, { 'if-match': '*' })
      t.match(answer, { status: 400, body: { violations: [{ field }] } }, field)
    }
    const officer = await client({ municipalityCodes: ['0136'], scopes: ['work-list-settings:read'] })
    t.equal((await officer('GET', '/0136/work-list-settings')).status, 200)
    t.match(await officer('PUT', '/0136/work-list-settings', { reminders: {} }), {
      status: 403,
      body: { scope: 'work-list-settings:write' }
    })
  }
)
