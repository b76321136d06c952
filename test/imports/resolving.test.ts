import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row, told } from './importing.ts'

type Organisation = { id: string; name: string; needsReview: boolean; organisationNumber: string | null }

t.test('a recipient that is not known is made, needs review, and is offered its likely twins', async t => {
  const { send, get, report, all, counts, admin } = await anImporter(t)
  const known = await made(admin('POST', '/0136/organisations', { name: 'Föreningen fria sällskapet länkarna' }))
  const body = await made(send(csvOf([row(), row({ recipient: 'Fria Sällskapet Länkarna' })])))
  const [kvinnojour, lankarna] = await report(body.id)
  t.equal(kvinnojour.candidates, null)
  t.same(lankarna.candidates, [{ id: known.id, name: known.name }])
  t.notSame(lankarna.organisationIds, [known.id], 'nothing is merged by guess')
  t.match(await get(`/organisations/${lankarna.organisationIds[0]}`), {
    name: 'Fria Sällskapet Länkarna',
    needsReview: true
  })
  t.equal((await all('/organisations?needsReview=true')).length, 2)

  const merge = { mergedIntoId: known.id, reason: 'Samma förening' }
  await made(admin('POST', `/0136/organisations/${lankarna.organisationIds[0]}/merge`, merge))
  const again = await made(send(csvOf([row(), row({ recipient: 'Fria Sällskapet Länkarna' })])))
  t.same(told(again.counts), { unchangedCount: 2 }, 'after a merge the same file finds the one that remains')
  t.same((await report(again.id))[1].organisationIds, [known.id])

  const { headers } = await admin('GET', `/0136/organisations/${known.id}`)
  await made(
    admin('PATCH', `/0136/organisations/${known.id}`, { name: 'Länkarna Haninge' }, { 'if-match': headers.etag! })
  )
  t.same(await counts([row({ recipient: 'Fria Sällskapet Länkarna' })]), { unchangedCount: 1 }, 'after a rename too')
  t.same(await counts([row({ recipient: 'Länkarna Haninge' })]), { unchangedCount: 1 })
  t.same(await counts([row({ recipient: known.name })]), { unchangedCount: 1 }, 'and under the name that it bore')
})

t.test('an organisation number never goes before another name, and two numbers are two organisations', async t => {
  const { counts, all, send, report, admin } = await anImporter(t)
  const organisation = { name: 'Haninge Kvinnojouren', organisationNumber: '802000-1239' }
  const { id } = await made(admin('POST', '/0136/organisations', organisation))
  const numbered = (organisation_number: string, cells: Row = {}) => row({ organisation_number, ...cells })
  const body = await made(send(csvOf([numbered('16802000-1239')])))
  t.same((await report(body.id))[0].organisationIds, [id], 'found by its number in another spelling')
  t.match((await report(body.id))[0].warnings, [{ code: 'other-spelling' }])
  t.same(await counts([numbered('8020001239', { recipient: 'Ore IF', purpose: 'Annat' })]), { rejectedCount: 1 })

  const same = [
    numbered('802424-2425', { recipient: 'Ore IF' }),
    numbered('8024242425', { recipient: 'Ore Idrottsförening', purpose: 'Is' }),
    numbered('8024242425', { recipient: 'ORE I.F.', purpose: 'Snö' })
  ]
  t.same(await counts(same), { createdCount: 2, rejectedCount: 1 })
  t.same(await counts([numbered('857209-0606', { recipient: 'Ore IF' })]), { createdCount: 1 })
  const names = (await all('/organisations')).map(({ name, organisationNumber }: Organisation) => [
    name,
    organisationNumber
  ])
  t.same(names, [
    ['Haninge Kvinnojouren', '8020001239'],
    ['Ore IF', '8024242425'],
    ['Ore IF', '8572090606']
  ])
  t.same(
    await counts([row({ recipient: 'Ore IF', purpose: 'Utan nummer' })]),
    { rejectedCount: 1 },
    'a name of two is told by its number'
  )
  t.same(await counts([numbered('802424-2426')]), { rejectedCount: 1 }, 'a number with a wrong check digit')
})

t.test('joint recipients are one award, in whatever order, with the payee that is named', async t => {
  const { counts, all, totals } = await anImporter(t)
  const joint = row({
    recipient: 'Attention Haninge',
    co_recipients: 'Vuxenskolan|Riksförbundet',
    payee: 'Attention Haninge',
    granted: 150000
  })
  t.same(await counts([joint]), { createdCount: 1 })
  t.same(await counts([{ ...joint, recipient: 'Riksförbundet', co_recipients: 'Vuxenskolan|Attention Haninge' }]), {
    unchangedCount: 1
  })
  t.match((await totals()).total, { lineCount: 1, awardCount: 1, organisationCount: 3, granted: 150000 })
  const [award] = await all('/awards')
  const payee = award.recipients.find(
    ({ organisationId }: { organisationId: string }) => organisationId === award.payeeOrganisationId
  )
  t.equal(payee.name, 'Attention Haninge')
  t.same(await counts([{ ...joint, payee: 'Någon annan' }]), { rejectedCount: 1 })
  t.same(await counts([{ ...joint, payee: 'Vuxenskolan' }]), { updatedCount: 1 })
})

t.test('a decision of which only the year is known says so', async t => {
  const { send, report, decisions, counts } = await anImporter(t)
  const undated = row({ decided_on: '', paragraph: '' })
  const body = await made(send(csvOf([undated])))
  t.match(await report(body.id), [{ result: 'created', warnings: [{ code: 'decision-date-from-year' }] }])
  t.match(await decisions(), [{ decidedOn: '2022-01-01', decidedOnPrecision: 'year' }])
  t.same(await counts([undated]), { unchangedCount: 1 })
  t.same(await counts([row({ decided_on: '', grant_year: '' })]), { rejectedCount: 1 })
})

