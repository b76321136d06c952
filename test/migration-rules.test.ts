import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Migration, migrationsFolder, readMigrations } from '../src/platform/database/migration-files.ts'
import { brokenMigrationRules } from './support/migration-rules.ts'

/** The last migration that was made before the rules. */
const BASELINE = '0037_paper_templates'

/** A migration as it is read from a file of this text, after those that there are. */
async function aMigration(t: Test, text: string): Promise<Migration> {
  const folder = await mkdtemp(join(tmpdir(), 'partnerskap-migrations-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await cp(migrationsFolder, folder, { recursive: true })
  const file = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(file, 'utf8'))
  const last = journal.entries.at(-1)
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_next' })
  await writeFile(file, JSON.stringify(journal))
  await writeFile(join(folder, '9999_next.sql'), text)
  return readMigrations(folder).at(-1)!
}

t.test('every migration from the baseline on keeps the rules of expand, migrate, contract', async t => {
  const migrations = readMigrations()
  const from = migrations.findIndex(({ name }) => name === BASELINE)
  t.ok(from >= 0)
  t.strictSame(migrations.slice(from + 1).flatMap(brokenMigrationRules), [])
  const known = new Set(migrations.map(({ name }) => name))
  for (const { name, least } of migrations) if (least) t.ok(known.has(least), `${name} names a migration that there is`)
})

const EXPAND = '-- expand\n'
const CONTRACT = '-- contract, for versions that know 0037_paper_templates\n'
const NEXT = '\n--> statement-breakpoint\n'

const broken: [text: string, said: RegExp][] = [
  ['alter table decisions add column note text', /says neither/],
  ['-- contract\nalter table decisions drop column note', /which versions go on/],
  [`${EXPAND}alter table decisions drop column note`, /drops decisions.note.*contraction/],
  [`${EXPAND}alter table decisions rename column note to remark`, /renames.*contraction/],
  [`${EXPAND}alter table decisions rename to matters`, /renames.*contraction/],
  [`${EXPAND}drop table decisions`, /drops table.*contraction/],
  [`${EXPAND}drop function uuid_v7`, /drops function.*contraction/],
  [`${EXPAND}alter table decisions alter column note set not null`, /demands decisions.note.*contraction/],
  [`${EXPAND}alter table decisions add column note text not null`, /demands decisions.note/],
  [`${EXPAND}alter table decisions add column made_at timestamptz default clock_timestamp()`, /computed for each row/],
  [`${EXPAND}alter table decisions add column n int generated always as (1) stored`, /for each row/],
  [`${EXPAND}alter table decisions add column n int unique`, /proved at once/],
  [`${CONTRACT}alter table decisions alter column note type varchar(10)`, /writes all rows/],
  [`${EXPAND}create index decisions_note on decisions (note)`, /stops writes.*concurrently/],
  [`${EXPAND}create index concurrently decisions_note on decisions (note)`, /cannot be run again/],
  [
    `${EXPAND}create index concurrently if not exists decisions_note on decisions (note)${NEXT}create table notes (id int)`,
    /in one file with an index/
  ],
  [`${EXPAND}drop index decisions_note`, /concurrently/],
  [`${EXPAND}alter table decisions add constraint noted check (note <> '')`, /not valid/],
  [
    `${EXPAND}alter table decisions add constraint noted check (note <> '') not valid`,
    /refuses what the last release may write/
  ],
  [`${EXPAND}alter table decisions add constraint noted_fk foreign key (note) references notes (id)`, /not valid/],
  [`${EXPAND}alter table decisions add constraint noted unique (note)`, /concurrently/],
  [
    `${EXPAND}alter table decisions add column note text${NEXT}alter table decisions validate constraint noted`,
    /locks last as long/
  ],
  [`${EXPAND}update decisions set note = ''`, /writes rows of decisions.*batches/],
  [`${EXPAND}insert into notes select id from decisions`, /writes rows of notes/],
  [`${EXPAND}do $$ begin perform 1; end $$`, /not known as an expansion/],
  [`${EXPAND}alter table decisions disable trigger all`, /not known as an expansion/]
]

for (const [text, said] of broken) {
  t.test(`broken: ${text.split('\n').slice(0, 2).join(' ')}`, async t => {
    t.match(brokenMigrationRules(await aMigration(t, text)).join('\n'), said)
  })
}

const whole = [
  `${EXPAND}create table notes (id int primary key, note text not null unique)${NEXT}create index notes_note on notes (note)${NEXT}insert into notes values (1, '')`,
  `${EXPAND}alter table decisions add column note text, add column n int not null default 0, add column told_on date default '2026-01-01'::date`,
  `${EXPAND}alter table decisions add column note text${NEXT}alter table decisions add constraint noted check (note <> '') not valid`,
  `${EXPAND}alter table decisions add column note text${NEXT}alter table decisions add constraint noted_fk foreign key (municipality_code, note) references notes (municipality_code, id) not valid`,
  `${EXPAND}alter table decisions validate constraint noted`,
  `${EXPAND}create index concurrently if not exists decisions_note on decisions (note)`,
  `${EXPAND}alter table decisions alter column note drop not null, drop constraint noted`,
  `${EXPAND}create or replace function told() returns trigger language plpgsql as $$ begin return new; end $$${NEXT}drop trigger if exists told on decisions${NEXT}create trigger told before insert on decisions for each row execute function told()`,
  `${CONTRACT}alter table decisions drop column note`,
  `${CONTRACT}alter table decisions alter column note set not null`,
  `${CONTRACT}alter table decisions add constraint noted check (note <> '') not valid`,
  `${CONTRACT}drop index concurrently if exists decisions_note`
]

for (const text of whole) {
  t.test(`whole: ${text.split('\n').slice(0, 2).join(' ')}`, async t => {
    t.strictSame(brokenMigrationRules(await aMigration(t, text)), [])
  })
}
