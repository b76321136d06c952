import { sql } from 'drizzle-orm'
import t from 'tap'
import { nameKey, searchKey, twinKey } from '../../src/base/names.ts'
import { aRegister, made } from '../support/register.ts'

type Row = { id: string; name: string }

t.test('a search finds the same names where few fit, and are looked up, as where many do, and are walked', async t => {
  const { admin, database } = await aRegister(t)
  const post = (path: string, body: object) => made(admin('POST', `/0136${path}`, body))
  const rows = Array.from({ length: 2_100 }, (_, n) => {
    const name = `${n % 700 === 0 ? 'Österklubb' : 'Förening'} ${n}`
    return { name, key: nameKey(name), search: searchKey(name), twin: twinKey(name) }
  })
  await database.execute(sql`
    insert into organisations (municipality_code, name, name_key, search_key, twin_key)
    select '0136', name, key, search, twin
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (name text, key text, search text, twin text)`)
  // Found by a name that it had, and by that of one that was merged into it.
  const renamed = await post('/organisations', { name: 'Aktiva' })
  await post(`/organisations/${renamed.id}/names`, { name: 'Föreningen Klubb', validTo: '1990-12-31' })
  const into = await post('/organisations', { name: 'Bredvid' })
  const merged = await post('/organisations', { name: 'Klubbföreningen' })
  await post(`/organisations/${merged.id}/merge`, { mergedIntoId: into.id, reason: 'Samma' })

  const walk = async (query: string, limit: number) => {
    const names: string[] = []
    for (let cursor = ''; ; ) {
      const { items, meta } = await made(admin('GET', `/0136/organisations?limit=${limit}&${query}${cursor}`))
      names.push(...items.map(({ name }: Row) => name))
      if (!meta.nextCursor) return names
      cursor = `&cursor=${meta.nextCursor}`
    }
  }
  const all = await walk('', 1000)
  t.equal(all.length, 2_102)
  const of = (word: RegExp) => all.filter(name => word.test(name) || /^(Aktiva|Bredvid)$/.test(name))
  t.equal(of(/klubb/i).length, 5)
  for (const limit of [1, 2, 20, 1000]) t.strictSame(await walk('search=klubb', limit), of(/klubb/i), `few, ${limit}`)
  t.strictSame(await walk('search=klubb&sort=-name', 2), of(/klubb/i).reverse())
  t.equal(of(/Förening/).length, 2_099)
  for (const limit of [500, 1000]) t.strictSame(await walk('search=forening', limit), of(/Förening/), `many, ${limit}`)
  t.strictSame(await walk('search=saknas', 20), [])
  t.match(await made(admin('GET', '/0136/organisations?search=klubb&total=true&limit=1')), {
    meta: { count: 1, totalCount: 5, totalIsExact: true }
  })
})
