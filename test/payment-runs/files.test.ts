import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import t from 'tap'
import { paymentSettings } from '../../src/money/payee-accounts/settings-record.ts'
import { type PainMessage, painFile, type Transfer } from '../../src/money/payment-runs/pain.ts'
import { bankText } from '../../src/money/payment-runs/text-rules.ts'
import { payments } from '../../src/money/payments/record.ts'
import { organisations } from '../../src/register/organisations/record.ts'
import { anyText } from '../support/any-text.ts'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn, OWN_ACCOUNT } from './setup.ts'

const versions = ['pain.001.001.03', 'pain.001.001.09'] as const
const debtor = {
  ...{ debtorName: 'Haninge kommun', organisationNumber: '2120000084', bic: 'SWEDSESS' },
  ...{ accountKind: 'bankgiro', accountNumber: OWN_ACCOUNT }
}
const schemas = Object.fromEntries(
  versions.map(version => {
    const xsd = readFileSync(new URL(`../fixtures/${version}.subset.xsd`, import.meta.url), 'utf8')
    return [version, XsdValidator.fromDoc(XmlDocument.fromString(xsd))]
  })
)

/** The file as a document that its schema takes; throws where it does not. */
function valid(version: (typeof versions)[number], xml: string) {
  const document = XmlDocument.fromString(xml)
  schemas[version]!.validate(document)
  const at = (path: string) => {
    const steps = path.split('/').map(step => (step === '' ? '' : `p:${step}`))
    const found = document.find(steps.join('/'), { p: `urn:iso:std:iso:20022:tech:xsd:${version}` })
    return found.map(node => node.content)
  }
  return at
}

t.test('the file for the bank is what its schema wants, in both versions', async t => {
  const { anApprovedPayment, anAccount, anExportedRun, file, database, jour } = await aRunRegister(t)
  await database
    .update(organisations)
    .set({ name: 'Föreningen Öst & Väst – “Café” <Åsa> 🎉', organisationNumber: '8020001239' })
    .where(eq(organisations.id, jour))
  const plusgiro = await anAccount({ accountKind: 'plusgiro', accountNumber: '1234566' })
  const iban = await anAccount({ accountKind: 'iban', accountNumber: 'SE4550000000058398257466' })
  await anApprovedPayment({ amount: 95_000 })
  await anApprovedPayment({ amount: 0.1, payeeAccountId: plusgiro.id })
  await anApprovedPayment({ amount: 61_925.55, payeeAccountId: iban.id })
  const run = await anExportedRun()
  t.match(run, { controlSum: 156_925.65, transactionCount: 3 })

  for (const version of versions) {
    const { status, headers, body } = await file(run.id, `format=${version}`)
    t.equal(status, 200)
    t.equal(headers['content-type'], 'application/xml; charset=utf-8')
    t.equal(headers['content-disposition'], `attachment; filename="${run.messageId}.xml"`)
    const at = valid(version, body)
    const header = '//GrpHdr'
    t.strictSame(at(`${header}/MsgId`), [run.messageId])
    t.strictSame(at(`${header}/CreDtTm`), [`${run.lockedAt.slice(0, 19)}Z`], 'no clock but the lock is asked')
    t.strictSame(at(`${header}/NbOfTxs`), ['3'])
    t.strictSame(at('//CtrlSum'), ['156925.65', '156925.65'])
    t.strictSame(at(`${header}/InitgPty/Id/OrgId/Othr/Id`), ['2120000084'])
    t.strictSame(at(`//PmtInf/ReqdExctnDt${version.endsWith('9') ? '/Dt' : ''}`), [executionOn])
    t.strictSame(at('//DbtrAcct/Id/Othr/SchmeNm/Prtry'), ['BGNR'])
    t.strictSame(at(`//DbtrAgt/FinInstnId/${version.endsWith('9') ? 'BICFI' : 'BIC'}`), ['SWEDSESS'])
    t.strictSame(at('//CdtTrfTxInf/Amt/InstdAmt'), ['95000.00', '0.10', '61925.55'])
    t.strictSame(at('//CdtrAgt/FinInstnId/ClrSysMmbId/MmbId'), ['9900', '9960'])
    t.strictSame(at('//CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd'), ['SESBA', 'SESBA'])
    t.strictSame(at('//CdtrAcct/Id/Othr/SchmeNm/Prtry'), ['BGNR'])
    t.strictSame(at('//CdtrAcct/Id/Othr/SchmeNm/Cd'), ['BBAN'])
    t.strictSame(at('//CdtrAcct/Id/Othr/Id'), ['50501055', '1234566'])
    t.strictSame(at('//CdtrAcct/Id/IBAN'), ['SE4550000000058398257466'])
    t.strictSame(new Set(at('//Cdtr/Nm')), new Set(["Föreningen Öst + Väst - 'Cafe' (Åsa)"]))
    t.strictSame(
      at('//EndToEndId'),
      run.items.map(({ endToEndId }: { endToEndId: string }) => endToEndId)
    )
    t.match(at('//RmtInf/Ustrd')[0], 'Partnerskapsavtal 2022')
  }
})

