import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { MonthDay } from '../../platform/http/schemas.ts'
import { blankOf, code, day, of, sourced, text, uuid, year } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { schemes } from './record.ts'
import { windowKinds } from './window-rules.ts'

const monthDay = (description: string, example: string) => of<string>(MonthDay(description, example), textColumn)

const fields = {
  schemeId: uuid('The scheme').answered(),
  kind: code(windowKinds, 'How the time to apply is given; unknown where the source gives none').filter(
    'How the time to apply is given'
  ),
  title: text('What the round is called', 200, 'Vårens omgång').optional(),
  opensOn: day('First day to apply, of a fixed window; null: not stated', '2018-04-01').optional(),
  closesOn: day('Last day to apply, of a fixed window; null: not stated', '2018-05-31').optional(),
  opensMonthDay: monthDay('First day to apply each year, of a recurring window; null: not stated', '04-01').optional(),
  closesMonthDay: monthDay('Last day to apply each year, of a recurring window; null: not stated', '05-31').optional(),
  closesNextYear: of<boolean>(
    Type.Boolean({ default: false, description: 'It closes the year after it opens', example: false }),
    boolean
  ).defaulted(false),
  everyYears: of<number>(
    Type.Integer({
      minimum: 1,
      maximum: 10,
      default: 1,
      description: 'Every how many years it comes back',
      example: 1
    }),
    integer
  ).defaulted(1),
  firstYear: year('A year in which it opens; required where it is not every year', 2018).optional(),
  relativeText: text('When to apply, of a relative window', 500, 'senast en månad före aktiviteten').optional(),
  validFrom: day('First day on which the window holds', '2018-01-01').optional(),
  validTo: day('Last day on which the window holds', '2022-12-31').optional(),
  note: text('Remark', 4000, 'Ansökan görs i föreningsportalen').optional(),
  ...sourced
}

/** When applications are taken; null days are not stated. */
export const schemeWindows = pgTable('scheme_windows', recordColumns(fields), table => [
  ...keysOf('scheme_windows', table),
  index('scheme_windows_scheme').on(table.municipalityCode, table.schemeId, table.id),
  refersTo('scheme_windows_scheme_fk', table, table.schemeId, schemes),
  check('scheme_windows_order', sql`closes_on >= opens_on`)
])
/** What is not stated of a window. */
export const blankWindow = blankOf(fields)

export const schemeWindow = recordOf({
  noun: 'SchemeWindow',
  address: 'scheme-windows',
  tag: 'schemes',
  what: 'application window',
  fields,
  table: schemeWindows,
  of: schemeWindows.schemeId,
  describes: {
    one: 'When applications for a scheme are taken',
    created: 'A time to apply',
    page: 'A page of windows'
  },
  examples: {
    created: { kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' },
    patch: { validTo: '2022-12-31' },
    shown: { schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', closesNextYear: false, everyYears: 1 }
  },
  sorts: ['id', 'updatedAt'],
  says: {
    list: [
      'List application windows of a scheme',
      'When applications are taken, in the order in which the windows were recorded.'
    ],
    create: [
      'Register an application window',
      'Adds a time to apply: one window for each round. Windows that certainly overlap are refused.'
    ],
    ...ordinary('an application window')
  }
})
export type SchemeWindowRow = RowOf<typeof schemeWindow>
export type NewSchemeWindow = New<typeof schemeWindow>
export type SchemeWindowPatch = Changes<typeof schemeWindow>
