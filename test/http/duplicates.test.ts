import type { RouteOptions } from 'fastify'
import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { tableOf } from '../../src/platform/http/preconditions.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { aRegister, made } from '../support/register.ts'

const register = await aRegister(t)
const { admin, app, database } = register
const ours = await oneOfEach(register, '0136')
const theirs = await oneOfEach(register, '2031')

type Any = Record<string, unknown>

const schemaOf = (schema: unknown) => {
  const { $ref } = (schema ?? {}) as { $ref?: string }
  return $ref && (app.getSchema($ref.replace('#', '')) as { example: Any; properties: Any })
}

/** Every operation that makes a record which bears a reference of the caller's. */
const creating = app.routeTable.flatMap(({ method, url, schema }: RouteOptions) => {
  const body = schemaOf(schema?.body)
  const answered = (schema?.response as { 201?: unknown })?.[201]
  if (schema?.hide || method !== 'POST' || !url.startsWith(apiPrefix) || !answered || !body) return []
  if (!body.properties?.reference) return []
  return [{ path: url.slice(apiPrefix.length).replace('(^\\d{4}$)', ''), example: body.example, url }]
})

t.ok(creating.length >= 20, `there are ${creating.length} of them`)

t.test('a reference that is taken is named, with the record of the own municipality that has it', async t => {
  let tried = 0
  for (const { path, example } of creating) {
    const [, , collection, , part] = path.split('/')
    const table = part ? undefined : tableOf(`/${collection}/:id`)
    const id = ours[collection!]
    if (!table || !id) continue
    const reference = `R, (1)=(${collection})`
    for (const [code, ids] of [
      ['0136', ours],
      ['2031', theirs]
    ] as const) {
      await database.$client.query(
        `update ${table} set source = 'api', reference = $1 where municipality_code = $2 and id = $3`,
        [reference, code, ids[collection!]]
      )
    }
    const body = await bodyOf(collection!, example)
    const answer = await admin('POST', path.replace(':municipalityCode', '0136'), { ...body, reference })
    // What says the same is answered with what is there; an empty run is refused before it is named.
    if (answer.status === 422 || answer.status === 200 || collection === 'payment-runs') continue
    tried++
    t.match(
      answer,
      {
        status: 409,
        body: {
          ...{ type: /-(reference|differs|taken)$/, existingId: id },
          ...(collection !== 'recoveries' && { violations: [{ field: '/reference', message: new RegExp(id) }] })
        }
      },
      path
    )
    t.notMatch(JSON.stringify(answer.body), new RegExp(theirs[collection!]!), 'nothing of another municipality')
    t.notMatch(answer.body.detail, /_reference/, 'no constraint')
  }
  t.ok(tried >= 12, `${tried} were tried`)
})

/** The example, with what it refers to replaced by what is there. */
async function bodyOf(collection: string, example: Any): Promise<Any> {
  const refers: Any = {
    ...{ bodyId: ours.bodies, schemeId: ours.schemes, organisationId: ours.organisations, awardId: ours.awards },
    ...{ agreementId: ours.agreements, ownerBodyId: ours.bodies, applicants: [{ organisationId: ours.organisations }] }
  }
  const body = Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, value !== null && name in refers ? refers[name] : value])
  )
  if (collection === 'decisions') return { bodyId: ours.bodies, decidedOn: '2022-03-01', lines: [] }
  if (collection === 'payee-accounts') return { ...body, accountNumber: '991-2346' }
  if (collection === 'assignments') return { text: 'Utreda', status: 'given', bodyId: ours.bodies }
  if (collection === 'agreements') return { kind: 'partnership', title: 'Partnerskap' }
  if (collection === 'budgets') return { bodyId: ours.bodies, year: 2031, amount: 1 }
  return body
}

