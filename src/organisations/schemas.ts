import { type Static, Type } from 'typebox'
import {
  Day,
  inclusions,
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
  walkedBy
} from '../http/schemas.ts'
import { certainties } from '../known.ts'

const name = Text('Name', 300, 'Föreningen fria sällskapet länkarna')
const number = (description: string, example: string) =>
  Type.Optional(Nullable(Type.String({ minLength: 2, maxLength: 20, description, example })))
const optional = {
  organisationNumber: number('Ten digits; also accepted as 802000-1234 and 168020001234', '8024181235'),
  legalForm: Type.Optional(Nullable(Text('Legal form, as published', 200, 'ideell förening'))),
  bankgiro: number('Bankgiro number, digits', '58059619'),
  plusgiro: number('Plusgiro number, digits', '9001801'),
  nameValidFrom: Type.Optional(Nullable(Day('From when it bears its name; null: not stated', '2011-01-01'))),
  membershipFee: Type.Optional(Nullable(Money('Of an umbrella organisation: fee per member and year', 100))),
  membershipFeeCertainty: Type.Optional(
    Nullable(OneOf(certainties, 'How well the fee is known; null: no fee is spoken of'))
  ),
  interimBoardEndsOn: Type.Optional(Nullable(Day('Last day of a board for the time being', '2018-01-24'))),
  note: Type.Optional(Nullable(Text('Remark; no personal data', 4000, 'Paraplyorganisation'))),
  needsReview: Type.Optional(Type.Boolean({ description: 'Made by an import and seen by nobody yet', example: false })),
  ...Provenance
}

export const NewOrganisation = Strict(
  { name, ...optional, ...Named },
  {
    $id: 'NewOrganisation',
    description: 'An organisation to register',
    example: { name: 'Föreningen fria sällskapet länkarna', legalForm: 'ideell förening' }
  }
)
export type NewOrganisation = Static<typeof NewOrganisation>

export const OrganisationPatch = Patch(Strict({ name, ...optional }), {
  $id: 'OrganisationPatch',
  description: 'What is to change (JSON merge patch)',
  example: { needsReview: false }
})
export type OrganisationPatch = Static<typeof OrganisationPatch>

export const Organisation = Representation(
  {
    ...Named,
    name,
    ...optional,
    mergedIntoId: Nullable(Uuid('The organisation that this one proved to be')),
    mergedAt: Nullable(
      Type.String({ format: 'date-time', description: 'When they were merged', example: '2022-03-01T09:30:00Z' })
    )
  },
  {
    $id: 'Organisation',
    description: 'An association, foundation or study association',
    example: { name: 'Föreningen fria sällskapet länkarna', legalForm: 'ideell förening', needsReview: false }
  }
)
export const OrganisationPage = PageOf(ref(Organisation), 'OrganisationPage', 'A page of organisations')

export const Merge = Strict(
  {
    mergedIntoId: Uuid('The organisation that remains'),
    reason: Text('Why they are the same', 1000, 'Same organisation number')
  },
  {
    $id: 'Merge',
    description: 'Two records of one organisation become one; both histories are kept',
    example: { mergedIntoId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', reason: 'Same organisation number' }
  }
)
export type Merge = Static<typeof Merge>

const likeliest = OneOf(
  ['-likeness', 'likeness', 'id', '-id'],
  'Order, likeliest first unless told; ascending without a hyphen'
)
export const TwinQuery = Strict({
  ...walkedBy(['id']),
  sort: Type.Optional(Type.Unsafe<string>({ ...likeliest, default: '-likeness' }))
})

export const OrganisationQuery = ListQuery(
  {
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Part of its name, now or before; diacritics and punctuation do not matter. A text without a letter or digit is looked for in names as it is',
        example: 'lankarna'
      })
    ),
    name: Type.Optional(
      Type.String({ maxLength: 300, description: 'Exact name, now or before, whatever its case', example: 'IFK Ore' })
    ),
    organisationNumber: Type.Optional(
      Type.String({ maxLength: 20, description: 'Organisation number', example: '8024181235' })
    ),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'F-17' })
    ),
    needsReview: Type.Optional(Type.Boolean({ description: 'Only those that need a look', example: true })),
    merged: Type.Optional(
      Type.Unsafe<'exclude' | 'include' | 'only'>({
        ...OneOf(inclusions, 'Whether merged records are listed; exclude unless told'),
        default: 'exclude'
      })
    )
  },
  ['name', 'updatedAt']
)

export const organisationSchemas = [NewOrganisation, OrganisationPatch, Organisation, OrganisationPage, Merge]
