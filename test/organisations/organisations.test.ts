import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin } = await aRegister(t)
const any = { 'if-match': '*' }
const post = (content: object) => made(admin('POST', '/0136/organisations', content))
const names = async (code: string, query: string) =>
  (await made(admin('GET', `/${code}/organisations?${query}`))).items.map((item: { name: string }) => item.name)

t.test('an organisation needs no number', async t => {
  const created = await admin('POST', '/0136/organisations', { name: 'Future Teens i Haninge' })
  t.match(created, { status: 201, body: { organisationNumber: null, bankgiro: null, mergedIntoId: null, version: 1 } })
  t.strictSame((await admin('GET', `/0136/organisations/${created.body.id}`)).body, created.body)
})

t.test('numbers are stored as digits, whatever they were written as', async t => {
  const notations: [string, string, string[]][] = [
    [
      'organisationNumber',
      '8024181235',
      ['802418-1235', '8024181235', '168024181235', '16802418-1235', ' 802418 1235']
    ],
    ['bankgiro', '58059619', ['5805-9619', '58059619', '5805 9619', '5805–9619']],
    ['bankgiro', '1234566', ['123-4566', '1234566']],
    ['plusgiro', '9001801', ['900180-1', '9001801', '90 01 80-1', '900 180 - 1']]
  ]
  for (const [field, digits, written] of notations) {
    for (const number of written) {
      const body = await post({ name: `${field} ${number}`, [field]: number })
      t.equal(body[field], digits, number)
      await made(admin('POST', `/0136/organisations/${body.id}/withdraw`, { reason: 'Prov' }))
    }
  }
})

t.test('a wrong number is refused and not repeated; all of them at once', async t => {
  const wrong = { organisationNumber: '802000-1234', bankgiro: '123-4568', plusgiro: '12345-7' }
  const answer = await admin('POST', '/0136/organisations', { name: 'X', ...wrong })
  t.match(answer, {
    status: 422,
    body: { violations: [{ field: '/organisationNumber' }, { field: '/bankgiro' }, { field: '/plusgiro' }] }
  })
  for (const personal of ['811228-9874', '198112289874', '8112289874']) {
    const answer = await admin('POST', '/0136/organisations', { name: 'X', organisationNumber: personal })
    t.match(answer, { status: 422, body: { violations: [{ field: '/organisationNumber', message: /personal/ }] } })
    t.notMatch(JSON.stringify(answer.body), '9874')
  }
  const { id } = await post({ name: 'Y' })
  t.equal((await admin('PATCH', `/0136/organisations/${id}`, { bankgiro: '123-4568' }, any)).status, 422)
})

t.test('an organisation number is of one standing organisation, in every notation', async t => {
  const first = await post({ name: 'Studieförbundet Vuxenskolan', organisationNumber: '802006-9848' })
  const again = { name: 'SV', organisationNumber: '168020069848' }
  t.match(await admin('POST', '/0136/organisations', again), {
    status: 409,
    body: { type: /\/organisations-number$/, violations: [{ field: '/organisationNumber' }] }
  })
  await made(admin('POST', '/2031/organisations', again))
  await made(admin('POST', `/0136/organisations/${first.id}/withdraw`, { reason: 'Fel' }))
  await post(again)
})

t.test('search finds a part of the name, whatever its diacritics and case', async t => {
  const länkarna = 'Föreningen fria sällskapet länkarna'
  for (const name of [länkarna, 'Åsens IF', 'Asens IF', 'Løkkens Café', '100 % Kultur_förening']) {
    await made(admin('POST', '/1862/organisations', { name }))
  }
  const search = (text: string) => names('1862', `search=${encodeURIComponent(text)}`)
  for (const text of ['länkarna', 'Lankarna', 'LÄNKARNA', 'fria sallskapet', 'skapet länk', 'la\u0308nkarna']) {
    t.strictSame(await search(text), [länkarna], text)
  }
  t.strictSame(await search('asen'), ['Asens IF', 'Åsens IF'])
  t.strictSame(await search('lokkens cafe'), ['Løkkens Café'])
  t.strictSame(await search('100 % kultur'), ['100 % Kultur_förening'])
  t.strictSame(await search('länkarnas'), [länkarna])
})

