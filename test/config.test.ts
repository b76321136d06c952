import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'
import { ConfigurationError, loadConfig, serversOf } from '../src/config.ts'

const example = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'))

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

t.test('without any setting the defaults hold, and cannot be changed', async t => {
  const config = loadConfig({})
  t.strictSame(config, {
    port: 3000,
    host: '127.0.0.1',
    dataDir: '.data',
    databaseUrl: undefined,
    databaseReplicaUrls: [],
    replicaMaxLagBytes: 16_777_216,
    replicaMaxLagMs: 5_000,
    readOnly: false,
    databasePoolerUrl: undefined,
    publicUrl: undefined,
    logLevel: 'info',
    importMaxBytes: 2 * 1024 ** 3,
    spoolDir: tmpdir(),
    bodyMaxBytes: 1024 * 1024,
    importMaxRows: 1_000_000,
    importMaxUnpackedBytes: 2 * 1024 ** 3,
    importMaxCells: 20_000_000,
    importMemoryMb: 1024,
    importTimeoutMs: 60_000,
    files: { kind: 'folder', path: join('.data', 'files') },
    fileTypes: ['pdf', 'docx', 'xlsx', 'odt', 'ods', 'png', 'jpeg', 'csv', 'txt', 'eml'],
    fileMaxBytes: 50 * 1024 ** 2,
    fileScanner: undefined,
    fileScanTimeoutMs: 60_000,
    fileAddressMinutes: 5,
    databasePoolSize: 10,
    totalsPoolSize: 3,
    importsPoolSize: 2,
    exportsPoolSize: 2,
    exportStallMs: 60_000,
    statementTimeoutMs: 30_000,
    lockTimeoutMs: 10_000,
    shutdownDelayMs: 0,
    shutdownTimeoutMs: 20_000,
    docs: true,
    worker: 'inProcess',
    webhookTimeoutMs: 10_000,
    webhookLogDays: 30,
    trustProxy: false,
    printFirstKey: false,
    allowPrivateAddresses: false,
    rateLimitPerMinute: 12_000,
    failedKeysPerMinute: 60,
    corsOrigins: [],
    metricsPort: undefined,
    otlpTracesUrl: undefined
  })
  t.ok(Object.isFrozen(config))
})

