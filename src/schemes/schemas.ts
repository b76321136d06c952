import { type Static, Type } from 'typebox'
import {
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
import { schemeKinds } from './rules.ts'

const name = Text('Name', 300, 'Verksamhetsbidrag')
const kind = OneOf(schemeKinds, 'What sort of scheme it is; notStated where the source does not tell')
const optional = {
  bodyId: Type.Optional(Nullable(Uuid('The body whose scheme it is; null: of the whole municipality'))),
  description: Type.Optional(
    Nullable(Text('What can be sought', 4000, 'Bidrag till stabila föreningar, ett till tre år'))
  ),
  needsReview: Type.Optional(Type.Boolean({ description: 'Made by an import and seen by nobody yet', example: false })),
  ...Provenance
}

export const NewScheme = Strict(
  { name, kind, ...optional, ...Named },
  { $id: 'NewScheme', description: 'A scheme to register', example: { name: 'Verksamhetsbidrag', kind: 'operating' } }
)
export type NewScheme = Static<typeof NewScheme>

export const SchemePatch = Patch(Strict({ name, kind, ...optional }), {
  $id: 'SchemePatch',
  description: 'What is to change (JSON merge patch)',
  example: { kind: 'partnership' }
})
export type SchemePatch = Static<typeof SchemePatch>

export const Scheme = Representation(
  { ...Named, name, kind, ...optional },
  {
    $id: 'Scheme',
    description: 'A grant scheme: what can be sought, and from whom',
    example: { name: 'Verksamhetsbidrag', kind: 'operating', needsReview: false }
  }
)
export const SchemePage = PageOf(ref(Scheme), 'SchemePage', 'A page of schemes')

export const SchemeQuery = ListQuery(
  {
    name: Type.Optional(
      Type.String({ maxLength: 300, description: 'Exact name, whatever its case', example: 'Verksamhetsbidrag' })
    ),
    kind: Type.Optional(OneOf(schemeKinds, 'Kind')),
    bodyId: Type.Optional(Uuid('The body whose scheme it is')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'VB' })),
    needsReview: Type.Optional(Type.Boolean({ description: 'Only those that need a look', example: true }))
  },
  ['name', 'updatedAt']
)

export const schemeSchemas = [NewScheme, SchemePatch, Scheme, SchemePage]
