import type { Text } from '../../base/language.ts'
import { choiceTold } from './conditions.ts'
import { movementsTold } from './money-steps.ts'
import { type InSwedish, kronor, paragraphOf, type Step, step, type Told, wordsOf } from './words.ts'

/** A trail in words: what a person reads from the paragraph to the voucher. Pure. */

/** Links that there are not, each in a sentence. */
export function missingLinks(trail: Told): Text[] {
  const { application, scheme, agreement, agreementCount, decision, conditions, check, approval, runs, payment } = trail
  const missing: (Text | null)[] = [
    application
      ? null
      : {
          en: 'No application: the decision line answers none.',
          sv: 'Ingen ansökan: beslutsraden svarar inte på någon.'
        },
    decision.paragraph
      ? null
      : {
          en: 'No paragraph: the § of the decision is not stated.',
          sv: 'Ingen paragraf: beslutets § är inte angiven.'
        },
    finalityLacking(decision.finalConfirmedOn, payment.beforeFinal),
    rulesLacking(scheme),
    agreement ? null : lacking(agreementCount),
    conditions.length > 0
      ? null
      : {
          en: 'No conditions: the payment waits for nothing of its own.',
          sv: 'Inga villkor: utbetalningen väntar inte på något eget.'
        },
    check
      ? null
      : { en: 'No check: nobody has checked the payment.', sv: 'Ingen sakattest: ingen har granskat utbetalningen.' },
    approval
      ? null
      : {
          en: 'No approval: nobody has approved the payment.',
          sv: 'Ingen beslutsattest: ingen har godkänt utbetalningen.'
        },
    runs.length > 0
      ? null
      : { en: 'No run: the payment has been in none.', sv: 'Ingen körning: utbetalningen har inte varit med i någon.' },
    paymentLacking(payment)
  ]
  return missing.filter(one => one !== null)
}

function rulesLacking(scheme: Told['scheme']): Text | null {
  if (!scheme) return { en: 'No scheme.', sv: 'Ingen bidragsform.' }
  if (scheme.ruleVersionId) return null
  return {
    en: 'No rules: which held on the day of the decision is not known.',
    sv: 'Inga regler: vilka som gällde på beslutsdagen är inte känt.'
  }
}

function paymentLacking({ paidOn, voucherNumber }: Told['payment']): Text | null {
  if (!paidOn) return { en: 'Not paid yet.', sv: 'Inte betald än.' }
  if (voucherNumber) return null
  return {
    en: 'No voucher: the payment has no voucher number.',
    sv: 'Ingen verifikation: utbetalningen har inget verifikationsnummer.'
  }
}

/** An award that funds several agreements tells not which of them the payment is for. */
const lacking = (agreementCount: number): Text =>
  agreementCount === 0
    ? {
        en: 'No agreement: the award is paid without one.',
        sv: 'Inget avtal: bidraget betalas ut utan avtal.'
      }
    : {
        en: `No agreement is named: the award funds ${agreementCount}, and the payment tells not which of them it is for.`,
        sv: `Inget avtal är angivet: bidraget finansierar ${agreementCount}, och utbetalningen säger inte vilket den gäller.`
      }

function finalityLacking(finalOn: string | null, chosen: Told['payment']['beforeFinal']): Text | null {
  if (finalOn) return null
  const [en, sv] = chosen ? ['; it was chosen to pay before it is', '; man har valt att betala ändå'] : ['', '']
  return {
    en: `No finality: nobody has confirmed that the decision is final${en}.`,
    sv: `Ingen laga kraft: ingen har bekräftat att beslutet har fått laga kraft${sv}.`
  }
}

/** The trail in order: where the money comes from, how it was planned and attested, and what the bank did. */
export function stepsOf(trail: Told, inSwedish: InSwedish): Step[] {
  return [
    ...granted(trail, inSwedish),
    ...agreed(trail, inSwedish),
    ...planned(trail, inSwedish),
    ...movementsTold(trail, inSwedish)
  ]
}

