import { sql } from 'drizzle-orm'
import { foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { type Language, languages } from '../../base/language.ts'
import { instant, municipalityCode } from '../../platform/database/columns.ts'
import { MunicipalityCode, Nullable, OneOf, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import { limits, type PaperKind, paperFormats, paperKinds } from './rules.ts'

/** The templates that a municipality has put in place of the service's own. */
export const paperTemplates = pgTable(
  'paper_templates',
  {
    municipalityCode: municipalityCode(),
    kind: text().$type<PaperKind>().notNull(),
    language: text().$type<Language>().notNull(),
    /** Null: the service's own is used again. */
    template: text(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    updatedAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'paper_templates_pk', columns: [table.municipalityCode, table.kind, table.language] }),
    foreignKey({
      name: 'paper_templates_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)
export type PaperTemplateRow = typeof paperTemplates.$inferSelect

const kind = OneOf(paperKinds, 'Which paper')
const language = OneOf(languages, 'Its language')

export const OfPaper = Strict({
  municipalityCode: MunicipalityCode,
  kind,
  id: Uuid('Identity made by the service')
})
export const PaperQuery = Strict({
  format: Type.Optional(OneOf(paperFormats, 'The form; what Accept asks for unless told')),
  lang: Type.Optional(OneOf(languages, 'The language; what Accept-Language asks for unless told, else Swedish')),
  organisationId: Type.Optional(Uuid('Of decisionLetter: the one recipient whose letter is wanted')),
  year: Type.Optional(Year('Of yearlyStatement: the year; this year unless told'))
})

export const OfTemplate = Strict({ municipalityCode: MunicipalityCode, kind, language })
const template = Type.String({
  maxLength: limits.template,
  description: 'Mustache over a closed set of HTML; null: the own template of the service',
  example: '<h1>{{organisation}}</h1>'
})
export const PaperTemplateContent = Strict(
  { template: Nullable(template) },
  {
    $id: 'PaperTemplateContent',
    description: 'A template to put in place',
    example: { template: '<h1>{{organisation}}</h1>' }
  }
)
export type PaperTemplateContent = Static<typeof PaperTemplateContent>

export const PaperTemplate = Strict(
  {
    municipalityCode: MunicipalityCode,
    kind,
    language,
    template: { ...template, description: 'The template in use' },
    replaced: Type.Boolean({ description: 'Whether it is in place of the own one of the service', example: true }),
    version: Type.Integer({ minimum: 0, description: '0: never replaced', example: 1 })
  },
  {
    $id: 'PaperTemplate',
    description: 'What a paper is made of',
    example: {
      municipalityCode: '0136',
      kind: 'yearlyStatement',
      language: 'sv',
      template: '<h1>{{organisation}}</h1>',
      replaced: true,
      version: 1
    }
  }
)
export type PaperTemplate = Static<typeof PaperTemplate>

export const paperSchemas = [PaperTemplateContent, PaperTemplate]
