import { and, eq } from 'drizzle-orm'
import { Value } from 'typebox/value'
import { DomainError } from '../base/errors.ts'
import type { Language } from '../base/language.ts'
import { type ReadLimits, usualLimits } from '../imports/files/limits.ts'
import { importRecords } from '../imports/record-imports/import.ts'
import { kinds } from '../imports/record-imports/kinds.ts'
import { readRecords } from '../imports/record-imports/read.ts'
import { type RecordKindName, recordKinds } from '../imports/record-imports/rules.ts'
import { RecordImportQuery } from '../imports/record-imports/schemas.ts'
import { type RecordImportRecord, recordImportRows } from '../imports/record-imports/tables.ts'
import { inTurn } from '../imports/turn.ts'
import type { Database } from '../platform/database/connection.ts'
import { work } from '../platform/database/work.ts'
import { openSource } from '../platform/http/spool.ts'
import {
  contentTypeOf,
  ensureMunicipality,
  exitCodes,
  type Given,
  localActor,
  refusedWhole,
  tellRefusal,
  told
} from './import-file.ts'
import { kronor, readText } from './receipt-text.ts'
import { wordsOf } from './receipt-words.ts'

/** `partnerskap import FILE --kind …`: organisations, agreements and payments, straight into the database as the API would. */

export const isRecordKind = (kind: string): kind is RecordKindName => (recordKinds as readonly string[]).includes(kind)

/**
 * Prints the receipt and each rejected row with its line; answers the exit code: 0 all rows came in, 2 some were rejected,
 * 3 the file was refused, 4 there are warnings and `strict` was asked for.
 */
export async function importRecordFile(
  { database, limits = usualLimits }: { database: Database; limits?: ReadLimits },
  kindName: RecordKindName,
  path: string,
  municipalityCode: string,
  { strict = false, name, language = 'en', ...given }: Given
): Promise<number> {
  const options = checkedOptions(given)
  const kind = kinds[kindName]
  const source = await openSource(path)
  await ensureMunicipality(database, municipalityCode, { name, language })
  const read = () => readRecords(kind, municipalityCode, { source, contentType: contentTypeOf(path) }, options, limits)
  const result = await work
    .run({ lane: 'imports', municipalityCode }, () =>
      inTurn(municipalityCode, read, file =>
        database.transaction(tx => importRecords(tx, localActor(), municipalityCode, kind, file))
      )
    )
    .catch(refusedWhole)
    .finally(() => source.close())
  if (result instanceof DomainError) return tellRefusal(path, result, language)
  const code = await summarise(database, path, result, language)
  const { warnings, unknownHeadings } = result.receipt
  return code === exitCodes.imported && strict && warnings.length + unknownHeadings.length > 0 ? exitCodes.warned : code
}

/** The options are those of the API, and are held to the same rules; those of decisions alone are refused. */
function checkedOptions(given: object): RecordImportQuery {
  const other = Object.keys(given).find(option => !(option in RecordImportQuery.properties))
  if (other) throw new Error(`${other}: is an option of imports of decisions`)
  const [error] = Value.Errors(RecordImportQuery, given)
  if (error) throw new Error(`${error.instancePath.slice(1) || 'options'}: ${error.message}`)
  return given as RecordImportQuery
}

async function summarise(
  database: Database,
  path: string,
  record: RecordImportRecord,
  language: Language
): Promise<number> {
  const { municipalityCode, id, kind, status, counts, receipt } = record
  const words = wordsOf[language]
  console.log(`${path}: ${kind}: ${words.came(counts, status === 'dryRun')} (${words.import} ${id})`)
  for (const line of readText(receipt, language)) console.log(line)
  if (receipt.amount !== null) console.log(`  ${words.inAll}: ${words.sum(kronor(receipt.amount))}`)
  if (counts.rejectedCount === 0) return exitCodes.imported
  const rows = await database
    .select()
    .from(recordImportRows)
    .where(
      and(
        eq(recordImportRows.municipalityCode, municipalityCode),
        eq(recordImportRows.importId, id),
        eq(recordImportRows.result, 'rejected')
      )
    )
    .orderBy(recordImportRows.position)
  for (const { violations } of rows) for (const violation of violations ?? []) console.log(told(violation, language))
  return exitCodes.rowsRejected
}
