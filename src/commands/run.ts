import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { languages } from '../base/language.ts'
import { type Config, ConfigurationError, loadConfig } from '../config.ts'
import type { Database } from '../platform/database/connection.ts'
import { databaseErrorIn, describeError } from '../platform/http/failures.ts'
import { apiVersion } from '../platform/http/openapi-info.ts'
import { terminalLanguage } from './receipt-words.ts'

/** The commands by name; each is a function of its own, in a file that is loaded when it is asked for: that takes longer than
 * most of them to run. Settings come from the environment (.env.example). `end` is told the exit code of those that have several. */
function program(end: (code: number) => void): Command {
  const ending = async (command: Promise<number>) => end(await command)
  const program = new Command('partnerskap')
    .exitOverride()
    .configureOutput({ writeOut: text => console.log(text.trimEnd()), writeErr: text => console.error(text.trimEnd()) })
    .description('Partnership agreements, grants and committee decisions of Swedish municipalities')
    .version(apiVersion)

  program
    .command('serve', { isDefault: true })
    .description('run the service (the default)')
    .action(async () => (await import('../server.ts')).serve(loadConfig()))

  program
    .command('migrate')
    .description('bring the database up to date and end')
    .action(async () => (await import('./migrate.ts')).migrateCommand(loadConfig()))

  program
    .command('distribute')
    .description('lay the tables out over the nodes of Citus; exit code 2 where something stands in the way')
    .option('--dry-run', 'print the SQL and what stands in the way, change nothing')
    .option('--trial', 'although imports of decisions do not work there; never with real data')
    .action(async options => ending((await import('./distribute.ts')).distributeCommand(loadConfig(), options)))

  program
    .command('worker')
    .description('run the jobs (reminders, imports, webhooks) beside the service, whose WORKER is none')
    .option('--once', 'do what is due and end')
    .option('--on <day>', 'with --once: the day that counts as today', dayOf)
    .action(async options => ending((await import('./worker.ts')).workerCommand(loadConfig(), options)))

  const keys = program.command('keys').description('make, list and revoke API keys')
  keys
    .command('create <name>')
    .description('make a key; its secret is shown once')
    .option('-m, --municipality <code...>', 'municipality codes that it is for; all unless told')
    .option('-s, --scope <scope...>', 'scopes, as decisions:read; all unless told')
    .option('-e, --expires <date>', 'when it stops working')
    .option('-p, --person <name>', "the person whose key it is; a system's unless told. Two keys of one person are one")
    .option('-r, --role <role...>', 'roles that limits of checking and approving are for')
    .action((name, options) => withKeys(({ createKey }, database) => createKey(database, name, options)))
  keys
    .command('list')
    .description('list the keys, never their secrets')
    .action(() => withKeys(({ listKeys }, database) => listKeys(database)))
  keys
    .command('revoke <id>')
    .description('make a key stop working, within seconds')
    .action(id => withKeys(({ revokeKey }, database) => revokeKey(database, id)))

  program
    .command('import <file>')
    .description(
      'import committee decisions; exit code 0 all rows, 2 some rejected, 3 file refused, 4 warnings (--strict), 1 failed'
    )
    .requiredOption('-m, --municipality <code>', 'municipality code, four digits')
    .addOption(
      new Option('--kind <kind>', 'what the file is of; decisions unless told').choices([
        'decisions',
        'organisations',
        'agreements',
        'payments'
      ])
    )
    .option('--name <municipality>', 'registers the municipality by this name where it is not registered yet')
    .addOption(
      new Option(
        '--language <language>',
        'of what is told: sv or en; unless told, that of the terminal (LC_ALL, LC_MESSAGES, LANG)'
      ).choices(languages)
    )
    .option('--dry-run', 'tell what would happen, change nothing')
    .option('--atomic', 'all rows or none')
    .option('--amount-per <year|total>', 'what amounts over several years are for')
    .option('--amount-unit <kr|tkr>', 'in what amounts are stated, where a heading says thousands')
    .option('--amounts <stated|notStated>', 'notStated: the file has no column of granted amounts')
    .option('--stated-sums <check|ignore>', 'ignore: take a file whose row of totals differs from its rows')
    .option('--granted-above-applied <refuse|accept>', 'accept: more is granted than applied for, and that is right')
    .option('--identical-rows <reject|keep>', 'keep: rows that equal others in everything are meant')
    .option('--near-matches <reject|add|change>', 'what becomes of rows that may be the mended form of a known line')
    .option('--agreements <auto|none>', 'whether lines of partnership schemes give agreements; auto unless told')
    .option('--strict', 'exit code 4 where there are warnings or headings that are not known')
    .option('--control-total <kronor>', 'refuse a file with another sum', Number)
    .option('--control-count <rows>', 'refuse a file with another number of rows', Number)
    .option('--scope <rows|complete>', 'complete: tell what the file no longer holds')
    .option('--withdraw', 'withdraw what is missing; with --scope complete and --reason')
    .option('--reason <text>', 'why what is missing is withdrawn')
    .option(
      '--payments <none|toPay|alreadyPaid>',
      'make payments of granted rows, or record them as paid; none unless told'
    )
    .option('--restore', 'record anew what was withdrawn')
    .option('--source <name>', 'system or series of files')
    .option('--sheet <name or number>', 'the one sheet of a workbook, or table of a page; all unless told')
    .option('--mapping <heading:column...>', 'columns for headings that are not known')
    .option('--default <column:value...>', 'columns that the file does not have')
    .action(async (file, { municipality, kind = 'decisions', language, ...rest }) => {
      const { limitsOf } = await import('../imports/files/limits.ts')
      const { importRecordFile, isRecordKind } = await import('./import-records.ts')
      const { importFile } = await import('./import-file.ts')
      const options = { ...rest, language: language ?? terminalLanguage(process.env) }
      await ending(
        withDatabase((database, config) => {
          const limits = limitsOf(config)
          return isRecordKind(kind)
            ? importRecordFile({ database, limits }, kind, file, municipality, options)
            : importFile({ database, maxRows: config.importMaxRows, limits }, file, municipality, options)
        })
      )
    })

  program
    .command('make-agreements <scheme>')
    .description('make the agreements of a scheme that was marked as a partnership after its decisions came in')
    .requiredOption('-m, --municipality <code>', 'municipality code, four digits')
    .option('--dry-run', 'tell how many, change nothing')
    .action(async (scheme, { municipality, dryRun }) => {
      const { makeAgreementsCommand } = await import('./make-agreements.ts')
      await withDatabase(database => makeAgreementsCommand(database, municipality, scheme, dryRun))
    })

  program
    .command('sample')
    .description('load seven real municipalities: decisions, agreements, schemes and what is not known of them')
    .action(async () => {
      const { loadSample } = await import('./sample.ts')
      await ending(withDatabase(loadSample))
    })

  const totals = program.command('totals').description('the sums that are kept beside the ledger')
  const ofTotals = '-m, --municipality <code...>'
  totals
    .command('verify')
    .description('compare them with the entries; exit code 2 where they differ')
    .option(ofTotals, 'municipality codes; all unless told')
    .action(options =>
      ending(withDatabase(async database => (await import('./totals.ts')).verifyTotals(database, options)))
    )
  totals
    .command('rebuild')
    .description('compute them anew from the entries')
    .option(ofTotals, 'municipality codes; all unless told')
    .action(options => withDatabase(async database => (await import('./totals.ts')).rebuildTotals(database, options)))

  const bi = program.command('bi').description('views of whole tables for direct connections, in the schema bi')
  bi.command('create')
    .description('make them, or make them anew after an upgrade')
    .action(() => withBi(({ createViews }, database, url) => createViews(database, url)))
  bi.command('allow <role> <municipality>')
    .description('let a role of the database see the rows of a municipality, four digits')
    .action((role, municipalityCode) =>
      withBi(({ allowRole }, database) => allowRole(database, { role, municipalityCode }))
    )
  bi.command('forbid <role> <municipality>')
    .description('let it see them no longer')
    .action((role, municipalityCode) =>
      withBi(({ forbidRole }, database) => forbidRole(database, { role, municipalityCode }))
    )
  bi.command('list')
    .description('list the roles and what they see')
    .action(() => withBi(({ listReaders }, database) => listReaders(database)))

  program
    .command('openapi')
    .description('write openapi/openapi.json and openapi/operations.txt')
    .option('--check', 'only compare them; exit code 1 when they are stale')
    .option('--release', 'also writes openapi/released.json, which later documents are held to')
    .action(async options => ending((await import('./openapi.ts')).openapiCommand(options)))

  return program
}

