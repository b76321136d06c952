import { type Static, Type } from 'typebox'
import { datePrecisions } from '../dates.ts'
import {
  Day,
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
import { certainties, targetBounds, targetMeasures } from './budget-rules.ts'
import { Percent } from './version-schemas.ts'

const anId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const reference = Type.Optional(
  Type.String({ maxLength: 200, description: "The caller's own reference", example: 'MAL-1' })
)

const required = {
  ownerBodyId: Uuid('The body whose target it is'),
  text: Text('The target, in its own words', 2000, 'Minst 20 % till verksamhet för barn och unga'),
  measure: OneOf(targetMeasures, 'What is measured; shareOfGranted can be computed here')
}
const content = {
  bound: Type.Optional(OneOf(targetBounds, 'Whether the share is the least or the most')),
  percent: Type.Optional(Nullable(Percent('The share', 20))),
  targetGroup: Type.Optional(Nullable(Text('The group, as in the shares of decision lines', 200, 'barn och unga'))),
  denominator: Type.Optional(Nullable(Text('Of what it is a share, in words', 500, 'nämndens samlade bidrag'))),
  schemeId: Type.Optional(Nullable(Uuid('Counted of this scheme only; null: of all grants of the owner'))),
  yearFrom: Type.Optional(Nullable(Year('First year of the target', 2017))),
  yearTo: Type.Optional(Nullable(Year('Last year of the target', 2018))),
  decisionId: Type.Optional(Nullable(Uuid('The decision that set it'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Gäller hela nämnden'))),
  ...Provenance
}
const example = {
  ownerBodyId: anId,
  text: 'Minst 20 % till verksamhet för barn och unga',
  measure: 'shareOfGranted',
  percent: 20,
  targetGroup: 'barn och unga'
}

export const NewTarget = Strict(
  { ...required, ...content, ...Named },
  { $id: 'NewTarget', description: 'A target to register', example }
)
export type NewTarget = Static<typeof NewTarget>
export const TargetPatch = Patch(Strict({ ...required, ...content }), {
  $id: 'TargetPatch',
  description: 'What is to change (JSON merge patch)',
  example: { yearTo: 2018 }
})
export type TargetPatch = Static<typeof TargetPatch>
export const Target = Representation(
  { ...Named, ...required, ...content },
  { $id: 'Target', description: 'What a body wants of its money', example: { ...example, bound: 'atLeast' } }
)
export const TargetPage = PageOf(ref(Target), 'TargetPage', 'A page of targets')
export const TargetQuery = ListQuery(
  { ownerBodyId: Type.Optional(Uuid('The body')), schemeId: Type.Optional(Uuid('The scheme')), reference },
  ['id', 'updatedAt']
)

const seenRequired = { observedOn: Day('The day on which it was observed, or published', '2017-11-27') }
const seen = {
  observedOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly that day is known')),
  year: Type.Optional(Nullable(Year('The year that it was observed for', 2017))),
  percent: Type.Optional(Nullable(Percent('The share that was observed', 10))),
  certainty: Type.Optional(OneOf(certainties, 'How well it is known')),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'ca 10 procent'))),
  ...Provenance
}
const seenExample = { observedOn: '2017-11-27', year: 2017, percent: 10, certainty: 'approximate' }

export const NewTargetObservation = Strict(
  { ...seenRequired, ...seen, ...Named },
  { $id: 'NewTargetObservation', description: 'What was observed of a target', example: seenExample }
)
export type NewTargetObservation = Static<typeof NewTargetObservation>
export const TargetObservationPatch = Patch(Strict({ ...seenRequired, ...seen }), {
  $id: 'TargetObservationPatch',
  description: 'What is to change (JSON merge patch)',
  example: { percent: 11 }
})
export type TargetObservationPatch = Static<typeof TargetObservationPatch>
export const TargetObservation = Representation(
  { ...Named, targetId: Uuid('The target'), ...seenRequired, ...seen },
  {
    $id: 'TargetObservation',
    description: 'What somebody has observed of a target',
    example: { targetId: anId, ...seenExample, observedOnPrecision: 'day' }
  }
)
export const TargetObservationPage = PageOf(ref(TargetObservation), 'TargetObservationPage', 'A page of observations')
export const TargetObservationQuery = ListQuery({ year: Type.Optional(Year('The year', 2017)), reference }, [
  'id',
  'updatedAt'
])

export const AttainmentQuery = Strict({ year: Year('The year that grants are for', 2017) })
export const Attainment = Strict(
  {
    targetId: Uuid('The target'),
    year: Year('The year', 2017),
    answer: OneOf(['yes', 'no', 'unknown'], 'Whether the target is attained'),
    basis: Nullable(OneOf(['computed', 'observed'], 'What the answer rests on: the ledger, or what somebody observed')),
    certainty: OneOf(certainties, 'How well that is known'),
    observedOn: Nullable(
      Day(
        'The day of the observation that the answer rests on: how old it is; null where it rests on none',
        '2017-11-27'
      )
    ),
    observedOnPrecision: Nullable(OneOf(datePrecisions, 'How exactly that day is known; null where there is none')),
    observed: Type.Array(ref(TargetObservation), { description: 'What was observed of the year', example: [] }),
    computed: Nullable(
      Strict(
        {
          denominator: Money('Exact amounts granted for the year', 1000000),
          stated: Money('Of which decision lines state that it goes to the group', 100000),
          notStated: Money('Of which no line states how much goes to the group', 0),
          percentLow: Percent('Least share, if nothing of what is not stated goes to the group', 10),
          percentHigh: Percent('Largest share, if all of it does', 10)
        },
        { description: 'What the register holds; null where nothing can be computed' }
      )
    ),
    missing: Type.Array(Type.String({ example: 'Lines do not state how much goes to the group.' }), {
      description: 'What is missing for a computed answer',
      example: []
    })
  },
  { $id: 'TargetAttainment', description: 'Whether a target is attained in a year, never a guess' }
)

export const targetSchemas = [
  ...[NewTarget, TargetPatch, Target, TargetPage, NewTargetObservation, TargetObservationPatch],
  ...[TargetObservation, TargetObservationPage, Attainment]
]
