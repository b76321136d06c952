import t from 'tap'
import { answers } from '../../src/base/known.ts'
import { assignmentActs, assignmentStatuses, nextStatus, overdueOn } from '../../src/register/assignments/rules.ts'
import { aRegister } from '../decisions/register.ts'

t.test('what is proposed can be given or declined, what is given completed or revoked, and nothing else', async t => {
  const steps = assignmentStatuses.flatMap(status =>
    assignmentActs.flatMap(act => (nextStatus(status, act) ? [`${status} ${act} ${nextStatus(status, act)}`] : []))
  )
  t.same(steps, [
    'proposed give given',
    'proposed decline declined',
    'given complete completed',
    'given revoke revoked'
  ])
})

t.test('overdue is yes, no, possible or unknown', async t => {
  const due = {
    status: 'given' as const,
    givenOn: '2015-08-25',
    endedOn: null,
    dueOn: '2016-01-01',
    dueOnPrecision: 'day' as const,
    recurrence: null,
    recurrenceText: null,
    recurrenceEndsOn: null
  }
  t.equal(overdueOn(due, '2016-01-01'), 'no')
  t.equal(overdueOn(due, '2016-01-02'), 'yes')
  t.equal(overdueOn({ ...due, dueOnPrecision: 'month' }, '2016-01-31'), 'possible')
  t.equal(overdueOn({ ...due, dueOnPrecision: 'month' }, '2016-02-01'), 'yes')
  t.equal(overdueOn({ ...due, dueOnPrecision: 'year' }, '2016-12-31'), 'possible')
  const autumn = { ...due, dueOn: '2015-09-01', dueOnPrecision: 'season' as const }
  t.equal(overdueOn(autumn, '2015-11-30'), 'possible')
  t.equal(overdueOn(autumn, '2015-12-01'), 'yes', 'a season is three months, as everywhere')
  t.equal(overdueOn({ ...due, dueOn: null, recurrence: 'everyMeeting' }, '2016-12-31'), 'unknown')
  t.equal(overdueOn({ ...due, status: 'proposed', givenOn: null }, '2017-01-01'), 'no')
  t.equal(overdueOn({ ...due, status: 'completed', endedOn: '2016-02-01' }, '2016-01-31'), 'yes')
  t.equal(overdueOn({ ...due, status: 'completed', endedOn: '2016-02-01' }, '2016-02-01'), 'no')
  t.equal(overdueOn({ ...due, status: 'completed' }, '2016-02-01'), 'unknown')
  t.equal(overdueOn(due, '2015-01-01'), 'no', 'not given yet')
})

t.test('three assignments are proposed and nothing is known to have been assigned', async t => {
  const { ask, decision, bodyId, departmentId } = await aRegister()
  const proposal = decision({ standing: 'proposed', decidedOn: '2015-08-25', meetingPlanned: true })
  const proposalId = (await ask('POST', '/decisions', proposal)).body.id
  const more = [
    { text: 'Utreda' },
    { text: 'Ta fram riktlinjer och föreslå områden' },
    { text: 'Redovisa', recurrence: 'everyMeeting', recurrenceText: 'Vid nämndens sammanträden' }
  ]
  for (const each of more) {
    const given = { status: 'proposed', givenByBodyId: bodyId, bodyId: departmentId, proposalId, ...each }
    t.match(await ask('POST', '/assignments', given), {
      status: 201,
      body: { ...given, overdue: 'no', recurrenceEndsOn: null }
    })
  }
  const count = async (query: string) => (await ask('GET', `/assignments?${query}`)).body.meta.count
  t.equal(await count(`givenByBodyId=${bodyId}&status=given`), 0)
  t.equal(await count(`givenByBodyId=${bodyId}&givenTo=2015-08-25&givenFrom=2015-08-25`), 0)
  t.equal(await count(`proposalId=${proposalId}&status=proposed`), 3)
  t.equal(await count('recurring=true'), 1)
  t.match(await ask('POST', '/assignments', { status: 'given', text: 'x', decisionId: proposalId }), {
    status: 422,
    body: { violations: [{ field: '/decisionId', message: /proposal/ }] }
  })
})

t.test('of a day, the list holds what was or may have been overdue, and tells how many nobody knows of', async t => {
  const { ask } = await aRegister()
  const rows = []
  const due = [{}, { dueOn: '2022-03-01' }, { dueOn: '2022-03-15', dueOnPrecision: 'month' }, { recurrence: 'yearly' }]
  for (const status of assignmentStatuses) {
    const wasGiven = status !== 'proposed' && status !== 'declined'
    const ended = status !== 'proposed' && status !== 'given'
    for (const when of due) {
      for (const givenOn of wasGiven ? [null, '2022-01-10'] : [null]) {
        for (const endedOn of ended ? [null, '2022-03-20'] : [null]) {
          const { status: code, body } = await ask('POST', '/assignments', {
            text: 'Utreda',
            status,
            ...when,
            givenOn,
            endedOn
          })
          t.equal(code, 201, JSON.stringify(body))
          rows.push(body)
        }
      }
    }
  }
  const list = async (query: string) => (await ask('GET', `/assignments?limit=100&${query}`)).body
  for (const day of [
    '2022-01-09',
    '2022-01-10',
    '2022-03-01',
    '2022-03-02',
    '2022-03-16',
    '2022-03-20',
    '2022-04-01'
  ]) {
    const byAnswer = Map.groupBy(rows, row => overdueOn(row, day))
    const unknown = byAnswer.get('unknown')?.length ?? 0
    for (const answer of answers) {
      const found = await list(`overdue=${answer}&validOn=${day}`)
      const expected = (byAnswer.get(answer) ?? []).map(({ id }) => id)
      t.same(found.items.map(({ id }: { id: string }) => id).sort(), expected.sort(), `${answer} on ${day}`)
      t.ok(found.items.every(({ overdue }: { overdue: string }) => overdue === answer))
      t.equal(found.meta.unknownCount, answer === 'yes' || answer === 'no' ? unknown : 0, `unknown on ${day}`)
    }
  }
  const undated = rows.filter(row => row.givenOn === null && !['proposed', 'declined'].includes(row.status)).length
  for (const query of ['givenFrom=2022-01-01', 'givenTo=2021-01-01', 'givenFrom=2022-01-01&givenTo=2022-12-31']) {
    t.equal((await list(query)).meta.unknownCount, undated, query)
  }
  const notDue = rows.filter(row => row.dueOn === null).length
  t.equal((await list('dueTo=2022-02-28')).meta.unknownCount, notDue)
  const inMarch = rows.filter(row => row.dueOnPrecision === 'month').length
  t.equal((await list('dueTo=2022-03-09')).meta.unknownCount, notDue + inMarch, 'a month that the day is in')
  t.equal((await list('status=given')).meta.unknownCount, undefined)
})

