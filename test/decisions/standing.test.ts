import t from 'tap'
import { aRegister } from './register.ts'

t.test('a proposal is no decision: no award, no sum, no legality review, and its outcome is not stated', async t => {
  const { ask, decision, line, granted } = await aRegister()
  const made = await ask('POST', '/decisions', decision({ standing: 'proposed', lines: [line({ applied: 1 })] }))
  t.match(made, { status: 201, body: { standing: 'proposed', proposalOutcome: 'notStated', legalityReview: null } })
  t.same(await granted(), [0, 0])
  t.same((await ask('GET', '/awards')).body.items, [])
  const id = made.body.id
  t.match(
    await ask('POST', `/decisions/${id}/annul`, {
      annulledOn: '2022-01-01',
      ground: 'other',
      annulledBy: 'x',
      reason: 'x'
    }),
    {
      status: 409,
      body: { type: /decision-only-proposed$/ }
    }
  )
  t.match(await ask('POST', `/decisions/${id}/revise`, decision()), { status: 409, body: { type: /only-proposed$/ } })

  const adopted = await ask('POST', '/decisions', decision({ lines: [line()] }))
  const patch = { proposalOutcome: 'adopted', resultingDecisionId: adopted.body.id }
  t.match(await ask('PATCH', `/decisions/${id}`, patch, { 'if-match': '"1"' }), { status: 200, body: patch })
  t.same(await granted(), [380000, 1], 'only the decision counts')
  t.match((await ask('GET', '/decisions?standing=proposed')).body.items, [{ id }])
  t.match(await ask('PATCH', `/decisions/${id}`, { resultingDecisionId: id }, { 'if-match': '*' }), {
    status: 422,
    body: { type: /reference-not-found$/, violations: [{ field: '/resultingDecisionId' }] }
  })
})

t.test('what only proposals, delegates or later days may have is refused with its field', async t => {
  const { ask, decision } = await aRegister()
  const refused = async (more: object) => {
    const { status, body } = await ask('POST', '/decisions', decision(more))
    return [status, ...(body.violations ?? []).map(({ field }: { field: string }) => field)]
  }
  t.same(await refused({ proposalOutcome: 'adopted' }), [422, '/proposalOutcome'])
  t.same(await refused({ delegateRole: 'Enhetschef', delegationMaxAmount: 1 }), [
    422,
    '/delegateRole',
    '/delegationMaxAmount'
  ])
  t.same(await refused({ standing: 'proposed', noticeUpOn: '2021-12-20' }), [422, '/noticeUpOn'])
  t.same(await refused({ minutesApprovedOn: '2021-12-13' }), [422, '/minutesApprovedOn'])
  t.same(await refused({ noticeUpOn: '2021-12-15', noticeDownOn: '2021-12-14' }), [422, '/noticeDownOn'])
  const other = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.same(await refused({ bodyId: other, revisesDecisionId: other }), [422, '/bodyId', '/revisesDecisionId'])
})

t.test('a reference to what another municipality has is a reference to nothing', async t => {
  const { elsewhere, decision } = await aRegister()
  t.match(await elsewhere('POST', '/decisions', decision()), {
    status: 422,
    body: { type: /reference-not-found$/, violations: [{ field: '/bodyId' }] }
  })
})

t.test('a revision replaces the lines it names; both decisions stay readable and only one counts', async t => {
  const { ask, decision, line, granted, attention } = await aRegister()
  const lines = [line(), line({ recipients: [{ organisationId: attention }], granted: 150000 })]
  const first = (await ask('POST', '/decisions', decision({ diaryNumber: 'SN 2021/1', lines }))).body
  t.same(await granted(), [530000, 2])
  const award = (await ask('GET', '/awards')).body.items[0]

  const revisesLineId = first.lines[0].id
  const revision = {
    decidedOn: '2022-02-15',
    diaryNumber: 'SN 2021/1',
    lines: [line({ granted: 400000, revisesLineId })]
  }
  const second = await ask('POST', `/decisions/${first.id}/revise`, decision(revision))
  t.match(second, { status: 201, body: { revisesDecisionId: first.id, lines: [{ revisesLineId }] } })
  t.match(second.headers.location, new RegExp(`/decisions/${second.body.id}$`))
  t.same(await granted(), [550000, 2])
  const shown = (await ask('GET', `/decisions/${first.id}`)).body
  t.same(shown.revisedByDecisionIds, [second.body.id])
  t.same(shown.lines[0].revisedByLineId, second.body.lines[0].id)
  t.equal(shown.lines[1].revisedByLineId, null)
  t.match((await ask('GET', `/awards/${award.id}`)).body, { withdrawnAt: String })
  t.match((await ask('GET', `/decisions/${first.id}/history`)).body.items.at(-1), { type: 'decision.revised' })

  const annulment = {
    annulledOn: '2022-05-03',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten i Stockholm',
    reason: 'Jäv'
  }
  const annulled = await ask('POST', `/decisions/${second.body.id}/annul`, annulment)
  t.match(annulled, { status: 200, body: { annulment, annulmentRecordedAt: String } })
  t.same(await granted(), [530000, 2], 'the line that was replaced counts again')
  t.match((await ask('GET', `/awards/${award.id}`)).body, { withdrawnAt: null })
  t.match(await ask('POST', `/decisions/${second.body.id}/annul`, annulment), {
    status: 409,
    body: { type: /decision-annulled$/ }
  })
  t.match(await ask('POST', `/decisions/${second.body.id}/revise`, decision(revision)), { status: 409 })
  t.match((await ask('GET', `/decisions/${second.body.id}`)).body.lines, [{ granted: 400000 }])
  t.match((await ask('GET', '/decisions?annulled=true')).body.items, [{ id: second.body.id }])
})

