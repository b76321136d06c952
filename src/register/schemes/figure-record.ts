import { sql } from 'drizzle-orm'
import { check, pgTable } from 'drizzle-orm/pg-core'
import { certainties } from '../../base/known.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { code, money, sourced, text, uuid, year } from '../../platform/records/fields.ts'
import { type Changes, type New, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { bodies } from '../bodies/record.ts'
import { figureMeasures } from './budget-rules.ts'
import { schemes } from './record.ts'

const fields = {
  label: text('What the figure is, as published', 500, 'Organisationsstöd per år'),
  measure: code(figureMeasures, 'What it counts').filter('What it counts'),
  bodyId: uuid('The body').optional().filter('The body'),
  schemeId: uuid('The scheme').optional().filter('The scheme'),
  amount: money('The figure', 130000000).optional(),
  certainty: code(certainties, 'How well it is known; approximate unless told').defaulted(),
  amountPer: code(['year', 'total'], 'Whether it is for each year or for all; null: not stated').optional(),
  yearFrom: year('First year', 2015).optional(),
  yearTo: year('Last year', 2015).optional(),
  note: text('Remark', 4000, 'Enligt tjänsteutlåtandet').optional(),
  ...sourced
}

/** Figures as somebody published them, mostly approximate; in no sum, ever. */
export const publishedFigures = pgTable('published_figures', recordColumns(fields), table => [
  ...keysOf('published_figures', table),
  refersTo('published_figures_body_fk', table, table.bodyId, bodies),
  refersTo('published_figures_scheme_fk', table, table.schemeId, schemes),
  check('published_figures_years', sql`year_to >= year_from`)
])

export const publishedFigure = recordOf({
  noun: 'PublishedFigure',
  address: 'published-figures',
  tag: 'published-figures',
  what: 'published figure',
  fields,
  table: publishedFigures,
  describes: {
    one: 'A figure as somebody published it, mostly approximate; in no sum, ever',
    created: 'A published figure to keep',
    page: 'A page of figures'
  },
  examples: {
    created: { label: 'Organisationsstöd per år', measure: 'paid', amount: 130000000 },
    patch: { amount: 131000000 },
    shown: { certainty: 'approximate' }
  },
  reference: 'SN-2022',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List published figures', 'Figures as somebody published them. They are in no total.'],
    create: [
      'Register a published figure',
      'Keeps a figure as it was published, approximate unless told. It is in no total, ever.'
    ],
    ...ordinary('a published figure')
  }
})
export type NewPublishedFigure = New<typeof publishedFigure>
export type PublishedFigurePatch = Changes<typeof publishedFigure>
