import { Invalid, TooLarge } from '../../base/errors.ts'
import type { Certainty } from '../../base/known.ts'
import { isGranted } from '../../register/decisions/outcomes.ts'
import { findDecision } from '../../register/decisions/queries.ts'
import { formatOrganisationNumber } from '../../register/organisations/rules.ts'
import type { DataOfKind } from './names.ts'
import { problems } from './problems.ts'
import { findNames, type Named } from './queries.ts'
import { MOST_LETTERS } from './rules.ts'
import { type Asked, labelOf, type Told } from './told.ts'
import { dayText, jointlyText, knownMoney, marked, moneyText, paragraphText, yearsText } from './words.ts'

type Decision = Awaited<ReturnType<typeof findDecision>>
type Line = Decision['lines'][number]
type Letter = DataOfKind<'decisionLetter'>['letters'][number]

/** A letter for each recipient of a decision, or for one. @throws NotFound, Invalid, TooLarge */
export async function decisionLetter(asked: Asked): Promise<Told<'decisionLetter'>> {
  const { db, ref, language, municipality, today, organisationId } = asked
  const decision = await findDecision(db, ref)
  const recipients = [...new Set(decision.lines.flatMap(line => line.recipients.map(one => one.organisationId)))]
  const wanted = organisationId ? recipients.filter(id => id === organisationId) : recipients
  if (organisationId && wanted.length === 0) throw notOfDecision()
  if (wanted.length > MOST_LETTERS) throw tooMany(wanted.length)
  const names = await findNames(db, ref.municipalityCode, [
    decision.bodyId,
    ...decision.lines.map(({ schemeId }) => schemeId),
    ...wanted
  ])
  const told = headOf(decision, names, asked)
  const letters = wanted.map(id => {
    const lines = decision.lines.filter(line => line.recipients.some(one => one.organisationId === id))
    const { name = '', number = null } = names.get(id) ?? {}
    return {
      ...told,
      recipient: name,
      organisationNumber: number ? formatOrganisationNumber(number) : '',
      lines: lines.map(line => lineOf(line, id, names, asked))
    }
  })
  const data = { municipality, municipalityCode: ref.municipalityCode, madeOn: dayText(today, language), letters }
  const instants = [decision.updatedAt, ...decision.lines.map(line => line.updatedAt)]
  return { data, madeAt: instants.toSorted().at(-1)! }
}

function headOf(
  decision: Decision,
  names: Named,
  { language }: Asked
): Omit<Letter, 'recipient' | 'organisationNumber' | 'lines'> {
  const { decidedOn, decidedOnPrecision, annulment, legalityReview, finality } = decision
  return {
    body: names.get(decision.bodyId)?.name ?? '',
    decidedOn: dayText(decidedOn, language, decidedOnPrecision),
    paragraph: paragraphText(decision.paragraph),
    diaryNumber: decision.diaryNumber ?? '',
    title: decision.title ?? '',
    delegate: decision.kind === 'delegated' ? (decision.delegateRole ?? '') : '',
    delegationBasis: decision.delegationBasis ?? '',
    proposal: marked(decision.standing === 'proposed'),
    annulledOn: annulment ? dayText(annulment.annulledOn, language) : '',
    withdrawn: marked(decision.withdrawnAt !== null),
    reviewEndsOn: dayText(legalityReview?.endsOn ?? null, language),
    finalConfirmedOn: finality ? dayText(finality.confirmedOn, language) : ''
  }
}

function lineOf(line: Line, recipientId: string, names: Named, asked: Asked): Letter['lines'][number] {
  const { language } = asked
  const { grantYearFrom: from, grantYearTo: to } = line
  const stated = (amount: number | null, certainty: Certainty) =>
    certainty === 'notStated' ? '' : knownMoney(amount, certainty, language)
  const others = line.recipients.filter(one => one.organisationId !== recipientId)
  return {
    scheme: names.get(line.schemeId ?? '')?.name ?? '',
    purpose: line.purpose ?? '',
    years: yearsText(from, to),
    outcome: labelOf(asked, 'LineOutcome', line.outcome),
    applied: stated(line.applied, line.appliedCertainty),
    // What grants nothing states no amount, or says that it is 0.
    granted: isGranted(line.outcome)
      ? knownMoney(line.granted, line.grantedCertainty, language)
      : moneyText(line.granted, language),
    reserved: stated(line.reserved, line.reservedCertainty),
    rent: stated(line.rent, line.rentCertainty),
    per: from !== to ? labelOf(asked, 'AmountPer', line.amountPer) : '',
    jointly: jointlyText(
      others.map(({ name }) => name),
      language
    )
  }
}

const notOfDecision = () =>
  new Invalid(
    problems['paper-not-of-organisation'],
    {
      en: 'The decision has no line that stands for this organisation.',
      sv: 'Beslutet har ingen gällande rad för organisationen.'
    },
    [
      {
        field: 'organisationId',
        message: 'is no recipient of the decision',
        sv: 'är ingen mottagare i beslutet'
      }
    ]
  )

const tooMany = (count: number) =>
  new TooLarge(problems['paper-too-large'], {
    en: `The decision has ${count} recipients; one paper holds ${MOST_LETTERS} letters at most: ask by organisationId.`,
    sv: `Beslutet har ${count} mottagare; en handling rymmer högst ${MOST_LETTERS} brev: begär dem med organisationId.`
  })
