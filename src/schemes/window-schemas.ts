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
  Uuid,
  Year
} from '../http/schemas.ts'
import { openAnswers, openReasons } from './open-rules.ts'
import { windowKinds } from './window-rules.ts'

const MonthDay = (description: string, example: string) =>
  Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', description, example })

const kind = OneOf(windowKinds, 'How the time to apply is given; unknown where the source gives none')
const optional = {
  title: Type.Optional(Nullable(Text('What the round is called', 200, 'Vårens omgång'))),
  opensOn: Type.Optional(Nullable(Day('First day to apply, of a fixed window; null: not stated', '2018-04-01'))),
  closesOn: Type.Optional(Nullable(Day('Last day to apply, of a fixed window; null: not stated', '2018-05-31'))),
  opensMonthDay: Type.Optional(
    Nullable(MonthDay('First day to apply each year, of a recurring window; null: not stated', '04-01'))
  ),
  closesMonthDay: Type.Optional(
    Nullable(MonthDay('Last day to apply each year, of a recurring window; null: not stated', '05-31'))
  ),
  closesNextYear: Type.Optional(
    Type.Boolean({ default: false, description: 'It closes the year after it opens', example: false })
  ),
  everyYears: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10, default: 1, description: 'Every how many years it comes back', example: 1 })
  ),
  firstYear: Type.Optional(Nullable(Year('A year in which it opens; required where it is not every year', 2018))),
  relativeText: Type.Optional(
    Nullable(Text('When to apply, of a relative window', 500, 'senast en månad före aktiviteten'))
  ),
  validFrom: Type.Optional(Nullable(Day('First day on which the window holds', '2018-01-01'))),
  validTo: Type.Optional(Nullable(Day('Last day on which the window holds', '2022-12-31'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Ansökan görs i föreningsportalen'))),
  ...Provenance
}
const example = { kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' }

export const NewSchemeWindow = Strict(
  { kind, ...optional, ...Named },
  { $id: 'NewSchemeWindow', description: 'A time to apply', example }
)
export type NewSchemeWindow = Static<typeof NewSchemeWindow>

const withoutDefaults = {
  ...optional,
  closesNextYear: Type.Optional(Type.Boolean({ description: 'It closes the year after it opens', example: false })),
  everyYears: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10, description: 'Every how many years it comes back', example: 1 })
  )
}
export const SchemeWindowPatch = Patch(Strict({ kind, ...withoutDefaults }), {
  $id: 'SchemeWindowPatch',
  description: 'What is to change (JSON merge patch)',
  example: { validTo: '2022-12-31' }
})
export type SchemeWindowPatch = Static<typeof SchemeWindowPatch>

export const SchemeWindow = Representation(
  { ...Named, schemeId: Uuid('The scheme'), kind, ...withoutDefaults },
  {
    $id: 'SchemeWindow',
    description: 'When applications for a scheme are taken',
    example: {
      schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      ...example,
      closesNextYear: false,
      everyYears: 1
    }
  }
)
export const SchemeWindowPage = PageOf(ref(SchemeWindow), 'SchemeWindowPage', 'A page of windows')
export const SchemeWindowQuery = ListQuery(
  { kind: Type.Optional(OneOf(windowKinds, 'How the time to apply is given')) },
  ['id', 'updatedAt']
)

export const SchemeOpen = Strict(
  {
    validOn: Day('The day that is asked about', '2018-03-15'),
    answer: OneOf(openAnswers, 'Whether the scheme takes applications on the day'),
    reason: OneOf(Object.keys(openReasons) as (keyof typeof openReasons)[], 'Why, for programs'),
    because: Type.String({ description: 'Why, in words', example: openReasons.withinWindow }),
    nextOpensOn: Nullable(Day('First stated opening after the day; null where none is stated', '2018-04-01')),
    nextClosesOn: Nullable(Day('First stated closing on or after the day; null where none is stated', '2018-05-31')),
    statusObservedOn: Nullable(
      Day(
        'How old the status is that the answer rests on: when it was last seen to hold; null: not stated',
        '2017-11-27'
      )
    )
  },
  {
    $id: 'SchemeOpen',
    description: 'Whether a scheme takes applications on a day',
    example: {
      validOn: '2018-03-15',
      answer: 'no',
      reason: 'betweenWindows',
      because: openReasons.betweenWindows,
      nextOpensOn: '2018-04-01',
      nextClosesOn: '2018-05-31',
      statusObservedOn: '2017-11-27'
    }
  }
)

export const windowSchemas = [NewSchemeWindow, SchemeWindowPatch, SchemeWindow, SchemeWindowPage, SchemeOpen]
