import t, { type Test } from 'tap'
import { addDays, today } from '../../src/base/dates.ts'
import { type WorkKind, workKinds, workRules } from '../../src/reads/work-list/rules.ts'
import { aRecoveryRegister } from '../recoveries/register.ts'
import { type Answer, made } from '../support/register.ts'

/** What a person sees of what comes up, through HTTP alone. */

type Item = { kind: WorkKind; dueOn: string; dueLatestOn: string | null; due: string; subjectId: string } & Record<
  string,
  unknown
>

/** The register, and one of every kind of what comes up, with its day. */
async function aWorkRegister(t: Test) {
  const register = await aRecoveryRegister(t)
  const { post, haninge, bodyId, jour, awardId, schemeId, aRecovery } = register
  const list = async (query = ''): Promise<Item[]> =>
    (await made(haninge('GET', `/work-list?limit=1000&${query}`))).items
  const anAgreement = async (given: object, signed = true) => {
    const parties = [
      { key: 'committee', kind: 'body', role: 'responsible', bodyId },
      { key: 'partner', kind: 'organisation', role: 'partner', organisationId: jour }
    ]
    const { id } = await post('/agreements', { kind: 'partnership', parties, ...given })
    await post(`/agreements/${id}/decide`, {})
    if (signed) await post(`/agreements/${id}/sign`, { signedOn: '2021-12-16' })
    return id as string
  }
  const aDelegated = async (given: object = {}) =>
    (await post('/decisions', { bodyId, decidedOn: '2023-05-02', kind: 'delegated', title: 'Startbidrag', ...given }))
      .id as string
  const ids: Record<WorkKind, string> = {
    agreementEnds: await anAgreement({
      title: 'Partnerskap mot våld',
      term: { validFrom: '2021-01-01', validTo: '2023-06-30' }
    }),
    agreementNotice: await anAgreement({
      title: 'Förlängs',
      term: {
        validFrom: '2020-01-01',
        validTo: addDays(today(), 300),
        renewal: { months: 12, noticeMonths: 0 }
      }
    }),
    windowOpens: (await post(`/schemes/${schemeId}/windows`, { kind: 'fixed', opensOn: '2023-04-01' })).id,
    windowCloses: (await post(`/schemes/${schemeId}/windows`, { kind: 'fixed', closesOn: '2023-10-31' })).id,
    documentExpires: (
      await post(`/organisations/${jour}/documents`, { kind: 'statutes', title: 'Stadgar', validTo: '2023-03-31' })
    ).id,
    eligibilityExpires: (
      await post(`/organisations/${jour}/eligibility-statements`, {
        eligible: true,
        validFrom: '2022-01-01',
        validTo: '2023-12-31'
      })
    ).id,
    delegationToReport: await aDelegated(),
    // Three weeks from 2023-05-16 is 2023-06-06, the National Day: the day after.
    reviewTimeEnds: (await post('/decisions', { bodyId, decidedOn: '2023-05-09', noticeUpOn: '2023-05-16' })).id,
    reportDue: (
      await post('/reports', { awardId, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' })
    ).id,
    assignmentDue: (
      await post('/assignments', { text: 'Utred riktlinjer', status: 'given', bodyId, dueOn: '2023-09-15' })
    ).id,
    recoveryDue: (await aRecovery()).id,
    // Twenty working days from 2026-02-10.
    aidRegistrationDue: (
      await post('/state-aid', { awardId, kind: 'deMinimis', grantedOn: '2026-02-10', amount: 100_000, eurRate: 11 })
    ).id
  }
  const days: Record<WorkKind, string> = {
    ...{ agreementEnds: '2023-06-30', agreementNotice: addDays(today(), 300), windowOpens: '2023-04-01' },
    ...{ windowCloses: '2023-10-31', documentExpires: '2023-03-31', eligibilityExpires: '2023-12-31' },
    ...{ delegationToReport: '2023-05-02', reviewTimeEnds: '2023-06-07', reportDue: '2023-02-28' },
    ...{ assignmentDue: '2023-09-15', recoveryDue: '2023-05-31', aidRegistrationDue: '2026-03-10' }
  }
  const of = (kind: WorkKind, from: string, until: string) => list(`kind=${kind}&from=${from}&until=${until}`)
  return { ...register, ids, days, list, of, anAgreement, aDelegated }
}

const sets = (items: Item[]) => items.map(({ kind, subjectId }) => `${kind} ${subjectId}`).sort()

t.test('each kind is listed on its day, and neither on the day before nor the day after', async t => {
  const { ids, days, of, haninge, bodyId, jour } = await aWorkRegister(t)
  for (const kind of workKinds) {
    const [id, day] = [ids[kind], days[kind]]
    const found = (items: Item[]) => items.filter(({ subjectId }) => subjectId === id)
    const [item] = found(await of(kind, day, day))
    t.match(item, { kind, dueOn: day, dueLatestOn: day, subjectType: workRules[kind].subjectType }, kind)
    t.equal(
      item!.due,
      kind.startsWith('window') ? 'possible' : 'yes',
      `${kind}: nobody has said that the scheme is open`
    )
    t.same(found(await of(kind, addDays(day, -30), addDays(day, -1))), [], `${kind} until the day before`)
    t.same(found(await of(kind, addDays(day, 1), addDays(day, 30))), [], `${kind} from the day after`)
  }
  const [document] = await of('documentExpires', '2023-03-31', '2023-03-31')
  t.match(document, { subjectName: 'Stadgar', parentId: jour, parentName: 'Haninge Kvinnojour' })
  const [decision] = await of('delegationToReport', '2023-05-02', '2023-05-02')
  t.match(decision, { subjectName: 'Startbidrag', parentId: bodyId, parentName: 'Socialnämnden' })
  const [agreement] = await of('agreementNotice', days.agreementNotice, days.agreementNotice)
  const { termStanding } = await made(haninge('GET', `/agreements/${ids.agreementNotice}`))
  t.equal(agreement!.dueOn, termStanding.lastNoticeOn, 'as the agreement itself tells')
  const path = '/work-list?kind=agreementEnds&from=2023-06-30&until=2023-06-30'
  t.match(await made(haninge('GET', path, undefined, { 'accept-language': 'sv' })), {
    items: [{ toDo: /^Ta ställning/, subjectName: 'Partnerskap mot våld' }]
  })
})

t.test('without from, what waits is listed from whatever day, and what is over is not', async t => {
  const { ids, list, of } = await aWorkRegister(t)
  const waiting = workKinds.filter(kind => workRules[kind].waits)
  const now = await list()
  t.strictSame(sets(now), waiting.map(kind => `${kind} ${ids[kind]}`).sort())
  t.strictSame(
    now.map(({ dueOn }) => dueOn),
    now.map(({ dueOn }) => dueOn).sort()
  )
  const later = await list(`until=${addDays(today(), 300)}`)
  t.strictSame(
    sets(later),
    [...waiting, 'agreementNotice', 'agreementEnds']
      .map(kind => `${kind} ${kind === 'agreementEnds' ? ids.agreementNotice : ids[kind as WorkKind]}`)
      .sort()
  )
  t.same(await of('reportDue', today(), addDays(today(), 30)), [], 'a first day that is stated holds for all')
})

t.test('a page goes on where the one before ended, in both directions, and all are counted', async t => {
  const { haninge, post, schemeId, jour, bodyId } = await aWorkRegister(t)
  // On one day: of several kinds, several of a kind, and one record of two kinds, each year.
  const oneDay = { opensMonthDay: '06-30', closesMonthDay: '06-30', validFrom: '2022-01-01', validTo: '2023-12-31' }
  await post(`/schemes/${schemeId}/windows`, { kind: 'recurring', ...oneDay })
  for (const title of ['Tillstånd', 'Intyg']) {
    await post(`/organisations/${jour}/documents`, { kind: 'permit', title, validTo: '2023-06-30' })
    await post('/assignments', { text: title, status: 'given', bodyId, dueOn: '2023-06-30' })
  }
  for (const sort of ['dueOn', '-dueOn', 'id', '-id']) {
    const query = `/work-list?from=2022-01-01&until=2023-12-31&sort=${sort}`
    const whole = (await made(haninge('GET', `${query}&limit=1000&total=true`))) as Answer['body']
    t.equal(whole.items.length, 18)
    t.match(whole.meta, { totalCount: 18, totalIsExact: true, kindsLeftOut: [] })
    for (const limit of [1, 2, 3]) {
      const walked: Item[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { items, meta } = await made(haninge('GET', `${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`))
        walked.push(...items)
        cursor = meta.nextCursor
      }
      t.strictSame(walked, whole.items, `${sort}, ${limit} at a time`)
    }
  }
})

t.test('days that are not known to the day are possible, and never hidden', async t => {
  const { anAgreement, aDelegated, post, of, bodyId } = await aWorkRegister(t)
  const year = await anAgreement({
    term: { validFrom: '2021-01-01', validTo: '2024-01-01', validToPrecision: 'year' }
  })
  const either = await anAgreement({
    term: { validFrom: '2022-01-01', alternatives: [{ months: 24 }, { months: 48 }] }
  })
  const unsigned = await anAgreement({ term: { validFrom: '2021-01-01', validTo: '2024-05-31' } }, false)
  const month = await aDelegated({ decidedOn: '2024-03-01', decidedOnPrecision: 'month' })
  const season = (
    await post('/assignments', {
      ...{ text: 'Revidera ramöverenskommelsen', status: 'given', bodyId },
      ...{ dueOn: '2024-09-01', dueOnPrecision: 'season' }
    })
  ).id
  const cases: [kind: WorkKind, id: string, dueOn: string, dueLatestOn: string][] = [
    ['agreementEnds', year, '2024-01-01', '2024-12-31'],
    ['agreementEnds', either, '2023-12-31', '2025-12-31'],
    ['delegationToReport', month, '2024-03-01', '2024-03-31'],
    ['assignmentDue', season, '2024-09-01', '2024-11-30']
  ]
  for (const [kind, id, dueOn, dueLatestOn] of cases) {
    const has = async (from: string, until: string) =>
      (await of(kind, from, until)).find(({ subjectId }) => subjectId === id)
    t.match(await has(dueOn, dueOn), { due: 'possible', dueOn, dueLatestOn }, kind)
    t.ok(await has(dueLatestOn, addDays(dueLatestOn, 30)), 'its last possible day')
    t.ok(await has(addDays(dueOn, 1), addDays(dueOn, 2)), 'a day between')
    t.notOk(await has(addDays(dueOn, -30), addDays(dueOn, -1)))
    t.notOk(await has(addDays(dueLatestOn, 1), addDays(dueLatestOn, 30)))
  }
  t.match(
    (await of('agreementEnds', '2024-05-31', '2024-05-31')).find(({ subjectId }) => subjectId === unsigned),
    { due: 'possible', dueLatestOn: '2024-05-31' },
    'nobody has recorded that it was signed'
  )
})

t.test('what is done, withdrawn, closed or merged leaves the list', async t => {
  const { ids, list, haninge, post, bodyId, jour, schemeId, anOrganisation } = await aWorkRegister(t)
  const year = 'from=2023-01-01&until=2023-12-31'
  const left = async () => new Set((await list(year)).map(({ kind }) => kind))
  const meeting = await post('/decisions', { bodyId, decidedOn: '2023-06-13' })
  const patch = (path: string, change: object) => made(haninge('PATCH', path, change, { 'if-match': '*' }))
  const steps: [kind: WorkKind, step: () => Promise<unknown>][] = [
    ['agreementEnds', () => post(`/agreements/${ids.agreementEnds}/withdraw`, { reason: 'Dubblett' })],
    [
      'documentExpires',
      () =>
        post(`/organisations/${jour}/documents`, {
          ...{ kind: 'statutes', title: 'Stadgar 2023', validFrom: '2023-04-01' }
        })
    ],
    [
      'eligibilityExpires',
      () => post(`/organisations/${jour}/eligibility-statements`, { eligible: false, validFrom: '2024-01-01' })
    ],
    ['delegationToReport', () => patch(`/decisions/${ids.delegationToReport}`, { reportedInDecisionId: meeting.id })],
    [
      'reviewTimeEnds',
      () =>
        post(`/decisions/${ids.reviewTimeEnds}/confirm-final`, {
          ...{ confirmedBy: 'Nämndsekreterare', confirmedOn: '2023-06-08' }
        })
    ],
    ['reportDue', () => post(`/reports/${ids.reportDue}/waive`, { reason: 'Upplöst' })],
    ['assignmentDue', () => post(`/assignments/${ids.assignmentDue}/complete`, { reason: 'Slutredovisat' })],
    [
      'recoveryDue',
      () => post(`/recoveries/${ids.recoveryDue}/record-repayment`, { amount: 42_000, movedOn: '2023-05-22' })
    ]
  ]
  for (const [kind, step] of steps) {
    t.ok((await left()).has(kind), `${kind} before`)
    await step()
    t.notOk((await left()).has(kind), `${kind} after`)
  }
  await post(`/schemes/${schemeId}/close`, { effectiveOn: '2023-07-01', reason: 'Reform' })
  t.strictSame(
    [...(await left())],
    ['windowOpens'],
    'closed from July: the window of April opened, that of October does not close'
  )

  const aid = () => list('kind=aidRegistrationDue&from=2026-03-01&until=2026-03-31')
  t.match(await aid(), [{ subjectId: ids.aidRegistrationDue, subjectName: 'Haninge Kvinnojour' }])
  await post(`/state-aid/${ids.aidRegistrationDue}/register`, { registeredOn: '2026-03-03' })
  t.same(await aid(), [], 'what is registered waits no more')

  const other = await anOrganisation('Kvinnojouren i Haninge')
  await post(`/organisations/${other}/documents`, { kind: 'permit', title: 'Tillstånd', validTo: '2023-08-31' })
  await post(`/organisations/${other}/merge`, { mergedIntoId: jour, reason: 'Samma förening' })
  t.match(
    (await list(`${year}&kind=documentExpires`)).map(({ parentId, subjectName }) => [parentId, subjectName]),
    [[jour, 'Tillstånd']],
    'once, of the one that it proved to be'
  )
})

t.test('a window that comes back opens anew each year, and not on a day without its scheme', async t => {
  const { post, of, schemeId } = await aWorkRegister(t)
  const scheme = (await post('/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })).id
  await post(`/schemes/${scheme}/reopen`, { effectiveOn: '2020-01-01' })
  const window = { kind: 'recurring', opensMonthDay: '02-29', closesMonthDay: '04-30' }
  const { id } = await post(`/schemes/${scheme}/windows`, window)
  const days = async () =>
    (await of('windowOpens', '2023-01-01', '2025-12-31'))
      .filter(({ subjectId }) => subjectId === id)
      .map(({ dueOn, due }) => [dueOn, due])
  t.strictSame(await days(), [
    ['2023-02-28', 'yes'],
    ['2024-02-29', 'yes'],
    ['2025-02-28', 'yes']
  ])
  t.not(scheme, schemeId)
})

t.test(
  'a delegated decision may be appealed until three weeks from the notice of the minutes that report it',
  async t => {
    const { post, of, bodyId, aDelegated } = await aWorkRegister(t)
    const minutes = await post('/decisions', { bodyId, decidedOn: '2023-12-01', noticeUpOn: '2023-12-05' })
    const id = await aDelegated({ decidedOn: '2023-11-01', noticeUpOn: '2023-11-02', reportedInDecisionId: minutes.id })
    const ofIt = async (day: string) =>
      (await of('reviewTimeEnds', day, day)).filter(({ subjectId }) => subjectId === id).length
    // Three weeks from 2023-12-05 is the second day of Christmas.
    t.strictSame([await ofIt('2023-12-26'), await ofIt('2023-12-27'), await ofIt('2023-12-28')], [0, 1, 0])
    t.equal(await ofIt('2023-11-23'), 0, 'its own notice does not count')
  }
)

t.test('only what the caller may read is listed, and the answer tells what was left out', async t => {
  const { client, ids } = await aWorkRegister(t)
  const officer = await client({ municipalityCodes: ['0136'], scopes: ['reports:read', 'assignments:read'] })
  const { items, meta } = await made(officer('GET', '/0136/work-list'))
  t.strictSame(sets(items), [`assignmentDue ${ids.assignmentDue}`, `reportDue ${ids.reportDue}`])
  t.strictSame(
    meta.kindsLeftOut,
    workKinds.filter(kind => !['reportDue', 'assignmentDue'].includes(kind))
  )
  t.match(await made(officer('GET', '/0136/work-list?kind=recoveryDue')), { items: [] })
  t.equal((await officer('GET', '/1862/work-list')).status, 404)
  const { admin } = await aWorkRegister(t)
  t.match(await made(admin('GET', '/1862/work-list?from=2023-01-01&until=2023-12-31')), { items: [] })
})

t.test('what is of a body is found by it', async t => {
  const { list, bodyId, aBody } = await aWorkRegister(t)
  const year = 'from=2023-01-01&until=2023-12-31'
  const all = await list(year)
  const ofOrganisations = all.filter(({ kind }) => kind === 'documentExpires' || kind === 'eligibilityExpires')
  t.equal(ofOrganisations.length, 2)
  t.strictSame(sets(await list(`${year}&bodyId=${bodyId}`)), sets(all.filter(item => !ofOrganisations.includes(item))))
  t.same(await list(`${year}&bodyId=${await aBody('Kulturnämnden')}`), [])
})

t.test('days that cannot be asked about are refused with the parameter', async t => {
  const { haninge } = await aWorkRegister(t)
  const cases: [query: string, field: string][] = [
    ['from=2023-05-01&until=2023-04-30', 'until'],
    [`until=${addDays(today(), -1)}`, 'until'],
    ['from=2023-01-01&until=2028-01-02', 'until'],
    ['from=0001-01-01', 'from'],
    ['until=9999-12-31', 'until'],
    ['until=2023-02-30', 'until'],
    ['kind=birthday', 'kind'],
    ['bodyId=nobody', 'bodyId'],
    ['sort=kind', 'sort'],
    ['cursor=WyJuYW1lIiwiQSIsIjEiXQ', 'cursor']
  ]
  for (const [query, field] of cases) {
    t.match(await haninge('GET', `/work-list?${query}`), { status: 400, body: { violations: [{ field }] } }, query)
  }
  t.equal((await haninge('GET', '/work-list?from=2023-01-01&until=2028-01-01')).status, 200, 'five years')
  t.equal((await haninge('GET', '/work-list?from=2023-05-01&until=2023-05-01')).status, 200, 'one day')
})
