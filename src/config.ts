import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The environment, read once into one frozen object. `.env.example` lists every setting; a test compares. */

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Jobs run in the process of the service, or only by `partnerskap worker`. */
export const WORKERS = ['inProcess', 'none'] as const

/** Types of files that can be kept (platform/files/media-types.ts says what each is). */
export const FILE_TYPES = ['pdf', 'docx', 'xlsx', 'odt', 'ods', 'png', 'jpeg', 'csv', 'txt', 'eml'] as const
export type FileKind = (typeof FILE_TYPES)[number]

/** Where files are kept. */
export type StorageSettings =
  | { kind: 'folder'; path: string }
  | {
      kind: 's3'
      bucket: string
      /** '' or a path that ends with a slash. */
      prefix: string
      endpoint: string
      region: string
      accessKeyId: string
      secretAccessKey: string
    }

/** The virus scanner that is asked of each file. */
export type ScannerSettings =
  | { kind: 'icap'; host: string; port: number; service: string }
  | { kind: 'command'; command: readonly string[] }

export type Config = Readonly<{
  /** 0 = any free port. */
  port: number
  host: string
  /** Where the embedded PostgreSQL keeps its data. */
  dataDir: string
  /** Absent: an embedded PostgreSQL is started. It may name several servers of one cluster (`serversOf`). */
  databaseUrl: string | undefined
  /** Standbys of the same cluster that may be read from; each names one server. */
  databaseReplicaUrls: readonly string[]
  /** How far behind the primary a standby may be and is read from: bytes of the log, and milliseconds until it has them. */
  replicaMaxLagBytes: number
  replicaMaxLagMs: number
  /** The process only reads, of a standby for instance: nothing is migrated, noted or done by itself. */
  readOnly: boolean
  /** A pooler in transaction mode before the same database. Absent: there is none. */
  databasePoolerUrl: string | undefined
  /** Without a slash at the end. Absent: the address that the service listens on. */
  publicUrl: string | undefined
  logLevel: (typeof LOG_LEVELS)[number]
  importMaxBytes: number
  /** Folder of files that are being received and read, where they do not fit in memory. */
  spoolDir: string
  bodyMaxBytes: number
  /** Rows that an import may hold, at most. */
  importMaxRows: number
  /** What reading a file may take: bytes when it is unpacked, cells, megabytes of memory and milliseconds of a step. */
  importMaxUnpackedBytes: number
  importMaxCells: number
  importMemoryMb: number
  importTimeoutMs: number
  /** Where files are kept, which types and how large; the scanner that is asked of each (absent: none), and for how many milliseconds. */
  files: StorageSettings
  fileTypes: readonly FileKind[]
  fileMaxBytes: number
  fileScanner: ScannerSettings | undefined
  fileScanTimeoutMs: number
  /** Minutes for which a signed address of a file holds. */
  fileAddressMinutes: number
  /** Connections for requests, for totals, for imports and for exports. */
  databasePoolSize: number
  totalsPoolSize: number
  importsPoolSize: number
  exportsPoolSize: number
  /** Milliseconds after which an export is given up whose client reads nothing. */
  exportStallMs: number
  /** Milliseconds that a statement may take, or wait for a lock; 0 = no limit. */
  statementTimeoutMs: number
  lockTimeoutMs: number
  /** Milliseconds that the service goes on taking requests after it was told to stop, and is then given to end. */
  shutdownDelayMs: number
  shutdownTimeoutMs: number
  /** Whether /docs is served. */
  docs: boolean
  /** Whether jobs run in the process of the service. */
  worker: (typeof WORKERS)[number]
  /** Milliseconds that a receiver of webhooks has to take one, and days for which the log of deliveries is kept. */
  webhookTimeoutMs: number
  webhookLogDays: number
  /** Whether X-Forwarded-For and its like are believed, of the one proxy that stands before the service. */
  trustProxy: boolean
  /** Whether the first key is printed also where the output is no terminal but a log. */
  printFirstKey: boolean
  /** Whether keys of tokens may be read from private and loopback addresses, and over http, and webhooks be sent there. */
  allowPrivateAddresses: boolean
  /** Requests that one key or subject may make in a minute; 0 = no limit. */
  rateLimitPerMinute: number
  /** Credentials that are refused, of one address in a minute, before it must wait; 0 = no limit. */
  failedKeysPerMinute: number
  /** Origins whose pages may ask from a browser; empty: none, `*`: all. */
  corsOrigins: readonly string[]
  /** Port of /metrics alone, which then is not on the other; 0 = any free port. Absent: on the port of the API. */
  metricsPort: number | undefined
  /** Where spans are sent (OTLP over HTTP). Absent: nothing is traced. */
  otlpTracesUrl: string | undefined
}>