t.test('every setting can be set', async t => {
  t.strictSame(
    loadConfig({
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/var/lib/partnerskap',
      DATABASE_URL: 'postgresql://app:p%40ss@db.example.se/partnerskap?sslmode=require',
      DATABASE_POOLER_URL: 'postgresql://app:p%40ss@pooler.example.se:6432/partnerskap',
      DATABASE_REPLICA_URLS: 'postgres://app@one/partnerskap, postgres://app@two:5433/partnerskap',
      REPLICA_MAX_LAG_BYTES: '0',
      REPLICA_MAX_LAG_MS: '1000',
      PUBLIC_URL: 'https://api.example.se/bidrag/',
      LOG_LEVEL: 'WARN',
      IMPORT_MAX_BYTES: '1',
      SPOOL_DIR: '/var/spool/partnerskap',
      BODY_MAX_BYTES: '2',
      MAX_IMPORT_ROWS: '4',
      IMPORT_MAX_UNPACKED_BYTES: '8',
      IMPORT_MAX_CELLS: '9',
      IMPORT_MEMORY_MB: '16',
      IMPORT_TIMEOUT_MS: '10',
      FILES: 's3://filer/partnerskap',
      FILES_ENDPOINT: 'https://storage.example.se',
      FILES_REGION: 'eu-north-1',
      FILES_ACCESS_KEY_ID: 'AKIA',
      FILES_SECRET_ACCESS_KEY: 'p+/=',
      FILE_TYPES: 'pdf png',
      FILE_MAX_BYTES: '11',
      FILE_SCANNER: 'icap://clam:1344/avscan',
      FILE_SCAN_TIMEOUT_MS: '100',
      FILE_ADDRESS_MINUTES: '60',
      DATABASE_POOL_SIZE: '3',
      TOTALS_POOL_SIZE: '2',
      IMPORTS_POOL_SIZE: '1',
      EXPORTS_POOL_SIZE: '4',
      EXPORT_STALL_MS: '5000',
      STATEMENT_TIMEOUT_MS: '0',
      LOCK_TIMEOUT_MS: '5',
      SHUTDOWN_DELAY_MS: '6',
      SHUTDOWN_TIMEOUT_MS: '7',
      DOCS: 'off',
      WORKER: 'None',
      WEBHOOK_TIMEOUT_MS: '100',
      WEBHOOK_LOG_DAYS: '1',
      TRUST_PROXY: 'on',
      PRINT_FIRST_KEY: 'true',
      ALLOW_PRIVATE_ADDRESSES: 'True',
      RATE_LIMIT_PER_MINUTE: '0',
      FAILED_KEYS_PER_MINUTE: '7',
      CORS_ORIGINS: 'https://portal.example.se, http://localhost:8080',
      METRICS_PORT: '9464',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/'
    }),
    {
      port: 0,
      host: '::1',
      dataDir: '/var/lib/partnerskap',
      databaseUrl: 'postgresql://app:p%40ss@db.example.se/partnerskap?sslmode=require',
      databasePoolerUrl: 'postgresql://app:p%40ss@pooler.example.se:6432/partnerskap',
      databaseReplicaUrls: ['postgres://app@one/partnerskap', 'postgres://app@two:5433/partnerskap'],
      replicaMaxLagBytes: 0,
      replicaMaxLagMs: 1000,
      readOnly: false,
      publicUrl: 'https://api.example.se/bidrag',
      logLevel: 'warn',
      importMaxBytes: 1,
      spoolDir: '/var/spool/partnerskap',
      bodyMaxBytes: 2,
      importMaxRows: 4,
      importMaxUnpackedBytes: 8,
      importMaxCells: 9,
      importMemoryMb: 16,
      importTimeoutMs: 10,
      files: {
        ...{ kind: 's3', bucket: 'filer', prefix: 'partnerskap/', endpoint: 'https://storage.example.se' },
        ...{ region: 'eu-north-1', accessKeyId: 'AKIA', secretAccessKey: 'p+/=' }
      },
      fileTypes: ['pdf', 'png'],
      fileMaxBytes: 11,
      fileScanner: { kind: 'icap', host: 'clam', port: 1344, service: 'avscan' },
      fileScanTimeoutMs: 100,
      fileAddressMinutes: 60,
      databasePoolSize: 3,
      totalsPoolSize: 2,
      importsPoolSize: 1,
      exportsPoolSize: 4,
      exportStallMs: 5000,
      statementTimeoutMs: 0,
      lockTimeoutMs: 5,
      shutdownDelayMs: 6,
      shutdownTimeoutMs: 7,
      docs: false,
      worker: 'none',
      webhookTimeoutMs: 100,
      webhookLogDays: 1,
      trustProxy: true,
      printFirstKey: true,
      allowPrivateAddresses: true,
      rateLimitPerMinute: 0,
      failedKeysPerMinute: 7,
      corsOrigins: ['https://portal.example.se', 'http://localhost:8080'],
      metricsPort: 9464,
      otlpTracesUrl: 'http://collector:4318/v1/traces'
    }
  )
})

t.test('what is on or off may be written true or false', async t => {
  for (const [name, key] of [
    ['DOCS', 'docs'],
    ['READ_ONLY', 'readOnly'],
    ['TRUST_PROXY', 'trustProxy'],
    ['PRINT_FIRST_KEY', 'printFirstKey'],
    ['ALLOW_PRIVATE_ADDRESSES', 'allowPrivateAddresses']
  ] as const) {
    const read = (value: string) => loadConfig({ DATABASE_URL: 'postgres://u@server/x', [name]: value })[key]
    for (const value of ['on', 'true', 'TRUE']) t.equal(read(value), true, `${name}=${value}`)
    for (const value of ['off', 'false', 'Off']) t.equal(read(value), false, `${name}=${value}`)
  }
})

t.test('the address of traces may be named whole, and then goes before the other', async t => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }
  t.equal(
    loadConfig({ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://spans.example.se/in' }).otlpTracesUrl,
    'https://spans.example.se/in'
  )
})

t.test('empty and blank settings count as absent, unknown ones are ignored', async t => {
  t.strictSame(loadConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '', DOCS: '', PORTT: 'x' }), loadConfig({}))
})

t.test('a pooler stands before a server that is named', async t => {
  const pooler = 'postgres://u@pooler:6432/x'
  t.match(problemsOf({ DATABASE_POOLER_URL: pooler }), [/^DATABASE_POOLER_URL needs DATABASE_URL/])
  t.strictSame(problemsOf({ DATABASE_POOLER_URL: pooler, DATABASE_URL: 'postgres://u@server/x' }), [])
})

