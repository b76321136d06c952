import { readFile } from 'node:fs/promises'
import t from 'tap'
import { loadHaninge } from '../../samples/haninge.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, made } from '../support/register.ts'

const { admin, client, database } = await aRegister(t)
await loadHaninge(admin)

const get = (path: string) => made(admin('GET', `/0136${path}`))
const items = async (path: string) => (await get(`${path}${path.includes('?') ? '&' : '?'}limit=1000`)).items
const committed = (year: number) => get(`/agreements/committed?year=${year}`)
// When the pages were read is not stated.
const read = { sourceUrl: /^https:\/\/www\.haninge\.se\//, sourceRetrievedOn: null }
const source = { ...read, sourceUpdatedOn: '2021-12-17' }

type Party = { kind: string; organisationId?: string; name: string }
type Agreement = {
  id: string
  title: string
  decisionId: string
  parties: Party[]
  contributions: { amount: number }[]
  funding: { awardId: string }[]
  signatories: { key: string; signed: boolean; signedOn: string }[]
}
const agreements: Agreement[] = await items('/agreements')
const [committee] = await items('/bodies?name=Socialn%C3%A4mnden')
const [scheme] = await items('/schemes?name=Partnerskapsavtal')
const joint = agreements.find(({ parties }) => parties.length === 3)!
const partnersOf = ({ parties }: Agreement) => parties.filter(({ kind }) => kind === 'organisation')

t.test('eight agreements with nine organisations, each with its compensation per year', async t => {
  const amounts = Object.fromEntries(
    agreements.map(one => [
      partnersOf(one)
        .map(({ name }) => name)
        .join(' + '),
      one.contributions.map(({ amount }) => amount)
    ])
  )
  t.strictSame(amounts, {
    'Brottsofferjouren Haninge Nynäshamn': [440000],
    'Future Teens i Haninge': [80000],
    'Föreningen fria sällskapet länkarna': [150000],
    'Haninge Kvinnojour': [380000],
    'Haninge Ungdomsjour': [200000],
    'Manscentrum Östra Södertörn': [380000],
    'Revansch för unga spelberoende': [50000],
    'Attention Haninge + Studieförbundet Vuxenskolan Stockholms län': [150000]
  })
  t.equal(new Set(agreements.flatMap(one => partnersOf(one).map(({ organisationId }) => organisationId))).size, 9)
  t.equal((await items('/organisations')).length, 9)
  for (const agreement of agreements) {
    t.match(agreement, {
      ...source,
      kind: 'partnership',
      status: 'signed',
      contributions: [{ partyKey: 'body', kind: 'cash', certainty: 'exact', amountPer: 'year' }],
      needs: /ansökte.*dialog.*gemensamma behov.*gemensam lägesbild/,
      initiatorKeys: [],
      steering: [
        { kind: 'councilGoal', description: /vilka anges inte/ },
        { kind: 'committeeStrategy', bodyId: committee.id, description: /utifrån nämndens behov/ }
      ],
      diaryNumber: null,
      procurementAssessment: null,
      note: /Storlek och villkor regleras i varje avtal/
    })
    t.match(await items(`/agreements?organisationId=${partnersOf(agreement)[0]!.organisationId}`), [
      { id: agreement.id }
    ])
  }
})

t.test('adopted, decided, signed and in force are four different dates', async t => {
  const [rules] = await items(`/schemes/${scheme.id}/rule-versions`)
  t.match(rules, { ...source, adoptedOn: '2021-01-01', adoptedOnPrecision: 'year', adoptedByDecisionId: null })
  t.match(rules, { title: 'Bidragsreglemente', changeReason: /partnerskapsavtal möjliga/ })
  t.match(rules.note, /tidigare under 2021, dagen anges inte/)
  t.ok(rules.criteria.includes('Utgår från socialnämndens behov'))
  t.ok(rules.criteria.some((criterion: string) => /fullmäktiges mål och nämndens strategier/.test(criterion)))
  for (const one of agreements) {
    t.match(one, {
      decidedOn: '2021-12-14',
      decidedOnPrecision: 'day',
      signedOn: '2021-12-16',
      signedIn: /kommunhus/,
      term: { validFrom: '2022-01-01', validFromPrecision: 'year' }
    })
  }
  const [{ id }] = agreements as [Agreement]
  const on = async (day: string) => (await get(`/agreements/${id}?validOn=${day}`)) as object
  t.match(await on('2021-12-13'), { status: 'draft', termStanding: { upcoming: 'yes', running: 'no' } })
  t.match(await on('2021-12-15'), { status: 'decided' })
  t.match(await on('2021-12-16'), { status: 'signed', termStanding: { upcoming: 'yes', running: 'no' } })
  t.match(await on('2022-03-01'), { termStanding: { upcoming: 'possible', running: 'possible', ended: 'no' } })
  t.match(await on('2023-05-01'), { termStanding: { running: 'yes' } })
})

t.test('signatories by role have signed, each with a date, and none is named', async t => {
  for (const { signatories, parties } of agreements) {
    t.match(signatories.slice(0, 2), [{ role: 'Socialnämndens ordförande' }, { role: /social- och äldredirektör/ }])
    t.equal(signatories.length, parties.length + 1)
    t.ok(signatories.every(({ signed, signedOn }) => signed && signedOn === '2021-12-16'))
    t.match(
      signatories,
      signatories.map(() => ({ name: null }))
    )
  }
})

t.test('one decision with eight lines, whose paragraph and diary number are not stated', async t => {
  const decisions = await items('/decisions')
  t.match(decisions, [{ decidedOn: '2021-12-14', decidedOnPrecision: 'day', bodyId: committee.id }])
  t.equal(decisions.length, 1)
  const decision = await get(`/decisions/${decisions[0].id}`)
  t.match(decision, { ...source, paragraph: null, diaryNumber: null, noticeUpOn: null, finality: null })
  t.equal(decision.lines.length, 8)
  for (const line of decision.lines) {
    t.match(line, { ...source, outcome: 'granted', amountPer: 'year', applied: null, appliedCertainty: 'notStated' })
  }
  t.ok(agreements.every(({ decisionId }) => decisionId === decision.id))
})

t.test('the joint agreement has one amount, no split and one payee, not known which; it counts once', async t => {
  const [attention, school] = partnersOf(joint)
  t.match([attention, school], [{ role: 'partner' }, { role: 'coPartner' }])
  t.match(joint, { payeeKey: null, onePayee: true, contributions: [{ amount: 150000, partyKey: 'body' }] })
  for (const one of agreements.filter(({ id }) => id !== joint.id)) {
    t.match(one, { payeeKey: 'organisation', onePayee: null })
  }
  const [award] = await items(`/awards?organisationId=${school!.organisationId}`)
  t.match(award, {
    amount: 150000,
    payeeOrganisationId: null,
    recipients: [{ name: 'Attention Haninge' }, { name: 'Studieförbundet Vuxenskolan Stockholms län' }]
  })
  t.equal(joint.funding[0]!.awardId, award.id)
  for (const { organisationId } of [attention!, school!]) {
    t.match(await get(`/agreements/committed?year=2023&organisationId=${organisationId}`), {
      minAmount: 150000,
      maxAmount: 150000
    })
  }
  const rows = (await get('/statistics/grant-totals?groupBy=organisation')).items
  t.equal(rows.length, 8)
  t.match(
    rows.filter(({ recipients }: { recipients: unknown[] }) => recipients.length === 2),
    [{ granted: 150000, organisationCount: 2 }]
  )
})

t.test('the totals are 1 830 000 for the year of the decision and for the year of the grant', async t => {
  const total = {
    lineCount: 8,
    awardCount: 8,
    organisationCount: 9,
    granted: 1830000,
    unknownCount: 0,
    appliedUnknownCount: 8
  }
  t.match(await get('/statistics/grant-totals'), { items: [{ year: 2021, ...total }], total })
  t.match(await get('/statistics/grant-totals?yearBasis=grant'), { items: [{ year: 2022, ...total }], total })
})

t.test('the commitment is 1 830 000 in 2023 and a range in 2024, as terms are 2, 3 or 3+3 years', async t => {
  const whole = { minAmount: 1830000, maxAmount: 1830000, rangeCertainty: 'exact', unknownCount: 0, agreementCount: 8 }
  t.match(await committed(2022), { ...whole, funded: 1830000 })
  // Adopted for the years to come, and funded by no award yet.
  t.match(await committed(2023), { ...whole, funded: 0 })
  const range = { minAmount: 0, maxAmount: 1830000, rangeCertainty: 'range', agreementCount: 8 }
  for (const year of [2024, 2025, 2026, 2027]) t.match(await committed(year), range, String(year))
  t.match(await committed(2028), range, 'three and three years from some day of 2022 reach into 2028')
  for (const year of [2021, 2029])
    t.match(await committed(year), { minAmount: 0, maxAmount: 0, agreementCount: 0 }, String(year))
  t.match(
    (await committed(2024)).items.find((item: { agreementId: string }) => item.agreementId === joint.id),
    {
      minAmount: 0,
      maxAmount: 150000
    }
  )
  t.strictSame(
    agreements.map(one => (one as unknown as { term: { alternatives: object[] } }).term.alternatives),
    agreements.map(() => [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }])
  )
})

