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
    parentId: Type.Optional(Uuid('The body above')),
    successorId: Type.Optional(Uuid('The body that took over')),
    validOn: Type.Optional(Day('Only those that were valid on this day, or whose validity is not stated', '2021-12-14'))
  },
  ['name', 'updatedAt']
)

const Relative = Strict(
  {
    id: Uuid('The body'),
    name: Text('Its name now', 300, 'Socialnämnden 2019–2022'),
    kind,
    validFrom: Nullable(Day('First day', '2019-01-01')),
    validTo: Nullable(Day('Last day', '2022-12-31')),
    successorId: Nullable(Uuid('The body that took over from it')),
    steps: Type.Integer({ minimum: 1, description: 'Successions between them', example: 1 })
  },
  { title: 'BodyRelative' }
)
export const Lineage = Strict(
  {
    bodyId: Uuid('The body'),
    lastSuccessorId: Uuid('The body that took over last; itself where none did'),
    predecessors: Type.Array(Relative, { description: 'From which it took over, nearest first', example: [] }),
    successors: Type.Array(Relative, { description: 'Which took over from it, nearest first', example: [] })
  },
  {
    $id: 'Lineage',
    description: 'What a body was before, and what it became',
    example: {
      bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      lastSuccessorId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      predecessors: [],
      successors: []
    }
  }
)

export const bodySchemas = [NewBody, BodyPatch, Body, BodyPage, Lineage]
