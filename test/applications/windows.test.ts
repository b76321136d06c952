import t from 'tap'
import { deadlineOf } from '../../src/register/schemes/deadline-rules.ts'
import type { Window } from '../../src/register/schemes/window-rules.ts'
import { fieldsOf, haninge, ruleOf } from '../support/haninge.ts'

const blank: Window = {
  ...{ kind: 'recurring', opensOn: null, closesOn: null, opensMonthDay: null, closesMonthDay: null },
  ...{ closesNextYear: false, everyYears: 1, firstYear: null, relativeText: null, validFrom: null, validTo: null }
}
const spring: Window = { ...blank, opensMonthDay: '04-01', closesMonthDay: '05-31' }

t.test('the last day is that of the round that an application came to, and of no other', t => {
  const of = (window: Partial<Window>, day: string | null) => deadlineOf({ ...blank, ...window }, day)
  const fixed = { kind: 'fixed', opensOn: '2022-03-01', closesOn: '2022-03-31' } as const
  for (const day of ['2022-02-01', '2022-03-15', '2023-01-01', null]) t.equal(of(fixed, day), '2022-03-31')
  t.equal(of({ ...fixed, closesOn: null }, '2022-03-15'), null, 'a closing that is not stated')
  t.equal(of(spring, '2022-04-01'), '2022-05-31')
  t.equal(of(spring, '2022-05-31'), '2022-05-31')
  t.equal(of(spring, '2022-06-01'), null, 'late for this year, or early for the next')
  t.equal(of({ ...spring, validTo: '2022-12-31' }, '2022-06-01'), '2022-05-31', 'there was no later round')
  t.equal(of({ ...spring, firstYear: 2022 }, '2022-03-01'), '2022-05-31', 'there was no earlier round')
  t.equal(of({ closesMonthDay: '05-31' }, '2022-05-31'), '2022-05-31')
  t.equal(of({ closesMonthDay: '05-31' }, '2022-05-30'), null, 'when it opened is not stated')
  t.equal(of({ opensMonthDay: '04-01' }, '2022-05-30'), null)
  const winter = { opensMonthDay: '11-15', closesMonthDay: '01-15', closesNextYear: true }
  t.equal(of(winter, '2022-01-10'), '2022-01-15')
  t.equal(of(winter, '2022-12-10'), '2023-01-15')
  t.equal(of({ ...spring, everyYears: 3, firstYear: 2020 }, '2023-04-10'), '2023-05-31')
  t.equal(of({ ...spring, everyYears: 3, firstYear: 2020 }, '2022-04-10'), null)
  for (const kind of ['rolling', 'relative', 'unknown'] as const) t.equal(of({ kind }, '2022-04-10'), null)
  t.end()
})

t.test('a reception that is known to a month has a last day where all its days have the same', t => {
  t.equal(deadlineOf(spring, '2022-04-01', 'month'), '2022-05-31')
  t.equal(deadlineOf(spring, '2022-03-01', 'season'), null)
  t.equal(deadlineOf(spring, '2022-01-01', 'year'), null)
  t.equal(deadlineOf(spring, null, 'day'), null)
  t.end()
})