t.test('an assignment is given, reported on by meeting, overdue for a while and completed', async t => {
  const { ask, decision, departmentId } = await aRegister()
  const made = await ask('POST', '/assignments', { status: 'proposed', text: 'Utreda', dueOn: '2022-03-01' })
  const path = `/assignments/${made.body.id}`
  t.match(await ask('POST', `${path}/reports`, { reportedOn: '2022-02-15' }), {
    status: 409,
    body: { type: /assignment-not-given$/ }
  })
  t.match(await ask('POST', `${path}/complete`, { reason: 'Klart' }), { status: 409 })
  const decisionId = (await ask('POST', '/decisions', decision())).body.id
  t.match(await ask('POST', `${path}/give`, { decisionId }), {
    status: 200,
    body: { status: 'given', givenOn: '2021-12-14', decisionId, overdue: 'yes' }
  })
  t.match(await ask('POST', `${path}/decline`, { reason: 'Nej' }), {
    status: 409,
    body: { type: /assignment-not-proposed$/ }
  })
  t.match(await ask('PATCH', path, { bodyId: departmentId, dueOnPrecision: 'month' }, { 'if-match': '*' }), {
    status: 200
  })
  const report = await ask('POST', `${path}/reports`, {
    reportedOn: '2022-02-15',
    note: 'Muntlig redovisning',
    documents: [{ title: 'Protokoll', url: 'https://www.haninge.se/p' }]
  })
  t.match(report, { status: 201 })
  t.match(await ask('GET', `${path}/reports`), { body: { items: [{ reportedOn: '2022-02-15' }] } })
  t.match(await ask('POST', `${path}/reports`, { reportedOn: '2021-01-01' }), {
    status: 422,
    body: { violations: [{ field: '/reportedOn' }] }
  })
  const on = async (day: string) => (await ask('GET', `${path}?validOn=${day}`)).body.overdue
  t.same([await on('2022-03-01'), await on('2022-03-02'), await on('2022-04-01')], ['no', 'possible', 'yes'])
  t.match(await ask('POST', `${path}/complete`, { reason: 'Klart', endedOn: '2021-01-01' }), {
    status: 422,
    body: { violations: [{ field: '/endedOn' }] }
  })
  t.match(await ask('POST', `${path}/complete`, { reason: 'Slutredovisat', endedOn: '2022-05-01' }), {
    body: { status: 'completed', endedReason: 'Slutredovisat', overdue: 'no' }
  })
  const count = async (query: string) => (await ask('GET', `/assignments?${query}`)).body.meta.count
  t.equal(await count('overdue=yes&validOn=2022-04-15'), 1)
  t.equal(await count('overdue=yes&validOn=2022-05-01'), 0)
  t.equal(await count(`dueTo=2022-03-01&bodyId=${departmentId}`), 1)
  const told = (await ask('GET', `${path}/history`)).body.items.map(({ type }: { type: string }) => type)
  t.same(told, [
    'assignment.created',
    'assignment.given',
    'assignment.updated',
    'assignmentReport.created',
    'assignment.completed'
  ])
  const { id } = report.body
  t.match(await ask('POST', `/assignment-reports/${id}/withdraw`, { reason: 'Fel' }), { status: 200 })
  t.match(await ask('GET', `${path}/reports`), { body: { items: [] } })
})

t.test('due and recurring at once, and ends where nothing was given, are refused with their fields', async t => {
  const { ask, elsewhere, bodyId } = await aRegister()
  const fields = async (more: object, to = ask) => {
    const { status, body } = await to('POST', '/assignments', { status: 'proposed', text: 'x', ...more })
    return [status, ...(body.violations ?? []).map(({ field }: { field: string }) => field)]
  }
  t.same(await fields({ recurrenceEndsOn: '2022-01-01' }), [422, '/recurrenceEndsOn'])
  t.same(await fields({ dueOn: '2022-01-01', recurrence: 'monthly' }), [422, '/recurrence'])
  t.same(await fields({ recurrence: 'other' }), [422, '/recurrenceText'])
  t.same(await fields({ givenOn: '2022-01-01', endedOn: '2022-01-01' }), [422, '/givenOn', '/endedOn'])
  t.same(await fields({ bodyId }, elsewhere), [422, '/bodyId'])
})
