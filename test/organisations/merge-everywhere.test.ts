import { sql } from 'drizzle-orm'
import t from 'tap'
import { oneOfEach } from '../support/one-of-each.ts'
import { aRegister, made } from '../support/register.ts'

/** What follows a merge, column by column: everything that refers to an organisation is of the one that remains, or says why not. */

const register = await aRegister(t)
const { admin, database } = register
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/0136${path}`, body))

/** The columns that refer to organisations, by a key or checked by statement, with how many rows of a municipality name one. */
async function named(code: string, id: string): Promise<Record<string, number>> {
  const { rows: columns } = await database.execute<{ table: string; column: string }>(sql`
    select k.conrelid::regclass::text as table, a.attname as column from pg_constraint k
    join lateral unnest(k.conkey, k.confkey) with ordinality as at(key, foreign_key, nth) on true
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = at.key
    join pg_attribute f on f.attrelid = k.confrelid and f.attnum = at.foreign_key and f.attname = 'id'
    where k.contype = 'f' and k.confrelid = 'organisations'::regclass
    union select tgrelid::regclass::text, split_part(encode(tgargs, 'escape'), '\\000', 1) from pg_trigger
    where not tgisinternal and split_part(encode(tgargs, 'escape'), '\\000', 2) = 'organisations' order by 1, 2`)
  const counts: Record<string, number> = {}
  for (const { table, column } of columns) {
    const { rows } = await database.execute<{ count: number }>(sql`
      select count(*)::int as count from ${sql.identifier(table)}
      where municipality_code = ${code} and ${sql.identifier(column)} = ${id}`)
    if (rows[0]!.count > 0) counts[`${table}.${column}`] = rows[0]!.count
  }
  return counts
}

t.test('all that named the one names the other, but what was paid or cancelled, and parties of agreements', async t => {
  const ids = await oneOfEach(register, '0136')
  const id = ids.organisations!
  const anOrganisation = async (name: string): Promise<string> => (await post('/organisations', { name })).id
  const [into, umbrella, member] = [
    await anOrganisation('Jouren'),
    await anOrganisation('Roks'),
    await anOrganisation('M')
  ]
  const of = `/organisations/${id}`
  await post(`${of}/names`, { name: 'Jouren i Haninge', validTo: '2010-12-31' })
  await post(`${of}/contacts`, { sensitivity: 'internal', role: 'Kansliet', email: 'info@jouren.se' })
  await post(`${of}/documents`, { kind: 'statutes', title: 'Stadgar', validFrom: '2020-01-01' })
  await post(`${of}/eligibility-statements`, { eligible: true, validFrom: '2021-01-01' })
  await post(`${of}/memberships`, { umbrellaId: umbrella, validFrom: '2015-01-01' })
  await post(`/organisations/${member}/memberships`, { umbrellaId: id, validFrom: '2015-01-01' })
  await post('/applications', {
    applicants: [{ organisationId: member }],
    guarantee: { organisationId: id },
    schemeId: ids.schemes
  })
  const cancelled = await post('/payment-plans', { awardId: ids.awards, amount: 7, schedule: 'once', ...years })
  await post(`/payment-plans/${cancelled.id}/cancel`, { reason: 'Fel' })
  const before = await named('0136', id)
  const other = await named('0136', into)
  await post(`${of}/merge`, { mergedIntoId: into, reason: 'Samma' })
  const [left, moved] = [await named('0136', id), await named('0136', into)]
  // A planned payment is moved; the paid one and the cancelled one stay as they were.
  t.equal(before['payments.payee_organisation_id'], 3)
  t.strictSame(left, { 'payments.payee_organisation_id': 2 })
  t.equal(moved['payments.payee_organisation_id'], 1)
  t.equal(moved['organisations.merged_into_id'], 1)
  for (const [column, count] of Object.entries(before)) {
    if (column !== 'payments.payee_organisation_id') t.equal(moved[column], (other[column] ?? 0) + count, column)
  }
  t.ok(Object.keys(before).length >= 10, Object.keys(before).join(', '))
})

const years = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }
