import { type SQL, sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { nameKey } from '../../base/names.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import type { InStatement } from '../../platform/database/prepared.ts'
import { identityOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day } from '../../platform/http/schemas.ts'
import { code, day, name, sourced, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { isNamedNowOrBefore, keyOfNames } from '../../platform/records/search.ts'
import { changed } from '../../platform/records/words.ts'
import { bodyKinds } from './rules.ts'

const fields = {
  name: name('Name', 300, 'Socialnämnden'),
  kind: code(bodyKinds, 'What sort of body it is').filter('Kind'),
  parentId: uuid('The body above it').optional().filter('The body above'),
  successorId: uuid('The body that took over').optional().filter('The body that took over'),
  validFrom: day('First day', '2019-01-01').optional(),
  validTo: day('Last day', '2022-12-31').optional(),
  ...sourced
}

/** Council, executive board, committees, departments: those who decide. */
export const bodies = pgTable(
  'bodies',
  {
    ...recordColumns(fields),
    nameKey: text().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: text().array().notNull().default([])
  },
  table => [
    ...identityOf('bodies', table),
    index('bodies_name_key').on(table.municipalityCode, table.nameKey),
    index('bodies_search').using('gin', table.municipalityCode, sql`${keyOfNames} gin_trgm_ops`),
    index('bodies_parent').on(table.municipalityCode, table.parentId),
    index('bodies_successor').on(table.municipalityCode, table.successorId),
    refersTo('bodies_parent_fk', table, table.parentId, table),
    refersTo('bodies_successor_fk', table, table.successorId, table),
    check('bodies_not_above_itself', sql`parent_id <> id`),
    check('bodies_not_after_itself', sql`successor_id <> id`),
    check('bodies_validity', sql`valid_to >= valid_from`)
  ]
)

/** The ids of bodies that a search finds, by their names now and before. */
export const foundBodies = (patterns: InStatement): SQL => sql`
  select id from bodies where municipality_code = ${listedCode} and ${isNamedNowOrBefore(patterns)}`

export const body = recordOf({
  noun: 'Body',
  plural: 'Bodies',
  address: 'bodies',
  tag: 'bodies',
  scope: 'bodies',
  fields,
  table: bodies,
  describes: { one: 'A body: council, committee, department', created: 'A body to register', page: 'A page of bodies' },
  examples: { created: { name: 'Socialnämnden', kind: 'committee' }, patch: { validTo: '2022-12-31' } },
  filters: {
    name: {
      schema: Type.String({ maxLength: 300, description: 'Exact name, whatever its case', example: 'Socialnämnden' }),
      where: value => sql`${bodies.nameKey} = ${value}`,
      convert: nameKey
    },
    validOn: {
      schema: Day('Only those that were valid on this day, or whose validity is not stated', '2021-12-14'),
      where: value => sql`(${bodies.validFrom} is null or ${bodies.validFrom} <= ${value})
        and (${bodies.validTo} is null or ${bodies.validTo} >= ${value})`
    }
  },
  reference: 'SN',
  sorts: ['name', 'updatedAt'],
  says: {
    list: ['List bodies', 'Council, executive board, committees and departments, by name.'],
    create: ['Register a body', 'Registers a council, board, committee or department.'],
    get: ['Show a body', 'The body as it is registered now.'],
    update: ['Change a body', changed],
    withdraw: [
      'Withdraw a body',
      'Takes back a body that was registered in error. One that has decided something stays.'
    ]
  }
})
export type BodyRow = RowOf<typeof body>
export type NewBody = New<typeof body>
export type BodyPatch = Changes<typeof body>