t.test('where a revision of a revision stands, what both replaced does not return with an annulment', async t => {
  const { ask, decision, line, granted } = await aRegister()
  const first = (await ask('POST', '/decisions', decision({ lines: [line({ granted: 1 })] }))).body
  const revise = async (of: { id: string; lines: { id: string }[] }, amount: number) =>
    (
      await ask(
        'POST',
        `/decisions/${of.id}/revise`,
        decision({ lines: [line({ granted: amount, revisesLineId: of.lines[0]!.id })] })
      )
    ).body
  const second = await revise(first, 10)
  const third = await revise(second, 100)
  t.same(await granted(), [100, 1])
  await ask('POST', `/decisions/${second.id}/annul`, {
    annulledOn: '2022-05-03',
    ground: 'other',
    annulledBy: 'x',
    reason: 'x'
  })
  t.same(await granted(), [100, 1])
  await ask('POST', `/decisions/${third.id}/withdraw`, { reason: 'Registered twice' })
  t.same(await granted(), [1, 1], 'nothing that stands replaces the first any longer')
})

t.test('a line replaces only a line of the revised decision, and each only once', async t => {
  const { ask, decision, line } = await aRegister()
  const first = (await ask('POST', '/decisions', decision({ lines: [line()] }))).body
  const revisesLineId = first.lines[0].id
  const refused = { status: 422, body: { violations: [{ field: '/lines/0/revisesLineId' }] } }
  t.match(await ask('POST', '/decisions', decision({ lines: [line({ revisesLineId })] })), refused)
  const twice = [line({ revisesLineId }), line({ revisesLineId })]
  t.match(await ask('POST', `/decisions/${first.id}/revise`, decision({ lines: twice })), {
    status: 422,
    body: { violations: [{ field: '/lines/1/revisesLineId', message: /replaced already/ }] }
  })
  t.match(await ask('POST', `/decisions/${first.id}/revise`, decision({ decidedOn: '2021-01-01' })), {
    status: 422,
    body: { violations: [{ field: '/revisesDecisionId' }] }
  })
})

t.test('a second decision on the same matter must say which one it revises', async t => {
  const { ask, decision, line, attention, granted } = await aRegister()
  const matter = (more: object = {}) => decision({ diaryNumber: 'SN 2021/7', lines: [line(more)] })
  const first = (await ask('POST', '/decisions', matter())).body
  t.match(await ask('POST', '/decisions', matter({ granted: 1 })), {
    status: 422,
    body: {
      type: /second-decision-on-matter$/,
      violations: [{ field: '/revisesDecisionId', message: /decided the same/ }]
    }
  })
  t.match(await ask('POST', `/decisions/${first.id}/revise`, matter({ granted: 1 })), {
    status: 422,
    body: { violations: [{ field: '/lines/0/revisesLineId', message: new RegExp(first.lines[0].id) }] }
  })
  t.same(await granted(), [380000, 1], 'nothing of what was refused remains')
  for (const other of [
    { recipients: [{ organisationId: attention }] },
    { grantYearFrom: 2023 },
    { purpose: 'Sommarläger' },
    { outcome: 'deferred', granted: undefined }
  ]) {
    t.match(await ask('POST', '/decisions', matter(other)), { status: 201 }, JSON.stringify(other))
  }
  const loose = decision({ diaryNumber: 'SN 2021/8' })
  const { id } = (await ask('POST', '/decisions', { ...loose, lines: [line()] })).body
  t.match(await ask('PATCH', `/decisions/${id}`, { diaryNumber: 'SN 2021/7' }, { 'if-match': '*' }), {
    status: 422,
    body: { violations: [{ field: '/diaryNumber' }] }
  })
})

