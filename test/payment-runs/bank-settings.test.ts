import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import t from 'tap'
import { type BankFileOption, bankFileOptions } from '../../src/money/payee-accounts/rules.ts'
import { bankgiroFile, type GiroTransfer } from '../../src/money/payment-runs/bankgiro-file.ts'
import { type PainMessage, painFile, type Transfer } from '../../src/money/payment-runs/pain.ts'
import { anyText } from '../support/any-text.ts'
import { aRunRegister, executionOn, OWN_ACCOUNT } from './setup.ts'

/** Files as each bank wants them, to the byte; and Bankgirot's own. */

const versions = ['pain.001.001.03', 'pain.001.001.09'] as const
const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
const schemaOf = (version: string) => XsdValidator.fromDoc(XmlDocument.fromString(fixture(`${version}.subset.xsd`)))

/** As docs/paying.md tells them, with numbers that are made up. */
type Bank = {
  bic: string
  batchBooking: boolean | null
  initiatingPartyId?: string | null
  agreementNumber?: string | null
  bankFileOptions: BankFileOption[] | null
}
const banks: Record<string, Bank> = {
  nordea: {
    ...{ bic: 'NDEASESS', batchBooking: true, initiatingPartyId: '1234567890' },
    bankFileOptions: ['customerNumber', 'sharedCharges']
  },
  swedbank: {
    ...{ bic: 'SWEDSESS', batchBooking: null },
    ...{ initiatingPartyId: '012345678ORI0001', agreementNumber: '123456789CPO0001' },
    bankFileOptions: ['noCategoryPurpose', 'remittedAmount', 'bankCountry']
  },
  seb: {
    ...{ bic: 'ESSESESS', batchBooking: true, initiatingPartyId: '55555555' },
    bankFileOptions: ['sharedCharges']
  },
  handelsbanken: {
    ...{ bic: 'HANDSESS', batchBooking: true, initiatingPartyId: '77777777' },
    bankFileOptions: ['sharedCharges']
  }
}
const transfers: Transfer[] = [
  {
    ...{ endToEndId: 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60', amount: '61925.50', name: 'Haninge Kvinnojour' },
    ...{ account: { kind: 'bankgiro', number: '50501055' }, town: 'Handen' },
    message: 'Partnerskap jan-mar 2026, dnr SN 2021/144'
  },
  {
    ...{ endToEndId: 'PI019B2C7A10A17CC38F5E1D2C3B4A5F61', amount: '0.10', name: 'Föreningen Öst & Väst' },
    ...{ account: { kind: 'plusgiro', number: '1234566' }, reference: '12345682', message: '' }
  }
]

async function fileOf(version: (typeof versions)[number], bank: Bank) {
  const message: PainMessage = {
    ...{ messageId: 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60', createdAt: '2026-11-24T09:00:00Z', executionOn },
    ...{ controlSum: '61925.60', count: transfers.length },
    debtor: {
      ...{ name: 'Haninge kommun', organisationNumber: '2120000084', town: 'Handen', ...bank },
      account: { kind: 'bankgiro', number: OWN_ACCOUNT }
    }
  }
  const parts: string[] = []
  for await (const part of painFile(version, message, transfers)) parts.push(part)
  return parts.join('')
}

for (const [bank, settings] of Object.entries(banks)) {
  t.test(`the file for ${bank} is the golden one, and keeps the schema in both versions`, async t => {
    for (const version of versions) {
      const file = await fileOf(version, settings)
      schemaOf(version).validate(XmlDocument.fromString(file))
      if (version === 'pain.001.001.03') t.equal(file, fixture(`bank-files/${bank}.xml`))
    }
  })
}

t.test('whatever is set, the file keeps the schema, and says what is set and nothing else', async () => {
  const id = fc.option(fc.stringMatching(/^[A-Za-z0-9-]{1,34}$/), { nil: null })
  const settings = fc.record({
    ...{ initiatingPartyId: id, agreementNumber: id },
    bankFileOptions: fc.option(fc.subarray([...bankFileOptions]), { nil: null })
  })
  const ofBank = { bic: 'SWEDSESS', batchBooking: null }
  const plain = await fileOf(versions[0], { ...ofBank, bankFileOptions: null })
  const property = fc.asyncProperty(settings, fc.constantFrom(...versions), async (asked, version) => {
    const file = await fileOf(version, { ...ofBank, ...asked })
    schemaOf(version).validate(XmlDocument.fromString(file))
    const has = (option: BankFileOption) => asked.bankFileOptions?.includes(option) ?? false
    const said: [string, boolean][] = [
      ['<CtgyPurp>', !has('noCategoryPurpose')],
      ['<RmtdAmt ', has('remittedAmount')],
      ['<ChrgBr>SHAR<', has('sharedCharges')],
      ['<Cd>CUST<', has('customerNumber')],
      ['<Cd>COID<', !asked.agreementNumber],
      [`<Id>${asked.initiatingPartyId ?? '2120000084'}<`, true]
    ]
    for (const [text, isSaid] of said) if (file.includes(text) !== isSaid) throw new Error(`${text}: ${file}`)
    const isPlain = !asked.initiatingPartyId && !asked.agreementNumber && !asked.bankFileOptions?.length
    if (isPlain && version === versions[0] && file !== plain) throw new Error(file)
  })
  await fc.assert(property, { numRuns: 100, seed: 20_261_127 })
})

t.test('what is set is kept with the run when it is locked, and is refused where it is no number', async t => {
  const { haninge, anApprovedPayment, anExportedRun, file } = await aRunRegister(t)
  const debtor = {
    ...{ debtorName: 'Haninge kommun', organisationNumber: '2120000084', bic: 'SWEDSESS', town: 'Handen' },
    ...{ accountKind: 'bankgiro', accountNumber: OWN_ACCOUNT }
  }
  const put = (asked: object) => haninge('PUT', '/payment-settings', { ...debtor, ...asked }, { 'if-match': '*' })
  for (const wrong of [
    { initiatingPartyId: 'å' },
    { agreementNumber: 'x'.repeat(36) },
    { bankFileOptions: ['other'] },
    { bankFileOptions: ['bankCountry', 'bankCountry'] }
  ])
    t.match(await put(wrong), { status: 400 }, JSON.stringify(wrong))
  const { bic: _, batchBooking: __, ...asked } = banks.swedbank!
  t.match(await put(asked), { status: 200, body: asked })
  await anApprovedPayment({ amount: 100, payeeReference: '12345682' })
  const run = await anExportedRun()
  t.match(await put({}), {
    status: 200,
    body: { initiatingPartyId: null, agreementNumber: null, bankFileOptions: null }
  })
  const { body } = await file(run.id, 'format=pain.001.001.03')
  t.match(body, /<InitgPty>\s*<Nm>Haninge kommun<\/Nm>\s*<Id>\s*<OrgId>\s*<Othr>\s*<Id>012345678ORI0001</)
  t.match(body, /<Strd>\s*<RfrdDocAmt>\s*<RmtdAmt Ccy="SEK">100.00</)
})

t.test('LB: records stand where they do in the public example of Bankgirot', async t => {
  // Lines of "LBin-exempel 1" (2006), with digits in the place of its crosses, and the first payment alone summed.
  const opening = '110009912346060328LEVERANTÖRSBETALNINGAR'
  const payment = '14005042105556897456986              000000098000060330     VERIF 12'
  const closing = '29000991234600000001000000098000'
  const transfer: GiroTransfer = {
    ...{ endToEndId: 'VERIF 12', amount: '980.00', reference: '56897456986', message: '' },
    account: { kind: 'bankgiro', number: '50421055' }
  }
  const file = bankgiroFile({
    ...{ accountNumber: OWN_ACCOUNT, madeOn: '2006-03-28', executionOn: '2006-03-30', transfers: [transfer] }
  })
  const records = file.split('\r\n')
  t.strictSame(records, [`${opening}${' '.repeat(19)}SEK`.padEnd(80), payment.padEnd(80), closing.padEnd(80), ''])
})

t.test('LB: the golden file', async t => {
  const file = bankgiroFile({ accountNumber: OWN_ACCOUNT, madeOn: '2026-11-24', executionOn, transfers })
  t.equal(file, fixture('bank-files/lb.txt').replaceAll('\n', '\r\n'))
})

t.test(
  'LB: whatever is paid, records have 80 characters of ISO 8859-1, and the last tells number and sum',
  async () => {
    const giro = fc.record({
      endToEndId: fc.stringMatching(/^PI[0-9A-F]{32}$/),
      öre: fc.integer({ min: 1, max: 99_999_999_999 }),
      account: fc.record({
        kind: fc.constantFrom('bankgiro' as const, 'plusgiro' as const),
        number: fc.stringMatching(/^[0-9]{7,8}$/)
      }),
      message: anyText(),
      reference: fc.option(fc.stringMatching(/^[0-9]{2,24}$/), { nil: null })
    })
    const property = fc.property(fc.array(giro, { minLength: 1, maxLength: 9 }), all => {
      const transfers = all.map(({ öre, ...each }) => ({
        ...each,
        amount: `${Math.floor(öre / 100)}.${String(öre % 100).padStart(2, '0')}`
      }))
      const file = bankgiroFile({ accountNumber: OWN_ACCOUNT, madeOn: '2026-11-24', executionOn, transfers })
      const records = file.split('\r\n').slice(0, -1)
      const bytes = Buffer.from(file, 'latin1')
      if (bytes.toString('latin1') !== file || bytes.length !== records.length * 82) throw new Error(file)
      if (records.some(each => each.length !== 80)) throw new Error(file)
      const paying = records.filter(each => /^(14|54)/.test(each))
      const sum = paying.reduce((sum, each) => sum + Number(each.slice(37, 49)), 0)
      if (paying.length !== all.length || sum !== all.reduce((sum, { öre }) => sum + öre, 0)) throw new Error(file)
      const closing = records.at(-1)!
      if (Number(closing.slice(12, 20)) !== all.length || Number(closing.slice(20, 32)) !== sum)
        throw new Error(closing)
    })
    fc.assert(property, { numRuns: 200, seed: 20_261_127 })
  }
)

t.test('LB: fetched through HTTP in its own charset; an IBAN is no giro number', async t => {
  const { anApprovedPayment, anAccount, anExportedRun, file, haninge } = await aRunRegister(t)
  await anApprovedPayment({ amount: 1_234.5, payeeMessage: 'Hyra för Östergården' })
  const run = await anExportedRun()
  const { status, headers, body } = await file(run.id, 'format=lb', 'text/plain')
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/plain; charset=iso-8859-1')
  t.equal(headers['content-disposition'], `attachment; filename="${run.messageId}.txt"`)
  t.match(String(body), /^11000\d{7}261125LEVERANT.RSBETALNINGAR/)
  const wrapped = await file(run.id, 'format=lb', 'application/json')
  t.match(wrapped.body, {
    mediaType: 'text/plain; charset=iso-8859-1',
    content: /\r\n250050501055Hyra för Östergården/
  })
  t.match(wrapped.body.content, /\r\n140050501055 {25}000000123450261125 {5}[0-9A-F]{20}\r\n/)
  const iban = await anAccount({ accountKind: 'iban', accountNumber: 'SE4550000000058398257466' })
  await anApprovedPayment({ amount: 10, payeeAccountId: iban.id })
  const other = await anExportedRun()
  t.match(await haninge('GET', `/payment-runs/${other.id}/file?format=lb`, undefined, { accept: 'application/json' }), {
    status: 409,
    body: { type: /not-a-giro-run$/, violations: [{ field: other.items[0].endToEndId }] }
  })
})
