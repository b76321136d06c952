import { type Static, Type } from 'typebox'
import { Day, DayOfRecord, Instant, Money, Nullable, OneOf, Strict, Text, Uuid } from '../http/schemas.ts'
import { annulmentGrounds, proposalOutcomes, standings } from './decision-rules.ts'
import { decisionKinds } from './rules.ts'

/** Properties of a decision, by what they are about. */

export const proposalFields = {
  proposalOutcome: Type.Optional(
    Nullable(OneOf(proposalOutcomes, 'What came of a proposal: notStated unless told; null for a decision'))
  ),
  resultingDecisionId: Type.Optional(Nullable(Uuid('The decision that came of a proposal')))
}

export const delegationFields = {
  delegateRole: Type.Optional(Nullable(Text('Role of the delegate, never a name', 200, 'Enhetschef'))),
  delegationBasis: Type.Optional(Nullable(Text('Basis in the delegation rules', 500, 'Delegationsordning p. 4.2'))),
  delegationMaxAmount: Type.Optional(Nullable(Money('Up to which amount the delegate may decide', 50000))),
  delegationLimitText: Type.Optional(
    Nullable(Text('The limit where it is a formula, as written', 500, 'Ett halvt prisbasbelopp'))
  ),
  reportedInDecisionId: Type.Optional(
    Nullable(Uuid('The decision (minutes) of the body at which the delegated decision was reported'))
  ),
  reportedOn: Type.Optional(Nullable(DayOfRecord('Day of the meeting at which it was reported', '2022-02-15')))
}

export const minutesFields = {
  minutesApprovedOn: Type.Optional(
    Nullable(DayOfRecord('When the minutes were approved (justerat); of a delegated decision, where it was reported'))
  ),
  noticeUpOn: Type.Optional(
    Nullable(
      DayOfRecord('When the notice of the approved minutes went up; of a delegated decision, where it was reported')
    )
  ),
  noticeDownOn: Type.Optional(Nullable(DayOfRecord('When the notice was taken down', '2022-01-10'))),
  recusals: Type.Optional(
    Type.Array(
      Strict(
        {
          role: Text('Role of whoever took no part, never a name', 200, 'Ledamot'),
          note: Type.Optional(Nullable(Text('What it was about', 500, 'Styrelseledamot i föreningen')))
        },
        { title: 'DecisionRecusal' }
      ),
      { maxItems: 50, description: 'Who took no part for conflict of interest (jäv)', example: [] }
    )
  )
}

const annulment = {
  annulledOn: DayOfRecord('Day on which it was annulled', '2022-05-03'),
  ground: OneOf(annulmentGrounds, 'Why: after legality review, after an appeal under other law, or else'),
  annulledBy: Text('Court or body that annulled it, never a person', 300, 'Förvaltningsrätten i Stockholm'),
  reason: Text('Reason', 2000, 'Beslutet fattades av någon som var jävig'),
  caseNumber: Type.Optional(Nullable(Text('Case number', 100, '1234-22')))
}
const annulmentExample = {
  annulledOn: '2022-05-03',
  ground: 'legalityReview',
  annulledBy: 'Förvaltningsrätten i Stockholm',
  reason: 'Beslutet fattades av någon som var jävig',
  caseNumber: '1234-22'
}
export const NewAnnulment = Strict(annulment, {
  $id: 'NewAnnulment',
  description: 'That a decision was annulled, and by whom',
  example: annulmentExample
})
export type NewAnnulment = Static<typeof NewAnnulment>

const finality = {
  confirmedBy: Text('Role of whoever confirms, never a name', 200, 'Nämndsekreterare'),
  confirmedOn: DayOfRecord('Day of the confirmation', '2022-01-10'),
  finalOn: Type.Optional(Nullable(DayOfRecord('Day from which it is final (laga kraft), where stated', '2022-01-08'))),
  note: Type.Optional(Nullable(Text('On what it rests', 1000, 'Intyg från förvaltningsrätten')))
}
const finalityExample = {
  confirmedBy: 'Nämndsekreterare',
  confirmedOn: '2022-01-10',
  finalOn: '2022-01-08',
  note: null
}
export const NewFinality = Strict(finality, {
  $id: 'NewFinality',
  description: 'A confirmation by someone that a decision is final: it is never assumed',
  example: finalityExample
})
export type NewFinality = Static<typeof NewFinality>

export const warnings = Type.Array(
  Strict(
    {
      code: Type.Optional(Text('What it is about, where it is about a budget', 100, 'budget-exceeded')),
      field: Type.Optional(Text('JSON pointer, where it is about a property', 200, '/noticeUpOn')),
      message: Text('What is out of order', 500, 'later than the second day after approval (kommunallagen 8:12)')
    },
    { title: 'DecisionWarning' }
  ),
  { description: 'What is late, out of order or beyond a budget: recorded all the same', example: [] }
)

export const legalityReviewExample = {
  endsOn: '2022-01-07',
  because:
    'Three weeks from 2021-12-16, when the notice of the minutes went up (kommunallagen 13:5), is 2022-01-06, a public holiday: the next working day (lag 1930:173, 2 §).'
}

/** What became of a decision, and what is computed of it. */
export const standingFields = {
  annulmentRecordedAt: Nullable(Instant('When the annulment was recorded')),
  annulment: Nullable(
    Type.Object(Type.Required(Type.Object(annulment)).properties, {
      additionalProperties: false,
      description: 'That it was annulled: its lines and awards no longer stand',
      example: annulmentExample
    })
  ),
  finalConfirmedAt: Nullable(Instant('When the confirmation was recorded')),
  finality: Nullable(
    Type.Object(Type.Required(Type.Object(finality)).properties, {
      additionalProperties: false,
      description: 'The confirmation that it is final; null while nobody has confirmed it',
      example: finalityExample
    })
  ),
  legalityReview: Nullable(
    Strict(
      {
        endsOn: Nullable(Day('Last day on which legality review may be asked for; null where unknown', '2022-01-07')),
        because: Text('How the day was found', 1000, legalityReviewExample.because)
      },
      { description: 'Computed, never stored; null for a proposal', example: legalityReviewExample }
    )
  )
}

const yesOrNo = (description: string) => Type.Optional(Type.Boolean({ description, example: true }))

export const decisionFilters = {
  kind: Type.Optional(OneOf(decisionKinds, 'Who decided')),
  standing: Type.Optional(OneOf(standings, 'Decisions or proposals')),
  proposalOutcome: Type.Optional(OneOf(proposalOutcomes, 'What came of a proposal')),
  delegateRole: Type.Optional(
    Type.String({ maxLength: 200, description: 'Role of the delegate', example: 'Enhetschef' })
  ),
  revisesDecisionId: Type.Optional(Uuid('The decision that they revise')),
  reportedInDecisionId: Type.Optional(Uuid('The minutes at which they were reported')),
  reported: yesOrNo('Delegated decisions that are reported, or that are not yet'),
  annulled: yesOrNo('Only those annulled, or those that were not'),
  finalConfirmed: yesOrNo('Only those confirmed as final, or those that are not'),
  appealed: yesOrNo('Only those with an appeal nobody has decided, or those without'),
  schemeId: Type.Optional(Uuid('A scheme that a line of theirs names')),
  organisationId: Type.Optional(Uuid('An organisation that a line of theirs names'))
}
