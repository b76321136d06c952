import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import t from 'tap'
import { searchPatterns } from '../../src/base/names.ts'
import type { List } from '../../src/platform/http/pagination.ts'
import { contentNames } from '../../src/register/agreements/content.ts'
import { emptyContent } from '../../src/register/agreements/content-rules.ts'
import { agreementList } from '../../src/register/agreements/record.ts'
import { organisation } from '../../src/register/organisations/record.ts'
import { scheme } from '../../src/register/schemes/record.ts'
import { aRegister, made, type Register } from '../support/register.ts'

const ROWS = 20_000
const CODE = '0136'

/** Names of twelve places and ten kinds, each with a number; those of `code` alone. */
const names = (code: string): SQL => sql`
  select ${code} as code, n, place || 's ' || kind || ' ' || n as name from generate_series(1, ${ROWS}) n,
    lateral (select ('{Haninge,Växjö,Lundfors,Örebro,Mölndal,Åre,Ystad,Umeå,Kiruna,Falun,Borås,Gävle}'::text[])[1 + n % 12] as place,
      ('{idrottsförening,kvinnojour,bridgeklubb,hembygdsförening,scoutkår,pensionärsförening,teatergrupp,körsällskap,föreningsbidrag,stöd}'::text[])
        [1 + n / 12 % 10] as kind) words`

async function fill({ database }: Register, code: string) {
  await database.execute(sql`
    insert into schemes (municipality_code, name, name_key, kind)
    select code, name, lower(name), 'operating' from (${names(code)}) given`)
  await database.execute(sql`
    insert into organisations (municipality_code, name, name_key, search_key, twin_key)
    select code, name, lower(name), search_key(array[name]), name from (${names(code)}) given`)
  await database.execute(sql`
    insert into agreements (municipality_code, source, reference, kind, status, content, starts_earliest, starts_latest, ends_earliest, ends_latest)
    select code, 'api', 'A-' || n, 'partnership', 'signed', ${JSON.stringify(emptyContent(contentNames))}::jsonb
      || jsonb_build_object('kind', 'partnership', 'title', 'Samverkan i ' || name, 'diaryNumber', 'SN 2022/' || n),
      '2022-01-01', '2022-01-01', '2024-12-31', '2024-12-31' from (${names(code)}) given`)
  // Without it PostgreSQL joins twenty thousand with twenty thousand row by row.
  await database.execute(sql`analyze agreements, organisations`)
  await database.execute(sql`
    insert into agreement_parties (municipality_code, agreement_id, key, kind, role, organisation_id)
    select ${code}, agreement.id, 'partner', 'organisation', 'partner', party.id from
      (select id, row_number() over (order by id) as n from agreements where municipality_code = ${code}) agreement
      join (select id, row_number() over (order by id desc) as n from organisations where municipality_code = ${code}) party using (n)`)
}

/** The plan by which rows of a search are found, as it was carried out. */
async function planOf<Row>({ database }: Register, list: List<Row>, text: string): Promise<string> {
  const finding = list.findings!.search!(sql.placeholder('search'))
  const asked = database.select({ id: sql`id` }).from(sql`(${finding} limit 2001) found`)
  const { sql: statement, params } = asked.toSQL()
  const values = fillPlaceholders(params, { municipalityCode: CODE, search: searchPatterns(text) })
  const { rows } = await database.$client.query(`explain (analyze, buffers) ${statement}`, values)
  return rows.map(row => row['QUERY PLAN']).join('\n')
}

t.test('searches of 20 000 names are looked up, not read through', async t => {
  const register = await aRegister(t)
  for (const code of [CODE, '1862']) await fill(register, code)
  await register.database.execute(sql`analyze`)
  const lists = { schemes: scheme.list, organisations: organisation.list, agreements: agreementList }
  for (const [name, list] of Object.entries(lists)) {
    for (const text of ['lundforsen bridgeklubbar', '12345', 'saknas', 'kåren ystads', 'bidraget haninge 1977']) {
      const plan = await planOf(register, list as List<unknown>, text)
      t.match(plan, `${name}_search`, `${name}: ${text}`)
      t.notMatch(plan, /Seq Scan on (schemes|organisations|agreements)\b/, `${name}: ${text}`)
    }
  }
  const found = async (path: string) => (await made(register.admin('GET', `/${CODE}/${path}`))).meta
  const expected = Array.from({ length: ROWS }, (_, at) => at + 1).filter(
    n => n % 12 === 10 && Math.floor(n / 12) % 10 === 3
  ).length
  for (const kind of ['schemes', 'agreements', 'organisations']) {
    t.match(await found(`${kind}?search=saknas&total=true`), { count: 0, totalCount: 0 })
    t.match(await found(`${kind}?search=borås%20hembygdsföreningar&total=true&limit=1000`), {
      // Each by its title, and another by the name of its party.
      totalCount: kind === 'agreements' ? 2 * expected : expected
    })
    const { totalCount } = await found(`${kind}?search=föreningens&total=true&limit=20`)
    t.ok((totalCount as number) > 2_001, kind)
  }
})
