import { sql } from 'drizzle-orm'
import t from 'tap'
import { refreshTerms } from '../../src/register/agreements/refresh.ts'
import { anApp, aPartnership, aSignedPartnership } from './setup.ts'

const aRegister = await anApp(t)

const problem = (rule: string) => ({ body: { type: new RegExp(`/${rule}$`) } })

t.test('a draft becomes decided, then signed when every signatory has signed', async t => {
  const register = await aRegister()
  const { ask } = register
  const { path } = await aPartnership(register, { reference: 'IOP/3' })
  t.match(await ask('POST', `${path}/sign`, { signedOn: '2021-12-16' }), {
    status: 409,
    ...problem('agreement-not-decided')
  })
  t.match(await ask('GET', path), { status: 200, body: { status: 'draft', termStanding: { running: 'no' } } })

  const decisionId = await register.aDecision()
  t.match(await ask('POST', `${path}/decide`, { decisionId }), {
    status: 200,
    body: { status: 'decided', decisionId, decidedOn: '2021-12-14', version: 2 }
  })
  t.match(await ask('POST', `${path}/decide`, { decisionId }), { status: 409, ...problem('agreement-already-decided') })
  const one = { signedOn: '2021-12-15', signatoryKeys: ['chair'] }
  const first = await ask('POST', `${path}/sign`, one)
  t.match(first, { status: 200, body: { status: 'decided', version: 3 } })
  t.equal((await ask('POST', `${path}/sign`, one)).body.version, 3, 'the same again changes nothing')
  t.match(await ask('POST', `${path}/sign`, { signedOn: '2021-12-15', signatoryKeys: ['nobody'] }), {
    status: 422,
    body: { violations: [{ field: '/signatoryKeys/0' }] }
  })
  const rest = { signedOn: '2021-12-16' }
  const byReference = 'agreements/by-reference/api/IOP%2F3'
  const signed = await ask('POST', `${byReference}/sign`, rest)
  t.match(signed, { status: 200, body: { status: 'signed', signedOn: '2021-12-16', version: 4 } })
  t.match(signed.body.signatories, [
    { key: 'chair', signedOn: '2021-12-15' },
    { key: 'partner', signedOn: '2021-12-16' }
  ])
  t.match(await ask('POST', `${byReference}/sign`, rest), { status: 200, body: { version: 4 } })
  t.match(await ask('GET', byReference), { status: 200, body: { reference: 'IOP/3' } })

  const history = await ask('GET', `${path}/history`)
  t.same(
    history.body.items.map(({ type }: { type: string }) => type),
    ['agreement.created', 'agreement.decided', 'agreement.signatureRecorded', 'agreement.signed']
  )
  t.notMatch(JSON.stringify(history.body), /Anna Andersson|Bo Berg/, 'events hold no names of persons')
})

t.test('names of confidential signatories are only for those who may write', async t => {
  const register = await aRegister()
  const { path } = await aPartnership(register)
  const names = ({ body }: { body: { signatories: { name: string | null }[] } }) =>
    body.signatories.map(({ name }) => name)
  t.same(names((await register.ask('GET', path)) as never), ['Anna Andersson', 'Bo Berg'])
  t.same(names((await register.read(path)) as never), ['Anna Andersson', null])
})

