import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { aRegister, made } from '../support/register.ts'

/**
 * A node of distributed tables is away: the coordinator tells it by an error within the statement, over a connection that goes on. Played by functions
 * that raise what Citus raises, for the rows of one municipality.
 */

/** connection_failure and its kin; admin_shutdown and cannot_connect_now, as the node told them before it went. */
const CODES = ['08000', '08001', '08003', '08006', '08P01', '57P01', '57P02', '57P03']
const AWAY = '0136'
const ANYWHERE = '2031'

async function aRegisterInTwo(t: Test) {
  const register = await aRegister(t, {})
  const { admin, database } = register
  const ids: Record<string, string> = {}
  for (const municipality of [AWAY, ANYWHERE])
    ids[municipality] = (await made(admin('POST', `/${municipality}/bodies`, { name: 'Nämnd', kind: 'committee' }))).id
  for (const statement of [
    'create table how_lost as select null::text as code',
    `create function lose_node() returns boolean language plpgsql as $$ begin
       raise exception 'connection to the remote node worker:5432 failed' using errcode = (select code from how_lost); end $$`,
    'create function lose_at_commit() returns trigger language plpgsql as $$ begin perform lose_node(); return null; end $$',
    'alter table bodies rename to kept_bodies',
    `create view bodies as select * from kept_bodies where case municipality_code when '${AWAY}' then lose_node() else true end`,
    `create constraint trigger lost after insert on schemes deferrable initially deferred for each row
       when (new.municipality_code = '${AWAY}') execute function lose_at_commit()`
  ])
    await database.execute(sql.raw(statement))
  const loses = async (code: string) => {
    await database.execute(sql`update how_lost set code = ${code}`)
  }
  const backends = async () =>
    (
      await database.execute<{ pid: number }>(
        sql`select pid from pg_stat_activity where datname = current_database() and application_name like 'partnerskap%' order by 1`
      )
    ).rows.map(({ pid }) => pid)
  return { ...register, ids, loses, backends }
}

t.test('its municipalities answer 503, the others go on', async t => {
  const { app, admin, ids, loses, backends } = await aRegisterInTwo(t)
  const of = (municipality: string) => [
    `/${municipality}/bodies`,
    `/${municipality}/bodies/${ids[municipality]}`,
    `/${municipality}/bodies?kind=committee`
  ]
  await Promise.all(of(ANYWHERE).map(path => admin('GET', path)))
  for (const code of CODES) {
    await loses(code)
    const before = await backends()
    const asked = Array.from({ length: 5 }, () => [...of(AWAY), ...of(ANYWHERE)]).flat()
    const answers = await Promise.all(asked.map(async path => ({ path, ...(await admin('GET', path)) })))
    for (const { path, status, body, headers } of answers) {
      if (path.startsWith(`/${ANYWHERE}/`)) t.equal(status, 200, `${code} ${path}`)
      else {
        t.match(body, { status: 503, type: /database-unavailable/ }, `${code} ${path}`)
        t.ok(headers['retry-after'])
      }
    }
    const after = await backends()
    t.same(
      before.filter(pid => !after.includes(pid)),
      [],
      `${code}: no connection was given up`
    )
    t.equal((await app.inject('/health/ready')).statusCode, 200)
  }
})

t.test('a node that is lost during the commit leaves the outcome unknown, and the connection whole', async t => {
  const { admin, loses, backends } = await aRegisterInTwo(t)
  await loses('08006')
  const scheme = { name: 'Bidrag', kind: 'operating' }
  const before = await backends()
  t.match((await admin('POST', `/${AWAY}/schemes`, scheme)).body, { status: 503, type: /outcome-unknown/ })
  t.equal((await admin('POST', `/${ANYWHERE}/schemes`, scheme)).status, 201)
  const after = await backends()
  t.ok(before.every(pid => after.includes(pid)))
})
