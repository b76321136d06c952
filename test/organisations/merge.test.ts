import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin } = await aRegister(t)
const any = { 'if-match': '*' }
const reason = 'Samma organisationsnummer'
const body = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))

async function organisation(name: string, more: object = {}): Promise<string> {
  return (await made(admin('POST', '/0136/organisations', { name, ...more }))).id
}

async function lineOf(recipientIds: string[], granted: number, more: object = {}) {
  const recipients = recipientIds.map(organisationId => ({ organisationId }))
  const line = { recipients, outcome: 'granted', granted, grantYearFrom: 2022, ...more }
  const decision = { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] }
  return (await made(admin('POST', '/0136/decisions', decision))).lines[0]
}

const merge = (id: string, intoId: string) =>
  admin('POST', `/0136/organisations/${id}/merge`, { mergedIntoId: intoId, reason })
const line = (id: string) => made(admin('GET', `/0136/decision-lines/${id}`))

type Granted = { recipients: { organisationId: string }[] }

/** What each set of organisations was granted, as it is known now or was known then. */
async function granted(knownAt?: string) {
  const query = `groupBy=organisation${knownAt ? `&knownAt=${encodeURIComponent(knownAt)}` : ''}`
  const { items, meta, total } = await made(admin('GET', `/0136/statistics/grant-totals?${query}`))
  const of = (...ids: string[]) =>
    items.find((row: Granted) => `${row.recipients.map(one => one.organisationId).sort()}` === `${ids.sort()}`)?.granted
  return { of, total: total.granted as number, organisations: total.organisationCount as number, knownAt: meta.knownAt }
}

t.test('lines and money move to the one that remains; what was known before stays as it was', async t => {
  const id = await organisation('Länkarna')
  const intoId = await organisation('Fria sällskapet länkarna')
  const first = await lineOf([id], 150_000, { payeeOrganisationId: id })
  const second = await lineOf([intoId], 10_000.25)
  const before = await granted()
  t.match([before.of(id), before.of(intoId)], [150_000, 10_000.25])

  const merged = await merge(id, intoId)
  t.match(merged, { status: 200, body: { id, mergedIntoId: intoId, mergedAt: /Z$/, version: 2 } })
  t.match(await line(first.id), {
    recipients: [{ organisationId: intoId }],
    payeeOrganisationId: intoId,
    version: first.version + 1
  })
  t.equal((await line(second.id)).version, second.version, 'a line that did not name it is left alone')

  const after = await granted()
  t.match([after.of(id), after.of(intoId)], [undefined, 160_000.25])
  t.equal(after.total, before.total)
  t.equal(after.organisations, before.organisations - 1)
  const then = await granted(before.knownAt)
  t.match([then.of(id), then.of(intoId), then.total], [150_000, 10_000.25, before.total])
})

t.test('the old id still answers, is listed only when asked for, and both histories are kept', async t => {
  const id = await organisation('Kvinnojouren', { reference: 'K-1' })
  const intoId = await organisation('Haninge Kvinnojour')
  await made(merge(id, intoId))
  t.match(await admin('GET', `/0136/organisations/${id}`), { status: 200, body: { mergedIntoId: intoId } })
  const names = async (query: string) =>
    (await made(admin('GET', `/0136/organisations?name=kvinnojouren${query}`))).items.length
  t.strictSame([await names(''), await names('&merged=include'), await names('&merged=only')], [1, 2, 1])
  const [found] = (await made(admin('GET', '/0136/organisations?name=kvinnojouren'))).items
  t.equal(found.id, intoId, 'the old name finds the one that remains')
  const { items } = await made(admin('GET', `/0136/organisations/${id}/history`))
  t.match(items, [
    { type: 'organisation.created' },
    { type: 'organisation.merged', reason, before: { mergedIntoId: null }, after: { mergedIntoId: intoId } }
  ])
  t.equal((await made(admin('GET', `/0136/organisations/${intoId}/history`))).items.length, 1)
  t.strictSame((await made(admin('GET', `/0136/organisations/${intoId}/twins`))).items, [])
})

