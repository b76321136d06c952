import { readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { DomainError, TooLarge } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Book } from './grid.ts'
import { unreadable } from './limits.ts'
import { openOds } from './ods.ts'
import { openPackage, type Package } from './package.ts'
import { type TableRecord, Unvalued } from './records.ts'
import type { Answer, Given, Question, Refusal, SentCell, SentRecord } from './workbook.ts'
import { openXlsx } from './xlsx.ts'

/** The thread that reads a workbook: whatever the file does to it, the service goes on. */

/** Cells of one answer: some milliseconds of taking them in. */
const CELLS_AT_ONCE = 10_000

/** Bytes that are read in one go. */
const AT_ONCE = 16_777_216

const ZIP = 0x50
const COMPOUND = 0xd0
const HEAD = 100
const isXml = (bytes: Uint8Array) =>
  /^(\ufeff|\s)*</.test(Buffer.from(bytes.subarray(0, HEAD)).toString().replaceAll('\0', ''))

async function openBook({ bytes, fd, size, limits }: Given): Promise<Book> {
  const head = bytes ?? bytesOf(fd!, Math.min(size, HEAD))
  // SheetJS takes a while to load, and most workbooks do without it.
  if (head[0] !== ZIP && head[0] !== COMPOUND && !isXml(head))
    throw unreadable('is no workbook, or one that is damaged', 'är ingen arbetsbok, eller en som är skadad')
  if (head[0] !== ZIP) return (await import('./xls.ts')).openXls(bytes ?? bytesOf(fd!, size), limits)
  const zip = await openPackage(bytes ?? fd!, limits)
  if (zip.has('content.xml')) {
    const type = zip.has('mimetype') ? await textOf(zip, 'mimetype') : ''
    if (type !== '' && !/spreadsheet/.test(type))
      throw unreadable('is an OpenDocument file, but no spreadsheet', 'är en OpenDocument-fil, men inget kalkylblad')
    return await openOds(zip, limits)
  }
  if (zip.names.some(name => /^xl\//i.test(name))) return await openXlsx(zip, limits)
  const { en, sv } = whatElse(zip)
  throw unreadable(en, sv)
}

/** The first bytes of a file. */
function bytesOf(fd: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; ) {
    const read = readSync(fd, bytes, at, Math.min(size - at, AT_ONCE), at)
    if (read === 0) return bytes.subarray(0, at)
    at += read
  }
  return bytes
}

/** A zip that is no workbook. */
function whatElse({ names }: Package): Text {
  if (names.some(name => /^word\//i.test(name))) {
    return {
      en: 'is a Word document; copy its table into a workbook',
      sv: 'är ett Word-dokument; kopiera dess tabell till en arbetsbok'
    }
  }
  if (names.some(name => /^ppt\//i.test(name))) {
    return { en: 'is a presentation and no workbook', sv: 'är en presentation och ingen arbetsbok' }
  }
  if (names.some(name => /\.iwa$|\.numbers/i.test(name))) {
    return {
      en: 'is a Numbers document; export it as .xlsx',
      sv: 'är ett Numbers-dokument; exportera det som .xlsx'
    }
  }
  const listed = names
    .filter(name => !name.endsWith('/'))
    .slice(0, 3)
    .map(name => JSON.stringify(name.slice(0, 60)))
    .join(', ')
  return {
    en: `is a zip file of other files (${listed}); send one of them itself`,
    sv: `är en zip-fil med andra filer (${listed}); skicka en av dem för sig`
  }
}

async function textOf(zip: Package, name: string): Promise<string> {
  let text = ''
  for await (const part of zip.read(name)) if (text.length < 1_000) text += Buffer.from(part).toString('latin1')
  return text.trim()
}

function sent({ line, cells, covered }: TableRecord): SentRecord {
  const send = (cell: TableRecord['cells'][number]): SentCell =>
    cell instanceof Unvalued ? { formula: cell.formula } : cell
  const plain = cells.some(cell => cell instanceof Unvalued) ? cells.map(send) : (cells as SentCell[])
  return covered
    ? { line, cells: plain, covered: [...covered].map(([at, cell]) => [at, send(cell)]) }
    : { line, cells: plain }
}

function refusalOf(error: unknown): Refusal {
  const { detail, violations } =
    error instanceof DomainError ? error : unreadable('is damaged and cannot be read', 'är skadad och kan inte läsas')
  const [{ message: en, sv } = { message: detail.en, sv: detail.sv }] = violations
  return { isTooLarge: error instanceof TooLarge, en, sv }
}

const say = (answer: Answer) => parentPort!.postMessage(answer)

async function main() {
  const { kind, notes, sheets } = await openBook(workerData as Given)
  const readings = new Map<number, AsyncIterator<TableRecord>>()
  parentPort!.on('message', async ({ id, sheet }: Question) => {
    try {
      const reading = readings.get(id) ?? sheets[sheet]!.records()[Symbol.asyncIterator]()
      readings.set(id, reading)
      const records: SentRecord[] = []
      for (let cells = 0; cells < CELLS_AT_ONCE; ) {
        const next = await reading.next()
        if (next.done) {
          readings.delete(id)
          return say({ id, records, notes: sheets[sheet]!.notes })
        }
        cells += next.value.cells.length + 1
        records.push(sent(next.value))
      }
      say({ id, records })
    } catch (error) {
      say({ id, refusal: refusalOf(error) })
    }
  })
  say({ id: 0, kind, notes, names: sheets.map(({ name, notes }) => ({ name, notes })) })
}

main().catch(error => say({ id: 0, refusal: refusalOf(error) }))