t.test('an address may name several servers, of which the one that takes writes is asked', async t => {
  const servers = (url: string) => serversOf(loadConfig({ DATABASE_URL: url }).databaseUrl!)
  t.strictSame(servers('postgres://u:p%2C%40@one,two:5433,[::1]:5434/x?sslmode=require'), [
    'postgres://u:p%2C%40@one/x?sslmode=require',
    'postgres://u:p%2C%40@two:5433/x?sslmode=require',
    'postgres://u:p%2C%40@[::1]:5434/x?sslmode=require'
  ])
  t.strictSame(servers('postgres://one/x'), ['postgres://one/x'])
  t.strictSame(problemsOf({ DATABASE_URL: 'postgres://u@one,two/x?target_session_attrs=read-write' }), [])
  t.match(problemsOf({ DATABASE_URL: 'postgres://u@one,two/x?target_session_attrs=any' }), [/target_session_attrs/])
  t.match(problemsOf({ DATABASE_URL: 'postgres://u@one:5432:1,two/x' }), [/^DATABASE_URL is not a URL/])
})

t.test('standbys stand beside a primary, and a process that only reads has one server', async t => {
  const [one, two] = ['postgres://u@one/x', 'postgres://u@two/x']
  t.match(problemsOf({ DATABASE_REPLICA_URLS: two }), [/^DATABASE_REPLICA_URLS needs DATABASE_URL/])
  t.match(problemsOf({ DATABASE_URL: one, DATABASE_REPLICA_URLS: `${two},` }), [
    /^DATABASE_REPLICA_URLS must be addresses/
  ])
  t.match(problemsOf({ READ_ONLY: 'on' }), [/^READ_ONLY needs DATABASE_URL/])
  t.match(problemsOf({ READ_ONLY: 'on', DATABASE_URL: one, DATABASE_REPLICA_URLS: two }), [/^READ_ONLY reads from/])
  t.match(problemsOf({ READ_ONLY: 'on', DATABASE_URL: 'postgres://u@one,two/x' }), [/^READ_ONLY reads from one/])
  t.strictSame(problemsOf({ READ_ONLY: 'on', DATABASE_URL: one }), [])
})

t.test('files are kept in a folder or in S3, and scanned by ICAP or a command', async t => {
  const keys = { FILES_ACCESS_KEY_ID: 'AKIA', FILES_SECRET_ACCESS_KEY: 'hunter2/+=' }
  t.strictSame(loadConfig({ DATA_DIR: '/data' }).files, { kind: 'folder', path: '/data/files' })
  t.strictSame(loadConfig({ FILES: 'folder:/srv/files' }).files, { kind: 'folder', path: '/srv/files' })
  const account = { accessKeyId: 'AKIA', secretAccessKey: 'hunter2/+=' }
  t.strictSame(loadConfig({ FILES: 's3://kommunen-filer', FILES_REGION: 'eu-north-1', ...keys }).files, {
    ...{ kind: 's3', bucket: 'kommunen-filer', prefix: '', region: 'eu-north-1' },
    ...{ endpoint: 'https://s3.eu-north-1.amazonaws.com', ...account }
  })
  t.strictSame(loadConfig({ FILES: 's3://filer/a/b/', FILES_ENDPOINT: 'http://storage:9000/', ...keys }).files, {
    ...{ kind: 's3', bucket: 'filer', prefix: 'a/b/', region: 'us-east-1', endpoint: 'http://storage:9000', ...account }
  })
  t.match(problemsOf({ FILES: 's3://filer' }), [/^FILES of S3 needs FILES_ACCESS_KEY_ID and FILES_SECRET_ACCESS_KEY/])
  for (const FILES of ['s3://filer/../x', 's3://', 's3://Filer_', '/srv', 'folder:'])
    t.match(problemsOf({ FILES, ...keys }), [/^FILES must be folder:PATH or s3:/], FILES)
  t.notMatch(problemsOf({ FILES_SECRET_ACCESS_KEY: 'hunter2 hunter2' }).join(), /hunter2/)
  const scanner = (FILE_SCANNER: string) => loadConfig({ FILE_SCANNER }).fileScanner
  t.strictSame(scanner('icap://clam:1345/avscan'), { kind: 'icap', host: 'clam', port: 1345, service: 'avscan' })
  t.strictSame(scanner('icap://[::1]/avscan'), { kind: 'icap', host: '::1', port: 1344, service: 'avscan' })
  t.strictSame(scanner('command:clamdscan --no-summary -'), {
    ...{ kind: 'command', command: ['clamdscan', '--no-summary', '-'] }
  })
  t.strictSame(loadConfig({ FILE_TYPES: 'PDF, txt' }).fileTypes, ['pdf', 'txt'])
})

