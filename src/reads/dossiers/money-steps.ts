import type { TrailStep } from './schemas.ts'
import { kronor, step, type Told, wordsOf } from './words.ts'

/** What was done to a payment, and what the bank did, in words. Pure. */

/** Changes, attestations and runs as they came, then what came after the payment. */
export function movementsTold(trail: Told): TrailStep[] {
  const done = [changes(trail), attested(trail), ran(trail)].flatMap(inPlace)
  const inOrder = done.toSorted((one, other) => compare(one.at, other.at)).map(({ told }) => told)
  return [...inOrder, ...paid(trail), ...after(trail)]
}

/** Instants of one form compare as text. A step without an instant follows the step before it. */
function inPlace(steps: TrailStep[]): { told: TrailStep; at: string }[] {
  let at = ''
  return steps.map(told => {
    at = told.recordedAt ?? at
    return { told, at }
  })
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Attestations are told by themselves, as they stand; an earlier one that was taken back is a change. */
function changes({ payment, events, check, approval }: Told): TrailStep[] {
  const told = (type: string, at: string) =>
    (type === 'payment.checked' && check?.checkedAt && at >= check.checkedAt) ||
    (type === 'payment.approved' && approval?.approvedAt && at >= approval.approvedAt)
  return events
    .filter(({ type, recordedAt }) => !told(type, recordedAt))
    .map(({ type, recordedAt, actorName, reason }) => {
      const text = `The payment: ${wordsOf(type.split('.').at(-1)!)}${reason ? ` (${reason})` : ''}.`
      return step('change', text, payment.id, { at: recordedAt, by: actorName })
    })
}

function attested({ payment, check, approval }: Told): TrailStep[] {
  const steps: TrailStep[] = []
  const note = (text: string | null) => (text ? `: ${text}` : '')
  if (check) {
    const when = { at: check.checkedAt, by: check.checkedByName ?? check.checkedBy }
    steps.push(step('check', `It was checked (sakattest)${note(check.checkNote)}.`, payment.id, when))
  }
  if (approval) {
    const when = { at: approval.approvedAt, by: approval.approvedByName ?? approval.approvedBy }
    steps.push(step('approval', `It was approved (beslutsattest)${note(approval.approvalNote)}.`, payment.id, when))
  }
  return steps
}

function ran({ runs }: Told): TrailStep[] {
  return runs.flatMap(run => {
    const { runId, messageId, endToEndId, amount, setOffAmount, status, reason } = run
    const kept = setOffAmount > 0 ? `, ${kronor(setOffAmount)} set off` : ''
    const steps: TrailStep[] = []
    const at = run.lockedAt
    const locked = at ? 'It was locked in a run' : 'It was collected into a run'
    const text = `${locked}: ${kronor(amount)}${kept}, message ${messageId}, end-to-end ${endToEndId}.`
    steps.push(step('run', text, runId, { at, by: run.lockedByName ?? run.lockedBy }))
    if (run.exportedAt) {
      steps.push(
        step('run', 'The run was exported to the bank.', runId, {
          at: run.exportedAt,
          by: run.exportedByName ?? run.exportedBy
        })
      )
    }
    const why = reason ? `: ${reason}` : ''
    if (status === 'paid') {
      const voucher = run.voucherNumber ? `, voucher ${run.voucherNumber}` : ''
      const when = { at: run.confirmedAt, on: run.paidOn }
      steps.push(step('bank', `The bank paid on ${run.paidOn}${voucher}.`, run.itemId, when))
    }
    if (status === 'rejected') {
      steps.push(step('bank', `The bank rejected it${why}.`, run.itemId, { at: run.confirmedAt }))
    }
    if (status === 'removed') steps.push(step('run', `It was taken out of the run${why}.`, run.itemId))
    return steps
  })
}

function paid({ payment, runs }: Told): TrailStep[] {
  if (!payment.paidOn) {
    const text = payment.withdrawnAt ? 'It was cancelled.' : `It is not paid: it is ${payment.status}.`
    return [step('bank', text, payment.id, { at: payment.withdrawnAt })]
  }
  // The bank has told already.
  if (runs.some(({ status }) => status === 'paid')) return []
  const voucher = payment.voucherNumber ? `voucher ${payment.voucherNumber}` : 'no voucher'
  return [
    step('bank', `It was paid on ${payment.paidOn}, ${voucher}, without a run.`, payment.id, { on: payment.paidOn })
  ]
}

function after({ payment, bankReturn, setOffs, recoveries }: Told): TrailStep[] {
  const steps: TrailStep[] = []
  for (const { id, amount, createdAt, withdrawnAt } of setOffs) {
    const back = withdrawnAt ? ', and that was taken back' : ''
    steps.push(step('setOff', `${kronor(amount)} was set off for a recovery${back}.`, id, { at: createdAt }))
  }
  if (bankReturn) {
    const why = bankReturn.returnedReason ? `: ${bankReturn.returnedReason}` : ''
    const when = { on: bankReturn.returnedOn }
    steps.push(step('return', `The bank returned ${kronor(bankReturn.returnedAmount)}${why}.`, payment.id, when))
    const again = bankReturn.reissuedById ? 'It was issued again as a payment of its own.' : 'It was not issued again.'
    steps.push(step('return', again, bankReturn.reissuedById))
  }
  return [...steps, ...recoveries.flatMap(recovery => askedBack(recovery, payment.id))]
}

type Recovery = Told['recoveries'][number]
type Movement = Recovery['movements'][number]

/** A set-off from the payment itself is told as what was kept back from it. */
function askedBack(recovery: Recovery, ownId: string): TrailStep[] {
  const { id, paymentId, ground, clause, amount, decidedOn, recovered, writtenOff, withdrawnAt } = recovery
  const of = paymentId ? 'of it' : 'of its award'
  const became = withdrawnAt
    ? 'it was withdrawn'
    : `${kronor(recovered)} is recovered and ${kronor(writtenOff)} written off`
  const text = `${kronor(amount)} ${of} was asked back (${wordsOf(ground)}${clause ? `, ${clause}` : ''}): ${became}.`
  const asked = step('recovery', text, id, { on: decidedOn, at: recovery.createdAt })
  return [asked, ...recovery.movements.filter(({ paymentId }) => paymentId !== ownId).map(moved)]
}

function moved(movement: Movement): TrailStep {
  const { id, amount, movedOn, createdAt, decisionBodyName, withdrawnAt, withdrawnReason } = movement
  const why = withdrawnReason ? ` (${withdrawnReason})` : ''
  const back = withdrawnAt ? `, and that was taken back${why}` : ''
  const when = { on: movedOn, at: createdAt, by: decisionBodyName }
  return step('recovery', `${kronor(amount)} ${became(movement)}${back}.`, id, when)
}

function became({ kind, movedOn, voucherNumber, reference, reason, ...decision }: Movement): string {
  switch (kind) {
    case 'repayment': {
      const by = voucherNumber ? `, voucher ${voucherNumber}` : reference ? `, reference ${reference}` : ', no voucher'
      return `was repaid on ${movedOn}${by}`
    }
    case 'writeOff': {
      const { decisionBodyName, decisionDecidedOn, decisionParagraph } = decision
      const paragraph = decisionParagraph ? `§ ${decisionParagraph.replace(/^§\s*/, '')}` : '§ not stated'
      const by = decisionBodyName ? `: ${decisionBodyName} decided on ${decisionDecidedOn}, ${paragraph}` : ''
      return `was written off on ${movedOn}${by}${reason ? ` (${reason})` : ''}`
    }
    case 'setOff':
      return movedOn ? `was set off from a payment that was paid on ${movedOn}` : 'is set off from a payment not paid'
  }
}