t.test('of a body that holds many the place is told', async t => {
  const recipients = [{ organisationId: ours.organisations }]
  const line = (reference: string, granted: number) => ({
    ...{ recipients, schemeId: ours.schemes, outcome: 'granted', granted, reference }
  })
  const decision = (reference: string, lines: object[]) => ({
    bodyId: ours.bodies,
    decidedOn: '2022-04-01',
    reference,
    lines
  })
  const first = await made(admin('POST', '/0136/decisions', decision('B-1', [line('L-1', 1)])))
  const again = decision('B-2', [line('L-0', 2), line('L-1', 3)])
  t.match(await admin('POST', '/0136/decisions', again), {
    status: 409,
    body: { violations: [{ field: '/lines/1/reference' }], existingId: first.lines[0].id }
  })
  t.match(await admin('POST', '/0136/decisions', decision('B-1', [])), {
    body: { violations: [{ field: '/reference' }], existingId: first.id }
  })
  // Twice within what is undone: there is nothing that has it.
  const twice = await admin('POST', '/0136/decisions', decision('B-3', [line('L-7', 2), line('L-7', 3)]))
  t.match(twice, { status: 409, body: { violations: [{ message: 'is taken already' }] } })
  t.notOk('existingId' in twice.body)
})

t.test('names, numbers and years that are taken are told in the same way', async t => {
  const organisation = await made(
    admin('POST', '/0136/organisations', { name: 'Ett', organisationNumber: '857202-7566' })
  )
  const entry = await made(admin('POST', '/0136/list-entries', { list: 'focusArea', name: 'Integration, arbete' }))
  const budget = await made(
    admin('POST', '/0136/budgets', { bodyId: ours.bodies, schemeId: ours.schemes, year: 2030, amount: 1 })
  )
  const whole = await made(admin('POST', '/0136/budgets', { bodyId: ours.bodies, year: 2030, amount: 1 }))
  const closing = await made(admin('POST', '/0136/period-closings', { year: 2021, yearBasis: 'grant' }))
  const cases: [string, string, unknown, string, string][] = [
    [
      'POST',
      '/organisations',
      { name: 'Två', organisationNumber: '8572027566' },
      '/organisationNumber',
      organisation.id
    ],
    ['POST', '/list-entries', { list: 'focusArea', name: 'INTEGRATION,  arbete' }, '/name', entry.id],
    ['POST', '/budgets', { bodyId: ours.bodies, schemeId: ours.schemes, year: 2030, amount: 2 }, '/year', budget.id],
    ['POST', '/budgets', { bodyId: ours.bodies, year: 2030, amount: 2 }, '/year', whole.id],
    ['POST', '/period-closings', { year: 2021, yearBasis: 'grant' }, '/year', closing.id]
  ]
  for (const [method, path, body, field, existingId] of cases) {
    t.match(
      await admin(method, `/0136${path}`, body),
      { status: 409, body: { violations: [{ field }], existingId } },
      path
    )
  }
  const other = await made(admin('POST', '/0136/organisations', { name: 'Tre' }))
  const patched = await admin(
    'PATCH',
    `/0136/organisations/${other.id}`,
    { organisationNumber: '857202-7566' },
    { 'if-match': '*' }
  )
  t.match(patched, {
    status: 409,
    body: { violations: [{ field: '/organisationNumber' }], existingId: organisation.id }
  })
  t.equal((await admin('POST', '/2031/organisations', { name: 'Ett', organisationNumber: '857202-7566' })).status, 201)
})

t.test('every key that a client can hit begins with the municipality', async t => {
  const { rows } = await database.$client.query(`
    select class.relname as key, pg_get_indexdef(index.indexrelid, 1, true) as first
    from pg_index index join pg_class class on class.oid = index.indexrelid
    where index.indisunique and class.relnamespace = 'public'::regnamespace`)
  t.ok(rows.length > 50)
  const others = rows.filter(({ first }) => first !== 'municipality_code').map(({ key }) => key)
  t.strictSame(others.sort(), ['api_keys_hash', 'api_keys_pkey'])
})
