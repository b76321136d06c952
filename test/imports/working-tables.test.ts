import { sql } from 'drizzle-orm'
import t from 'tap'
import { importFile } from '../../src/imports/actions.ts'
import { MANY } from '../../src/imports/finding/staging.ts'
import { openWorkingTables } from '../../src/imports/finding/working-tables.ts'
import type { ImportQuery } from '../../src/imports/schemas.ts'
import { importStagedRecipients, importStagedRows } from '../../src/imports/tables.ts'
import { connect, type Transaction } from '../../src/platform/database/connection.ts'
import { work } from '../../src/platform/database/work.ts'
import { sourceOf } from '../../src/platform/http/spool.ts'
import { createDatabase } from '../support/database.ts'

const database = connect({ url: await createDatabase(t), size: 1, importsSize: 1, statementTimeout: 0 })
t.teardown(() => database.$client.end())
const inImport = <T>(action: (tx: Transaction) => Promise<T>) =>
  work.run({ lane: 'imports', municipalityCode: '0136' }, () => database.transaction(action))

const one = { municipalityCode: '0136', importId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61' }
const others = [
  { ...one, municipalityCode: '0127' },
  { ...one, importId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62' }
]
const planMode = async (tx: Transaction) => (await tx.execute(sql`show plan_cache_mode`)).rows[0]!.plan_cache_mode
const oidOf = async (tx: Transaction) =>
  (await tx.execute(sql`select 'pg_temp.import_bodies'::regclass::oid as oid`)).rows[0]!.oid

t.test('what one import leaves behind, the next does not find, in the same tables', async t => {
  const oid = await inImport(async tx => {
    await openWorkingTables(tx, one, 1)
    await tx.execute(sql`insert into import_bodies values ('nämnden', 'Nämnden', ${one.importId}, true, false)`)
    return oidOf(tx)
  })
  const failed = inImport(async tx => {
    await openWorkingTables(tx, one, 1)
    await tx.execute(sql`insert into import_bodies values ('nämnden', 'Nämnden', ${one.importId}, true, false)`)
    throw new Error('broken off')
  })
  await t.rejects(failed, /broken off/)
  await inImport(async tx => {
    await openWorkingTables(tx, one, 1)
    t.equal(await oidOf(tx), oid)
    t.same((await tx.execute(sql`select * from import_bodies`)).rows, [])
  })
})

t.test('an import that is broken off before any other leaves no half of the tables', async t => {
  const fresh = connect({ url: await createDatabase(t), size: 1, importsSize: 1, statementTimeout: 0 })
  t.teardown(() => fresh.$client.end())
  const inFresh = (action: (tx: Transaction) => Promise<void>) =>
    work.run({ lane: 'imports', municipalityCode: '0136' }, () => fresh.transaction(action))
  await t.rejects(
    inFresh(async tx => {
      await openWorkingTables(tx, one, 1)
      throw new Error('broken off')
    }),
    /broken off/
  )
  await inFresh(async tx => {
    await openWorkingTables(tx, one, 1)
    t.same((await tx.execute(sql`select * from import_created`)).rows, [])
  })
})

t.test('only the rows of the own import, and municipality, are seen and changed', async t => {
  const row = { position: 1, line: 2, violations: [], warnings: [] }
  const recipient = { position: 1, at: 0, name: 'A', nameKey: 'a', searchKey: 'a', twinKey: 'a', isPayee: false }
  await database.insert(importStagedRows).values([one, ...others].map(key => ({ ...key, ...row })))
  await database.insert(importStagedRecipients).values([one, ...others].map(key => ({ ...key, ...recipient })))
  await inImport(async tx => {
    await openWorkingTables(tx, one, 1)
    t.equal((await tx.execute(sql`update staged set note = 'mine'`)).rowCount, 1)
    t.equal((await tx.execute(sql`select from staged_recipients`)).rowCount, 1)
    t.equal((await tx.execute(sql`select from staged`)).rowCount, 1)
  })
  const { rows } = await database.execute(sql`
    select municipality_code, import_id from import_staged_rows where municipality_code in ('0136', '0127') and note = 'mine'`)
  t.strictSame(rows, [{ municipality_code: one.municipalityCode, import_id: one.importId }])
})

t.test('no plans are forced: PostgreSQL would make that of each key that it checks anew, for each row', async t => {
  for (const rows of [MANY, MANY - 1]) {
    await inImport(async tx => {
      await openWorkingTables(tx, one, rows)
      t.equal(await planMode(tx), 'auto', `${rows} rows`)
    })
  }
})

t.test('the statements of a file of many rows are planned each time, those of one of few are kept', async t => {
  await database.execute(sql`insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  for (const [rows, keepsPlans] of [
    [MANY, false],
    [MANY - 1, true]
  ] as const) {
    const lines = Array.from({ length: rows }, (_, at) => `Nämnden,2023-01-15,Stöd,Förening,Ändamål ${at},${at + 1}`)
    const file = Buffer.from(`body,decided_on,scheme,recipient,purpose,granted\n${lines.join('\n')}\n`)
    const reading = { database, municipalityCode: '0136', options: { dryRun: true } as ImportQuery, maxRows: 1_000 }
    const seen = await work.run({ lane: 'imports', municipalityCode: '0136' }, () =>
      importFile(reading, { source: sourceOf(file), contentType: 'text/csv' }, async () => database.$client.keepsPlans)
    )
    t.equal(seen, keepsPlans, `${rows} rows`)
  }
})