t.test('a joint line that named both names the one once, and its amount is counted once', async t => {
  const [id, intoId, third] = [await organisation('A'), await organisation('AA'), await organisation('B')]
  const joint = await lineOf([id, intoId], 150_000, { payeeOrganisationId: id })
  const three = await lineOf([third, id], 70_000)
  const before = await granted()
  await made(merge(id, intoId))
  t.match((await line(joint.id)).recipients, [{ organisationId: intoId }])
  t.equal((await line(joint.id)).payeeOrganisationId, intoId)
  t.match((await line(three.id)).recipients, [{ organisationId: third }, { organisationId: intoId }])
  const after = await granted()
  t.match([after.of(intoId), after.of(intoId, third)], [150_000, 70_000])
  t.equal(after.total, before.total)
})

t.test('what was merged is not merged again, not changed, not withdrawn and not named by new lines', async t => {
  const [id, intoId, third] = [await organisation('C'), await organisation('CC'), await organisation('CCC')]
  await made(merge(id, intoId))
  const refused = { status: 409, body: { type: /\/organisation-merged$/, mergedIntoId: intoId } }
  t.match(await merge(id, third), refused)
  t.match(await merge(id, intoId), refused)
  t.match(await admin('PATCH', `/0136/organisations/${id}`, { name: 'X' }, any), refused)
  t.match(await admin('PATCH', `/0136/organisations/${id}`, { name: 'C' }, any), refused)
  t.match(await admin('POST', `/0136/organisations/${id}/withdraw`, { reason }), refused)
  const recipients = { recipients: [{ organisationId: id }], outcome: 'granted', granted: 1 }
  const decision = { bodyId: body.id, decidedOn: '2021-12-14', lines: [recipients] }
  t.equal((await admin('POST', '/0136/decisions', decision)).status, 422)
  t.equal((await admin('GET', `/0136/organisations/${id}`)).body.version, 2)
})

t.test('merges make no circle: not into itself, not back, not by way of a third', async t => {
  const [one, two, three] = [await organisation('D'), await organisation('DD'), await organisation('DDD')]
  t.match(await merge(one, one), {
    status: 422,
    body: { type: /\/merge-into-itself$/, violations: [{ field: '/mergedIntoId' }] }
  })
  await made(merge(one, two))
  t.match(await merge(two, one), { status: 409, body: { type: /\/organisation-merged$/ } })
  await made(merge(two, three))
  t.equal((await merge(three, one)).status, 409)
  t.equal((await merge(three, two)).status, 409)
  const { body: first } = await admin('GET', `/0136/organisations/${one}`)
  t.match(first, { mergedIntoId: three, version: 3 }, 'one step always leads to the one that remains')
  t.equal((await made(admin('GET', `/0136/organisations/${one}/history`))).items.length, 3)
  t.match(await admin('POST', `/0136/organisations/${three}/withdraw`, { reason }), {
    status: 409,
    body: { type: /\/organisation-in-use$/ }
  })
})

t.test('of two merges the other way about at once one is done and the other refused', async t => {
  for (let nth = 0; nth < 5; nth++) {
    const [one, two] = [await organisation(`E ${nth}`), await organisation(`EE ${nth}`)]
    const answers = await Promise.all([merge(one, two), merge(two, one)])
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 409])
  }
})

t.test('two with different organisation numbers are not merged; the number of the one that goes is free', async t => {
  const id = await organisation('F', { organisationNumber: '802006-9848' })
  const other = await organisation('FF', { organisationNumber: '802001-5353' })
  t.match(await merge(id, other), { status: 409, body: { type: /\/organisation-numbers-differ$/ } })
  const into = await organisation('FFF')
  await made(merge(id, into))
  const path = `/0136/organisations/${into}`
  t.equal((await admin('PATCH', path, { organisationNumber: '802006-9848' }, any)).status, 200)
})

t.test('a merge is into an organisation that stands, for a reason', async t => {
  const [id, gone] = [await organisation('G'), await organisation('GG')]
  await made(admin('POST', `/0136/organisations/${gone}/withdraw`, { reason }))
  t.match(await merge(id, gone), { status: 409, body: { type: /\/organisation-withdrawn$/ } })
  t.match(await merge(gone, id), { status: 409, body: { type: /\/organisation-withdrawn$/ } })
  t.equal((await merge(id, '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')).status, 404)
  t.equal((await admin('POST', `/0136/organisations/${id}/merge`, { mergedIntoId: gone })).status, 400)
})
