import { readFileSync } from 'node:fs'
import t from 'tap'
import { EXAMPLE_CODE, EXAMPLE_ROLE, loadExample } from '../../samples/example.ts'
import { paymentStatuses } from '../../src/money/payments/rules.ts'
import { recoveryStatuses } from '../../src/money/recoveries/rules.ts'
import { reportStatuses } from '../../src/money/reports/rules.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { seriesNames } from '../../src/reads/statistics/series-schemas.ts'
import { agreementStatuses } from '../../src/register/agreements/rules.ts'
import { applicationStatuses } from '../../src/register/applications/rules.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, type Client, clientOf, made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const { admin, app, database } = await aRegister(t)
const person = async (holder: string) => {
  const key = { name: holder, holder, holderKind: 'person' as const, roles: [EXAMPLE_ROLE] }
  const { secret } = await createApiKey(database, { ...key, municipalityCodes: [EXAMPLE_CODE], scopes: ['*'] })
  return clientOf(app, secret)
}
const people = { checker: (await person('Handläggare')) as Any, approver: (await person('Chef')) as Any }
await loadExample(admin as Any, people)
const ask: Client = (method, path, body, headers) => admin(method, `/${EXAMPLE_CODE}${path}`, body, headers)
const get = (path: string): Promise<Any> => made(ask('GET', path))
const rowsOf = (body: Any): Any[] => body.items ?? body.adjustments ?? body.changes

t.test('every state of payments, reports, applications, recoveries and agreements occurs', async t => {
  const kinds = {
    payments: paymentStatuses,
    reports: reportStatuses,
    applications: applicationStatuses,
    recoveries: recoveryStatuses,
    agreements: agreementStatuses
  }
  for (const [path, statuses] of Object.entries(kinds)) {
    const { items } = await get(`/${path}?limit=1000`)
    t.strictSame([...new Set(items.map(({ status }: Any) => status))].sort(), [...statuses].sort(), path)
  }
})

t.test('what is asked of money, limits, reports and what is coming up has rows', async t => {
  const questions = [
    '/reports?overdue=yes&sort=dueOn&validOn=2025-03-15',
    ...['/reports?late=yes', '/reports?late=no', '/applications?late=yes', '/approval-limits', '/budgets', '/targets'],
    ...['/payments?payability=held', '/payments?payability=payable&validOn=2025-10-10', '/period-closings'],
    ...['/bank-entries?status=unmatched', '/work-list?from=2025-01-01&until=2025-12-31', '/events', '/awards'],
    '/agreements?validOn=2025-05-01&phase=running',
    '/statistics/consecutive-recipients?yearCount=3',
    ...seriesNames.map(name => `/statistics/series/${name}?yearFrom=2022&yearTo=2025`)
  ]
  for (const question of questions) {
    const { status, body } = await ask('GET', question)
    t.equal(status, 200, `${question} ${JSON.stringify(body)}`)
    t.ok(rowsOf(body)?.length > 0, question)
  }
})

/** The questions of a page that are asked with an address alone, of this municipality instead of the page's. */
function questionsOf(page: string): string[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  const commands = text.replaceAll('\\\n', ' ').split('\n')
  const asking = commands.filter(line => !/ -X | -d | --data-binary |--url-query|\bDELETE\b/.test(line))
  return asking.flatMap(line => {
    const path = /\$API\/(?:\d{4}\/)?((?!municipalities\/)[a-z][^" `)|]*)/.exec(line)?.[1]
    const isNational = /\$API\/(?!\d{4})/.test(line)
    return path ? [isNational ? `national ${path}` : path] : []
  })
}

t.test('every question of the pages that is asked with an address lists something', async t => {
  const [payment] = (await get('/payments?status=returned')).items
  const [run] = (await get('/payment-runs')).items
  const known: Record<string, string> = { $PAYMENT: payment.id, $RUN: run.id, $AWARD: payment.awardId }
  let asked = 0
  for (const page of ['README.md', 'docs/paying.md', 'docs/statistics.md', 'docs/integrating.md']) {
    for (const question of questionsOf(page)) {
      const named = question.replace(/\$(PAYMENT|RUN|AWARD)/g, name => known[name]!)
      if (named.includes('$') && !named.includes('$NARROW_KEY')) continue
      const path = named.replace(/&?key=\$NARROW_KEY/, '').replace(/format=csv/, 'format=json')
      const codes = path.replace(/municipalityCodes=[\d,]+/, `municipalityCodes=${EXAMPLE_CODE}`)
      const answer = codes.startsWith('national ')
        ? await admin('GET', `/${codes.slice('national '.length)}`)
        : await ask('GET', `/${codes}`, undefined, { accept: '*/*' })
      t.equal(answer.status, 200, `${page}: ${question}`)
      const rows = rowsOf(answer.body)
      if (rows) t.ok(rows.length > 0, `${page}: ${question}`)
      asked += 1
    }
  }
  t.ok(asked >= 15, `${asked} questions were found`)
})

t.test('a closed year has its adjustments, the budget is near its end, and all sums hang together', async t => {
  const [closing] = (await get('/period-closings')).items
  const { items, total } = await get('/statistics/payment-totals?groupBy=year&yearBasis=grant')
  t.match(
    items.find(({ year }: Any) => year === 2025),
    { budgeted: 600_000, granted: 595_000 }
  )
  t.match(total, { claimed: 17_000.5, recovered: 10_000.25, outstanding: 7_000.25 })
  const changes = await get(`/statistics/changes?grantYear=2024&knownFrom=${closing.knownAt}`)
  t.ok(changes.items.length > 0)
  await sumsHangTogether(ask, database, EXAMPLE_CODE)
})

t.test('the commitment of the agreement is held against its reports', async t => {
  const { items } = await get('/statistics/series/commitments?yearFrom=2024&yearTo=2024')
  t.match(
    items.find(({ achieved }: Any) => achieved !== null),
    { commitmentKey: 'besok', minQuantity: 400, achieved: 430, difference: 30, achievedCertainty: 'exact' }
  )
})

t.test('loaded again it changes nothing, and everything says that it is made up', async t => {
  const count = async () => (await get('/events?limit=1000')).items.length
  const before = await count()
  await loadExample(admin as Any, people)
  t.equal(await count(), before)
  const kinds = ['organisations', 'applications', 'decisions', 'agreements', 'budgets', 'recoveries', 'period-closings']
  for (const kind of kinds) {
    for (const { note } of (await get(`/${kind}?limit=1000`)).items) {
      t.ok(/^Påhittat/.test(note ?? ''), `${kind} ${note}`)
    }
  }
})
