import { readFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { row } from '../imports/importing.ts'
import { made } from '../support/register.ts'
import { aSender } from './sending.ts'

async function aRegisterOfParties(t: Parameters<typeof aSender>[0]) {
  const sender = await aSender(t, 'agreement')
  const post = (path: string, body: object) => made(sender.admin('POST', `/0136/${path}`, body))
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  for (const name of [
    'Haninge Kvinnojour',
    'Attention Haninge',
    'Studieförbundet Vuxenskolan',
    'Kvinno- och tjejjouren',
    'Vänskapens hus',
    'Revansch'
  ]) {
    await post('organisations', { name })
  }
  return { ...sender, post, body, agreements: () => sender.all('/agreements') }
}

/** A list of partnerships as an officer keeps it. */
const list = [
  'Partnerskapsavtal (IOP);;;;;;;',
  'Typ av avtal;Part;Nämnd;Avtalstid;Belopp kr/år;Föreningens insats;Beslutad;Undertecknat',
  'IOP;Haninge Kvinnojour;Socialnämnden;2022, 2, 3 eller 3+3 år;380 000,50;Jour dygnet runt;2021-12-14;2021-12-16',
  'IOP;Attention Haninge och Studieförbundet Vuxenskolan;Socialnämnden;2022–2024;150000;;2021-12-14;',
  'IOP;Kvinno- och tjejjouren;Socialnämnden;tills vidare från 2022-01-01;;;;',
  'partnerskap;Vänskapens hus;Socialnämnden;2021-01-01 – 2023-12-31;240 000;;juni 2021;',
  'ramöverenskommelse;ej namngiven;Socialnämnden;2016-2018;;;;'
]

t.test('a list of partnerships comes in with parties, terms, money and steps, and again changes nothing', async t => {
  const { send, agreements, take, dump, get } = await aRegisterOfParties(t)
  t.match((await send(list.join('\n'), { dryRun: true })).body.counts, { createdCount: 5, rejectedCount: 0 })
  t.same(await agreements(), [])
  const first = await take(list)
  t.same(first.counts, { createdCount: 5 })
  const [jour, joint, open, lund, frame] = await Promise.all(
    first.rows.map(({ recordId }: { recordId: string }) => get(`/agreements/${recordId}`))
  )
  t.match(jour, {
    kind: 'partnership',
    status: 'signed',
    title: 'Haninge Kvinnojour',
    parties: [
      { key: 'body', kind: 'body' },
      { key: 'organisation', kind: 'organisation', role: 'partner' }
    ],
    payeeKey: 'organisation',
    term: {
      validFrom: '2022-01-01',
      validFromPrecision: 'year',
      alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }]
    },
    contributions: [
      { partyKey: 'body', kind: 'cash', amount: 380000.5, amountPer: 'year', certainty: 'exact' },
      { partyKey: 'organisation', kind: 'other', description: 'Jour dygnet runt' }
    ],
    decidedOn: '2021-12-14',
    signedOn: '2021-12-16'
  })
  t.match(joint, {
    status: 'decided',
    parties: [
      {},
      { key: 'organisation-1', role: 'partner', name: 'Attention Haninge' },
      { role: 'coPartner', name: 'Studieförbundet Vuxenskolan' }
    ],
    payeeKey: null,
    contributions: [{ amount: 150000 }]
  })
  t.match(open, {
    status: 'draft',
    term: { untilFurtherNotice: true, validFrom: '2022-01-01' },
    contributions: [],
    parties: [{}, { name: 'Kvinno- och tjejjouren' }]
  })
  t.match(lund, {
    status: 'decided',
    decidedOn: '2021-06-01',
    decidedOnPrecision: 'month',
    termStanding: { endsLatestOn: '2023-12-31' }
  })
  t.match(frame, { kind: 'framework', parties: [{}, { kind: 'unnamed' }] })
  const before = await dump()
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(list.map(line => line.split(';'))), 'IOP')
  for (const [file, type] of [
    [list.join('\n'), 'text/csv'],
    [Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'ods' })), 'application/octet-stream']
  ] as const) {
    const { counts, id } = await made(send(file, {}, type))
    t.match(
      counts,
      { unchangedCount: 5, rejectedCount: 0, createdCount: 0, updatedCount: 0 },
      JSON.stringify(await get(`/record-imports/${id}/rows`))
    )
  }
  const left = (digests: Record<string, string>) =>
    Object.fromEntries(Object.entries(digests).filter(([table]) => !table.startsWith('record_import')))
  t.same(left(await dump()), left(before))
})