async function aScheme(t: Parameters<typeof haninge>[0]) {
  const register = await haninge(t)
  const { make, ask } = register
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { id: schemeId } = await make('/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const window = (body: object, scheme = schemeId) => make(`/schemes/${scheme}/windows`, body)
  const apply = (body: object) =>
    make('/applications', { applicants: [{ organisationId: applicant }], schemeId, ...body })
  const found = async (query: string) => {
    const { body } = await ask('GET', `/applications?${query}`)
    return body.items.map(({ id }: { id: string }) => id)
  }
  return { ...register, applicant, schemeId, window, apply, found }
}

t.test('lateness follows the window, unless the application states a last day of its own', async t => {
  const { ask, window, apply, found } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'fixed', opensOn: '2022-03-01', closesOn: '2022-03-31' })
  const { id: rolling } = await window({ kind: 'rolling', validFrom: '2024-01-01' })
  const inTime = await apply({ windowId, receivedOn: '2022-03-31' })
  t.match(inTime, {
    windowId,
    closesOn: null,
    windowClosesOn: '2022-03-31',
    dueOn: '2022-03-31',
    late: 'no',
    daysLate: 0
  })
  const late = await apply({ windowId, receivedOn: '2022-04-02' })
  t.match(late, { late: 'yes', daysLate: 2 })
  const respite = await apply({ windowId, receivedOn: '2022-04-02', closesOn: '2022-04-15' })
  t.match(respite, { closesOn: '2022-04-15', windowClosesOn: '2022-03-31', dueOn: '2022-04-15', late: 'no' })
  const some = await apply({ windowId, receivedOn: '2022-03-01', receivedOnPrecision: 'season' })
  t.match(some, { late: 'possible', daysLate: null })
  const undated = await apply({ windowId })
  t.match(undated, { dueOn: '2022-03-31', late: 'unknown' })
  const anytime = await apply({ windowId: rolling, receivedOn: '2024-04-02' })
  t.match(anytime, { windowClosesOn: null, dueOn: null, late: 'unknown', daysLate: null })

  t.same(
    await found(`windowId=${windowId}`),
    [inTime, late, respite, some, undated].map(({ id }) => id)
  )
  t.same(await found(`windowId=${rolling}`), [anytime.id])
  t.same(await found('late=yes'), [late.id])
  t.same(await found('late=no'), [inTime.id, respite.id])
  t.same(await found('late=possible'), [some.id])
  t.same(await found('late=unknown'), [undated.id, anytime.id])
  const unknown = async (query: string) => (await ask('GET', `/applications?${query}`)).body.meta.unknownCount
  for (const [query, count] of Object.entries({
    ...{ 'late=yes': 2, 'late=no': 2, 'late=no&limit=1&sort=-id': 2, 'late=possible': 0, 'late=unknown': 0 },
    ...{ [`late=yes&windowId=${windowId}`]: 1, [`late=no&windowId=${rolling}`]: 1, 'late=yes&withdrawn=only': 0 },
    // Of receptions, one is not dated, and one is known to a season: March to May.
    ...{
      'receivedFrom=2022-03-02': 2,
      'receivedFrom=2022-03-01': 1,
      'receivedFrom=2022-05-31': 2,
      'receivedFrom=2022-06-01': 1
    },
    ...{ 'receivedTo=2022-03-01': 1, 'receivedTo=2022-02-28': 1, 'receivedFrom=2022-06-01&late=no': 2 },
    ...{ 'receivedFrom=2022-06-01&receivedTo=2022-07-01&late=yes': 1, 'receivedFrom=2024-04-02&late=yes': 2 }
  })) {
    t.equal(await unknown(query), count, query)
  }
  t.equal(await unknown('status=received'), undefined, 'nothing is asked that is not known')
  t.same(
    await found('dueOn=2022-03-31'),
    [inTime, late, some, undated].map(({ id }) => id)
  )
})

t.test('the last day moves with the window, and with what is corrected of the application', async t => {
  const { ask, window, apply, database } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'fixed', closesOn: '2022-03-31' })
  const { id } = await apply({ windowId, receivedOn: '2022-04-02' })
  const change = async (path: string, patch: object) => {
    const { headers } = await ask('GET', path)
    const { status } = await ask('PATCH', path, patch, { 'if-match': headers.etag! })
    t.equal(status, 200, JSON.stringify(patch))
    return (await ask('GET', `/applications/${id}`)).body
  }
  t.match(await change(`/scheme-windows/${windowId}`, { closesOn: '2022-04-30' }), {
    version: 1,
    late: 'no',
    windowClosesOn: '2022-04-30'
  })
  t.match(await change(`/applications/${id}`, { receivedOn: '2022-05-01' }), { version: 2, late: 'yes', daysLate: 1 })
  t.match(await change(`/applications/${id}`, { windowId: null }), {
    windowClosesOn: null,
    dueOn: null,
    late: 'unknown'
  })
  const { rows } = await database.$client.query(
    `select before, after from events where type = 'application.updated' order by id desc limit 1`
  )
  t.strictSame(rows, [{ before: { windowId }, after: { windowId: null } }], 'what is computed is in no event')
})

