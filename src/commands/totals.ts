import { sql } from 'drizzle-orm'
import { rebuildKeptSums, verifyKeptSums } from '../money/ledger/kept-sums.ts'
import type { Database } from '../platform/database/connection.ts'
import { knownInstant } from '../platform/known/instants.ts'

type Asked = { municipality?: string[] }

/** The municipalities told, or all; each in turn. @throws Error where one of them is not registered */
async function municipalitiesOf(database: Database, { municipality }: Asked): Promise<string[]> {
  const { rows } = await database.execute<{ code: string }>(
    sql`select municipality_code as code from municipalities order by municipality_code`
  )
  const codes = rows.map(({ code }) => code)
  const unknown = municipality?.find(code => !codes.includes(code))
  if (unknown !== undefined) throw new Error(`--municipality ${unknown}: is not registered`)
  return municipality ?? codes
}

/**
 * `partnerskap totals verify`: compares the sums that are kept beside the ledger with its entries. Answers the exit code: 2
 * where they differ.
 */
export async function verifyTotals(database: Database, asked: Asked): Promise<number> {
  let code = 0
  for (const municipality of await municipalitiesOf(database, asked)) {
    // Both are read by one statement, and so of one instant.
    const { totals, months, organisations } = await database.transaction(async tx => {
      await tx.execute(sql`set local statement_timeout = 0`)
      return await verifyKeptSums(tx, municipality)
    })
    if (totals + months + organisations > 0) code = 2
    console.log(
      `${municipality}  ${totals} sums, ${months} sums by month and ${organisations} organisations differ from the entries`
    )
  }
  return code
}

/** `partnerskap totals rebuild`: computes them anew from the entries, a municipality at a time. */
export async function rebuildTotals(database: Database, asked: Asked): Promise<void> {
  for (const municipality of await municipalitiesOf(database, asked)) {
    await database.transaction(async tx => {
      await tx.execute(sql`set local statement_timeout = 0`)
      await knownInstant(tx, municipality)
      await rebuildKeptSums(tx, municipality)
    })
    console.log(`${municipality}  computed from the entries`)
  }
}
