import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { openStore } from '../../src/platform/files/open-store.ts'
import { clearFiles } from '../../src/register/files/clearing.ts'
import { aRegister, type Client, made } from '../support/register.ts'
import { until } from '../support/until.ts'
import { anS3Server } from './s3-server.ts'
import { aPdf, types, whole } from './sample-files.ts'

/** A folder and S3 keep the same; where either is full or down nothing is half done. */

const CODE = '0136'
const UNKNOWN = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const pdf = { 'content-type': types.pdf }
const send = (client: Client, bytes: Buffer = whole.pdf, more = {}) =>
  client('POST', `/${CODE}/files?name=a.pdf`, bytes, { ...pdf, ...more })

async function aFolder(t: Test) {
  const path = await mkdtemp(join(tmpdir(), 'partnerskap-kept-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  const kept = async () => {
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(path.length + 1))
  }
  const put = async (key: string, at: Date) => {
    await mkdir(dirname(join(path, key)), { recursive: true })
    await writeFile(join(path, key), 'x')
    await utimes(join(path, key), at, at)
  }
  // A file stands where the folder of the municipality should be.
  const breakDown = async () => {
    await rm(join(path, CODE), { recursive: true, force: true })
    await writeFile(join(path, CODE), '')
  }
  const mend = () => rm(join(path, CODE))
  return { settings: { kind: 'folder' as const, path }, kept, put, breakDown, mend }
}

async function aBucket(t: Test) {
  const { objects, seen, settings } = await anS3Server(t)
  const kept = async () => [...objects.keys()].map(key => key.replace(/^partnerskap\//, ''))
  const put = async (key: string, at: Date) => void objects.set(`partnerskap/${key}`, { bytes: Buffer.from('x'), at })
  const mood = (mood: typeof seen.mood) => async () => {
    seen.mood = mood
  }
  return { settings, kept, put, breakDown: mood(503), mend: mood('well'), cut: mood('cuts'), fill: mood(507) }
}

for (const [name, open] of Object.entries({ folder: aFolder, S3: aBucket })) {
  t.test(`${name}: bytes come back, one object for each file, and go when the file is withdrawn`, async t => {
    const storage = await open(t)
    const { app, admin, newKey } = await aRegister(t, { files: storage.settings })
    const bytes = aPdf(3_000_000)
    const file = await made(send(admin, bytes))
    const { id: other } = await made(send(admin, bytes))
    t.strictSame((await storage.kept()).sort(), [file.id, other].map(id => `${CODE}/${id.slice(-2)}/${id}`).sort())
    const { secret } = await newKey()
    const url = `/partnerskap/v1/${CODE}/files/${file.id}/content`
    const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${secret}` } })
    t.ok(answer.rawPayload.equals(bytes))
    await made(admin('POST', `/${CODE}/files/${file.id}/withdraw`, { reason: 'Fel' }))
    t.strictSame(await storage.kept(), [`${CODE}/${other.slice(-2)}/${other}`])
  })

  t.test(`${name}: while it is down a file is refused with 503, and what is kept is not lost`, async t => {
    const storage = await open(t)
    const { admin } = await aRegister(t, { files: storage.settings })
    await storage.breakDown()
    const refused = await send(admin, whole.pdf, { 'idempotency-key': 'once' })
    t.match(refused, { status: 503, headers: { 'retry-after': '60' }, body: { type: /file-storage-unavailable$/ } })
    t.equal((await made(admin('GET', `/${CODE}/files`))).items.length, 0)
    await storage.mend()
    const file = await made(send(admin, whole.pdf, { 'idempotency-key': 'once' }))
    await storage.breakDown()
    t.equal((await admin('GET', `/${CODE}/files/${file.id}/content`)).status, 503)
    t.equal((await admin('GET', `/${CODE}/files/${file.id}`)).status, 200)
    t.equal((await admin('POST', `/${CODE}/files/${file.id}/withdraw`, { reason: 'Fel' })).status, 200)
  })

  t.test(
    `${name}: what could not be taken out at once is taken out by the job of the night, and orphans too`,
    async t => {
      const storage = await open(t)
      const { admin, database } = await aRegister(t, { files: storage.settings })
      const store = await openStore(storage.settings)
      const [kept, gone] = [await made(send(admin)), await made(send(admin))]
      // As a process leaves it that was killed between the commit and the storage.
      await database.$client.query(
        'update files set withdrawn_at = now(), version = version + 1 where municipality_code = $1 and id = $2',
        [CODE, gone.id]
      )
      const [old, fresh] = [new Date(Date.now() - 25 * 3_600_000), new Date(Date.now() - 3_600_000)]
      const orphan = (end: string) => `${CODE}/60/${UNKNOWN.slice(0, -2)}${end}`
      await storage.put(orphan('60'), old)
      await storage.put(`${orphan('60')}.${UNKNOWN}.part`, old)
      await storage.put(orphan('61'), fresh)
      await storage.put(`1862/${kept.id.slice(-2)}/${kept.id}`, old)
      t.equal(await clearFiles({ database, store }), 4)
      t.strictSame((await storage.kept()).sort(), [orphan('61'), `${CODE}/${kept.id.slice(-2)}/${kept.id}`].sort())
      t.equal(await clearFiles({ database, store }), 0)
      t.equal(await clearFiles({ database, store }, { now: Date.now() + 30 * 3_600_000 }), 1, 'a day later')
      t.strictSame(
        await storage.kept(),
        [`${CODE}/${kept.id.slice(-2)}/${kept.id}`],
        'what is a file stays, however old'
      )
    }
  )

  t.test(`${name}: twenty files at once, and what a refused one has put is taken out`, async t => {
    const storage = await open(t)
    const { admin } = await aRegister(t, { files: storage.settings })
    const bytes = aPdf(200_000)
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(admin, bytes)))
    t.ok(answers.every(({ status }) => status === 201))
    t.equal((await storage.kept()).length, 20)
    const path = `/${CODE}/files?name=a.pdf&organisationId=${UNKNOWN}`
    const refused = await admin('POST', path, bytes, pdf)
    t.match(refused, { status: 422, body: { violations: [{ field: '/organisationId' }] } })
    const same = await Promise.all(Array.from({ length: 5 }, () => send(admin, bytes, { 'idempotency-key': 'same' })))
    t.ok(same.every(({ status }) => status === 201 || status === 409))
    // A request that is answered as the first was is answered before its bytes are gone.
    await until(async () => (await storage.kept()).length === 21)
  })
}

t.test('S3 that is full, or cuts the connection, is told as such and keeps nothing', async t => {
  const storage = await aBucket(t)
  const { admin } = await aRegister(t, { files: storage.settings })
  await storage.fill()
  t.match(await send(admin), { status: 503, body: { detail: 'The storage of files is full.' } })
  await storage.cut()
  t.match(await send(admin, aPdf(3_000_000)), { status: 503, body: { type: /file-storage-unavailable$/ } })
  await storage.mend()
  t.equal((await storage.kept()).length, 0)
  t.equal((await made(admin('GET', `/${CODE}/files`))).items.length, 0)
})

t.test('S3 refuses a wrong key, and the answer tells nothing of it', async t => {
  const { settings } = await anS3Server(t)
  const { admin } = await aRegister(t, { files: { ...settings, secretAccessKey: 'wrong' } })
  const { status, body } = await send(admin)
  t.equal(status, 503)
  t.notMatch(JSON.stringify(body), /wrong|AKIATEST|bucket|Signature/)
})