t.test('what was referred back and then granted is no second decision', async t => {
  const { ask, decision, line } = await aRegister()
  const matter = (more: object) => decision({ diaryNumber: 'SN 2021/9', lines: [line(more)] })
  t.match(await ask('POST', '/decisions', matter({ outcome: 'referredBack', granted: undefined })), { status: 201 })
  t.match(await ask('POST', '/decisions', matter({})), { status: 201 })
})

t.test('two decisions on the same matter at the same instant: one is recorded', async t => {
  const { ask, decision, line } = await aRegister()
  const both = await Promise.all(
    [1, 2].map(granted => ask('POST', '/decisions', decision({ diaryNumber: 'SN 2021/5', lines: [line({ granted })] })))
  )
  t.same(both.map(({ status }) => status).sort(), [201, 422])
})

t.test('a delegated decision is reported, its time runs from those minutes, and its limit is a warning', async t => {
  const { ask, decision, line } = await aRegister()
  const delegated = await ask(
    'POST',
    '/decisions',
    decision({
      kind: 'delegated',
      delegateRole: 'Enhetschef',
      delegationBasis: 'Delegationsordning p. 4.2',
      delegationMaxAmount: 50000,
      delegationLimitText: 'Ett halvt prisbasbelopp',
      lines: [line({ granted: 60000 })]
    })
  )
  const { id } = delegated.body
  t.match(delegated.body, { legalityReview: { endsOn: null }, warnings: [{ field: '/delegationMaxAmount' }] })
  t.match((await ask('GET', '/decisions?reported=false')).body.items, [{ id }])
  const minutes = decision({ decidedOn: '2022-01-25', minutesApprovedOn: '2022-02-01', noticeUpOn: '2022-02-02' })
  const reportedInDecisionId = (await ask('POST', '/decisions', minutes)).body.id
  const reported = { reportedInDecisionId, reportedOn: '2022-01-25' }
  t.match(await ask('PATCH', `/decisions/${id}`, reported, { 'if-match': '*' }), {
    status: 200,
    body: { legalityReview: { endsOn: '2022-02-23' } }
  })
  t.match((await ask('GET', `/decisions?reportedInDecisionId=${reportedInDecisionId}`)).body.items, [
    { id, legalityReview: { endsOn: '2022-02-23' } }
  ])
  t.match(await ask('PATCH', `/decisions/${id}`, { reportedInDecisionId: id }, { 'if-match': '*' }), { status: 422 })
})

t.test('late minutes and a late notice are recorded and warned of', async t => {
  const { ask, decision } = await aRegister()
  const late = { minutesApprovedOn: '2022-01-10', noticeUpOn: '2022-01-14', recusals: [{ role: 'Ledamot' }] }
  t.match(await ask('POST', '/decisions', decision(late)), {
    status: 201,
    body: {
      recusals: [{ role: 'Ledamot' }],
      warnings: [{ field: '/minutesApprovedOn' }, { field: '/noticeUpOn' }],
      legalityReview: { endsOn: '2022-02-04' }
    }
  })
})

t.test('a second decision on the same application must say what it revises, whatever its diary number', async t => {
  const { ask, decision, line, jouren, granted } = await aRegister()
  const { body: application } = await ask('POST', '/applications', { applicants: [{ organisationId: jouren }] })
  const applied = { applicationId: application.id, granted: 1000 }
  const first = await ask('POST', '/decisions', decision({ lines: [line(applied)] }))
  t.equal(first.status, 201)
  const again = decision({ decidedOn: '2022-02-01', lines: [line({ ...applied, granted: 2000 })] })
  t.match(await ask('POST', '/decisions', again), {
    status: 422,
    body: { type: /second-decision-on-matter$/, violations: [{ field: '/revisesDecisionId' }] }
  })
  t.match(await ask('GET', `/applications/${application.id}`), { body: { outcome: 'granted' } })
  const proposal = decision({
    standing: 'proposed',
    decidedOn: '2022-03-01',
    lines: [line({ ...applied, outcome: 'rejected', granted: null })]
  })
  t.equal((await ask('POST', '/decisions', proposal)).status, 201)
  t.match(
    await ask('GET', `/applications/${application.id}`),
    { body: { outcome: 'granted' } },
    'a proposal is no outcome'
  )
  const annulment = {
    annulledOn: '2022-01-10',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Jäv'
  }
  t.equal((await ask('POST', `/decisions/${first.body.id}/annul`, annulment)).status, 200)
  t.match(await ask('GET', `/applications/${application.id}`), { body: { outcome: null } }, 'nor is what was annulled')
  t.same(await granted(), [0, 0])
})
