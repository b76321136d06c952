import { sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { setOffAgainst } from '../../money/payments/live.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { type CsvFormat, CsvFormatAsked, toCsv } from '../../platform/http/csv.ts'
import {
  Day,
  Money,
  MunicipalityCode,
  Nullable,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy,
  Year
} from '../../platform/http/schemas.ts'
import { computedList } from '../../platform/records/list.ts'
import { isUnpublished } from './rules.ts'

/**
 * The register of suppliers' payments (leverantörsreskontra 1.1, lankadedata.se/spec/leverantorsreskontra): a row for each payment
 * that was made, with the words of the specification as columns of the CSV.
 */
export const SupplierPayment = Strict(
  {
    id: Uuid('The payment'),
    buyerNumber: Text('Organisation number of the municipality', 10, '2120000084'),
    buyerName: Text('The municipality', 100, 'Haninge'),
    voucherNumber: Text('Voucher (verifikation); the payment’s id where none was told', 100, 'V-2022-118'),
    supplierName: Text('Who was paid', 300, 'Haninge Kvinnojour'),
    supplierNumber: Nullable(Text('Its organisation number', 10, '8024181235')),
    accountNumber: Nullable(Text('Account (konto), as coded', 100, '4510')),
    accountName: Nullable(Text('Name of the account, as coded', 100, 'Bidrag till föreningar')),
    amount: Money('What left the municipality’s account', 95000),
    paidOn: Day('When', '2022-01-07'),
    departmentName: Nullable(Text('Who decided', 300, 'Socialnämnden')),
    invoiceNumber: Nullable(Text('Invoice: a grant has none', 100, '')),
    ground: Text('What it rests on', 300, 'Beslut Socialnämnden 2021-12-14 § 144'),
    agreementTitle: Nullable(Text('The agreement that it is paid for', 300, 'Partnerskap med Haninge Kvinnojour')),
    municipalityCode: MunicipalityCode,
    stateAccountCode: Nullable(Text('S-kod, as coded', 100, 'S5'))
  },
  { $id: 'SupplierPayment', description: 'A payment as the register of suppliers has it' }
)
export type SupplierPayment = Static<typeof SupplierPayment>
export const SupplierPaymentPage = PageOf(ref(SupplierPayment), 'SupplierPaymentPage', 'A page of payments')
export const SupplierPaymentQuery = Strict({
  ...walkedBy(['id']),
  year: Year('The year in which it was paid'),
  csvFormat: CsvFormatAsked
})

/** Columns of the specification, in its order, and what each is in ours. */
const COLUMNS = {
  kopare_id: 'buyerNumber',
  kopare: 'buyerName',
  verifikationsnummer: 'voucherNumber',
  leverantor: 'supplierName',
  leverantor_id: 'supplierNumber',
  konto_nr: 'accountNumber',
  konto_text: 'accountName',
  belopp: 'amount',
  datum: 'paidOn',
  forvaltning: 'departmentName',
  fakturanummer: 'invoiceNumber',
  grund: 'ground',
  avtal: 'agreementTitle',
  kommun_id: 'municipalityCode',
  s_kod_nr: 'stateAccountCode'
} as const satisfies Record<string, keyof SupplierPayment>

/** The word of the account coding that says it, in whatever case the municipality writes it. */
const coded = (...words: string[]) => sql<string | null>`(select value from jsonb_each_text(payments.coding)
  where lower(key) in ${words} limit 1)`

/**
 * Payments that were made and have not come back: what left the account, less what was set off against a debt. What went to a
 * natural person is left out.
 */
const paid = sql`(
  select payments.id, payments.municipality_code, payments.paid_on, settings.organisation_number as buyer_number,
    municipality.name as buyer_name, coalesce(payments.voucher_number, payments.id::text) as voucher_number,
    payee.name as supplier_name, payee.organisation_number as supplier_number,
    ${coded('konto', 'konto_nr', 'kontonummer', 'account')} as account_number,
    ${coded('kontotext', 'konto_text', 'kontonamn')} as account_name,
    ${coded('s-kod', 's_kod', 's_kod_nr', 'skod')} as state_account_code,
    payments.amount - ${setOffAgainst(listedCode, sql`payments.id`)} as amount,
    body.name as department_name,
    'Beslut ' || body.name || ' ' || decision.decided_on || coalesce(' § ' || decision.paragraph, '') as ground,
    agreement.content ->> 'title' as agreement_title
  from payments
  join payment_settings settings on settings.municipality_code = payments.municipality_code
  join municipalities municipality on municipality.municipality_code = payments.municipality_code
  join organisations payee on payee.municipality_code = payments.municipality_code and payee.id = payments.payee_organisation_id
  join awards award on award.municipality_code = payments.municipality_code and award.id = payments.award_id
  join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
  join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
  join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
  left join agreements agreement on agreement.municipality_code = payments.municipality_code
    and agreement.id = payments.agreement_id
    and ${ofMunicipality(listedCode, 'agreement')}
  where ${ofMunicipality(listedCode, 'payments', 'settings', 'municipality', 'payee', 'award', 'line', 'decision', 'body')}
    and payments.status = 'paid' and payments.withdrawn_at is null and not ${isUnpublished('payee')}
) supplier`

const column = <T = string>(name: string) => sql<T>`supplier.${sql.identifier(name)}`

export const supplierPayments = computedList<SupplierPayment>({
  name: 'supplier-payments',
  from: paid,
  columns: {
    id: column('id'),
    buyerNumber: column('buyer_number'),
    buyerName: column('buyer_name'),
    voucherNumber: column('voucher_number'),
    supplierName: column('supplier_name'),
    supplierNumber: column<string | null>('supplier_number'),
    accountNumber: column<string | null>('account_number'),
    accountName: column<string | null>('account_name'),
    amount: sql<number>`supplier.amount::float8`,
    paidOn: column('paid_on'),
    departmentName: column<string | null>('department_name'),
    invoiceNumber: sql<null>`null::text`,
    ground: column('ground'),
    agreementTitle: column<string | null>('agreement_title'),
    municipalityCode: column('municipality_code'),
    stateAccountCode: column<string | null>('state_account_code')
  },
  where: sql`true`,
  filters: {
    year: value => sql`supplier.paid_on between make_date(${value}::int, 1, 1) and make_date(${value}::int, 12, 31)`
  },
  sorts: { id: { column: sql`supplier.id`, of: row => row.id } },
  id: { column: sql`supplier.id`, of: row => row.id }
})

/** The register as CSV, in parts as they are read: its columns, and dots in amounts unless told otherwise. */
export async function* supplierCsv(pages: AsyncGenerator<SupplierPayment[]>, format?: CsvFormat) {
  let head = true
  for await (const rows of pages) {
    const told = rows.map(row => Object.fromEntries(Object.entries(COLUMNS).map(([word, ours]) => [word, row[ours]])))
    yield toCsv(Object.keys(COLUMNS), told, format, head)
    head = false
  }
}
