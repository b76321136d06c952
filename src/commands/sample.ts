import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { EXAMPLE_CODE, EXAMPLE_ROLE, loadExample } from '../../samples/example.ts'
import { loadHaninge } from '../../samples/haninge.ts'
import { loadHelsingborg } from '../../samples/helsingborg.ts'
import { loadLund } from '../../samples/lund.ts'
import { municipalityNames } from '../../samples/names.ts'
import { loadStockholm } from '../../samples/stockholm.ts'
import type { Call } from '../../samples/through-the-api.ts'
import { loadVaxjo } from '../../samples/vaxjo.ts'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Database } from '../platform/database/connection.ts'
import { createApiKey, revokeApiKey } from '../platform/http/api-keys.ts'
import type { App } from '../platform/http/app.ts'
import { apiPrefix } from '../platform/http/openapi-info.ts'
import { SAMPLE_KEY } from './greeting.ts'
import { importFile } from './import-file.ts'

/** Three real municipalities, with every decision that their pages publish (sources in the files). */
const decisionFiles = [
  // That its amounts are per year stands in the notes of the file.
  { municipalityCode: '0136', file: 'haninge', options: { default: ['amount_per:year'] } },
  { municipalityCode: '1862', file: 'degerfors', options: {} },
  { municipalityCode: '2031', file: 'rattvik', options: {} }
]

/** Five that show agreements, schemes, proposals and what is not known of them, each told through the API. */
const municipalities = [
  { municipalityCode: '0136', load: loadHaninge },
  { municipalityCode: '0780', load: loadVaxjo },
  { municipalityCode: '0180', load: loadStockholm },
  { municipalityCode: '1283', load: loadHelsingborg },
  { municipalityCode: '1281', load: loadLund }
]

const sampleFile = (file: string) => fileURLToPath(new URL(`../../samples/${file}`, import.meta.url))

/** `partnerskap sample`: loads them all, and changes nothing where they are loaded already. */
export async function loadSample(database: Database, config: Config): Promise<number> {
  let code = 0
  for (const { municipalityCode, file, options } of decisionFiles) {
    const path = sampleFile(`decisions-${municipalityCode}-${file}.csv`)
    code = Math.max(
      code,
      await importFile({ database, maxRows: config.importMaxRows }, path, municipalityCode, options)
    )
  }
  await throughTheApi(database, config, async (call, person) => {
    const schemes = await readFile(sampleFile('schemes.csv'))
    for (const { municipalityCode, load } of municipalities) {
      await load(call)
      console.log(`${municipalityNames[municipalityCode]}: ${await importSchemes(call, municipalityCode, schemes)}`)
    }
    const [checker, approver] = [await person('Exempelhandläggare'), await person('Exempelchef')]
    await loadExample(call, { checker, approver })
    console.log(`${municipalityNames[EXAMPLE_CODE]}: an invented municipality, of which everything is made up`)
  })
  return code
}

const TEN_MINUTES = 600_000

/** Asks as a person of the invented municipality. */
type Person = (holder: string) => Promise<Call>

/** Lets `work` ask the service over the same database, with keys that live no longer than that. */
async function throughTheApi(
  database: Database,
  config: Config,
  work: (call: Call, person: Person) => Promise<void>
): Promise<void> {
  const app = await buildApp({ config: { ...config, logLevel: 'warn', docs: false }, database })
  const expiresAt = new Date(Date.now() + TEN_MINUTES).toISOString()
  const ids: string[] = []
  const keyed = async (key: Parameters<typeof createApiKey>[1]) => {
    const { id, secret } = await createApiKey(database, key)
    ids.push(id)
    return callerOf(app, secret)
  }
  const person: Person = holder =>
    keyed({
      ...{ name: SAMPLE_KEY, municipalityCodes: [EXAMPLE_CODE], holder, holderKind: 'person', expiresAt },
      roles: [EXAMPLE_ROLE],
      scopes: ['payments:read', 'payments:check', 'payments:approve']
    })
  try {
    const call = await keyed({ name: SAMPLE_KEY, municipalityCodes: null, scopes: ['*'], expiresAt })
    await work(call, person)
  } finally {
    for (const id of ids) await revokeApiKey(database, id)
    await app.close()
  }
}

const callerOf =
  (app: App, secret: string): Call =>
  async (method, path, body, headers) => {
    const sent = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body)
    const {
      statusCode,
      headers: answered,
      body: text
    } = await app.inject({
      method: method as 'GET' | 'PUT' | 'POST' | 'PATCH',
      url: `${apiPrefix}${path}`,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers
      },
      ...(sent !== undefined && { payload: sent })
    })
    return { status: statusCode, headers: answered as Record<string, string | undefined>, body: JSON.parse(text) }
  }

/** The schemes of the file that are the municipality's; its other rows are passed over. @throws when a row is refused */
async function importSchemes(call: Call, municipalityCode: string, file: Buffer): Promise<string> {
  const path = `/${municipalityCode}/scheme-imports?others=skip`
  const { status, body } = await call('POST', path, file, { 'content-type': 'text/csv' })
  const { createdCount, updatedCount, unchangedCount, rejectedCount } = (body.counts ?? {}) as Record<string, number>
  if (status !== 200 || rejectedCount !== 0) throw new Error(`schemes.csv: ${status} ${JSON.stringify(body)}`)
  return `${createdCount} schemes created, ${updatedCount} updated, ${unchangedCount} unchanged`
}
