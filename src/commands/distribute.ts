import type { Config } from '../config.ts'
import { type Asked, distribute, readServer, whyNot } from '../platform/database/distribute.ts'
import { distributionOf, stepsOf } from '../platform/database/distribution.ts'
import { readCatalogue } from '../platform/database/distribution-catalogue.ts'
import { aClient, demandMigrated, inTurnOfMigrations } from '../platform/database/migrate.ts'

type Options = Asked & { dryRun?: boolean }

/**
 * `partnerskap distribute`: lays the tables out over the nodes of Citus (docs/scaling.md). `dryRun`: prints the SQL, and what stands in the way.
 * Answers the exit code: 2 where something does. @throws Error of the database, or where the schema is not up to date
 */
export async function distributeCommand({ databaseUrl }: Config, { dryRun, ...asked }: Options): Promise<number> {
  if (databaseUrl === undefined) throw new Error('DATABASE_URL must be the address of a coordinator of Citus.')
  let code = 0
  await inTurnOfMigrations(databaseUrl, async () => {
    const client = aClient(databaseUrl, 'partnerskap distribute')
    try {
      await client.connect()
      await demandMigrated(client)
      const catalogue = await readCatalogue(client)
      const distribution = distributionOf(catalogue)
      const problems = whyNot(await readServer(client), distribution, asked)
      const { distributed, reference, local } = distribution
      console.log(
        `-- ${distributed.length} tables by municipality, ${reference.length} on every node (${reference.join(', ')}), ${local.length} on the coordinator`
      )
      if (dryRun) for (const step of stepsOf(catalogue)) console.log(sqlOf(step))
      for (const problem of problems) console.error(problem)
      if (problems.length > 0) code = 2
      else if (!dryRun)
        console.log(`-- ${await distribute(client, ({ what }) => console.log(`-- ${what}`))} steps done`)
    } finally {
      await client.end().catch(() => {})
    }
  })
  return code
}

function sqlOf({ what, statements }: { what: string; statements: string[] }): string {
  const [first] = statements
  const sql = statements.length === 1 ? `${first};` : `begin;\n${statements.join(';\n')};\ncommit;`
  return `-- ${what}\n${sql}`
}
