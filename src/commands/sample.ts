import { fileURLToPath } from 'node:url'
import type { Database } from '../database/connection.ts'
import { registerMunicipality } from '../municipalities/actions.ts'
import { importFile, localActor } from './import-file.ts'

/** Three real municipalities, with every decision that their pages publish (sources in the files). */
const samples = [
  { municipalityCode: '0136', name: 'Haninge', file: 'decisions-0136-haninge.csv' },
  { municipalityCode: '1862', name: 'Degerfors', file: 'decisions-1862-degerfors.csv' },
  { municipalityCode: '2031', name: 'Rättvik', file: 'decisions-2031-rattvik.csv' }
]

/** `partnerskap sample`: loads them, and changes nothing where they are loaded already. */
export async function loadSample(database: Database): Promise<number> {
  let code = 0
  for (const { municipalityCode, name, file } of samples) {
    await database.transaction(tx => registerMunicipality(tx, localActor(), municipalityCode, { name }))
    const path = fileURLToPath(new URL(`../../test/fixtures/${file}`, import.meta.url))
    code = Math.max(code, await importFile(database, path, municipalityCode, {}))
  }
  return code
}
