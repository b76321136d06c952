import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { makeViews } from '../../src/reads/exports/views.ts'
import { aClock } from '../support/clock.ts'
import { playAll } from '../support/play-all.ts'
import { aRegister, clientOf, made } from '../support/register.ts'
import { operationsOf, pathOf, questionsOf } from '../support/twins.ts'
import { aMarkedParty, MARKS, SPELLINGS, spelledIn } from './a-person.ts'

/** A confidential organisation is named in no answer, event, export, view or log, whoever asks but those with the right. */

t.setTimeout(600_000)
aClock(t)('2023-06-07')

const CODE = '0136'
const register = await aRegister(t, {})
const { admin, database } = register
const ids = await playAll(register, CODE)
const { name } = await made(admin('GET', `/municipalities/${CODE}`))
const published = {
  publishesSchemes: true,
  publishesAgreements: true,
  publishesDecisions: true,
  publishesPayments: true
}
await admin('PUT', `/municipalities/${CODE}`, { name, ...published }, { 'if-match': '*' })
const party = await aMarkedParty(register, CODE, {
  legalForm: 'ideell förening',
  withNumber: true,
  withMoney: true
})
const { id, awardId, decisionId, accountId, ...more } = party
const mine = {
  ...ids,
  organisations: id,
  awards: awardId,
  decisions: decisionId,
  'payee-accounts': accountId,
  ...more
}

/** Every scope of reading but that of personal data. */
const scopes = [
  ...new Set(readFileSync(new URL('../../openapi/operations.txt', import.meta.url), 'utf8').match(/[a-z-]+:read/g))
].filter(scope => scope !== 'personal-data:read')

/** What every reading operation answers about the party and in whole, as these clients see it. */
async function answers() {
  const lines: string[] = []
  const log = { write: (line: string) => lines.push(line) }
  const app = await buildApp({ config: { ...register.config, logLevel: 'debug' }, database, log: log as never })
  const reader = clientOf(app, (await register.newKey({ name: 'reader', scopes })).secret)
  const public_ = clientOf(app, undefined)
  const bi = clientOf(app, (await register.newKey({ name: 'bi', scopes: ['statistics:read'] })).secret)
  const found = new Map<string, string[]>()
  let answered = 0
  for (const read of operationsOf(app).filter(({ method }) => method === 'GET')) {
    if (read.path.includes('/personal-data')) continue
    for (const its of [mine, ids]) {
      const path = pathOf(read, CODE, its)
      if (path === undefined) continue
      for (const question of questionsOf(read, its)) {
        for (const client of [reader, public_, bi]) {
          const { status, body } = await client('GET', `${path}${question}`)
          if (status === 200) answered++
          const seen = spelledIn(JSON.stringify(body ?? ''))
          if (seen.length > 0) found.set(`${read.name}${question}`, seen)
        }
      }
    }
  }
  await app.close()
  return { found, answered, log: lines.join('') }
}

/** All rows of all views of the schema `bi`. */
async function viewed(): Promise<string> {
  await database.transaction(makeViews)
  const { $client } = database
  await $client.query(`insert into bi.readers values (session_user, '${CODE}') on conflict do nothing`)
  const { rows } = await $client.query(
    "select relname from pg_class where relnamespace = 'bi'::regnamespace and relkind = 'v'"
  )
  const all = []
  for (const { relname } of rows) all.push((await $client.query(`select * from bi.${relname}`)).rows)
  return JSON.stringify(all)
}

t.test('before, its marks are found in answers and views: the test finds what there is', async t => {
  const { found } = await answers()
  for (const operation of [
    ...['organisations/:id', 'events', 'exports/events', 'exports/organisations', 'decision-lines'],
    ...['papers/decisionLetter', 'papers/paymentAdvice', 'papers/yearlyStatement'],
    ...['files/:id', 'state-aid/:id', 'payments/:id']
  ])
    t.ok(
      [...found.keys()].some(key => key.startsWith(`GET /:municipalityCode/${operation}`)),
      operation
    )
  t.strictSame(
    SPELLINGS.slice(0, 6).filter(mark => ![...found.values()].flat().includes(mark)),
    []
  )
  t.ok(spelledIn(await viewed()).length > 5)
})

