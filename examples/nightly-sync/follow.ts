import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Event, Partnerskap } from '@partnerskap/client'

/** What is known of the register: where the feed was read to, and each record as its events tell it. */
export type State = { position?: string; records: Record<string, { version: number; fields: Record<string, unknown> }> }

export async function readState(file: string): Promise<State> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { records: {} }
    throw error
  }
}

/** Reads on from the kept position, and keeps what came of it with the new one: both or neither. */
export async function follow(api: Partnerskap, file: string): Promise<{ records: number; events: number }> {
  const state = await readState(file)
  let count = 0
  for await (const { events, position } of api.feed({ after: state.position, untilCaughtUp: true })) {
    for (const event of events) take(state, event)
    state.position = position
    count += events.length
    // A file is renamed as a whole: whoever is killed before it has read nothing yet.
    await writeFile(`${file}.new`, JSON.stringify(state))
    await rename(`${file}.new`, file)
  }
  return { records: Object.keys(state.records).length, events: count }
}

function take({ records }: State, { subjectType, subjectId, subjectVersion, after }: Event) {
  const name = `${subjectType}/${subjectId}`
  const fields = { ...records[name]?.fields, ...after }
  records[name] = { version: subjectVersion ?? 0, fields }
}
