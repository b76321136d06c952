import { readdirSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import t from 'tap'
import { isFirstToTake } from './taken.ts'

const tests = join(import.meta.dirname, '..')

/** Files of tests of `test/<folder>/`, or of `test` itself; those of a client that is generated are not ours. */
function testFiles(): string[] {
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts') && file.split(sep).length < 3 && file !== 'check.test.ts')
    .sort()
}

/**
 * Runs test files one after the other in this process: of the folders named, or of whichever no other process has taken yet. Starting
 * a process for each, reading everything anew in it and running what nobody has compiled yet was more than half of the work of a run.
 * Each file can be run on its own as well.
 */
export function together(named?: string[]): void {
  const folders = testFolders().filter(({ folder }) => !named || named.includes(folder))
  if (folders.length === 0) throw new Error(`There are no test files in ${named}`)
  let files: string[] = []
  const endOfFile = teardownByFile()
  // A file is read within a test: the tests that it makes wait until it is read, and the next file until they have run.
  const readNext = () => {
    while (files.length === 0 && folders.length > 0) {
      const next = folders.shift()!
      if (named || isFirstToTake(next.folder)) files = next.files
    }
    const file = files.shift()
    if (!file) return
    t.test(`${file} is read`, async () => {
      await endOfFile()
      try {
        await import(join(tests, file))
      } finally {
        readNext()
      }
    })
  }
  readNext()
}

/**
 * What a file undoes when all of its tests have run (a clock, a lent database, a service) it undoes before the next file is read, as it
 * would in a process of its own. Answers with what does so.
 */
function teardownByFile(): () => Promise<void> {
  const ofFile: (() => unknown)[] = []
  const undo = async () => {
    for (const each of ofFile.splice(0).reverse()) await each()
  }
  t.teardown(undo)
  const value = (each: () => unknown) => void ofFile.push(each)
  for (const name of ['teardown', 'after']) Object.defineProperty(t, name, { value })
  return undo
}

/** The longest come first, so that what is left for the last process is short; files of `test` itself are a folder each. */
export function testFolders() {
  const folders = Map.groupBy(testFiles(), file => (dirname(file) === '.' ? file : dirname(file)))
  const sized = [...folders].map(([folder, files]) => ({
    folder,
    files,
    bytes: files.reduce((sum, file) => sum + statSync(join(tests, file)).size, 0)
  }))
  return sized.sort((a, b) => b.bytes - a.bytes)
}