t.test('rows of another municipality are rejected', async t => {
  const { send, report } = await anImporter(t)
  const rows = ['0136', '2031', '136'].map((municipality_code, at) => row({ municipality_code, purpose: `${at}` }))
  const body = await made(send(csvOf(rows)))
  t.match(await report(body.id), [
    { result: 'created' },
    { violations: [{ field: 'municipality_code', line: 3 }] },
    { result: 'created' }
  ])
})

t.test(
  'reserved money gives no award, a granted 0 one of 0, and an empty cell one whose amount is not known',
  async t => {
    const { counts, all, totals } = await anImporter(t)
    const rows = [
      row({ recipient: 'Reserverad', granted: 7000, outcome: 'reserverat' }),
      row({ recipient: 'Noll', granted: 0 }),
      row({ recipient: 'Tom', granted: '' }),
      row({ recipient: 'Avslag', granted: 0, outcome: 'avslag' })
    ]
    t.same(await counts(rows), { createdCount: 4 })
    const awards = (await all('/awards')).map(
      ({ recipients, amount, certainty }: { recipients: Organisation[]; amount: number | null; certainty: string }) => [
        recipients[0]!.name,
        amount,
        certainty
      ]
    )
    t.same(awards.sort(), [
      ['Noll', 0, 'exact'],
      ['Tom', null, 'notStated']
    ])
    t.match((await totals()).total, { lineCount: 4, awardCount: 2, granted: 0, reserved: 7000, unknownCount: 1 })
    t.same(await counts(rows), { unchangedCount: 4 })
  }
)

t.test('a withdrawn decision does not come back by itself', async t => {
  const { counts, decisions, admin, lines } = await anImporter(t)
  await counts([row()])
  const [{ id }] = await decisions()
  await made(admin('POST', `/0136/decisions/${id}/withdraw`, { reason: 'Fel möte' }))
  t.same(await counts([row()]), { rejectedCount: 1 })
  t.same(await counts([row()], { restore: true }), { createdCount: 1 })
  t.match(await decisions(), { length: 1 })
  t.notSame((await decisions())[0].id, id)
  t.same(await counts([row()]), { unchangedCount: 1 })
  t.equal((await lines()).length, 1)
})

t.test('a decision recorded over the API and the import of the same minutes are one', async t => {
  const { counts, decisions, lines, admin, totals } = await anImporter(t)
  const post = (path: string, body: object) => made(admin('POST', `/0136${path}`, body))
  const body = await post('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const scheme = await post('/schemes', { name: 'Partnerskapsavtal', kind: 'partnership', bodyId: body.id })
  const organisation = await post('/organisations', { name: 'Haninge Kvinnojour' })
  const line = {
    recipients: [{ organisationId: organisation.id }],
    schemeId: scheme.id,
    outcome: 'granted',
    purpose: 'Jour',
    grantYearFrom: 2022,
    granted: 380000
  }
  await post('/decisions', {
    bodyId: body.id,
    decidedOn: '2021-12-14',
    paragraph: '12',
    source: 'lex',
    reference: 'B-1',
    lines: [line]
  })
  t.same(await counts([row(), row({ recipient: 'Haninge Ungdomsjour' })]), {
    unchangedCount: 1,
    createdCount: 1,
    agreementCount: 1
  })
  t.equal((await decisions()).length, 1)
  t.equal((await lines()).length, 2)
  t.same(await counts([row({ granted: 390000 })]), { updatedCount: 1 })
  t.match((await totals()).total, { lineCount: 2, granted: 770000 })
})

t.test('a name with two numbers is two organisations, and is told with both numbers and both lines', async t => {
  const { send, report, all, admin } = await anImporter(t)
  const numbered = (recipient: string, organisation_number: string) =>
    row({ recipient, organisation_number, purpose: organisation_number })
  const rows = [
    numbered('IFK Ore', '802111-1110'),
    numbered('IFK ORE', '802222-2221'),
    numbered('Korpen', '802418-1235'),
    row({ organisation_number: null })
  ]
  await made(admin('POST', '/0136/organisations', { name: 'Korpen', organisationNumber: '8024267778' }))
  const { id, receipt } = await made(send(csvOf(rows)))
  const warnings = (await report(id)).map(({ warnings }: { warnings: { code: string; message: string }[] | null }) =>
    (warnings ?? []).filter(({ code }) => code === 'same-name-other-number').map(({ message }) => message)
  )
  t.same(warnings, [
    [
      '"IFK Ore" has the number 802111-1110 in line 2, and line 3 has it with the number 802222-2221: they are taken as two'
    ],
    [
      '"IFK ORE" has the number 802222-2221 in line 3, and line 2 has it with the number 802111-1110: they are taken as two'
    ],
    [
      '"Korpen" has the number 802418-1235 in line 4, and the register has it with the number 802426-7778: they are taken as two'
    ],
    []
  ])
  t.match(
    receipt.warnings.find(({ code }: { code: string }) => code === 'same-name-other-number'),
    { count: 3, lineNumbers: [2, 3, 4] }
  )
  t.equal((await all('/organisations')).length, 5)
  const again = await made(send(csvOf(rows)))
  t.match(again, { counts: { unchangedCount: 4 } })
  t.notMatch(JSON.stringify(again.receipt.warnings), /same-name/, 'what is known already is not asked about again')
})
