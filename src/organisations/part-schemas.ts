import { type TProperties, Type } from 'typebox'
import { datePrecisions } from '../dates.ts'
import {
  Day,
  ListQuery,
  Money,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Url,
  Uuid
} from '../http/schemas.ts'
import { answers, certainties } from '../known.ts'
import { documentKinds, sensitivities } from './rules.ts'

const organisationId = Uuid('The organisation')
const validOn = Type.Optional(
  Day('Only what holds, or may hold, on this day; `valid` is answered for it', '2018-01-01')
)
const valid = OneOf(answers, 'Whether it holds on the day asked for, today unless told; computed')
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

type Kind = {
  name: string
  what: string
  required: TProperties
  optional: TProperties
  filters: TProperties
  answered?: TProperties
  example: object
  shown?: object
}

/** The schemas of one kind of thing that belongs to an organisation. */
function schemasOf({ name, what, required, optional, filters, answered = {}, example, shown = {} }: Kind) {
  const One = Representation(
    { organisationId, ...required, ...optional, ...answered },
    { $id: name, description: what, example: { organisationId: exampleId, ...example, ...shown } }
  )
  return {
    New: Strict({ ...required, ...optional }, { $id: `New${name}`, description: `${what}, to register`, example }),
    Patch: Patch(Strict({ ...required, ...optional }), {
      $id: `${name}Patch`,
      description: 'What is to change (JSON merge patch)',
      example
    }),
    One,
    Page: PageOf(ref(One), `${name}Page`, `A page: ${what}`),
    Query: ListQuery(filters, ['id', 'updatedAt'])
  }
}

export const nameSchemas = schemasOf({
  name: 'OrganisationName',
  what: 'A name that an organisation bore before',
  required: { name: Text('Name', 300, 'Kamratföreningen Länkarna') },
  optional: {
    validFrom: Type.Optional(Nullable(Day('First day; null: not stated', '1995-01-01'))),
    validTo: Type.Optional(Nullable(Day('Last day; null: not stated', '2010-12-31'))),
    ...Provenance
  },
  answered: { valid },
  filters: { validOn },
  example: { name: 'Kamratföreningen Länkarna', validTo: '2010-12-31' },
  shown: { valid: 'no' }
})

export const membershipSchemas = schemasOf({
  name: 'Membership',
  what: 'Membership of an umbrella organisation',
  required: { umbrellaId: Uuid('The umbrella organisation') },
  optional: {
    validFrom: Type.Optional(Nullable(Day('First day; null: not stated', '2018-01-24'))),
    validFromPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly it is known')),
    validTo: Type.Optional(Nullable(Day('Last day; null: no end is known', '2019-12-31'))),
    validToPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly it is known')),
    fee: Type.Optional(Nullable(Money('Fee per year', 100))),
    feeCertainty: Type.Optional(OneOf(certainties, 'How well the fee is known')),
    note: Type.Optional(Nullable(Text('Remark', 4000, 'Interimsstyrelse till 2018-01-24'))),
    ...Provenance
  },
  answered: {
    organisationName: Text('Name of the member now', 300, 'Länkarna'),
    umbrellaName: Text('Name of the umbrella organisation now', 300, 'Helsam'),
    valid
  },
  filters: { validOn, as: Type.Optional(OneOf(['member', 'umbrella'], 'As what the organisation is asked about')) },
  example: { umbrellaId: exampleId, validFrom: '2018-01-24', fee: 100 },
  shown: {
    validFromPrecision: 'day',
    validToPrecision: 'day',
    feeCertainty: 'exact',
    organisationName: 'Länkarna',
    umbrellaName: 'Helsam',
    valid: 'yes'
  }
})