t.test('afterwards none is found anywhere', async t => {
  const body = { confidential: true, reason: 'Skyddat boende' }
  const answer = await admin('POST', `/${CODE}/organisations/${party.id}/confidentiality`, body)
  t.equal(answer.status, 200)
  t.match(answer.body, { name: /^Skyddad part [0-9A-F]{6}$/, organisationNumber: null, confidentialOn: '2023-06-07' })
  const { found, answered, log } = await answers()
  t.ok(answered > 300, `${answered} answers`)
  t.strictSame([...found], [])
  t.strictSame(spelledIn(log), [], 'logs')
  t.strictSame(spelledIn(await viewed()), [], 'views')
  const { rows } = await database.$client.query(`select row_to_json(e) as row from events e
    union all select row_to_json(d) from webhook_deliveries d union all select row_to_json(k) from idempotency_keys k`)
  t.strictSame(spelledIn(JSON.stringify(rows)), [], 'events, deliveries and kept answers')
})

t.test('what comes later is kept apart, too', async t => {
  const contact = { sensitivity: 'internal', name: MARKS.contact, email: MARKS.email, phone: MARKS.phone }
  const one = await made(admin('POST', `/${CODE}/organisations/${party.id}/contacts`, contact))
  t.match(one, { name: null, email: null, phone: null })
  const account = { organisationId: party.id, accountKind: 'plusgiro', accountNumber: MARKS.plusgiro }
  t.match(await made(admin('POST', `/${CODE}/payee-accounts`, account)), { accountNumber: /^SKYDDAT-/ })
  const refused = [
    ['POST', 'organisations', { name: MARKS.name }],
    ['POST', 'organisations', { name: 'Annan', organisationNumber: MARKS.number }],
    ['PATCH', `organisations/${party.id}`, { name: 'Nytt namn' }],
    ['POST', `organisations/${party.id}/names`, { name: 'Äldre namn' }],
    ['POST', `organisations/${party.id}/merge`, { mergedIntoId: ids.organisations, reason: 'Samma' }]
  ] as const
  for (const [method, path, body] of refused) {
    const answer = await admin(method, `/${CODE}/${path}`, body, { 'if-match': '*' })
    t.match(answer, { status: 409, body: { type: /organisation-confidential$/ } }, path)
  }
  const heading = 'deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome'
  const file = `${heading}\nKulturnämnden ${CODE},2012-04-01,2012,Arbetsstipendier,${MARKS.name},500,beviljad\n`
  const imported = await made(admin('POST', `/${CODE}/decision-imports`, file, { 'content-type': 'text/csv' }))
  t.equal(imported.counts.rejectedCount, 1)
  const records = await admin('POST', `/${CODE}/organisation-imports`, `Förening\n${MARKS.name}\n`, {
    'content-type': 'text/csv'
  })
  t.equal(records.body.counts.createdCount ?? 0, 0)
  const { found, log } = await answers()
  t.strictSame([...found], [])
  t.strictSame(spelledIn(log), [])
})

t.test('who has the right finds it, and its end puts all back', async t => {
  const reader = await register.client({ name: 'registrar', scopes: ['personal-data:read'] })
  const held = await made(reader('GET', `/${CODE}/personal-data?organisationId=${party.id}`))
  const apart = JSON.stringify(held.items.filter(({ table }: { table: string }) => table === 'confidential_values'))
  for (const mark of Object.values(MARKS)) t.ok(apart.includes(mark), mark)
  const { status } = await (await register.client({ name: 'other', scopes }))('GET', `/${CODE}/personal-data?name=Anna`)
  t.equal(status, 403)
  const body = { confidential: false, reason: 'Inte längre' }
  const after = await made(admin('POST', `/${CODE}/organisations/${party.id}/confidentiality`, body))
  t.match(after, {
    ...{ name: MARKS.name, organisationNumber: MARKS.number, bankgiro: MARKS.bankgiro, plusgiro: MARKS.plusgiro },
    ...{ note: MARKS.note, confidentialOn: null }
  })
  const account = await made(admin('GET', `/${CODE}/payee-accounts/${party.accountId}`))
  t.equal(account.accountNumber, MARKS.account)
  const search = await made(admin('GET', `/${CODE}/organisations?search=zebrasson`))
  t.strictSame(
    search.items.map(({ id }: { id: string }) => id),
    [party.id],
    'former names find it again'
  )
})