function granted(trail: Told, inSwedish: InSwedish): Step[] {
  const { application, decision, decisionLine: line, award } = trail
  const { bodyName, decidedOn, paragraph, diaryNumber } = decision
  const diary = diaryNumber ? `, ${diaryNumber}` : ''
  const text = {
    en: `${bodyName} decided on ${decidedOn}, ${paragraph ? paragraphOf(paragraph) : '§ not stated'}${diary}.`,
    sv: `${bodyName} beslutade ${decidedOn}, ${paragraph ? paragraphOf(paragraph) : '§ inte angiven'}${diary}.`
  }
  return [
    applied(application),
    step('decision', text, decision.id, { on: decidedOn, by: bodyName }),
    step('award', lineTold(line, inSwedish), award.id, { on: decidedOn }),
    ...appealed(decision, inSwedish),
    ...standing(trail)
  ]
}

function applied(application: Told['application']): Step {
  if (!application) return step('application', { en: 'No application.', sv: 'Ingen ansökan.' }, null)
  const text = application.receivedOn
    ? { en: 'An application came in.', sv: 'En ansökan kom in.' }
    : {
        en: 'An application came in, on a day that is not known.',
        sv: 'En ansökan kom in, en dag som inte är känd.'
      }
  return step('application', text, application.id, { on: application.receivedOn })
}

function lineTold(line: Told['decisionLine'], inSwedish: InSwedish): Text {
  const { grantYearFrom: from, grantYearTo: to, granted: amount, outcome } = line
  const years = from ? `${from}${to !== from ? `–${to}` : ''}` : ''
  const [perYear, perYearSv] = line.amountPer === 'year' ? [' a year', ' per år'] : ['', '']
  return {
    en: `Its line gives ${amount === null ? 'an amount that is not known' : kronor(amount)}${perYear}${years && ` for ${years}`} (${outcome}).`,
    sv: `Raden ger ${amount === null ? 'ett belopp som inte är känt' : kronor(amount)}${perYearSv}${years && ` för ${years}`} (${inSwedish('LineOutcome', outcome)}).`
  }
}

function appealed({ appeals }: Told['decision'], inSwedish: InSwedish): Step[] {
  return appeals.flatMap(({ id, lodgedOn, unpaidInstalments, outcome, outcomeOn }) => {
    const lodged = {
      en: `It was appealed against; unpaid instalments: ${unpaidInstalments}.`,
      sv: `Det överklagades; obetalda delutbetalningar: ${inSwedish('UnpaidInstalments', unpaidInstalments)}.`
    }
    const steps = [step('appeal', lodged, id, { on: lodgedOn })]
    if (outcome) {
      const settled = {
        en: `The appeal was settled: ${outcome}.`,
        sv: `Överklagandet avgjordes: ${inSwedish('AppealResult', outcome)}.`
      }
      steps.push(step('appeal', settled, id, { on: outcomeOn }))
    }
    return steps
  })
}

/** Whether the decision is final, and whether it and the award still stand. */
function standing({ decision, award }: Told): Step[] {
  const { finalConfirmedOn: on, finalConfirmedBy: by } = decision
  const final = on
    ? { en: 'It was confirmed as final.', sv: 'Det bekräftades att det har fått laga kraft.' }
    : { en: 'Nobody has confirmed that it is final.', sv: 'Ingen har bekräftat att det har fått laga kraft.' }
  const steps = [step('finality', final, decision.id, { on, by })]
  if (decision.annulmentRecordedAt) {
    const when = { on: decision.annulledOn, at: decision.annulmentRecordedAt }
    const text = {
      en: 'It was annulled: the award no longer stands.',
      sv: 'Det upphävdes: bidraget gäller inte längre.'
    }
    steps.push(step('decision', text, decision.id, when))
  } else if (award.withdrawnAt) {
    const text = { en: 'The award no longer stands.', sv: 'Bidraget gäller inte längre.' }
    steps.push(step('award', text, award.id, { at: award.withdrawnAt }))
  }
  return steps
}

