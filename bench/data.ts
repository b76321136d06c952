import { parseArgs } from 'node:util'
import { verifyTotals } from '../src/commands/totals.ts'
import { loadConfig } from '../src/config.ts'
import { openDatabase } from '../src/platform/database/open.ts'
import { seed, seededCode, sizeOf } from './seed.ts'

/**
 * `npm run bench:data -- --municipalities 290 --payments 1000000`: fills the database of the settings, which has nothing of these
 * codes yet, with the same register in every run but for its ids: decisions, lines, awards, plans and payments, settled by the ledger's own
 * rules. A municipality has the share of its place: the first as much as the second and third together. Ends with 2 where totals differ.
 */

const { values } = parseArgs({
  options: { municipalities: { type: 'string', default: '20' }, payments: { type: 'string', default: '100000' } }
})
const [municipalities, payments] = [Number(values.municipalities), Number(values.payments)]
if (!(municipalities >= 1 && municipalities <= 1_000 && payments >= 1))
  throw new Error('--municipalities 1 to 1000, --payments 1 and more')

const shares = Array.from({ length: municipalities }, (_, nth) => 1 / (nth + 1))
const whole = shares.reduce((sum, share) => sum + share, 0)
const { database, close } = await openDatabase(loadConfig(), console)
try {
  const sizes = shares.map(share => sizeOf((payments * share) / whole))
  await seed(database, sizes, done => console.log(`${seededCode(done - 1)}  ${done} of ${municipalities}`))
  process.exitCode = await verifyTotals(database, {})
} finally {
  await close()
}