t.test('all that is wrong is told at once, each by its name', async t => {
  const problems = problemsOf({
    PORT: '80a',
    HOST: 'http://here',
    DATA_DIR: 'a\0b',
    DATABASE_URL: 'mysql://here/x',
    DATABASE_REPLICA_URLS: 'mysql://here/x',
    REPLICA_MAX_LAG_BYTES: '-1',
    REPLICA_MAX_LAG_MS: '999',
    READ_ONLY: '1',
    DATABASE_POOLER_URL: 'mysql://here/x',
    PUBLIC_URL: 'api.example.se',
    LOG_LEVEL: 'loud',
    IMPORT_MAX_BYTES: '0',
    SPOOL_DIR: 'a\0b',
    BODY_MAX_BYTES: '1.5',
    MAX_IMPORT_ROWS: '0',
    IMPORT_MAX_UNPACKED_BYTES: '0',
    IMPORT_MAX_CELLS: '1e6',
    IMPORT_MEMORY_MB: '15',
    IMPORT_TIMEOUT_MS: '0',
    FILES: 'ftp://here',
    FILES_ENDPOINT: 'storage:9000',
    FILES_REGION: 'a b',
    FILES_ACCESS_KEY_ID: 'a b',
    FILES_SECRET_ACCESS_KEY: 'a b',
    FILE_TYPES: 'pdf exe',
    FILE_MAX_BYTES: '0',
    FILE_SCANNER: 'clamd',
    FILE_SCAN_TIMEOUT_MS: '99',
    FILE_ADDRESS_MINUTES: '61',
    DATABASE_POOL_SIZE: '-1',
    TOTALS_POOL_SIZE: '0',
    IMPORTS_POOL_SIZE: 'two',
    EXPORTS_POOL_SIZE: '0',
    EXPORT_STALL_MS: '0',
    LOCK_TIMEOUT_MS: '-5',
    SHUTDOWN_DELAY_MS: '1s',
    SHUTDOWN_TIMEOUT_MS: '0',
    STATEMENT_TIMEOUT_MS: '30s',
    DOCS: '1',
    WORKER: 'off',
    WEBHOOK_TIMEOUT_MS: '99',
    WEBHOOK_LOG_DAYS: '0',
    TRUST_PROXY: 'yes',
    PRINT_FIRST_KEY: 'please',
    ALLOW_PRIVATE_ADDRESSES: 'no',
    RATE_LIMIT_PER_MINUTE: '-1',
    FAILED_KEYS_PER_MINUTE: 'few',
    CORS_ORIGINS: 'https://portal.example.se/path',
    METRICS_PORT: '70000',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'grpc://collector'
  })
  t.strictSame(problems.map(problem => problem.split(' ')[0]).sort(), Object.keys(example).sort())
  t.throws(() => loadConfig({ PORT: '80a', DOCS: 'maybe' }), {
    message:
      /PORT must be a whole number from 0 to 65535, not "80a"\n +DOCS must be one of on, off, true, false, not "maybe"$/
  })
})

t.test('a value just outside its range is refused', async t => {
  for (const [name, value] of [
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['IMPORT_MAX_BYTES', '9007199254740993'],
    ['DATABASE_POOL_SIZE', '0'],
    ['STATEMENT_TIMEOUT_MS', '2147483648'],
    ['PUBLIC_URL', 'ftp://example.se'],
    ['PUBLIC_URL', 'https://me:secret@example.se'],
    ['PUBLIC_URL', 'https://example.se/?a=b'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['CORS_ORIGINS', 'portal.example.se'],
    ['CORS_ORIGINS', 'https://a.example.se https://b.example.se/'],
    ['CORS_ORIGINS', 'null'],
    ['HOST', '[::1]'],
    ['HOST', 'localhost:3000']
  ]) {
    t.match(problemsOf({ [name!]: value }), [new RegExp(`^${name} `)], `${name}=${value}`)
  }
})

t.test('a password is never repeated, even where the URL cannot be parsed', async t => {
  for (const url of ['mysql://app:hunter2@db/x', 'postgres://app:hunter2#@db:x/y', 'postgres://app:hunter2@db']) {
    const problems = problemsOf({ DATABASE_URL: url })
    t.match(problems, [/^DATABASE_URL /], url)
    t.notMatch(problems.join(), /hunter2/)
  }
  t.notMatch(problemsOf({ PUBLIC_URL: 'https://me:hunter2@example.se' }).join(), /hunter2/)
})

t.test('.env.example lists every setting and nothing else, and says the defaults', async t => {
  const asked = new Set<string>()
  const defaults = loadConfig(new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void asked.add(String(name)) }))
  t.strictSame(Object.keys(example).sort(), [...asked].sort())
  t.strictSame(loadConfig(example), defaults)
})
