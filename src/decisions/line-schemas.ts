import { type Static, Type } from 'typebox'
import { CsvFormatAsked } from '../http/csv.ts'
import {
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../http/schemas.ts'
import { amountPers, certainties, outcomes } from './rules.ts'

const sentRecipients = Type.Array(
  Strict({ organisationId: Uuid('The organisation') }, { title: 'OrganisationReference' }),
  {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'Who receives; several receive one amount jointly, with no split',
    example: [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }]
  }
)
const outcome = OneOf(outcomes, 'What was decided')
const optional = {
  revisesLineId: Type.Optional(Nullable(Uuid('The line of the revised decision that this line replaces'))),
  schemeId: Type.Optional(Nullable(Uuid('The scheme'))),
  applicationId: Type.Optional(Nullable(Uuid('The application that the line answers'))),
  payeeOrganisationId: Type.Optional(Nullable(Uuid('Who is paid, where the recipients are several'))),
  purpose: Type.Optional(Nullable(Text('What the money is for', 2000, 'Entré stallet'))),
  grantYearFrom: Type.Optional(Nullable(Year('First year that the grant is for'))),
  grantYearTo: Type.Optional(Nullable(Year('Last year that the grant is for; the first unless told'))),
  amountPer: Type.Optional(
    Nullable(OneOf(amountPers, 'Whether the amounts are for each year or for all years; required for several years'))
  ),
  applied: Type.Optional(Nullable(Money('Applied for', 23000))),
  appliedCertainty: Type.Optional(OneOf(certainties, 'How well the amount applied for is known')),
  granted: Type.Optional(Nullable(Money('Granted', 20000))),
  grantedCertainty: Type.Optional(OneOf(certainties, 'How well the amount granted is known')),
  reserved: Type.Optional(Nullable(Money('Reserved: set aside, not granted', 7000))),
  rent: Type.Optional(Nullable(Money('Of which rent', 5000))),
  targetGroupShares: Type.Optional(
    Type.Array(
      Strict({
        targetGroup: Text('The group, in the words of the targets', 200, 'barn och unga'),
        percent: Type.Number({ minimum: 0, maximum: 100, multipleOf: 0.01, description: 'Per cent', example: 40 })
      }),
      { maxItems: 50, description: 'How much of the money goes to which groups; groups may overlap', example: [] }
    )
  ),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'I avvaktan på handlingar'))),
  ...Provenance
}
const example = {
  recipients: [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }],
  outcome: 'granted',
  grantYearFrom: 2022,
  granted: 440000
}

export const NewLine = Strict(
  { recipients: sentRecipients, outcome, ...optional, ...Named },
  { $id: 'NewLine', description: 'A line of a decision', example }
)
export type NewLine = Static<typeof NewLine>

export const ReferencedLine = Strict(
  {
    reference: Text("The caller's own reference of the line", 200, 'SN-2021-0144-3'),
    recipients: sentRecipients,
    outcome,
    ...optional
  },
  {
    $id: 'ReferencedLine',
    description: 'A line that is found again by its reference, in the source of its decision',
    example: { reference: 'SN-2021-0144-3', ...example }
  }
)
export type ReferencedLine = Static<typeof ReferencedLine>
/** What a line may leave out: not stated. */
export const optionalOfLine = Object.keys(optional) as (keyof typeof optional)[]

export const LinePatch = Patch(Strict({ recipients: sentRecipients, outcome, ...optional }), {
  $id: 'LinePatch',
  description: 'What is to change (JSON merge patch): a correction of the record, not a new decision',
  example: { granted: 390000 }
})
export type LinePatch = Static<typeof LinePatch>

