import { existsSync } from 'node:fs'
import { run } from './commands/run.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

await run(process.argv)
