import t from 'tap'
import { aRegister } from './register.ts'

const csv = { 'content-type': 'text/csv' }

t.test('an import never takes a proposal for the decision', async t => {
  const { ask, decision, granted } = await aRegister()
  const proposal = decision({ standing: 'proposed', source: 'file', reference: 'P1' })
  const { id } = (await ask('POST', '/decisions', proposal)).body
  const head = 'recipient,scheme,body,decided_on,grant_year,outcome,granted'
  const row = 'Haninge Kvinnojour,Verksamhetsbidrag,Socialnämnden,2021-12-14,2022,granted,1000'
  const loaded = await ask('POST', '/decision-imports?source=file', `${head}\n${row}\n`, csv)
  t.match(loaded.body, { status: 'completed', counts: { createdCount: 1, rejectedCount: 0 } })
  t.same((await ask('GET', `/decision-lines?decisionId=${id}`)).body.items, [])
  t.same(await granted(), [1000, 1])
  const named = await ask('POST', '/decision-imports?source=file', `${head},decision_reference\n${row},P1\n`, csv)
  t.match(named.body, { counts: { createdCount: 0, rejectedCount: 1 } })
})
