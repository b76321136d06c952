import type { Test } from 'tap'
import { readRows } from '../../src/imports/files/file.ts'
import type { RawRow, ReadOptions } from '../../src/imports/files/raw.ts'
import { columnOf } from '../../src/imports/rows/columns.ts'
import { csv } from './reading.ts'

export const json = 'application/json'

export async function rowsOf(file: Uint8Array | string, type = csv, options: ReadOptions = {}) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const { sections, notes, close, ...opened } = await readRows(bytes, type, {
    known: heading => columnOf(heading) !== null,
    naming: heading => columnOf(heading) === 'recipient',
    ...options
  })
  try {
    const rows: RawRow[] = []
    for (const section of sections) for await (const row of section.rows) rows.push(row)
    return { ...opened, headings: sections[0]!.headings, rows, notes: notes() }
  } finally {
    await close()
  }
}

export const cellsOf = async (file: Uint8Array | string, type = csv) =>
  (await rowsOf(file, type)).rows.map(({ cells }) => ({ ...cells }))
export const linesOf = async (file: Uint8Array | string, type = csv) =>
  (await rowsOf(file, type)).rows.map(({ line }) => line)

/** What the promise fails with matches; a promise that does not fail has no rule and no message. */
export const refused = async (t: Test, promise: Promise<unknown>, shape: object) =>
  t.match(await promise.catch(error => error), shape)