/** Everything that is wrong with the environment, one setting a line. Never holds a password. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[]

  constructor(problems: string[]) {
    super(`The configuration is wrong:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

/** Reads and checks the settings. An empty value counts as absent; unknown settings are ignored.
 * @throws ConfigurationError naming every wrong setting, not only the first. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []

  const read: Read = (name, parse, fallback) => {
    const value = env[name]?.trim()
    if (!value) return fallback
    try {
      return parse(value)
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}`)
      return fallback
    }
  }

  const dataDir = read('DATA_DIR', path, '.data')
  const config: Config = {
    port: read('PORT', integer(0, 65_535), 3000),
    host: read('HOST', host, '127.0.0.1'),
    dataDir,
    databaseUrl: read('DATABASE_URL', databaseUrl, undefined),
    databaseReplicaUrls: read('DATABASE_REPLICA_URLS', databaseUrls, Object.freeze([])),
    replicaMaxLagBytes: read('REPLICA_MAX_LAG_BYTES', integer(0), 16_777_216),
    replicaMaxLagMs: read('REPLICA_MAX_LAG_MS', integer(1000, 3_600_000), 5_000),
    readOnly: read('READ_ONLY', onOff, false),
    databasePoolerUrl: read('DATABASE_POOLER_URL', databaseUrl, undefined),
    publicUrl: read('PUBLIC_URL', httpUrl, undefined),
    logLevel: read('LOG_LEVEL', oneOf(LOG_LEVELS), 'info'),
    importMaxBytes: read('IMPORT_MAX_BYTES', integer(1), 2_147_483_648),
    spoolDir: read('SPOOL_DIR', path, tmpdir()),
    bodyMaxBytes: read('BODY_MAX_BYTES', integer(1), 1_048_576),
    importMaxRows: read('MAX_IMPORT_ROWS', integer(1), 1_000_000),
    importMaxUnpackedBytes: read('IMPORT_MAX_UNPACKED_BYTES', integer(1), 2_147_483_648),
    importMaxCells: read('IMPORT_MAX_CELLS', integer(1), 20_000_000),
    importMemoryMb: read('IMPORT_MEMORY_MB', integer(16, 1_048_576), 1024),
    importTimeoutMs: read('IMPORT_TIMEOUT_MS', integer(1, 3_600_000), 60_000),
    ...readFileSettings(read, dataDir),
    databasePoolSize: read('DATABASE_POOL_SIZE', integer(1, 1000), 10),
    totalsPoolSize: read('TOTALS_POOL_SIZE', integer(1, 1000), 3),
    importsPoolSize: read('IMPORTS_POOL_SIZE', integer(1, 1000), 2),
    exportsPoolSize: read('EXPORTS_POOL_SIZE', integer(1, 1000), 2),
    exportStallMs: read('EXPORT_STALL_MS', integer(1, 3_600_000), 60_000),
    statementTimeoutMs: read('STATEMENT_TIMEOUT_MS', integer(0, 2_147_483_647), 30_000),
    lockTimeoutMs: read('LOCK_TIMEOUT_MS', integer(0, 2_147_483_647), 10_000),
    shutdownDelayMs: read('SHUTDOWN_DELAY_MS', integer(0, 600_000), 0),
    shutdownTimeoutMs: read('SHUTDOWN_TIMEOUT_MS', integer(1, 600_000), 20_000),
    docs: read('DOCS', onOff, true),
    worker: read('WORKER', oneOf(WORKERS), 'inProcess'),
    webhookTimeoutMs: read('WEBHOOK_TIMEOUT_MS', integer(100, 60_000), 10_000),
    webhookLogDays: read('WEBHOOK_LOG_DAYS', integer(1, 3_650), 30),
    trustProxy: read('TRUST_PROXY', onOff, false),
    printFirstKey: read('PRINT_FIRST_KEY', onOff, false),
    allowPrivateAddresses: read('ALLOW_PRIVATE_ADDRESSES', onOff, false),
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', integer(0, 1_000_000_000), 12_000),
    failedKeysPerMinute: read('FAILED_KEYS_PER_MINUTE', integer(0, 1_000_000_000), 60),
    corsOrigins: read('CORS_ORIGINS', origins, Object.freeze([])),
    metricsPort: read('METRICS_PORT', integer(0, 65_535), undefined),
    otlpTracesUrl: read(
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      httpUrl,
      read('OTEL_EXPORTER_OTLP_ENDPOINT', value => `${httpUrl(value)}/v1/traces`, undefined)
    )
  }
  problems.push(...togetherWrong(config, Boolean(env.DATABASE_URL?.trim())))
  if (problems.length > 0) throw new ConfigurationError(problems)
  return Object.freeze(config)
}

type Read = <T>(name: string, parse: (value: string) => T, fallback: T) => T

/** Where files are kept, and what a file may be. */
function readFileSettings(read: Read, dataDir: string) {
  const folder = { kind: 'folder', path: join(dataDir, 'files') } as const
  const region = read('FILES_REGION', word, 'us-east-1')
  const account = {
    region,
    endpoint: read('FILES_ENDPOINT', httpUrl, `https://s3.${region}.amazonaws.com`),
    accessKeyId: read('FILES_ACCESS_KEY_ID', word, ''),
    secretAccessKey: read('FILES_SECRET_ACCESS_KEY', secret, '')
  }
  const where = read('FILES', storage, folder)
  return {
    files: where.kind === 's3' ? { ...where, ...account } : where,
    fileTypes: read('FILE_TYPES', fileTypes, FILE_TYPES),
    fileMaxBytes: read('FILE_MAX_BYTES', integer(1, 5_368_709_120), 52_428_800),
    fileScanner: read<ScannerSettings | undefined>('FILE_SCANNER', scanner, undefined),
    fileScanTimeoutMs: read('FILE_SCAN_TIMEOUT_MS', integer(100, 600_000), 60_000),
    fileAddressMinutes: read('FILE_ADDRESS_MINUTES', integer(1, 60), 5)
  }
}

