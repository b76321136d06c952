import { gzipSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { aRunRegister, executionOn } from './setup.ts'

type Cells = (string | number | Date)[]

/** A workbook with a title above its headings, as a bank's portal exports it. */
function bookOf(type: 'xlsx' | 'ods', rows: Cells[]) {
  const book = XLSX.utils.book_new()
  const all = [
    ['Återrapportering'],
    ['Betalnings-ID', 'Utfall', 'Betaldatum', 'Verifikation', 'Belopp', 'Bank'],
    ...rows
  ]
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(all, { cellDates: true }), 'Betalningar')
  return Buffer.from(XLSX.write(book, { type: 'buffer', bookType: type }))
}

t.test('a run is confirmed by a workbook, and the same again, in any form, changes nothing', async t => {
  const { anApprovedPayment, anExportedRun, confirm } = await aRunRegister(t)
  await anApprovedPayment()
  const run = await anExportedRun()
  const { endToEndId, amount } = run.items[0]
  const rows = [[endToEndId, 'betald', new Date(`${executionOn}T00:00:00Z`), 4711, amount, 'SEB']]
  const send = (file: Buffer | string, type = 'application/octet-stream') =>
    confirm(run.id, file, { 'content-type': type })
  t.match(await send(bookOf('xlsx', [[endToEndId, 'betald', executionOn, 4711, amount + 1, 'SEB']])), {
    status: 422,
    body: {
      type: /confirmation-not-valid$/,
      violations: [{ field: 'Belopp', line: 3, message: /the bank was asked for/ }]
    }
  })
  t.match(await send(bookOf('xlsx', rows)), {
    status: 200,
    body: { paidCount: 1, rejectedCount: 0, status: 'confirmed', ignoredColumns: ['Bank'] }
  })
  const csv = `endToEndId;utfall;betaldatum\n${endToEndId};betald;${executionOn}\n`
  const forms: [string, Buffer | string, string][] = [
    ['ods', bookOf('ods', rows), 'application/octet-stream'],
    ['packed', gzipSync(csv), 'application/gzip'],
    ['NDJSON', JSON.stringify({ endToEndId, outcome: 'betald', paidOn: executionOn }), 'application/x-ndjson'],
    ['CSV', csv, 'text/csv']
  ]
  for (const [name, file, type] of forms) {
    t.match(await send(file, type), { status: 200, body: { paidCount: 0, unchangedCount: 1 } }, name)
  }
})

t.test('a file that is none, or lacks its columns, is refused, and nothing is confirmed', async t => {
  const { anApprovedPayment, anExportedRun, confirm, statusOf } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const run = await anExportedRun()
  const files: [string, Buffer, number, RegExp][] = [
    [
      'no headings of ours',
      Buffer.from(
        XLSX.write(
          {
            SheetNames: ['A'],
            Sheets: {
              A: XLSX.utils.aoa_to_sheet([
                ['a', 'b'],
                [1, 2]
              ])
            }
          },
          { type: 'buffer', bookType: 'xlsx' }
        )
      ),
      422,
      /import-columns$/
    ],
    ['half a workbook', bookOf('xlsx', []).subarray(0, 700), 400, /import-file$/],
    ['no rows', bookOf('xlsx', []), 422, /confirmation-not-valid$/],
    ['nothing', gzipSync(''), 400, /import-file$/]
  ]
  for (const [name, file, status, type] of files) {
    t.match(
      await confirm(run.id, file, { 'content-type': 'application/octet-stream' }),
      { status, body: { type } },
      name
    )
  }
  t.match(await statusOf(payment.id), { status: 'ordered' })
})
