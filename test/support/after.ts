import { stopEmbedded } from '../../src/platform/database/embedded.ts'
import { dataDir } from './database.ts'
import { takeNothing } from './taken.ts'

if (!process.env.TEST_DATABASE_URL) await stopEmbedded({ dataDir, user: process.ppid })
takeNothing()
