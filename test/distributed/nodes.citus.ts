import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import t from 'tap'
import { aService, stop } from '../commands/cli.ts'
import { query } from '../support/embedded.ts'
import { until } from '../support/until.ts'
import { people } from '../support/whole-flow.ts'

// Run by `npm run test:distributed` behind the flow, which has distributed the tables. What stops one worker and starts it again only
// the operator knows: `TEST_CITUS_STOP_WORKER` and `TEST_CITUS_START_WORKER` are commands of the shell.

const url = process.env.TEST_CITUS_URL!
const [stopping, starting] = [process.env.TEST_CITUS_STOP_WORKER, process.env.TEST_CITUS_START_WORKER]
const env = { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false', RATE_LIMIT_PER_MINUTE: '0' }
const CODES = ['0127', '0180', '0380', '0480', '0580', '0680', '0780', '0880', '1080', '1280', '1480', '1880']

const shell = async (command: string) => await promisify(execFile)('sh', ['-c', command], { timeout: 120_000 })

/** The node on which the rows of each municipality lie, and whether it answers. */
async function placesOf(codes: string[]) {
  const rows = (await query(
    url,
    `select code, nodename as host, nodeport::int as port from unnest(array['${codes.join("','")}']) code
     join pg_dist_placement on shardid = get_shard_id_for_distribution_column('events', code)
     join pg_dist_node using (groupid)`
  )) as { code: string; host: string; port: number }[]
  const answers = new Map<number, boolean>()
  for (const { host, port } of rows) if (!answers.has(port)) answers.set(port, await doesAnswer(host, port))
  return rows.map(({ code, port }) => ({ code, isThere: answers.get(port)! }))
}

async function doesAnswer(host: string, port: number): Promise<boolean> {
  const address = new URL(url)
  address.hostname = host
  address.port = String(port)
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis: 3_000 })
  client.on('error', () => {})
  return await client.connect().then(
    () => client.end().then(() => true),
    () => false
  )
}

const skip =
  stopping && starting ? false : 'TEST_CITUS_STOP_WORKER and TEST_CITUS_START_WORKER say how a worker is stopped'
t.test('of a worker that is stopped the municipalities answer 503, and the others go on', { skip }, async t => {
  const { child, address } = await aService(t, env)
  const { admin } = await people(t, url, address)
  for (const code of CODES) {
    t.ok((await admin('PUT', `/municipalities/${code}`, { name: `Kommun ${code}` })).status < 300)
    t.equal((await admin('POST', `/${code}/organisations`, { name: 'Föreningen' })).status, 201)
  }
  await shell(stopping!)
  t.teardown(() => shell(starting!))
  const places = await placesOf(CODES)
  t.ok(places.some(({ isThere }) => isThere) && places.some(({ isThere }) => !isThere), 'one of several is away')
  for (const { code, isThere } of places) {
    const read = await admin('GET', `/${code}/organisations`)
    const written = await admin('POST', `/${code}/organisations`, { name: 'Den andra' })
    const told = { read: read.status, written: written.status }
    t.same(
      told,
      isThere ? { read: 200, written: 201 } : { read: 503, written: 503 },
      `${code} ${JSON.stringify(read.body).slice(0, 200)}`
    )
  }
  t.equal(
    (await admin('PUT', '/municipalities/2584', { name: 'Kiruna' })).status,
    503,
    'a register of every node waits for all'
  )

  await shell(starting!)
  await until(async () => (await placesOf(CODES)).every(({ isThere }) => isThere))
  for (const { code, isThere } of places) {
    const { status, body } = await admin('GET', `/${code}/organisations`)
    t.same([status, body.items?.length], [200, isThere ? 2 : 1], `${code} has what was acknowledged, and nothing else`)
    t.equal((await admin('POST', `/${code}/organisations`, { name: 'Den tredje' })).status, 201)
  }
  t.equal((await admin('PUT', '/municipalities/2584', { name: 'Kiruna' })).status, 201)
  t.equal(await stop(child), 0)
})
