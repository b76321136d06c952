import * as XLSX from '@e965/xlsx'
import {
  type Book,
  budgetOf,
  clipped,
  hiddenNotes,
  macrosNote,
  Ranges,
  RecordMaker,
  type Sheet,
  type Span,
  sheetHidden
} from './grid.ts'
import { type CellBudget, type ReadLimits, unreadable } from './limits.ts'
import { dateText, exact, shownBy } from './number-formats.ts'
import { type Cell, type FileNote, type TableRecord, Unvalued } from './records.ts'

/** Workbooks of Excel before 2007 (.xls), and those that are saved as XML (SpreadsheetML 2003): read whole, by SheetJS. */

/** @throws Malformed: damaged, protected by a password, another kind of document */
export function openXls(bytes: Uint8Array, limits: ReadLimits): Book {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isCompound = buffer[0] === 0xd0
  const hasMacros = isCompound && checkStreams(buffer)
  const workbook = parse(buffer)
  const about = workbook.Workbook
  const budget = budgetOf(limits)
  const sheets = workbook.SheetNames.map((name, at): Sheet => {
    const hidden = about?.Sheets?.[at]?.Hidden ?? 0
    const notes = hidden > 0 ? [sheetHidden(name, hidden > 1)] : []
    const sheet = { name, worksheet: workbook.Sheets[name]!, from1904: about?.WBProps?.date1904 === true }
    return {
      name,
      notes,
      records: async function* () {
        yield* readSheet(sheet, budget, notes)
      }
    }
  })
  return { kind: isCompound ? 'xls' : 'xml', notes: hasMacros ? [macrosNote] : [], sheets }
}

/** What the compound file holds; whether there are macros. @throws Malformed */
function checkStreams(buffer: Buffer): boolean {
  let paths: string[]
  let stream: Uint8Array | undefined
  try {
    const container = XLSX.CFB.read(buffer, { type: 'buffer' }) as { FullPaths: string[] }
    paths = container.FullPaths
    stream = (XLSX.CFB.find(container, 'Workbook') ?? XLSX.CFB.find(container, 'Book'))?.content
  } catch {
    throw unreadable(
      'is an old workbook, or another old document, that is damaged or cut off',
      'är en äldre arbetsbok, eller ett annat äldre dokument, som är skadad eller avklippt'
    )
  }
  const has = (name: string) => paths.some(path => path.toLowerCase().endsWith(`/${name.toLowerCase()}`))
  if (has('EncryptedPackage') || (stream && hasFilePass(Buffer.from(stream))))
    throw unreadable('is protected by a password; save it without one', 'är skyddad med lösenord; spara den utan')
  if (has('WordDocument'))
    throw unreadable(
      'is a Word document; copy its table into a workbook',
      'är ett Word-dokument; kopiera dess tabell till en arbetsbok'
    )
  if (!has('Workbook') && !has('Book'))
    throw unreadable('is an old document, but no workbook', 'är ett äldre dokument, men ingen arbetsbok')
  return paths.some(path => /_VBA_PROJECT/i.test(path))
}

/** The record that says how the following ones are encrypted; it stands among the first (MS-XLS, 2.4.117). */
function hasFilePass(stream: Buffer): boolean {
  for (let at = 0, seen = 0; at + 4 <= stream.length && seen < 20; seen++) {
    if (stream.readUInt16LE(at) === 0x2f) return true
    at += 4 + stream.readUInt16LE(at + 2)
  }
  return false
}

function parse(buffer: Buffer): XLSX.WorkBook {
  let workbook: XLSX.WorkBook
  try {
    // Styles are wanted for what is hidden; WTF: what cannot be read is an error, and is not left out.
    const options = { dense: true, cellStyles: true, cellNF: true, cellText: false, cellHTML: false, WTF: true }
    workbook = XLSX.read(buffer, { type: 'buffer', ...options })
  } catch (error) {
    if (/password|encrypt/i.test((error as Error).message))
      throw unreadable('is protected by a password; save it without one', 'är skyddad med lösenord; spara den utan')
    throw unreadable(
      'is an old workbook that is damaged or cut off',
      'är en äldre arbetsbok som är skadad eller avklippt'
    )
  }
  if (workbook.SheetNames.length === 0) throw unreadable('is a workbook without sheets', 'är en arbetsbok utan blad')
  return workbook
}

type OpenSheet = { name: string; worksheet: XLSX.WorkSheet; from1904: boolean }

function* readSheet(
  { name, worksheet, from1904 }: OpenSheet,
  budget: CellBudget,
  notes: FileNote[]
): Generator<TableRecord> {
  const merges = (worksheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c }))
  const maker = new RecordMaker(budget, merges)
  const rows = new Ranges()
  const data = (worksheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][]
  for (let row = 0; row < data.length; row++) {
    const cells = data[row] ? Array.from(data[row], cell => cellOf(cell, from1904)) : []
    const record = maker.record(row, cells)
    if (!record) continue
    if (worksheet['!rows']?.[row]?.hidden) rows.add(record.line)
    yield record
  }
  const hidden = (worksheet['!cols'] ?? []).flatMap((column, at): Span[] => (column?.hidden ? [[at, at]] : []))
  notes.push(...hiddenNotes(name, rows, clipped(hidden, maker.width), worksheet['!autofilter'] !== undefined))
}

const errors: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A'
}

function cellOf(cell: XLSX.CellObject | undefined, from1904: boolean): Cell {
  if (!cell) return null
  const { t, v, f, z } = cell
  if (t === 'z' || v === undefined || v === null) return f === undefined ? null : new Unvalued(f)
  if (t === 'e') return errors[v as number] ?? '#ERROR!'
  if (typeof v !== 'number') return v as string | boolean
  const shown = typeof z === 'string' ? shownBy(z) : null
  return (shown && dateText(v, shown, from1904)) ?? exact(v)
}
