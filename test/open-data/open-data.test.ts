import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { aRegister, clientOf, made } from '../support/register.ts'

const { admin, app, database } = await aRegister(t)
const everybody = clientOf(app, undefined)

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
// Its metaschema is named by http, which is no name of 2020-12: Ajv takes its own.
const schemaOf = (name: string) => {
  const { $schema: _, ...schema } = JSON.parse(fixture(`360giving/${name}`))
  return schema
}
const grantSchema = schemaOf('360-giving-schema.json')
ajv.addSchema(grantSchema)
// The package of 1.4.3 refers to the grants of 1.4.2.
ajv.addSchema({ ...grantSchema, $id: grantSchema.$id.replace('1.4.3', '1.4.2') })
const isPackage = ajv.compile(schemaOf('360-giving-package-schema.json'))

const CODES = { '0136': 'haninge', '1862': 'degerfors', '2031': 'rattvik' }
const kinds = ['publishesSchemes', 'publishesDecisions', 'publishesAgreements', 'publishesPayments']

async function publish(code: string, ...on: string[]) {
  const { name } = await made(admin('GET', `/municipalities/${code}`))
  const settings = Object.fromEntries(on.map(kind => [kind, true]))
  await made(admin('PUT', `/municipalities/${code}`, { name, ...settings }, { 'if-match': '*' }))
}

for (const [code, name] of Object.entries(CODES)) {
  await made(
    admin(
      'POST',
      `/${code}/decision-imports?identicalRows=keep`,
      readFileSync(new URL(`../../samples/decisions-${code}-${name}.csv`, import.meta.url), 'utf8'),
      {
        'content-type': 'text/csv'
      }
    )
  )
}

t.test('nothing is public unless the municipality says so, kind by kind', async t => {
  const addresses: Record<string, string> = {
    publishesSchemes: '/0136/public/schemes',
    publishesDecisions: '/0136/public/grants?year=2021',
    publishesAgreements: '/0136/public/agreements',
    publishesPayments: '/0136/public/supplier-payments?year=2021'
  }
  const settings = { debtorName: 'Haninge', organisationNumber: '212000-0084', accountKind: 'bankgiro' }
  await made(admin('PUT', '/0136/payment-settings', { ...settings, accountNumber: '5050-1055' }))
  for (const on of [[], ...kinds.map(kind => [kind]), kinds]) {
    await publish('0136', ...on)
    for (const kind of kinds) {
      const expected = on.includes(kind) ? 200 : 404
      t.equal((await everybody('GET', addresses[kind]!)).status, expected, `${kind} while ${on.join()} are on`)
    }
    const { body } = await everybody('GET', '/0136/public/catalogue')
    const sets = body['dcat:dataset'].map((set: { '@id': string }) => set['@id'].split('#')[1])
    t.strictSame(
      sets,
      on.map(kind => kind.replace('publishes', '').toLowerCase())
    )
  }
  t.equal((await everybody('GET', '/1862/public/grants?year=2023')).status, 404, 'another municipality has not')
})

t.test('every year of the samples is a valid package, and its amounts are those of the register', async t => {
  let packages = 0
  for (const code of Object.keys(CODES)) {
    await publish(code, 'publishesDecisions')
    for (let year = 2018; year <= 2026; year++) {
      const answer = await everybody('GET', `/${code}/public/grants?year=${year}`)
      const { rows } = await database.$client.query(
        `select count(*)::int as awards,
           coalesce(sum(granted * case when amount_per = 'year' then grant_year_to - grant_year_from + 1 else 1 end), 0)::float8 as amount
         from awards join decision_lines line on line.municipality_code = awards.municipality_code and line.id = line_id
         join decisions decision on decision.municipality_code = line.municipality_code and decision.id = decision_id
         where awards.municipality_code = $1 and line.municipality_code = $1 and decision.municipality_code = $1
           and awards.withdrawn_at is null and extract(year from decided_on) = $2`,
        [code, year]
      )
      if (rows[0].awards === 0) {
        t.equal(answer.status, 404, `${code} ${year}`)
        continue
      }
      packages++
      t.ok(isPackage(answer.body), `${code} ${year}: ${ajv.errorsText(isPackage.errors)}`)
      const { grants } = answer.body
      t.equal(grants.length, rows[0].awards)
      const ore = grants.reduce(
        (sum: number, each: { amountAwarded: number }) => sum + Math.round(each.amountAwarded * 100),
        0
      )
      t.equal(ore, Math.round(rows[0].amount * 100), `${code} ${year} to the öre`)
    }
  }
  t.ok(packages > 3, `${packages} packages`)
})

