import { sql } from 'drizzle-orm'
import { boolean, check, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { swedishText, tracked } from '../../platform/database/columns.ts'
import type { TokenClaim } from './claim-rules.ts'

/** The tenants. One of the few tables that stand above the municipalities. */
export const municipalities = pgTable(
  'municipalities',
  {
    municipalityCode: text().primaryKey(),
    name: swedishText().notNull(),
    /** The municipality's own issuer of OAuth 2 access tokens (RFC 9068); all three or none. */
    tokenIssuer: text(),
    tokenAudience: text(),
    tokenKeysUrl: text(),
    /** Whether tokens of the plain type JWT count as access tokens too, as Entra ID issues them; RFC 9068 has at+jwt. */
    acceptsTokenTypeJwt: boolean().notNull().default(false),
    /** What claims of tokens give, beside the scopes and roles that the tokens name themselves. */
    tokenClaims: jsonb().$type<TokenClaim[]>().notNull().default([]),
    /** The organisation (`212000-0084`) that tokens must be of; null: any. */
    tokenOrganisationNumber: text(),
    /** Whether everybody may read its schemes, without a key. */
    publishesSchemes: boolean().notNull().default(false),
    /** Whether everybody may read what it has granted; its agreements; what it has paid: as open data, without a key. */
    publishesDecisions: boolean().notNull().default(false),
    publishesAgreements: boolean().notNull().default(false),
    publishesPayments: boolean().notNull().default(false),
    /** Whether its statistics may be asked for with a key in the address, for tools that cannot send headers. */
    allowsKeyInAddress: boolean().notNull().default(false),
    ...tracked()
  },
  table => [
    check('municipalities_code', sql`${table.municipalityCode} ~ '^[0-9]{4}$'`),
    check('municipalities_tokens', sql`num_nulls(token_issuer, token_audience, token_keys_url) in (0, 3)`)
  ]
)
