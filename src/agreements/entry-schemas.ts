import { type Static, Type } from 'typebox'
import {
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Provenance,
  Representation,
  ref,
  Strict,
  Text
} from '../http/schemas.ts'
import { listNames } from './rules.ts'

const properties = {
  list: OneOf(listNames, 'The list: focus areas, kinds of work or target groups'),
  name: Text('Name', 300, 'Våldsutsatta'),
  description: Type.Optional(Nullable(Text('What is meant', 2000, 'Stöd till den som utsatts för våld'))),
  ...Provenance
}
const example = { list: 'focusArea', name: 'Brottsoffer' }

export const NewListEntry = Strict(
  { ...properties, ...Named },
  { $id: 'NewListEntry', description: 'An entry for a list that the municipality keeps', example }
)
export type NewListEntry = Static<typeof NewListEntry>

export const ListEntry = Representation(
  { ...Named, ...properties },
  { $id: 'ListEntry', description: 'An entry of a list that the municipality keeps', example }
)
export const ListEntryPage = PageOf(ref(ListEntry), 'ListEntryPage', 'A page of entries')
export const ListEntryQuery = ListQuery(
  {
    list: Type.Optional(OneOf(listNames, 'The list')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'FO-1' })
    )
  },
  ['name', 'updatedAt']
)
export const entrySchemas = [NewListEntry, ListEntry, ListEntryPage]
