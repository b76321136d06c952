import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Item = Record<string, unknown>

/** Three awards: one funds two agreements, one a draft, and one none; and a rejected line, which has no award. */
async function agreementsThatSayWhatFor(t: Parameters<typeof aGrantRegister>[0]) {
  const register = await aGrantRegister(t)
  const { post, haninge, aDecision, line, jour, attention } = register
  await aDecision([
    line({ granted: 100.1, purpose: 'ett', recipients: [{ organisationId: jour }, { organisationId: attention }] }),
    line({ granted: 20.02, purpose: 'två' }),
    line({ granted: 3, purpose: 'tre' }),
    line({ outcome: 'rejected', granted: null, applied: 9 })
  ])
  const awards = (await made(haninge('GET', '/awards'))).items as { id: string; amount: number }[]
  const awardId = (granted: number) => awards.find(({ amount }) => amount === granted)!.id
  const entry = async (list: string, name: string): Promise<string> => (await post('/list-entries', { list, name })).id
  const victims = await entry('focusArea', 'Brottsoffer')
  const children = await entry('focusArea', 'Barn')
  const group = await entry('targetGroup', 'Unga')
  const agree = async (content: object, decided = true): Promise<string> => {
    const { id } = await post('/agreements', { kind: 'partnership', title: 'IOP', ...content })
    if (decided) await made(haninge('POST', `/agreements/${id}/decide`, {}))
    return id
  }
  const funding = [{ awardId: awardId(100.1) }]
  const first = await agree({ funding, focusAreaIds: [victims], targetGroupIds: [group] })
  await agree({ funding, focusAreaIds: [children, victims] })
  await agree({ funding: [{ awardId: awardId(20.02) }], focusAreaIds: [victims] }, false)
  return { ...register, victims, children, group, first }
}

t.test('an amount stands once, under the set of what the agreements say that it is for', async t => {
  const { haninge, groups, victims, children, group, first } = await agreementsThatSayWhatFor(t)
  const both = [
    { listEntryId: children, name: 'Barn' },
    { listEntryId: victims, name: 'Brottsoffer' }
  ]
  const byArea = await groups('groupBy=focusArea')
  t.same(
    byArea.map(({ focusAreaEntries, granted, lineCount }: Item) => ({ focusAreaEntries, granted, lineCount })),
    [
      { focusAreaEntries: both, granted: 100.1, lineCount: 1 },
      { focusAreaEntries: [], granted: 23.02, lineCount: 3 }
    ],
    'a draft says nothing'
  )
  t.match(await groups('groupBy=targetGroup,kindOfWork'), [
    { targetGroupEntries: [{ listEntryId: group }], kindOfWorkEntries: [], granted: 100.1 },
    { targetGroupEntries: [], kindOfWorkEntries: [], granted: 23.02 }
  ])
  const csv = await haninge('GET', '/statistics/grant-totals?groupBy=focusArea', undefined, { accept: 'text/csv' })
  t.match(csv.body, /^\uFEFFfocusAreaIds,focusAreaNames,lineCount/)
  t.match(csv.body, `${children} | ${victims},Barn | Brottsoffer,1,`)

  const { body } = await haninge('GET', `/agreements/${first}`)
  await made(haninge('POST', `/agreements/${first}/withdraw`, { reason: 'Fel' }, { 'if-match': `"${body.version}"` }))
  t.match(await groups('groupBy=targetGroup'), [{ targetGroupEntries: [], granted: 123.12, lineCount: 4 }])
})

t.test('a joint award is under the legal forms of all of its recipients, null where one states none', async t => {
  const { groups, patch, jour } = await agreementsThatSayWhatFor(t)
  await patch(`/organisations/${jour}`, { legalForm: 'ideell förening' })
  t.match(await groups('groupBy=legalForm'), [
    { legalForms: ['ideell förening'], granted: 23.02, lineCount: 3, organisationCount: 1 },
    { legalForms: ['ideell förening', null], granted: 100.1, lineCount: 1, organisationCount: 2 }
  ])
})

t.test('a delegate is told by the role, and is told from the body itself', async t => {
  const { groups, aDecision, line } = await aGrantRegister(t)
  await aDecision([line({ granted: 5 })])
  await aDecision([line({ granted: 7 })], { kind: 'delegated', delegateRole: 'Enhetschef', paragraph: '2' })
  await aDecision([line({ granted: 11 })], { kind: 'delegated', paragraph: '3' })
  t.match(
    (await groups('groupBy=delegate')).sort((a, b) => Number(a.granted) - Number(b.granted)),
    [
      { decisionKind: 'committee', delegateRole: null, granted: 5 },
      { decisionKind: 'delegated', delegateRole: 'Enhetschef', granted: 7 },
      { decisionKind: 'delegated', delegateRole: null, granted: 11 }
    ]
  )
})

t.test('money is told by the month in which it moves, from kept sums as from the entries', async t => {
  const { aPayment, anApprovedPayment, haninge, admin } = await aMoneyRegister(t)
  await aPayment({ dueOn: '2022-10-07', instalmentNumber: 4 })
  await anApprovedPayment({ dueOn: '2022-04-05', instalmentNumber: 2, status: 'paid', paidOn: '2022-04-06' })
  await anApprovedPayment({
    ...{ dueOn: '2022-01-07', status: 'returned', paidOn: '2022-04-30' },
    ...{ returnedOn: '2023-01-02', returnedAmount: 95_000 }
  })
  const path = '/statistics/payment-totals?groupBy=month'
  const now = await made(haninge('GET', path))
  t.match(now.items, [
    { month: '2022-04', planned: 190_000, paid: 190_000, returned: 0, granted: 0, unpaidOfGranted: null },
    { month: '2022-10', planned: 95_000, paid: 0, payable: 95_000 },
    { month: '2023-01', planned: -95_000, paid: 0, returned: 95_000 },
    { month: null, granted: 380_000, planned: 0 }
  ])
  // As known at an instant the entries are summed.
  const known = await made(haninge('GET', `${path}&knownAt=${now.meta.knownAt}`))
  t.same(
    known.items.map(({ payable, held, ...row }: Item) => row),
    now.items.map(({ payable, held, ...row }: Item) => row)
  )
  t.match(await made(admin('GET', '/statistics/payment-totals?groupBy=municipality,month')), {
    items: [
      { municipalityCode: '0136', month: '2022-04', paid: 190_000 },
      { month: '2022-10' },
      { month: '2023-01', returned: 95_000 },
      { month: null, granted: 380_000 }
    ]
  })
})
