import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { terminalLanguage } from '../../src/commands/receipt-words.ts'
import { createDatabase } from '../support/database.ts'
import { here } from './cli.ts'

/** `partnerskap import --language`: what an officer reads in a terminal. */

const folder = mkdtempSync(join(tmpdir(), 'partnerskap-language-'))
t.after(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'beslut.csv')
const rows = [
  'Förening;Sökt;Beviljat;Beslut;Bidragsår;Handläggare',
  'IFK Ore;25 000;20 000;beviljad;2024;A',
  'Oregruppen;18 000;180 00 kr;beviljad;2024;B',
  'Korpen;5 000;;beviljad;2024;C'
]
writeFileSync(path, `${rows.join('\n')}\n`)
const defaults = ['--default', 'body:KFN', 'decision_date:2024-03-05', 'scheme:Verksamhetsbidrag']

t.test('the receipt, the rejected rows and the result are told in Swedish', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  t.match(await here(t, ['migrate'], env), { code: 0 })
  const take = (options: string[], more: Record<string, string> = {}) =>
    here(t, ['import', path, '-m', '2031', ...options, ...defaults], { ...env, ...more })

  const tried = await take(['--language', 'sv', '--dry-run'])
  t.equal(tried.code, 2)
  const told = [
    '2031 Rättvik: registrerad',
    'beslut.csv: provkörning, skulle ge 2 nya, 0 ändrade, 0 oförändrade, 1 avvisade, 0 saknas, 0 tillbakadragna (inläsning ',
    '  läst: 3 rader; Förening → recipient, Sökt → applied, Beviljat → granted, Beslut → outcome, Bidragsår → grant_year',
    '  används inte: Handläggare',
    '  varning: granted-amount-not-stated, 1 rad (rad 4): det beviljade beloppet är inte angivet och förblir okänt, vilket inte är 0',
    '  2024, KFN, Verksamhetsbidrag: 2 rader, sökt 30 000,00 kr, beviljat 20 000,00 kr, reserverat 0,00 kr; 1 rad beviljade utan angivet belopp',
    '  totalt: 2 rader, sökt 30 000,00 kr',
    '  registret 2024, före:  0 rader',
    '  registret 2024, efter: 2 rader, sökt 30 000,00 kr',
    'rad 3: Beviljat "180 00 kr" är inget belopp: mellanslag delar grupper om tre siffror, och en grupp här har 2; det gissas inte'
  ]
  for (const line of told) t.ok(tried.stdout.includes(line), line)
  t.notMatch(tried.stdout, /\b(?:rows|lines|warning|granted \d|register|line|rejected)\b/)

  const refused = await take(['--language', 'sv', '--atomic', '--control-count', '4'])
  t.equal(refused.code, 3)
  t.match(
    refused.stdout,
    /avvisad, ingenting har ändrats\natomic 1 av 3 rader avvisas\ncontrolCount är 4, men filen har 3 rader/
  )

  t.match((await take(['--dry-run'], { LC_ALL: 'sv_SE.UTF-8' })).stdout, /läst: 3 rader/, 'as the terminal')
  t.match((await take(['--dry-run', '--language', 'en'], { LC_ALL: 'sv_SE.UTF-8' })).stdout, /read: 3 rows/)
  t.match(await take(['--language', 'de']), { code: 1, stderr: /Allowed choices are en, sv/ })
})

t.test('files of records and files that are none are told of in Swedish', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  t.match(await here(t, ['migrate'], env), { code: 0 })
  const take = (name: string, content: string, ...options: string[]) => {
    writeFileSync(join(folder, name), content)
    return here(t, ['import', join(folder, name), '-m', '2031', '--language', 'sv', ...options], env)
  }
  const organisations = 'Förening;Orgnr\nIFK Ore;802000-1239\nKorpen;802000-1234\n'
  t.match(await take('f.csv', organisations, '--kind', 'organisations'), {
    code: 2,
    stdout:
      /organisations: 1 nya, 0 ändrade, 0 oförändrade, 1 avvisade \(inläsning [\s\S]*rad 3: Orgnr är inget organisationsnummer: kontrollsiffran stämmer inte/
  })
  const none = await take('n.csv', 'Namn på lokal;Kostnad\nAulan;5\n')
  t.equal(none.code, 3)
  t.match(none.stdout, /recipient saknas: ingen rubrik säger vem mottagaren är; koppla en till recipient/)
  t.match(none.stdout, /sökte efter: en rubrikrad, där en rubrik är /)
  t.match(none.stdout, / {2}rad 1 lästes som: Namn på lokal | Kostnad/)
})

t.test('the language of a terminal is that of LC_ALL, LC_MESSAGES, LANG, in this order', t => {
  const cases: [NodeJS.ProcessEnv, 'en' | 'sv'][] = [
    [{}, 'en'],
    [{ LANG: 'sv_SE.UTF-8' }, 'sv'],
    [{ LANG: 'sv' }, 'sv'],
    [{ LANG: 'sv_FI@euro' }, 'sv'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'swg' }, 'en'],
    [{ LANG: 'sv_SE.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'sv_SE.UTF-8' }, 'sv'],
    [{ LANG: 'sv_SE.UTF-8', LC_ALL: '' }, 'sv']
  ]
  for (const [env, language] of cases) t.equal(terminalLanguage(env), language, JSON.stringify(env))
  t.end()
})
