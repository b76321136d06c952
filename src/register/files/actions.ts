import { and, eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { patternOf, replaceTexts } from '../../platform/database/texts.ts'
import { createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import { extensionOf } from '../../platform/files/media-types.ts'
import { organisations } from '../organisations/record.ts'
import { isOfConfidential, refuseInUse } from './queries.ts'
import { type FileRow, file, files } from './record.ts'

const { subject } = file

type Kept = Pick<
  FileRow,
  'municipalityCode' | 'id' | 'name' | 'mediaType' | 'byteCount' | 'checksum' | 'organisationId'
>

/** An id for a file whose bytes are put into the storage before its row is there. */
export async function newId(db: Connection): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(sql`select uuid_v7() as id`)
  return rows[0]!.id
}

/**
 * Registers a file whose bytes are in the storage. The name of one of a confidential organisation is not kept: it would tell whose it is.
 * @throws Invalid (organisation)
 */
export async function createFile(tx: Transaction, actor: Actor, kept: Kept): Promise<FileRow> {
  const { municipalityCode, organisationId } = kept
  await checkReferences(tx, municipalityCode, [
    { table: organisations, id: organisationId, field: '/organisationId', what: 'an organisation' }
  ])
  const name = (await isOfConfidential(tx, kept)) ? `Skyddad fil.${extensionOf(kept.name)}` : kept.name
  return await createRecord(tx, actor, subject, { ...kept, name }, { parentId: organisationId ?? undefined })
}

/**
 * Takes back a file, and with it its bytes: they are taken out of the storage after the commit (clearing.ts). Name, checksum, size and days
 * stay. @throws NotFound, Conflict (withdrawn, in use)
 */
export async function withdrawFile(tx: Transaction, actor: Actor, ref: Ref, reason: string): Promise<FileRow> {
  const { organisationId } = await lockRecord(tx, files, 'file', ref)
  await refuseInUse(tx, ref)
  return (await withdrawRecord(tx, actor, subject, ref, reason, organisationId ?? undefined)).after
}

/** What stands in the place of the name of an erased file. */
const ERASED = 'Raderad fil'

/**
 * Erases what is kept of an organisation, whatever names it: its own files and, where they are not said to be of another, those of its
 * documents and reports, and their names, also in histories and of files that were withdrawn before.
 */
export async function eraseFilesOf(tx: Transaction, actor: Actor, { municipalityCode, id }: Ref, reason: string) {
  const ofDocuments = sql`${files.id} in (select document.file_id from organisation_documents document
    where document.municipality_code = ${municipalityCode} and document.organisation_id = ${id})`
  const ofReports = sql`${files.id}::text in (select jsonb_array_elements_text(report.file_ids) from reports report
    where report.municipality_code = ${municipalityCode} and report.organisation_id = ${id})`
  const named = sql`(${files.organisationId} is null and (${ofDocuments} or ${ofReports}))`
  const rows = await tx
    .select()
    .from(files)
    .where(and(eq(files.municipalityCode, municipalityCode), sql`(${files.organisationId} = ${id} or ${named})`))
    .orderBy(files.id)
    .for('update')
  for (const row of rows) {
    if (row.name !== ERASED) await eraseName(tx, row)
    if (!row.withdrawnAt) await withdrawRecord(tx, actor, subject, row, reason, row.organisationId ?? undefined)
  }
}

async function eraseName(tx: Transaction, { municipalityCode, id, name }: FileRow): Promise<void> {
  const pattern = patternOf([name], { isAnywhere: true })
  if (pattern) await replaceTexts(tx, municipalityCode, { pattern, word: ERASED, within: [id] })
  await tx
    .update(files)
    .set({ name: ERASED })
    .where(and(eq(files.municipalityCode, municipalityCode), eq(files.id, id)))
}
