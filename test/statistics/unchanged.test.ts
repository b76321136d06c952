import { sql } from 'drizzle-orm'
import t from 'tap'
import { moneyTotals } from '../../src/reads/statistics/money-totals.ts'
import { grantTotals } from '../../src/reads/statistics/queries.ts'
import { aGrantRegister } from '../support/grants.ts'
import { made } from '../support/register.ts'

const QUESTIONS = [
  ...[
    '/statistics/grant-totals?groupBy=scheme',
    '/statistics/payment-totals?format=csv',
    '/statistics/application-outcomes'
  ],
  ...[
    '/statistics/consecutive-recipients?yearCount=1',
    '/statistics/series/year-on-year',
    '/statistics/grant-totals/csv'
  ]
]

t.test('what is unchanged is answered 304 without a look at the money, until something is recorded', async t => {
  const { haninge, database, aDecision, line, post } = await aGrantRegister(t)
  await aDecision([line()])
  const tags = new Map<string, string>()
  for (const question of QUESTIONS) {
    const { status, headers } = await haninge('GET', question)
    t.equal(status, 200, question)
    t.equal(headers['cache-control'], 'private, no-cache', question)
    tags.set(question, headers.etag as string)
  }
  t.equal(new Set(tags.values()).size, QUESTIONS.length)
  await database.transaction(async tx => {
    // Whoever read any of these would wait.
    await tx.execute(sql`
      lock table ledger_entries, ledger_totals, ledger_months, applications, decisions, period_closings in access exclusive mode`)
    for (const [question, tag] of tags) {
      const { status, headers, body } = await haninge('GET', question, undefined, { 'if-none-match': tag })
      t.same([status, headers.etag, body], [304, tag, ''], question)
    }
  })
  await post('/bodies', { name: 'Kulturnämnden', kind: 'committee' })
  for (const [question, tag] of tags) {
    const { status, headers } = await haninge('GET', question, undefined, { 'if-none-match': tag })
    t.equal(status, 200, question)
    t.not(headers.etag, tag)
  }
})

t.test('totals of several municipalities change with any of those that the caller sees, and with no other', async t => {
  const { admin, client } = await aGrantRegister(t)
  const haninge = await client({ municipalityCodes: ['0136'], scopes: ['statistics:read'] })
  const tagOf = async (ask: typeof admin) => (await ask('GET', '/statistics/grant-totals')).headers.etag
  const [all, own] = [await tagOf(admin), await tagOf(haninge)]
  t.not(all, own)
  await made(admin('POST', '/2031/bodies', { name: 'Nämnden', kind: 'committee' }))
  t.not(await tagOf(admin), all)
  t.equal(await tagOf(haninge), own)
})

t.test('the address names the form of what can be had as CSV, whatever Accept says', async t => {
  const { haninge, aDecision, line } = await aGrantRegister(t)
  await aDecision([line()])
  for (const path of [
    '/statistics/grant-totals',
    '/statistics/payment-totals',
    '/statistics/application-outcomes',
    '/awards'
  ]) {
    const csv = await haninge('GET', `${path}?format=csv`, undefined, { accept: 'application/json' })
    t.match(csv.headers['content-type'], /^text\/csv/, path)
    t.equal(csv.body, (await haninge('GET', path, undefined, { accept: 'text/csv' })).body, path)
    const json = await haninge('GET', `${path}?format=json`, undefined, { accept: 'text/csv' })
    t.match(json.headers['content-type'], /^application\/json/, path)
    t.match(
      await haninge('GET', `${path}?format=xml`),
      { status: 400, body: { violations: [{ field: 'format' }] } },
      path
    )
    t.equal((await haninge('GET', `${path}/csv?format=json`)).status, 400, `${path}: it is CSV and nothing else`)
  }
  t.equal((await haninge('GET', '/statistics/grant-totals?csvFormat=swedish&format=json')).status, 400)
  t.equal((await haninge('GET', '/bodies?format=json')).status, 400)
})

t.test('totals of too many rows are refused, and none is sent', async t => {
  const { database, aDecision, line, schemeId } = await aGrantRegister(t)
  await aDecision([line({ grantYearTo: 2024, amountPer: 'year' })])
  const asked = { municipalityCode: '0136', groupBy: ['year' as const, 'scheme' as const], yearBasis: 'grant' as const }
  const live = { ...asked, groupBy: [...asked.groupBy, 'organisation' as const] }
  for (const totals of [grantTotals, moneyTotals])
    for (const question of [asked, live]) {
      t.match(await totals(database, question, 3), { items: [{ schemeId }, {}, {}] })
      const refused = async () => void (await totals(database, question, 2))
      await t.rejects(refused, {
        rule: 'too-many-total-rows',
        message: /would have 3 rows, and 2 are/
      })
    }
})

t.test(
  'as known before anything was recorded there are no rows, and the answer says when the first entry came',
  async t => {
    const { haninge, aDecision, line } = await aGrantRegister(t)
    const path = '/statistics/grant-totals'
    t.equal((await made(haninge('GET', path))).meta.firstRecordedAt, null)
    await aDecision([line()])
    const { meta } = await made(haninge('GET', path))
    t.equal(meta.firstRecordedAt, meta.knownAt)
    for (const totals of ['grant-totals', 'payment-totals']) {
      const before = await made(haninge('GET', `/statistics/${totals}?knownAt=2001-01-01T00:00:00Z`))
      t.match(before, { items: [], total: { granted: 0 }, meta: { firstRecordedAt: meta.firstRecordedAt } })
    }
  }
)
