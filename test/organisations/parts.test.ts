import t from 'tap'
import { fieldsOf, haninge, ruleOf } from '../support/haninge.ts'

const ids = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id)

t.test('membership of an umbrella is answered both ways, for a day', async t => {
  const { ask, make, elsewhere } = await haninge(t)
  const fee = { membershipFee: 100, interimBoardEndsOn: '2018-01-24', note: 'Paraply' }
  const helsam = await make('/organisations', { name: 'Helsam', ...fee })
  t.match(helsam, { membershipFee: 100, membershipFeeCertainty: 'exact', interimBoardEndsOn: '2018-01-24' })
  const member = await make('/organisations', { name: 'Länkarna' })
  const url = `/organisations/${member.id}/memberships`
  const years = { validFrom: '2018-01-01', validFromPrecision: 'year', validTo: '2019-01-01', validToPrecision: 'year' }
  const made = await make(url, { umbrellaId: helsam.id, fee: 100, ...years })
  t.match(made, { feeCertainty: 'exact', organisationName: 'Länkarna', umbrellaName: 'Helsam', valid: 'no' })
  const holds = async (path: string) => {
    const { body } = await ask('GET', path)
    return body.items.map(({ valid, umbrellaId }: { valid: string; umbrellaId: string }) => [valid, umbrellaId])
  }
  for (const path of [`${url}?as=member&`, `/organisations/${helsam.id}/memberships?as=umbrella&`, `${url}?`]) {
    t.same(await holds(`${path}validOn=2018-06-01`), [['possible', helsam.id]], path)
    t.same(await holds(`${path}validOn=2018-12-31`), [['yes', helsam.id]], path)
    t.same(await holds(`${path}validOn=2020-01-01`), [], path)
  }
  t.same(await holds(`${url}?as=umbrella`), [])

  const { body: foreign } = await elsewhere('POST', '/organisations', { name: 'Paraplyet' })
  const cases: [object, string, string][] = [
    [{ umbrellaId: member.id }, 'member-of-itself', '/umbrellaId'],
    [{ umbrellaId: foreign.id }, 'organisation-not-found', '/umbrellaId'],
    [{ umbrellaId: helsam.id, validFrom: '2018-12-31' }, 'membership-overlaps', '/validFrom'],
    [{ umbrellaId: helsam.id, validFrom: '2022-01-02', validTo: '2022-01-01' }, 'validity-reversed', '/validTo'],
    [{ umbrellaId: helsam.id, fee: 1, feeCertainty: 'unknown' }, 'certainty-contradicts-amount', '/feeCertainty']
  ]
  for (const [values, rule, field] of cases) {
    const answer = await ask('POST', url, values)
    t.same([answer.status, ruleOf(answer), fieldsOf(answer)], [422, rule, [field]])
  }
  await make(url, { umbrellaId: helsam.id, validFrom: '2020-01-01' })
  t.same(ruleOf(await ask('POST', `/organisations/${member.id}/withdraw`, { reason: 'x' })), 'organisation-in-use')
})

t.test('former names are kept with their dates, and find the organisation', async t => {
  const { ask, make } = await haninge(t)
  const { id } = await make('/organisations', { name: 'Fria sällskapet länkarna', nameValidFrom: '1990-01-01' })
  const url = `/organisations/${id}`
  const { headers } = await ask('GET', url)
  const rename = { name: 'Haninge Nykterhet', nameValidFrom: '2010-05-01' }
  t.match(await ask('PATCH', url, rename, { 'if-match': headers.etag! }), { status: 200, body: rename })
  const older = await make(`${url}/names`, { name: 'Klubben', validTo: '1989-12-31' })
  const { body } = await ask('GET', `${url}/names`)
  t.match(body.items, [
    { name: 'Fria sällskapet länkarna', validFrom: '1990-01-01', validTo: '2010-04-30', valid: 'no' },
    { name: 'Klubben', validFrom: null, validTo: '1989-12-31' }
  ])
  t.match(await ask('GET', `${url}/names?validOn=2000-01-01`), { body: { items: [{ valid: 'yes' }] } })
  for (const query of [
    'search=lankarna',
    'name=fria%20s%C3%A4llskapet%20l%C3%A4nkarna',
    'search=klubb',
    'name=klubben'
  ]) {
    t.same(ids((await ask('GET', `/organisations?${query}`)) as never), [id], query)
  }
  await ask('POST', `/organisation-names/${older.id}/withdraw`, { reason: 'Fel förening' })
  for (const query of ['search=klubb', 'name=klubben']) {
    t.same(ids((await ask('GET', `/organisations?${query}`)) as never), [], query)
  }
})

