import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { declaredRules } from '../../src/base/errors.ts'
import { isRule } from '../../src/platform/http/problem-names.ts'
import { createApp } from '../support/app.ts'
import { root } from '../support/embedded.ts'

const RAISED =
  /new (?:Conflict|Invalid|Malformed|Unauthenticated|Forbidden|Stale|VersionRequired|Unavailable|TooLarge|HttpProblem)\(\s*(?:\d+,\s*|[^,'`]+\? ?\d+ : \d+,\s*)?([^,]+),/g

/** Every rule that the sources name where they raise a problem. */
function raised(): string[] {
  const src = join(root, 'src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  return files.flatMap(file => {
    const code = readFileSync(join(src, file), 'utf8')
    const said = [...code.matchAll(RAISED)].flatMap(([, rule]) => [...rule!.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)])
    return [...said, ...code.matchAll(/rule: '([a-z-]+)'/g)].map(([, rule]) => rule!)
  })
}

t.test('every rule that can be answered has a page, and nothing else has', async t => {
  const { request, database } = await createApp(t)
  const rules = new Set([...raised(), ...declaredRules.keys()])
  t.ok(rules.size > 150, `${rules.size} rules`)
  for (const rule of rules) t.ok(isRule(rule), rule)
  const { rows } = await database.$client.query(`
    select conname as name from pg_constraint
    where contype in ('c', 'u', 'x') and connamespace = 'public'::regnamespace
    union
    select relname from pg_index join pg_class on pg_class.oid = indexrelid
    where indisunique and not indisprimary and relnamespace = 'public'::regnamespace`)
  for (const { name } of rows) t.ok(isRule(name.replaceAll('_', '-')), `constraint ${name}`)
  t.match(await request('GET', '/problems/bodies-reference'), { status: 200, headers: { 'content-type': /html/ } })
  for (const nonsense of [
    'nonsense',
    'no-such-rule',
    'constructor',
    'to-string',
    'validation-',
    '-',
    'bodies_reference'
  ]) {
    t.match(
      await request('GET', `/problems/${nonsense}`),
      { status: 404, headers: { 'content-type': /problem\+json/ }, body: { type: /\/problems\/not-found$/ } },
      nonsense
    )
  }
})
