import { sql } from 'drizzle-orm'
import t from 'tap'
import { aRegister, type Client, made } from '../support/register.ts'

const { admin, database } = await aRegister(t)

async function name(code: string, ...names: string[]) {
  for (const each of names) await made(admin('POST', `/${code}/organisations`, { name: each }))
}

/** Every page from this one on, each found by the cursor of the one before. */
async function* pagesOf(client: Client, path: string) {
  let cursor: string | null = null
  do {
    const { items, meta } = await made(client('GET', cursor === null ? path : `${path}&cursor=${cursor}`))
    yield items as { id: string; name: string }[]
    cursor = meta.nextCursor
  } while (cursor !== null)
}

async function namesOf(path: string) {
  const names: string[] = []
  for await (const page of pagesOf(admin, path)) names.push(...page.map(item => item.name))
  return names
}

t.test('who walks the pages while others write sees each old row exactly once', async t => {
  const old = Array.from({ length: 23 }, (_, nth) => `Förening ${String(nth).padStart(2, '0')}`)
  await name('1862', ...old)
  const oldIds = (await made(admin('GET', '/1862/organisations?limit=50'))).items.map(({ id }: { id: string }) => id)
  const seen: { id: string; name: string }[] = []
  let nth = 0
  for await (const page of pagesOf(admin, '/1862/organisations?limit=3')) {
    seen.push(...page)
    // One before where the reader is, one after, and one with the name of the row read last.
    await Promise.all([name('1862', 'AAA'), name('1862', `Ny ${nth++}`), name('1862', page.at(-1)!.name)])
    t.ok(page.length <= 3)
    if (seen.length > 200) return t.fail('the end never comes')
  }
  const ids = seen.map(({ id }) => id)
  t.strictSame(
    ids.filter(id => oldIds.includes(id)),
    oldIds
  )
  t.equal(new Set(ids).size, ids.length, 'nothing is read twice')
  const names = seen.map(each => each.name)
  t.notOk(names.includes('AAA'), 'what was written behind the reader is not read')
  t.ok(names.includes('Ny 0'), 'what was written before the reader is')
})

t.test('rows of the same name are told apart by id, in both directions', async t => {
  await name('0136', ...Array(7).fill('Samma namn'))
  for (const sort of ['name', '-name']) {
    const ids: string[] = []
    for await (const page of pagesOf(admin, `/0136/organisations?name=samma%20namn&limit=2&sort=${sort}`)) {
      ids.push(...page.map(item => item.id))
    }
    t.equal(new Set(ids).size, 7)
    t.equal(ids.length, 7)
    t.strictSame(ids, sort === 'name' ? [...ids].sort() : [...ids].sort().reverse())
  }
})

t.test('names come in Swedish order, å, ä and ö last, over pages too', async t => {
  const order = ['Ala', 'alv', 'Zon', 'Åre', 'ånga', 'Äng', 'Öar']
  await name('2031', ...order.toReversed())
  const sorted = order.toSorted(new Intl.Collator('sv').compare)
  t.strictSame(await namesOf('/2031/organisations?limit=2'), sorted)
  t.strictSame(await namesOf('/2031/organisations?limit=2&sort=-name'), sorted.toReversed())
})

t.test('by the time of change every change is seen, by whoever asks with changedSince', async t => {
  const [first] = (await made(admin('GET', '/2031/organisations?sort=-updatedAt&limit=1'))).items
  await name('2031', 'Ny förening')
  const names = await namesOf(`/2031/organisations?sort=updatedAt&limit=1&changedSince=${first.updatedAt}`)
  t.strictSame(names, [first.name, 'Ny förening'])
})

t.test('a page tells its limit, its count and where the next is; the last has no next', async t => {
  const first = await admin('GET', '/0136/organisations?limit=5&name=samma%20namn')
  t.match(first.body.meta, { limit: 5, count: 5, nextCursor: /^[\w-]+$/ })
  const [, next] = /^<(.+)>; rel="next"$/.exec(first.headers.link!) ?? []
  const last = await admin('GET', next!.replace('/partnerskap/v1', ''))
  t.match(last.body.meta, { limit: 5, count: 2, nextCursor: null })
  t.equal(last.headers.link, undefined)
  const both = [...first.body.items, ...last.body.items].map((item: { id: string }) => item.id)
  t.equal(new Set(both).size, 7, 'the link keeps the filter and the limit')
  t.match((await admin('GET', '/0136/organisations?limit=7&name=samma%20namn')).body.meta, { nextCursor: null })
  t.match((await admin('GET', '/0136/schemes')).body, { items: [], meta: { limit: 20, count: 0, nextCursor: null } })
})

