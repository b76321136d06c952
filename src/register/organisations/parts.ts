import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, index, primaryKey } from 'drizzle-orm/pg-core'
import { answers } from '../../base/known.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { Day, OneOf } from '../../platform/http/schemas.ts'
import type { Said } from '../../platform/records/kit.ts'
import type { Asked } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { organisations } from './record.ts'

/** What the records that belong to an organisation have in common: names, memberships, contacts, documents, eligibility. */

type PartColumns = { municipalityCode: AnyPgColumn; id: AnyPgColumn; organisationId: AnyPgColumn }

/** Key and foreign key of what belongs to an organisation. */
export const keysOfPart = (name: string, table: PartColumns) => [
  primaryKey({ name: `${name}_pk`, columns: [table.municipalityCode, table.id] }),
  index(`${name}_organisation`).on(table.municipalityCode, table.organisationId, table.id),
  refersTo(`${name}_organisation_fk`, table, table.organisationId, organisations)
]

/** `one`: as its schema describes it; `what`: as its operations name it. */
export const ofOrganisation = (one: string, what: string) => ({
  tag: 'organisations',
  describes: { one, created: `${one}, to register`, page: `A page: ${one}` },
  sorts: ['id', 'updatedAt'] as const,
  says: {
    list: [
      `List: ${what}`,
      'In the order in which they were registered. The id of a merged organisation answers for the other.'
    ],
    create: [`Register ${what}`, 'Adds it to the organisation.'],
    ...ordinary(what),
    withdraw: [`Withdraw ${what}`, 'Takes back what was registered in error.']
  } satisfies Record<string, Said>
})

/** The filter by a day: what is not surely over and not surely still to come. */
export const validOn = (from: AnyPgColumn | SQL, to: AnyPgColumn | SQL): Asked => ({
  schema: Day('Only what holds, or may hold, on this day; `valid` is answered for it', '2018-01-01'),
  where: value => sql`(${from} is null or ${from} <= ${value}) and (${to} is null or ${to} >= ${value})`
})

export const valid = OneOf(answers, 'Whether it holds on the day asked for, today unless told; computed')
export const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