t.test('the file says the town of the payer and how the bank is to book it, where the settings do', async t => {
  const { anApprovedPayment, anExportedRun, file, database, haninge } = await aRunRegister(t)
  await anApprovedPayment({ amount: 10 })
  const before = await anExportedRun()
  const path = `format=${versions[0]}`
  const { body: unsaid } = await file(before.id, path)
  for (const [batchBooking, town] of [
    [true, 'Söderköping – 🎉'],
    [false, 'Handen']
  ] as const) {
    await made(haninge('PUT', '/payment-settings', { ...debtor, town, batchBooking }, { 'if-match': '*' }))
    await anApprovedPayment({ amount: 10 })
    const run = await anExportedRun()
    for (const version of versions) {
      const at = valid(version, (await file(run.id, `format=${version}`)).body)
      t.strictSame(at('//PmtInf/BtchBookg'), [String(batchBooking)])
      t.strictSame(at('//Dbtr/PstlAdr/TwnNm'), [bankText(town, 35)])
      t.strictSame(at('//Dbtr/PstlAdr/Ctry'), ['SE'])
    }
  }
  const at = valid(versions[0], unsaid)
  t.strictSame([at('//BtchBookg'), at('//TwnNm'), at('//Dbtr/PstlAdr/Ctry')], [[], [], ['SE']])
  t.equal((await file(before.id, path)).body, unsaid, 'a run that is locked says what it said')
  await database.$client.query("update payment_runs set debtor = debtor - 'town' - 'batchBooking'")
  t.equal((await file(before.id, path)).body, unsaid, 'and one that was locked before files told these')
})

t.test('twelve payments of a year tell twelve months, and one without a period tells its year', async t => {
  const { anApprovedPayment, anExportedRun, file } = await aRunRegister(t)
  const whole = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }
  const half = { servicePeriodFrom: '2022-10-01', servicePeriodTo: '2023-03-31' }
  for (const month of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']) {
    await anApprovedPayment({
      ...{ amount: 100, servicePeriodFrom: `2022-${month}-01`, servicePeriodTo: `2022-${month}-28` }
    })
  }
  for (const period of [whole, half, { servicePeriodFrom: '2022-04-01', servicePeriodTo: '2022-06-30' }, {}]) {
    await anApprovedPayment({ amount: 100, ...period })
  }
  const run = await anExportedRun()
  const { body } = await file(run.id, 'format=pain.001.001.09')
  const texts = valid(
    'pain.001.001.09',
    body
  )('//RmtInf/Ustrd').map(text => /Partnerskapsavtal ([^,]+)/.exec(text)![1]!)
  const single = 'jan feb mar apr maj jun jul aug sep okt nov dec'.split(' ').map(month => `${month} 2022`)
  t.strictSame(texts.toSorted(), [...single, '2022', '2022', 'apr-jun 2022', 'okt 2022-mar 2023'].toSorted())
})

