import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { bodies } from '../bodies/record.ts'
import { awards } from '../decisions/line-record.ts'
import { organisations } from '../organisations/record.ts'
import { listEntries } from './entry-record.ts'
import { agreements } from './record.ts'
import type { PartyKind, PartyRole } from './rules.ts'

/*
 * What the content of agreements names, as it is now known: kept beside the content so that the database holds the
 * references within the municipality, and finds agreements by them.
 */

export const agreementParties = pgTable(
  'agreement_parties',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    key: text().notNull(),
    kind: text().$type<PartyKind>().notNull(),
    role: text().$type<PartyRole>().notNull(),
    organisationId: uuid(),
    bodyId: uuid()
  },
  table => [
    primaryKey({ name: 'agreement_parties_pk', columns: [table.municipalityCode, table.agreementId, table.key] }),
    index('agreement_parties_organisation').on(table.municipalityCode, table.organisationId, table.agreementId),
    index('agreement_parties_body').on(table.municipalityCode, table.bodyId, table.agreementId),
    index('agreement_parties_role').on(table.municipalityCode, table.role, table.agreementId),
    index('agreement_parties_kind').on(table.municipalityCode, table.kind, table.agreementId),
    refersTo('agreement_parties_agreement_fk', table, table.agreementId, agreements),
    refersTo('agreement_parties_organisation_fk', table, table.organisationId, organisations),
    refersTo('agreement_parties_body_fk', table, table.bodyId, bodies)
  ]
)

/** Awards that fund an agreement. */
export const agreementAwards = pgTable(
  'agreement_awards',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    awardId: uuid().notNull()
  },
  table => [
    primaryKey({ name: 'agreement_awards_pk', columns: [table.municipalityCode, table.agreementId, table.awardId] }),
    index('agreement_awards_award').on(table.municipalityCode, table.awardId),
    refersTo('agreement_awards_agreement_fk', table, table.agreementId, agreements),
    refersTo('agreement_awards_award_fk', table, table.awardId, awards)
  ]
)

/** Agreements that an agreement is under, replaces, extends or resembles. */
export const agreementRelations = pgTable(
  'agreement_relations',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    kind: text().notNull(),
    targetId: uuid().notNull()
  },
  table => [
    primaryKey({
      name: 'agreement_relations_pk',
      columns: [table.municipalityCode, table.agreementId, table.kind, table.targetId]
    }),
    index('agreement_relations_target').on(table.municipalityCode, table.targetId),
    refersTo('agreement_relations_agreement_fk', table, table.agreementId, agreements),
    refersTo('agreement_relations_target_fk', table, table.targetId, agreements)
  ]
)

/** Focus areas, kinds of work and target groups of an agreement. */
export const agreementListEntries = pgTable(
  'agreement_list_entries',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    entryId: uuid().notNull()
  },
  table => [
    primaryKey({
      name: 'agreement_list_entries_pk',
      columns: [table.municipalityCode, table.agreementId, table.entryId]
    }),
    index('agreement_list_entries_entry').on(table.municipalityCode, table.entryId, table.agreementId),
    refersTo('agreement_list_entries_agreement_fk', table, table.agreementId, agreements),
    refersTo('agreement_list_entries_entry_fk', table, table.entryId, listEntries)
  ]
)

/** Names of persons who sign or who recused: apart from the content, so that versions and events never hold them. */
export const agreementPersons = pgTable(
  'agreement_persons',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    /** `signatory/<key>` or `recusal/<key>` of the content. */
    key: text().notNull(),
    name: text(),
    /** Withheld from callers without agreements:write. */
    confidential: boolean().notNull().default(false)
  },
  table => [
    primaryKey({ name: 'agreement_persons_pk', columns: [table.municipalityCode, table.agreementId, table.key] }),
    refersTo('agreement_persons_agreement_fk', table, table.agreementId, agreements)
  ]
)
