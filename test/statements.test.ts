import t from 'tap'
import { createApp } from './support/app.ts'
import { brokenRules, STABLE } from './support/statement-rules.ts'
import { sent } from './support/statements.ts'

const loose = (statement: string) => brokenRules(statement).join('; ')

t.test('a table that is compared with its neighbour alone breaks the rule', async t => {
  const broken: [statement: string, table: string][] = [
    [
      `select 1 from awards a join decision_lines l on l.municipality_code = a.municipality_code and l.id = a.line_id
      where a.municipality_code = $1`,
      'decision_lines l'
    ],
    [
      `select (select name from bodies b where b.municipality_code = d.municipality_code) from decisions d
      where d.municipality_code = $1`,
      'bodies b'
    ],
    [
      `update payments set note = $2 from awards a where payments.municipality_code = $1 and a.id = payments.award_id`,
      'awards a'
    ],
    [
      `delete from memberships m using organisations o where m.municipality_code = $1 and o.id = m.organisation_id`,
      'organisations o'
    ],
    [
      `with o as (select * from organisations where id = $2) select * from o, awards a where a.municipality_code = $1`,
      'organisations'
    ],
    [
      `select 1 from awards a where a.municipality_code = $1
      union all select 1 from awards b where b.id = $2`,
      'awards b'
    ],
    [
      `insert into events (id) select l.id from decision_lines l where l.id = $1 and exists (
      select from awards where municipality_code = $2)`,
      'decision_lines l'
    ],
    [
      `select 1 from awards a, decisions d where a.municipality_code = $1 and (d.municipality_code = $1 or true)`,
      'decisions d'
    ]
  ]
  for (const [statement, table] of broken) t.match(loose(statement), new RegExp(`${table}\\b`), statement)
})

t.test('tables that are each compared with it break none', async t => {
  const whole = [
    'select 1 from awards a join decision_lines l on l.id = a.line_id and l.municipality_code = $1 where a.municipality_code = $1',
    'select 1 from awards a left join decisions d on d.municipality_code = $1::text and d.id = a.decision_id where $1 = a.municipality_code',
    'select 1 from awards join decision_lines using (municipality_code, line_id) where municipality_code = $1',
    'select 1 from awards a where a.municipality_code = any($1) and a.id = $2',
    'select 1 from awards a where a.municipality_code = (select $1::text) and a.id = $2',
    'with made as (select * from awards where municipality_code = $1) select 1 from made join made other using (id)',
    'select count(*) from municipalities',
    'select kind, sum(amount) from ledger_totals group by kind'
  ]
  for (const statement of whole) t.equal(loose(statement), '', statement)
})

t.test('no write takes its instant, or an id, from a volatile function', async t => {
  for (const statement of [
    'update bodies set updated_at = clock_timestamp() where municipality_code = $1',
    'update bodies set note = coalesce($2, uuid_v7()::text) where municipality_code = $1',
    'insert into bodies (id) select case when $1 then gen_random_uuid() end'
  ])
    t.match(loose(statement), /\(\) in the SET/, statement)
  for (const statement of [
    'update bodies set updated_at = statement_timestamp() where municipality_code = $1',
    'insert into bodies (id, created_at) values (uuid_v7(), clock_timestamp())',
    'select coalesce(max(known_at), clock_timestamp()) from ledger_entries'
  ])
    t.equal(loose(statement), '', statement)
})

t.test('what the service sends is judged', async t => {
  const { request } = await createApp(t)
  await request('GET', '/health/ready')
  t.ok([...sent].some(statement => /select/.test(statement)))
})

t.test(
  'what a node of distributed tables would compute otherwise, or take for another type, breaks the rule',
  async t => {
    const broken: [statement: string, told: RegExp][] = [
      [
        `update reports r set reminded_of = r.reminded_of || to_jsonb(d.name) from due d where r.municipality_code = $1`,
        /to_jsonb/
      ],
      [`update reports set note = $2 where municipality_code = $1 and to_char(due_on, 'YYYY') = $3`, /to_char/],
      [
        `with made as (update reports set note = concat(note, $2) where municipality_code = $1 returning id) select from made`,
        /concat/
      ],
      [
        `update reports set award_id = case award_id when $1 then $2 else award_id end where municipality_code = $3`,
        /CASE/
      ],
      [
        `insert into payments (municipality_code, number) values ($1, (select max(number) from payments where municipality_code = $1))`,
        /VALUES/
      ],
      [`update reports set note = coalesce(note, now()::text) where municipality_code = $1`, /now/]
    ]
    for (const [statement, told] of broken) t.match(loose(statement), told, statement)
    for (const statement of [
      `update reports set note = concat($2::text, 'a') where municipality_code = $1`,
      `update reports set withdrawn_at = least(withdrawn_at, statement_timestamp()) where municipality_code = $1`,
      `update staged set warnings = jsonb_build_array(line)`,
      `insert into payments (municipality_code, number) select $1, max(number) from payments where municipality_code = $1`,
      `update reports set award_id = case when award_id = $1::uuid then $2::uuid end where municipality_code = $3`,
      `update reports set note = case status when 'expected' then 'a' end where municipality_code = $1`,
      `select to_jsonb(note) from reports where municipality_code = $1`
    ])
      t.equal(loose(statement), '', statement)
  }
)

t.test('PostgreSQL calls those functions stable', async t => {
  const { database } = await createApp(t)
  const { rows } = await database.$client.query(
    `select name, coalesce(bool_or(provolatile = 's'), false) as is from unnest($1::text[]) name
     left join pg_proc on proname = name and pronamespace = 'pg_catalog'::regnamespace group by name`,
    [[...STABLE]]
  )
  t.same(
    rows.filter(row => !row.is),
    []
  )
})
