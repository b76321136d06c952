import { sql } from 'drizzle-orm'
import t from 'tap'
import { importFile } from '../../src/imports/actions.ts'
import { MANY } from '../../src/imports/finding/staging.ts'
import { APART, findRepeat, NoRepeat } from '../../src/imports/repeats.ts'
import type { ImportQuery } from '../../src/imports/schemas.ts'
import { decisionImportRepeats } from '../../src/imports/tables.ts'
import { Taken } from '../../src/imports/turn.ts'
import { recordEvent } from '../../src/platform/events/actions.ts'
import { eventTypes } from '../../src/platform/events/types.ts'
import { sourceOf } from '../../src/platform/http/spool.ts'
import { made } from '../support/register.ts'
import { sent } from '../support/statements.ts'
import { anImporter, csvOf, type Row, row, told } from './importing.ts'

/** Rows of all that a file may say: several recipients, purposes and years, what is rejected is left out. */
const rows: Row[] = Array.from({ length: MANY + 40 }, (_, at) =>
  row({
    decided_on: `2021-0${(at % 9) + 1}-14`,
    paragraph: at % 9,
    grant_year: 2021 + (at % 2),
    scheme: `Stöd ${at % 5}`,
    recipient: at % 7 === 0 ? `Förening ${at % 30} | Klubben ${at % 11}` : `Förening ${at % 30}`,
    purpose: `Ändamål ${at}`,
    granted: at % 13 === 0 ? null : 1_000 + at,
    outcome: at % 13 === 0 ? 'avslag' : 'beviljad',
    note: at % 3 === 0 ? `Not ${at}` : null
  })
)
const file = csvOf(rows)

/** Whether the rows of a file were read and staged meanwhile. */
async function wasRead(work: () => Promise<unknown>): Promise<boolean> {
  const isCopy = (text: string) => text.startsWith('copy import_staged_rows')
  for (const text of [...sent].filter(isCopy)) sent.delete(text)
  await work()
  return [...sent].some(isCopy)
}

type Answered = { id: string; counts: Record<string, number>; receipt: Record<string, unknown> }

/** All that is told of an import but what names it. */
async function toldOf({ report }: Awaited<ReturnType<typeof anImporter>>, answered: Answered) {
  const { id, checksum, createdAt, ...record } = answered as Answered & Record<string, unknown>
  return { record, rows: (await report(id)).map(({ importId, ...cells }: Record<string, unknown>) => cells) }
}

t.test('the same file again is not read, and told as one that was compared row by row', async t => {
  const importer = await anImporter(t)
  const first: Answered = await made(importer.send(file))
  t.strictSame(told(first.counts), { createdCount: rows.length })
  const before = await importer.dump()
  let again!: Answered
  let compared!: Answered
  t.notOk(await wasRead(async () => (again = await made(importer.send(file)))), 'the same file')
  t.ok(await wasRead(async () => (compared = await made(importer.send(`${file}\n`)))), 'the same rows in another file')
  t.strictSame(told(again.counts), { unchangedCount: rows.length })
  t.strictSame(await toldOf(importer, again), await toldOf(importer, compared))
  const { decision_import_repeats: remembered, ...after } = await importer.dump()
  const { decision_import_repeats: was, ...stood } = before
  t.strictSame(after, stood)
  t.notOk(await wasRead(() => made(importer.send(`${file}\n`))), 'each of them is known then')
  t.ok(await wasRead(() => made(importer.send(file, { source: 'other' }))), 'with other options')
  t.ok(await wasRead(() => made(importer.send(file, { dryRun: true }))), 'as a dry run')
})

t.test('a file that is read after all is staged once, however often another process has the turn', async t => {
  const importer = await anImporter(t)
  const { database } = importer
  await made(importer.send(file))
  const { rows: kept } = await database.execute<{ options: ImportQuery }>(sql`select options from decision_imports`)
  const reading = { database, municipalityCode: '0136', options: kept[0]!.options, maxRows: 1_000 }
  const read: string[] = []
  const staged = await importFile(
    reading,
    { source: sourceOf(Buffer.from(file)), contentType: 'text/csv' },
    async one => {
      read.push('repeat' in one ? 'known' : 'read')
      if ('repeat' in one) throw new NoRepeat()
      if (read.length < 4) throw new Taken()
      const { rows: found } = await database.execute<{ count: number }>(
        sql`select count(*)::int as count from import_staged_rows where municipality_code = '0136'`
      )
      return found[0]!.count
    }
  )
  t.strictSame(read, ['known', 'read', 'read', 'read'])
  t.equal(staged, rows.length)
})