function dayOf(value: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value
  throw new InvalidArgumentError('a day is written 2023-03-01')
}

/** Opens the database that the settings name for a command, and answers what it does. */
async function withDatabase<T>(command: (database: Database, config: Config, url: string) => Promise<T>): Promise<T> {
  const { openCurrent } = await import('./open-current.ts')
  const config = loadConfig()
  const { database, url, close } = await openCurrent(config, { info: () => {} })
  try {
    return await command(database, config, url())
  } finally {
    await close()
  }
}

type Keys = typeof import('./keys.ts')

async function withKeys(command: (keys: Keys, database: Database) => Promise<void>): Promise<void> {
  const keys = await import('./keys.ts')
  await withDatabase(database => command(keys, database))
}

type Bi = typeof import('./bi.ts')

async function withBi(command: (bi: Bi, database: Database, url: string) => Promise<void>): Promise<void> {
  const bi = await import('./bi.ts')
  await withDatabase((database, _, url) => command(bi, database, url))
}

/** Runs the command of the arguments as the one of this process. */
export async function run(args: string[]): Promise<void> {
  // Node would print the error as it is, with what a query held.
  process.on('uncaughtException', error => {
    console.error(JSON.stringify({ level: 'fatal', err: describeError(error), msg: 'the process ends' }))
    process.exit(1)
  })
  process.exitCode = await runCommand(args)
}

