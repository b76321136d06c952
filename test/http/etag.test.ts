import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin } = await aRegister(t)

async function aBody(name: string) {
  const { body, headers } = await admin('POST', '/0136/bodies', { name, kind: 'committee' })
  return { id: body.id as string, path: `/0136/bodies/${body.id}`, tag: headers.etag! }
}

t.test('a change without If-Match is 428, and changes nothing', async t => {
  const { path } = await aBody('Socialnämnden')
  t.match(await admin('PATCH', path, { name: 'Omsorgsnämnden' }), {
    status: 428,
    body: { type: /\/version-required$/, violations: [{ field: 'If-Match' }] }
  })
  t.match((await admin('GET', path)).body, { name: 'Socialnämnden', version: 1 })
})

t.test('a change with the tag that was read is done once; with the old tag it is 412', async t => {
  const { path, tag } = await aBody('Kulturnämnden')
  const changed = await admin('PATCH', path, { name: 'Fritidsnämnden' }, { 'if-match': tag })
  t.match(changed, { status: 200, body: { name: 'Fritidsnämnden', version: 2 } })
  t.not(changed.headers.etag, tag)
  t.match(await admin('PATCH', path, { name: 'Musiknämnden' }, { 'if-match': tag }), {
    status: 412,
    body: { type: /\/version-stale$/, version: 2 }
  })
  t.equal((await admin('PATCH', path, { name: 'Musiknämnden' }, { 'if-match': changed.headers.etag! })).status, 200)
})

t.test('of two changes of the same version at once exactly one is done', async t => {
  const { path, tag } = await aBody('Tekniska nämnden')
  const names = Array.from({ length: 8 }, (_, nth) => `Nämnd ${nth}`)
  const answers = await Promise.all(names.map(name => admin('PATCH', path, { name }, { 'if-match': tag })))
  const [done, ...others] = answers.map(({ status }) => status).sort()
  t.equal(done, 200)
  t.strictSame(others, Array(7).fill(412))
  t.equal((await admin('GET', path)).body.version, 2)
})

t.test('If-Match takes * and a list', async t => {
  const { path, tag } = await aBody('Valnämnden')
  t.equal((await admin('PATCH', path, { name: 'Valnämnden A' }, { 'if-match': '*' })).status, 200)
  t.equal((await admin('PATCH', path, { name: 'Valnämnden B' }, { 'if-match': `${tag}, "2-x"` })).status, 200)
  t.equal((await admin('PATCH', path, { name: 'Valnämnden C' }, { 'if-match': `${tag}, "2-x"` })).status, 412)
})

t.test('a weak tag, and what is no tag, is refused', async t => {
  const { path, tag } = await aBody('Byggnadsnämnden')
  for (const wrong of [`W/${tag}`, '1', tag.slice(1), '"x"', `${tag}, W/"1-x"`, '"1" "2"', '*, *']) {
    const answer = await admin('PATCH', path, { name: 'Bygglovsnämnden' }, { 'if-match': wrong })
    t.match(answer, { status: 400, body: { violations: [{ field: 'If-Match' }] } }, wrong)
  }
  t.equal((await admin('GET', path)).body.version, 1)
})

t.test('the tag comes before the value: a stale change of nothing is 412 too', async t => {
  const { path } = await aBody('Miljönämnden')
  t.equal((await admin('PATCH', path, { name: 'Miljönämnden' }, { 'if-match': '"7"' })).status, 412)
})

t.test('the tag comes before the rules: a stale change that no rule lets through is 412 and not 422', async t => {
  const make = (path: string, body: object) => made(admin('POST', `/0136/${path}`, body))
  const body = await make('bodies', { name: 'Kulturnämnden', kind: 'committee' })
  const scheme = await make('schemes', { name: 'Kulturbidrag', kind: 'operating' })
  const target = await make('targets', { ownerBodyId: body.id, text: 'Mer', measure: 'other', yearFrom: 2020 })
  const bad = { certainty: 'unknown' }
  for (const [path, change] of [
    [`budgets/${(await make('budgets', { bodyId: body.id, year: 2022, amount: 5 })).id}`, bad],
    [`targets/${target.id}`, { yearTo: 2019 }],
    [
      `target-observations/${(await make(`targets/${target.id}/observations`, { year: 2020, observedOn: '2021-01-01', percent: 5 })).id}`,
      bad
    ],
    [
      `published-figures/${(await make('published-figures', { label: 'Bidrag', measure: 'paid', amount: 5, amountPer: 'year' })).id}`,
      bad
    ],
    [
      `scheme-windows/${(await make(`schemes/${scheme.id}/windows`, { kind: 'fixed', opensOn: '2022-01-01', closesOn: '2022-02-01' })).id}`,
      { closesOn: '2021-01-01' }
    ]
  ] as const) {
    const answers = ['"1"', '"7"'].map(tag => admin('PATCH', `/0136/${path}`, change, { 'if-match': tag }))
    t.same(
      (await Promise.all(answers)).map(({ status }) => status),
      [422, 412],
      path
    )
  }
})

t.test('who has the representation is answered 304 without a body until it changes', async t => {
  const { path, tag } = await aBody('Skolnämnden')
  for (const asked of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const answer = await admin('GET', path, undefined, { 'if-none-match': asked })
    t.match(answer, { status: 304, body: '', headers: { etag: tag } }, asked)
  }
  t.equal((await admin('GET', path, undefined, { 'if-none-match': '"1-other"' })).status, 200)
  await made(admin('PATCH', path, { name: 'Barnnämnden' }, { 'if-match': tag }))
  t.match(await admin('GET', path, undefined, { 'if-none-match': tag }), { status: 200, body: { version: 2 } })
})

t.test('a list has a tag too, which changes with what it shows', async t => {
  await aBody('Arvodesnämnden')
  const { headers } = await admin('GET', '/0136/bodies')
  t.equal((await admin('GET', '/0136/bodies', undefined, { 'if-none-match': headers.etag! })).status, 304)
  await aBody('Krisnämnden')
  t.equal((await admin('GET', '/0136/bodies', undefined, { 'if-none-match': headers.etag! })).status, 200)
})

t.test('the tag changes when a name is borrowed and that name changes, and still stands for the version', async t => {
  const { id: bodyId } = await aBody('Stödnämnden')
  const organisation = await made(admin('POST', '/0136/organisations', { name: 'Kvinnojouren' }))
  const line = {
    recipients: [{ organisationId: organisation.id }],
    outcome: 'granted',
    grantYearFrom: 2022,
    granted: 380000
  }
  const decision = await made(admin('POST', '/0136/decisions', { bodyId, decidedOn: '2021-12-14', lines: [line] }))
  const path = `/0136/decision-lines/${decision.lines[0].id}`
  const before = await admin('GET', path)
  await made(
    admin('PATCH', `/0136/organisations/${organisation.id}`, { name: 'Haninge Kvinnojour' }, { 'if-match': '*' })
  )
  const after = await admin('GET', path, undefined, { 'if-none-match': before.headers.etag! })
  t.match(after, { status: 200, body: { version: before.body.version, recipients: [{ name: 'Haninge Kvinnojour' }] } })
  t.not(after.headers.etag, before.headers.etag)
  t.equal((await admin('PATCH', path, { note: 'Sedd' }, { 'if-match': before.headers.etag! })).status, 200)
})
