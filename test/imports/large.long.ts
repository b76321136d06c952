import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { importDecisions, importFile } from '../../src/imports/actions.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { work } from '../../src/platform/database/work.ts'
import { sourceOf } from '../../src/platform/http/spool.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { aRegister } from '../support/register.ts'

const header = 'body,decided_on,scheme,recipient,granted,outcome,grant_year'
const rowOf = (n: number) => `Socialnämnden,2021-12-14,Partnerskapsavtal,Förening ${n},${1000 + n},beviljad,2022`
const csvOf = (rows: number) => [header, ...Array.from({ length: rows }, (_, n) => rowOf(n))].join('\n')

t.test('a file of more rows than are taken is 413, says how many, and changes nothing', async t => {
  const { admin, database } = await aRegister(t, { importMaxRows: 10 })
  const files = {
    'text/csv': [csvOf(10), csvOf(11)],
    'application/json': [10, 11].map(n => JSON.stringify(Array(n).fill({}))),
    'application/x-ndjson': [10, 11].map(n => '{}\n'.repeat(n))
  }
  for (const [type, [fits, larger]] of Object.entries(files)) {
    const send = (file: string) => admin('POST', '/0136/decision-imports?dryRun=true', file, { 'content-type': type })
    t.match(await send(larger!), {
      status: 413,
      body: { type: /\/too-many-rows$/, maxRows: 10, violations: [{ message: /more than 10 rows/ }] }
    })
    t.match(await send(fits!), { status: 200 }, `10 rows of ${type} are taken`)
  }
  const schemes = ['scheme_id,scheme_name,deadline_type,status', ...Array(5_001).fill('a,b,fasta,aktiv')].join('\n')
  t.match(await admin('POST', '/0136/scheme-imports', schemes, { 'content-type': 'text/csv' }), {
    status: 413,
    body: { type: /\/too-many-rows$/, violations: [{ message: /more than 5000 rows/ }] }
  })
  t.match((await database.$client.query('select count(*)::int as n from schemes')).rows, [{ n: 0 }])
})

t.test('a file is read before a connection is asked for', async t => {
  // Of its own: nobody has made connections yet.
  const { admin, database } = await aRegister(t, {})
  const broken = `${csvOf(200)}\n"never closed`
  const { status } = await admin('POST', '/0136/decision-imports', broken, { 'content-type': 'text/csv' })
  t.equal(status, 400)
  t.equal(database.$client.lanes.imports.pool.totalCount, 0, 'no connection was made for it')
})

/** Milliseconds of work that each turn of the event loop did; what other threads and processes did does not count. */
function turnsOfWork() {
  const turns: number[] = []
  let before = process.threadCpuUsage()
  let immediate = setImmediate(function turn() {
    const { user, system } = process.threadCpuUsage(before)
    turns.push((user + system) / 1000)
    before = process.threadCpuUsage()
    immediate = setImmediate(turn)
  })
  return {
    stop() {
      clearImmediate(immediate)
      return turns.sort((one, other) => one - other)
    }
  }
}

t.test('reading gives way to other work, whatever the rows are', async t => {
  const { database } = await aRegister(t, {})
  for (const [type, text] of [
    ['application/json', `[${Array(40_000).fill('{}').join(',')}]`],
    ['application/x-ndjson', '{"a":1}\n'.repeat(20_000)],
    ['text/csv', csvOf(20_000)]
  ] as const) {
    const counted = turnsOfWork()
    const reading = { database, municipalityCode: '0136', options: {}, maxRows: 100_000 }
    const rows = await importFile(reading, { source: sourceOf(Buffer.from(text)), contentType: type }, async file =>
      'sums' in file ? file.sums.rows : 0
    )
    const turns = counted.stop()
    t.ok(rows >= 20_000)
    t.ok(turns.length >= 10, `${type}: others had their turn ${turns.length} times`)
    // Garbage is collected in a few turns, which a slow machine makes long.
    const nearlyAll = Math.round(turns[Math.floor(turns.length * 0.9)]!)
    t.ok(nearlyAll < 100, `${type}: nine turns of ten held the event loop for ${nearlyAll} ms of work at most`)
  }
})

