import t from 'tap'
import { fieldsOf, haninge, ruleOf } from '../support/haninge.ts'

t.test('a body is followed to what it was and what it became, and totals follow it', async t => {
  const { ask, make, elsewhere } = await haninge(t)
  const term = (name: string, validFrom: string, more: object = {}) =>
    make('/bodies', { name, kind: 'committee', validFrom, ...more })
  const third = await term('Socialnämnden 2023–2026', '2023-01-01')
  const second = await term('Socialnämnden 2019–2022', '2019-01-01', { successorId: third.id })
  const first = await term('Omsorgsnämnden', '2015-01-01', { successorId: second.id })
  const side = await term('Äldrenämnden', '2015-01-01', { successorId: third.id })

  const ids = (relatives: { id: string }[]) => relatives.map(({ id }) => id)
  const lineage = async (id: string) => (await ask('GET', `/bodies/${id}/lineage`)).body
  const ofSecond = await lineage(second.id)
  t.same([ids(ofSecond.predecessors), ids(ofSecond.successors)], [[first.id], [third.id]])
  t.match(await lineage(first.id), {
    lastSuccessorId: third.id,
    successors: [{ successionCount: 1 }, { successionCount: 2, name: third.name }]
  })
  t.equal((await lineage(third.id)).predecessors.length, 3)
  t.match(await lineage(third.id), { lastSuccessorId: third.id, successors: [] })

  t.test('grant totals group a body under the last that took over, and sum to the same', async t => {
    const { id } = await make('/organisations', { name: 'Länkarna' })
    for (const [body, granted] of [
      [first, 100.1],
      [second, 20.2],
      [third, 3.3],
      [side, 0.04]
    ] as const) {
      const line = { recipients: [{ organisationId: id }], outcome: 'granted', granted, grantYearFrom: 2022 }
      await make('/decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] })
    }
    const totals = async (query: string) => (await ask('GET', `/statistics/grant-totals?${query}`)).body
    const apart = await totals('groupBy=body')
    const together = await totals('groupBy=body&followSuccessors=true')
    t.equal(apart.items.length, 4)
    t.match(together.items, [
      { bodyId: third.id, bodyName: third.name, granted: 123.64, awardCount: 4, organisationCount: 1 }
    ])
    t.same(together.total, apart.total)
    t.same((await totals('groupBy=year&followSuccessors=true')).items, (await totals('groupBy=year')).items)
    for (const { id } of [first, third]) {
      t.match(await totals(`groupBy=body&followSuccessors=true&bodyId=${id}`), { total: { granted: 123.64 } })
    }
    t.match(await totals(`groupBy=body&bodyId=${first.id}`), { total: { granted: 100.1 } })
  })

  t.test('nothing leads back to itself', async t => {
    const patch = async (id: string, change: object) => {
      const { headers } = await ask('GET', `/bodies/${id}`)
      return await ask('PATCH', `/bodies/${id}`, change, { 'if-match': headers.etag! })
    }
    const cycle = await patch(third.id, { successorId: first.id })
    t.same([cycle.status, ruleOf(cycle), fieldsOf(cycle)], [422, 'successor-cycle', ['/successorId']])
    t.equal(ruleOf(await patch(third.id, { successorId: third.id })), 'successor-cycle')
    t.match(await patch(second.id, { parentId: first.id }), { status: 200 })
    const above = await patch(first.id, { parentId: second.id })
    t.same([above.status, ruleOf(above), fieldsOf(above)], [422, 'parent-cycle', ['/parentId']])
    const { body: foreign } = await elsewhere('POST', '/bodies', { name: 'Nämnden', kind: 'committee' })
    t.same(ruleOf(await patch(third.id, { parentId: foreign.id })), 'body-not-found')
    t.same(
      ruleOf(await patch(third.id, { successorId: (await term('Äldre', '2020-01-01')).id })),
      'successor-before-body'
    )
    t.same(ruleOf(await patch(third.id, { validTo: '2022-12-31' })), 'validity-reversed')
    t.match(await lineage(third.id), { successors: [] }, 'nothing of it was kept')
    const used = await ask('POST', `/bodies/${third.id}/withdraw`, { reason: 'Fel' })
    t.same([used.status, ruleOf(used)], [409, 'body-in-use'])
  })

  t.test('bodies can be asked for by a day on which they were valid', async t => {
    const { body } = await ask('GET', '/bodies?validOn=2016-06-01')
    t.same(ids(body.items).sort(), [first.id, side.id].sort())
  })
})
