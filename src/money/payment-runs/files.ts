import { createHash } from 'node:crypto'
import { and, eq, ne } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { swedishDay } from '../../base/dates.ts'
import { Conflict } from '../../base/errors.ts'
import type { Database } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import { type CsvFormat, toCsv } from '../../platform/http/csv.ts'
import { isNeutral, payeesOf } from '../../register/organisations/confidential.ts'
import { bankgiroFile, notToGiro } from './bankgiro-file.ts'
import { type ItemRow, type Particulars, paymentRunItems } from './item-record.ts'
import { TOLD } from './left-out.ts'
import { type PainVersion, painFile, type Transfer } from './pain.ts'
import { problems } from './problems.ts'
import { paymentRuns, type RunRow } from './record.ts'
import type { RunFormat } from './rules.ts'
import { monthsOf } from './text-rules.ts'

export type RunFile = {
  name: string
  /** With the charset in which its content is to be written. */
  mediaType: string
  content: string
  /** Whether it names a confidential organisation, as the bank must be told whom to pay. */
  isConfidential: boolean
}

/**
 * The file of an exported run. It is made of what was fixed when the run was locked and of nothing else, so it is the
 * same to the byte whenever it is fetched. @throws NotFound, Conflict (`run-not-exported`, cancelled, nothing to transfer)
 */
export async function fileOfRun(db: Database, ref: Ref, format: RunFormat, csvFormat?: CsvFormat): Promise<RunFile> {
  const run = await findRecord(db, paymentRuns, 'payment run', ref)
  if (run.status !== 'exported' && run.status !== 'confirmed') {
    throw new Conflict(problems['run-not-exported'], {
      en: `The run is ${run.status}: it has no file before it is exported.`,
      sv: `Körningen har status ${run.status}: den har ingen fil förrän den har exporterats.`
    })
  }
  const kept = await db
    .select()
    .from(paymentRunItems)
    .where(
      and(
        eq(paymentRunItems.municipalityCode, run.municipalityCode),
        eq(paymentRunItems.runId, run.id),
        ne(paymentRunItems.status, 'removed')
      )
    )
    .orderBy(paymentRunItems.position)
  const items = await toldToBank(db, run.municipalityCode, kept)
  const isConfidential = items.some((item, index) => item !== kept[index])
  if (format === 'csv') {
    const content = csvOf(run, items, csvFormat)
    return { name: `${run.messageId}.csv`, mediaType: 'text/csv; charset=utf-8', content, isConfidential }
  }
  if (format === 'lb') {
    const content = giroOf(run, items)
    return { name: `${run.messageId}.txt`, mediaType: 'text/plain; charset=iso-8859-1', content, isConfidential }
  }
  return {
    isConfidential,
    name: `${run.messageId}.xml`,
    mediaType: 'application/xml; charset=utf-8',
    content: await xmlOf(format, run, items)
  }
}

/** The items with names and accounts in the place of neutral ones. */
async function toldToBank(db: Database, municipalityCode: string, items: ItemRow[]): Promise<ItemRow[]> {
  const neutral = items.flatMap(({ payee }) => (payee && isNeutral(payee.name) ? payee.payeeAccountId : []))
  const payees = await payeesOf(db, municipalityCode, neutral)
  return items.map(item => {
    const told = item.payee && payees.get(item.payee.payeeAccountId)
    return told ? { ...item, payee: { ...item.payee!, ...told } } : item
  })
}

/** The bytes of a file, in the charset of its media type. */
export const bytesOf = ({ mediaType, content }: RunFile): Buffer =>
  Buffer.from(content, mediaType.endsWith('iso-8859-1') ? 'latin1' : 'utf8')

export const checksumOf = (file: RunFile) => createHash('sha256').update(bytesOf(file)).digest('hex')

/** What goes to the bank: what is wholly set off moves nothing there, and is in the CSV only. @throws Conflict (nothing does) */
function transfersOf(items: ItemRow[]): Transfer[] {
  const transfers = items.filter(({ amount }) => amount > 0).map(transferOf)
  if (transfers.length > 0) return transfers
  throw new Conflict(problems['nothing-to-transfer'], {
    en: 'All of the run is set off: the bank has nothing to do. Take the CSV.',
    sv: 'Hela körningen är kvittad: banken har inget att göra. Hämta CSV-filen.'
  })
}

