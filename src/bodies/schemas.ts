import { type Static, Type } from 'typebox'
import {
  Day,
  ListQuery,
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
  Uuid
} from '../http/schemas.ts'
import { bodyKinds } from './rules.ts'

const name = Text('Name', 300, 'Socialnämnden')
const kind = OneOf(bodyKinds, 'What sort of body it is')
const optional = {
  parentId: Type.Optional(Nullable(Uuid('The body above it'))),
  successorId: Type.Optional(Nullable(Uuid('The body that took over'))),
  validFrom: Type.Optional(Nullable(Day('First day', '2019-01-01'))),
  validTo: Type.Optional(Nullable(Day('Last day', '2022-12-31'))),
  ...Provenance
}

export const NewBody = Strict(
  { name, kind, ...optional, ...Named },
  { $id: 'NewBody', description: 'A body to register', example: { name: 'Socialnämnden', kind: 'committee' } }
)
export type NewBody = Static<typeof NewBody>

export const BodyPatch = Patch(Strict({ name, kind, ...optional }), {
  $id: 'BodyPatch',
  description: 'What is to change (JSON merge patch)',
  example: { validTo: '2022-12-31' }
})
export type BodyPatch = Static<typeof BodyPatch>

export const Body = Representation(
  { ...Named, name, kind, ...optional },
  {
    $id: 'Body',
    description: 'A body: council, committee, department',
    example: { name: 'Socialnämnden', kind: 'committee' }
  }
)

export const BodyPage = PageOf(ref(Body), 'BodyPage', 'A page of bodies')

export const BodyQuery = ListQuery(
  {
    name: Type.Optional(
      Type.String({ maxLength: 300, description: 'Exact name, whatever its case', example: 'Socialnämnden' })
    ),
    kind: Type.Optional(OneOf(bodyKinds, 'Kind')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'SN' })),
    parentId: Type.Optional(Uuid('The body above'))
  },
  ['name', 'updatedAt']
)
export const bodySchemas = [NewBody, BodyPatch, Body, BodyPage]
