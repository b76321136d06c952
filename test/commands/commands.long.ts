import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { greet, SAMPLE_KEY } from '../../src/commands/greeting.ts'
import { loadConfig } from '../../src/config.ts'
import { decisionTemplate, workbookOf } from '../../src/imports/template.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { csvOf, row } from '../imports/importing.ts'
import { createDatabase } from '../support/database.ts'
import { cli, here } from './cli.ts'

// Each command once as a process of its own, which loads what it needs; and each exit code.

const folder = mkdtempSync(join(tmpdir(), 'partnerskap-files-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function aFile(text: string, name = 'beslut.csv') {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

t.test('the sample is loaded once, and a file is imported with an exit code that a script can use', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  t.match(await cli(['migrate'], env), { code: 0, stdout: /up to date/ })
  const first = await cli(['sample'], env)
  t.equal(first.code, 0, first.stderr)
  t.match(
    first.stdout,
    /haninge\.csv: 8 created, 0 updated[\s\S]*degerfors\.csv: 24 created[\s\S]*rattvik\.csv: 49 created/
  )
  const again = await here(t, ['sample'], env)
  t.equal(again.code, 0, again.stderr)
  t.match(again.stdout, /0 created, 0 updated, 8 unchanged[\s\S]*24 unchanged[\s\S]*49 unchanged/)
  const schemes = [...first.stdout.matchAll(/: (\d+) schemes created/g)].map(([, count]) => Number(count))
  t.same(schemes, [13, 27, 36, 26, 18], 'all 120 of five municipalities')
  t.notMatch(again.stdout, /[1-9]\d* (schemes )?(created|updated)/)
  t.notMatch((await here(t, ['keys', 'list'], env)).stdout, /valid|until/, 'the key that loaded it works no more')

  const take = (file: string, ...options: string[]) => here(t, ['import', file, '-m', '0136', ...options], env)
  const asAProcess = (file: string, ...options: string[]) => cli(['import', file, '-m', '0136', ...options], env)
  const good = [row({ decided_on: '2022-05-01' }), row({ decided_on: '2022-05-01', recipient: 'Länkarna' })]
  const mixed = aFile(csvOf([...good, row({ granted: '180 00 kr' })]))
  t.match(await take(mixed, '--dry-run'), {
    code: 2,
    stdout: /would be 2 created[\s\S]*1 rejected[\s\S]*line 4: granted/
  })
  t.match(await asAProcess(mixed, '--atomic'), {
    code: 3,
    stdout: /refused, nothing has changed\n[\s\S]*line 4: granted/
  })
  t.match(await asAProcess(mixed), { code: 2, stdout: /: 2 created, 0 updated, 0 unchanged, 1 rejected/ })
  t.match(await asAProcess(aFile(csvOf(good))), { code: 0, stdout: /2 unchanged, 0 rejected/ })
  t.match(await take(aFile('body,recipient\n"never closed')), { code: 3, stdout: /refused[\s\S]*line 2/ })
  const bare = aFile('recipient,granted\nNya föreningen,100\n')
  const defaults = ['body:Socialnämnden', 'scheme:Bidrag', 'decided_on:2022-05-01']
  t.match(await take(bare, '--default', ...defaults), { code: 0, stdout: /1 created/ })

  const workbook = join(import.meta.dirname, '../fixtures/cases/clean.xlsx')
  const rattvik = (...options: string[]) => here(t, ['import', ...options, '-m', '2031'], env)
  t.match(await rattvik(workbook), { code: 0, stdout: /29 unchanged/ }, 'the sample has them from CSV')
  const packed = join(folder, 'beslut.gz')
  writeFileSync(packed, gzipSync(readFileSync(workbook)))
  t.match(await rattvik(packed, '--sheet', 'Beslut'), { code: 0, stdout: /29 unchanged/ })
  const template = join(folder, 'mall')
  writeFileSync(template, await workbookOf(decisionTemplate))
  t.match(await rattvik(template, '--dry-run'), { code: 0, stdout: /Koder: the sheet has no heading/ })
  t.match(await rattvik(workbook, '--sheet', 'Blad9'), { code: 1, stderr: /no such sheet/ })
  const page = '<table><tr><th>Förening<th>Belopp<tr><td>Sidan<td>100</table>'
  t.match(await take(aFile(page, 'beslut.html'), '--default', ...defaults), { code: 0, stdout: /1 created/ })
  t.match(await take(aFile('Förening | Belopp\n---|---\nRadernas | 100\n', 'beslut.md'), '--default', ...defaults), {
    code: 0,
    stdout: /1 created/
  })
  t.match(await take(aFile('%PDF-1.7', 'beslut.pdf')), { code: 3, stdout: /looks like a PDF/ })

  const last = aFile(csvOf(good.slice(0, 1)))
  t.match(await take(last, '--scope', 'complete', '--withdraw'), { code: 1, stderr: /do not go together/ })
  t.match(await take(last, '--scope', 'complete', '--withdraw', '--reason', 'Struken'), {
    code: 0,
    stdout: /4 missing, 4 withdrawn/
  })

  t.match(await asAProcess(join(folder, 'saknas.csv')), { code: 1, stderr: /saknas\.csv/ })
  t.match(await take(mixed, '--amount-per', 'month'), { code: 1, stderr: /amountPer/ })
  t.match(await here(t, ['import', mixed, '-m', '0114'], env), { code: 1, stderr: /0114/ })
})

t.test('whoever loads the sample before the first start is given the first key all the same, once', async t => {
  const url = await createDatabase(t)
  const database = connect({ url, size: 2, statementTimeout: 30_000 })
  t.teardown(() => database.$client.end())
  const log = t.capture(console, 'log')
  const start = async () => {
    await greet({
      address: 'http://127.0.0.1:3000',
      config: loadConfig({ DATABASE_URL: url, PRINT_FIRST_KEY: 'true' }),
      database
    })
    return log()
      .map(({ args }) => args.join(' '))
      .join('\n')
  }
  await createApiKey(database, { name: SAMPLE_KEY, municipalityCodes: null, scopes: ['*'] })
  t.match(await start(), /API key {9}psk_/)
  t.notMatch(await start(), /psk_/)
})

t.test('a key is made, shown once, listed without its secret, and revoked', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  const made = await cli(['keys', 'create', 'Lex', '-m', '0136', '-s', 'decisions:read', 'imports:write'], env)
  t.equal(made.code, 0, made.stderr)
  const [, id, secret] = /^id +(\S+)\nkey +(psk_\S+)\n/.exec(made.stdout)!
  const listed = await cli(['keys', 'list'], env)
  t.match(
    listed.stdout,
    new RegExp(`${id} .*Lex +system +no roles +0136 +decisions:read imports:write +valid +never used`)
  )
  t.notOk(listed.stdout.includes(secret!))
  t.match(await cli(['keys', 'revoke', id!], env), { code: 0, stdout: `Revoked ${id}` })
  t.match(await here(t, ['keys', 'revoke', id!], env), { code: 1, stderr: /no key/ })
  t.match((await here(t, ['keys', 'list'], env)).stdout, /Lex .*revoked \d{4}-/)
  t.match(await here(t, ['keys', 'create', 'x', '-m', 'Haninge'], env), { code: 1, stderr: /four digits/ })
  t.match(await here(t, ['keys', 'create', 'x', '-e', 'igår'], env), { code: 1, stderr: /--expires/ })
})

