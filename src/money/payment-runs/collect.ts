import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { agreements } from '../../register/agreements/record.ts'
import { bodies } from '../../register/bodies/record.ts'
import { schemes } from '../../register/schemes/record.ts'
import { heldReasons } from '../payments/hold-reasons.ts'
import { faultOfExecution, nextBankingDay } from './execution-rules.ts'
import { endToEndIdOf, messageIdOf } from './identity-rules.ts'
import { faultsOfPayee, type Obstacle, type StaysOut, tell } from './left-out.ts'
import { findDebtor } from './lock.ts'
import { NAME } from './pain.ts'
import { problems } from './problems.ts'
import { withTotals } from './queries.ts'
import { type NewPaymentRun, paymentRuns } from './record.ts'
import { bankText } from './text-rules.ts'
import { findTransfers, findUnapproved, lockDue, type TransferFacts } from './transfer-queries.ts'

/**
 * Collects into a run what is approved, due until the day, payable on the day of execution and in no other live run. What
 * is due and stays outside is told with every reason. Without a day of execution it is the next banking day. A run of
 * nothing is not made: what was left out is told all the same. Payments are locked before they are judged, so two runs
 * collected at once never share one.
 * @throws Invalid (no banking day within a year, a filter of nothing here), Conflict (`payment-run-empty`)
 */
export async function collectPaymentRun(tx: Transaction, actor: Actor, municipalityCode: string, asked: NewPaymentRun) {
  const { dueTo, executionOn = nextBankingDay(today()), filters = {}, ...named } = asked
  refuseExecution(executionOn)
  await checkReferences(tx, municipalityCode, [
    { table: bodies, id: filters.bodyId, field: '/filters/bodyId', what: 'a body' },
    { table: schemes, id: filters.schemeId, field: '/filters/schemeId', what: 'a scheme' },
    { table: agreements, id: filters.agreementId, field: '/filters/agreementId', what: 'an agreement' }
  ])
  const due = { dueTo, filters }
  const ids = await lockDue(tx, municipalityCode, due)
  const { taken, leftOut } = await judge(tx, municipalityCode, ids, executionOn)
  for (const { id, status } of await findUnapproved(tx, municipalityCode, due)) {
    const message = `It is ${status}: it is to be ${status === 'planned' ? 'checked and approved' : 'approved'} first.`
    const sv = `Den ska först ${status === 'planned' ? 'sakattesteras och beslutsattesteras' : 'beslutsattesteras'}.`
    leftOut.push({ paymentId: id, obstacles: [{ kind: 'not-approved', message, sv }] })
  }
  const outside = { leftOut: tell(leftOut), leftOutCount: leftOut.length }
  if (taken.length === 0) {
    const told = leftOut.length > 0 ? 'Nothing of what is due can be paid' : 'Nothing is due'
    const toldSv = leftOut.length > 0 ? 'Inget av det som förfaller' : 'Inget förfaller'
    const detail = {
      en: `${told} by ${dueTo}: no run was made.`,
      sv: `${toldSv} till och med ${dueTo}${leftOut.length > 0 ? ' kan betalas' : ''}: ingen körning gjordes.`
    }
    throw new Conflict(problems['payment-run-empty'], detail, [], outside)
  }

  const [id = '', ...itemIds] = await newIds(tx, taken.length + 1)
  const values = { ...named, municipalityCode, id, dueTo, executionOn, filters, messageId: messageIdOf(id) }
  const [run] = await tx.insert(paymentRuns).values(values).returning()
  await insertItems(tx, municipalityCode, id, taken, itemIds)
  await recordEvent(tx, actor, 'paymentRun.collected', run!)
  return { ...(await withTotals(tx, run!)), ...outside }
}

/** @throws Invalid with the banking day to ask for instead */
function refuseExecution(executionOn: string) {
  const fault = faultOfExecution(executionOn, today())
  if (!fault) return
  const { message, sv, nextBankingDay } = fault
  const told = {
    en: `No bank pays on ${executionOn}; ask for ${nextBankingDay}.`,
    sv: `Ingen bank betalar den ${executionOn}; begär ${nextBankingDay}.`
  }
  throw new Invalid(problems['payment-run-not-valid'], told, [{ field: '/executionOn', message, sv }], {
    nextBankingDay
  })
}

const inAnotherRun = (runId: string): Obstacle => ({
  kind: 'in-another-run',
  message: `It is in the payment run ${runId}.`,
  sv: `Den är med i betalningskörningen ${runId}.`
})

/** Parts the approved payments into those that can be paid on the day and those that cannot. */
async function judge(tx: Transaction, municipalityCode: string, ids: string[], on: string) {
  const held = await heldReasons(tx, municipalityCode, ids, on)
  const debtor = await findDebtor(tx, municipalityCode)
  const taken: TransferFacts[] = []
  const leftOut: StaysOut[] = []
  for (const facts of await findTransfers(tx, municipalityCode, ids)) {
    const { paymentId, payeeName, runId } = facts
    const obstacles: Obstacle[] = [
      ...(runId ? [inAnotherRun(runId)] : []),
      ...(held.get(paymentId) ?? []).map(({ kind, message, sv }) => ({ kind, message, sv })),
      ...faultsOfPayee(facts, bankText(payeeName, NAME), debtor)
    ]
    if (obstacles.length === 0) taken.push(facts)
    else leftOut.push({ paymentId, obstacles })
  }
  return { taken, leftOut }
}

async function newIds(tx: Transaction, count: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`select uuid_v7() as id from generate_series(1, ${count}::int)`)
  return rows.map(({ id }) => id)
}

async function insertItems(
  tx: Transaction,
  municipalityCode: string,
  runId: string,
  taken: TransferFacts[],
  ids: string[]
) {
  const rows = taken.map(({ paymentId, version, amount, setOffAmount }, at) => ({
    id: ids[at],
    payment_id: paymentId,
    position: at + 1,
    end_to_end_id: endToEndIdOf(ids[at]!),
    amount,
    set_off_amount: setOffAmount,
    payment_version: version
  }))
  await tx.execute(sql`
    insert into payment_run_items (municipality_code, run_id, id, payment_id, position, end_to_end_id, amount, set_off_amount,
                                   payment_version)
    select ${municipalityCode}, ${runId}, id, payment_id, position, end_to_end_id, amount - set_off_amount, set_off_amount,
           payment_version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as item
      (id uuid, payment_id uuid, position int, end_to_end_id text, amount numeric, set_off_amount numeric,
        payment_version int)`)
}
