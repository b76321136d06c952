#!/usr/bin/env node
// Plain JavaScript, so that an old Node can read it: with --ignore-scripts npm leaves the machine's own in place.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Node.js 24 or newer is needed; this is ${process.version}. Run npm ci (with scripts), then npm start.`)
  process.exit(1)
}
import('./faster-start.js').then(() => import('../src/cli.ts'))
