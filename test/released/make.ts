import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { readMigrations } from '../../src/platform/database/migration-files.ts'
import { root } from '../support/embedded.ts'
import { typeNames } from './describe.ts'
import { asked, describedOf, type Released, writeReleased } from './statements.ts'

/** `npm run released`: plays the two thousand requests of bench/session.ts and keeps what they asked of the database. */

const home = await mkdtemp(join(tmpdir(), 'partnerskap-released-'))
try {
  const file = join(home, 'statements.json')
  execFileSync(
    process.execPath,
    ['--import', join(root, 'test/released/collect.ts'), join(root, 'bench/session.ts'), join(home, 'session.jsonl')],
    { cwd: root, env: { ...process.env, STATEMENTS_FILE: file }, stdio: ['ignore', 'ignore', 'inherit'] }
  )
  const released = await described(JSON.parse(await readFile(file, 'utf8')))
  await writeReleased(released)
  console.log(`${released.statements.length} statements at ${released.migration}`)
} finally {
  await rm(home, { recursive: true, force: true })
}

async function described(sent: string[]): Promise<Released> {
  const { url, stop } = await startEmbedded({ dataDir: join(home, 'data'), durable: false })
  try {
    await migrate(url)
    return await fitting(url, sent)
  } finally {
    await stop()
  }
}

async function fitting(url: string, sent: string[]): Promise<Released> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { working, texts } = asked(sent)
    for (const text of working) await client.query(text)
    const nameOf = await typeNames(client)
    const statements = []
    for (const text of texts) statements.push(await describedOf(client, text, nameOf))
    return { migration: readMigrations().at(-1)!.name, working, statements }
  } finally {
    await client.end()
  }
}
