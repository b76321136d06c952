import { tmpdir } from 'node:os'
import { Malformed, TooLarge } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Config } from '../../config.ts'
import { problems } from '../problems.ts'

/** What reading a file may cost, whatever the file says of itself. */
export type ReadLimits = {
  /** Bytes of what is unpacked of a workbook or of gzip, in all. */
  unpackedBytes: number
  /** Cells of all sheets and tables, empty ones between others among them. */
  cells: number
  /** Megabytes of memory that reading a workbook may take. */
  memoryMb: number
  /** Milliseconds that one step of reading a workbook may take. */
  timeoutMs: number
  /** Folder in which what does not fit in memory is kept while it is read. */
  spoolFolder: string
}

/** The limits that the settings give. */
export const limitsOf = (config: Config): ReadLimits => ({
  unpackedBytes: config.importMaxUnpackedBytes,
  cells: config.importMaxCells,
  memoryMb: config.importMemoryMb,
  timeoutMs: config.importTimeoutMs,
  spoolFolder: config.spoolDir
})

/** Those that they give unless told. */
export const usualLimits: ReadLimits = {
  unpackedBytes: 2_147_483_648,
  cells: 20_000_000,
  memoryMb: 1024,
  timeoutMs: 60_000,
  spoolFolder: tmpdir()
}

/** Files within a workbook; one of a hundred sheets has some three hundred. */
export const MOST_ENTRIES = 10_000
/** Rows and columns that a sheet can have, in every program that is in use. */
export const MOST_LINES = 1_048_576
export const MOST_COLUMNS = 16_384
/** Characters of one cell; a spreadsheet takes 32 767. */
export const LONGEST_CELL = 1_000_000

/** Characters of one line of text. */
export const LONGEST_LINE = 1_000_000

export const tooLongLine = (line: number) =>
  new Malformed(
    problems['import-file'],
    { en: `Line ${line} of the file is too long.`, sv: `Rad ${line} i filen är för lång.` },
    [
      {
        field: '',
        message: `is longer than ${LONGEST_LINE} characters`,
        sv: `är längre än ${LONGEST_LINE} tecken`,
        line
      }
    ]
  )

export const tooLarge = ({ en, sv }: Text) =>
  new TooLarge(
    problems['import-file-too-large'],
    { en: `${en} Nothing has changed.`, sv: `${sv} Ingenting har ändrats.` },
    [{ field: '', message: en, sv }]
  )

/** `most`: bytes. */
export const tooLargeUnpacked = (most: number) =>
  tooLarge({
    en: `The file is larger than ${most} bytes when it is unpacked (IMPORT_MAX_UNPACKED_BYTES).`,
    sv: `Filen är större än ${most} byte när den har packats upp (IMPORT_MAX_UNPACKED_BYTES).`
  })

/** A workbook or another file that cannot be read as what it is. Each follows on "The file", and on "Filen". */
export const unreadable = (what: string, sv: string) =>
  new Malformed(problems['import-file'], { en: `The file ${what}.`, sv: `Filen ${sv}.` })

/** Counts what is read, and ends the reading where it is too much. @throws TooLarge */
export class CellBudget {
  #left: number
  readonly #most: number

  constructor(most: number) {
    this.#most = most
    this.#left = most
  }

  spend(cells: number) {
    this.#left -= cells
    if (this.#left < 0)
      throw tooLarge({
        en: `The file holds more than ${this.#most} cells, which is what is taken at once.`,
        sv: `Filen innehåller fler än ${this.#most} celler, vilket är det som tas emot på en gång.`
      })
  }
}
