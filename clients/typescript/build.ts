import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

/**
 * Makes dist/: the types of openapi/openapi.json (src/schema.ts), and the sources as JavaScript with their declarations. Nothing is
 * done where nothing has changed since.
 */

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const read = (file: string) => readFileSync(here(file), 'utf8')

const document = read('../../openapi/openapi.json')
const sources = [
  'build.ts',
  'tsconfig.json',
  'package.json',
  ...['index', 'problem', 'send', 'walk'].map(name => `src/${name}.ts`)
]
const made = createHash('sha256')
for (const text of [document, ...sources.map(read)]) made.update(text)
const digest = made.digest('hex')

if (digest !== known()) {
  writeFileSync(here('src/schema.ts'), await types())
  const { status } = spawnSync(process.execPath, [here('node_modules/typescript/bin/tsc')], {
    cwd: here('.'),
    stdio: 'inherit'
  })
  if (status !== 0) process.exit(1)
  writeFileSync(here('dist/.made-of'), digest)
}

function known() {
  try {
    return read('dist/.made-of')
  } catch {
    return null
  }
}

/** The client fills the municipality in: it is no parameter of a call. */
async function types() {
  const parsed = JSON.parse(document)
  type Named = { parameters?: { $ref?: string }[] }
  // Of a path and of its operations.
  for (const path of Object.values<Named & Record<string, Named>>(parsed.paths)) {
    for (const named of [path, ...Object.values(path)]) {
      named.parameters &&= named.parameters.filter(each => each.$ref !== '#/components/parameters/municipalityCode')
    }
  }
  return `// Made of openapi/openapi.json by build.ts.\n${astToString(await openapiTS(parsed, { emptyObjectsUnknown: true }))}`
}