/** @throws Conflict where an account is no giro number, or a sum has more digits than the file has places for */
function giroOf(run: RunRow, items: ItemRow[]): string {
  const { accountKind, accountNumber } = run.debtor!
  const transfers = transfersOf(items)
  const others = notToGiro(transfers)
  if (accountKind !== 'bankgiro' || others.length > 0 || run.controlSum! > MOST_OF_GIRO) {
    throw new Conflict(
      problems['not-a-giro-run'],
      {
        en: 'LB pays from a bankgiro number to bankgiro and plusgiro numbers, at most 9 999 999 999.99 SEK. Take pain.001.',
        sv: 'LB betalar från ett bankgironummer till bankgiro- och plusgironummer, högst 9 999 999 999,99 kr. Hämta pain.001.'
      },
      others.slice(0, TOLD).map(({ endToEndId }) => ({
        field: endToEndId,
        message: 'is paid to an IBAN',
        sv: 'betalas till ett IBAN'
      }))
    )
  }
  const madeOn = swedishDay(run.lockedAt!)
  return bankgiroFile({ accountNumber, madeOn, executionOn: run.executionOn, transfers })
}

/** Twelve digits of öre. */
const MOST_OF_GIRO = 9_999_999_999.99

async function xmlOf(version: PainVersion, run: RunRow, items: ItemRow[]): Promise<string> {
  const transfers = transfersOf(items)
  const { name, organisationNumber, accountKind: kind, accountNumber: number, bic, ...more } = run.debtor!
  const message = {
    messageId: run.messageId,
    createdAt: run.lockedAt!,
    executionOn: run.executionOn,
    controlSum: run.controlSum!.toFixed(2),
    count: run.transactionCount!,
    debtor: { name, organisationNumber, bic, ...more, account: { kind, number } }
  }
  const parts: string[] = []
  for await (const part of painFile(version, message, transfers)) parts.push(part)
  return parts.join('')
}

function transferOf({ endToEndId, amount, payee, particulars }: ItemRow): Transfer {
  const { name, accountKind: kind, accountNumber: number, town, country } = payee!
  return {
    endToEndId,
    amount: amount.toFixed(2),
    name,
    account: { kind, number },
    town,
    country,
    message: messageOf(particulars!),
    reference: particulars!.payeeReference
  }
}

/**
 * What the payee reads: what the plan says to it, else the scheme; the period that it is for, so that twelve payments are not told alike,
 * else its years; and the decision by diary number and paragraph.
 */
function messageOf(particulars: Particulars): string {
  const { payeeMessage, schemeName, grantYear, grantYearTo, diaryNumber, paragraph } = particulars
  const { servicePeriodFrom, servicePeriodTo } = particulars
  const years = [grantYear, grantYearTo].filter(year => year !== null).join('-')
  const period = servicePeriodFrom && servicePeriodTo ? monthsOf(servicePeriodFrom, servicePeriodTo) : years
  const decision = [diaryNumber && `dnr ${diaryNumber}`, paragraph && `§ ${paragraph.replace(/^§\s*/, '')}`]
  return [`${payeeMessage ?? schemeName ?? 'Bidrag'} ${period}`, ...decision].filter(Boolean).join(', ')
}

const columns = `runId messageId endToEndId paymentId payee organisationNumber accountKind accountNumber amount
  setOffAmount dueOn executionOn paragraph diaryNumber`.split(/\s+/)
/** Not in the files of runs that were locked before payments had them: such a file stays the same to the byte. */
const toPayee = ['message', 'payeeReference']

/** For accounts payable: one row a payment, the coding in columns of its own names. Amounts in kronor. */
function csvOf({ id, messageId, executionOn }: RunRow, items: ItemRow[], format?: CsvFormat): string {
  const names = new Set(items.flatMap(({ particulars }) => Object.keys(particulars!.coding)))
  // Sorted by code points, so that the language of the machine does not matter.
  const coded = [...names].sort((one, other) => (one < other ? -1 : 1))
  const tellsPayee = items.some(({ particulars }) => particulars!.payeeReference !== undefined)
  const rows = items.map(({ endToEndId, paymentId, payee, particulars, amount, setOffAmount }) => {
    const { dueOn, paragraph, diaryNumber, coding } = particulars!
    const { name, organisationNumber, accountKind, accountNumber } = payee!
    return {
      runId: id,
      messageId,
      endToEndId,
      paymentId,
      payee: name,
      organisationNumber,
      accountKind,
      accountNumber,
      amount,
      setOffAmount,
      dueOn,
      executionOn,
      paragraph,
      diaryNumber,
      message: messageOf(particulars!),
      payeeReference: particulars!.payeeReference ?? null,
      ...Object.fromEntries(coded.map(column => [`coding.${column}`, coding[column] ?? null]))
    }
  })
  const told = [...columns, ...(tellsPayee ? toPayee : []), ...coded.map(column => `coding.${column}`)]
  return toCsv(told, rows, format)
}