/** Runs the command of the arguments and answers its exit code. What a person can mend is told in a line, anything else with its
 * stack. */
export async function runCommand(args: string[]): Promise<number> {
  let code = 0
  try {
    await program(ended => {
      code = ended
    }).parseAsync(args)
  } catch (error) {
    // Of the arguments; it has been told.
    if (error instanceof CommanderError) return error.exitCode
    console.error(explain(error as NodeJS.ErrnoException & { port?: number }))
    return 1
  }
  return code
}

function explain(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error instanceof ConfigurationError) return error.message
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is taken: set PORT to another, or stop what listens there.`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST is not an address of this machine: ${error.message}`
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${error.port} may not be opened by this user: set PORT.`
  if (error.code === 'ECONNREFUSED') return `Nothing answers at the address of DATABASE_URL: ${error.message}`
  return explainDatabase(error) ?? explainOther(error)
}

/** Who may not come in, what is not there, and a server that refuses: PostgreSQL's words then hold nothing but settings. */
const OF_SETTINGS = /^(08|28|3D|3F|53|57P|42501)/

function explainDatabase(error: Error): string | undefined {
  const failure = databaseErrorIn(error)
  if (!failure) return undefined
  if (OF_SETTINGS.test(failure.code)) return `The database refuses: ${failure.message} (SQLSTATE ${failure.code})`
  const { message, constraint, table } = describeError(error)
  return `The database refuses: ${[message, table, constraint].filter(Boolean).join(', ')}`
}

function explainOther(error: Error): string {
  const { message, stack } = describeError(error)
  return process.env.LOG_LEVEL === 'debug' ? `${message}\n${stack}` : message || String(error)
}
