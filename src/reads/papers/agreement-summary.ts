import type { Actor } from '../../base/actor.ts'
import { showAgreement } from '../../register/agreements/present.ts'
import type { DataOfKind } from './names.ts'
import { type FundingRow, findFunding } from './queries.ts'
import { type Asked, labelOf, type Told } from './told.ts'
import { dayText, knownMoney, marked, paragraphText, periodText, yearsText } from './words.ts'

type Agreement = Awaited<ReturnType<typeof showAgreement>>
type Summary = DataOfKind<'agreementSummary'>

/** An agreement as it stands today. What is confidential is left out whoever asks: a paper is handed on. @throws NotFound */
export async function agreementSummary(asked: Asked): Promise<Told<'agreementSummary'>> {
  const { db, actor, ref, language, municipality, today } = asked
  const reader: Actor = { ...actor, scopes: new Set(['agreements:read']) }
  const agreement = await showAgreement(db, reader, ref)
  const awards = agreement.funding.map(({ awardId }) => awardId)
  const funding = await findFunding(db, ref.municipalityCode, awards)
  const { termStanding: standing, term } = agreement
  const data: Summary = {
    municipality,
    municipalityCode: ref.municipalityCode,
    madeOn: dayText(today, language),
    title: agreement.title ?? '',
    kind: labelOf(asked, 'AgreementKind', agreement.kind),
    status: labelOf(asked, 'AgreementStatus', agreement.status),
    diaryNumber: agreement.diaryNumber ?? '',
    validOn: dayText(standing.validOn, language),
    running: labelOf(asked, 'Answer', standing.running),
    startsOn: dayText(term?.validFrom ?? null, language, term?.validFromPrecision),
    endsOn: dayText(term?.validTo ?? null, language, term?.validToPrecision),
    untilFurtherNotice: marked(term?.untilFurtherNotice === true),
    termNote: term?.note ?? '',
    lastNoticeOn: dayText(standing.lastNoticeOn, language),
    decidedOn: dayText(agreement.decidedOn, language, agreement.decidedOnPrecision),
    signedOn: dayText(agreement.signedOn, language, agreement.signedOnPrecision),
    endedOn: dayText(agreement.endedOn, language, agreement.endedOnPrecision),
    needs: agreement.needs ?? '',
    challenge: agreement.societalChallenge ?? '',
    purpose: agreement.purpose ?? '',
    withdrawn: marked(agreement.withdrawnAt !== null),
    goals: agreement.goals.map(goal => ({ goal })),
    ...partsOf(agreement, asked),
    funding: funding.map(row => fundingOf(row, asked))
  }
  return { data, madeAt: agreement.updatedAt }
}

function partsOf(
  agreement: Agreement,
  asked: Asked
): Pick<Summary, 'parties' | 'contributions' | 'commitments' | 'signatories'> {
  const { language } = asked
  const nameOf = ({ name, kind, count }: Agreement['parties'][number]) =>
    name ?? `${labelOf(asked, 'PartyKind', kind)}${count ? ` (${count})` : ''}`
  const parties = new Map(agreement.parties.map(party => [party.key, nameOf(party)]))
  const party = (key: string) => parties.get(key) ?? ''
  /** The word that stands for a description that is withheld is English: what is confidential is described by nothing. */
  const described = ({ confidential, description }: { confidential?: boolean; description?: string | null }) =>
    confidential ? '' : (description ?? '')
  return {
    parties: agreement.parties.map(one => ({
      name: nameOf(one),
      kind: labelOf(asked, 'PartyKind', one.kind),
      role: labelOf(asked, 'PartyRole', one.role)
    })),
    contributions: agreement.contributions.map(one => ({
      party: party(one.partyKey),
      kind: labelOf(asked, 'ContributionKind', one.kind),
      description: described(one),
      amount: knownMoney(one.amount ?? null, one.certainty ?? 'notStated', language),
      per: labelOf(asked, 'ContributionPer', one.amountPer ?? null),
      period: periodText(one.validFrom ?? null, one.validTo ?? null, language)
    })),
    commitments: agreement.commitments.map(one => ({
      party: party(one.partyKey),
      description: described(one),
      quantity: one.quantity == null ? '' : quantityText(one, asked)
    })),
    signatories: agreement.signatories.map(one => ({
      party: party(one.partyKey),
      role: one.role,
      signedOn: dayText(one.signedOn ?? null, language, one.signedOnPrecision),
      signed: marked(one.signed === true)
    }))
  }
}

type Commitment = Agreement['commitments'][number]
/** `4 platser per år`; the number as the language writes it. */
function quantityText({ quantity, unit, quantityPer }: Commitment, asked: Asked): string {
  const number = new Intl.NumberFormat(asked.language === 'sv' ? 'sv-SE' : 'en-GB').format(quantity!)
  const per = quantityPer ? `(${labelOf(asked, 'ContributionPer', quantityPer).toLowerCase()})` : ''
  return [number, unit ?? '', per].filter(part => part !== '').join(' ')
}

const fundingOf = (row: FundingRow, asked: Asked): Summary['funding'][number] => ({
  body: row.bodyName,
  decidedOn: dayText(row.decidedOn, asked.language, row.decidedOnPrecision),
  paragraph: paragraphText(row.paragraph),
  diaryNumber: row.diaryNumber ?? '',
  granted: knownMoney(row.granted, row.certainty, asked.language),
  per: row.yearFrom === row.yearTo ? '' : labelOf(asked, 'AmountPer', row.amountPer),
  years: yearsText(row.yearFrom, row.yearTo)
})
