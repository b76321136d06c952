import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Database } from '../../src/platform/database/connection.ts'
import { migrationsFolder } from '../../src/platform/database/migration-files.ts'
import { keptStates } from '../../src/platform/known/states.ts'
import { refreshTerms } from '../../src/register/agreements/refresh.ts'
import { MUNICIPALITY } from '../support/grants.ts'
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

/** Records of which something else is known than they are, and gone ones that are known to be there. */
async function unkept(database: Database): Promise<Record<string, number>> {
  const wrong: Record<string, number> = {}
  for (const [relation, columns] of Object.entries(keptStates)) {
    const worth = relation === 'payments' ? `and (record.id is null or record.status not in ('paid', 'returned'))` : ''
    const { rows } = await database.execute<{ count: number }>(
      sql.raw(`
        select count(*)::int as count from ${relation} record
        full join (select distinct on (id) id, state from known_states where relation = '${relation}' order by id, known_at desc) latest
          on latest.id = record.id
        where latest.state is distinct from case when record.id is not null then
          kept_of(to_jsonb(record), '{${Object.keys(columns).join(',')}}') end ${worth}`)
    )
    wrong[relation] = rows[0]!.count
  }
  return wrong
}

t.test('without the triggers all is kept, also what is changed or goes without an event of its own', async t => {
  const { database, haninge, awardId, account, post, patch, jour } = await aMoneyRegister(t, 380_000, {})
  await database.execute(sql`drop function keep_state cascade`)
  const nothing = Object.fromEntries(Object.keys(keptStates).map(relation => [relation, 0]))
  t.same(await unkept(database), nothing)
  const conditions = [{ kind: 'noReportOverdue' }]
  const { payments } = await post('/payment-plans', { awardId, schedule: 'quarterly', conditions })
  await made(patch(`/payments/${payments[0].id}`, { conditions: [{ kind: 'decisionFinal' }] }))
  await made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Uppsagt' }))
  await post(`/organisations/${jour}/eligibility-statements`, { eligible: true, validFrom: '2022-01-01' })
  const term = { validFrom: '2020-01-01', validTo: '2020-12-31', renewal: { months: 12, noticeMonths: 3 } }
  const agreement = await post('/agreements', { kind: 'partnership', title: 'Partnerskap', term })
  t.same(await unkept(database), nothing)
  await database.execute(sql`update agreements set ends_latest = '2020-12-31' where id = ${agreement.id}`)
  t.equal((await unkept(database)).agreements, 1, 'what is changed by hand is seen')
  await refreshTerms(database, MUNICIPALITY)
  t.same(await unkept(database), nothing)
})

t.test('what is told while twenty write at once is told again, exactly', async t => {
  const { haninge, awardId, jour, post, patch, bodyId } = await aMoneyRegister(t)
  const conditions = [{ kind: 'organisationEligible' }]
  const plan = await post('/payment-plans', { awardId, schedule: 'monthly', conditions })
  const ids: string[] = plan.payments.map(({ id }: { id: string }) => id)
  const totals = async (query = '') => await made(haninge('GET', `/statistics/payment-totals?${query}`))
  const state = (at: number) =>
    post(`/organisations/${jour}/eligibility-statements`, { eligible: at % 2 === 0, validFrom: `2022-01-${10 + at}` })
  const writers = Array.from({ length: 20 }, async (_, at) => {
    await state(at)
    if (at < ids.length) await made(patch(`/payments/${ids[at]}`, { amount: 1_000 + at }))
    if (at >= ids.length) await post('/budgets', { bodyId, year: 2022 + at, amount: 1_000 * at })
  })
  const answers: Awaited<ReturnType<typeof totals>>[] = []
  let writing = true
  const ask = async () => {
    while (writing) answers.push(await totals())
  }
  const askers = [ask(), ask(), ask()]
  await Promise.all(writers)
  writing = false
  await Promise.all(askers)
  t.ok(new Set(answers.map(({ total }) => JSON.stringify(total))).size > 3, 'asked while something was written')
  for (const { items, total, meta } of answers) {
    const again = await totals(`knownAt=${meta.knownAt}`)
    t.same([again.items, again.total], [items, total], meta.knownAt)
  }
})

t.test(
  'what was there before states were kept is known from the upgrade on, and of before nothing is told',
  async t => {
    const { database, haninge, awardId, account, post, bodyId } = await aMoneyRegister(t)
    await made(
      haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly', conditions: [{ kind: 'decisionFinal' }] })
    )
    await post('/budgets', { bodyId, year: 2022, amount: 400_000 })
    const totals = async (query = '') => await made(haninge('GET', `/statistics/payment-totals?${query}`))
    const before = await totals()
    t.match(before.total, { payable: 0, held: 380_000, budgeted: 400_000 })
    // As a database was before the upgrade.
    for (const undo of [
      sql`drop table known_states`,
      sql`drop function keep_state cascade`,
      sql`drop function known_instant, instant_taken, kept_of`,
      sql`drop procedure keep_states_of`,
      sql`alter table payments rename column instalment_number to number`
    ]) {
      await database.execute(undo)
    }
    const statementsOf = async (name: string) =>
      (await readFile(join(migrationsFolder, `${name}.sql`), 'utf8')).split('--> statement-breakpoint')
    // The two that made it, whatever has come after them, and the one that gave what they keep its name.
    const renamed = (await statementsOf('0012_names_of_money')).filter(each => /instalment_number|known_/.test(each))
    for (const statements of [
      await statementsOf('0006_known_states'),
      await statementsOf('0007_known_states_of_records'),
      renamed
    ]) {
      await database.transaction(async tx => {
        for (const statement of statements) await tx.execute(sql.raw(statement))
      })
    }
    const after = await totals()
    t.same(after.total, before.total)
    t.match((await totals(`knownAt=${before.meta.knownAt}`)).total, {
      planned: 380_000,
      payable: null,
      held: null,
      budgeted: null
    })
    await made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Uppsagt' }))
    t.same((await totals(`knownAt=${after.meta.knownAt}`)).total, before.total)
  }
)
