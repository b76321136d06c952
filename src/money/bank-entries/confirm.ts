import { and, eq } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { confirmByBankFile, told } from '../payment-runs/bank-files/confirm.ts'
import type { BankFile } from '../payment-runs/bank-files/messages.ts'
import { keepBankEntries } from './keep.ts'
import { bankEntries } from './record.ts'
import { settleBankEntries } from './settle.ts'

/**
 * Confirms payments of a run by a file of the bank, and keeps the entries that nothing matched. What somebody has worked on
 * before is known, and is told as unmatched no more. @throws as confirmByBankFile
 */
export async function confirmAndKeep(tx: Transaction, actor: Actor, ref: Ref, file: BankFile) {
  const { report, run, found } = await confirmByBankFile(tx, actor, ref, file, () => debitedTwice(tx, ref))
  if (file.kind === 'statuses') return { ...report, ...told(found), recordedCount: 0 }
  await settleBankEntries(tx, actor, run, found)
  const { recordedCount, worked } = await keepBankEntries(tx, actor, run, file, found.unmatched)
  const unmatched = found.unmatched.filter(each => !worked.has(each))
  const unchangedCount = report.unchangedCount + worked.size
  return { ...report, unchangedCount, ...told({ ...found, unmatched }), recordedCount }
}

/** Payments of the run that the bank debited a second time, which somebody has yet to look at; null: a whole batch of them. */
async function debitedTwice(tx: Transaction, { municipalityCode, id }: Ref): Promise<Set<string | null>> {
  const { paymentId, runId, cause, status } = bankEntries
  const rows = await tx
    .select({ paymentId })
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.municipalityCode, municipalityCode),
        eq(runId, id),
        eq(cause, 'secondDebit'),
        eq(status, 'unmatched')
      )
    )
  return new Set(rows.map(row => row.paymentId))
}
