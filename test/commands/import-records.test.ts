import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { importFile } from '../../src/commands/import-file.ts'
import { importRecordFile } from '../../src/commands/import-records.ts'
import { makeAgreementsCommand } from '../../src/commands/make-agreements.ts'
import { type RecordKindName, recordKinds } from '../../src/imports/record-imports/rules.ts'
import { RecordImportQuery } from '../../src/imports/record-imports/schemas.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { schemes } from '../../src/register/schemes/record.ts'
import { createDatabase } from '../support/database.ts'
import { cli } from './cli.ts'

/** `partnerskap import --kind` and `make-agreements`: the receipt, and what a script can tell them by. */

const folder = mkdtempSync(join(tmpdir(), 'partnerskap-records-'))
t.after(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
function aFile(content: string) {
  const path = join(folder, `${++files}.csv`)
  writeFileSync(path, content)
  return path
}

t.test('every kind and option of the API is one of the command line', async t => {
  const { stdout } = await cli(['import', '--help'], {})
  for (const kind of recordKinds) t.match(stdout, new RegExp(`"${kind}"`), kind)
  for (const name of Object.keys(RecordImportQuery.properties)) {
    t.match(stdout, new RegExp(`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}\\b`), name)
  }
  t.match(await cli(['make-agreements', '--help'], {}), { code: 0, stdout: /--dry-run/ })
})

t.test('files of each kind print a receipt and end with their exit code', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  const register = aFile(
    'Register 2024;\nFörening;Orgnr;Kassör\nIFK Ore;802111-1110;x\nOre PRO;802111-1111;y\nSumma;2;\n'
  )
  t.match(await cli(['import', register, '-m', '2031', '--kind', 'organisations'], env), {
    code: 2,
    stdout:
      /2031 Rättvik: registered[\s\S]*organisations: 1 created, 0 updated, 0 unchanged, 1 rejected[\s\S]*not used: Kassör[\s\S]*row of totals[\s\S]*line 4: Orgnr .*check digit/
  })
  t.match(await cli(['import', register, '-m', '2031', '--kind', 'people'], env), {
    code: 1,
    stderr: /Allowed choices/
  })

  const database = connect({ url: env.DATABASE_URL, size: 2, statementTimeout: 0 })
  t.teardown(() => database.$client.end())
  async function inProcess(act: () => Promise<unknown>) {
    const printed = t.capture(console, 'log')
    const code = await act()
    const stdout = printed()
      .map(({ args }) => args.join(' '))
      .join('\n')
    printed.restore()
    return { code, stdout }
  }
  const take = (kind: RecordKindName, content: string, options: object = {}) =>
    inProcess(() => importRecordFile({ database }, kind, aFile(content), '2031', { ...options }))
  const ore = 'Förening;Orgnr\nIFK Ore;802111-1110\n'
  t.match(await take('organisations', ore, { strict: true }), { code: 0, stdout: /1 unchanged/ })
  t.match(await take('organisations', 'Förening;Kassör\nKorpen;x\n', { strict: true, dryRun: true }), {
    code: 4,
    stdout: /would be 1 created/
  })
  t.match(await take('organisations', 'Kassör\nx\n'), { code: 3, stdout: /refused, nothing has changed/ })
  t.match(await take('organisations', 'Förening;Orgnr\nA;1\n', { atomic: true }), { code: 3, stdout: /atomic/ })
  await t.rejects(take('organisations', ore, { payments: 'toPay' }), /option of imports of decisions/)

  const grants = aFile(
    'Nämnd;Beslutsdatum;Bidragsår;Bidragsform;Förening;Beviljat;Utfall\nKFN;2024-03-05;2024;Partnerskap;IFK Ore;20000;beviljad\n'
  )
  t.match(await inProcess(() => importFile({ database, maxRows: 100 }, grants, '2031', {})), { code: 0 })
  const paid = await take(
    'payments',
    'Mottagare;Belopp;Utbetald\nIFK Ore;12 500,50;2024-04-01\nIFK Ore;7 500;2024-05-01\n'
  )
  t.match(paid, {
    code: 2,
    stdout: /1 created.*1 rejected[\s\S]*in all: 12 500,50 SEK[\s\S]*line 3: Belopp The award gives 20000.00 SEK/
  })
  t.match(await take('agreements', 'Avtalstyp;Part;Avtalstid\nIOP;IFK Ore;2024–2026\n', { dryRun: true }), {
    code: 0,
    stdout: /would be 1 created/
  })

  const make = (dryRun?: boolean) => inProcess(() => makeAgreementsCommand(database, '2031', 'partnerskap', dryRun))
  await t.rejects(make(), /no agreements/)
  await database.update(schemes).set({ kind: 'partnership' })
  t.match(await make(true), { stdout: 'Partnerskap: 1 agreements would be made' })
  t.match(await make(), { stdout: 'Partnerskap: 1 agreements made' })
  t.match(await make(), { stdout: 'Partnerskap: 0 agreements made' })
  await t.rejects(
    inProcess(() => makeAgreementsCommand(database, '2031', 'Kulturstöd')),
    /no scheme Kulturstöd/
  )
})
