import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Parsed } from '../../base/parse-amount.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { settingsOf } from '../../platform/records/settings.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import { problems } from './problems.ts'
import { payeeAccounts } from './record.ts'
import { parseAccountNumber, parseBic } from './rules.ts'
import { type PaymentSettingsContent, type PaymentSettingsRow, paymentSettings } from './settings-record.ts'

const settings = settingsOf({
  table: paymentSettings,
  subject: 'paymentSettings',
  what: 'payment settings of',
  check: refusePayees
})

/** @throws NotFound until the municipality has said how it pays */
export const findPaymentSettings = settings.find

/** Says who pays and from where, or replaces what is said. @throws VersionRequired, Stale, Invalid */
export const putPaymentSettings = (
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  content: PaymentSettingsContent,
  expected: () => Expected
) => settings.put(tx, actor, municipalityCode, parsed(content), expected)

/** The municipality does not pay from where somebody is paid. @throws Invalid naming that account */
async function refusePayees(tx: Transaction, { municipalityCode, accountKind, accountNumber }: PaymentSettingsRow) {
  const [payee] = await tx
    .select({ id: payeeAccounts.id })
    .from(payeeAccounts)
    .where(
      and(
        eq(payeeAccounts.municipalityCode, municipalityCode),
        eq(payeeAccounts.accountNumber, accountNumber),
        eq(payeeAccounts.accountKind, accountKind),
        isNull(payeeAccounts.withdrawnAt),
        sql`coalesce(${payeeAccounts.validTo}, '9999-12-31') >= ${today()}`
      )
    )
    .limit(1)
  if (!payee) return
  throw new Invalid(
    problems['payment-settings-not-valid'],
    {
      en: 'The account is registered as that of a payee: withdraw that one first, if it is wrong.',
      sv: 'Kontot är registrerat som en mottagares: dra tillbaka det först, om det är fel.'
    },
    [
      {
        field: '/accountNumber',
        message: `is that of the account of a payee ${payee.id}`,
        sv: `är detsamma som mottagarkontot ${payee.id} har`
      }
    ],
    { existingId: payee.id }
  )
}

/** The content as it is kept. @throws Invalid naming each number that is none */
function parsed(content: PaymentSettingsContent) {
  const { debtorName, accountKind, bic, iban, batchBooking = null } = content
  const violations: Violation[] = []
  const kept = (field: string, read: Parsed<string>): string => {
    if (read.ok) return read.value
    violations.push({ field, message: read.message, sv: read.sv })
    return ''
  }
  const values = {
    debtorName: debtorName.trim(),
    organisationNumber: kept('/organisationNumber', parseOrganisationNumber(content.organisationNumber)),
    accountKind,
    accountNumber: kept('/accountNumber', parseAccountNumber(accountKind, content.accountNumber)),
    bic: bic == null ? null : kept('/bic', parseBic(bic)),
    iban: iban == null ? null : kept('/iban', parseAccountNumber('iban', iban)),
    town: content.town?.trim() || null,
    batchBooking,
    initiatingPartyId: content.initiatingPartyId ?? null,
    agreementNumber: content.agreementNumber ?? null,
    bankFileOptions: content.bankFileOptions ?? null
  }
  if (violations.length === 0) return values
  throw new Invalid(
    problems['payment-settings-not-valid'],
    {
      en: 'The settings hold numbers that are none.',
      sv: 'Betalningsuppgifterna innehåller nummer som inte är giltiga.'
    },
    violations
  )
}
