import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ne, sql } from 'drizzle-orm'
import type { Config } from '../config.ts'
import type { Connection, Database } from '../platform/database/connection.ts'
import { createApiKey } from '../platform/http/api-keys.ts'
import { apiPrefix } from '../platform/http/openapi-info.ts'
import { apiKeys } from '../platform/http/tables.ts'

type Greeting = { address: string; config: Config; database: Database }

/** The first lines that are printed, for people: where the service is and, the first time, how to begin. */
export async function greet({ address, config, database }: Greeting): Promise<void> {
  console.log(`Partnerskap     ${address}`)
  if (config.docs) console.log(`Documentation   ${address}/docs`)
  if (config.readOnly) return console.log('Reads only      writes are taken by another process')
  // A log is read by more than one, and kept: a secret does not belong there, and what is not printed is not made.
  if (!process.stdout.isTTY && !config.printFirstKey) {
    if (!(await hasKeys(database))) console.log(NO_KEY_YET)
    return
  }
  const key = await firstKey(database)
  if (key) console.log(firstSteps(address, key))
}

async function hasKeys(db: Connection): Promise<boolean> {
  return (await db.$count(apiKeys, ne(apiKeys.name, SAMPLE_KEY))) > 0
}

const NO_KEY_YET = `No key yet      make one: npm run partnerskap -- keys create NAME
                (all municipalities, all scopes unless told; PRINT_FIRST_KEY=true has the first start print one here)`

/** Any number that nothing else in the database locks. */
const FIRST_KEY_LOCK = 7_275_017_002

/** Keys by which the sample is loaded. They live for minutes and nobody holds them: the first key is still to come. */
export const SAMPLE_KEY = 'partnerskap sample'

/** The first administrator's key, when there is no key yet; null ever after. Two processes that start at once make one. */
async function firstKey(database: Database): Promise<string | null> {
  return await database.transaction(async tx => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_KEY_LOCK})`)
    if (await hasKeys(tx)) return null
    const { secret } = await createApiKey(tx, { name: 'first key', municipalityCodes: null, scopes: ['*'] })
    return secret
  })
}

const sampleFile = fileURLToPath(new URL('../../samples/decisions-0136-haninge.csv', import.meta.url))

/** The key, and commands that work when pasted. */
function firstSteps(address: string, key: string): string {
  const api = address + apiPrefix
  const authorization = `-H 'Authorization: Bearer ${key}'`
  return `API key         ${key}
                (all municipalities, all scopes; shown this once)

Register Haninge and import its real decisions:

curl -X PUT ${api}/municipalities/0136 ${authorization} -H 'Content-Type: application/json' -d '{"name":"Haninge"}'
curl ${api}/0136/decision-imports ${authorization} -H 'Content-Type: text/csv' --data-binary @'${relative('.', sampleFile)}'

List its awards, and get totals per year and scheme:

curl '${api}/0136/awards?limit=3' ${authorization}
curl '${api}/0136/statistics/grant-totals?groupBy=year,scheme&yearBasis=grant' ${authorization}
`
}
