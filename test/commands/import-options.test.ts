import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ImportQuery } from '../../src/imports/schemas.ts'
import { createDatabase } from '../support/database.ts'
import { cli, here } from './cli.ts'

/** `partnerskap import`: the options of the API, the receipt, and what a script can tell an import by. */

const folder = mkdtempSync(join(tmpdir(), 'partnerskap-import-'))
t.after(() => rmSync(folder, { recursive: true, force: true }))
const defaults = ['--default', 'body:KFN', 'decision_date:2024-03-05', 'scheme:V', 'grant_year:2024']
let files = 0
function aFile(content: string) {
  const path = join(folder, `${++files}.csv`)
  writeFileSync(path, content)
  return path
}

t.test('every option of the API is one of the command line', async t => {
  const { stdout } = await here(t, ['import', '--help'], {})
  for (const name of Object.keys(ImportQuery.properties)) {
    const option = `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
    t.match(stdout, new RegExp(`${option}\\b`), option)
  }
})

t.test('a file with faults is mended until its receipt is clean, and each option does what it says', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  t.match(await here(t, ['migrate'], env), { code: 0 })
  const take = (content: string, ...options: string[]) =>
    here(t, ['import', aFile(content), '-m', '2031', ...options, ...defaults], env)

  t.match(await here(t, ['import', aFile('Förening;Beviljat\n'), '-m', '0114'], env), {
    code: 1,
    stderr: /0114.*--name/
  })
  const misspelt = await take('Förening;Bevijlat\nIFK Ore;20 000\n')
  t.match(misspelt, {
    code: 3,
    stdout: /2031 Rättvik: registered[\s\S]*refused[\s\S]*Bevijlat is not understood.*"Beviljat"/
  })
  const faulty = 'Förening;Beviljat;Beslut\nIFK Ore;20 000;beviljad\nOregruppen;180 00 kr;beviljad\nSumma;38 000;\n'
  const first = await take(faulty)
  t.match(first, {
    code: 2,
    stdout: /1 created[\s\S]*line 3: Beviljat "180 00 kr"[\s\S]*line 4: Förening is a row of totals/
  })
  const mended = await take(
    'Förening;Beviljat;Beslut\nIFK Ore;20 000;beviljad\nOregruppen;18 000;beviljad\n',
    '--strict'
  )
  t.match(mended, { code: 0, stdout: /1 created, 0 updated, 1 unchanged, 0 rejected/ })
  t.match(mended.stdout, /Förening → recipient/)
  t.match(mended.stdout, /2024, KFN, V: 2 lines, applied 0,00, granted 38 000,00/)
  t.match(mended.stdout, /register 2024, before: 1 lines.*20 000,00[\s\S]*register 2024, after: {2}2 lines.*38 000,00/)

  const beyond = await take('Förening;Beviljat;Beslut\nKorpen;500;beviljad\nSumma;400;\n')
  t.equal(beyond.code, 3)
  t.match(beyond.stdout, /register 2024, before: 2 lines.*38 000,00[\s\S]*register 2024, after: {2}2 lines.*38 000,00/)

  const warned = 'Förening;Beviljat;Handläggare\nKorpen;5;x\n'
  const strictly = ['import', aFile(warned), '-m', '2031', '--strict', '--dry-run', ...defaults]
  t.match(await cli(strictly, env), {
    code: 4,
    stdout: /not used: Handläggare[\s\S]*warning: outcome-from-amount, 1 row/
  })
  t.match(await take(warned, '--dry-run'), { code: 0 })

  const sum = 'Förening;Beviljat;Beslut\nA IF;1;beviljad\nB IF;2;beviljad\nSumma;9;\n'
  t.match(await take(sum, '--dry-run'), { code: 3, stdout: /states 9.00, and the rows above it sum to 3.00/ })
  t.match(await take(sum, '--dry-run', '--stated-sums', 'ignore'), { code: 2, stdout: /2 created/ })
  const tkr = 'Förening;Beviljat (tkr);Beslut\nC IF;12,5;beviljad\n'
  t.match(await take(tkr, '--dry-run'), { code: 3, stdout: /amountUnit=tkr/ })
  t.match(await take(tkr, '--dry-run', '--amount-unit', 'tkr'), { code: 0, stdout: /granted 12 500,00/ })
  const bare = 'Förening;Beslut\nD IF;beviljad\n'
  t.match(await take(bare, '--dry-run'), { code: 3, stdout: /no column tells what was granted/ })
  t.match(await take(bare, '--dry-run', '--amounts', 'notStated'), {
    code: 0,
    stdout: /1 granted without a stated amount/
  })
  const swapped = 'Förening;Sökt;Beviljat;Beslut\nE IF;1;2;beviljad\n'
  t.match(await take(swapped, '--dry-run'), { code: 3, stdout: /swapped/ })
  t.match(await take(swapped, '--dry-run', '--granted-above-applied', 'accept'), { code: 0 })
  const twice = 'Förening;Beviljat;Beslut\nF IF;1;beviljad\nF IF;1;beviljad\n'
  t.match(await take(twice, '--dry-run'), { code: 2, stdout: /equal to another row/ })
  t.match(await take(twice, '--dry-run', '--identical-rows', 'keep'), { code: 0, stdout: /2 created/ })
  const near = 'Förening;Beviljat;Beslut;Ändamål\nIFK Ore;20 000;beviljad;Läger\n'
  t.match(await take(near, '--dry-run'), { code: 2, stdout: /is new, or the mended form of line/ })
  t.match(await take(near, '--dry-run', '--near-matches', 'add'), { code: 0, stdout: /1 created/ })
  t.match(await take(near, '--near-matches', 'change', '--agreements', 'none'), { code: 0, stdout: /1 updated/ })
  t.match(await take('Hej\nVi drack kaffe\n'), { code: 3, stdout: /looked for[\s\S]*line 1 was read as: Hej/ })
})
