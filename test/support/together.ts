import { readdirSync } from 'node:fs'
import t from 'tap'
import { lendByFile } from './lending.ts'

/** Runs all test files of a folder one after the other in this process: starting one for each, and compiling everything
 * anew in it, was a quarter of the work of a run. Each file can be run on its own as well. */
export function together(folder: string): void {
  const files = readdirSync(folder).filter(name => name.endsWith('.test.ts'))
  files.sort()
  const giveBack = lendByFile(t)
  t.teardown(giveBack)
  // A file is read within a test: the tests that it makes wait until it is read, and the next file until they have run.
  const readNext = () => {
    const name = files.shift()
    if (!name) return
    t.test(`${name} is read`, async () => {
      await giveBack()
      await import(`${folder}/${name}`)
      readNext()
    })
  }
  readNext()
}
