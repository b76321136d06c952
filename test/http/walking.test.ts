import type { RouteOptions } from 'fastify'
import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { aRegister, made } from '../support/register.ts'

const { admin, app, client } = await aRegister(t)

type Query = { properties: Record<string, { enum?: string[]; description?: string }> }

/** Every list: what is walked by pages. */
const lists = app.routeTable.flatMap(({ method, url, schema }: RouteOptions) => {
  const { properties } = (schema?.querystring ?? {}) as Query
  if (schema?.hide || method !== 'GET' || !url.startsWith(apiPrefix) || !properties?.cursor) return []
  return [{ path: url.slice(apiPrefix.length).replace('(^\\d{4}$)', ''), properties }]
})

/** Events and entries of the ledger have no id, but a place in the order in which they were recorded. */
const idOf = (sorts: string[] = []) => (sorts.includes('sequence') ? 'sequence' : 'id')

const ids = (items: { id: string }[]) => items.map(({ id }) => id)

t.test('every list has an order by id, and says of the others what a walk may meet', t => {
  t.ok(lists.length > 60, `there are ${lists.length} of them`)
  for (const { path, properties } of lists) {
    const { enum: sorts = [], description = '' } = properties.sort ?? {}
    const id = idOf(sorts)
    t.ok(sorts.includes(id) && sorts.includes(`-${id}`), path)
    for (const sort of sorts.filter(each => /^(name|\w*On|updatedAt|decidedOn|outstanding)$/.test(each))) {
      t.match(description, new RegExp(`\\b${sort}\\b.*twice or not at all`), `${path} by ${sort}`)
    }
  }
  t.end()
})

t.test('every list can be walked by id, in both directions', async t => {
  const body = await made(admin('POST', '/0136/bodies', { name: 'Nämnden', kind: 'committee' }))
  for (const name of ['Korpen', 'Duvan']) await made(admin('POST', '/0136/organisations', { name }))
  const questions: Record<string, string> = { changes: '&knownFrom=2022-01-01T00:00:00Z' }
  for (const { path, properties } of lists.filter(each => !each.path.includes(':id'))) {
    const address = path.replace(':municipalityCode', '0136')
    if (address.includes('/public/')) continue
    const id = idOf(properties.sort?.enum)
    for (const sort of [id, `-${id}`]) {
      const answer = await admin('GET', `${address}?limit=1&sort=${sort}${questions[path.split('/').at(-1)!] ?? ''}`)
      t.match(answer, { status: 200, body: { meta: { limit: 1 } } }, `${address} ${sort}`)
    }
  }
  t.equal((await admin('GET', `/0136/bodies/${body.id}/history?sort=-sequence`)).status, 200)
})

t.test('every list counts its rows if asked to, whatever the page, and says nothing of them otherwise', async t => {
  const questions: Record<string, string> = { changes: '&knownFrom=2022-01-01T00:00:00Z' }
  let some = 0
  for (const { path, properties } of lists.filter(each => !each.path.includes(':id'))) {
    const address = path.replace(':municipalityCode', '0136')
    if (address.includes('/public/')) continue
    t.ok(properties.total, path)
    const query = questions[path.split('/').at(-1)!] ?? ''
    const { items, meta } = await made(admin('GET', `${address}?limit=1000${query}`))
    t.strictSame(meta.totalCount, undefined, address)
    const counted = await made(admin('GET', `${address}?limit=1&total=true${query}`))
    t.match(counted.meta, { count: Math.min(1, items.length), totalCount: items.length, totalIsExact: true }, address)
    if (items.length > 1) some++
  }
  t.ok(some > 1, `${some} lists have more than a row`)
})

t.test('a walk by id meets everything once while names change; by name it need not', async t => {
  const names = 'Alfa Beta Gamma Delta Epsilon Zeta Eta Theta'.split(' ')
  const before: string[] = []
  for (const name of names) before.push((await made(admin('POST', '/1862/organisations', { name }))).id)
  for (const sort of ['id', '-id']) {
    const seen: string[] = []
    let cursor = ''
    for (let turn = 0; ; turn++) {
      const { items, meta } = await made(admin('GET', `/1862/organisations?limit=2&sort=${sort}${cursor}`))
      seen.push(...ids(items))
      // Those that were seen come last by name, and those that were not come first.
      for (const id of before) {
        const name = `${seen.includes(id) ? 'Ö' : 'A'} ${turn} ${id}`
        await made(admin('PATCH', `/1862/organisations/${id}`, { name }, { 'if-match': '*' }))
      }
      if (!meta.nextCursor) break
      cursor = `&cursor=${meta.nextCursor}`
    }
    t.strictSame(seen, sort === 'id' ? before : before.toReversed())
  }
})

t.test('what is found by reference can be narrowed to its source, on every list alike', async t => {
  const referred = lists.filter(({ properties }) => properties.reference)
  t.ok(referred.length >= 20, `there are ${referred.length} of them`)
  for (const { path, properties } of referred) t.ok(properties.source, path)
  const one = await made(admin('POST', '/2031/organisations', { name: 'Ett', source: 'casefile', reference: 'R-1' }))
  const two = await made(admin('POST', '/2031/organisations', { name: 'Två', source: 'ledger', reference: 'R-1' }))
  const found = async (query: string) => ids((await made(admin('GET', `/2031/organisations?sort=id&${query}`))).items)
  t.strictSame(await found('reference=R-1'), [one.id, two.id])
  t.strictSame(await found('reference=R-1&source=ledger'), [two.id])
  for (const { path } of referred) {
    if (path.includes(':id')) continue
    const address = path.replace(':municipalityCode', '2031')
    t.match(await admin('GET', `${address}?reference=R-1&source=nobody`), { status: 200, body: { items: [] } }, address)
  }
})

t.test('municipalities are a list like any other, of those that the key is for', async t => {
  const { items, meta } = await made(admin('GET', '/municipalities'))
  t.strictSame(meta, { limit: 20, count: 3, nextCursor: null })
  t.strictSame(
    items.map(({ municipalityCode }: { municipalityCode: string }) => municipalityCode),
    ['0136', '1862', '2031']
  )
  const first = await admin('GET', '/municipalities?limit=2')
  t.match(first, { body: { meta: { count: 2, nextCursor: String } }, headers: { link: /rel="next"/ } })
  t.match((await admin('GET', `/municipalities?limit=2&cursor=${first.body.meta.nextCursor}`)).body, {
    items: [{ municipalityCode: '2031' }],
    meta: { count: 1, nextCursor: null }
  })
  const own = await client({ municipalityCodes: ['1862'], scopes: ['*'] })
  t.match((await own('GET', '/municipalities')).body, { items: [{ municipalityCode: '1862' }], meta: { count: 1 } })
})
