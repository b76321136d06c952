import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'

type Entry = {
  recordedAt: string
  eventSequence: number
  kind: string
  amount: number
  factCount: number
  grantYear: number
}

t.test('entries are appended, never changed or taken away', async t => {
  const { aDecision, line, database } = await aGrantRegister(t)
  await aDecision([line()])
  for (const statement of [
    'update ledger_entries set amount = 0',
    'delete from ledger_entries',
    'truncate ledger_entries cascade'
  ]) {
    await t.rejects(database.$client.query(statement), { message: /append-only/ }, statement)
  }
})

t.test('a corrected amount is one entry of the difference, which names the event that it follows from', async t => {
  const { haninge, aDecision, line, patch, entries } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line({ granted: 0.3 })])
  const before = await entries()
  t.match(await patch(`/decision-lines/${lines[0].id}`, { granted: 0.1 }), { status: 200 })
  const [entry, ...others] = (await entries()).slice(before.length)
  t.same(others, [])
  t.match(entry, { kind: 'granted', amount: -0.2, factCount: 0, unknownCount: 0, decisionId: id, grantYear: 2022 })
  const event = (await haninge('GET', `/decision-lines/${lines[0].id}/history`)).body.items.at(-1)
  t.match(event, {
    sequence: entry!.eventSequence,
    type: 'decisionLine.updated',
    before: { granted: 0.3 },
    after: { granted: 0.1 }
  })
  t.same((await entries()).slice(0, before.length), before, 'what stood before stands')
})

t.test('what is settled already is settled again without an entry', async t => {
  const { aDecision, line, patch, entries, totals } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line()])
  const [before, sums] = [await entries(), await totals()]
  await patch(`/decision-lines/${lines[0].id}`, { note: 'Läst' })
  await patch(`/decision-lines/${lines[0].id}`, { granted: 380_000, grantYearFrom: 2022 })
  await patch(`/decisions/${id}`, { decidedOn: '2021-12-15' })
  t.same(await entries(), before)
  t.same(await totals(), sums)
})

t.test('twenty writers at once are recorded one after the other, each at an instant of its own', async t => {
  const { aDecision, line, patch, database, totals, entries } = await aGrantRegister(t)
  const writers = Array.from({ length: 20 }, (_, at) => at)
  const made = await Promise.all(writers.map(at => aDecision([line({ granted: at + 0.01 }), line({ granted: 1 })])))
  await Promise.all(made.map(({ lines }, at) => patch(`/decision-lines/${lines[0].id}`, { granted: at * 2 })))
  const recorded = (await entries()) as unknown as Entry[]
  t.equal(recorded.length, 20 * 4 + 20)
  t.equal(new Set(recorded.map(({ recordedAt }) => recordedAt)).size, 40, 'an instant for each transaction')
  const { rows } = await database.$client.query(
    `select count(*)::int as wrong from (
       select recorded_at < lag(recorded_at) over (order by id) as wrong from ledger_entries) entries where wrong`
  )
  t.equal(rows[0].wrong, 0, 'instants ascend as the entries do')
  t.match(await totals(), { lineCount: 40, awardCount: 40, granted: 20 + writers.reduce((sum, at) => sum + at * 2, 0) })
})

t.test('the entries sum to the totals, all of them and up to any instant', async t => {
  const { haninge, aDecision, line, patch, school, attention, entries } = await aGrantRegister(t)
  const years = { grantYearFrom: 2022, grantYearTo: 2024, amountPer: 'year', granted: 33.33, applied: 50 }
  const { lines } = await aDecision([
    line(years),
    line({ recipients: [{ organisationId: school }, { organisationId: attention }], granted: 0.07 })
  ])
  await patch(`/decision-lines/${lines[0].id}`, { granted: 44.44, grantYearTo: 2023 })
  await aDecision([line({ outcome: 'reserved', granted: null, reserved: 7000 })], { decidedOn: '2022-02-01' })
  await haninge('POST', `/decision-lines/${lines[1].id}/withdraw`, { reason: 'Fel' })
  const all = (await entries()) as unknown as Entry[]
  const sum = (kind: string, known: Entry[]) =>
    known.filter(entry => entry.kind === kind).reduce((ore, { amount }) => ore + Math.round(amount * 100), 0) / 100
  const instants = [...new Set(all.map(({ recordedAt }) => recordedAt))]
  t.equal(instants.length, 4)
  for (const instant of instants) {
    const known = all.filter(({ recordedAt }) => recordedAt <= instant)
    t.same(await entries(`recordedTo=${instant}`), known)
    t.same(
      await entries(`recordedFrom=${instant}`),
      all.slice(known.length - known.filter(one => one.recordedAt === instant).length)
    )
    const { total } = (await haninge('GET', `/statistics/grant-totals?knownAt=${instant}`)).body
    for (const kind of ['applied', 'granted', 'reserved']) t.equal(total[kind], sum(kind, known), `${kind} ${instant}`)
  }
})

t.test('entries are found by line, decision, award and kind, a page at a time in the order of time', async t => {
  const { haninge, client, aDecision, line, entries } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line(), line({ outcome: 'rejected', granted: null })])
  await aDecision([line()])
  const [award] = (await haninge('GET', '/awards')).body.items
  t.equal((await entries(`decisionId=${id}`)).length, 3)
  t.match(await entries(`lineId=${lines[1].id}`), [{ kind: 'applied', outcome: 'rejected', awardId: null }])
  t.match(await entries(`awardId=${award.id}`), [{ kind: 'granted', awardId: award.id, lineId: lines[0].id }])
  t.equal((await entries('kind=granted')).length, 2)
  const backwards = await entries('sort=-recordedAt')
  t.same(backwards.reverse(), await entries())
  const first = await haninge('GET', '/ledger-entries?limit=2')
  t.match(first.headers.link, /rel="next"/)
  const rest = await haninge('GET', `/ledger-entries?limit=1000&cursor=${first.body.meta.nextCursor}`)
  t.same([...first.body.items, ...rest.body.items], await entries())
  t.match(await haninge('GET', '/ledger-entries?kind=promised'), { status: 400 })
  t.match(await haninge('GET', '/ledger-entries?changedSince=2021-01-01T00:00:00Z'), { status: 400 })
  const reader = await client({ scopes: ['decisions:read'], municipalityCodes: ['0136'] })
  t.match(await reader('GET', '/0136/ledger-entries'), { status: 403, body: { scope: 'ledger:read' } })
  const auditor = await client({ scopes: ['ledger:read'], municipalityCodes: ['0136'] })
  t.match(await auditor('GET', '/0136/ledger-entries'), { status: 200, body: { meta: { count: 5 } } })
  t.match(await auditor('GET', '/2031/ledger-entries'), { status: 404 })
})
