import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import { coveredAccount } from '../../register/organisations/confidential.ts'
import { organisations } from '../../register/organisations/record.ts'
import { problems } from './problems.ts'
import { type NewPayeeAccount, type PayeeAccountRow, payeeAccount, payeeAccounts } from './record.ts'
import { checkValidity, parseAccountNumber } from './rules.ts'
import { paymentSettings } from './settings-record.ts'

const subject = { table: payeeAccounts, noun: 'payeeAccount' }

/**
 * Registers where an organisation is paid. From the first day of its validity it is used instead of those that were
 * valid before it; what was checked against another account still goes there.
 * @throws Invalid (number, validity, a reference to nothing), Conflict (the same account is valid then already)
 */
export async function createPayeeAccount(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  account: NewPayeeAccount
): Promise<PayeeAccountRow> {
  const number = parseAccountNumber(account.accountKind, account.accountNumber)
  const violations = [
    ...(number.ok ? [] : [{ field: '/accountNumber', message: number.message, sv: number.sv }]),
    ...checkValidity(account)
  ]
  if (violations.length > 0 || !number.ok) {
    throw new Invalid(
      problems['payee-account-not-valid'],
      { en: 'The account breaks rules of an account.', sv: 'Kontot bryter mot reglerna för konton.' },
      violations
    )
  }
  await checkReferences(tx, municipalityCode, [
    {
      table: organisations,
      what: 'an organisation',
      id: account.organisationId,
      field: '/organisationId',
      check: ({ mergedIntoId }: typeof organisations.$inferSelect) =>
        mergedIntoId
          ? {
              message: `was merged into ${mergedIntoId}: name that`,
              sv: `har slagits ihop med ${mergedIntoId}: ange den`
            }
          : null
    }
  ])
  const kept = { ...account, accountNumber: number.value }
  await refuseOwn(tx, municipalityCode, kept)
  await refuseTwin(tx, municipalityCode, kept)
  const covered = await coveredAccount(tx, municipalityCode, kept)
  const values = { ...covered, municipalityCode, registeredBy: actor.principal }
  return await payeeAccount.find(
    tx,
    await createRecord(tx, actor, subject, values, { parentId: account.organisationId })
  )
}

/** Takes an account out of use at once; what was checked against it is held. @throws NotFound, Conflict (withdrawn) */
export async function withdrawPayeeAccount(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await withdrawRecord(tx, actor, subject, ref, reason)
  return await payeeAccount.find(tx, ref)
}

/** A payment to the municipality's own account reaches no payee. The settings stand until the transaction ends. @throws Invalid */
async function refuseOwn(
  tx: Transaction,
  municipalityCode: string,
  { accountKind, accountNumber }: { accountKind: string; accountNumber: string }
) {
  const [own] = await tx
    .select()
    .from(paymentSettings)
    .where(eq(paymentSettings.municipalityCode, municipalityCode))
    .for('share')
  if (own?.accountKind !== accountKind || own.accountNumber !== accountNumber) return
  throw new Invalid(
    problems['payee-account-not-valid'],
    { en: 'The account is the one that the municipality pays from.', sv: 'Kontot är det som kommunen betalar från.' },
    [
      {
        field: '/accountNumber',
        message: 'must not be that of the municipality itself',
        sv: 'får inte vara kommunens eget'
      }
    ]
  )
}

/** Registering the same account twice for one day is a mistake, and is refused. One at a time for each organisation. */
async function refuseTwin(tx: Transaction, municipalityCode: string, account: NewPayeeAccount) {
  const { organisationId, accountKind, accountNumber, validFrom, validTo } = account
  const { id } = organisations
  await tx
    .select({ id })
    .from(organisations)
    .where(and(eq(organisations.municipalityCode, municipalityCode), eq(id, organisationId)))
    .for('no key update')
  const same = await tx
    .select()
    .from(payeeAccounts)
    .where(
      and(
        eq(payeeAccounts.municipalityCode, municipalityCode),
        eq(payeeAccounts.organisationId, organisationId),
        eq(payeeAccounts.accountKind, accountKind),
        eq(payeeAccounts.accountNumber, accountNumber),
        isNull(payeeAccounts.withdrawnAt)
      )
    )
  const twin = same.find(
    other => (other.validTo ?? '9999') >= (validFrom ?? '') && (validTo ?? '9999') >= (other.validFrom ?? '')
  )
  if (!twin) return
  throw new Conflict(
    problems['payee-account-exists'],
    {
      en: 'The organisation has this account already on those days.',
      sv: 'Organisationen har redan det här kontot de dagarna.'
    },
    [
      {
        field: '/accountNumber',
        message: `is that of the account ${twin.id}`,
        sv: `är detsamma som kontot ${twin.id} har`
      }
    ],
    { existingId: twin.id }
  )
}