export const contactSchemas = schemasOf({
  name: 'Contact',
  what: 'Whom to turn to: personal data',
  required: { sensitivity: OneOf(sensitivities, 'Whom it may be shown to') },
  optional: {
    role: Type.Optional(Nullable(Text('Role', 200, 'Ordförande'))),
    name: Type.Optional(Nullable(Text('Name', 200, 'Förnamn Efternamn'))),
    email: Type.Optional(
      Nullable(Type.String({ format: 'email', maxLength: 320, description: 'E-mail', example: 'info@example.se' }))
    ),
    phone: Type.Optional(
      Nullable(
        Type.String({ pattern: '^[+]?[0-9][0-9 ()/-]{3,30}$', description: 'Telephone', example: '+46 8 606 70 00' })
      )
    ),
    validFrom: Type.Optional(Nullable(Day('First day', '2021-01-01'))),
    validTo: Type.Optional(Nullable(Day('Last day', '2022-12-31')))
  },
  answered: {
    erasedAt: Nullable(
      Type.String({ format: 'date-time', description: 'When its values were erased', example: '2022-03-01T09:30:00Z' })
    )
  },
  filters: { validOn, sensitivity: Type.Optional(OneOf(sensitivities, 'Whom it may be shown to')) },
  example: { sensitivity: 'internal', role: 'Ordförande', email: 'info@example.se' }
})

export const documentSchemas = schemasOf({
  name: 'OrganisationDocument',
  what: 'A document that an organisation is to have',
  required: { kind: OneOf(documentKinds, 'What it is'), title: Text('Title', 300, 'Stadgar 2020') },
  optional: {
    url: Type.Optional(Nullable(Url('Address'))),
    checksum: Type.Optional(
      Nullable(
        Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) })
      )
    ),
    validFrom: Type.Optional(Nullable(Day('From when it holds; null: not stated', '2020-03-15'))),
    validTo: Type.Optional(Nullable(Day('Last day; null: no end', '2022-06-30'))),
    note: Type.Optional(Nullable(Text('Remark', 4000, 'Antagna av årsmötet'))),
    ...Provenance
  },
  answered: { valid },
  filters: { validOn, kind: Type.Optional(OneOf(documentKinds, 'What it is')) },
  example: { kind: 'statutes', title: 'Stadgar 2020', validFrom: '2020-03-15' },
  shown: { valid: 'yes' }
})

export const eligibilitySchemas = schemasOf({
  name: 'EligibilityStatement',
  what: 'That somebody found an organisation eligible for grants, or not',
  required: {
    eligible: Type.Boolean({ description: 'Whether it may have grants', example: true }),
    validFrom: Day('First day', '2021-01-01')
  },
  optional: {
    validTo: Type.Optional(Nullable(Day('Last day; null: no end', '2021-12-31'))),
    decidedBy: Type.Optional(Nullable(Text('Who found it, by role', 300, 'Föreningskonsulent'))),
    decidedOn: Type.Optional(Nullable(Day('When', '2020-12-01'))),
    reason: Type.Optional(Nullable(Text('Why', 2000, 'Stadgar och årsmöte enligt reglementet'))),
    ...Provenance
  },
  filters: { validOn },
  example: { eligible: true, validFrom: '2021-01-01', validTo: '2021-12-31' }
})

export const EligibilityQuery = Strict({ validOn: Type.Optional(Day('Day; today unless told')) })
export const Eligibility = Strict(
  {
    organisationId,
    validOn: Day('Day of the answer'),
    answer: OneOf(['yes', 'no', 'unknown'], 'Whether it was eligible'),
    reasons: Type.Array(Type.String({ example: 'Found eligible from 2021-01-01 to 2021-12-31.' }), {
      description: 'Why',
      example: ['Found eligible from 2021-01-01 to 2021-12-31.']
    }),
    statementId: Nullable(Uuid('The statement that says so')),
    expiresOn: Nullable(Day('Last day of it', '2021-12-31'))
  },
  {
    $id: 'Eligibility',
    description: 'Whether an organisation is eligible for grants on a day',
    example: {
      organisationId: exampleId,
      validOn: '2021-12-14',
      answer: 'yes',
      reasons: ['Found eligible from 2021-01-01 to 2021-12-31.'],
      statementId: exampleId,
      expiresOn: '2021-12-31'
    }
  }
)

export const Erasure = Strict(
  { reason: Text('Why', 1000, 'Har lämnat styrelsen') },
  { $id: 'Erasure', description: 'Erasing of personal data', example: { reason: 'Har lämnat styrelsen' } }
)

const all = [nameSchemas, membershipSchemas, contactSchemas, documentSchemas, eligibilitySchemas]
export const partSchemas = [
  ...all.flatMap(({ New, Patch, One, Page }) => [New, Patch, One, Page]),
  Eligibility,
  Erasure
]
