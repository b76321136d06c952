import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { isPerson } from '../../register/organisations/queries.ts'

/**
 * What everybody may read of a municipality that publishes it, in the forms that others read: what is granted as 360Giving, what
 * is paid as the register of suppliers, schemes as opportunities of CommonGrants, and the data sets as DCAT-AP.
 * Of persons and of confidential organisations nothing is published: neither what a sole trader gets, nor an amount that is confidential.
 */

/** Condition: of the organisation of this alias nothing is published: it is a natural person, or is confidential. */
export const isUnpublished = (alias: string): SQL =>
  sql`(${sql.identifier(alias)}.confidential_on is not null or ${isPerson(alias)})`

/** Condition: a line of this alias goes, at least in part, to one of whom nothing is published. A joint grant is then left out as a whole. */
export const goesToUnpublished = (code: Code, line: string): SQL => sql`exists (
  select from decision_line_recipients shared
  join organisations person on person.municipality_code = shared.municipality_code and person.id = shared.organisation_id
  where ${ofMunicipality(code, 'shared', 'person')} and shared.line_id = ${sql.identifier(line)}.id and ${isUnpublished('person')})`

/**
 * The identifier of an organisation as org-id.guide has it: SE-ON (organisationsnummer) where the number is known, otherwise one
 * of the municipality's own.
 */
export const organisationIdentifier = (municipalityCode: string, id: string, number: string | null) =>
  number ? `SE-ON-${number}` : `SE-${municipalityCode}-${id}`

/** What is published may be used by everybody for everything, as the law on open data (2022:818) wishes. */
export const LICENSE = 'https://creativecommons.org/publicdomain/zero/1.0/'
