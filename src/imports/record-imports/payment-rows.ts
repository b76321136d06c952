import { today } from '../../base/dates.ts'
import { type Amount, toOre } from '../../base/money.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import type { RowReader } from '../rows/cells.ts'
import { parseDate, parseYears, type Years } from '../rows/dates.ts'
import { faultOfName } from '../rows/looks-like.ts'
import { Vocabulary } from '../rows/vocabulary.ts'

/** Rows of payments that were made: their columns, and what each says. Pure. */

/** Account coding by the words that Swedish accounts have for it; the key is the word. */
export const codingColumns = ['konto', 'ansvar', 'verksamhet', 'projekt', 'aktivitet', 'objekt', 'motpart'] as const

const columns = [
  'municipality_code',
  'reference',
  'recipient',
  'organisation_number',
  'line_reference',
  'decision_reference',
  'body',
  'scheme',
  'grant_year',
  'purpose',
  'amount',
  'paid_on',
  'voucher_number',
  ...codingColumns,
  'note'
] as const
export type PaymentColumn = (typeof columns)[number]

const list = (headings: string) => headings.split('|')

export const paymentWords = new Vocabulary<PaymentColumn>({
  columns,
  aliases: {
    municipality_code: list('Kommunkod|Kommunnummer|Kommunnr'),
    reference: list('Referens|Betalningsreferens|Betalningsid|Betalnings-id|External reference|Extern referens'),
    recipient: list(
      'Mottagare|Betalningsmottagare|Bidragsmottagare|Förening|Organisation|Leverantör|Leverantörsnamn|Föreningens namn|' +
        'Föreningsnamn|Utbetalat till|Utbetald till|Payee|Recipient name'
    ),
    organisation_number: list('Organisationsnummer|Organisationsnr|Orgnr|Org.nr|Org nr|Org.nummer|Orgnummer'),
    line_reference: list('Radreferens|Bidragsreferens|Row reference'),
    decision_reference: list('Beslutsreferens|Beslutsid'),
    body: list('Nämnd|Beslutande organ|Beslutsinstans|Organ|Committee'),
    scheme: list('Bidragsform|Bidrag|Stödform|Bidragstyp|Typ av bidrag|Stöd|Bidragets namn|Grant scheme'),
    grant_year: list('Bidragsår|År|Avser år|Gäller år|Period|Bidragsperiod|Avser period|Year'),
    purpose: list('Ändamål|Syfte|Projekt namn|Avser|Bidraget avser|Purpose of the grant'),
    amount: list('Belopp|Utbetalt|Utbetalt belopp|Utbetalat|Utbetalat belopp|Betalt|Betalt belopp|Summa|Paid amount'),
    paid_on: list(
      'Utbetalningsdag|Utbetalningsdatum|Utbetald|Utbetald den|Betald|Betald den|Betaldatum|Betalningsdag|' +
        'Betalningsdatum|Bokföringsdatum|Bokföringsdag|Datum|Paid date|Payment date'
    ),
    voucher_number: list(
      'Verifikationsnummer|Verifikationsnr|Verifikation|Verifikat|Verifikatnummer|Verifikatnr|Ver.nr|Voucher|Voucher no'
    ),
    konto: list('Kontonr|Kontonummer i redovisningen|Account'),
    ansvar: list('Ansvarskod|Ansvarsenhet|Kostnadsställe|Cost centre'),
    verksamhet: list('Verksamhetskod|Activity code'),
    projekt: list('Projektkod|Projektnr|Projektnummer'),
    aktivitet: list('Aktivitetskod'),
    objekt: list('Objektkod'),
    motpart: list('Motpartskod'),
    note: list('Anmärkning|Kommentar|Notering|Övrigt|Notes|Comment|Remark')
  },
  amounts: new Set(['amount']),
  needed: {
    recipient: {
      message: 'is missing: no heading tells who was paid; map one to recipient',
      sv: 'saknas: ingen rubrik säger vem som fick betalt; koppla en till recipient'
    },
    amount: {
      message: 'is missing: no heading tells what was paid; map one to amount',
      sv: 'saknas: ingen rubrik säger vad som betalades; koppla en till amount'
    },
    paid_on: {
      message: 'is missing: no heading tells when it was paid; map one to paid_on',
      sv: 'saknas: ingen rubrik säger när det betalades; koppla en till paid_on'
    }
  }
})

export type PaymentValue = {
  reference: string | null
  recipient: string
  number: string | null
  lineReference: string | null
  decisionReference: string | null
  body: string | null
  scheme: string | null
  years: Years | null
  purpose: string | null
  /** Kronor, above 0. */
  amount: Amount
  /** A day, today at the latest. */
  paidOn: string
  voucherNumber: string | null
  coding: Record<string, string>
  note: string | null
}

export function readPayment(reader: RowReader<PaymentColumn>): PaymentValue {
  const recipient = reader.text('recipient')
  if (recipient === null && !reader.failed('recipient')) {
    reader.refuse('recipient', { message: 'is missing: who was paid', sv: 'saknas: vem fick betalt' })
  }
  const fault = recipient === null ? undefined : faultOfName(recipient)
  if (fault) reader.refuse('recipient', fault)
  const reference = reader.text('reference')
  if (reference !== null && reference.length > 200) {
    reader.refuse('reference', { message: 'is longer than 200 characters', sv: 'är längre än 200 tecken' })
  }
  return {
    reference,
    recipient: recipient ?? '',
    number: reader.parsed('organisation_number', parseOrganisationNumber),
    lineReference: reader.stated('line_reference'),
    decisionReference: reader.stated('decision_reference'),
    body: reader.stated('body'),
    scheme: reader.stated('scheme'),
    years: reader.parsed('grant_year', parseYears),
    purpose: reader.stated('purpose'),
    amount: readAmount(reader),
    paidOn: readDay(reader),
    voucherNumber: reader.stated('voucher_number'),
    coding: readCoding(reader),
    note: reader.lines('note')
  }
}

function readAmount(reader: RowReader<PaymentColumn>): Amount {
  const amount = reader.amount('amount')
  if (amount === null && !reader.failed('amount')) {
    reader.refuse('amount', { message: 'is missing: what was paid', sv: 'saknas: vad betalades' })
  }
  if (amount !== null && toOre(amount) === 0n) {
    reader.refuse('amount', { message: 'is 0: nothing was paid', sv: 'är 0: ingenting betalades' })
  }
  return amount ?? '0.00'
}

function readDay(reader: RowReader<PaymentColumn>): string {
  const date = reader.parsed('paid_on', parseDate)
  if (date === null && !reader.failed('paid_on')) {
    reader.refuse('paid_on', { message: 'is missing: when was it paid', sv: 'saknas: när betalades det' })
  }
  if (date && date.precision !== 'day') {
    reader.refuse('paid_on', {
      message: 'must be a day, as 2021-12-14',
      sv: 'måste vara en dag, till exempel 2021-12-14'
    })
  } else if (date && date.date > today()) {
    reader.refuse('paid_on', { message: 'must not be later than today', sv: 'får inte vara senare än i dag' })
  }
  return date?.date ?? ''
}

function readCoding(reader: RowReader<PaymentColumn>): Record<string, string> {
  const coded = codingColumns.map(column => [column, reader.stated(column)] as const)
  for (const [column, code] of coded) {
    if (code !== null && code.length > 100) {
      reader.refuse(column, { message: 'is longer than 100 characters', sv: 'är längre än 100 tecken' })
    }
  }
  return Object.fromEntries(coded.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== null))
}
