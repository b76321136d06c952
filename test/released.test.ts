import pg from 'pg'
import t from 'tap'
import { readMigrations } from '../src/platform/database/migration-files.ts'
import { typeNames } from './released/describe.ts'
import { describedOf, type ReleasedStatement, readReleased } from './released/statements.ts'
import { createDatabase } from './support/database.ts'
import { sent } from './support/statements.ts'

/** The last release goes on beside this version: its statements fit the schema of this one (docs/operating.md, "Changing the schema"). */

const released = await readReleased()
const client = new pg.Client({ connectionString: await createDatabase(t) })
await client.connect()
t.teardown(() => client.end())
// Rules that came later are not for its statements.
t.teardown(() => {
  for (const { text } of released.statements) sent.delete(text)
})
for (const text of released.working) await client.query(text)
const nameOf = await typeNames(client)

/** What of the statement no longer fits, in words; nothing where it does. */
async function misfits(statement: ReleasedStatement): Promise<string[]> {
  try {
    const { parameters, columns } = await describedOf(client, statement.text, nameOf)
    return [
      ...(parameters.join() === statement.parameters.join()
        ? []
        : [`parameters ${statement.parameters} are ${parameters}`]),
      ...(columns.join() === statement.columns.join() ? [] : [`columns ${statement.columns} are ${columns}`])
    ]
  } catch (error) {
    return [(error as Error).message]
  }
}

t.test('each statement of the last release is prepared on this schema, with the same types', async t => {
  t.ok(
    readMigrations().some(({ name }) => name === released.migration),
    `${released.migration} is a migration`
  )
  t.ok(released.statements.length > 1_000)
  for (const statement of released.statements) {
    const found = await misfits(statement)
    if (found.length > 0) t.fail(`${found.join('; ')}: ${statement.text}`)
  }
})

t.test('a schema that lacks what the last release uses, or has it of another type, is told', async t => {
  const naming = released.statements.filter(({ text }) => text.includes('"diary_number"'))
  t.ok(naming.length > 0)
  for (const change of [
    'alter table decisions rename column diary_number to matter_number',
    'alter table decisions alter column diary_number type varchar(100)',
    'drop table decisions cascade'
  ]) {
    await client.query(`begin; ${change}`)
    let found = 0
    for (const statement of naming) {
      await client.query('savepoint asked')
      if ((await misfits(statement)).length > 0) found++
      await client.query('rollback to savepoint asked')
    }
    await client.query('rollback')
    t.ok(found > 0, change)
  }
})