/** Rows of tables that the database has read by now, as it counts them itself. */
async function rowsRead(url: string) {
  await query(url, 'select pg_stat_force_next_flush()')
  const [row] = await query(
    url,
    `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as n from pg_stat_user_tables`
  )
  return row!.n as number
}

/** A database whose tables are never analysed, as those of a municipality that has just begun. */
async function aDatabaseNeverAnalysed(t: Test) {
  const url = await createDatabase(t)
  const tables = await query(
    url,
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
  )
  await query(url, tables.map(({ relname }) => `alter table ${relname} set (autovacuum_enabled = false)`).join(';'))
  await query(url, `insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  await query(
    url,
    `insert into schemes (municipality_code, name, name_key, kind) values ('0136', 'Partnerskapsavtal', 'partnerskapsavtal', 'partnership')`
  )
  return url
}

const importer = {
  ...{ id: 'key:test', name: 'test', principal: 'key:test', municipalityCodes: null, sentBy: null, requestId: null },
  ...{ scopes: new Set(['*']), roles: new Set<string>() }
}

t.test('an import into tables that were never analysed reads as much for each row, however many', async t => {
  // Of a table of some pages it makes no difference how it is read; this many rows are more than that.
  for (const rows of [300, 1_500]) {
    const url = await aDatabaseNeverAnalysed(t)
    for (const expected of ['created', 'unchanged'] as const) {
      const before = await rowsRead(url)
      const database = connect({ url, size: 2, statementTimeout: 60_000 })
      const reading = { database, municipalityCode: '0136', options: {}, maxRows: 100_000 }
      // The very same file would not be read.
      const source = sourceOf(Buffer.from(`${csvOf(rows)}${expected === 'unchanged' ? '\n' : ''}`))
      const result = await work.run({ lane: 'imports', municipalityCode: '0136' }, () =>
        importFile(reading, { source, contentType: 'text/csv' }, file =>
          database.transaction(tx => importDecisions(tx, importer, '0136', file))
        )
      )
      // What a connection has read is counted once it has ended.
      await database.$client.end()
      t.match(result, { counts: { [`${expected}Count`]: rows, agreementCount: expected === 'created' ? rows : 0 } })
      await new Promise(resolve => setTimeout(resolve, 200))
      const read = ((await rowsRead(url)) - before) / rows
      t.ok(read < (rows < 1_000 ? 4 * rows : 150), `${rows} rows ${expected}: ${Math.round(read)} rows read for each`)
    }
  }
})

t.test('a statement of an import may take longer the more rows the file has', async t => {
  const url = await aDatabaseNeverAnalysed(t)
  const database = connect({ url, size: 2, statementTimeout: 60_000 })
  const reading = { database, municipalityCode: '0136', options: {}, maxRows: 100_000 }
  const limits: string[] = []
  for (const [rows, limit] of [
    [300, '900ms'],
    [10, '500ms']
  ] as const) {
    await work.run({ lane: 'imports', municipalityCode: '0136' }, () =>
      importFile(reading, { source: sourceOf(Buffer.from(csvOf(rows))), contentType: 'text/csv' }, file =>
        database.transaction(async tx => {
          await tx.execute(sql`set local statement_timeout = '500ms'`)
          await importDecisions(
            tx,
            importer,
            '0136',
            { ...file, options: { ...file.options, dryRun: true } },
            async () => {
              const { rows: told } = await tx.execute<{ limit: string }>(
                sql`select current_setting('statement_timeout') as limit`
              )
              limits.push(told[0]!.limit)
            }
          )
        })
      )
    )
    t.ok(limits.length > 2, `${limits.length} steps`)
    t.strictSame([...new Set(limits.splice(0))], [limit], `${rows} rows`)
  }
  await database.$client.end()
})