t.test('what the standard must be told in its own way', async t => {
  await publish('2031', ...kinds)
  const post = (path: string, body: unknown) => made(admin('POST', `/2031/${path}`, body))
  const body = await post('bodies', { name: 'Kulturnämnden', kind: 'committee' })
  const org = async (name: string, more = {}) => (await post('organisations', { name, ...more })).id
  const [choir, band, trader, shop] = [
    await org('Kören', { organisationNumber: '802418-1235' }),
    await org('Orkestern'),
    await org('Anna Anderssons Musik', { legalForm: 'Enskild näringsidkare' }),
    await org('Musikaffären', { legalForm: 'enskild firma' })
  ]
  const line = (recipients: string[], more: object) => ({
    ...{ recipients: recipients.map(organisationId => ({ organisationId })), outcome: 'granted', grantYearFrom: 2030 },
    ...more
  })
  const lines = [
    line([choir, band], { granted: 100.5, grantYearTo: 2032, amountPer: 'year', purpose: 'Konserter' }),
    line([choir], { grantedCertainty: 'notStated', purpose: 'Ej angivet' }),
    line([choir], { granted: 5, grantedCertainty: 'approximate', purpose: 'Ungefär' }),
    line([choir], { grantedCertainty: 'confidential', purpose: 'Hemligt' }),
    line([trader], { granted: 7, purpose: 'Person' }),
    line([band, shop], { granted: 9, purpose: 'Delvis person' }),
    line([band], { outcome: 'rejected', purpose: 'Avslag' }),
    line([band], { granted: 11, purpose: 'x'.repeat(300) })
  ]
  const decision = await post('decisions', { bodyId: body.id, decidedOn: '2030-03-04', paragraph: '7', lines })
  const { body: found } = await everybody('GET', '/2031/public/grants?year=2030')
  t.ok(isPackage(found), ajv.errorsText(isPackage.errors))
  t.match(found, { version: '1.4', license: /creativecommons/, publisher: { name: 'Rättvik' } })
  const [joint, unstated, about, long, ...more] = found.grants
  t.strictSame(more, [], 'persons, what is confidential and what was rejected are left out')
  t.match(joint, {
    ...{ amountAwarded: 301.5, currency: 'SEK', awardDate: '2030-03-04', title: 'Konserter' },
    recipientOrganization: [
      { id: 'SE-ON-8024181235', name: 'Kören' },
      { id: `SE-2031-${band}`, name: 'Orkestern' }
    ],
    plannedDates: [{ startDate: '2030-01-01', endDate: '2032-12-31' }]
  })
  t.match(unstated, { amountAwarded: 0, description: /not stated/, classifications: [{ code: 'notStated' }] })
  t.match(about, { amountAwarded: 5, description: /approximate/ })
  t.ok(long.title.length < 140)
  t.notMatch(JSON.stringify(found), /Anna|Musikaffären|Hemligt/)

  await made(admin('POST', `/2031/decisions/${decision.id}/withdraw`, { reason: 'Fel' }))
  t.equal((await everybody('GET', '/2031/public/grants?year=2030')).status, 404, 'what does not stand is not told')
})

t.test('what was paid is the register of suppliers, in its columns', async t => {
  const csv = `body,decided_on,grant_year,scheme,recipient,granted,outcome,paid_on
Nämnden,2019-02-01,2019,Stöd,"=Föreningen, Ett",1234.50,beviljad,2019-03-01
Nämnden,2019-02-01,2019,Stöd,Enskild Persson,10,beviljad,2019-03-02`
  const imported = await admin('POST', '/0136/decision-imports?payments=alreadyPaid', csv, {
    'content-type': 'text/csv'
  })
  t.equal(imported.status, 201, JSON.stringify(imported.body).slice(0, 500))
  t.match(imported.body.counts, { createdCount: 2, rejectedCount: 0 })
  const [person] = (await made(admin('GET', '/0136/organisations?search=persson'))).items
  await made(admin('PATCH', `/0136/organisations/${person.id}`, { legalForm: 'Enskild firma' }, { 'if-match': '*' }))
  await publish('0136', ...kinds)
  const answer = await everybody('GET', '/0136/public/supplier-payments/csv?year=2019')
  const [head, row, ...rest] = String(answer.body).replace('\uFEFF', '').trim().split('\r\n')
  t.equal(
    head,
    'kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,belopp,datum,forvaltning,fakturanummer,grund,avtal,kommun_id,s_kod_nr'
  )
  t.match(
    row,
    /^2120000084,Haninge,[^,]+,"'=Föreningen, Ett",,,,1234\.5,2019-03-01,Nämnden,,Beslut Nämnden 2019-02-01,,0136,$/
  )
  t.strictSame(rest, [], 'no person')
  t.match(await everybody('GET', '/0136/public/supplier-payments?year=2019'), {
    status: 200,
    body: { items: [{ amount: 1234.5, paidOn: '2019-03-01', municipalityCode: '0136' }], meta: { count: 1 } }
  })
  t.match(await everybody('GET', '/0136/public/supplier-payments?year=2017'), { body: { items: [] } })
  for (const query of ['', '?year=abc', '?year=20190']) {
    t.equal((await everybody('GET', `/0136/public/supplier-payments${query}`)).status, 400, query)
  }
})