t.test('a cursor of another list or another order, and what is no cursor, is 400', async t => {
  const { nextCursor } = (await made(admin('GET', '/0136/organisations?limit=1'))).meta
  const refused = { status: 400, body: { type: /\/cursor-not-valid$/, violations: [{ field: 'cursor' }] } }
  t.match(await admin('GET', `/0136/bodies?cursor=${nextCursor}`), refused)
  t.match(await admin('GET', `/0136/organisations?sort=-name&cursor=${nextCursor}`), refused)
  t.match(await admin('GET', `/0136/organisations?sort=updatedAt&cursor=${nextCursor}`), refused)
  for (const wrong of ['x', 'null', 'e30', Buffer.from('["organisations","name"]').toString('base64url')]) {
    t.match(await admin('GET', `/0136/organisations?cursor=${wrong}`), refused, wrong)
  }
  const forged = Buffer.from(JSON.stringify(['organisations', 'updatedAt', "'; drop", 'x'])).toString('base64url')
  t.equal((await admin('GET', `/0136/organisations?sort=updatedAt&cursor=${forged}`)).status, 400)
})

t.test('a page holds 1 to 1000 rows', async t => {
  for (const limit of ['0', '1001', '-1', '1.5', 'all', '']) {
    const answer = await admin('GET', `/0136/organisations?limit=${limit}`)
    t.match(answer, { status: 400, body: { violations: [{ field: 'limit' }] } }, limit)
  }
  t.equal((await admin('GET', '/0136/organisations?limit=1000')).status, 200)
  t.match(await admin('GET', '/0136/organisations?sort=organisationNumber'), { status: 400 })
})

t.test('whoever goes on from changedUntil misses nothing of a transaction that ends late', async t => {
  const { admin, database } = await aRegister(t)
  const make = async (name: string) => (await made(admin('POST', '/0136/organisations', { name }))).id as string
  const [late, early] = [await make('IFK Haninge'), await make('Korpen')]
  const names = (items: { name: string }[]) => items.map(({ name }) => name)
  const ask = (query: string) => made(admin('GET', `/0136/organisations?limit=100&${query}`))
  const first = await ask('changedSince=2020-01-01T00:00:00Z')
  t.same(names(first.items).sort(), ['IFK Haninge', 'Korpen'])

  // It changes a record before another one is changed, and commits after the reader has asked.
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  let changed = () => {}
  const hasChanged = new Promise<void>(resolve => {
    changed = resolve
  })
  const open = database.transaction(async tx => {
    await tx.execute(
      sql`update organisations set name = 'IFK Haninge HF', updated_at = statement_timestamp()
        where municipality_code = '0136' and id = ${late}`
    )
    changed()
    await released
  })
  await hasChanged
  await made(admin('PATCH', `/0136/organisations/${early}`, { name: 'Korpen Haninge' }, { 'if-match': '"1"' }))
  const second = await ask(`changedSince=${first.meta.changedUntil}`)
  t.same(names(second.items), ['Korpen Haninge'], 'who is waited for hides nothing that others did')
  const walked = await ask(`sort=updatedAt&changedSince=${first.meta.changedUntil}`)
  t.same(names(walked.items), [], 'a walk by updatedAt passes nothing that may still come')
  t.same(names((await ask('sort=-updatedAt')).items)[0], 'Korpen Haninge')
  t.ok(second.meta.changedUntil < second.items[0].updatedAt)
  release()
  await open
  const third = await ask(`changedSince=${second.meta.changedUntil}`)
  t.same(names(third.items).sort(), ['IFK Haninge HF', 'Korpen Haninge'])
  t.same(names((await ask(`sort=updatedAt&changedSince=${first.meta.changedUntil}`)).items).sort(), [
    'IFK Haninge HF',
    'Korpen Haninge'
  ])
  t.equal((await ask('sort=name')).meta.changedUntil, undefined)
})

t.test('a total is exact to 10 000 rows, and above them an estimate that says so', async t => {
  const total = async (query = '') => (await made(admin('GET', `/1862/organisations?total=true&limit=1${query}`))).meta
  await made(admin('POST', '/1862/organisations', { name: 'Mall' }))
  const add = (rows: number) =>
    database.$client.query(
      `insert into organisations
       select (jsonb_populate_record(template, jsonb_build_object('id', gen_random_uuid(), 'name', 'Förening ' || nth, 'name_key', 'förening ' || nth))).*
       from organisations template, generate_series(1, $1) nth
       where template.municipality_code = '1862' and template.name = 'Mall'`,
      [rows]
    )
  await add(10_000 - (await total()).totalCount)
  t.match(await total(), { totalCount: 10_000, totalIsExact: true })
  await add(2_001)
  await database.$client.query('analyze organisations')
  const { totalCount, totalIsExact } = await total()
  t.equal(totalIsExact, false)
  t.ok(totalCount > 10_000 && totalCount < 15_000, `${totalCount} of 12 001`)
  t.match(await total('&name=mall'), { totalCount: 1, totalIsExact: true }, 'of what is filtered')
  t.match(await total('&search=f%C3%B6rening%209999'), { totalIsExact: true }, 'by words')
  t.match(
    await admin('GET', '/1862/payments?total=true', undefined, { accept: 'text/csv' }),
    { status: 400, body: { violations: [{ field: 'total' }] } },
    'CSV holds all rows'
  )
})
