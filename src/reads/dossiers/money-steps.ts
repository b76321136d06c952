import type { Text } from '../../base/language.ts'
import { kronorOf, oreOf } from '../../base/money.ts'
import { type InSwedish, kronor, paragraphOf, type Step, step, type Told, wordsOf } from './words.ts'

/** What was done to a payment, and what the bank did, in words. Pure. */

/** Changes, attestations and runs as they came, then what came after the payment. */
export function movementsTold(trail: Told, inSwedish: InSwedish): Step[] {
  const done = [changes(trail, inSwedish), attested(trail), ran(trail)].flatMap(inPlace)
  const inOrder = done.toSorted((one, other) => compare(one.at, other.at)).map(({ told }) => told)
  return [...inOrder, ...paid(trail, inSwedish), ...after(trail, inSwedish)]
}

/** Instants of one form compare as text. A step without an instant follows the step before it. */
function inPlace(steps: Step[]): { told: Step; at: string }[] {
  let at = ''
  return steps.map(told => {
    at = told.recordedAt ?? at
    return { told, at }
  })
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Attestations are told by themselves, as they stand; an earlier one that was taken back is a change. */
function changes({ payment, events, check, approval }: Told, inSwedish: InSwedish): Step[] {
  const told = (type: string, at: string) =>
    (type === 'payment.checked' && check?.checkedAt && at >= check.checkedAt) ||
    (type === 'payment.approved' && approval?.approvedAt && at >= approval.approvedAt)
  return events
    .filter(({ type, recordedAt }) => !told(type, recordedAt))
    .map(({ type, recordedAt, actorName, reason }) => {
      const why = reason ? ` (${reason})` : ''
      const text = {
        en: `The payment: ${wordsOf(type.split('.').at(-1)!)}${why}.`,
        sv: `Utbetalningen: ${inSwedish('EventType', type).replace(/^utbetalning: /, '')}${why}.`
      }
      return step('change', text, payment.id, { at: recordedAt, by: actorName })
    })
}

function attested({ payment, check, approval }: Told): Step[] {
  const steps: Step[] = []
  const note = (text: string | null) => (text ? `: ${text}` : '')
  if (check) {
    const when = { at: check.checkedAt, by: check.checkedByName ?? check.checkedBy }
    const said = note(check.checkNote)
    const text = { en: `It was checked (sakattest)${said}.`, sv: `Den sakattesterades${said}.` }
    steps.push(step('check', text, payment.id, when))
  }
  if (approval) {
    const when = { at: approval.approvedAt, by: approval.approvedByName ?? approval.approvedBy }
    const said = note(approval.approvalNote)
    const text = { en: `It was approved (beslutsattest)${said}.`, sv: `Den beslutsattesterades${said}.` }
    steps.push(step('approval', text, payment.id, when))
  }
  return steps
}

function ran({ runs }: Told): Step[] {
  return runs.flatMap(run => [collected(run), ...exported(run), ...answered(run)])
}

type Run = Told['runs'][number]

function collected({ runId, messageId, endToEndId, amount, setOffAmount, lockedAt: at, ...run }: Run): Step {
  const [kept, keptSv] =
    setOffAmount > 0 ? [`, ${kronor(setOffAmount)} set off`, `, ${kronor(setOffAmount)} kvittat`] : ['', '']
  const text = {
    en: `${at ? 'It was locked in a run' : 'It was collected into a run'}: ${kronor(amount)}${kept}, message ${messageId}, end-to-end ${endToEndId}.`,
    sv: `${at ? 'Den låstes i en körning' : 'Den samlades i en körning'}: ${kronor(amount)}${keptSv}, meddelande ${messageId}, end-to-end ${endToEndId}.`
  }
  return step('run', text, runId, { at, by: run.lockedByName ?? run.lockedBy })
}

function exported({ runId, exportedAt: at, exportedByName, exportedBy }: Run): Step[] {
  if (!at) return []
  const text = { en: 'The run was exported to the bank.', sv: 'Körningen lämnades till banken.' }
  return [step('run', text, runId, { at, by: exportedByName ?? exportedBy })]
}

function answered({ status, reason, voucherNumber, confirmedAt, paidOn, itemId }: Run): Step[] {
  const why = reason ? `: ${reason}` : ''
  switch (status) {
    case 'paid': {
      const [en, sv] = voucherNumber ? [`, voucher ${voucherNumber}`, `, verifikation ${voucherNumber}`] : ['', '']
      const text = { en: `The bank paid on ${paidOn}${en}.`, sv: `Banken betalade ${paidOn}${sv}.` }
      return [step('bank', text, itemId, { at: confirmedAt, on: paidOn })]
    }
    case 'rejected': {
      const text = { en: `The bank rejected it${why}.`, sv: `Banken avvisade den${why}.` }
      return [step('bank', text, itemId, { at: confirmedAt })]
    }
    case 'removed': {
      const text = { en: `It was taken out of the run${why}.`, sv: `Den togs ut ur körningen${why}.` }
      return [step('run', text, itemId)]
    }
    default:
      return []
  }
}

function paid({ payment, runs }: Told, inSwedish: InSwedish): Step[] {
  const { paidOn, voucherNumber, status } = payment
  if (!paidOn) {
    const text = payment.withdrawnAt
      ? { en: 'It was cancelled.', sv: 'Den ställdes in.' }
      : { en: `It is not paid: it is ${status}.`, sv: `Den är inte betald: ${inSwedish('PaymentStatus', status)}.` }
    return [step('bank', text, payment.id, { at: payment.withdrawnAt })]
  }
  // The bank has told already.
  if (runs.some(({ status }) => status === 'paid')) return []
  const text = {
    en: `It was paid on ${paidOn}, ${voucherNumber ? `voucher ${voucherNumber}` : 'no voucher'}, without a run.`,
    sv: `Den betalades ${paidOn}, ${voucherNumber ? `verifikation ${voucherNumber}` : 'ingen verifikation'}, utan körning.`
  }
  return [step('bank', text, payment.id, { on: paidOn })]
}

const takenBack = (withdrawnAt: string | null, why = '') =>
  withdrawnAt ? { en: `, and that was taken back${why}`, sv: `, och det togs tillbaka${why}` } : { en: '', sv: '' }

function after({ payment, bankReturn, setOffs, recoveries }: Told, inSwedish: InSwedish): Step[] {
  const kept = setOffs.map(({ id, amount, createdAt, withdrawnAt }) => {
    const back = takenBack(withdrawnAt)
    const text = {
      en: `${kronor(amount)} was set off for a recovery${back.en}.`,
      sv: `${kronor(amount)} kvittades mot ett återkrav${back.sv}.`
    }
    return step('setOff', text, id, { at: createdAt })
  })
  const asked = recoveries.flatMap(recovery => askedBack(recovery, payment.id, inSwedish))
  return [...kept, ...(bankReturn ? returned(bankReturn, payment.id) : []), ...asked]
}

function returned(bankReturn: NonNullable<Told['bankReturn']>, paymentId: string): Step[] {
  const { returnedOn, returnedAmount, returnedReason, earlierReturns: earlier, reissues } = bankReturn
  const before = earlier.reduce((sum, { amount }) => sum + oreOf(amount), 0n)
  const last = { amount: kronorOf(oreOf(returnedAmount) - before), returnedOn, reason: returnedReason }
  const back = [...earlier, last].map(({ amount, returnedOn: on, reason }) => {
    const why = reason ? `: ${reason}` : ''
    const text = {
      en: `The bank returned ${kronor(amount)}${why}.`,
      sv: `Banken sände tillbaka ${kronor(amount)}${why}.`
    }
    return step('return', text, paymentId, { on })
  })
  if (reissues.length === 0) {
    const text = { en: 'It was not issued again.', sv: 'Den har inte betalats på nytt.' }
    return [...back, step('return', text, null)]
  }
  const again = reissues.map(({ id, amount }) => {
    const isAll = amount === returnedAmount
    const [en, sv] = isAll ? ['It', 'Den'] : [`${kronor(amount)} of it`, `${kronor(amount)} av den`]
    return step(
      'return',
      { en: `${en} was issued again as a payment of its own.`, sv: `${sv} betalades på nytt som en egen utbetalning.` },
      id
    )
  })
  return [...back, ...again]
}

type Recovery = Told['recoveries'][number]
type Movement = Recovery['movements'][number]

/** A set-off from the payment itself is told as what was kept back from it. */
function askedBack(recovery: Recovery, ownId: string, inSwedish: InSwedish): Step[] {
  const { id, paymentId, ground, clause, amount, decidedOn, recovered, writtenOff, withdrawnAt } = recovery
  const rests = clause ? `, ${clause}` : ''
  const [en, sv] = withdrawnAt
    ? ['it was withdrawn', 'det drogs tillbaka']
    : [
        `${kronor(recovered)} is recovered and ${kronor(writtenOff)} written off`,
        `${kronor(recovered)} har återfåtts och ${kronor(writtenOff)} skrivits av`
      ]
  const text = {
    en: `${kronor(amount)} ${paymentId ? 'of it' : 'of its award'} was asked back (${wordsOf(ground)}${rests}): ${en}.`,
    sv: `${kronor(amount)} ${paymentId ? 'av den' : 'av dess bidrag'} återkrävdes (${inSwedish('RecoveryGround', ground)}${rests}): ${sv}.`
  }
  const asked = step('recovery', text, id, { on: decidedOn, at: recovery.createdAt })
  return [asked, ...recovery.movements.filter(({ paymentId }) => paymentId !== ownId).map(moved)]
}

function moved(movement: Movement): Step {
  const { id, amount, movedOn, createdAt, decisionBodyName, withdrawnAt, withdrawnReason } = movement
  const back = takenBack(withdrawnAt, withdrawnReason ? ` (${withdrawnReason})` : '')
  const told = became(movement)
  const text = { en: `${kronor(amount)} ${told.en}${back.en}.`, sv: `${kronor(amount)} ${told.sv}${back.sv}.` }
  return step('recovery', text, id, { on: movedOn, at: createdAt, by: decisionBodyName })
}

function became(movement: Movement): Text {
  const { kind, movedOn, voucherNumber, reference } = movement
  switch (kind) {
    case 'repayment': {
      const [en, sv] = voucherNumber
        ? [`voucher ${voucherNumber}`, `verifikation ${voucherNumber}`]
        : reference
          ? [`reference ${reference}`, `referens ${reference}`]
          : ['no voucher', 'ingen verifikation']
      return { en: `was repaid on ${movedOn}, ${en}`, sv: `återbetalades ${movedOn}, ${sv}` }
    }
    case 'writeOff':
      return writtenOffTold(movement)
    case 'setOff':
      return movedOn
        ? {
            en: `was set off from a payment that was paid on ${movedOn}`,
            sv: `kvittades mot en utbetalning som betalades ${movedOn}`
          }
        : { en: 'is set off from a payment not paid', sv: 'kvittas mot en utbetalning som inte är betald' }
  }
}

function writtenOffTold({ movedOn, reason, ...decision }: Movement): Text {
  const { decisionBodyName: body, decisionDecidedOn: on, decisionParagraph: paragraph } = decision
  const where = paragraph ? paragraphOf(paragraph) : null
  const why = reason ? ` (${reason})` : ''
  return {
    en: `was written off on ${movedOn}${body ? `: ${body} decided on ${on}, ${where ?? '§ not stated'}` : ''}${why}`,
    sv: `skrevs av ${movedOn}${body ? `: ${body} beslutade ${on}, ${where ?? '§ inte angiven'}` : ''}${why}`
  }
}
