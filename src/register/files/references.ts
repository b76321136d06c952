import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { files } from './record.ts'

/** Each file stands in the municipality, and is held until the transaction ends. `of`: the field that names one or several; `pointer`: to what has it.
 * @throws Invalid `reference-not-found` naming the fields */
export async function checkFiles(
  tx: Transaction,
  municipalityCode: string,
  of: { fileId?: string | null | undefined; fileIds?: readonly string[] | undefined },
  pointer = ''
): Promise<void> {
  const named = [
    ...(of.fileId ? [{ id: of.fileId, field: `${pointer}/fileId` }] : []),
    ...(of.fileIds ?? []).map((id, at) => ({ id, field: `${pointer}/fileIds/${at}` }))
  ]
  if (named.length === 0) return
  const reference = { table: files, what: 'a file' as const }
  await checkReferences(
    tx,
    municipalityCode,
    named.map(each => ({ ...reference, ...each }))
  )
}