t.test(
  'a payee is told what its plan says, or by its own reference, and has its address where its account has',
  async t => {
    const { anApprovedPayment, anAccount, anExportedRun, file, database } = await aRunRegister(t)
    const towns = await anAccount({
      accountNumber: '9912346',
      accountKind: 'plusgiro',
      town: 'Helsingfors – 🎉',
      country: 'FI'
    })
    const march = { servicePeriodFrom: '2022-03-01', servicePeriodTo: '2022-03-31' }
    await anApprovedPayment({ amount: 1, payeeMessage: 'Hyresbidrag & mer', ...march })
    await anApprovedPayment({
      amount: 2,
      payeeReference: '12345682',
      payeeMessage: 'Faktura',
      payeeAccountId: towns.id
    })
    await anApprovedPayment({ amount: 3, payeeReference: 'RF18539007547034' })
    const run = await anExportedRun()
    for (const version of versions) {
      const at = valid(version, (await file(run.id, `format=${version}`)).body)
      t.match(at('//Ustrd'), [/^Hyresbidrag \+ mer mars? 2022\b/])
      t.strictSame(at('//CdtrRefInf/Ref'), ['12345682', 'RF18539007547034'])
      t.strictSame(at('//CdtrRefInf/Tp/CdOrPrtry/Cd'), ['SCOR', 'SCOR'])
      t.strictSame(at('//CdtrRefInf/Tp/Issr'), ['ISO'], 'of the RF reference alone')
      t.strictSame(
        [at('//Cdtr/PstlAdr/TwnNm'), at('//Cdtr/PstlAdr/Ctry')],
        [[bankText('Helsingfors – 🎉', 35)], ['FI']]
      )
    }
    const told = await file(run.id, 'format=csv')
    t.match(told.body, /,diaryNumber,message,payeeReference\r\n/)
    t.match(told.body, /,"?Hyresbidrag & mer mar 2022.*,\r\n[\s\S]*,12345682\r\n[\s\S]*,RF18539007547034\r\n/)

    await database.$client.query(
      "update payment_run_items set particulars = particulars - 'payeeMessage' - 'payeeReference', payee = payee - 'town' - 'country'"
    )
    t.match(
      (await file(run.id, 'format=csv')).body,
      /,diaryNumber\r\n/,
      'a run that was locked before files told these'
    )
    const at = valid(versions[1], (await file(run.id, `format=${versions[1]}`)).body)
    t.strictSame([at('//Strd'), at('//Cdtr/PstlAdr')], [[], []])
  }
)

t.test('the schema of the tests refuses what a bank would', async t => {
  const good = await xmlOf([transfer()])
  t.doesNotThrow(() => valid('pain.001.001.03', good))
  for (const [what, bad] of [
    ['another order', good.replace(/(<Cdtr>[\s\S]*<\/Cdtr>)\s*(<CdtrAcct>[\s\S]*<\/CdtrAcct>)/, '$2$1')],
    ['a third decimal', good.replace('"SEK">1.00<', '"SEK">1.000<')],
    ['no payee', good.replace(/<Cdtr>[\s\S]*<\/Cdtr>/, '')],
    ['euro', good.replace('Ccy="SEK"', 'Ccy="EUR"')],
    ['a long id', good.replaceAll('PI1', 'P'.repeat(36))],
    ['another version', good.replace('001.001.03', '001.001.09')]
  ] as const) {
    t.not(bad, good, what)
    t.throws(() => valid('pain.001.001.03', bad), what)
  }
})

t.test('whatever a payee is called and however much is paid, the file is valid and its sums are right', async () => {
  const text = fc.oneof(anyText({ maxLength: 200 }), fc.string({ maxLength: 200 }))
  const kinds = fc.constantFrom('bankgiro' as const, 'plusgiro' as const)
  const one = fc.record({ name: text, message: text, öre: fc.integer({ min: 1, max: 99_999_999_999 }), kind: kinds })
  await fc.assert(
    fc.asyncProperty(
      fc.array(one, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...versions),
      async (all, version) => {
        const transfers = all.map(({ name, message, öre, kind }, at) => ({
          ...transfer(`PI${at}`),
          ...{ name: `A${name}`, message: `B${message}`, account: { kind, number: '1234566' } },
          amount: (öre / 100).toFixed(2)
        }))
        const sum = all.reduce((öre, each) => öre + BigInt(each.öre), 0n)
        const at = valid(version, await xmlOf(transfers, version))
        const amounts = at('//InstdAmt').map(amount => BigInt(amount.replace('.', '')))
        return amounts.reduce((öre, each) => öre + each, 0n) === sum && at('//CdtTrfTxInf').length === all.length
      }
    ),
    { numRuns: 200 }
  )
})

t.test('a name is cut to seventy of the characters that banks take', async t => {
  t.equal(bankText('Å'.repeat(80), 70), 'Å'.repeat(70))
  t.equal(bankText(`${'a'.repeat(69)} b`, 70), 'a'.repeat(69), 'and never ends in a space')
  t.equal(bankText('Naïve\u0000 \tÉlan\r\nŁódź §4 // x', 70), 'Naive Elan Lodz par 4 / x')
  t.equal(bankText('日本 🎉', 70), '')
  t.equal(bankText('/start', 70), 'start')
})

t.test('a payee whose name no bank can write is left out, and says so', async t => {
  const { anApprovedPayment, nothingToCollect, database, jour } = await aRunRegister(t)
  await database.update(organisations).set({ name: '日本' }).where(eq(organisations.id, jour))
  await anApprovedPayment()
  t.match((await nothingToCollect()).leftOut, [{ obstacles: [{ kind: 'payee-name-not-writable' }] }])
})

t.test('a set-off reduces what goes to the bank, and what is wholly set off goes to accounts payable only', async t => {
  const register = await aRunRegister(t)
  const { anApprovedPayment, anExportedRun, aSetOff, file, confirm, paid, statusOf, database, entries } = register
  const [half, whole] = [await anApprovedPayment({ amount: 1_000 }), await anApprovedPayment({ amount: 500 })]
  const withdrawn = await anApprovedPayment({ amount: 700 })
  await aSetOff(half.id, 250.5)
  await aSetOff(whole.id, 500)
  const movement = await aSetOff(withdrawn.id, 700)
  await withdraw(movement.id)
  const run = await anExportedRun()
  t.match(run, {
    controlSum: 1_449.5,
    transactionCount: 2,
    totals: { live: { paymentCount: 3, amount: 1_449.5, setOffAmount: 750.5 } }
  })
  const at = valid('pain.001.001.03', (await file(run.id, 'format=pain.001.001.03')).body)
  t.strictSame(at('//InstdAmt'), ['749.50', '700.00'])
  const { body } = await file(run.id, 'format=csv')
  const rows = body
    .split('\r\n')
    .slice(1, 4)
    .map((line: string) => line.split(',').slice(8, 10))
  t.strictSame(rows, [
    ['749.5', '250.5'],
    ['0', '500'],
    ['700', '0']
  ])
  t.match(await confirm(run.id, { rows: run.items.map((item: object) => paid(item)) }), { body: { paidCount: 3 } })
  t.equal((await statusOf(whole.id)).status, 'paid')
  const recovered = (await entries()).filter(({ kind }) => kind === 'recovered').map(({ amount }) => amount)
  t.strictSame(recovered.sort(), [250.5, 500], 'and what was set off is recovered')

  async function withdraw(id: string) {
    await database.$client.query(`update recovery_movements set withdrawn_at = now() where id = $1`, [id])
  }
})

t.test('a run that is all set off has nothing for the bank, and is confirmed all the same', async t => {
  const { anApprovedPayment, anExportedRun, aSetOff, file, confirm, paid } = await aRunRegister(t)
  const payment = await anApprovedPayment({ amount: 500 })
  await aSetOff(payment.id, 500)
  const run = await anExportedRun()
  t.match(run, { controlSum: 0, transactionCount: 0 })
  t.match(await file(run.id, ''), { status: 409, body: { type: /nothing-to-transfer$/ } })
  t.equal((await file(run.id, 'format=csv')).status, 200)
  t.match(await confirm(run.id, { rows: [paid(run.items[0])] }), { body: { status: 'confirmed' } })
})

t.test('accounts payable get the coding and the decision, and no formula', async t => {
  const { anApprovedPayment, anExportedRun, file, patch, decision, database, jour } = await aRunRegister(t)
  await made(patch(`/decisions/${decision.id}`, { paragraph: '144', diaryNumber: 'SN 2021/144' }))
  await database.update(organisations).set({ name: '=1+1' }).where(eq(organisations.id, jour))
  await anApprovedPayment({ amount: 61_925.5, coding: { konto: '4521', ansvar: '=cmd', å: '1' } })
  await anApprovedPayment({ coding: { konto: '4522' } })
  const run = await anExportedRun()
  const standard = await file(run.id, 'format=csv')
  t.match(standard.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': /PR[0-9A-F]{32}\.csv"$/
  })
  const [head, first, second] = standard.body.replace('\ufeff', '').split('\r\n')
  t.match(
    head,
    /^runId,messageId,endToEndId,paymentId,payee,.*,paragraph,diaryNumber,message,payeeReference,coding\.ansvar,coding\.konto,coding\.å$/
  )
  t.match(first, `,'=1+1,,bankgiro,50501055,61925.5,0,2022-01-07,${executionOn},144,SN 2021/144,`)
  t.match(first, /,"?Partnerskapsavtal 2022[^"]*dnr SN 2021\/144, par 144"?,,'=cmd,4521,1$|§ 144"?,,'=cmd,4521,1$/)
  t.match(second, /,95000,0,.*,,4522,$/)
  const swedish = await file(run.id, 'format=csv&csvFormat=swedish')
  t.match(swedish.body, ';61925,5;0;')
})