/** What is wrong with settings that are right alone. */
function togetherWrong(config: Config, hasUrl: boolean): string[] {
  const { databaseUrl, databasePoolerUrl, databaseReplicaUrls, readOnly, files } = config
  const wrong: string[] = []
  if (files.kind === 's3' && !(files.accessKeyId && files.secretAccessKey))
    wrong.push('FILES of S3 needs FILES_ACCESS_KEY_ID and FILES_SECRET_ACCESS_KEY')
  if (databasePoolerUrl && !hasUrl)
    wrong.push('DATABASE_POOLER_URL needs DATABASE_URL, the address of the server itself')
  if (databaseReplicaUrls.length > 0 && !hasUrl)
    wrong.push('DATABASE_REPLICA_URLS needs DATABASE_URL, the address of the primary')
  if (!readOnly) return wrong
  if (!hasUrl) wrong.push('READ_ONLY needs DATABASE_URL, the address of the server that is read from')
  if (databaseReplicaUrls.length > 0)
    wrong.push('READ_ONLY reads from DATABASE_URL alone, and takes no DATABASE_REPLICA_URLS')
  if (databaseUrl && serversOf(databaseUrl).length > 1)
    wrong.push('READ_ONLY reads from one server, and DATABASE_URL names several')
  return wrong
}

/**
 * An address for each server that one names, as libpq writes several: `postgres://user@one:5432,two:5433/database`. Of several, that
 * which takes writes is asked (`target_session_attrs=read-write`, which need not be said).
 */
export function serversOf(url: string): string[] {
  const [, before, servers, after] = /^([^:]+:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/s.exec(url)!
  return servers!.split(',').map(server => `${before}${server}${after}`)
}

// Parsers throw the end of a sentence that begins with the setting's name.

function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (value: string) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    throw new Error(`must be a whole number ${range}, not ${JSON.stringify(value)}`)
  }
}

function oneOf<T extends string>(choices: readonly T[]) {
  return (value: string) => {
    const choice = choices.find(each => each.toLowerCase() === value.toLowerCase())
    if (choice) return choice
    throw new Error(`must be one of ${choices.join(', ')}, not ${JSON.stringify(value)}`)
  }
}

