import { and, eq, isNull, sql } from 'drizzle-orm'
import { nameKey } from '../base/names.ts'
import type { Database } from '../platform/database/connection.ts'
import { makeAgreements } from '../register/agreements/make-from-scheme.ts'
import { schemes } from '../register/schemes/record.ts'
import { localActor } from './import-file.ts'

/**
 * `partnerskap make-agreements SCHEME`: the agreements of the awards of a scheme, which is named by its id or its name.
 * Throws where there is none of the name, or several. Prints how many were made.
 */
export async function makeAgreementsCommand(
  database: Database,
  municipalityCode: string,
  scheme: string,
  dryRun = false
) {
  const found = await database
    .select({ id: schemes.id, name: schemes.name })
    .from(schemes)
    .where(
      and(
        eq(schemes.municipalityCode, municipalityCode),
        isNull(schemes.withdrawnAt),
        sql`(${schemes.id}::text = ${scheme.toLowerCase()} or ${schemes.nameKey} = ${nameKey(scheme)})`
      )
    )
  const [one] = found
  if (!one || found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new Error(
      one ? `${scheme} is the name of several schemes; say the id: ${ids}` : `There is no scheme ${scheme}`
    )
  }
  const { agreementCount } = await database.transaction(tx =>
    makeAgreements(tx, localActor(), { municipalityCode, id: one.id }, dryRun)
  )
  console.log(`${one.name}: ${agreementCount} agreements ${dryRun ? 'would be made' : 'made'}`)
}