t.test('the end of the rules and of the scheme closes no agreement', async t => {
  const validOn = (day: string) => items(`/schemes/${scheme.id}/rule-versions?validOn=${day}`)
  t.match(await validOn('2023-12-31'), [{ validTo: '2023-12-31' }])
  t.strictSame(await validOn('2024-01-01'), [])
  t.match(await get(`/schemes/${scheme.id}/open?validOn=2024-01-01`), { answer: 'no' })
  t.match(await get(`/schemes/${scheme.id}/open?validOn=2021-10-01`), { answer: 'unknown' })
  t.match((await get(`/schemes/${scheme.id}/statuses`)).items.at(-1), {
    ...read,
    status: 'closed',
    effectiveOn: '2024-01-01',
    sourceUpdatedOn: null
  })
  const running = await items('/agreements?phase=running&validOn=2024-06-01')
  t.equal(running.length, 8)
  for (const one of running) t.match(one, { status: 'signed', endedOn: null, termStanding: { running: 'possible' } })
  t.equal((await items('/agreements?endingWithinDays=31&validOn=2023-12-15')).length, 8)
})

t.test('seven focus areas and four kinds of work are the lists that agreements can name', async t => {
  const focusAreas = await items('/list-entries?list=focusArea')
  t.equal(focusAreas.length, 7)
  const kinds = await items('/list-entries?list=kindOfWork')
  t.same(
    kinds.map(({ name }: { name: string }) => name),
    ['Främjande', 'Förebyggande', 'Stödjande', 'Uppsökande']
  )
  for (const entry of [...focusAreas, ...kinds]) t.match(entry, source)
  const [rules] = await items(`/schemes/${scheme.id}/rule-versions`)
  for (const { name } of [...focusAreas, ...kinds]) {
    t.ok(
      rules.criteria.some((criterion: string) => criterion.endsWith(`: ${name}`)),
      name
    )
  }
  // Which association works in which area is not stated, so no agreement claims one.
  t.strictSame(await items(`/agreements?focusAreaId=${focusAreas[0].id}`), [])
  t.strictSame(await items(`/agreements?kindOfWorkId=${kinds[0].id}`), [])
  for (const one of agreements as unknown as { focusAreaIds: string[]; kindOfWorkIds: string[] }[]) {
    t.strictSame([one.focusAreaIds, one.kindOfWorkIds], [[], []])
  }
})