t.test('the list is filtered by every filter', async t => {
  const write = (content: object) => made(admin('POST', '/2031/organisations', content))
  await write({ name: 'Rättviks GF', organisationNumber: '885001-1118', reference: 'F-17' })
  await write({ name: 'Boda SK', needsReview: true })
  await write({ name: 'IFK Ore', reference: 'F-18', source: 'casefile' })
  t.strictSame(await names('2031', 'needsReview=true'), ['Boda SK'])
  t.ok((await names('2031', 'needsReview=false')).includes('IFK Ore'))
  t.strictSame(await names('2031', 'reference=F-18'), ['IFK Ore'])
  t.strictSame(await names('2031', `name=${encodeURIComponent('ifk  ore')}`), ['IFK Ore'])
  t.strictSame(await names('2031', 'name=ifk'), [])
  for (const number of ['8850011118', '885001-1118', '168850011118']) {
    t.strictSame(await names('2031', `organisationNumber=${number}`), ['Rättviks GF'], number)
  }
  t.strictSame(await names('2031', 'organisationNumber=1'), [])
  t.strictSame(await names('2031', 'withdrawn=only'), [])
  t.strictSame(await names('2031', 'merged=only'), [])
  t.equal((await admin('GET', '/2031/organisations?needsReview=yes')).status, 400)
})

t.test('a change clears what is null, keeps what is absent; one of nothing makes no version and no event', async t => {
  const { id } = await post({ name: 'Attention Haninge', legalForm: 'ideell förening', bankgiro: '5805-6201' })
  const path = `/0136/organisations/${id}`
  const same = { name: 'Attention Haninge', bankgiro: '58056201', legalForm: 'ideell förening', plusgiro: null }
  t.match((await admin('PATCH', path, same, any)).body, { version: 1 })
  t.match((await admin('PATCH', path, { bankgiro: null }, any)).body, {
    bankgiro: null,
    legalForm: 'ideell förening',
    version: 2
  })
  const { items } = await made(admin('GET', `${path}/history`))
  t.equal(items.length, 2)
  t.match(items[1], { type: 'organisation.updated', before: { bankgiro: '58056201' }, after: { bankgiro: null } })
})

t.test('after a change of name it is searched and listed by the new one and by the old', async t => {
  const { id } = await post({ name: 'Manscentrum' })
  await made(admin('PATCH', `/0136/organisations/${id}`, { name: 'Manscentrum Östra Södertörn' }, any))
  t.strictSame(await names('0136', 'search=ostra%20sodertorn'), ['Manscentrum Östra Södertörn'])
  t.strictSame(await names('0136', 'name=Manscentrum'), ['Manscentrum Östra Södertörn'])
})

t.test('one that a line names stays until the line is withdrawn; what is withdrawn is not changed', async t => {
  const { id } = await post({ name: 'Haninge Ungdomsjour' })
  const body = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
  const line = { recipients: [{ organisationId: id }], outcome: 'granted', granted: 200000, grantYearFrom: 2022 }
  const decision = { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] }
  const { lines } = await made(admin('POST', '/0136/decisions', decision))
  const withdraw = () => admin('POST', `/0136/organisations/${id}/withdraw`, { reason: 'Finns inte' })
  t.match(await withdraw(), { status: 409, body: { type: /\/organisation-in-use$/ } })
  await made(admin('POST', `/0136/decision-lines/${lines[0].id}/withdraw`, { reason: 'Fel' }))
  t.match(await withdraw(), { status: 200, body: { withdrawnReason: 'Finns inte', version: 2 } })
  const gone = { status: 409, body: { type: /\/organisation-withdrawn$/ } }
  t.match(await admin('PATCH', `/0136/organisations/${id}`, { name: 'X' }, any), gone)
  t.match(await withdraw(), gone)
  t.equal((await admin('POST', '/0136/decisions', decision)).status, 422, 'and is named by no new line')
})

t.test('likely twins are offered, likeliest first, and nothing is merged', async t => {
  const one = await post({ name: 'Revansch för unga spelberoende' })
  const twin = await post({ name: 'Föreningen Revansch för unga spelberoende' })
  const alike = await post({ name: 'Revansch för spelberoende' })
  const other = await post({ name: 'Brottsofferjouren Haninge Nynäshamn' })
  const gone = await post({ name: 'Revansch för unga spelberoende' })
  await made(admin('POST', `/0136/organisations/${gone.id}/withdraw`, { reason: 'Dubblett' }))
  const { items } = await made(admin('GET', `/0136/organisations/${one.id}/twins`))
  t.strictSame(
    items.map((item: { id: string }) => item.id),
    [twin.id, alike.id]
  )
  t.strictSame((await made(admin('GET', `/0136/organisations/${other.id}/twins`))).items, [])
  t.match((await admin('GET', `/0136/organisations/${one.id}`)).body, { mergedIntoId: null, version: 1 })
})
