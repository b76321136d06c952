import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { bodyOf, code, day, text } from '../../platform/records/fields.ts'
import { act } from '../../platform/records/kit.ts'
import { isConfidential } from '../../register/organisations/confidential.ts'
import { problems } from './problems.ts'
import { payeeAccount, payeeAccounts } from './record.ts'
import { checkResults } from './rules.ts'

export const AccountCheck = bodyOf(
  {
    result: code(checkResults, "Whether the account is the payee's"),
    checkedOn: day('Day of the answer; today unless told', '2026-11-20').defaulted(),
    name: text(
      'The name that the bank tells instead, where it is nearly that of the payee',
      140,
      'Haninge Kvinnojour'
    ).optional()
  },
  {
    $id: 'PayeeAccountCheck',
    description: "What a bank answers to whether an account is the payee's",
    example: { result: 'match', checkedOn: '2026-11-20' }
  }
)

/**
 * Records what a bank, or a service that asks banks, answers to whether an account is the payee's. The last answer stands at the
 * account, earlier ones in its history. It holds nothing: a run tells whose accounts are in doubt (`payment-runs/warnings.ts`).
 * @throws NotFound, Conflict (withdrawn), Invalid (a day that is to come, a name beside another result than `closeMatch`)
 */
async function checkPayeeAccount(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { result, checkedOn = today(), name = null }: Static<typeof AccountCheck>
) {
  const violations = [
    ...(checkedOn > today()
      ? [{ field: '/checkedOn', message: 'must not be later than today', sv: 'får inte vara senare än i dag' }]
      : []),
    ...(name !== null && result !== 'closeMatch'
      ? [
          {
            field: '/name',
            message: 'is told by a bank whose answer is closeMatch, and by no other',
            sv: 'anges av en bank vars svar är closeMatch, och av ingen annan'
          }
        ]
      : [])
  ]
  if (violations.length > 0) {
    const detail = { en: 'The answer of the bank breaks rules.', sv: 'Bankens svar bryter mot regler.' }
    throw new Invalid(problems['payee-account-check-not-valid'], detail, violations)
  }
  const subject = { table: payeeAccounts, noun: 'payeeAccount' }
  const { organisationId } = await payeeAccount.find(tx, ref)
  // The bank's name for a confidential payee is not kept.
  const isKept = !(await isConfidential(tx, { ...ref, id: organisationId }))
  await changeRecord(tx, actor, subject, ref, {
    verb: 'bankChecked',
    changes: { checkResult: result, checkedOn, checkedName: isKept ? name : null }
  })
  return await payeeAccount.find(tx, ref)
}

/** `POST /payee-accounts/{id}/check`. */
export function checkRoutes(app: App) {
  act(app, payeeAccount, 'check', {
    operationId: 'checkPayeeAccount',
    says: [
      'Record a check of an account',
      "What a bank answers to whether the account is the payee's. A run that pays there tells of `closeMatch` and `noMatch`."
    ],
    body: AccountCheck,
    run: checkPayeeAccount
  })
}
