import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { aProxy } from './proxy.ts'
import { aStartedService, ran } from './service.ts'

const { address, api, key, ask } = await aStartedService(t)
await ask('PUT', '/municipalities/2031', { name: 'Rättvik' })
const home = await mkdtemp(join(tmpdir(), 'partnerskap-import-'))
t.teardown(() => rm(home, { recursive: true }))

const script = 'examples/import-file/import-file.sh'
const env = { API: api, KEY: key, MUNICIPALITY: '2031', TMPDIR: home }
const { stdout: curl } = await ran('sh', ['-c', 'curl --version || true'])
const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(curl) ?? []
const hasCurl = Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 87)
const skip = !hasCurl && 'no curl 7.87 here'
const run = (args: string[], more: Record<string, string> = {}) => ran('sh', [script, ...args], { ...env, ...more })
const rattvik = 'samples/decisions-2031-rattvik.csv'
const defaults = [
  'body:Samhällsutvecklingsutskottet',
  'decided_on:2022-06-14',
  'scheme:Föreningsstöd',
  'grant_year:2022'
]
const options = defaults.map(text => `default=${text}`)
const count = async () => (await ask('GET', '/2031/decision-lines?limit=1000')).items.length as number

async function file(name: string, text: string) {
  await writeFile(join(home, name), text)
  return join(home, name)
}

t.test('all rows come in: the receipt, and 0; the same file again changes nothing', { skip }, async t => {
  const first = await run([rattvik, 'controlCount=49', 'controlTotal=784774'])
  t.equal(first.code, 0, first.stderr)
  t.match(first.stdout, /heading not understood: row_id\n/)
  t.match(first.stdout, / {2}2022 {2}Bygdepeng Dalfors och Orebygden: 14 rows, 227750 kronor\n/)
  t.match(first.stdout, / {2}49 created\n {2}0 updated\n {2}0 unchanged\n {2}0 rejected\n/)
  t.match(first.stdout, /imported as [0-9a-f-]{36}\n$/)
  t.equal(await count(), 49)
  const second = await run([rattvik])
  t.equal(second.code, 0)
  t.match(second.stdout, / {2}49 unchanged\n/)
  t.equal(await count(), 49)
})

t.test('rows that are rejected are listed with their lines, and it ends with 2', { skip }, async t => {
  const own = await file(
    'own.csv',
    'Förening;Beviljat;Beslut\nIFK Ore;20 000 kr;beviljad\nOregruppen;180 00 kr;beviljad\n'
  )
  const { code, stdout } = await run([own, ...options])
  t.equal(code, 2)
  t.match(stdout, / {2}1 created\n {2}0 updated\n {2}0 unchanged\n {2}1 rejected\n/)
  t.match(stdout, / {2}line 3\n {4}Beviljat: "180 00 kr" is not an amount: [^"]+\n$/)
  t.equal(await count(), 50)
})

t.test('a file that is refused changes nothing, and it ends with 3', { skip }, async t => {
  const { code, stderr } = await run([rattvik, 'controlTotal=1'])
  t.equal(code, 3)
  t.match(stderr, /refused, nothing has changed\n.*\n/)
  const what = await file('what.csv', 'a;b\n1;2\n')
  t.equal((await run([what])).code, 3)
  t.equal((await run([rattvik, 'controlSum=1'])).code, 3, 'an option that there is not')
  t.equal(await count(), 50)
})

t.test('a service that is busy is asked again; a wrong key and nobody at the address are 1', { skip }, async t => {
  const proxy = await aProxy(t, address)
  proxy.faults.push({ status: 503, headers: { 'retry-after': '1' } })
  t.equal((await run([rattvik], { API: `${proxy.url}/partnerskap/v1` })).code, 0)
  t.equal((await run([rattvik], { KEY: 'psk_nobody' })).code, 1)
  t.equal((await run([rattvik], { API: 'http://nobody.invalid/partnerskap/v1' })).code, 1)
  t.not((await run([])).code, 0, 'no file')
})
