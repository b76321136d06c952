import { sql } from 'drizzle-orm'
import { foreignKey, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { instant, municipalityCode } from '../platform/database/columns.ts'
import { Answer, Day, MunicipalityCode, OneOf, Strict, Text, Tracked, Uuid } from '../platform/http/schemas.ts'
import { answeredOf, bodyOf, columnsOf, json } from '../platform/records/fields.ts'
import { municipalities } from '../register/municipalities/tables.ts'
import { groundNames, retentionActions, retentionKinds } from './rules.ts'

const RetentionRule = Strict(
  {
    kind: OneOf(
      retentionKinds,
      'contact: from its last day or its withdrawal; person: from the last decision, payment or report of a sole trader'
    ),
    months: Type.Integer({ minimum: 1, maximum: 1200, description: 'How long after that', example: 24 }),
    action: OneOf(retentionActions, 'erase a contact, anonymise a person'),
    source: Text('Where it is decided', 500, 'Dokumenthanteringsplan SN 2024, p. 3.4')
  },
  { title: 'RetentionRule' }
)
export type RetentionRule = Static<typeof RetentionRule>

const fields = {
  rules: json(
    Type.Array(RetentionRule, { maxItems: 2, description: 'One a kind; a kind without is kept', example: [] })
  )
}

/** For how long a municipality keeps what it holds on persons. */
export const retentionRules = pgTable(
  'retention_rules',
  {
    municipalityCode: municipalityCode(),
    ...columnsOf(fields),
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    updatedAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'retention_rules_pk', columns: [table.municipalityCode] }),
    foreignKey({
      name: 'retention_rules_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)
export type RetentionRulesRow = typeof retentionRules.$inferSelect

const example = {
  rules: [{ kind: 'contact', months: 24, action: 'erase', source: 'Dokumenthanteringsplan SN 2024, p. 3.4' }]
}
export const RetentionRulesContent = bodyOf(fields, {
  $id: 'RetentionRulesContent',
  description: 'For how long data on persons are kept',
  example
})
export type RetentionRulesContent = Static<typeof RetentionRulesContent>

const count = (description: string) => Type.Integer({ minimum: 0, description, example: 0 })

export const RetentionRules = Answer(
  {
    municipalityCode: MunicipalityCode,
    ...answeredOf(fields),
    version: Tracked.version,
    due: Type.Array(
      Strict({
        kind: OneOf(retentionKinds, 'By which rule'),
        dueCount: count('How many the job of the night would erase'),
        keptCount: count('How many are past their time and must be kept by law'),
        ids: Type.Array(Uuid('Contact or organisation'), { description: 'The first hundred that are due', example: [] })
      }),
      { description: 'What the rules mean on the day asked for: nothing is done by asking', example: [] }
    )
  },
  { $id: 'RetentionRules', description: 'For how long data on persons are kept, and what is past its time', example }
)

const words = Type.Array(Text('A word', 300, 'Anna Andersson'), {
  maxItems: 50,
  description: 'Further names and numbers of the person in free texts',
  example: []
})
export const PersonErasure = Strict(
  {
    reason: Text('Why; names nobody', 1000, 'Begäran om radering'),
    dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Tell, and erase nothing', example: true })),
    words: Type.Optional(words)
  },
  {
    $id: 'PersonErasure',
    description: 'That a person is to be erased',
    example: { reason: 'Begäran om radering', dryRun: true }
  }
)

export const PersonErasureOutcome = Answer(
  {
    id: Uuid('The organisation'),
    isErased: Type.Boolean({ description: 'False of a dry run', example: false }),
    mustBeKept: Type.Array(
      Strict({
        ground: OneOf(groundNames, 'Why'),
        law: Text('The law', 200, 'arkivlagen (1990:782), 10 §'),
        ids: Type.Array(Uuid('A record'), { description: 'The records, the first hundred', example: [] }),
        until: Type.Union([Day('Last day on which it must'), Type.Null()], { description: 'null: not known' })
      }),
      { description: 'What stands against it; empty where it can be done', example: [] }
    ),
    texts: Type.Array(Strict({ table: Text('Table', 63, 'events'), count: count('Rows') }), {
      description: 'In which texts a neutral word takes the place of the person',
      example: []
    })
  },
  { $id: 'PersonErasureOutcome', description: 'What an erasure does, or would do' }
)
export type PersonErasureOutcome = Static<typeof PersonErasureOutcome>

export const PersonalData = Answer(
  {
    items: Type.Array(
      Strict({
        table: Text('Where it is held', 63, 'contacts'),
        row: Type.Record(Type.String(), Type.Unknown(), { description: 'All of it', example: {} })
      }),
      { description: 'Records, events and kept answers', example: [] }
    ),
    isComplete: Type.Boolean({ description: 'False where there is more than 10 000', example: true })
  },
  { $id: 'PersonalData', description: 'What is held on a person (GDPR art. 15)' }
)

export const personalDataSchemas = [
  RetentionRulesContent,
  RetentionRules,
  PersonErasure,
  PersonErasureOutcome,
  PersonalData
]
