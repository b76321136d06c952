import { spawnSync } from 'node:child_process'
import t from 'tap'
import { jobActor } from '../../src/base/actor.ts'
import { erasePerson } from '../../src/personal-data/erase.ts'
import { aClock } from '../support/clock.ts'
import { playAll } from '../support/play-all.ts'
import { aRegister, made, type Register } from '../support/register.ts'
import { aMarkedParty, MARKS, SPELLINGS, spelledIn } from './a-person.ts'

/** A person is erased wherever it stands, and money stays to the öre; whom a law keeps is refused, and nothing is half done. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

t.setTimeout(600_000)
const clock = aClock(t)
clock('2023-06-07')

const CODE = '0136'
const register = await aRegister(t, {})
const { admin, database } = register
await playAll(register, CODE)
const party = await aMarkedParty(register, CODE, { legalForm: 'enskild firma', withNumber: false })
const erasing = `/${CODE}/organisations/${party.id}/erase-person`
const body = { reason: 'Begäran om radering' }

/** Every text of the whole database: by pg_dump where there is one, and else row by row of every table. */
async function dumped(): Promise<string> {
  const { $client } = database
  const { rows: tables } = await $client.query(
    "select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'bi', 'graphile_worker')"
  )
  const all: string[] = []
  for (const { name } of tables) {
    const { rows } = await $client.query(`select row_to_json(one)::text as row from ${name} one`)
    all.push(...rows.map(({ row }: { row: string }) => row))
  }
  const url = register.config.databaseUrl!
  const dump = spawnSync('pg_dump', ['--data-only', url], { encoding: 'utf8', maxBuffer: 1 << 28 })
  return all.join('\n') + (dump.status === 0 ? dump.stdout : '')
}

/** What the municipality's money says, as known now and at the instant; what is told of names is left out. */
async function money({ admin }: Register, knownAt: string) {
  const told: Record<string, unknown> = {}
  // Groups stand in the order of their names: without names, in the order of what is left of them.
  const numbers = (items: Any[]) =>
    items.map(item => JSON.stringify(item, (name, value) => (/name$/i.test(name) ? undefined : value))).sort()
  for (const at of ['', `&knownAt=${knownAt}`])
    for (const path of [
      ...['year', 'scheme', 'organisation', 'body', 'outcome'].map(by => `statistics/grant-totals?groupBy=${by}`),
      ...['year', 'scheme', 'organisation', 'body'].map(
        by => `statistics/payment-totals?groupBy=${by}&yearBasis=payment`
      )
    ]) {
      const { items, total } = await made(admin('GET', `/${CODE}/${path}${at}`))
      told[path + at] = { items: numbers(items), total }
    }
  for (const list of ['ledger-entries', 'payments', 'recoveries', 'awards']) {
    const { items } = await made(admin('GET', `/${CODE}/${list}?limit=1000`))
    told[list] = items.map(({ amount, granted, paid, status, id, sequence, kind }: Any) => ({
      ...{ amount, granted, paid, status, id, sequence, kind }
    }))
  }
  const { rows } = await database.$client.query(`select id, type, subject_id, subject_version, recorded_at from events
    where type <> 'organisation.personErased' order by id`)
  told.events = rows
  return told
}

const sums = async () => {
  const { rows } = await database.$client.query(
    `select md5(string_agg(e::text, '' order by id)) as events, (select md5(string_agg(o::text, '' order by id)) from organisations o) as organisations from events e`
  )
  return rows[0]
}

t.test('who must be kept is not erased: the law, the records and the day are told, and nothing is changed', async t => {
  const plan = await made(
    admin('POST', `/${CODE}/payment-plans`, {
      ...{ awardId: party.awardId, schedule: 'once', amount: 100.01 },
      ...{ servicePeriodFrom: '2012-01-01', servicePeriodTo: '2012-12-31' }
    })
  )
  const before = await sums()
  for (const sent of [body, { ...body, dryRun: true }]) {
    const answer = await admin('POST', erasing, sent)
    t.equal(answer.status, 409)
    t.match(answer.body, {
      type: /person-must-be-kept$/,
      mustBeKept: [{ ground: 'unpaid', ids: [plan.payments[0].id], until: null }]
    })
    t.match(answer.body.violations[0].message, /art\. 17\.3 b/)
  }
  t.strictSame(await sums(), before)
  await made(admin('POST', `/${CODE}/payments/${plan.payments[0].id}/cancel`, { reason: 'Avslutad' }))
})

t.test('accounting information is kept through the seventh year after the year that was booked', async t => {
  await database.$client.query(
    `insert into payments (municipality_code, plan_id, award_id, grant_year, instalment_number, amount, budget_year, due_on, payee_organisation_id, status, paid_on, voucher_number, changed_by)
     select municipality_code, plan_id, award_id, grant_year, 7, 100, 2016, '2016-03-01', payee_organisation_id, 'paid', '2016-03-01', 'V-16', changed_by
     from payments where payee_organisation_id = $1 limit 1`,
    [party.id]
  )
  const answer = await admin('POST', erasing, body)
  t.match(answer, { status: 409, body: { mustBeKept: [{ ground: 'accounting', until: '2023-12-31' }] } })
  t.match(answer.body.violations[0].message, /2018:597/)
  clock('2024-01-01')
  t.equal((await admin('POST', erasing, { ...body, dryRun: true })).status, 200)
})