function onOff(value: string) {
  return ['on', 'true'].includes(oneOf(['on', 'off', 'true', 'false'])(value))
}

function origins(value: string): readonly string[] {
  const all = value.split(/[\s,]+/).filter(each => each !== '')
  for (const each of all) {
    if (each === '*') continue
    if (!/^https?:\/\/./.test(each) || !URL.canParse(each) || new URL(each).origin !== each.toLowerCase()) {
      throw new Error(
        `must be * or origins parted by commas, https://portal.example.se without a path, not ${JSON.stringify(each)}`
      )
    }
  }
  return Object.freeze(all.map(each => each.toLowerCase()))
}

function host(value: string) {
  if (isIP(value) || /^[\w.-]+$/.test(value)) return value
  throw new Error(
    `must be a host name or an address without brackets, scheme, port or path, not ${JSON.stringify(value)}`
  )
}

function path(value: string) {
  if (!value.includes('\0')) return value
  throw new Error('must be a path without NUL')
}

const SCHEMES = 'must be folder:PATH or s3://bucket/prefix'

function storage(
  value: string
): Extract<StorageSettings, { kind: 'folder' }> | { kind: 's3'; bucket: string; prefix: string } {
  const [, folder] = /^folder:(.+)$/.exec(value) ?? []
  if (folder) return { kind: 'folder', path: path(folder) }
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/.exec(value) ?? []
  if (!bucket || prefix.split('/').some(step => /^\.+$/.test(step)))
    throw new Error(`${SCHEMES}, not ${JSON.stringify(value)}`)
  return { kind: 's3', bucket, prefix: prefix && `${prefix.replace(/\/+$/, '')}/` }
}

function scanner(value: string): ScannerSettings {
  const [, command] = /^command:\s*(\S.*)$/.exec(value) ?? []
  if (command) return { kind: 'command', command: Object.freeze(command.trim().split(/\s+/)) }
  const [, host, port, service] = /^icap:\/\/(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?\/([\w./?=&-]+)$/i.exec(value) ?? []
  if (!host) {
    throw new Error(`must be icap://host:1344/service or command:program arguments, not ${JSON.stringify(value)}`)
  }
  return { kind: 'icap', host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 1344), service: service! }
}

function fileTypes(value: string): readonly FileKind[] {
  return Object.freeze(value.split(/[\s,]+/).map(oneOf(FILE_TYPES)))
}

function word(value: string) {
  if (/^[\w./+=-]+$/.test(value)) return value
  throw new Error('must be one word')
}

/** Never repeated. */
function secret(value: string) {
  if (/^[\x21-\x7e]+$/.test(value)) return value
  throw new Error('must be visible ASCII characters')
}

/** Its messages never repeat the value: it may hold a password, also where it cannot be parsed. */
function databaseUrl(value: string) {
  if (!/^postgres(ql)?:\/\//i.test(value)) throw new Error('must begin with postgres:// or postgresql://')
  for (const each of serversOf(value)) {
    if (!URL.canParse(each)) throw new Error('is not a URL (special characters in the password are written as %XX)')
    const { pathname, searchParams } = new URL(each)
    if (pathname.length < 2) throw new Error('must name a database: postgres://user@host:5432/database')
    if (!/^(|primary|read-write)$/.test(searchParams.get('target_session_attrs') ?? '')) {
      throw new Error(
        'must leave target_session_attrs out, or have it read-write: the server that takes writes is asked'
      )
    }
  }
  return value
}

/** Addresses parted by commas, each of one server. */
function databaseUrls(value: string): readonly string[] {
  return Object.freeze(
    value.split(',').map(each => {
      if (/^postgres/i.test(each.trim())) return databaseUrl(each.trim())
      throw new Error('must be addresses parted by commas, postgres://user@host:5432/database, each of one server')
    })
  )
}

/** Without a slash at the end. */
function httpUrl(value: string) {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must begin with http:// or https:// and be a URL')
  if (url.username || url.password) throw new Error('must not hold a user name or a password')
  if (url.search || url.hash) throw new Error('must not hold a query or a fragment')
  return url.href.replace(/\/+$/, '')
}
