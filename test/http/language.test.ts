import t from 'tap'
import { declaredRules } from '../../src/base/errors.ts'
import { isRule } from '../../src/platform/http/problem-names.ts'
import { createApp } from '../support/app.ts'
import { aRegister } from '../support/register.ts'

/** RFC 9110, 12.5.4: what is asked for, and what is answered where there is English and Swedish. */
const cases: [acceptLanguage: string | undefined, answered: 'en' | 'sv'][] = [
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['sv', 'sv'],
  ['SV', 'sv'],
  ['sv-SE', 'sv'],
  ['sv-FI', 'sv'],
  ['sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7', 'sv'],
  ['en', 'en'],
  ['en-GB', 'en'],
  ['en-GB,en;q=0.9,sv;q=0.8', 'en'],
  ['en;q=0.5, sv', 'sv'],
  ['en;q=0.5, sv;q=0.4', 'en'],
  ['sv;q=0', 'en'],
  ['sv;q=0, *', 'en'],
  ['en;q=0, *', 'sv'],
  ['en;q=0', 'en'],
  ['*;q=0', 'en'],
  ['*;q=0.1, sv;q=0.5', 'sv'],
  ['de', 'en'],
  ['de, sv;q=0.1', 'sv'],
  ['de-CH, de;q=0.9, *;q=0.5', 'en'],
  ['nonsense;;;q=,,', 'en'],
  ['sv;q=abc', 'en'],
  ['; DROP TABLE bodies', 'en'],
  ['s', 'en'],
  [',', 'en']
]

t.test('a problem is told in the language that is preferred, and says that it varies', async t => {
  const { admin } = await aRegister(t)
  for (const [asked, answered] of cases) {
    const headers: Record<string, string> = asked === undefined ? {} : { 'accept-language': asked }
    const said = `Accept-Language: ${asked}`
    const answer = await admin('POST', '/0136/bodies', { kind: 'committee' }, headers)
    t.equal(answer.headers['content-language'], answered, said)
    t.match(answer.headers.vary, /\baccept-language\b/, said)
    const told = {
      en: { title: 'The request is not valid', detail: '/name is required.', message: 'is required' },
      sv: { title: 'Anropet är inte giltigt', detail: '/name måste anges.', message: 'måste anges' }
    }[answered]
    const { title, detail, message } = told
    t.match(answer, {
      status: 400,
      body: { type: /\/problems\/validation$/, title, detail, violations: [{ field: '/name', message }] }
    })
    t.strictSame(Object.keys(answer.body.violations[0]), ['field', 'message'], 'the other language is not beside it')
  }
})

t.test('problems before there is a route are told in both, and so are those of no route', async t => {
  const { request } = await createApp(t)
  const sv = { 'accept-language': 'sv' }
  t.match(await request('GET', '/nowhere', undefined, sv), {
    status: 404,
    headers: { 'content-language': 'sv' },
    body: { type: /not-found$/, title: 'Finns inte', detail: 'Det finns ingenting på den här adressen.' }
  })
  t.match(await request('GET', '/%FF', undefined, sv), {
    status: 400,
    headers: { 'content-language': 'sv' },
    body: { type: /address-malformed$/, title: 'Adressen kan inte läsas' }
  })
})

t.test('what is no text for people is the same in both languages', async t => {
  const { admin } = await aRegister(t)
  const body = { name: 'Kulturnämnden', kind: 'committee' }
  const made = await admin('POST', '/0136/bodies', body, { 'accept-language': 'sv' })
  t.equal(made.status, 201)
  t.equal(made.headers['content-language'], undefined)
  t.notMatch(String(made.headers.vary), /accept-language/, 'a record has one representation')
  for (const path of ['/0136/bodies', '/0136/events', '/api-info']) {
    const [en, sv] = [await admin('GET', path), await admin('GET', path, undefined, { 'accept-language': 'sv' })]
    t.strictSame(sv.body, en.body, path)
    t.notMatch(String(sv.headers.vary), /accept-language/, path)
  }
  const wrong = { name: 5, kind: 'nonsense', extra: 1 }
  const [en, sv] = [
    await admin('POST', '/0136/bodies', wrong),
    await admin('POST', '/0136/bodies', wrong, { 'accept-language': 'sv' })
  ]
  t.equal(sv.body.type, en.body.type)
  t.strictSame(fieldsOf(sv), fieldsOf(en))
})

const fieldsOf = ({ body }: { body: { violations: { field: string }[] } }) => body.violations.map(({ field }) => field)

t.test('rows of a batch are refused in the language of the caller', async t => {
  const { admin } = await aRegister(t)
  const rows = [{ record: 'bodies', source: 'w3d3', reference: '1', body: { kind: 'committee' } }]
  const answer = await admin('POST', '/0136/batch', { rows }, { 'accept-language': 'sv' })
  t.match(answer, { status: 200, headers: { 'content-language': 'sv' } })
  t.match(answer.body.rows[0].problem, { title: 'Anropet är inte giltigt', violations: [{ message: 'måste anges' }] })
})

t.test('the page of every rule is to be had in both languages, under one address', async t => {
  const { request } = await createApp(t)
  for (const [code, { title, sv }] of declaredRules) {
    for (const [language, shown] of [
      ['en', title],
      ['sv', sv.title]
    ] as const) {
      const answer = await request('GET', `/problems/${code}`, undefined, { 'accept-language': language })
      t.match(answer, { status: 200, headers: { 'content-language': language, vary: /accept-language/ } }, code)
      t.ok(String(answer.body).includes(`<h1>${shown}</h1>`), `${code} in ${language}`)
      t.ok(String(answer.body).includes(`<html lang="${language}">`))
    }
  }
  t.ok(isRule('bodies-reference') && !declaredRules.has('bodies-reference'))
  const ofConstraint = await request('GET', '/problems/bodies-reference', undefined, { 'accept-language': 'sv' })
  t.match(String(ofConstraint.body), /<h1>En regel i registret bryts<\/h1>/)
})

t.test('another protocol has its own envelope, in English alone', async t => {
  const { request } = await createApp(t)
  const answer = await request('GET', '/common-grants/opportunities/nonsense', undefined, { 'accept-language': 'sv' })
  t.equal(answer.status, 400)
  t.type(answer.body.message, 'string')
  t.strictSame(Object.keys(answer.body.errors[0]).sort(), ['field', 'message'])
})

t.test('what a record warns of is told in the language of the caller, of a write and of a read', async t => {
  const { admin } = await aRegister(t)
  const bodyId = (await admin('POST', '/0136/bodies', { name: 'Kulturnämnden', kind: 'committee' })).body.id
  const late = { bodyId, decidedOn: '2022-01-10', minutesApprovedOn: '2022-02-10' }
  const told = {
    en: 'more than 14 days after the meeting (kommunallagen 5:69)',
    sv: 'mer än 14 dagar efter sammanträdet (5 kap. 69 § kommunallagen)'
  }
  for (const language of ['en', 'sv'] as const) {
    const asked = { 'accept-language': language }
    const made = await admin('POST', '/0136/decisions', late, asked)
    const read = await admin('GET', `/0136/decisions/${made.body.id}`, undefined, asked)
    for (const { headers, body } of [made, read]) {
      t.strictSame(body.warnings, [{ field: '/minutesApprovedOn', message: told[language] }])
      t.match(headers, { 'content-language': language, vary: /accept-language/ })
    }
  }
})