t.test('what is signed is amended by a decision, and can be asked for as it stood', async t => {
  const register = await aRegister()
  const { ask } = register
  const { path } = await aSignedPartnership(register)
  const before = await ask('GET', path)
  const patch = await ask('PATCH', path, { purpose: 'Annat' }, { 'if-match': '*' })
  t.match(patch, { status: 409, ...problem('agreement-already-signed') })
  const contributions = [{ partyKey: 'committee', kind: 'cash', amount: 400000, amountPer: 'year' }]
  const amendment = { effectiveFrom: '2023-01-01', reason: 'Fler platser', changes: { contributions } }
  t.match(await ask('POST', `${path}/amend`, { ...amendment, decisionId: before.body.id }), {
    status: 422,
    body: { violations: [{ field: '/decisionId' }] }
  })
  const decisionId = await register.aDecision('2022-11-01')
  t.match(await ask('POST', `${path}/amend`, { ...amendment, decisionId }), {
    status: 200,
    body: { contributions: [{ amount: 400000, certainty: 'exact' }], version: 4, status: 'signed' }
  })
  // Recorded later, in effect earlier: it takes its place before the first, which still holds from its day.
  const retroactive = {
    decisionId,
    effectiveFrom: '2022-06-01',
    reason: 'Sent',
    changes: { purpose: 'Stöd', goals: ['Fler'] }
  }
  await ask('POST', `${path}/amend`, retroactive)
  const value = async (query: string) => {
    const { body } = await ask('GET', `${path}?${query}`)
    return [body.contributions[0].amount, body.purpose, body.status]
  }
  t.same(await value('validOn=2022-05-01'), [380000, null, 'signed'])
  t.same(await value('validOn=2022-07-01'), [380000, 'Stöd', 'signed'])
  t.same(await value('validOn=2023-05-01'), [400000, 'Stöd', 'signed'])
  t.same(await value('validOn=2021-12-15'), [380000, null, 'decided'])
  t.same(await value(`validOn=2023-05-01&knownAt=${before.body.updatedAt}`), [380000, null, 'signed'])
  t.match(await ask('GET', `${path}?knownAt=2020-01-01T00:00:00Z`), { status: 404 })

  const { body } = await ask('GET', `${path}/versions`)
  t.match(body.items[3], {
    version: 4,
    act: 'amended',
    decisionId,
    reason: 'Fler platser',
    effectiveFrom: '2023-01-01'
  })
  const differences = await ask('GET', `${path}/differences?versionFrom=3&versionTo=5`)
  t.ok(differences.body.differences.some(({ field }: { field: string }) => field === '/purpose'))
  t.match(await ask('GET', `${path}/differences?versionFrom=1&versionTo=99`), {
    status: 422,
    body: { violations: [{ field: 'versionTo' }] }
  })
})

t.test('an amendment counts in what is committed from its day, and changes no year before it', async t => {
  const register = await aRegister()
  const { ask } = register
  const committed = async (year: number) => {
    const { minAmount, maxAmount, rangeCertainty, unknownCount } = (
      await ask('GET', `agreements/committed?year=${year}`)
    ).body
    return [minAmount, maxAmount, rangeCertainty, unknownCount]
  }
  const { path } = await aSignedPartnership(register)
  const amend = async (effectiveFrom: string, contributions: object[]) => {
    const decisionId = await register.aDecision('2022-11-01')
    const changes = { contributions: contributions.map(one => ({ partyKey: 'committee', kind: 'cash', ...one })) }
    const amendment = { decisionId, effectiveFrom, reason: 'Fler platser', changes }
    t.equal((await ask('POST', `${path}/amend`, amendment)).status, 200)
  }
  await amend('2023-01-01', [{ amount: 400_000, amountPer: 'year' }])
  t.same(await committed(2022), [380_000, 380_000, 'exact', 0])
  t.same(await committed(2023), [400_000, 400_000, 'exact', 0])

  // Within a year, an amount per year says not which of the two it is for that year.
  await amend('2023-07-01', [{ amount: 450_000.5, amountPer: 'year' }])
  t.same(await committed(2022), [380_000, 380_000, 'exact', 0])
  t.same(await committed(2023), [400_000, 450_000.5, 'range', 0])
  t.same(await committed(2024), [450_000.5, 450_000.5, 'exact', 0])

  // Amounts per month are counted to the month.
  await amend('2024-01-01', [{ amount: 10_000, amountPer: 'month' }])
  await amend('2024-04-01', [{ amount: 12_000.25, amountPer: 'month' }])
  t.same(await committed(2024), [138_002.25, 138_002.25, 'exact', 0])
  await amend('2024-10-01', [{ amountPer: 'month' }])
  t.same(await committed(2024), [102_001.5, 102_001.5, 'unknown', 1], 'three months are not stated')
  t.same(await committed(2023), [400_000, 450_000.5, 'range', 0])
  t.same(await committed(2025), [0, 0, 'exact', 0], 'the term is over')
})

