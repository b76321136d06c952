import { readdir } from 'node:fs/promises'
import t from 'tap'
import { carryOutRetention } from '../../src/personal-data/jobs.ts'
import { openStore } from '../../src/platform/files/open-store.ts'
import { clearFiles } from '../../src/register/files/clearing.ts'
import { aClock } from '../support/clock.ts'
import { aRegister, made, type Register } from '../support/register.ts'
import { types, whole } from './sample-files.ts'

/** What is kept of a person includes files: confidentiality, erasure, retention and export reach them. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const CODE = '0136'

async function world(t: Any) {
  const folder = t.testdir({})
  const register = await aRegister(t, { files: { kind: 'folder', path: folder } })
  const post = (path: string, body: object): Promise<Any> => made(register.admin('POST', `/${CODE}/${path}`, body))
  const keep = (name: string, more = {}): Promise<Any> =>
    made(
      register.admin('POST', `/${CODE}/files?${new URLSearchParams({ name, ...more })}`, whole.pdf, {
        'content-type': types.pdf
      })
    )
  const objects = async () => (await readdir(folder, { recursive: true })).filter(name => name.length > 40).length
  const store = await openStore({ kind: 'folder', path: folder })
  return { ...register, post, keep, objects, clear: () => clearFiles({ ...register, store }) }
}

const answered = ({ admin }: Pick<Register, 'admin'>, id: string) => admin('GET', `/${CODE}/files/${id}/content`)

t.test('the erasure of a person takes its files, their bytes and their names', async t => {
  const { admin, post, keep, objects, client } = await world(t)
  const trader = await post('organisations', { name: 'Sven Svenssons Måleri', legalForm: 'Enskild firma' })
  const own = await keep('Ansökan Sven Svensson.pdf', { organisationId: trader.id })
  const statutes = await keep('Sven intyg.pdf')
  const other = await keep('Protokoll.pdf')
  await post(`organisations/${trader.id}/documents`, { kind: 'other', title: 'Intyg', fileId: statutes.id })
  const { id: agreementId } = await post('agreements', { kind: 'partnership' })
  const annex = await keep('Sven redovisar.pdf')
  const lent = await post('organisations', { name: 'Korpen' })
  const ofOther = await keep('Korpens intyg.pdf', { organisationId: lent.id })
  await post('reports', {
    ...{ agreementId, organisationId: trader.id, fileIds: [annex.id, ofOther.id] },
    ...{ periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  })
  const held = await made(admin('GET', `/${CODE}/personal-data?organisationId=${trader.id}`))
  t.ok(
    held.items.some(({ table, rowHeld }: Any) => table === 'files' && rowHeld.id === own.id),
    'art. 15 tells of it'
  )
  const dry = await made(
    admin('POST', `/${CODE}/organisations/${trader.id}/erase-person`, { reason: 'Begäran', dryRun: true })
  )
  t.ok(dry.isComplete)
  t.equal(await objects(), 5, 'a dry run takes nothing')
  await made(admin('POST', `/${CODE}/organisations/${trader.id}/erase-person`, { reason: 'Begäran' }))
  t.equal(await objects(), 2, 'when it is answered the bytes are gone')
  for (const { id, checksum } of [own, statutes, annex]) {
    const row = await made(admin('GET', `/${CODE}/files/${id}`))
    t.match(row, { name: 'Raderad fil', checksum, withdrawnReason: 'Begäran' })
    t.equal((await answered({ admin }, id)).status, 409)
    const { items } = await made(admin('GET', `/${CODE}/files/${id}/history`))
    t.strictSame(
      items.map(({ type }: Any) => type),
      ['file.created', 'file.withdrawn']
    )
    t.notMatch(JSON.stringify(items), /Sven/)
  }
  for (const { id } of [other, ofOther]) t.equal((await answered({ admin }, id)).status, 200)
  const everything = await client()
  for (const path of ['files?withdrawn=include', 'events', `organisations/${trader.id}/history`])
    t.notMatch(JSON.stringify(await made(everything('GET', `/${CODE}/${path}`))), /Sven /, path)
})

t.test(
  'the files of a confidential organisation are for who reads personal data, and their names tell nothing',
  async t => {
    const { admin, post, keep, client } = await world(t)
    const shelter = await post('organisations', { name: 'Kvinnojouren Solgläntan i Haninge' })
    const before = await keep('Kvinnojouren Solgläntan i Haninge stadgar.pdf', { organisationId: shelter.id })
    const document = await keep('Stadgar.pdf')
    await post(`organisations/${shelter.id}/documents`, { kind: 'statutes', title: 'Stadgar', fileId: document.id })
    const agreement = await post('agreements', { kind: 'partnership' })
    const annex = await keep('Redovisning.pdf')
    await post('reports', {
      ...{ agreementId: agreement.id, organisationId: shelter.id, fileIds: [annex.id] },
      ...{ periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
    })
    await post(`organisations/${shelter.id}/confidentiality`, { confidential: true, reason: 'Hot' })
    const after = await keep('Solgläntan budget.pdf', { organisationId: shelter.id })
    t.equal(after.name, 'Skyddad fil.pdf')
    const reader = await client({ scopes: ['files:read'] })
    const trusted = await client({ scopes: ['files:read', 'personal-data:read'] })
    for (const { id } of [before, document, annex, after]) {
      t.notMatch(JSON.stringify(await made(reader('GET', `/${CODE}/files/${id}`))), /Solgläntan/)
      for (const [method, act] of [
        ['GET', 'content'],
        ['POST', 'address']
      ] as const) {
        const path = `/${CODE}/files/${id}/${act}`
        const refused = await reader(method, path, method === 'POST' ? {} : undefined)
        t.match(refused, { status: 403, body: { scope: 'personal-data:read' } }, path)
        t.equal((await trusted(method, path, method === 'POST' ? {} : undefined)).status, 200, path)
      }
    }
    t.notMatch(JSON.stringify(await made(admin('GET', `/${CODE}/events?limit=1000`))), /Solgläntan/)
  }
)

t.test('a rule erases files that no record names, once its dry run has told which', async t => {
  const clock = aClock(t)
  clock('2023-06-07')
  const { admin, post, keep, objects, clear, database } = await world(t)
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const [loose, named, formerly] = [await keep('a.pdf'), await keep('b.pdf'), await keep('c.pdf')]
  const content = { bodyId: body.id, decidedOn: '2023-05-01', lines: [] as object[] }
  const organisation = await post('organisations', { name: 'Föreningen' })
  const scheme = await post('schemes', { name: 'Stöd', kind: 'operating', bodyId: body.id })
  const line = { recipients: [{ organisationId: organisation.id }], schemeId: scheme.id, outcome: 'granted' }
  const lines = [{ ...line, granted: 1, grantYearFrom: 2023 }]
  await post('decisions', { ...content, lines, fileIds: [named.id] })
  const gone = await post('applications', { applicants: [{ organisationId: organisation.id }], fileIds: [formerly.id] })
  await post(`applications/${gone.id}/withdraw`, { reason: 'Fel' })
  const { rows } = await database.$client.query('select created_at::date::text as on from files limit 1')
  const year = Number(rows[0].on.slice(0, 4)) + 2
  const rules = `/${CODE}/retention-rules`
  const said = await made(admin('PUT', rules, { fileMonths: 24, source: 'Gallringsplan § 7' }))
  t.strictSame(said.filesDue, [])
  const on = `${year + 1}-01-01`
  const due = await made(admin('GET', `${rules}?validOn=${on}`))
  t.strictSame(due.filesDue, [loose.id, formerly.id].sort())
  t.equal(await objects(), 3, 'a dry run takes nothing')
  t.equal(await carryOutRetention(database, { on }), 2)
  t.equal(await carryOutRetention(database, { on }), 0)
  t.equal(await clear(), 2)
  t.equal(await objects(), 1)
  t.equal((await answered({ admin }, named.id)).status, 200)
  const { items } = await made(admin('GET', `/${CODE}/files/${loose.id}/history`))
  t.match(items.at(-1), { type: 'file.withdrawn', actor: 'job:carry-out-retention', reason: 'Gallringsplan § 7' })
})
