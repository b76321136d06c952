import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import t, { type Test } from 'tap'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { type Ask, people } from '../support/whole-flow.ts'

// Run by `npm run test:distributed` behind the flow, which has distributed the tables.

const url = process.env.TEST_CITUS_URL!
const env = { WORKER: 'none', PRINT_FIRST_KEY: 'false', RATE_LIMIT_PER_MINUTE: '0' }
const CODE = '1862'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const made = async (answer: Promise<{ status: number; body: Any }>): Promise<Any> => {
  const { status, body } = await answer
  if (status >= 200 && status < 300) return body
  throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
}

/** An award with a payment for each month, which wait for the eligibility of their payee. */
async function aPlan(admin: Ask) {
  const post = (path: string, body: object) => made(admin('POST', `/${CODE}/${path}`, body))
  await made(admin('PUT', `/municipalities/${CODE}`, { name: 'Degerfors' }))
  const body = await post('bodies', { name: 'Kommunstyrelsen', kind: 'executiveBoard' })
  const { id: organisationId } = await post('organisations', { name: 'Degerfors IF' })
  const scheme = await post('schemes', { name: 'Driftbidrag', kind: 'operating', bodyId: body.id })
  const line = { recipients: [{ organisationId }], schemeId: scheme.id, outcome: 'granted', granted: 120_000 }
  const year = { grantYearFrom: 2022, grantYearTo: 2022 }
  await post('decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [{ ...line, ...year }] })
  const [award] = (await made(admin('GET', `/${CODE}/awards`))).items
  await post('payee-accounts', { organisationId, accountKind: 'bankgiro', accountNumber: '5050-1055' })
  const plan = { awardId: award.id, schedule: 'monthly', conditions: [{ kind: 'organisationEligible' }] }
  const { payments } = await post('payment-plans', plan)
  return { bodyId: body.id as string, organisationId, payments: payments as { id: string }[] }
}

const totalsOf = async (admin: Ask, query = '') => {
  const { items, total, meta } = await made(admin('GET', `/${CODE}/statistics/payment-totals?groupBy=year${query}`))
  return { told: { items, total }, knownAt: meta.knownAt as string }
}

/** All rows of the database in another one of the same schema, which keeps them as ordinary tables. */
async function copied(t: Test): Promise<string> {
  const other = await createDatabase(t)
  const [source, target] = (await Promise.all(
    [url, other].map(async connectionString => {
      const client = new pg.Client({ connectionString })
      await client.connect()
      return client
    })
  )) as [pg.Client, pg.Client]
  await target.query('set session_replication_role = replica')
  const { rows } = await source.query(
    `select relname as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'import_staged%' group by relname`
  )
  for (const { name, columns } of rows.filter(({ name }) => !name.startsWith('pg_') && !name.startsWith('citus_'))) {
    const into = target.query(from(`copy ${name} (${columns}) from stdin`))
    await pipeline(source.query(to(`copy (select ${columns} from ${name}) to stdout`)), into)
  }
  await Promise.all([source.end(), target.end()])
  return other
}

t.test('what is told while twenty write at once is told again, exactly, here and by plain PostgreSQL', async t => {
  const { child, address } = await aService(t, { ...env, DATABASE_URL: url })
  const { admin } = await people(t, url, address)
  const { bodyId, organisationId, payments } = await aPlan(admin)
  const answers: Awaited<ReturnType<typeof totalsOf>>[] = []
  let isWriting = true
  const ask = async () => {
    while (isWriting) answers.push(await totalsOf(admin))
  }
  const askers = [ask(), ask(), ask()]
  const write = async (at: number) => {
    const state = { eligible: at % 2 === 0, validFrom: `2022-01-${10 + at}` }
    await made(admin('POST', `/${CODE}/organisations/${organisationId}/eligibility-statements`, state))
    const payment = payments[at]
    if (payment)
      await made(admin('PATCH', `/${CODE}/payments/${payment.id}`, { amount: 1_000 + at }, { 'if-match': '*' }))
    else await made(admin('POST', `/${CODE}/budgets`, { bodyId, year: 2022 + at, amount: 1_000 * at }))
  }
  await Promise.all(Array.from({ length: 20 }, (_, at) => write(at)))
  isWriting = false
  await Promise.all(askers)
  const distinct = new Map(answers.map(answer => [answer.knownAt, answer]))
  t.ok(distinct.size > 3, `${answers.length} answers of ${distinct.size} instants`)
  for (const { knownAt, told } of answers) t.same((await totalsOf(admin, `&knownAt=${knownAt}`)).told, told, knownAt)
  t.equal(await stop(child), 0)

  const plain = await copied(t)
  const beside = await aService(t, { ...env, DATABASE_URL: plain })
  const other = await people(t, plain, beside.address)
  for (const { knownAt, told } of distinct.values())
    t.same((await totalsOf(other.admin, `&knownAt=${knownAt}`)).told, told, `${knownAt} by plain PostgreSQL`)
  t.equal(await stop(beside.child), 0)
})
