import { stopEmbedded } from '../src/database/embedded.ts'

await stopEmbedded({ dataDir: process.argv[2]!, user: Number(process.argv[3] ?? process.pid) })
