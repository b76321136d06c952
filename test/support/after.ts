import { stopEmbedded } from '../../src/platform/database/embedded.ts'
import { dataDir } from './database.ts'

if (!process.env.TEST_DATABASE_URL) await stopEmbedded({ dataDir, user: process.ppid })