t.test('a window is one of the scheme that is sought, in this municipality', async t => {
  const { ask, elsewhere, applicant, schemeId, window, make, apply } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'rolling' })
  const { id: other } = await make('/schemes', { name: 'Projektbidrag', kind: 'project' })
  const post = (body: object) =>
    ask('POST', '/applications', { applicants: [{ organisationId: applicant }], windowId, ...body })
  const wrong = await post({ schemeId: other })
  t.same([wrong.status, ruleOf(wrong), fieldsOf(wrong)], [422, 'window-of-other-scheme', ['/windowId']])
  const bare = await post({})
  t.same([bare.status, ruleOf(bare), fieldsOf(bare)], [422, 'window-without-scheme', ['/schemeId']])
  const none = await post({ schemeId, windowId: applicant })
  t.same([none.status, ruleOf(none), fieldsOf(none)], [422, 'window-not-found', ['/windowId']])

  const theirs = await elsewhere('POST', '/organisations', { name: 'Degerfors Kvinnojour' })
  const scheme = await elsewhere('POST', '/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const across = await elsewhere('POST', '/applications', {
    ...{ applicants: [{ organisationId: theirs.body.id }], schemeId: scheme.body.id, windowId }
  })
  t.same([across.status, ruleOf(across), fieldsOf(across)], [422, 'window-not-found', ['/windowId']])

  const { id } = await apply({ windowId })
  const { headers } = await ask('GET', `/applications/${id}`)
  const moved = await ask('PATCH', `/applications/${id}`, { schemeId: other }, { 'if-match': headers.etag! })
  t.same([moved.status, ruleOf(moved)], [422, 'window-of-other-scheme'])
  const both = { schemeId: other, windowId: null }
  t.match(await ask('PATCH', `/applications/${id}`, both, { 'if-match': headers.etag! }), { status: 200 })
})

t.test('a window in which applications were made is not withdrawn', async t => {
  const { ask, window, apply } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'rolling' })
  const { id } = await apply({ windowId })
  const withdraw = () => ask('POST', `/scheme-windows/${windowId}/withdraw`, { reason: 'Fel' })
  const refused = await withdraw()
  t.same([refused.status, ruleOf(refused)], [409, 'scheme-window-in-use'])
  await ask('POST', `/applications/${id}/withdraw`, { reason: 'Fel' })
  t.match(await withdraw(), { status: 200 })
  const { status } = await ask('GET', `/applications/${id}`)
  t.equal(status, 200)
})

t.test('what is received in a window is the same when it comes again', async t => {
  const { ask, applicant, schemeId, window } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' })
  const content = { applicants: [{ organisationId: applicant }], schemeId, windowId, receivedOn: '2022-04-20' }
  const path = '/applications/by-reference/casefile/A-1'
  t.match(await ask('PUT', path, content), { status: 201, body: { windowClosesOn: '2022-05-31', late: 'no' } })
  const again = await ask('PUT', path, content)
  t.match(again, { status: 200, body: { version: 1 } })
  t.match(await ask('PUT', path, content, { 'if-match': again.headers.etag! }), { status: 200, body: { version: 1 } })
})

t.test('an application and its window changed at once agree in the end', async t => {
  const { ask, window, apply } = await aScheme(t)
  const { id: windowId } = await window({ kind: 'fixed', closesOn: '2022-03-31' })
  const { id } = await apply({ receivedOn: '2022-04-02' })
  for (const closesOn of ['2022-04-30', '2022-03-31', '2022-04-30', '2022-03-31']) {
    const { headers } = await ask('GET', `/applications/${id}`)
    const of = await ask('GET', `/scheme-windows/${windowId}`)
    const joined = headers.etag!
    const answers = await Promise.all([
      ask('PATCH', `/scheme-windows/${windowId}`, { closesOn }, { 'if-match': of.headers.etag! }),
      ask('PATCH', `/applications/${id}`, { windowId, note: closesOn }, { 'if-match': joined })
    ])
    t.same(
      answers.map(({ status }) => status),
      [200, 200]
    )
    t.match(await ask('GET', `/applications/${id}`), { body: { windowClosesOn: closesOn } })
  }
})