t.test('agreements are told of without drafts, signatories and persons', async t => {
  const org = (name: string, more = {}) => made(admin('POST', '/1862/organisations', { name, ...more }))
  const [shelter, trader] = [await org('Jouren'), await org('Berit', { legalForm: 'enskild firma' })]
  const agree = (title: string, organisationId: string) =>
    made(
      admin('POST', '/1862/agreements', {
        ...{ kind: 'partnership', title, purpose: 'Stöd' },
        parties: [{ key: 'p', kind: 'organisation', role: 'partner', organisationId }],
        signatories: [{ key: 's', partyKey: 'p', role: 'Ordförande', name: 'Siv Signatär' }],
        term: { validFrom: '2022-01-01', validTo: '2099-12-31' }
      })
    )
  const [shown, draft, person] = [
    await agree('Partnerskap', shelter.id),
    await agree('Utkast', shelter.id),
    await agree('Med person', trader.id)
  ]
  for (const { id } of [shown, person]) {
    await made(admin('POST', `/1862/agreements/${id}/decide`, { decidedOn: '2021-12-14' }))
    await made(admin('POST', `/1862/agreements/${id}/sign`, { signedOn: '2021-12-16' }))
  }
  t.equal((await everybody('GET', '/1862/public/agreements')).status, 404)
  await publish('1862', ...kinds)
  const { body } = await everybody('GET', '/1862/public/agreements?total=true')
  t.match(body, {
    items: [{ id: shown.id, title: 'Partnerskap', parties: [{ name: 'Jouren' }], termStanding: { running: 'yes' } }],
    meta: { totalCount: 1 }
  })
  t.notMatch(JSON.stringify(body), /Siv|Berit|Utkast/)
  t.ok(draft.id)
})

t.test('the catalogue is of DCAT-AP: what it must say of itself, of data sets and of files', async t => {
  await publish('0136', ...kinds)
  const { body, headers } = await everybody('GET', '/0136/public/catalogue', undefined, {
    accept: 'application/ld+json'
  })
  t.match(headers['content-type'], /ld\+json/)
  const demanded = {
    'dcat:Catalog': ['dct:title', 'dct:description', 'dct:publisher', 'dct:license', 'dcat:dataset'],
    'dcat:Dataset': ['dct:title', 'dct:description', 'dct:publisher', 'dcat:distribution'],
    'dcat:Distribution': ['dcat:accessURL', 'dct:license', 'dct:format']
  }
  const seen: string[] = []
  const walk = (node: unknown) => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null) return
    const type = (node as Record<string, string>)['@type'] as keyof typeof demanded
    for (const name of demanded[type] ?? []) t.ok((node as Record<string, unknown>)[name], `${type} ${name}`)
    if (type) seen.push(type)
    Object.values(node).forEach(walk)
  }
  walk(body)
  for (const type of Object.keys(demanded)) t.ok(seen.includes(type), type)
  const files = body['dcat:dataset'].flatMap((set: Record<string, unknown[]>) => set['dcat:distribution'])
  let found = 0
  for (const file of files) {
    const address = file['dcat:downloadURL']['@id'].replace(/^.*\/partnerskap\/v1/, '')
    const { status } = await everybody('GET', address)
    t.ok([200, 404].includes(status), `${address} ${status}`)
    if (status === 200) found++
  }
  t.ok(found > 3, `${found} files`)
})
