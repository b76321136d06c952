import { readFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import fc from 'fast-check'
import t from 'tap'
import { isTurned } from '../../src/imports/rows/turned.ts'
import { made } from '../support/register.ts'
import { zipOf } from './books.ts'
import { anImporter, row, told } from './importing.ts'

/** What LibreOffice itself has saved of an export (test/fixtures/libreoffice/README.md): what it turned is read as it was. */

const folder = 'test/fixtures/libreoffice'
/** The ids of the fixtures' rows, in the order of register.csv. */
const idOf = (nth: number) => `00000000-0000-7000-8000-${String(nth + 1).padStart(12, '0')}`

/** A fixture with these ids in the place of its own. */
function withIds(name: string, ids: string[]): Buffer {
  const bytes = readFileSync(`${folder}/${name}`)
  const replaced = (text: string) => ids.reduce((all, id, nth) => all.replaceAll(idOf(nth), id), text)
  if (name.endsWith('.csv')) return Buffer.from(replaced(bytes.toString('latin1')), 'latin1')
  const { FullPaths, FileIndex } = XLSX.CFB.read(bytes, { type: 'buffer' })
  const parts = (FullPaths as string[]).map((path, at): [string, Buffer] => {
    const content = Buffer.from(FileIndex[at]!.content ?? [])
    return [
      path.replace('Root Entry/', ''),
      path.endsWith('.xml') ? Buffer.from(replaced(content.toString())) : content
    ]
  })
  return zipOf(Object.fromEntries(parts.filter(([path, content]) => content.length > 0 && !path.endsWith('/'))))
}

/** The register of the fixtures, and the ids of its lines. */
async function theRegister(t: Parameters<typeof anImporter>[0]) {
  const importer = await anImporter(t)
  const { send, report } = importer
  const { id, counts } = await made(send(readFileSync(`${folder}/register.csv`), { grantedAboveApplied: 'accept' }))
  t.strictSame(told(counts), { createdCount: 13 })
  const ids = (await report(id)).map(({ lineId }: { lineId: string }) => lineId)
  return { ...importer, ids }
}

t.test('files that LibreOffice saved, days told or not, change nothing', async t => {
  const { send, dump, ids } = await theRegister(t)
  const before = await dump()
  for (const name of ['plain', 'detected'].flatMap(name => ['xlsx', 'ods', 'csv'].map(form => `${name}.${form}`))) {
    const { counts, receipt } = await made(send(withIds(name, ids), {}, 'application/octet-stream'))
    t.strictSame(told(counts), { unchangedCount: 13 }, name)
    t.strictSame([receipt.warnings, receipt.unknownHeadings], [[], []], `${name}: nothing to look at`)
    const unread = receipt.notes.find(({ code }: { code: string }) => code === 'exported-columns-not-read')
    t.match(unread?.message, /^Columns of the export that an import does not read: id, /, `${name}: what it leaves out`)
    const [note] = receipt.notes.filter(({ code }: { code: string }) => code === 'cells-turned')
    t.match(note?.message, /^\d+ cells that a spreadsheet has turned .* are read as exported$/, `${name}: it is told`)
  }
  t.strictSame(await dump(), before, 'nothing was written')
})

t.test('what an officer changed in such a file is changed, and an id of another line gives a row nothing', async t => {
  const { send, ids } = await theRegister(t)
  const rows = withIds('detected.csv', ids).toString().replace(';5,00 kr;', ';6 kr;').replace(';253;', ';300,25;')
  const { counts } = await made(send(rows))
  t.strictSame(told(counts), { updatedCount: 2, unchangedCount: 11 }, 'a note and an amount')
  const exchanged = withIds('plain.csv', [ids[3]!, ids[1]!, ids[2]!, ids[0]!, ...ids.slice(4)])
  const answer = await send(exchanged, { dryRun: true })
  t.ok(answer.body.counts.rejectedCount + answer.body.counts.createdCount >= 1, 'its texts are not those of the other')
})

t.test(
  'a reference that a spreadsheet turned makes no second line of one that is known, where the file has no ids',
  async t => {
    const { counts, take, report, lines } = await anImporter(t)
    const references = ['0012', '1.10', '2024-03', '1E5', 'L-7']
    const rows = references.map((reference, at) => row({ reference, recipient: `Förening ${'ABCDE'[at]}` }))
    t.strictSame(await counts(rows), { createdCount: 5 })
    const turned = ['12', '1,1', '2024-03-01', '1,00E+05', 'L-7']
    const again = rows.map((cells, at) => ({ ...cells, reference: turned[at]! }))
    const { id, ...told } = await take(again)
    t.strictSame(told, { unchangedCount: 1, rejectedCount: 4 })
    const [first] = await report(id)
    t.match(first.violations, [{ field: 'reference', message: /nearMatches=add/ }])
    t.equal((await lines()).length, 5)
    t.strictSame(await counts([again[1]!], { nearMatches: 'add' }), { createdCount: 1 }, 'unless it is meant')
  }
)

t.test('what a spreadsheet makes of a text, and what it does not', async t => {
  const turned: [text: string, ...(string | number | boolean)[]][] = [
    ['0012', 12, '12'],
    ['7.10', 7.1, '7,1', '7.1'],
    ['12,50', 12.5, '12,50 kr', '12.5'],
    ['1E5', 100_000, '100000', '1,00E+05'],
    ['1 250', 1250, '1250'],
    ['1.250', 1250, 1.25],
    ['1234567890123456789', 1_234_567_890_123_460_000, '1,23456789012346E+018'],
    ['100 %', 1, '100,00 %'],
    ['1 1/2', 1.5, '1,5'],
    ['1/3', '2026-03-01', '2026-01-03', '01-mar', 46_082],
    ['1-2', '2026-02-01', '01-feb'],
    ['5/11', '2026-11-05'],
    ['2024-03', '2024-03-01', 'mar-24'],
    ['2024-03-7', '2024-03-07'],
    ['mars 2024', '2024-03-01', '2024-03'],
    ['1-2-3', '2001-02-03'],
    ['10:30', '10:30:00', 0.4375],
    ['3:2', '03:02', '03:02:00'],
    ['SANT', true, 'TRUE'],
    ['false', false, 'FALSKT']
  ]
  for (const [text, ...cells] of turned) for (const cell of cells) t.ok(isTurned(text, cell), `${text} → ${cell}`)
  const kept: [text: string, ...(string | number | boolean)[]][] = [
    ['12', '0012', 12, '12', 13, '12a', '1-2'],
    ['0012', 13, '0013', '', '120'],
    ['12,50', '13', 13, 12.49],
    ['1/3', '3/1', '2026-04-03', '1/4', 1],
    ['2024-03', '2024-04-01', '2025-03-01', '2024-03-02', 2024],
    ['2024-05-03', '2024-03-05'],
    ['10:30', '10:31', '10'],
    ['§ 12', 12, '12'],
    ['TRUE', false, 1],
    ['IFK 1919', 1919, 'IFK 1920'],
    ['5 kr', '6 kr', 6]
  ]
  for (const [text, ...cells] of kept) for (const cell of cells) t.notOk(isTurned(text, cell), `${text} | ${cell}`)
})

t.test('any number that is written with zeros before it is turned into it, and into no other', async () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), fc.nat(), (number, zeros, other) => {
      const text = '0'.repeat(zeros) + number
      return isTurned(text, number) && isTurned(text, String(number)) && isTurned(text, other) === (other === number)
    })
  )
})

t.test('any day that is written without zeros or year is turned into it', async () => {
  const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, date => {
      const iso = date.toISOString().slice(0, 10)
      const [year, month, day] = iso.split('-').map(Number)
      const texts = [`${day}/${month}`, `${day}-${month}-${year}`, `${year}/${month}/${day}`, `${year}-${month}-${day}`]
      const later = new Date(date.getTime() + 40 * 86_400_000).toISOString().slice(0, 10)
      return texts.every(text => text === iso || (isTurned(text, iso) && !isTurned(`${year}/${month}/${day}`, later)))
    })
  )
})
