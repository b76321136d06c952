import { writeFile } from 'node:fs/promises'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { dataDir, dropClones, ensureTemplate, urlFile } from './database.ts'
import { takeNothing } from './taken.ts'

// tap runs this once before all test files, and after.ts after them, even if they fail. This process ends and leaves
// the server to tap, its parent: runs at the same time share one, and the last of them stops it.
if (!process.env.TEST_DATABASE_URL) {
  const { url, adopted } = await startEmbedded({ dataDir, durable: false, user: process.ppid })
  await writeFile(urlFile, url, { mode: 0o600 })
  // Nobody else is here: what an interrupted run left behind can go.
  if (!adopted) await dropClones()
}
await ensureTemplate({ afresh: true })
takeNothing()