t.test('contacts are personal: nowhere but in themselves, for their own scope, and erasable', async t => {
  const { ask, make, withScopes, database } = await haninge(t)
  const { id } = await make('/organisations', { name: 'Länkarna' })
  const url = `/organisations/${id}/contacts`
  const values = { role: 'Kassör', name: 'Astrid Exempel', email: 'astrid@example.se', phone: '08-606 70 00' }
  const body = { ...values, sensitivity: 'confidential' }
  const key = { 'idempotency-key': 'kontakt-1' }
  const { status, body: contact } = await ask('POST', url, body, key)
  t.equal(status, 201)
  t.match(contact, body)
  const changed = await ask('PATCH', `/contacts/${contact.id}`, { phone: '08-606 70 01' }, { 'if-match': '*' })
  t.match(changed, { status: 200, body: { phone: '08-606 70 01', version: 2 } })

  const others = await withScopes('organisations:read', 'organisations:write', 'events:read')
  t.equal((await others('GET', url)).status, 403)
  t.equal((await others('POST', url, body)).status, 403)
  const readers = await withScopes('contacts:read')
  t.match(await readers('GET', `${url}?sensitivity=confidential`), { body: { items: [{ name: 'Astrid Exempel' }] } })
  t.match(await readers('GET', `${url}?sensitivity=public`), { body: { items: [] } })
  t.equal((await readers('POST', `/contacts/${contact.id}/erase`, { reason: 'x' })).status, 403)

  const { body: history } = await ask('GET', `/organisations/${id}/history`)
  t.match(history.items.slice(1), [
    {
      type: 'contact.created',
      before: null,
      after: { changedFields: ['role', 'name', 'email', 'phone', 'sensitivity'] }
    },
    { type: 'contact.updated', before: null, after: { changedFields: ['phone'] } }
  ])

  const empty = await ask('POST', url, { sensitivity: 'public' })
  t.same([empty.status, ruleOf(empty)], [422, 'contact-empty'])

  const erased = await ask('POST', `/contacts/${contact.id}/erase`, { reason: 'Har lämnat styrelsen' })
  t.match(erased, { status: 200, body: { id: contact.id, name: null, email: null, phone: null, role: null } })
  t.ok(erased.body.erasedAt)
  t.match(await ask('POST', url, body, key), { status: 201, body: { id: contact.id, name: null, email: null } })
  const again = await ask('PATCH', `/contacts/${contact.id}`, { name: 'Astrid' }, { 'if-match': '*' })
  t.same([again.status, ruleOf(again)], [409, 'contact-erased'])
  t.match(await ask('GET', `/organisations/${id}/history?sort=-sequence&limit=1`), {
    body: { items: [{ type: 'contact.erased', reason: 'Har lämnat styrelsen' }] }
  })
  // Every table, every column: not a trace.
  const { rows } = await database.$client.query(
    "select table_name from information_schema.tables where table_schema = 'public'"
  )
  for (const { table_name: table } of rows) {
    const found = await database.$client.query(
      `select from "${table}" row where row::text ilike any (array['%astrid%', '%606 70%', '%kassör%'])`
    )
    t.equal(found.rowCount, 0, table)
  }
})

t.test(
  'whether an organisation is eligible is what was stated of the day, and unknown when that has expired',
  async t => {
    const { ask, make } = await haninge(t)
    const { id } = await make('/organisations', { name: 'Länkarna' })
    const url = `/organisations/${id}`
    const on = async (day: string) => {
      const { body } = await ask('GET', `${url}/eligibility?validOn=${day}`)
      return [body.answer, body.explanations.join(' ')]
    }
    t.match(await on('2021-12-14'), ['unknown', /Nobody has stated/])
    const statement = { eligible: true, validFrom: '2021-01-01', validTo: '2021-12-31', decidedBy: 'Konsulent' }
    await make(`${url}/eligibility-statements`, statement)
    const no = { eligible: false, validFrom: '2021-06-01', validTo: '2021-06-30', reason: 'Årsmöte saknas' }
    const refused = await make(`${url}/eligibility-statements`, no)
    t.match(await on('2021-12-31'), ['yes', /to 2021-12-31/])
    t.match(await on('2021-06-15'), ['no', /Årsmöte saknas/])
    t.match(await on('2022-01-01'), ['unknown', /expired on/])
    t.match(await on('2020-12-31'), ['unknown', /Nobody/])
    await ask('POST', `/eligibility-statements/${refused.id}/withdraw`, { reason: 'Fel förening' })
    t.match(await on('2021-06-15'), ['yes', /./])
    const reversed = await ask('POST', `${url}/eligibility-statements`, { ...no, validTo: '2021-05-01' })
    t.same([ruleOf(reversed), fieldsOf(reversed)], ['validity-reversed', ['/validTo']])
  }
)

