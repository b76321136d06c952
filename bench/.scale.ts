import { connect } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { seed } from './seed.ts'

const { url } = await startEmbedded({ dataDir: '/tmp/t2scale2' })
await migrate(url)
console.log(url)
const database = connect({ url, size: 5, statementTimeout: 0 })
const small = { lines: 3500, organisations: 300, decisions: 120 }
const a = performance.now()
await seed(
  database,
  [{ lines: 100_000, organisations: 3000, decisions: 1200 }, ...Array.from({ length: 290 }, () => small)],
  n => {
    if (n % 20 === 1) console.log(n, Math.round((performance.now() - a) / 1000))
  }
)
console.log('seeded', Math.round((performance.now() - a) / 1000))
await database.$client.end()
