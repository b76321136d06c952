import { readFileSync } from 'node:fs'
import pg from 'pg'

const c = new pg.Client({ connectionString: readFileSync('/tmp/t2-seed.log', 'utf8').split('\n')[0] })
await c.connect()
const text = process.argv[2] === '-f' ? readFileSync(process.argv[3]!, 'utf8') : process.argv[2]!
for (const q of text.split(/;;\n?/)) {
  if (!q.trim()) continue
  const { rows } = await c.query(q)
  for (const r of rows)
    console.log(
      Object.values(r)
        .map(v => (typeof v === 'object' ? JSON.stringify(v) : v))
        .join(' | ')
        .slice(0, 220)
    )
}
await c.end()
