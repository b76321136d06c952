import { parentPort } from 'node:worker_threads'
import { makePaper, type Wanted } from './make.ts'
import type { Answer } from './thread.ts'

/** The thread that makes papers: however long one takes, the service goes on. */

const say = (answer: Answer) => parentPort!.postMessage(answer)

parentPort!.on('message', async (wanted: Wanted) => {
  try {
    say({ paper: await makePaper(wanted) })
  } catch (error) {
    say({ failure: (error as Error).stack ?? String(error) })
  }
})