t.test('documents hold until they expire', async t => {
  const { ask, make } = await haninge(t)
  const { id } = await make('/organisations', { name: 'Länkarna' })
  const url = `/organisations/${id}/documents`
  const checksum = 'a'.repeat(64)
  const report = { kind: 'annualReport', title: '2020', checksum, validFrom: '2021-03-01', validTo: '2022-06-30' }
  const made = await make(url, report)
  await make(url, { kind: 'statutes', title: 'Stadgar' })
  t.match(await ask('GET', `${url}?validOn=2022-06-30`), {
    body: { items: [{ ...report, valid: 'yes' }, { valid: 'unknown' }] }
  })
  t.match(await ask('GET', `${url}?validOn=2022-07-01&kind=annualReport`), { body: { items: [] } })
  t.match(await ask('GET', `/organisation-documents/${made.id}`), {
    status: 200,
    body: { ...report, organisationId: id }
  })
  const { headers } = await ask('POST', url, { kind: 'statutes', title: '2023' })
  t.match(headers.location, /\/0136\/organisation-documents\/[0-9a-f-]{36}$/)
  const told = await ask('GET', `/organisation-documents/${made.id}/history`)
  t.match(told, { status: 200, body: { items: [{ type: 'organisationDocument.created', subjectId: made.id }] } })
})

t.test(
  'what belonged to an organisation that was merged belongs to the one that remains, and old ways lead there',
  async t => {
    const { ask, make } = await haninge(t)
    const old = await make('/organisations', {
      name: 'Länkarna Haninge',
      reference: 'F-17',
      organisationNumber: '802002-8711'
    })
    const kept = await make('/organisations', { name: 'Fria sällskapet', reference: 'F-18' })
    const helsam = await make('/organisations', { name: 'Helsam' })
    const membership = await make(`/organisations/${old.id}/memberships`, {
      umbrellaId: helsam.id,
      validFrom: '2018-01-01'
    })
    const contact = await make(`/organisations/${old.id}/contacts`, { sensitivity: 'public', email: 'info@example.se' })
    await make(`/organisations/${old.id}/eligibility-statements`, { eligible: true, validFrom: '2021-01-01' })
    const application = await make('/applications', {
      applicants: [{ organisationId: kept.id }, { organisationId: old.id }],
      reference: 'A-1'
    })
    await make('/applications', { applicants: [{ organisationId: helsam.id }], guarantee: { organisationId: old.id } })
    const merge = { mergedIntoId: kept.id, reason: 'Samma förening' }
    t.match(await ask('POST', `/organisations/${old.id}/merge`, merge), {
      status: 200,
      body: { mergedIntoId: kept.id }
    })

    t.match(await ask('GET', `/organisations/${old.id}`), { status: 200, body: { mergedIntoId: kept.id } })
    for (const query of [
      'reference=F-17',
      'name=l%C3%A4nkarna%20haninge',
      'search=lankarna',
      'organisationNumber=8020028711'
    ]) {
      t.same(ids((await ask('GET', `/organisations?${query}`)) as never), [kept.id], query)
    }
    for (const id of [old.id, kept.id]) {
      t.same(ids((await ask('GET', `/organisations/${id}/memberships`)) as never), [membership.id])
      t.same(ids((await ask('GET', `/organisations/${id}/contacts`)) as never), [contact.id])
      t.match(await ask('GET', `/organisations/${id}/eligibility`), {
        body: { organisationId: kept.id, answer: 'yes' }
      })
    }
    const { body } = await ask('GET', `/applications/${application.id}`)
    t.same(body.applicants, [{ organisationId: kept.id, name: 'Fria sällskapet' }])
    t.match(await ask('GET', `/applications?guarantorOrganisationId=${kept.id}`), { body: { meta: { count: 1 } } })
    const late = await ask('POST', `/organisations/${old.id}/documents`, { kind: 'statutes', title: 'x' })
    t.same([late.status, ruleOf(late)], [409, 'organisation-merged'])
    const both = await ask('POST', `/organisations/${kept.id}/merge`, { mergedIntoId: helsam.id, reason: 'x' })
    t.same([both.status, ruleOf(both)], [409, 'merge-of-member-and-umbrella'])
  }
)