function agreed({ scheme, agreement, agreementCount, payment }: Told, inSwedish: InSwedish): Step[] {
  const rules = rulesTold(scheme)
  if (!agreement) {
    const none = agreementCount === 0 ? { en: 'No agreement.', sv: 'Inget avtal.' } : lacking(agreementCount)
    return [rules, step('agreement', none, null)]
  }
  const { title, signed, signedOn, versionNumber, versionAct, recordedAt, recordedBy } = agreement
  const name = title ? ` ${title}` : ''
  const en = signedOn ? `signed on ${signedOn}` : signed ? 'signed on a day that is not stated' : 'not signed'
  const sv = signedOn
    ? `undertecknat ${signedOn}`
    : signed
      ? 'undertecknat en dag som inte är angiven'
      : 'inte undertecknat'
  const none = versionNumber === null
  const text = {
    en: `The agreement${name}, ${en}: ${none ? 'no version was in effect' : `version ${versionNumber} (${versionAct}) was in effect`} on ${payment.dueOn}.`,
    sv: `Avtalet${name}, ${sv}: ${none ? 'ingen version gällde' : `version ${versionNumber} (${inSwedish('AgreementAct', versionAct!)}) gällde`} ${payment.dueOn}.`
  }
  return [rules, step('agreement', text, agreement.id, { at: recordedAt, by: recordedBy })]
}

function rulesTold(scheme: Told['scheme']): Step {
  if (!scheme) return step('rules', { en: 'No scheme.', sv: 'Ingen bidragsform.' }, null)
  const { name, ruleVersionId, ruleVersionTitle: title, validFrom: from, validTo: to } = scheme
  if (!ruleVersionId) {
    const unknown = {
      en: `The rules of ${name} on that day are not known.`,
      sv: `Vilka regler för ${name} som gällde den dagen är inte känt.`
    }
    return step('rules', unknown, scheme.id)
  }
  const text = {
    en: `The rules of ${name} on that day: ${title ?? 'without a title'}, from ${from ?? 'a day not stated'} until ${to ?? 'replaced'}.`,
    sv: `Reglerna för ${name} den dagen: ${title ?? 'utan titel'}, från ${from ?? 'en dag som inte är angiven'} tills ${to ?? 'de ersätts'}.`
  }
  return step('rules', text, ruleVersionId, { on: from })
}

function planned({ plan, payment, conditions, reissueOfId }: Told, inSwedish: InSwedish): Step[] {
  const text = {
    en: `A plan spreads ${kronor(plan.amount)} (${plan.schedule}); this is payment ${payment.instalmentNumber}, ${kronor(payment.amount)}, due on ${payment.dueOn}.`,
    sv: `En plan fördelar ${kronor(plan.amount)} (${inSwedish('PaymentSchedule', plan.schedule)}); det här är utbetalning ${payment.instalmentNumber}, ${kronor(payment.amount)}, med förfallodag ${payment.dueOn}.`
  }
  const steps = [step('plan', text, plan.id, { at: plan.createdAt })]
  if (reissueOfId) {
    const again = {
      en: 'It issues again a payment that the bank returned.',
      sv: 'Den betalar på nytt en utbetalning som banken sände tillbaka.'
    }
    steps.push(step('return', again, reissueOfId))
  }
  if (payment.beforeFinal) {
    const { chosenOn: on, chosenBy: by } = payment.beforeFinal
    steps.push(step('finality', choiceTold(payment.beforeFinal), payment.id, { on, by }))
  }
  if (conditions.length === 0) {
    const nothing = { en: 'It waits for nothing of its own.', sv: 'Den väntar inte på något eget.' }
    steps.push(step('condition', nothing, null))
  }
  for (const { id, kind, met, because, reports } of conditions) {
    const by = (kind === 'reportAccepted' && reports.at(-1)?.acceptedBy) || null
    const on = (kind === 'reportAccepted' && reports.at(-1)?.acceptedOn) || null
    const waits = {
      en: `It waits for ${wordsOf(kind)}: ${because.en}${met ? ' Met.' : ' Not met.'}`,
      sv: `Den väntar på villkoret ${inSwedish('ConditionKind', kind)}: ${because.sv}${met ? ' Uppfyllt.' : ' Inte uppfyllt.'}`
    }
    steps.push(step('condition', waits, id, { on, by }))
  }
  return steps
}
