import { setImmediate } from 'node:timers/promises'
import type { AccountKind, BankFileOption } from '../payee-accounts/rules.ts'
import { bankText } from './text-rules.ts'

/**
 * A run as CustomerCreditTransferInitiation (ISO 20022 pain.001), version 03 or 09.
 *
 * Swedish usage: payments to bankgiro and plusgiro are executed as NURG (“Swedish Common Interpretation of ISO 20022
 * Payment Messages, Appendix 1: Common Payment Types in Sweden”, 1.0, 2014). A bankgiro number is `Othr/Id` with
 * `SchmeNm/Prtry` BGNR at clearing member SESBA 9900, a plusgiro number is `Othr/Id` with `SchmeNm/Cd` BBAN at SESBA 9960,
 * as programs that write for Swedish banks do; SESBA is of ISO's external code list ClearingSystemIdentification. What banks
 * want otherwise is said by the payment settings (`bankFileOptions`). No bank's own guide was at hand as a whole when this was
 * written (docs/paying.md says what was): hold a first file against that of your bank before money follows it.
 *
 * The two versions differ here in their namespace, in the day of execution (plain, or a choice of Dt) and in BIC, which
 * version 09 calls BICFI.
 */

export type PainVersion = 'pain.001.001.03' | 'pain.001.001.09'

export type PainMessage = {
  messageId: string
  /** RFC 3339 in UTC. */
  createdAt: string
  executionOn: string
  /** Kronor with two decimals, `95000.00`. */
  controlSum: string
  count: number
  debtor: {
    name: string
    organisationNumber: string
    account: Account
    bic: string | null
    /** Not kept of runs that were locked before files told these. */
    town?: string | null
    batchBooking?: boolean | null
    /** Nor what the bank wants otherwise. */
    initiatingPartyId?: string | null
    agreementNumber?: string | null
    bankFileOptions?: BankFileOption[] | null
  }
}

export type Transfer = {
  endToEndId: string
  /** Kronor with two decimals. */
  amount: string
  name: string
  account: Account
  /** Its address; not kept of runs that were locked before accounts told one. */
  town?: string | null
  country?: string | null
  /** What the payee is told. */
  message: string
  /** An OCR number or an RF reference: told in place of the message, as banks pass on the one or the other. */
  reference?: string | null
}

export type Account = { kind: AccountKind; number: string }

/** Longest name of a party that Swedish banks take, though the standard allows 140; and a remittance text. */
export const NAME = 70
const MESSAGE = 140
/** Longest town (TwnNm). */
const TOWN = 35
const AT_ONCE = 200

/**
 * The file in parts, always the same for the same message. Other requests get their turn between the parts. There must be
 * a transfer: the standard knows no message without one.
 */
export async function* painFile(version: PainVersion, message: PainMessage, transfers: Transfer[]) {
  // As large as the rest of a start, for what is written now and then.
  const { create, fragment } = await import('xmlbuilder2')
  const empty = create({ version: '1.0', encoding: 'UTF-8' }, documentOf(version, message)).end({ prettyPrint: true })
  const end = empty.indexOf('\n    </PmtInf>')
  yield empty.slice(0, end)
  for (let at = 0; at < transfers.length; at += AT_ONCE) {
    const part = transfers.slice(at, at + AT_ONCE).map(each => transferOf(each, asks(message, 'remittedAmount')))
    // Of an array of one no array is made: the elements are the same.
    yield fragment({ CdtTrfTxInf: part }).end({ prettyPrint: true, offset: 3, width: 0 }).replace(/^\n?/, '\n')
    await setImmediate()
  }
  yield `${empty.slice(end)}\n`
}

