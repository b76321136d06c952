import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { buildApp } from '../app.ts'
import { codes } from '../app-codes.ts'
import { loadConfig } from '../config.ts'
import { connect } from '../platform/database/connection.ts'
import { makeOpenapiDocument, operationsDigest } from '../platform/http/openapi-document.ts'
import { tablesDescribed } from '../reads/exports/described.ts'

const folder = new URL('../../openapi/', import.meta.url)
const EXPORTS = '../docs/exports.md'

/** What openapi/openapi.json, openapi/operations.txt and the tables of docs/exports.md are to hold. Needs no database: none is connected to. */
export async function openapiFiles(): Promise<Record<string, string>> {
  const database = connect({ url: 'postgres://nowhere.invalid/none', size: 1, statementTimeout: 0 })
  const app = await buildApp({ config: loadConfig({ LOG_LEVEL: 'silent', DOCS: 'off' }), database })
  try {
    await app.ready()
    return {
      'openapi.json': `${JSON.stringify(await makeOpenapiDocument(app, codes), null, 2)}\n`,
      'operations.txt': operationsDigest(app),
      [EXPORTS]: tablesDescribed(await readFile(new URL(EXPORTS, folder), 'utf8'))
    }
  } finally {
    await app.close()
    await database.$client.end()
  }
}

/** Names of the committed files that differ from what the code says. */
async function staleAmong(files: Record<string, string>): Promise<string[]> {
  const stale: string[] = []
  for (const [name, text] of Object.entries(files)) {
    if ((await readFile(new URL(name, folder), 'utf8').catch(() => '')) !== text) stale.push(name)
  }
  return stale
}

type Asked = { check?: boolean; release?: boolean }

/** Writes the files, or with `check` only compares them; answers the exit code, 1 when one is stale. `release`: what is written is released,
 * and later documents are held to it. */
export async function openapiCommand({ check = false, release = false }: Asked): Promise<number> {
  const files = await openapiFiles()
  const stale = await staleAmong(files)
  if (check) {
    for (const name of stale) console.error(`openapi/${name} is stale: npm run openapi`)
    return stale.length > 0 ? 1 : 0
  }
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(new URL(name, folder), text)
  if (release) {
    const released = JSON.stringify(JSON.parse(files['openapi.json']!))
    await writeFile(new URL('released.json', folder), `${released}\n`)
  }
  console.log(stale.length > 0 ? `Written: ${stale.map(name => `openapi/${name}`).join(', ')}` : 'Nothing has changed.')
  return 0
}