t.test('what rows are warned of when they are new is not told of known ones', async t => {
  const importer = await anImporter(t)
  const yearless = csvOf(rows.map(cells => ({ ...cells, grant_year: null })))
  const first: Answered = await made(importer.send(yearless))
  t.not((first.receipt.warnings as unknown[]).length, 0, 'it has warnings')
  let second!: Answered
  let third!: Answered
  t.ok(await wasRead(async () => (second = await made(importer.send(yearless)))), 'the second time it is compared')
  t.notOk(await wasRead(async () => (third = await made(importer.send(yearless)))), 'the third time it is known')
  t.strictSame(await toldOf(importer, third), await toldOf(importer, second))
})

t.test('where rows are rejected the file is compared each time', async t => {
  const { send } = await anImporter(t)
  const faulty = csvOf([...rows, row({ granted: 'mycket' })])
  await made(send(faulty))
  t.ok(await wasRead(() => made(send(faulty))))
})

t.test('a file of few rows is compared each time', async t => {
  const { send } = await anImporter(t)
  const small = csvOf(rows.slice(0, MANY - 1))
  await made(send(small))
  t.ok(await wasRead(() => made(send(small))))
})

t.test('what has changed in between is found', async t => {
  const { admin, send, all } = await anImporter(t)
  await made(send(file))
  const ofLine = async () => (await all('/decision-lines?withdrawn=exclude'))[0]
  const changes: [string, () => Promise<unknown>, Record<string, number>][] = [
    [
      'a line was corrected',
      async () => {
        const { id } = await ofLine()
        await made(admin('PATCH', `/0136/decision-lines/${id}`, { note: 'Rättad' }, { 'if-match': '*' }))
      },
      { unchangedCount: rows.length }
    ],
    [
      'a line was withdrawn',
      async () => {
        const { id } = await ofLine()
        await made(admin('POST', `/0136/decision-lines/${id}/withdraw`, { reason: 'Fel' }, { 'if-match': '*' }))
      },
      { unchangedCount: rows.length - 1, rejectedCount: 1 }
    ]
  ]
  for (const [name, change, counts] of changes) {
    await made(send(file))
    t.notOk(await wasRead(() => made(send(file))), `known before ${name}`)
    await change()
    let answered!: Answered
    t.ok(await wasRead(async () => (answered = await made(send(file)))), name)
    t.strictSame(told(answered.counts), counts, name)
  }
})

t.test('an event of any kind but those that an import finds nothing in makes it compare', async t => {
  const { send, database } = await anImporter(t)
  await made(send(file))
  const [repeat] = await database.select().from(decisionImportRepeats)
  const actor = {
    ...{ id: 'key:test', name: 'test', principal: 'key:test', municipalityCodes: null, sentBy: null, requestId: null },
    ...{ scopes: new Set(['*']), roles: new Set<string>() }
  }
  const kinds = new Set(eventTypes.map(type => type.split('.')[0]!))
  for (const kind of APART) t.ok(kinds.has(kind), `${kind} is a kind of record`)
  for (const kind of kinds) {
    await database.execute(sql`
      update decision_import_repeats set feed_number = (select number from feed_heads where municipality_code = '0136')
      where municipality_code = '0136'`)
    t.ok(await findRepeat(database, '0136', repeat!.key), `known before an event of ${kind}`)
    await database.transaction(tx =>
      recordEvent(tx, actor, `${kind}.updated`, { municipalityCode: '0136', version: 2, id: repeat!.importId })
    )
    t.equal((await findRepeat(database, '0136', repeat!.key)) !== undefined, APART.includes(kind), kind)
  }
})
