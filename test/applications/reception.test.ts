import t from 'tap'
import { fieldsOf, haninge, ruleOf } from '../support/haninge.ts'

const path = '/applications/by-reference/casefile/SN-2021%2F0144'

t.test('an application is received once, however often it is sent', async t => {
  const { ask, make, database } = await haninge(t)
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const content = {
    applicants: [{ organisationId: applicant }],
    receivedOn: '2021-09-29',
    closesOn: '2021-09-30',
    amounts: [
      { year: 2022, amount: 380000.5 },
      { year: 2023, certainty: 'unknown' }
    ],
    targetGroupShares: [{ targetGroup: 'Barn', percent: 33.33 }]
  }
  const first = await ask('PUT', path, content)
  t.equal(first.status, 201)
  t.match(first.body, {
    source: 'casefile',
    reference: 'SN-2021/0144',
    status: 'received',
    late: 'no',
    daysLate: 0,
    outcome: null,
    version: 1,
    amounts: [
      { year: 2022, amount: 380000.5, certainty: 'exact' },
      { year: 2023, amount: null, certainty: 'unknown' }
    ],
    steps: [{ status: 'received', happenedOn: '2021-09-29', actorName: 'test' }]
  })
  t.match(first.headers.location, new RegExp(`/applications/${first.body.id}$`))

  const shuffled = { ...content, purpose: null, targetGroupShares: [{ percent: 33.33, targetGroup: 'Barn' }] }
  const repeats: Record<string, string>[] = [
    {},
    { 'idempotency-key': 'natt-1' },
    { 'idempotency-key': 'natt-1' },
    { 'if-match': '"9-x"' }
  ]
  for (const headers of repeats) {
    const again = await ask('PUT', path, shuffled, headers)
    t.match(again, { status: 200, body: { id: first.body.id, version: 1 } }, JSON.stringify(headers))
  }
  t.match(await ask('GET', path), { status: 200, body: { id: first.body.id, version: 1 } })
  const { rows } = await database.$client.query('select count(*)::int as count from applications')
  t.same(rows, [{ count: 1 }])

  t.test('other content is taken from who has read what it replaces', async t => {
    const other = { ...content, purpose: 'Jourboende' }
    t.match(await ask('PUT', path, other), { status: 428 })
    t.match(await ask('PUT', path, other, { 'if-match': '"9-x"' }), { status: 412 })
    const { headers } = await ask('GET', path)
    const replaced = await ask('PUT', path, other, { 'if-match': headers.etag! })
    t.match(replaced, { status: 200, body: { version: 2, purpose: 'Jourboende' } })
    t.match(await ask('PUT', path, other), { status: 200, body: { version: 2 } })
  })

  t.test('a correction by a person stands when the same content comes again', async t => {
    const { headers } = await ask('GET', path)
    const url = `/applications/${first.body.id}`
    const fixed = await ask('PATCH', url, { purpose: 'Skyddat boende' }, { 'if-match': headers.etag! })
    t.match(fixed, { status: 200, body: { version: 3 } })
    const again = await ask('PUT', path, { ...content, purpose: 'Jourboende' })
    t.match(again, { status: 200, body: { version: 3, purpose: 'Skyddat boende' } })
    const back = { ...content, purpose: 'Jourboende' }
    t.match(await ask('PUT', path, back, { 'if-match': '"2-x"' }), { status: 412 })
    t.match(await ask('PUT', path, back, { 'if-match': again.headers.etag! }), {
      status: 200,
      body: { version: 4, purpose: 'Jourboende' }
    })
  })
})

t.test('the same application sent twice at once is one', async t => {
  const { ask, make } = await haninge(t)
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const content = { applicants: [{ organisationId: applicant }], receivedOn: '2021-09-29' }
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask('PUT', path, content)))
  t.same(answers.map(({ status }) => status).sort(), [200, 200, 200, 201])
  t.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
})

t.test('what an application breaks is named: the rule, and every field', async t => {
  const { ask, elsewhere, make } = await haninge(t)
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { body: foreign } = await elsewhere('POST', '/organisations', { name: 'Kvinnojouren Blenda' })
  const { body: foreignScheme } = await elsewhere('POST', '/schemes', { name: 'Bidrag', kind: 'other' })
  const share = (targetGroup: string, percent: number) => ({ targetGroup, percent })
  const cases: [object, string, string[]][] = [
    [{ targetGroupShares: [share('Barn', 60), share('Äldre', 40.01)] }, 'shares-above-hundred', ['/targetGroupShares']],
    [
      { targetGroupShares: [share('Barn', 6), share('barn', 4)] },
      'group-repeated',
      ['/targetGroupShares/1/targetGroup']
    ],
    [
      { amounts: [{ year: 2022, amount: 1, certainty: 'unknown' }] },
      'certainty-contradicts-amount',
      ['/amounts/0/certainty']
    ],
    [{ amounts: [{ year: 2022 }, { year: 2022 }] }, 'year-repeated', ['/amounts/1/year']],
    [
      { guarantee: { validFrom: '2022-02-01', validTo: '2022-01-01' } },
      'guarantor-period-reversed',
      ['/guarantee/validTo']
    ],
    [{ guarantee: { organisationId: applicant } }, 'guarantor-is-applicant', ['/guarantee/organisationId']],
    [{ receivedOn: '2199-01-01' }, 'received-in-future', ['/receivedOn']],
    [
      { applicants: [{ organisationId: applicant }, { organisationId: foreign.id }] },
      'organisation-not-found',
      ['/applicants/1/organisationId']
    ],
    [{ schemeId: foreignScheme.id }, 'scheme-not-found', ['/schemeId']],
    [{ receivedOn: '2199-01-01', schemeId: foreignScheme.id }, 'application-not-valid', ['/receivedOn', '/schemeId']]
  ]
  for (const [broken, rule, fields] of cases) {
    for (const method of ['POST', 'PUT']) {
      const url = method === 'POST' ? '/applications' : path
      const answer = await ask(method, url, { applicants: [{ organisationId: applicant }], ...broken })
      t.same([answer.status, ruleOf(answer), fieldsOf(answer)], [422, rule, fields], `${method} ${rule}`)
    }
  }
  t.match(await ask('GET', '/applications'), { body: { items: [] } }, 'nothing of it was kept')
  t.match(await ask('POST', '/applications', { applicants: [] }), { status: 400 })
})