t.test('an end that is known of ends what is committed, also before an amendment', async t => {
  const register = await aRegister()
  const { ask } = register
  const { path } = await aSignedPartnership(register, {
    contributions: [{ partyKey: 'committee', kind: 'cash', amount: 10_000, amountPer: 'month' }]
  })
  const changes = { contributions: [{ partyKey: 'committee', kind: 'cash', amount: 20_000, amountPer: 'month' }] }
  const amendment = { decisionId: await register.aDecision(), effectiveFrom: '2023-03-01', reason: 'Fler', changes }
  t.equal((await ask('POST', `${path}/amend`, amendment)).status, 200)
  t.equal((await ask('POST', `${path}/end`, { endedOn: '2023-06-30', reason: 'Läggs ned' })).status, 200)
  const committed = async (year: number) => (await ask('GET', `agreements/committed?year=${year}`)).body
  t.match(await committed(2022), { minAmount: 120_000, maxAmount: 120_000, rangeCertainty: 'exact' })
  t.match(await committed(2023), { minAmount: 100_000, maxAmount: 100_000, rangeCertainty: 'exact' })
  t.match(await committed(2024), { minAmount: 0, maxAmount: 0, agreementCount: 0 })
})

t.test('a correction puts the record right for all days, and what was known before can be asked for', async t => {
  const register = await aRegister()
  const { ask } = register
  const { path } = await aSignedPartnership(register, { diaryNumber: 'SN 2021/0441' })
  const before = await ask('GET', path)
  const correction = { reason: 'Felskrivet', changes: { diaryNumber: 'SN 2021/0144' } }
  t.match(await ask('POST', `${path}/correct`, correction), { status: 200, body: { diaryNumber: 'SN 2021/0144' } })
  t.match(await ask('POST', `${path}/correct`, correction), { status: 409, ...problem('nothing-corrected') })
  t.equal((await ask('GET', `${path}?knownAt=${before.body.updatedAt}`)).body.diaryNumber, 'SN 2021/0441')
  t.equal((await ask('GET', `${path}?validOn=2021-12-20`)).body.diaryNumber, 'SN 2021/0144')
})

t.test('an agreement is ended or terminated, and runs until then', async t => {
  const register = await aRegister()
  const { ask } = register
  const { path } = await aSignedPartnership(register)
  t.match(await ask('POST', `${path}/end`, { endedOn: '2999-01-01' }), { status: 422, ...problem('day-to-come') })
  t.match(await ask('POST', `${path}/end`, { endedOn: '2020-01-01' }), { status: 422, ...problem('end-before-start') })
  const termination = {
    endsOn: '2023-08-31',
    reason: 'Läggs ned',
    noticeGivenByKey: 'partner',
    noticeGivenOn: '2023-03-01'
  }
  t.match(await ask('POST', `${path}/terminate`, termination), {
    status: 200,
    body: { status: 'terminated', endedOn: '2023-08-31', noticeGivenByKey: 'partner', termStanding: { ended: 'yes' } }
  })
  t.match(await ask('GET', `${path}?validOn=2023-08-31`), { body: { termStanding: { running: 'yes' } } })
  t.match(await ask('GET', `${path}?validOn=2023-09-01`), { body: { termStanding: { running: 'no' } } })
  t.match(await ask('POST', `${path}/end`, { endedOn: '2023-08-31' }), {
    status: 409,
    ...problem('agreement-terminated')
  })
})

