import { choiceTold } from './conditions.ts'
import { movementsTold } from './money-steps.ts'
import type { TrailStep } from './schemas.ts'
import { kronor, step, type Told, wordsOf } from './words.ts'

/** A trail in words: what a person reads from the paragraph to the voucher. Pure. */

/** Links that there are not, each in a sentence. */
export function missingLinks(trail: Omit<Told, 'missing'>): string[] {
  const { application, scheme, agreement, agreementCount, decision, conditions, check, approval, runs, payment } = trail
  const missing = [
    application ? '' : 'No application: the decision line answers none.',
    decision.paragraph ? '' : 'No paragraph: the § of the decision is not stated.',
    finalityLacking(decision.finalConfirmedOn, payment.beforeFinal),
    scheme
      ? scheme.ruleVersionId
        ? ''
        : 'No rules: which held on the day of the decision is not known.'
      : 'No scheme.',
    agreement ? '' : lacking(agreementCount),
    conditions.length > 0 ? '' : 'No conditions: the payment waits for nothing of its own.',
    check ? '' : 'No check: nobody has checked the payment.',
    approval ? '' : 'No approval: nobody has approved the payment.',
    runs.length > 0 ? '' : 'No run: the payment has been in none.',
    payment.paidOn ? (payment.voucherNumber ? '' : 'No voucher: the payment has no voucher number.') : 'Not paid yet.'
  ]
  return missing.filter(Boolean)
}

/** An award that funds several agreements tells not which of them the payment is for. */
const lacking = (agreementCount: number) =>
  agreementCount === 0
    ? 'No agreement: the award is paid without one.'
    : `No agreement is named: the award funds ${agreementCount}, and the payment tells not which of them it is for.`

function finalityLacking(finalOn: string | null, chosen: Told['payment']['beforeFinal']): string {
  if (finalOn) return ''
  const anyway = chosen ? '; it was chosen to pay before it is' : ''
  return `No finality: nobody has confirmed that the decision is final${anyway}.`
}

/** The trail in order: where the money comes from, how it was planned and attested, and what the bank did. */
export function stepsOf(trail: Told): TrailStep[] {
  return [...granted(trail), ...agreed(trail), ...planned(trail), ...movementsTold(trail)]
}

function granted({ application, decision, decisionLine: line, award }: Told): TrailStep[] {
  const steps: TrailStep[] = []
  if (application) {
    const received = application.receivedOn ? '' : ', on a day that is not known'
    steps.push(
      step('application', `An application came in${received}.`, application.id, { on: application.receivedOn })
    )
  } else steps.push(step('application', 'No application.', null))
  const { bodyName, decidedOn, paragraph, diaryNumber, finalConfirmedOn, finalConfirmedBy } = decision
  const where = `${paragraph ? `§ ${paragraph.replace(/^§\s*/, '')}` : '§ not stated'}${diaryNumber ? `, ${diaryNumber}` : ''}`
  steps.push(
    step('decision', `${bodyName} decided on ${decidedOn}, ${where}.`, decision.id, { on: decidedOn, by: bodyName })
  )
  const years = line.grantYearFrom
    ? ` for ${line.grantYearFrom}${line.grantYearTo !== line.grantYearFrom ? `–${line.grantYearTo}` : ''}`
    : ''
  const per = line.amountPer === 'year' ? ' a year' : ''
  const amount = line.granted === null ? 'an amount that is not known' : kronor(line.granted)
  steps.push(step('award', `Its line gives ${amount}${per}${years} (${line.outcome}).`, award.id, { on: decidedOn }))
  for (const { id, lodgedOn, unpaidInstalments, outcome, outcomeOn } of decision.appeals) {
    steps.push(
      step('appeal', `It was appealed against; unpaid instalments: ${unpaidInstalments}.`, id, { on: lodgedOn })
    )
    if (outcome) steps.push(step('appeal', `The appeal was settled: ${outcome}.`, id, { on: outcomeOn }))
  }
  const final = finalConfirmedOn ? 'It was confirmed as final.' : 'Nobody has confirmed that it is final.'
  steps.push(step('finality', final, decision.id, { on: finalConfirmedOn, by: finalConfirmedBy }))
  if (decision.annulmentRecordedAt) {
    const when = { on: decision.annulledOn, at: decision.annulmentRecordedAt }
    steps.push(step('decision', 'It was annulled: the award no longer stands.', decision.id, when))
  } else if (award.withdrawnAt) {
    steps.push(step('award', 'The award no longer stands.', award.id, { at: award.withdrawnAt }))
  }
  return steps
}

function agreed({ scheme, agreement, agreementCount, payment }: Told): TrailStep[] {
  const rules = scheme?.ruleVersionId
    ? step('rules', `The rules of ${scheme.name} on that day: ${titled(scheme)}.`, scheme.ruleVersionId, {
        on: scheme.validFrom
      })
    : step(
        'rules',
        scheme ? `The rules of ${scheme.name} on that day are not known.` : 'No scheme.',
        scheme?.id ?? null
      )
  if (!agreement)
    return [rules, step('agreement', agreementCount === 0 ? 'No agreement.' : lacking(agreementCount), null)]
  const { title, signed: isSigned, signedOn, versionNumber, versionAct, recordedAt, recordedBy } = agreement
  const signed = signedOn ? `signed on ${signedOn}` : isSigned ? 'signed on a day that is not stated' : 'not signed'
  const version =
    versionNumber === null ? 'no version was in effect' : `version ${versionNumber} (${versionAct}) was in effect`
  const text = `The agreement${title ? ` ${title}` : ''}, ${signed}: ${version} on ${payment.dueOn}.`
  return [rules, step('agreement', text, agreement.id, { at: recordedAt, by: recordedBy })]
}

const titled = ({ ruleVersionTitle, validFrom, validTo }: NonNullable<Told['scheme']>) =>
  `${ruleVersionTitle ?? 'without a title'}, from ${validFrom ?? 'a day not stated'} until ${validTo ?? 'replaced'}`

function planned({ plan, payment, conditions, reissueOfId }: Told): TrailStep[] {
  const text = `A plan spreads ${kronor(plan.amount)} (${plan.schedule}); this is payment ${payment.instalmentNumber}, ${kronor(payment.amount)}, due on ${payment.dueOn}.`
  const steps = [step('plan', text, plan.id, { at: plan.createdAt })]
  if (reissueOfId) {
    steps.push(step('return', 'It issues again a payment that the bank returned.', reissueOfId))
  }
  if (payment.beforeFinal) {
    const { chosenOn: on, chosenBy: by } = payment.beforeFinal
    steps.push(step('finality', choiceTold(payment.beforeFinal), payment.id, { on, by }))
  }
  if (conditions.length === 0) steps.push(step('condition', 'It waits for nothing of its own.', null))
  for (const { id, kind, met, because, reports } of conditions) {
    const by = (kind === 'reportAccepted' && reports.at(-1)?.acceptedBy) || null
    const is = met === null ? '' : met ? ' Met.' : ' Not met.'
    const on = (kind === 'reportAccepted' && reports.at(-1)?.acceptedOn) || null
    steps.push(step('condition', `It waits for ${wordsOf(kind)}: ${because}${is}`, id, { on, by }))
  }
  return steps
}
