import type { TrailStep } from './schemas.ts'
import { kronor, step, type Told, wordsOf } from './words.ts'

/** What was asked back, and what became of each part of it, in words. Pure. */

type Recovery = Told['recoveries'][number]
type Movement = Recovery['movements'][number]

/** A set-off from the payment itself is told as what was kept back from it. */
export function askedBack(recovery: Recovery, ownId: string): TrailStep[] {
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
