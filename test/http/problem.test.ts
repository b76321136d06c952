import '../../src/app.ts'
import t from 'tap'
import {
  Conflict,
  declaredRules,
  Forbidden,
  Invalid,
  Malformed,
  NotFound,
  ruleNamed,
  Stale,
  Unauthenticated,
  VersionRequired
} from '../../src/base/errors.ts'
import type { App } from '../../src/platform/http/app.ts'
import { HttpProblem, problemOf } from '../../src/platform/http/problem.ts'
import { aServer } from '../support/server.ts'

/** An error as pg throws it, wrapped as Drizzle does. */
function databaseError(code: string, constraint?: string) {
  const cause = Object.assign(new Error('duplicate key (name)=(Astrid)'), { code, constraint, severity: 'ERROR' })
  return new Error('Failed query: insert into bodies … params: Astrid', { cause })
}

const told = { en: 'Told', sv: 'Sagt' }

const raising = (error: () => Error) => async (app: App) => {
  app.get('/it', { config: { scope: 'public' } }, async (_request, reply) => {
    reply.header('etag', '"1"').header('content-disposition', 'attachment')
    throw error()
  })
}

t.test('each error of the domain has its status', async t => {
  const cases: [Error, number][] = [
    [new Malformed(ruleNamed('x'), told), 400],
    [new Unauthenticated(ruleNamed('x'), told), 401],
    [new Forbidden(ruleNamed('x'), told), 403],
    [new NotFound('body', '7'), 404],
    [new Conflict(ruleNamed('x'), told), 409],
    [new Stale(ruleNamed('x'), told), 412],
    [new Invalid(ruleNamed('x'), told), 422],
    [new VersionRequired(ruleNamed('x'), told), 428],
    [new HttpProblem(429, ruleNamed('x'), told), 429]
  ]
  for (const [error, status] of cases) t.equal(problemOf(error).status, status, error.name)
})

t.test('errors of the database are answered by their code, also within other errors', async t => {
  const cases: Record<string, [status: number, rule: string]> = {
    '22P02': [400, 'value-not-storable'],
    '22003': [400, 'value-not-storable'],
    '22021': [400, 'value-not-storable'],
    '22P05': [400, 'value-not-storable'],
    '22008': [400, 'value-not-storable'],
    '23503': [422, 'reference-not-found'],
    '40001': [503, 'try-again'],
    '40P01': [503, 'try-again'],
    '57014': [503, 'took-too-long'],
    '53300': [503, 'database-unavailable'],
    '57P01': [503, 'database-unavailable'],
    '57P03': [503, 'database-unavailable'],
    '08006': [503, 'database-unavailable'],
    '42P01': [500, 'internal-error']
  }
  for (const [code, [status, rule]] of Object.entries(cases)) {
    const problem = problemOf(databaseError(code))
    t.match(problem, { status, rule }, code)
    t.equal(Boolean(problem.headers?.['retry-after']), status === 503, code)
  }
  t.match(problemOf(databaseError('23505', 'bodies_reference')), { status: 409, rule: 'bodies-reference' })
  t.match(problemOf(databaseError('23514', 'bodies_validity')), { status: 422, rule: 'bodies-validity' })
})

t.test('a database that cannot be reached is 503', async t => {
  for (const error of [
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    new Error('Failed query', { cause: new Error('timeout exceeded when trying to connect') }),
    new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') }),
    new AggregateError([], '', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
  ]) {
    t.match(problemOf(error), { status: 503, rule: 'database-unavailable', headers: { 'retry-after': '5' } })
  }
})

t.test('a problem is whole: type, title, status, detail, instance, violations and what the error adds', async t => {
  const error = new Invalid(
    ruleNamed('grant-too-large'),
    { en: 'The grant is larger than the scheme.', sv: 'Bidraget är större än bidragsformen.' },
    [{ field: '/granted', message: 'is too large', sv: 'är för stort' }],
    { ceiling: 7 }
  )
  const { request } = await aServer(
    t,
    raising(() => error),
    { publicUrl: 'https://bidrag.example.se' }
  )
  const answer = await request('GET', '/it', undefined, { 'x-request-id': 'r-1' })
  t.equal(answer.status, 422)
  t.match(answer.headers['content-type'], /^application\/problem\+json/)
  t.strictSame(answer.body, {
    ceiling: 7,
    type: 'https://bidrag.example.se/problems/grant-too-large',
    title: 'Grant too large',
    status: 422,
    detail: 'The grant is larger than the scheme.',
    instance: '/it#r-1',
    violations: [{ field: '/granted', message: 'is too large' }]
  })
  t.notOk(answer.headers.etag, 'nothing is left of the answer that was begun')
  t.notOk(answer.headers['content-disposition'])
})

t.test('without PUBLIC_URL the type is an address of this service, whatever host was asked', async t => {
  const { request } = await aServer(
    t,
    raising(() => new NotFound('body', '7'))
  )
  for (const host of ['localhost:3000', 'evil.example']) {
    const { body } = await request('GET', '/it', undefined, { host })
    t.equal(body.type, 'http://127.0.0.1:3000/problems/not-found')
  }
})

t.test('who is not known is told how to be', async t => {
  const { request } = await aServer(
    t,
    raising(() => new Unauthenticated(ruleNamed('credentials-required'), told))
  )
  t.match(await request('GET', '/it'), { status: 401, headers: { 'www-authenticate': /^Bearer / } })
})

t.test('an error of ours says nothing of itself, and is logged once with the request id', async t => {
  const { request, log } = await aServer(
    t,
    raising(() => new Error('secret inside'))
  )
  const answer = await request('GET', '/it', undefined, { 'x-request-id': 'r-2' })
  t.match(answer, { status: 500, body: { type: /\/internal-error$/, title: 'Something went wrong here' } })
  t.notMatch(JSON.stringify(answer.body), /secret|at /)
  t.match(
    log().filter(line => line.level === 'error'),
    [{ requestId: 'r-2', err: { message: 'secret inside', stack: /at / } }]
  )
})

t.test('of an error of the database neither SQL nor values are answered or logged', async t => {
  const { request, log } = await aServer(
    t,
    raising(() => databaseError('42P01'))
  )
  const answer = await request('GET', '/it')
  t.equal(answer.status, 500)
  t.match(
    log().filter(line => line.level === 'error'),
    [{ err: { type: 'database', code: '42P01', stack: /at / } }]
  )
  t.notMatch(JSON.stringify([answer, log()]), /Astrid|insert into/)
})

t.test('HEAD is answered like GET, without a body', async t => {
  const { request } = await aServer(
    t,
    raising(() => new NotFound('body', '7'))
  )
  t.match(await request('HEAD', '/it'), { status: 404, headers: { 'content-type': /problem/ }, body: '' })
})

t.test('every type has a page, also one that has no words of its own', async t => {
  const { request } = await aServer(t, async () => {})
  for (const [rule, { title }] of declaredRules) {
    const page = await request('GET', `/problems/${rule}`)
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/ } }, rule)
    t.ok(page.body.includes(title), rule)
  }
  t.match(await request('GET', '/problems/agreement-not-decided'), { status: 200, body: /Agreement not decided/ })
  t.match(await request('GET', '/problems/%3Cscript%3E'), { status: 404 })
})