function documentOf(version: PainVersion, message: PainMessage) {
  const { messageId, createdAt, executionOn, controlSum, count, debtor } = message
  const name = bankText(debtor.name, NAME)
  const town = bankText(debtor.town ?? '', TOWN)
  const numbered = (code: string, id?: string | null) => ({
    OrgId: { Othr: { Id: id ?? debtor.organisationNumber, SchmeNm: { Cd: code } } }
  })
  return {
    Document: {
      '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${version}`,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: messageId,
          CreDtTm: `${createdAt.slice(0, 19)}Z`,
          NbOfTxs: count,
          CtrlSum: controlSum,
          InitgPty: {
            Nm: name,
            Id: numbered(asks(message, 'customerNumber') ? 'CUST' : 'BANK', debtor.initiatingPartyId)
          }
        },
        PmtInf: {
          PmtInfId: messageId,
          PmtMtd: 'TRF',
          ...(debtor.batchBooking != null && { BtchBookg: debtor.batchBooking }),
          NbOfTxs: count,
          CtrlSum: controlSum,
          PmtTpInf: {
            SvcLvl: { Cd: 'NURG' },
            ...(!asks(message, 'noCategoryPurpose') && { CtgyPurp: { Cd: 'SUPP' } })
          },
          ReqdExctnDt: version === 'pain.001.001.09' ? { Dt: executionOn } : executionOn,
          Dbtr: {
            Nm: name,
            PstlAdr: { ...(town && { TwnNm: town }), Ctry: 'SE' },
            Id: debtor.agreementNumber ? numbered('BANK', debtor.agreementNumber) : numbered('COID')
          },
          DbtrAcct: { Id: accountOf(debtor.account), Ccy: 'SEK' },
          DbtrAgt: { FinInstnId: debtorAgentOf(version, message) },
          ...(asks(message, 'sharedCharges') && { ChrgBr: 'SHAR' })
        }
      }
    }
  }
}

function transferOf(
  { endToEndId, amount, name, account, message, reference, ...address }: Transfer,
  withAmount: boolean
) {
  const agent = clearingOf(account)
  const town = bankText(address.town ?? '', TOWN)
  return {
    PmtId: { InstrId: endToEndId, EndToEndId: endToEndId },
    Amt: { InstdAmt: { '@Ccy': 'SEK', '#': amount } },
    ...(agent && { CdtrAgt: { FinInstnId: agent } }),
    Cdtr: { Nm: bankText(name, NAME), ...(town && { PstlAdr: { TwnNm: town, Ctry: address.country ?? 'SE' } }) },
    CdtrAcct: { Id: accountOf(account) },
    RmtInf: reference
      ? { Strd: { ...(withAmount && remitted(amount)), CdtrRefInf: referenceOf(reference) } }
      : { Ustrd: bankText(message, MESSAGE) }
  }
}

const asks = ({ debtor }: PainMessage, option: BankFileOption) => debtor.bankFileOptions?.includes(option) ?? false

const remitted = (amount: string) => ({ RfrdDocAmt: { RmtdAmt: { '@Ccy': 'SEK', '#': amount } } })

/** A reference of the payee's is SCOR (ISO 20022, ExternalDocumentType); that of ISO 11649 names who issued its form. */
function referenceOf(reference: string) {
  const isIso = reference.startsWith('RF')
  return { Tp: { CdOrPrtry: { Cd: 'SCOR' }, ...(isIso && { Issr: 'ISO' }) }, Ref: reference }
}

function accountOf({ kind, number }: Account) {
  if (kind === 'iban') return { IBAN: number }
  return { Othr: { Id: number, SchmeNm: kind === 'bankgiro' ? { Prtry: 'BGNR' } : { Cd: 'BBAN' } } }
}

/** A bank follows from an IBAN; a giro number is found by its clearing system. */
function clearingOf({ kind }: Account) {
  if (kind === 'iban') return null
  return { ClrSysMmbId: { ClrSysId: { Cd: 'SESBA' }, MmbId: kind === 'bankgiro' ? '9900' : '9960' } }
}

/** The agent must be named; where no BIC is known and the account is an IBAN, with the word that SEPA has for it. */
function debtorAgentOf(version: PainVersion, message: PainMessage) {
  const { bic, account } = message.debtor
  const inSweden = asks(message, 'bankCountry') && { PstlAdr: { Ctry: 'SE' } }
  if (bic) return { ...(version === 'pain.001.001.09' ? { BICFI: bic } : { BIC: bic }), ...inSweden }
  const clearing = clearingOf(account)
  return clearing ? { ...clearing, ...inSweden } : { ...inSweden, Othr: { Id: 'NOTPROVIDED' } }
}
