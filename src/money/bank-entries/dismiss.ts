import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { act } from '../../platform/records/kit.ts'
import { Because } from '../payments/cancel.ts'
import { problems } from './problems.ts'
import { bankEntries, bankEntry, subject } from './record.ts'

/** Puts an entry aside that is of no payment here. Again, with another reason, it says that one. @throws NotFound, Conflict (`bank-entry-matched`) */
export async function dismissBankEntry(tx: Transaction, actor: Actor, ref: Ref, { reason }: Because) {
  const { status, dismissedReason, paymentId } = await lockRecord(tx, bankEntries, 'bankEntry', ref)
  if (status === 'matched')
    throw new Conflict(problems['bank-entry-matched'], {
      en: `The entry was matched with ${paymentId}.`,
      sv: `Posten är matchad med ${paymentId}.`
    })
  const dismissed = { dismissedAt: new Date().toISOString(), dismissedBy: actor.principal, dismissedReason: reason }
  const isSaid = status === 'dismissed' && dismissedReason === reason
  const changes = isSaid ? {} : { status: 'dismissed' as const, ...dismissed }
  const { after } = await changeRecord(tx, actor, subject, ref, { verb: 'dismissed', changes, reason })
  return after
}

export const dismissRoute = (app: App) =>
  act(app, bankEntry, 'dismiss', {
    operationId: 'dismissBankEntry',
    says: [
      'Dismiss an entry of the bank',
      'Puts aside what is of no payment here, with the reason. It stays readable, and can be matched still.'
    ],
    body: Because,
    run: dismissBankEntry
  })
