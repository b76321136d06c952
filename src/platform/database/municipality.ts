import { type Placeholder, type SQL, sql } from 'drizzle-orm'

/** The municipality's code in a statement: its value, or the placeholder of a prepared one. */
export type Code = string | Placeholder | SQL

/** The code in the prepared statement of a list, which `page` fills in. */
export const listedCode = sql.placeholder('municipalityCode')

/**
 * That each of the tables is of the municipality. Tables are joined by the municipality's code and by the id; this compares
 * each of them with the parameter as well, so that PostgreSQL knows of each which part it needs, whatever it reads first:
 * `where ${ofMunicipality(code, 'line', 'decision')} and …`. For an outer join it stands in the ON of the join.
 */
export const ofMunicipality = (code: Code, ...aliases: string[]): SQL =>
  sql.join(
    aliases.map(alias => sql`${sql.identifier(alias)}.municipality_code = ${code}`),
    sql` and `
  )