t.test('the rule of the municipality keeps it longer', async t => {
  const rules = { personMonths: 600, source: 'Gallringsplan 2024 § 4' }
  await made(admin('PUT', `/${CODE}/retention-rules`, rules, { 'if-match': '*' }))
  const answer = await admin('POST', erasing, body)
  t.match(answer, { status: 409, body: { mustBeKept: [{ ground: 'archive', law: /arkivlagen.*§ 4/ }] } })
  await made(admin('PUT', `/${CODE}/retention-rules`, { source: 'Ingen' }, { 'if-match': '*' }))
})

t.test('a legal person is no person', async t => {
  const sent = { name: 'Föreningen', organisationNumber: '802000-1239' }
  const { id } = await made(admin('POST', `/${CODE}/organisations`, sent))
  const answer = await admin('POST', `/${CODE}/organisations/${id}/erase-person`, body)
  t.match(answer, { status: 409, body: { type: /organisation-not-a-person$/ } })
})

t.test('what fails in the middle leaves all as it was', async t => {
  const before = await sums()
  await database.$client.query(`create function refuse_erasure() returns trigger language plpgsql as $$
    begin raise exception 'broken off'; end $$;
    create trigger refuse_erasure before insert on events for each row when (new.type = 'organisation.personErased') execute function refuse_erasure()`)
  const ref = { municipalityCode: CODE, id: party.id }
  const tried = database.transaction(tx => erasePerson(tx, jobActor('eraser'), ref, body))
  await t.rejects(tried, { cause: { message: 'broken off' } })
  await database.$client.query('drop trigger refuse_erasure on events; drop function refuse_erasure()')
  t.strictSame(await sums(), before)
})

t.test('an erased person is found nowhere in the database, and money is the same to the öre', async t => {
  const marks = spelledIn(await dumped())
  t.ok(marks.length >= SPELLINGS.length - 3, `${marks.length} marks before`)
  const { knownAt } = (await made(admin('GET', `/${CODE}/statistics/payment-totals`))).meta
  const before = await money(register, knownAt)
  const dry = await made(admin('POST', erasing, { ...body, dryRun: true }))
  t.ok(dry.items.some(({ table }: Any) => table === 'events'))
  const outcome = await made(admin('POST', erasing, { ...body, words: [MARKS.number] }, { 'idempotency-key': 'erase' }))
  t.ok(outcome.items.length > 0)
  t.strictSame(spelledIn(await dumped()), [])
  t.strictSame(await money(register, knownAt), before)
  t.match(await made(admin('GET', `/${CODE}/organisations/${party.id}`)), { name: /^Raderad person [0-9A-F]{6}$/ })
  const history = await made(admin('GET', `/${CODE}/organisations/${party.id}/history`))
  t.ok(history.items.some(({ type }: Any) => type === 'organisation.personErased'))
})

t.test('what was erased does not come back, and is erased once', async t => {
  const named = await admin('PATCH', `/${CODE}/organisations/${party.id}`, { name: MARKS.name }, { 'if-match': '*' })
  t.match(named, { status: 409, body: { type: /person-erased$/ } })
  const contact = { sensitivity: 'internal', name: MARKS.contact }
  t.equal((await admin('POST', `/${CODE}/organisations/${party.id}/contacts`, contact)).status, 409)
  t.strictSame((await made(admin('POST', erasing, body))).items, [])
})

t.test('registrations that were merged into the person go with it', async t => {
  const one = async (name: string) =>
    (await made(admin('POST', `/${CODE}/organisations`, { name, legalForm: 'Enskild firma' }))).id as string
  const [first, second] = [await one('Tvillina Tvillingsson'), await one('Tvillingssons Firma Unik')]
  await made(admin('POST', `/${CODE}/organisations/${first}/merge`, { mergedIntoId: second, reason: 'Samma' }))
  t.equal((await admin('POST', `/${CODE}/organisations/${first}/erase-person`, body)).status, 409)
  await made(admin('POST', `/${CODE}/organisations/${second}/erase-person`, body))
  t.notMatch(await dumped(), /Tvillingsson/i)
})

t.test('whose legal form is no person’s is erased by nobody, and whose is not stated may be', async t => {
  for (const [legalForm, status] of [
    ['ideell förening', 409],
    ['Stiftelse', 409],
    ['enskild näringsidkare', 200],
    ['Fysisk person', 200],
    [null, 200]
  ] as const) {
    const content = { name: `Part Partsson ${legalForm}`, legalForm }
    const { id } = await made(admin('POST', `/${CODE}/organisations`, content))
    const answer = await admin('POST', `/${CODE}/organisations/${id}/erase-person`, { ...body, dryRun: true })
    t.equal(answer.status, status, String(legalForm))
    if (status === 409) t.match(answer.body, { type: /organisation-not-a-person$/, detail: new RegExp(legalForm!) })
  }
})

t.test('events stay append-only for everybody else', async t => {
  await t.rejects(database.$client.query("update events set reason = 'x'"), /append-only/)
  const tried = `do $$ begin perform set_config('partnerskap.replaces_texts', 'on', true); update events set type = 'x'; end $$`
  await t.rejects(database.$client.query(tried), /append-only/)
})
