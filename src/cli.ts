#!/usr/bin/env node
import { existsSync } from 'node:fs'

// With --ignore-scripts npm leaves an old Node in place; without this it would fail on some syntax far away. So
// nothing of ours, which that Node could not read, is imported before.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Node.js 24 or newer is needed; this is ${process.version}. Run npm ci (with scripts) and npm start.`)
  process.exit(1)
}
if (existsSync('.env')) process.loadEnvFile('.env')

const { run } = await import('./commands/run.ts')
await run(process.argv)