t.test('the money finances special missions, of which no quantity is stated', async t => {
  for (const { parties, ...one } of agreements) {
    const commitments = parties.slice(1).map(() => ({ mission: true, certainty: 'notStated', quantity: undefined }))
    t.match(one, { commitments })
  }
})

t.test('an agreement with its parties, contributions, awards and decision is read in one call', async t => {
  const reader = await client({ municipalityCodes: ['0136'], scopes: ['agreements:read', 'decisions:read'] })
  const { status, body } = await reader('GET', `/0136/agreements/${joint.id}?include=awards,decision`)
  t.equal(status, 200)
  t.match(body, {
    parties: [{ name: 'Socialnämnden' }, { name: 'Attention Haninge' }, { name: /^Studieförbundet Vuxenskolan/ }],
    contributions: [{ amount: 150000, amountPer: 'year' }],
    awards: [{ amount: 150000, amountPer: 'year', periods: [{ yearFrom: 2022, yearTo: 2022, amount: 150000 }] }],
    decision: { decidedOn: '2021-12-14', paragraph: null },
    termStanding: { startsEarliestOn: '2022-01-01', startsLatestOn: '2022-12-31', endsEarliestOn: '2023-12-31' }
  })
})

t.test('every record says where it was read, and loading again changes nothing', async t => {
  for (const path of ['/bodies', '/organisations', '/schemes', '/decisions', '/decision-lines', '/agreements']) {
    for (const record of await items(path)) t.match(record, source, `${path} ${record.name ?? record.title ?? ''}`)
  }
  const events = async () => (await database.$client.query('select count(*)::int as n from events')).rows[0].n
  const before = await events()
  await loadHaninge(admin)
  t.equal(await events(), before)
  t.equal((await items('/decision-imports')).length, 1)
})

t.test('where the file came in first, as of no kind of scheme, the same eight agreements are made', async t => {
  const earlier = await aRegister(t)
  const file = await readFile(new URL('../../samples/decisions-0136-haninge.csv', import.meta.url), 'utf8')
  await made(earlier.admin('POST', '/0136/decision-imports', file, { 'content-type': 'text/csv' }))
  await loadHaninge(earlier.admin)
  await loadHaninge(earlier.admin)
  t.match(await made(earlier.admin('GET', '/0136/agreements/committed?year=2024')), {
    minAmount: 0,
    maxAmount: 1830000
  })
  const signed = (await made(earlier.admin('GET', '/0136/agreements?status=signed'))).items
  t.equal(signed.length, 8)
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/0136${path}`), database, '0136')
})
