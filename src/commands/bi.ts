import { sql } from 'drizzle-orm'
import type { Database } from '../platform/database/connection.ts'
import { narrowGrants } from '../platform/database/migrate.ts'
import {
  allowReader,
  closeSchema,
  forbidReader,
  hasViews,
  makeViews,
  type Reader,
  readersOf,
  whyNotReader
} from '../reads/exports/views.ts'

/** `partnerskap bi …`: the views of the schema `bi` and who reads them. Run as the owner of the database. */

/** `bi create`: makes the schema and its views, or makes the views anew. @throws Error where the schema `public` stays open */
export async function createViews(database: Database, url: string): Promise<void> {
  await database.transaction(async tx => {
    await makeViews(tx)
    if (!(await closeSchema(tx))) {
      throw new Error(
        'The schema public is open to every role: run "partnerskap bi create" as the owner of the database.'
      )
    }
  })
  await narrowGrants(url)
  console.log('The views of the schema bi are those of this version.')
}

/** Makes the views anew where they have been made: migrations take them away. */
export async function renewViews(database: Database): Promise<void> {
  if (await hasViews(database)) await database.transaction(makeViews)
}

/** `bi allow ROLE MUNICIPALITY`. @throws Error where the role could read more than views, or there is none */
export async function allowRole(database: Database, reader: Reader): Promise<void> {
  await demandViews(database)
  const { role, municipalityCode } = reader
  const { rows } = await database.execute(sql`select from municipalities where municipality_code = ${municipalityCode}`)
  if (rows.length === 0) throw new Error(`${municipalityCode}: is not registered`)
  const why = await whyNotReader(database, role)
  if (why) throw new Error(`${role}: ${why}`)
  await database.transaction(tx => allowReader(tx, reader))
  console.log(`${role} sees the rows of ${municipalityCode}.`)
}

/** `bi forbid ROLE MUNICIPALITY`: from its next query on. */
export async function forbidRole(database: Database, reader: Reader): Promise<void> {
  await demandViews(database)
  const saw = await database.transaction(tx => forbidReader(tx, reader))
  const { role, municipalityCode } = reader
  console.log(`${role} ${saw ? 'no longer sees' : 'did not see'} the rows of ${municipalityCode}.`)
}

/** `bi list`: roles and what they see. */
export async function listReaders(database: Database): Promise<void> {
  await demandViews(database)
  for (const { role, municipalityCode } of await readersOf(database)) console.log(`${municipalityCode}  ${role}`)
}

async function demandViews(database: Database): Promise<void> {
  if (!(await hasViews(database))) throw new Error('There are no views: run "partnerskap bi create" first.')
}