t.test('a draft is discarded; what is decided is withdrawn', async t => {
  const register = await aRegister()
  const { ask } = register
  const draft = await aPartnership(register)
  t.match(await ask('POST', `${draft.path}/withdraw`, { reason: 'Fel' }), {
    status: 409,
    ...problem('agreement-is-draft')
  })
  t.match(await ask('POST', `${draft.path}/discard`, { reason: 'Blev inget' }), {
    status: 200,
    body: { withdrawnReason: 'Blev inget' }
  })
  const signed = await aSignedPartnership(register)
  t.match(await ask('POST', `${signed.path}/discard`, { reason: 'Fel' }), {
    status: 409,
    ...problem('agreement-not-draft')
  })
  t.equal((await ask('GET', 'agreements')).body.items.length, 1)
  t.equal((await ask('GET', 'agreements?withdrawn=include')).body.items.length, 2)
})

t.test('what is named is of the municipality, and every rule broken is told with its place', async t => {
  const register = await aRegister()
  const { ask, bodyId } = register
  const nobody = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  const answer = await ask('POST', 'agreements', {
    kind: 'partnership',
    parties: [
      { key: 'a', kind: 'organisation', role: 'partner', organisationId: nobody },
      { key: 'a', kind: 'body', role: 'responsible', bodyId },
      { key: 'c', kind: 'region', role: 'coParty' }
    ],
    contributions: [{ partyKey: 'x', kind: 'cash', certainty: 'exact' }],
    term: { validFrom: '2022-01-01', validTo: '2021-01-01' },
    funding: [{ awardId: nobody }],
    focusAreaIds: [nobody],
    relations: [{ kind: 'underFramework', agreementId: nobody }]
  })
  t.equal(answer.status, 422)
  const fields = new Set(answer.body.violations.map(({ field }: { field: string }) => field))
  for (const field of [
    '/parties/0/organisationId',
    '/parties/1/key',
    '/parties/2/name',
    '/contributions/0/partyKey',
    '/contributions/0/certainty',
    '/term/validTo',
    '/funding/0/awardId',
    '/focusAreaIds/0',
    '/relations/0/agreementId'
  ]) {
    t.ok(fields.has(field), field)
  }
})

t.test('lists are filtered by what an officer asks by', async t => {
  const register = await aRegister()
  const { ask, make } = register
  const focusAreaId = await make('list-entries', { list: 'focusArea', name: 'Brottsoffer' })
  t.match(await ask('GET', `list-entries/${focusAreaId}`), {
    status: 200,
    body: { list: 'focusArea', name: 'Brottsoffer' }
  })
  t.equal((await ask('POST', 'list-entries', { list: 'focusArea', name: 'brottsoffer' })).status, 409)
  const frame = await aSignedPartnership(register, {
    kind: 'framework',
    term: { validFrom: '2020-01-01', validFromPrecision: 'year' }
  })
  const relations = [{ kind: 'underFramework', agreementId: frame.id }]
  const signed = await aSignedPartnership(register, { focusAreaIds: [focusAreaId], relations })
  const found = async (query: string) => {
    const { status, body } = await ask('GET', `agreements?${query}`)
    t.equal(status, 200, query)
    return body.items.map(({ id }: { id: string }) => id)
  }
  t.same(await found(`focusAreaId=${focusAreaId}`), [signed.id])
  t.same(await found(`organisationId=${signed.organisationId}`), [signed.id])
  t.same(await found(`bodyId=${register.bodyId}&status=signed&kind=framework`), [frame.id])
  t.same(await found(`relatedTo=${frame.id}`), [signed.id])
  t.same(await found('phase=running&validOn=2024-12-31'), [frame.id, signed.id])
  t.same(await found('phase=ended&validOn=2025-01-01&kind=partnership'), [signed.id])
  t.same(await found('endingWithinDays=90&validOn=2024-10-15&kind=partnership'), [signed.id])
  t.same(await found('endingWithinDays=30&validOn=2024-10-15&kind=partnership'), [])
  t.same(await found('sort=-endsLatestOn&limit=1'), [frame.id])
})