const head = 'Avtalstyp;Part;Orgnr;Nämnd;Avtalstid;Belopp;Beloppet avser;Beslutsreferens;Undertecknat'
const refused: [name: string, row: string, field: string, message: RegExp][] = [
  ['no party', 'IOP;;;;2022;;;;', 'Part', /is missing/],
  ['no kind', ';Revansch;;;2022;;;;', 'Avtalstyp', /is missing/],
  ['a word that tells no kind', 'överenskommelse;Revansch;;;2022;;;;', 'Avtalstyp', /is not known/],
  ['an unknown organisation', 'IOP;Okänd IF;;;2022;;;;', 'Part', /no organisation of the register/],
  ['two of which one is unknown', 'IOP;Revansch och Okänd IF;;;2022;;;;', 'Part', /"Okänd IF" is not registered/],
  ['the same twice', 'IOP;"Revansch; Revansch";;;2022;;;;', 'Part', /twice/],
  ['a personal number for a number', 'IOP;Revansch;640823-3234;;2022;;;;', 'Orgnr', /personal number/],
  ['numbers that do not fit', 'IOP;Revansch;"8024181235; 8024267778";;2022;;;;', 'Orgnr', /2 numbers for 1/],
  ['an unknown body', 'IOP;Revansch;;Kulturnämnden;2022;;;;', 'Nämnd', /no body/],
  ['money of nobody', 'IOP;Revansch;;;2022;5000;per år;;', 'Nämnd', /is missing/],
  ['an amount that is ambiguous', 'IOP;Revansch;;Socialnämnden;2022;180 00 kr;per år;;', 'Belopp', /groups of three/],
  ['an amount for what', 'IOP;Revansch;;Socialnämnden;2022-2024;5000;;;', 'Belopp', /per year or in total/],
  ['a term that is none', 'IOP;Revansch;;;i sommar;;;;', 'Avtalstid', /read in one way only/],
  ['a term turned about', 'IOP;Revansch;;;2024-2022;;;;', 'Avtalstid', /ends before/],
  ['a decision that is not there', 'IOP;Revansch;;;2022;;;B-1;', 'Beslutsreferens', /no decision/],
  ['signed tomorrow', 'IOP;Revansch;;;2022;;;;2199-01-01', 'Undertecknat', /later than today/],
  ['a personal number', 'IOP;Revansch 640823-3234;;;2022;;;;', 'Part', /personal number/]
]

t.test('what is wrong with a row is told with line and heading, and no agreement comes of it', async t => {
  const { take, agreements } = await aRegisterOfParties(t)
  const { counts, rows } = await take([head, ...refused.map(([, line]) => line)])
  t.same(counts, { rejectedCount: refused.length })
  for (const [at, [name, , field, message]] of refused.entries()) {
    t.match(rows[at], { result: 'rejected', violations: [{ field, message, line: at + 2 }] }, name)
  }
  t.notMatch(JSON.stringify(rows), /640823/)
  t.same(await agreements(), [])
})

t.test('terms may stand in columns of their own, and amounts in those of years', async t => {
  const { take, get } = await aRegisterOfParties(t)
  const { counts, rows } = await take([
    'Avtalstyp;Parter;Nämnd;Från;Till;Avtalslängd;Förlängning;2021;2022;2023',
    'IOP;Vänskapens hus;Socialnämnden;2021;2023;;1+1 år;240 000;960 000,25;960 000',
    'IOP;Revansch;Socialnämnden;2022-07-01;;3 år;;;50000;',
    'IOP;Attention Haninge;Socialnämnden;2022;2023;3 år;;;;'
  ])
  t.same(counts, { createdCount: 2, rejectedCount: 1 })
  t.match(await get(`/agreements/${rows[0].recordId}`), {
    term: { validFrom: '2021-01-01', validTo: '2023-01-01', extensions: [{ months: 12 }, { months: 12 }] },
    contributions: [
      { amount: 240000, amountPer: 'year', validFrom: '2021-01-01', validTo: '2021-12-31' },
      { amount: 960000.25, validFrom: '2022-01-01' },
      { amount: 960000, validFrom: '2023-01-01' }
    ]
  })
  t.match(await get(`/agreements/${rows[1].recordId}`), {
    term: { alternatives: [{ months: 36 }] },
    contributions: [{ amount: 50000 }]
  })
  t.match(rows[2], { violations: [{ field: 'Avtalslängd' }] })
})

t.test('an agreement that a decision gave is filled in, and what a person stated is not overwritten', async t => {
  const { decide, take, admin, all, get } = await aRegisterOfParties(t)
  await decide([row()])
  const [scheme] = await all('/schemes')
  await made(admin('PATCH', `/0136/schemes/${scheme.id}`, { kind: 'partnership' }, { 'if-match': '*' }))
  await decide([row({ recipient: 'Revansch', granted: 50000 })])
  const [given] = await all('/agreements')
  t.match(given, { source: 'award', status: 'decided', term: null })
  const file = (amount: string, signed = '') => [
    'Avtalstyp;Part;Nämnd;Avtalstid;Belopp per år;Undertecknat',
    `IOP;Revansch;Socialnämnden;2022-2024;${amount};${signed}`
  ]
  t.match(await take(file('50000')), { counts: { updatedCount: 1 }, rows: [{ recordId: given.id }] })
  const patch = (content: object) => made(admin('PATCH', `/0136/agreements/${given.id}`, content, { 'if-match': '*' }))
  await patch({ term: { validTo: '2025-12-31', validToPrecision: 'day' } })
  t.match(await take(file('50000')), {
    counts: { unchangedCount: 1 },
    rows: [{ warnings: [{ code: 'changed-since-import', message: /term/ }] }]
  })
  t.match(await take(file('60000', '2022-01-10')), { counts: { updatedCount: 1 } })
  t.match(await get(`/agreements/${given.id}`), {
    status: 'signed',
    contributions: [{ amount: 60000 }],
    term: { validTo: '2025-12-31' }
  })
  const after = await take(file('70000', '2022-01-10'))
  t.match(after, {
    rows: [{ result: 'rejected', violations: [{ field: 'Belopp per år', message: /is signed.*amend or correct/ }] }]
  })
  t.match(await take(file('60000', '2022-02-10')), { rows: [{ violations: [{ field: 'Undertecknat' }] }] })
  await made(admin('POST', `/0136/agreements/${given.id}/withdraw`, { reason: 'Fel' }))
  t.match(await take(file('60000', '2022-01-10')), {
    rows: [{ result: 'rejected', violations: [{ message: /withdrawn/ }] }]
  })
})

