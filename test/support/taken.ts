import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the processes that one tap starts have taken: a folder here for each folder of tests. */
const taken = join(tmpdir(), `partnerskap-tests-${process.ppid}`)

/** Whether this process takes the folder of tests: no other that the same tap started has taken it. */
export function isFirstToTake(folder: string): boolean {
  mkdirSync(taken, { recursive: true })
  try {
    mkdirSync(join(taken, folder))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** Before a run of tap, and after it. */
export const takeNothing = () => rmSync(taken, { recursive: true, force: true })
