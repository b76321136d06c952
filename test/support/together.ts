import { readdirSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import t from 'tap'

/** As many as run at once (jobs in .taprc, less the one that the compiler takes). */
export const PARTS = 3

const tests = join(import.meta.dirname, '..')

/** Files of tests of `test/<folder>/`, or of `test` itself; those of a client that is generated are not ours. */
export function testFiles(): string[] {
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts') && file.split(sep).length < 3 && file !== 'check.test.ts')
    .sort()
}

/**
 * Runs test files one after the other in this process: of one part of three, or of the folders named. Starting a process for
 * each, reading everything anew in it and running what nobody has compiled yet was more than half of the work of a run.
 * Each file can be run on its own as well.
 */
export function together(which: number | string[]): void {
  const files =
    typeof which === 'number' ? parts()[which - 1]! : testFiles().filter(file => which.includes(dirname(file)))
  if (files.length === 0) throw new Error(`There are no test files in ${which}`)
  const endOfFile = teardownByFile()
  // A file is read within a test: the tests that it makes wait until it is read, and the next file until they have run.
  const readNext = () => {
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

/** All test files in parts of about the same number of bytes, which run about as long; a folder stays together. */
export function parts(): string[][] {
  const folders = Map.groupBy(testFiles(), file => (dirname(file) === '.' ? file : dirname(file)))
  const sized = [...folders.values()].map(files => ({
    files,
    bytes: files.reduce((sum, file) => sum + statSync(join(tests, file)).size, 0)
  }))
  sized.sort((a, b) => b.bytes - a.bytes)
  const made = Array.from({ length: PARTS }, () => ({ files: [] as string[], bytes: 0 }))
  for (const { files, bytes } of sized) {
    const least = made.reduce((one, other) => (other.bytes < one.bytes ? other : one))
    least.files.push(...files)
    least.bytes += bytes
  }
  return made.map(({ files }) => files)
}
