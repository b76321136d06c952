import { sql } from 'drizzle-orm'
import t from 'tap'
import { keptStates } from '../../src/ledger/known-states.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

t.test('the triggers keep what is read', async t => {
  const { database } = await aMoneyRegister(t)
  const { rows } = await database.execute<{ relation: string; name: string; args: string[] }>(sql`
    select tgrelid::regclass::text as relation, tgname as name,
           string_to_array(trim(trailing '\\x00' from encode(tgargs, 'escape')), '\\000') as args
    from pg_trigger where tgfoid = 'keep_state'::regproc`)
  for (const [relation, columns] of Object.entries(keptStates)) {
    const those = rows.filter(row => row.relation === relation)
    t.strictSame(those.map(({ name }) => name.replace(`${relation}_known_when_`, '')).sort(), [
      'changed',
      'gone',
      'made'
    ])
    for (const { args } of those) t.strictSame(args.filter(Boolean), Object.keys(columns), relation)
  }
  t.equal(rows.length, Object.keys(keptStates).length * 3)
})

t.test('what was known stays, and what one transaction does becomes known at one instant', async t => {
  const { database, haninge, awardId } = await aMoneyRegister(t)
  const plan = { awardId, schedule: 'quarterly', conditions: [{ kind: 'noReportOverdue' }] }
  await made(haninge('POST', '/payment-plans', plan))
  const { rows } = await database.execute<{ relation: string; instants: number; states: number }>(sql`
    select relation, count(distinct known_at)::int as instants, count(*)::int as states
    from known_states state where relation in ('payments', 'payment_conditions')
      and known_at = (select max(recorded_at) from ledger_entries) group by relation order by relation desc`)
  t.same(rows, [
    { relation: 'payments', instants: 1, states: 4 },
    { relation: 'payment_conditions', instants: 1, states: 4 }
  ])
  for (const change of [
    sql`update known_states set state = null`,
    sql`delete from known_states`,
    sql`truncate known_states`
  ]) {
    await t.rejects(database.execute(change), { cause: { code: '23001' } })
  }
})
