import { Worker } from 'node:worker_threads'
import type { Text } from '../../base/language.ts'
import { Gate } from '../../platform/database/gate.ts'
import { type Source, sourceOf } from '../../platform/http/spool.ts'
import { type ReadLimits, tooLarge, unreadable, usualLimits } from './limits.ts'
import { type Cell, type FileNote, type Table, type TableRecord, Unvalued } from './records.ts'

/** Workbooks (xlsx, xls, ods, SpreadsheetML 2003), each read in a thread of its own that is ended when it takes too much. */

export type SentCell = Exclude<Cell, Unvalued> | { formula: string }
export type SentRecord = { line: number; cells: SentCell[]; covered?: [number, SentCell][] }
/** Asks for the next records of a sheet; `id` numbers the readings, from 1. */
export type Question = { id: number; sheet: number }
/** What the thread refuses: a sentence of its own where the file is too large, else what follows on "The file". */
export type Refusal = Text & { isTooLarge: boolean }
/** To 0: what the workbook is. To a reading: its next records; with `notes` they are the last. */
export type Answer = {
  id: number
  refusal?: Refusal
  kind?: string
  notes?: FileNote[]
  names?: { name: string | null; notes: FileNote[] }[]
  records?: SentRecord[]
}

/** What the thread is given: the bytes, or the file that they are in. */
export type Given = { bytes: Uint8Array | undefined; fd: number | undefined; size: number; limits: ReadLimits }

export type Workbook = {
  /** `xlsx`, `xls`, `ods` or `xml`. */
  kind: string
  /** Every sheet in its order, hidden ones too. A table can be read again, from its beginning. */
  tables: Table[]
  /** Of the workbook as a whole. */
  notes: FileNote[]
  /** Ends the thread. Whoever has opened a workbook closes it. */
  close: () => Promise<void>
}

/** Workbooks that are read at once: each may take the memory of its limit. */
const gate = new Gate({
  places: 2,
  share: 2,
  patience: 120_000,
  what: { en: 'The places in which workbooks are read', sv: 'Platserna där arbetsböcker läses' }
})

/**
 * Opens a workbook; which format it is, its content says. Rows come as they are asked for.
 * @throws Malformed (`import-file`: damaged, cut off, protected by a password, no workbook), TooLarge
 * (`import-file-too-large`: unpacked, in cells, memory or time), Unavailable. So do the records.
 */
export async function openWorkbook(file: Uint8Array | Source, limits: ReadLimits = usualLimits): Promise<Workbook> {
  await gate.enter('')
  const thread = new Thread(sourceOf(file), limits)
  const close = async () => {
    if (await thread.end()) gate.leave('')
  }
  try {
    const { kind, notes, names } = await thread.ask()
    const tables = names!.map(({ name, notes }, sheet) => tableOf(thread, sheet, name, notes))
    return { kind: kind!, notes: notes!, tables, close }
  } catch (error) {
    await close()
    throw error
  }
}

function tableOf(thread: Thread, sheet: number, name: string | null, notes: FileNote[]): Table {
  async function* records(): AsyncGenerator<TableRecord> {
    const id = thread.newReading()
    for (;;) {
      const { records, notes: complete } = await thread.ask({ id, sheet })
      for (const record of records!) yield received(record)
      if (!complete) continue
      notes.splice(0, notes.length, ...complete)
      return
    }
  }
  return { sheet: name, notes, records: { [Symbol.asyncIterator]: records } }
}

function received({ line, cells, covered }: SentRecord): TableRecord {
  const cell = (sent: SentCell): Cell => (typeof sent === 'object' && sent !== null ? new Unvalued(sent.formula) : sent)
  const all = cells.map(cell)
  return covered
    ? { line, cells: all, covered: new Map(covered.map(([at, sent]) => [at, cell(sent)])) }
    : { line, cells: all }
}

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void }

/** The thread of one workbook, and the questions to it that are not answered yet. */
class Thread {
  readonly #worker: Worker
  readonly #limits: ReadLimits
  readonly #waiting = new Map<number, Waiting>()
  #failure: Error | undefined
  #readings = 0
  #isEnded = false

  constructor({ bytes, fd, size }: Source, limits: ReadLimits) {
    this.#limits = limits
    this.#worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
      // A file's number is the process's: its bytes need not be in memory.
      workerData: { bytes, fd, size, limits } satisfies Given,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 64 },
      // Nothing of the service's settings is within reach of a file.
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true
    })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.resolve(answer)
    })
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#fail(failureOf(error, limits)))
    this.#worker.on('exit', () =>
      this.#fail(unreadable('cannot be read as a workbook', 'kan inte läsas som en arbetsbok'))
    )
  }

  newReading(): number {
    return ++this.#readings
  }

  /** What the workbook is, or the next records of a reading. @throws as openWorkbook */
  async ask(question?: Question): Promise<Answer> {
    if (this.#failure) throw this.#failure
    const id = question?.id ?? 0
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#waiting.set(id, { resolve, reject })
    const { timeoutMs } = this.#limits
    const late = setTimeout(() => {
      this.#fail(
        tooLarge({
          en: `A step of reading the file takes longer than ${timeoutMs / 1000} seconds.`,
          sv: `Ett steg i läsningen av filen tar längre tid än ${timeoutMs / 1000} sekunder.`
        })
      )
      void this.#worker.terminate()
    }, timeoutMs)
    if (question) this.#worker.postMessage(question)
    const { refusal, ...answer } = await promise.finally(() => {
      clearTimeout(late)
      this.#waiting.delete(id)
    })
    if (!refusal) return answer
    if (refusal.isTooLarge) throw tooLarge(refusal)
    throw unreadable(refusal.en.replace(/^The file |\.$/g, ''), refusal.sv.replace(/^Filen |\.$/g, ''))
  }

  #fail(error: Error) {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
  }

  /** Whether this ended it: the second time it does not. */
  async end(): Promise<boolean> {
    if (this.#isEnded) return false
    this.#isEnded = true
    await this.#worker.terminate()
    return true
  }
}

function failureOf(error: NodeJS.ErrnoException, { memoryMb }: ReadLimits): Error {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return tooLarge({
      en: `Reading the file takes more than ${memoryMb} MB of memory.`,
      sv: `Att läsa filen tar mer än ${memoryMb} MB minne.`
    })
  return unreadable('is damaged and cannot be read', 'är skadad och kan inte läsas')
}