t.test('a key of a person is made and listed with its holder and roles', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  const options = ['-m', '0136', '-s', 'payments:check', '--person', ' Handläggare ett ', '--role', 'ekonom', 'chef']
  t.equal((await here(t, ['keys', 'create', 'Attest', ...options], env)).code, 0)
  t.match((await here(t, ['keys', 'list'], env)).stdout, / Attest +person Handläggare ett +roles ekonom,chef +0136 /)
  t.match(await here(t, ['keys', 'create', 'x', '--person', ' '], env), { code: 1, stderr: /--person/ })
  t.match(await here(t, ['keys', 'create', 'x', '--person', 'token:https://id.example.se'], env), {
    code: 1,
    stderr: /--person.*issuer.*#/
  })
  t.match(await here(t, ['keys', 'create', 'x', '--role', 'chef', ' '], env), { code: 1, stderr: /--role/ })
})

t.test('the committed description of the API is what the code says', async t => {
  t.match(await cli(['openapi', '--check'], {}), { code: 0, stderr: '' })
})

t.test('a command that is not known, and a database that does not answer, are told in a line', async t => {
  t.match(await cli(['importera'], {}), { code: 1, stderr: /unknown command|too many arguments/ })
  const nowhere = await cli(['keys', 'list'], { DATABASE_URL: 'postgres://x:hemligt@127.0.0.1:1/x' })
  t.match(nowhere, { code: 1, stderr: /DATABASE_URL/ })
  t.notMatch(nowhere.stderr, /hemligt|\n +at /)
})