t.test('two agreements of the same parties are told apart by their first day, else by a reference', async t => {
  const { take, agreements, admin } = await aRegisterOfParties(t)
  const file = (...lines: string[]) => ['Avtalsnummer;Avtalstyp;Part;Avtalstid', ...lines]
  t.match(await take(file(';IOP;Revansch;2016-2018', ';IOP;Revansch;2019-2021', ';IOP;Revansch;2019-2022')), {
    counts: { createdCount: 2, rejectedCount: 1 },
    rows: [{}, {}, { violations: [{ line: 4, message: /line 3/ }] }]
  })
  t.match(await take(file(';IOP;Revansch;2016-2018', ';IOP;Revansch;2019-2022')), {
    counts: { unchangedCount: 1, updatedCount: 1 }
  })
  t.match(await take(file('A-1;IOP;Vänskapens hus;2021-2023', 'A-2;IOP;Vänskapens hus;2021-2023')), {
    counts: { createdCount: 2 }
  })
  t.match(await take(file('A-2;IOP;Vänskapens hus;2021-2024', 'A-1;IOP;Vänskapens hus;2021-2023')), {
    counts: { unchangedCount: 1, updatedCount: 1 }
  })
  t.match(await take(file(';IOP;Vänskapens hus;2021-2023')), {
    rows: [{ violations: [{ message: /one of several/ }] }]
  })
  t.equal((await agreements()).length, 4)
  const theirs = await made(
    admin('POST', '/2031/agreement-imports', file(';IOP;Revansch;2022').join('\n'), { 'content-type': 'text/csv' })
  )
  t.match(theirs.counts, { rejectedCount: 1 }, 'another municipality knows none of the parties')
})

t.test(
  "Haninge's eight partnerships come in after their nine associations, with a range for what is committed",
  async t => {
    const { send, take, admin, all, get } = await aSender(t, 'agreement')
    const file = readFileSync(new URL('../fixtures/records/agreements-0136-haninge.csv', import.meta.url))
    await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
    t.match((await send(file)).body.counts, { rejectedCount: 8 }, 'nobody of them is registered')
    const names = file
      .toString()
      .split('\n')
      .slice(2, 10)
      .flatMap(line => line.split(';')[1]!.split(' tillsammans med '))
    await made(
      admin('POST', '/0136/organisation-imports', ['Förening', ...names].join('\n'), { 'content-type': 'text/csv' })
    )
    const { counts, receipt } = await take([file.toString()])
    t.same(counts, { createdCount: 8 })
    t.match(receipt, { notes: [{ code: 'lines-above-headings' }, { code: 'row-of-totals', line: 11 }] })
    const agreements = await all('/agreements?status=signed')
    type Stated = { contributions: { amount: number; amountPer: string }[]; parties: { kind: string }[] }
    t.equal(
      agreements.reduce((sum: number, { contributions }: Stated) => sum + contributions[0]!.amount, 0),
      1_830_000
    )
    t.equal(
      agreements.flatMap(({ parties }: Stated) => parties.filter(({ kind }) => kind === 'organisation')).length,
      9
    )
    const committed = await get('/agreements/committed?year=2024')
    t.match(committed, { year: 2024 }, JSON.stringify(committed).slice(0, 300))
    t.match(await take([file.toString()]), { counts: { unchangedCount: 8 } })
  }
)

t.test('a column that a file cannot do without may be filled by a default', async t => {
  const { admin, send } = await aSender(t, 'agreement')
  await made(admin('POST', '/0136/organisations', { name: 'Korpen' }))
  const file = 'Titel;Parter;Avtalstid\nIOP Korpen;Korpen;2023\n'
  t.match(await send(file), { status: 422, body: { read: { lookedFor: /parties/ }, violations: [{ field: 'kind' }] } })
  const kind = { default: 'kind:partnership' }
  t.match(await send(file, kind), { status: 201, body: { counts: { createdCount: 1 } } })
  t.match(await send(file, kind), { status: 201, body: { counts: { unchangedCount: 1 } } })
  t.match(await send('Parter;Avtalstyp\nKorpen;IOP\n', kind), {
    status: 422,
    body: { violations: [{ field: 'Avtalstyp' }] }
  })
})
