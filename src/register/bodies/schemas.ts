import { Type } from 'typebox'
import { Day, Nullable, OneOf, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { schemasOf } from '../../platform/records/record.ts'
import { body } from './record.ts'
import { bodyKinds } from './rules.ts'

const Relative = Strict(
  {
    id: Uuid('The body'),
    name: Text('Its name now', 300, 'Socialnämnden 2019–2022'),
    kind: OneOf(bodyKinds, 'What sort of body it is'),
    validFrom: Nullable(Day('First day', '2019-01-01')),
    validTo: Nullable(Day('Last day', '2022-12-31')),
    successorId: Nullable(Uuid('The body that took over from it')),
    successionCount: Type.Integer({ minimum: 1, description: 'Successions between them', example: 1 })
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

export const bodySchemas = [...schemasOf(body), Lineage]
