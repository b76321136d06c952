import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../../platform/database/connection.ts'

/** The bytes of a COPY, as fast as they are read and no faster. */

export type Copied = {
  chunks: AsyncGenerator<Buffer>
  /** How many rows there were; told when all have been read. */
  rowCount: () => number
}

/** Bytes of a COPY that are read ahead of its reader. */
const AHEAD = 262_144

/**
 * Runs a `COPY … TO STDOUT` over a connection of its own, which holds its snapshot until the last byte is read. Once the signal
 * says that nobody reads on, the connection is ended, and with it what runs there.
 * @throws Unavailable (`busy`), errors of the database, the reason of the signal
 */
export function copied(database: Database, statement: string, signal: AbortSignal): Copied {
  let rowCount = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    signal.throwIfAborted()
    const client = await database.$client.connect()
    let isHeld = true
    const release = (why?: Error) => {
      if (isHeld) client.release(why)
      isHeld = false
    }
    // Whoever is gone asks for no next chunk: the connection does not wait for that.
    const stop = () => release(signal.reason)
    signal.addEventListener('abort', stop)
    try {
      signal.throwIfAborted()
      const copy = client.query(copyTo(statement, { highWaterMark: AHEAD }))
      for await (const chunk of copy) yield chunk
      // What comes after the last row: the count of rows, or that the connection was lost.
      await client.query('select')
      ;({ rowCount } = copy as unknown as { rowCount: number })
      release()
    } finally {
      signal.removeEventListener('abort', stop)
      release(new Error('the export was not read to its end'))
    }
  }
  return { chunks: chunks(), rowCount: () => rowCount }
}

/** The chunks as they come; calls `onStalled` where nobody takes the next for so many milliseconds and the signal has not ended it. */
export async function* watched<T>(
  chunks: AsyncIterable<T>,
  milliseconds: number,
  signal: AbortSignal,
  onStalled: () => void
): AsyncGenerator<T> {
  let timer: NodeJS.Timeout | undefined
  const stop = () => clearTimeout(timer)
  signal.addEventListener('abort', stop)
  try {
    for await (const chunk of chunks) {
      timer = setTimeout(onStalled, milliseconds)
      yield chunk
      clearTimeout(timer)
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
