import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const scheme = { name: 'Verksamhetsbidrag', kind: 'operating', status: 'open' }

t.test('a scheme has rules, windows, statuses and answers for a day', async t => {
  const { admin, app } = await aRegister(t)
  const { id } = await made(admin('POST', '/0136/schemes', scheme))
  const path = `/0136/schemes/${id}`

  await t.test('windows that overlap or end before they start are refused, with the field', async t => {
    const spring = { kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' }
    const answer = await admin('POST', `${path}/windows`, spring)
    t.match(answer, { status: 201, body: { opensMonthDay: '04-01', everyYears: 1 } })
    t.match(answer.headers.location, /\/0136\/scheme-windows\/[0-9a-f-]{36}$/)
    t.equal((await admin('GET', `/0136/scheme-windows/${answer.body.id}`)).status, 200)
    t.match(await admin('POST', `${path}/windows`, { kind: 'fixed', opensOn: '2018-05-30', closesOn: '2018-06-30' }), {
      status: 422,
      body: { type: /windows-overlap$/, violations: [{ field: '/opensOn' }] }
    })
    t.match(await admin('POST', `${path}/windows`, { kind: 'fixed', opensOn: '2018-07-30', closesOn: '2018-06-30' }), {
      status: 422,
      body: { type: /window-not-valid$/, violations: [{ field: '/closesOn' }] }
    })
    t.match(await admin('GET', `${path}/windows`), { status: 200, body: { meta: { count: 1 } } })
  })

  await t.test('open on a day is answered, for one and in lists', async t => {
    t.match(await admin('GET', `${path}/open?validOn=2018-03-15`), {
      status: 200,
      body: { answer: 'no', nextOpensOn: '2018-04-01', nextClosesOn: '2018-05-31', validOn: '2018-03-15' }
    })
    t.match(await admin('GET', `${path}/open?validOn=2018-04-02`), { body: { answer: 'yes', reason: 'withinWindow' } })
    const development = await made(admin('POST', '/0136/schemes', { ...scheme, name: 'Utvecklingsbidrag' }))
    await made(admin('POST', `/0136/schemes/${development.id}/windows`, { kind: 'rolling' }))
    const { body } = await admin('GET', '/0136/schemes?open=yes&validOn=2018-03-15')
    t.match(body.items, [{ name: 'Utvecklingsbidrag', open: { answer: 'yes' } }])
    t.equal((await admin('GET', '/0136/schemes?validOn=2018-03-15')).body.items.length, 2)
    t.match((await admin('GET', '/0136/schemes?validOn=2018-03-15&open=no')).body.items, [{ id }])
    const project = await made(admin('POST', '/0136/schemes', { ...scheme, name: 'Projektbidrag' }))
    const hidden = async (query: string) => (await admin('GET', `/0136/schemes?${query}`)).body.meta.unknownCount
    for (const [query, count] of Object.entries({
      ...{
        'open=yes&validOn=2018-03-15': 1,
        'validOn=2018-03-15&open=no': 1,
        'open=yes&validOn=2018-03-15&name=Projektbidrag': 1
      },
      ...{ 'validOn=2018-03-15': 0, 'validOn=2018-03-15&open=unknown': 0 },
      ...{ 'open=yes&validOn=2018-03-15&name=Utvecklingsbidrag': 0, 'open=yes&validOn=2018-03-15&withdrawn=only': 0 }
    })) {
      t.equal(await hidden(query), count, query)
    }
    t.equal(await hidden('sort=id'), undefined, 'nothing is asked that nobody knows')
    await made(admin('POST', `/0136/schemes/${project.id}/withdraw`, { reason: 'Fel' }))
    t.equal(await hidden('open=yes&validOn=2018-03-15'), 0, 'what is withdrawn is not counted')
    t.match(await admin('GET', '/0136/schemes?open=no'), { status: 200, body: { items: [] } })
  })

  await t.test('rules with overlapping validity and shares above 100 % are refused', async t => {
    const ladder = {
      steps: [
        { daysLateFrom: 1, daysLateTo: 7, deductionPercent: 25 },
        { daysLateFrom: 8, daysLateTo: 21, deductionPercent: 50 },
        { daysLateFrom: 22, daysLateTo: 36, deductionPercent: 75 }
      ],
      after: 'rejected'
    }
    const rules = { validFrom: '2022-01-01', validTo: '2023-12-31', lateLadder: ladder, repaymentClause: 'yes' }
    const version = await admin('POST', `${path}/rule-versions`, {
      ...rules,
      changeReason: 'så att inte alla söker samtidigt',
      grantYearsMin: 1,
      grantYearsMax: 3,
      eligibility: [{ kind: 'minimumMembers', minimum: 20 }],
      delegationLimits: [{ delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' }]
    })
    t.match(version, { status: 201, body: { schemeId: id, repaymentThresholdPercent: null, grantYearsMax: 3 } })
    t.match(await admin('POST', `${path}/rule-versions`, { validFrom: '2023-06-01' }), {
      status: 422,
      body: { type: /rule-versions-overlap$/, violations: [{ field: '/validFrom' }] }
    })
    t.match(await admin('POST', `${path}/rule-versions`, { advanceMaxPercent: 101 }), {
      status: 400,
      body: { violations: [{ field: '/advanceMaxPercent' }] }
    })
    t.match(await admin('POST', `${path}/rule-versions`, { adoptedByDecisionId: id }), {
      status: 422,
      body: { violations: [{ field: '/adoptedByDecisionId' }] }
    })
    t.equal((await admin('POST', `${path}/rule-versions`, { validFrom: '2024-01-01' })).status, 201)
    t.match((await admin('GET', `${path}/rule-versions?validOn=2023-05-01`)).body.items, [{ id: version.body.id }])
    const late = (receivedOn: string) =>
      admin('GET', `${path}/late-deduction?dueOn=2022-04-01&receivedOn=${receivedOn}`)
    t.match(await late('2022-04-12'), { status: 200, body: { daysLate: 11, deductionPercent: 50, rulesValid: 'yes' } })
    t.match((await late('2022-05-20')).body, { treatment: 'rejected', paidPercent: 0, ruleVersionId: version.body.id })
    t.match((await admin('GET', `${path}/late-deduction?dueOn=2024-04-01&receivedOn=2024-04-02`)).body, {
      treatment: 'notStated',
      deductionPercent: null
    })
    const limits = (on: string) => admin('GET', `${path}/delegation-limits?validOn=${on}`)
    t.match(await limits('2023-06-01'), {
      status: 200,
      body: {
        ...{ validOn: '2023-06-01', year: 2023, ruleVersionId: version.body.id, rulesValid: 'yes' },
        items: [
          {
            ...{ delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' },
            ...{ baseAmount: 52_500, maxAmount: 26_250, maxAmountCertainty: 'exact' }
          }
        ]
      }
    })
    t.match((await limits('2022-01-01')).body.items, [{ maxAmount: 24_150 }], "the year's own base amount")
    t.same((await limits('2024-06-01')).body.items, [], 'the rules of 2024 have no limits')
    t.match((await admin('GET', `${path}/delegation-limits`)).body, { year: Number(today().slice(0, 4)) })
    t.equal((await limits('2023-02-30')).status, 400)
    const { headers } = await admin('GET', `/0136/scheme-rule-versions/${version.body.id}`)
    const etag = { 'if-match': headers.etag! }
    t.match(await admin('PATCH', `/0136/scheme-rule-versions/${version.body.id}`, { validTo: '2024-05-01' }, etag), {
      status: 422
    })
    t.match(await admin('GET', `/0136/scheme-rule-versions/${version.body.id}`), { body: { validTo: '2023-12-31' } })
  })

  await t.test('a scheme is paused, closed and reopened by acts of their own', async t => {
    t.equal((await admin('POST', `${path}/pause`, { effectiveOn: '2019-01-01' })).body.status, 'paused')
    t.match(await admin('POST', `${path}/pause`, {}), { status: 409, body: { type: /scheme-already-paused$/ } })
    t.match(await admin('POST', `${path}/close`, { effectiveOn: '2020-01-01', decisionId: id }), {
      status: 422,
      body: { violations: [{ field: '/decisionId' }] }
    })
    await made(
      admin('POST', `${path}/close`, { effectiveOn: '2020-01-01', effectiveOnPrecision: 'year', reason: 'Reform' })
    )
    t.match(await admin('POST', `${path}/pause`, {}), { status: 409, body: { type: /scheme-closed$/ } })
    const answers = []
    for (const day of ['2018-04-02', '2019-04-02', '2020-04-02', '2021-04-02']) {
      answers.push((await admin('GET', `${path}/open?validOn=${day}`)).body.answer)
    }
    t.same(answers, ['yes', 'no', 'no', 'no'], 'between paused and closed it is no either way')
    t.match((await admin('GET', `${path}/statuses`)).body.items, [
      { status: 'open' },
      { status: 'paused' },
      { status: 'closed', reason: 'Reform', effectiveOnPrecision: 'year' }
    ])
    t.match((await admin('GET', `${path}/history`)).body.items.at(-1), { type: 'scheme.closed', reason: 'Reform' })
    t.match((await admin('GET', '/0136/schemes?status=closed')).body.items, [{ id }])
  })

  await t.test('referrals lead to bodies and schemes of the municipality', async t => {
    const body = await made(
      admin('POST', '/0136/bodies', { name: 'Kultur- och fritidsförvaltningen', kind: 'department' })
    )
    const foreign = await made(admin('POST', '/1862/bodies', { name: 'Kulturnämnden', kind: 'committee' }))
    const referrals = [
      { purpose: 'Ekonomiskt stöd', bodyId: body.id },
      { purpose: 'Integration', text: 'Beredningen' }
    ]
    t.match(await admin('POST', '/0136/schemes', { name: 'Socialt föreningsbidrag', kind: 'notStated', referrals }), {
      status: 201,
      body: { referrals }
    })
    t.match(await admin('POST', '/0136/schemes', { ...scheme, name: 'X', referrals: [{ bodyId: foreign.id }] }), {
      status: 422,
      body: { violations: [{ field: '/referrals/0/bodyId' }] }
    })
  })

  await t.test('everybody may read the schemes of a municipality that publishes them, and of no other', async t => {
    const anybody = clientOf(app, undefined)
    t.equal((await anybody('GET', '/0136/public/schemes')).status, 404)
    const { headers } = await admin('GET', '/municipalities/0136')
    await made(
      admin('PUT', '/municipalities/0136', { name: 'Haninge', publishesSchemes: true }, { 'if-match': headers.etag! })
    )
    const { status, body } = await anybody('GET', '/0136/public/schemes')
    t.equal(status, 200)
    t.same(Object.hasOwn(body.items[0], 'reference'), false)
    t.match(body.items, [
      { name: 'Socialt föreningsbidrag' },
      { name: 'Utvecklingsbidrag' },
      { open: { answer: 'no' } }
    ])
    t.match(await anybody('GET', `/0136/public/schemes/${id}`), { status: 200, body: { id, windows: [{}] } })
    const instead = await made(
      admin('POST', '/0136/schemes', { ...scheme, name: 'Projektbidrag', referrals: [{ schemeId: id }] })
    )
    t.match((await anybody('GET', `/0136/public/schemes/${instead.id}`)).body.referrals, [
      { schemeId: id, schemeName: 'Verksamhetsbidrag', bodyName: null }
    ])
    t.equal((await anybody('GET', '/1862/public/schemes')).status, 404)
    t.match((await anybody('GET', '/0136/public/schemes?open=yes&validOn=2018-03-15')).body.items, [
      { name: 'Utvecklingsbidrag' }
    ])
  })
})
