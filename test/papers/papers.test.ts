import { mkdirSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { loadHaninge } from '../../samples/haninge.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { fieldsOf, ruleOf } from '../support/haninge.ts'
import { aMoneyRegister } from '../support/money.ts'
import { aRegister, made } from '../support/register.ts'
import { plain, readPdf, textOfHtml } from './read-pdf.ts'

type Register = Pick<Awaited<ReturnType<typeof aRegister>>, 'app' | 'database'>

/** Where papers are left to be looked at: `PAPERS_DIR=… tap run …`. */
const { PAPERS_DIR } = process.env

/** Asks for papers as they are, bytes and all. */
async function papersOf({ app, database }: Register, scopes = ['*']) {
  const { secret } = await createApiKey(database, { name: 'papers', municipalityCodes: ['0136'], scopes })
  return async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      url: `${apiPrefix}/0136/papers/${path}`,
      headers: { authorization: `Bearer ${secret}`, ...headers }
    })
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, text: answer.body }
  }
}
type Ask = Awaited<ReturnType<typeof papersOf>>

/** The paper in both forms and languages: each says everything that it must, as HTML and as PDF. */
async function holds(t: Test, ask: Ask, path: string, says: { sv: string[]; en: string[] }) {
  for (const lang of ['sv', 'en'] as const) {
    const of = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
    const html = await ask(`${of}&format=html`)
    t.equal(html.status, 200, html.text)
    t.equal(html.headers['content-type'], 'text/html; charset=utf-8')
    t.equal(html.headers['content-language'], lang)
    t.match(html.headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-/)
    t.match(html.text, `<html lang="${lang}">`)
    const pdf = await ask(`${of}&format=pdf`)
    t.equal(pdf.status, 200, pdf.text.slice(0, 500))
    t.equal(pdf.headers['content-type'], 'application/pdf')
    const read = await readPdf(pdf.bytes)
    t.ok(
      ['Document', 'H1', 'P'].every(role => read.roles.has(role)),
      `it is tagged: ${[...read.roles]}`
    )
    t.equal(read.language, lang)
    const shown = textOfHtml(html.text)
    for (const said of says[lang]) {
      t.match(shown, plain(said), `HTML, ${lang}: ${said}`)
      t.match(read.text, plain(said), `PDF, ${lang}: ${said}`)
    }
    t.notMatch(`${shown} ${read.text}`, /undefined|null|NaN|\{\{|\[object/)
    if (PAPERS_DIR) {
      mkdirSync(PAPERS_DIR, { recursive: true })
      const name = `${PAPERS_DIR}/${path.split('/')[0]}-${t.name.slice(0, 12).replaceAll(/\W/g, '-')}-${lang}`
      writeFileSync(`${name}.html`, html.bytes)
      writeFileSync(`${name}.pdf`, pdf.bytes)
    }
  }
}

t.test('sample: letters, summaries and statements of Haninge', async t => {
  const register = await aRegister(t)
  await loadHaninge(register.admin)
  const ask = await papersOf(register)
  const get = async (path: string) => await made(register.admin('GET', `/0136${path}`))
  const [{ id: decisionId }] = (await get('/decisions')).items
  const decision = await get(`/decisions/${decisionId}`)
  const line = decision.lines.find((one: { granted: number | null }) => one.granted)
  const [recipient] = line.recipients
  const swedish = `${line.granted.toLocaleString('sv-SE', { minimumFractionDigits: 2 })} kr`
  const english = `SEK ${line.granted.toLocaleString('en-GB', { minimumFractionDigits: 2 })}`
  await holds(t, ask, `decisionLetter/${decisionId}?organisationId=${recipient.organisationId}`, {
    sv: [recipient.name, 'Beslut', swedish, 'Hur beslutet kan överklagas', 'Sida 1 av 1'].filter(Boolean).slice(0, 4),
    en: [recipient.name, 'Decision', english, 'How the decision can be reviewed']
  })
  const all = await readPdf((await ask(`decisionLetter/${decisionId}?format=pdf`)).bytes)
  const recipients = new Set(
    decision.lines.flatMap((one: typeof line) => one.recipients.map((each: typeof recipient) => each.name))
  )
  for (const name of recipients) t.match(all.text, plain(String(name)), `a letter to ${name}`)
  t.ok(all.pages.length >= recipients.size, 'each letter begins on a page of its own')
  t.match(all.pages[0], `Sida 1 av ${all.pages.length}`)

  const { items: agreements } = await get('/agreements?limit=100')
  for (const { id, title, parties } of agreements) {
    const { text } = await readPdf((await ask(`agreementSummary/${id}?format=pdf`)).bytes)
    for (const said of [title, ...parties.map((party: { name: string | null }) => party.name)])
      if (said) t.match(text, plain(said))
  }
  const [agreement] = agreements
  await holds(t, ask, `agreementSummary/${agreement.id}`, {
    sv: [agreement.title, 'Parter', 'Vad parterna bidrar med'],
    en: [agreement.title, 'Parties', 'What the parties put in']
  })
  await holds(t, ask, `yearlyStatement/${recipient.organisationId}?year=2022`, {
    sv: [recipient.name, 'Årsbesked 2022', `Beviljat ${swedish}`],
    en: [recipient.name, 'Yearly statement 2022', `Granted ${english}`]
  })
})

t.test('money: advice, trail and statement tell what the JSON tells, to the öre', async t => {
  const register = await aMoneyRegister(t)
  const { haninge, patch, decision, jour, aPayment, account } = register
  await patch(`/decisions/${decision.id}`, { paragraph: '144', diaryNumber: 'SN 2021/0144' })
  const paid = { status: 'paid', paidOn: '2022-01-20', voucherNumber: 'V-0101', payeeAccountId: account.id } as const
  const payment = await aPayment({ ...paid, amount: 95_000.5, coding: { konto: '4580', ansvar: '7100' } })
  await aPayment({ ...paid, amount: 1234.56, voucherNumber: 'V-0102' })
  const ask = await papersOf(register)
  await holds(t, ask, `paymentAdvice/${payment.id}`, {
    sv: [
      'Utbetalningsbesked',
      '95 000,50 kr',
      '20 januari 2022',
      '§ 144',
      'SN 2021/0144',
      'Bankgiro •••• 1055',
      '4580'
    ],
    en: ['Payment advice', 'SEK 95,000.50', '20 January 2022', '§ 144', 'Bankgiro •••• 1055']
  })
  t.notMatch((await ask(`paymentAdvice/${payment.id}`)).text, '50501055', 'the account is masked')
  const trail = async (language: string) =>
    await made(haninge('GET', `/payments/${payment.id}/trail`, undefined, { 'accept-language': language }))
  const [sv, en] = [await trail('sv'), await trail('en')]
  const textsOf = ({ steps, missing }: typeof sv) => [...missing, ...steps.map(({ text }: { text: string }) => text)]
  t.strictNotSame(textsOf(sv), textsOf(en), 'the trail is told in both languages')
  const { text } = await ask(`paymentTrail/${payment.id}?lang=sv`)
  for (const said of textsOf(sv)) t.match(textOfHtml(text), plain(said))
  await holds(t, ask, `paymentTrail/${payment.id}`, {
    sv: ['En kronas väg: 95 000,50 kr', ...sv.missing],
    en: ['The trail of a krona: SEK 95,000.50', ...en.missing]
  })
  const totals = await made(haninge('GET', '/statistics/payment-totals?groupBy=year&yearBasis=payment'))
  t.equal(totals.items[0]?.paid, 96_235.06, 'what the ledger says')
  await holds(t, ask, `yearlyStatement/${jour}?year=2022`, {
    sv: ['Utbetalt 96 235,06 kr', 'Beviljat 380 000,00 kr', '1 234,56 kr', 'V-0102'],
    en: ['Paid SEK 96,235.06', 'Granted SEK 380,000.00', 'SEK 1,234.56']
  })
})

t.test('the same paper has the same bytes and the same tag', async t => {
  const { decision, ...register } = await aMoneyRegister(t)
  const ask = await papersOf(register)
  for (const format of ['html', 'pdf']) {
    const first = await ask(`decisionLetter/${decision.id}?format=${format}`)
    const again = await ask(`decisionLetter/${decision.id}?format=${format}`)
    t.ok(first.bytes.equals(again.bytes), format)
    t.equal(first.headers.etag, again.headers.etag)
    const asked = await ask(`decisionLetter/${decision.id}?format=${format}`, {
      'if-none-match': String(first.headers.etag)
    })
    t.equal(asked.status, 304)
  }
})

t.test('form and language are those asked for: by the address, by headers, Swedish HTML else', async t => {
  const { decision, ...register } = await aMoneyRegister(t)
  const ask = await papersOf(register)
  const path = `decisionLetter/${decision.id}`
  const plainly = await ask(path)
  t.match(plainly.headers, { 'content-language': 'sv', 'content-type': 'text/html; charset=utf-8' })
  t.match((await ask(path, { accept: 'application/pdf' })).headers['content-type'], 'application/pdf')
  t.equal((await ask(path, { 'accept-language': 'en-GB' })).headers['content-language'], 'en')
  t.equal((await ask(path, { 'accept-language': 'fi' })).headers['content-language'], 'sv')
  t.equal((await ask(path, { accept: 'image/png' })).status, 406)
  t.equal((await ask(`${path}?year=2022`)).status, 400)
  t.equal((await ask(`${path}?organisationId=01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60`)).status, 422)
  t.equal((await ask('decisionLetter/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')).status, 404)
  t.equal((await ask(`invoice/${decision.id}`)).status, 400)
  const decisions = await papersOf(register, ['decisions:read'])
  t.equal((await decisions(path)).status, 200)
  t.equal((await decisions(`yearlyStatement/${register.jour}`)).status, 403)
  const most = await papersOf(register, ['organisations:read', 'applications:read', 'decisions:read'])
  t.equal((await most(`yearlyStatement/${register.jour}`)).status, 403, 'payments and reports are told, too')
})

t.test('a template is replaced, in HTML and PDF at once, and the own one comes back', async t => {
  const { haninge, jour, ...register } = await aMoneyRegister(t)
  const ask = await papersOf(register)
  const address = '/paper-templates/yearlyStatement/sv'
  const own = await haninge('GET', address)
  t.match(own.body, { replaced: false, version: 0 })
  const template =
    '<h1>Kära {{organisation}}</h1>{{#hasPayments}}<p>{{paid}}</p>{{/hasPayments}}<p class="note">Hälsningar</p>'
  const put = await haninge('PUT', address, { template })
  t.equal(put.status, 201)
  t.equal((await haninge('PUT', address, { template })).status, 200, 'the same again changes nothing')
  t.equal((await haninge('PUT', address, { template: null })).status, 428)
  for (const read of [
    textOfHtml((await ask(`yearlyStatement/${jour}?format=html`)).text),
    (await readPdf((await ask(`yearlyStatement/${jour}?format=pdf`)).bytes)).text
  ])
    t.match(read, /Kära Haninge Kvinnojour.*Hälsningar/)
  t.notMatch((await ask(`yearlyStatement/${jour}?lang=en`)).text, 'Kära', 'the other language is another template')
  const back = await haninge('PUT', address, { template: null }, { 'if-match': put.headers.etag! })
  t.equal(back.status, 200, JSON.stringify(back.body).slice(0, 600))
  t.match(back.body, { replaced: false, version: 2, template: own.body.template })
  const { items } = (await haninge('GET', '/events?type=paperTemplate.updated')).body
  t.equal(items.length, 1)
})

t.test(
  'a template that loops, runs, loads or names what is not there is refused with its line, and nothing changes',
  async t => {
    const { haninge } = await aMoneyRegister(t)
    const address = '/paper-templates/yearlyStatement/sv'
    const refused: Record<string, string> = {
      'a list within itself': '{{#payments}}{{#payments}}<p>x</p>{{/payments}}{{/payments}}',
      'a list within another': '{{#payments}}{{#grants}}<p>x</p>{{/grants}}{{/payments}}',
      'a name that there is not': '<p>{{salary}}</p>',
      'a name of another list': '{{#grants}}<p>{{voucher}}</p>{{/grants}}',
      'a list as a text': '<p>{{payments}}</p>',
      'a value unescaped': '<p>{{{organisation}}}</p>',
      'a value with an ampersand': '<p>{{&organisation}}</p>',
      'another template': '<p>{{>header}}</p>',
      'other delimiters': '{{=<% %>=}}<p><% organisation %></p>',
      'a section left open': '{{#payments}}<p>x</p>',
      'a section that was not opened': '<p>x</p>{{/payments}}',
      'a section across elements': '<p>{{#year}}</p>{{/year}}',
      'a script': '<script>alert(1)</script>',
      'a handler': '<p onclick="x()">x</p>',
      'a style': '<p style="color:red">x</p>',
      'a picture from elsewhere': '<img src="https://example.se/x.png" alt="x"/>',
      'a drawing with code': '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="x"/>',
      'a link': '<a href="https://example.se/">x</a>',
      'a value in a tag': '<p class="{{organisation}}">x</p>',
      'a doctype': '<!DOCTYPE html><p>x</p>',
      'an entity of its own': '<p>&lol;</p>',
      'a paragraph in a table': '<table><tbody><tr><td><p>x</p></td></tr></tbody></table>'
    }
    for (const [what, fault] of Object.entries(refused)) {
      const answer = await haninge('PUT', address, { template: `<h1>Årsbesked</h1>\n${fault}` })
      t.equal(answer.status, 422, `${what}: ${JSON.stringify(answer.body)}`)
      t.equal(ruleOf(answer), 'paper-template-not-valid', what)
      t.strictSame([...new Set(fieldsOf(answer))], ['/template'], what)
      t.equal(answer.body.violations[0].line, 2, `${what}: ${answer.body.violations[0].message}`)
    }
    t.match((await haninge('GET', address)).body, { replaced: false, version: 0 }, 'nothing was changed')
  }
)

t.test(
  'a template that grows with its rows is refused when it is asked for, and others are answered meanwhile',
  async t => {
    const { haninge, jour, anApprovedPayment, ...register } = await aMoneyRegister(t, 1_000_000)
    const ask = await papersOf(register)
    const rows = 30
    await register.database.$client.query(
      `insert into payments select (jsonb_populate_record(payment, jsonb_build_object('id', gen_random_uuid(),
       'instalment_number', 100 + number, 'status', 'paid', 'paid_on', '2022-03-01', 'reference', null))).*
     from payments payment, generate_series(1, $2::int) number where payment.id = $1`,
      [(await anApprovedPayment({ amount: 100 })).id, rows]
    )
    const grown = '<p class="newPage">x</p>'.repeat(8_000)
    const template = `<h1>Årsbesked</h1>{{#payments}}${grown}{{/payments}}`
    await made(haninge('PUT', '/paper-templates/yearlyStatement/sv', { template }))
    for (const format of ['html', 'pdf']) {
      let isAsking = true
      let others = 0
      const path = `yearlyStatement/${jour}?year=2022&format=${format}`
      const paper = ask(path).finally(() => {
        isAsking = false
      })
      while (isAsking) {
        t.equal((await haninge('GET', '/schemes?limit=1')).status, 200)
        others++
      }
      const { status, text } = await paper
      t.equal(status, 413, text.slice(0, 200))
      t.match(text, /paper-too-large/)
      t.ok(others > 0, `${others} others were answered`)
    }
    t.equal((await ask(`yearlyStatement/${jour}?year=2022&lang=en`)).status, 200, 'the next paper is made')
  }
)

t.test('what people wrote is text in every paper, and what is confidential is in none', async t => {
  const { haninge, patch, decision, jour, ...register } = await aMoneyRegister(t)
  const ask = await papersOf(register)
  const { version } = (await haninge('GET', `/organisations/${jour}`)).body
  const name = '<script>alert("å")</script> & {{year}}'
  await made(haninge('PATCH', `/organisations/${jour}`, { name }, { 'if-match': `"${version}"` }))
  await patch(`/decision-lines/${decision.lines[0].id}`, { purpose: 'Rad ett\nRad två' })
  const { text } = await ask(`decisionLetter/${decision.id}`)
  t.notMatch(text, '<script>')
  t.match(textOfHtml(text), plain(name))
  t.match(text, 'Rad ett<br>Rad två')
  await patch(`/decision-lines/${decision.lines[0].id}`, {
    purpose: 'Enligt § 12: 40 % av 1 234 567,50 kr, högst 65 000 kronor, SEK 7 eller 5 kristider'
  })
  const unbroken = (await ask(`decisionLetter/${decision.id}`)).text
  for (const kept of ['§_12', '40_% av 1_234_567,50_kr', '65_000_kronor', 'SEK_7 eller 5 kristider'])
    t.match(unbroken, kept.replaceAll('_', '\u00a0'), 'no line ends within it')
  t.match((await readPdf((await ask(`decisionLetter/${decision.id}?format=pdf`)).bytes)).text, plain(name))
  const agreement = await made(
    haninge('POST', '/agreements', {
      ...{ kind: 'partnership', title: 'Skyddat boende' },
      parties: [{ key: 'jour', kind: 'organisation', role: 'partner', organisationId: jour }],
      commitments: [{ partyKey: 'jour', description: 'Adressen är Hemliga gatan 1', confidential: true }]
    })
  )
  for (const format of ['html', 'pdf']) {
    const { bytes } = await ask(`agreementSummary/${agreement.id}?format=${format}`)
    const read = format === 'pdf' ? (await readPdf(bytes)).text : bytes.toString()
    t.match(read, 'sekretess')
    t.notMatch(read, 'Hemliga', `whoever asks, ${format}`)
  }
})