t.test('a file is the same to the byte whatever happens after the run was locked', async t => {
  const register = await aRunRegister(t)
  const { anApprovedPayment, anExportedRun, file, patch, decision, database, jour, confirm, paid } = register
  await anApprovedPayment({ coding: { konto: '4521' } })
  const rejected = await anApprovedPayment()
  const run = await anExportedRun()
  const formats = ['format=pain.001.001.03', 'format=pain.001.001.09', 'format=csv', 'format=csv&csvFormat=swedish']
  const all = () => Promise.all(formats.map(async format => (await file(run.id, format)).body))
  const before = await all()

  await made(patch(`/decisions/${decision.id}`, { paragraph: '9', diaryNumber: 'Rättat' }))
  await database
    .update(organisations)
    .set({ name: 'Nytt namn', organisationNumber: '8020001239' })
    .where(eq(organisations.id, jour))
  await database.update(paymentSettings).set({ debtorName: 'Annan', accountNumber: '58059611' })
  await made(
    confirm(run.id, {
      rows: [
        paid(run.items[0]),
        { endToEndId: run.items[1].endToEndId, outcome: 'rejected', reason: 'Kontot är avslutat' }
      ]
    })
  )
  await database
    .update(payments)
    .set({ dueOn: '2026-01-01', coding: { konto: '1' } })
    .where(eq(payments.id, rejected.id))
  t.strictSame(await all(), before)

  const wrapped = await file(run.id, 'format=csv', 'application/json')
  t.match(wrapped.body, { name: `${run.messageId}.csv`, mediaType: 'text/csv; charset=utf-8', content: before[2] })
  t.equal(wrapped.body.checksum, createHash('sha256').update(before[2]).digest('hex'))
})

function transfer(endToEndId = 'PI1'): Transfer {
  const account = { kind: 'bankgiro' as const, number: '50501055' }
  return { endToEndId, amount: '1.00', name: 'A', account, message: 'B' }
}

async function xmlOf(transfers: Transfer[], version: (typeof versions)[number] = versions[0]) {
  const message: PainMessage = {
    ...{ messageId: 'PR1', createdAt: '2027-01-04T09:00:00.123456Z', executionOn, count: transfers.length },
    controlSum: '1.00',
    debtor: {
      name: 'Haninge',
      organisationNumber: '2120000084',
      account: { kind: 'iban', number: 'SE45500' },
      bic: null
    }
  }
  const parts: string[] = []
  for await (const part of painFile(version, message, transfers)) parts.push(part)
  return parts.join('')
}