export const Recipient = Strict(
  { organisationId: Uuid('The organisation'), name: Text('Its name now', 300, 'Haninge Kvinnojour') },
  {
    $id: 'Recipient',
    description: 'An organisation that receives',
    example: { organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', name: 'Haninge Kvinnojour' }
  }
)
const recipients = Type.Array(ref(Recipient), { description: 'Who receives, in the order of the source' })
const recipientsExample = [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', name: 'Haninge Kvinnojour' }]

export const DecisionLine = Representation(
  {
    ...Named,
    decisionId: Uuid('The decision'),
    recipients,
    outcome,
    ...optional,
    revisedByLineId: Nullable(Uuid('The line that stands and replaces this one, which no longer counts'))
  },
  {
    $id: 'DecisionLine',
    description: 'One application or recipient within a decision',
    example: {
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      recipients: recipientsExample,
      outcome: 'granted',
      grantYearFrom: 2022,
      grantYearTo: 2022,
      appliedCertainty: 'notStated',
      granted: 440000,
      grantedCertainty: 'exact',
      targetGroupShares: []
    }
  }
)
export const DecisionLinePage = PageOf(ref(DecisionLine), 'DecisionLinePage', 'A page of decision lines')

const filters = {
  decisionId: Type.Optional(Uuid('The decision')),
  schemeId: Type.Optional(Uuid('The scheme')),
  applicationId: Type.Optional(Uuid('The application that it answers')),
  organisationId: Type.Optional(Uuid('A recipient, alone or jointly')),
  bodyId: Type.Optional(Uuid('The body that decided')),
  grantYear: Type.Optional(Year('A year that the grant is for')),
  decisionYear: Type.Optional(Year('Year of the decision', 2021))
}

export const LineQuery = ListQuery(
  {
    ...filters,
    outcome: Type.Optional(OneOf(outcomes, 'What was decided')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'L-17' })
    )
  },
  ['id', 'updatedAt']
)

export const Award = Strict(
  {
    ...Representation({}, { $id: 'x', description: '', example: {} }).properties,
    lineId: Uuid('The line that grants it'),
    decisionId: Uuid('The decision'),
    decidedOn: Type.String({ format: 'date', description: 'When it was decided', example: '2021-12-14' }),
    bodyId: Uuid('The body that decided'),
    bodyName: Text('Its name', 300, 'Socialnämnden'),
    schemeId: Nullable(Uuid('The scheme')),
    schemeName: Nullable(Text('Its name', 300, 'Partnerskapsavtal')),
    applicationId: Nullable(Uuid('The application that it answers')),
    recipients,
    payeeOrganisationId: Nullable(Uuid('Who is paid')),
    purpose: Nullable(Text('What the money is for', 2000, 'Entré stallet')),
    amountPer: Nullable(OneOf(amountPers, 'Whether the amount is for each year or for all years')),
    amount: Nullable(Money('Amount as stated; null when it is not known')),
    certainty: OneOf(certainties, 'How well the amount is known'),
    periods: Type.Array(
      Strict({
        yearFrom: Nullable(Year('First year')),
        yearTo: Nullable(Year('Last year')),
        amount: Nullable(Money('Amount of the period'))
      }),
      { description: 'What is given for which years: one period a year, or one for all years together' }
    )
  },
  {
    $id: 'Award',
    description: 'What a granted line gives, per period',
    example: {
      municipalityCode: '0136',
      id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
      lineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      decidedOn: '2021-12-14',
      bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f64',
      bodyName: 'Socialnämnden',
      schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f65',
      schemeName: 'Partnerskapsavtal',
      applicationId: null,
      recipients: recipientsExample,
      payeeOrganisationId: null,
      purpose: null,
      amountPer: null,
      amount: 380000,
      certainty: 'exact',
      periods: [{ yearFrom: 2022, yearTo: 2022, amount: 380000 }],
      version: 1,
      createdAt: '2021-12-16T09:30:00.123456Z',
      updatedAt: '2021-12-16T09:30:00.123456Z',
      withdrawnAt: null,
      withdrawnReason: null
    }
  }
)
export const AwardPage = PageOf(ref(Award), 'AwardPage', 'A page of awards')
export const AwardQuery = ListQuery({ ...filters, csvFormat: CsvFormatAsked }, ['id', 'updatedAt'])

export const lineSchemas = [NewLine, LinePatch, Recipient, DecisionLine, DecisionLinePage, Award, AwardPage]
