import t from 'tap'
import { databaseProblem } from '../../src/platform/http/problem.ts'

function databaseError(code: string, constraint: string, detail?: string) {
  return Object.assign(new Error(), { code, severity: 'ERROR', constraint, detail })
}

t.test('a reference to nothing names the field that refers, and no value', t => {
  const detail = 'Key (municipality_code, body_id)=(0136, 8024181234) is not present in table "bodies".'
  const problem = databaseProblem(databaseError('23503', 'schemes_body_fk', detail))
  t.match(problem, { status: 422, rule: 'reference-not-found' })
  t.strictSame(problem.violations, [
    {
      field: '/bodyId',
      message: 'is of nothing that this municipality has',
      sv: 'hör inte till något som kommunen har'
    }
  ])
  t.notMatch(JSON.stringify(problem), /8024181234|0136/)
  t.end()
})

t.test('what exists already names the field that tells rows apart, in whatever language the server speaks', t => {
  const details = {
    'Key (municipality_code, source, reference)=(0136, api, R (1)=(x)) already exists.': '/reference',
    'Nyckeln (municipality_code, organisation_number)=(0136, 8024181234) existerar redan.': '/organisationNumber',
    'Key (name)=(x) already exists.': '/name'
  }
  for (const [detail, field] of Object.entries(details)) {
    const { status, violations } = databaseProblem(databaseError('23505', 'some_index', detail))
    t.equal(status, 409)
    t.strictSame(violations, [{ field, message: 'is taken already', sv: 'är redan upptaget' }])
  }
  t.end()
})

t.test('where no column can be told, no field is', t => {
  for (const detail of [
    undefined,
    '',
    'Key (municipality_code, lower(name))=(0136, x) already exists.',
    'Key (municipality_code, id)=(0136, x) is still referenced from table "schemes".'
  ]) {
    t.strictSame(databaseProblem(databaseError('23505', 'some_index', detail)).violations, [], detail ?? 'no detail')
    t.strictSame(databaseProblem(databaseError('23503', 'some_fk', detail)).violations, [], detail ?? 'no detail')
  }
  t.end()
})
