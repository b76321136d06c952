import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Invalid, NotFound, type Violation } from '../../base/errors.ts'
import type { Parsed } from '../../base/parse-amount.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import { problems } from './problems.ts'
import { payeeAccounts } from './record.ts'
import { parseAccountNumber, parseBic } from './rules.ts'
import { type PaymentSettingsContent, type PaymentSettingsRow, paymentSettings } from './settings-record.ts'

const of = (municipalityCode: string) => eq(paymentSettings.municipalityCode, municipalityCode)

/** @throws NotFound until the municipality has said how it pays */
export async function findPaymentSettings(db: Connection, municipalityCode: string): Promise<PaymentSettingsRow> {
  const [row] = await db.select().from(paymentSettings).where(of(municipalityCode))
  if (!row) throw new NotFound('payment settings of', municipalityCode)
  return row
}

/**
 * Says who pays and from where, or replaces what is said. The same content again changes nothing and needs no version;
 * `expected` is asked for only when something would change. @throws VersionRequired, Stale, Invalid
 */
export async function putPaymentSettings(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  content: PaymentSettingsContent,
  expected: () => Expected
): Promise<{ row: PaymentSettingsRow; created: boolean }> {
  const values = parsed(content)
  const [made] = await tx
    .insert(paymentSettings)
    .values({ municipalityCode, ...values })
    .onConflictDoNothing()
    .returning()
  if (made) {
    await refusePayees(tx, made)
    await recordEvent(tx, actor, 'paymentSettings.created', made)
    return { row: made, created: true }
  }
  const [before] = await tx.select().from(paymentSettings).where(of(municipalityCode)).for('update')
  const changes = realChanges<PaymentSettingsRow>(before!, values)
  if (Object.keys(changes).length === 0) return { row: before!, created: false }
  checkVersion(expected(), before!.version)
  const [after] = await tx
    .update(paymentSettings)
    .set({ ...changes, version: before!.version + 1, updatedAt: sql`statement_timestamp()` })
    .where(of(municipalityCode))
    .returning()
  await refusePayees(tx, after!)
  await recordEvent(tx, actor, 'paymentSettings.updated', after!, { before: before! })
  return { row: after!, created: false }
}

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
    batchBooking
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