t.test('an option to extend makes the term longer, once', async t => {
  const register = await aRegister()
  const { ask } = register
  const extensions = [{ key: 'first', months: 36, lastExerciseOn: '2024-06-30' }]
  const term = { validFrom: '2022-01-01', validTo: '2024-12-31', extensions }
  const indexClause = { index: 'KPI', percent: 80 }
  const { path } = await aSignedPartnership(register, { term, indexClause })
  const exercise = { optionKey: 'first', exercisedOn: '2024-05-14' }
  t.match(await ask('POST', `${path}/extend`, { ...exercise, exercisedOn: '2024-07-01' }), {
    status: 409,
    ...problem('extension-too-late')
  })
  t.match(await ask('POST', `${path}/extend`, exercise), {
    status: 200,
    body: { termStanding: { endsLatestOn: '2027-12-31' } }
  })
  t.match(await ask('POST', `${path}/extend`, exercise), { status: 409, ...problem('extension-exercised') })
  t.match(await ask('GET', `${path}/indexed-amounts?indexFrom=330.1&indexTo=343.31`), {
    status: 200,
    body: { items: [{ position: 0, amount: 380000, indexedAmount: 392100 }] }
  })
})

t.test('what is derived of a day is of that day: the next notice, the bounds, and what was known then', async t => {
  const register = await aRegister()
  const { ask } = register
  const term = { validFrom: '2020-08-29', validTo: '2025-08-28', renewal: { months: 12, noticeMonths: 2 } }
  const { path } = await aSignedPartnership(register, { term })
  const standing = async (query: string) => (await ask('GET', `${path}?${query}`)).body.termStanding
  for (const [day, notice, ends] of [
    ['2021-06-01', '2025-06-28', '2025-08-28'],
    ['2025-06-28', '2025-06-28', '2025-08-28'],
    ['2025-06-29', '2026-06-28', '2026-08-28'],
    ['2026-02-11', '2026-06-28', '2026-08-28']
  ]) {
    t.match(
      await standing(`validOn=${day}`),
      { validOn: day, running: 'yes', lastNoticeOn: notice, endsEarliestOn: ends },
      day
    )
  }
  const before = (await ask('GET', path)).body
  const gone = { endsOn: '2026-08-28', reason: 'Uppsagt', noticeGivenOn: '2026-06-28' }
  t.equal((await ask('POST', `${path}/terminate`, gone)).status, 200)
  t.match(await standing('validOn=2026-02-11'), { lastNoticeOn: '2026-06-28' }, 'nobody had given notice yet')
  t.match(await standing('validOn=2026-06-28'), { lastNoticeOn: null, endsLatestOn: '2026-08-28' })
  t.match(await standing(`validOn=2026-06-28&knownAt=${before.knownAt}`), { lastNoticeOn: '2026-06-28' })
})

t.test(
  'a term that renewed itself since it was written is found where it stands, once the day has been brought up',
  async t => {
    const register = await aRegister()
    const { ask, database } = register
    const renewed = { validFrom: '2020-01-01', validTo: '2020-12-31', renewal: { months: 12, noticeMonths: 3 } }
    const { id } = await aSignedPartnership(register, { term: renewed })
    const { id: extended } = await aSignedPartnership(register, {
      term: { validFrom: '2022-01-01', alternatives: [{ months: 30, extensionMonths: 6 }] }
    })
    // As an earlier version of the service, or an earlier day, left them.
    await database.execute(sql`update agreements set ends_earliest = '2020-12-31' where id = ${id}`)
    await database.execute(sql`update agreements set ends_latest = '2024-12-30' where id = ${extended}`)
    const found = async (query: string) =>
      (await ask('GET', `agreements?${query}`)).body.items.map(({ id }: { id: string }) => id)
    t.match(await found('phase=ended'), [id, extended])
    const code = (await ask('GET', `agreements/${id}`)).body.municipalityCode
    t.equal(await refreshTerms(database, code), 2)
    t.equal(await refreshTerms(database, code), 0, 'done again it does nothing')
    t.same(await found('phase=ended'), [extended])
    t.same(await found('phase=running&validOn=2024-12-31'), [id, extended])
  }
)
