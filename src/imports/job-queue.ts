import { createHash } from 'node:crypto'
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../base/actor.ts'
import { Conflict, Unavailable } from '../base/errors.ts'
import type { Connection, Database, Transaction } from '../platform/database/connection.ts'
import type { Source } from '../platform/http/spool.ts'
import { checkOptions, checkScopes, paymentsOf } from './actions.ts'
import type { SentFile } from './files/compressed.ts'
import { problems } from './problems.ts'
import { findImport } from './queries.ts'
import { unended } from './rules.ts'
import type { ImportQuery } from './schemas.ts'
import { decisionImportJobs, decisionImportParts, decisionImports } from './tables.ts'
import type { ImportRecord } from './writing/report.ts'

/**
 * Imports that jobs are to do. Their files are kept in the database: every process of a deployment reaches it, it is in the
 * same transaction as the record, and in the same backup.
 */

/** The task of graphile-worker that does what is queued of a municipality. */
export const IMPORT_TASK = 'importQueued'

const NO_COUNTS = {
  createdCount: 0,
  updatedCount: 0,
  unchangedCount: 0,
  rejectedCount: 0,
  missingCount: 0,
  withdrawnCount: 0
}
const PART = 1_048_576

/** Takes a file to be imported by a job. @throws Invalid (options), Forbidden, Unavailable where nobody does jobs */
export async function queueImport(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  { source, contentType }: SentFile,
  options: ImportQuery
): Promise<ImportRecord> {
  checkOptions(options)
  checkScopes(actor, paymentsOf(options))
  const { rows } = await tx.execute<{ there: boolean }>(
    sql`select to_regclass('graphile_worker.migrations') is not null as there`
  )
  if (!rows[0]!.there) {
    throw new Unavailable(
      problems['import-jobs-missing'],
      {
        en: 'Nobody does jobs here: send the file without Prefer.',
        sv: 'Ingen utför jobb här: skicka filen utan Prefer.'
      },
      60
    )
  }
  const [made] = await tx
    .insert(decisionImports)
    .values({
      municipalityCode,
      source: options.source ?? 'import',
      status: 'queued',
      options,
      checksum: '',
      ignoredColumns: [],
      counts: NO_COUNTS,
      violations: [],
      actorName: actor.name
    })
    .returning()
  const of = { municipalityCode, importId: made!.id }
  const checksum = await keepFile(tx, of, source)
  const [record] = await tx
    .update(decisionImports)
    .set({ checksum })
    .where(isImport({ municipalityCode, id: made!.id }))
    .returning()
  const scopes = [...actor.scopes]
  await tx
    .insert(decisionImportJobs)
    .values({ ...of, contentType, actor: { ...actor, scopes, roles: [...actor.roles] } })
  await tx.execute(sql`
    select graphile_worker.add_job(${IMPORT_TASK}, json_build_object('municipalityCode', ${municipalityCode}::text),
      job_key := ${jobKeyOf(municipalityCode)}, max_attempts := 1)`)
  return record!
}

/** One job for all that is queued of a municipality. */
export const jobKeyOf = (municipalityCode: string) => `imports of ${municipalityCode}`

type Key = { municipalityCode: string; importId: string }

export const isImport = ({ municipalityCode, id }: Ref): SQL =>
  and(eq(decisionImports.municipalityCode, municipalityCode), eq(decisionImports.id, id))!
export const isJob = ({ municipalityCode, importId }: Key): SQL =>
  and(eq(decisionImportJobs.municipalityCode, municipalityCode), eq(decisionImportJobs.importId, importId))!

/** Keeps the file in parts; answers its SHA-256, hexadecimal. */
async function keepFile(tx: Transaction, key: Key, source: Source): Promise<string> {
  const hash = createHash('sha256')
  let held: Uint8Array[] = []
  let size = 0
  let position = 0
  const keep = async () => {
    await tx.insert(decisionImportParts).values({ ...key, position: position++, bytes: Buffer.concat(held) })
    held = []
    size = 0
  }
  for await (const part of source.read()) {
    hash.update(part)
    held.push(part)
    size += part.length
    if (size >= PART) await keep()
  }
  if (size > 0) await keep()
  return hash.digest('hex')
}

/** The bytes of a file that is kept, part by part. */
export async function* keptFile(database: Database, { municipalityCode, importId }: Key): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position++) {
    const [part] = await database
      .select({ bytes: decisionImportParts.bytes })
      .from(decisionImportParts)
      .where(
        and(
          eq(decisionImportParts.municipalityCode, municipalityCode),
          eq(decisionImportParts.importId, importId),
          eq(decisionImportParts.position, position)
        )
      )
    if (!part) return
    yield part.bytes
  }
}

/** Lets go of a job and of its file. */
export async function endJob(tx: Connection, key: Key): Promise<void> {
  await tx.delete(decisionImportJobs).where(isJob(key))
  await tx
    .delete(decisionImportParts)
    .where(
      and(
        eq(decisionImportParts.municipalityCode, key.municipalityCode),
        eq(decisionImportParts.importId, key.importId)
      )
    )
}

/** Ends an import that a job does, or is to do: at once where it is queued, else within a second or so. @throws NotFound, Conflict */
export async function cancelDecisionImport(tx: Transaction, ref: Ref): Promise<ImportRecord> {
  const { municipalityCode, id: importId } = ref
  await findImport(tx, ref)
  const [job] = await tx
    .update(decisionImportJobs)
    .set({ isCancelled: true })
    .where(isJob({ municipalityCode, importId }))
    .returning()
  if (!job)
    throw new Conflict(problems['import-ended'], {
      en: 'The import has ended: it cannot be cancelled any more.',
      sv: 'Inläsningen är avslutad: den kan inte avbrytas längre.'
    })
  const cancelled = await tx
    .update(decisionImports)
    .set({ status: 'cancelled' })
    .where(and(isImport(ref), eq(decisionImports.status, 'queued')))
    .returning()
  if (cancelled.length > 0) await endJob(tx, { municipalityCode, importId })
  return await findImport(tx, ref)
}

/** The municipalities that have imports which have not ended. */
export async function municipalitiesWaiting(database: Database): Promise<string[]> {
  const { rows } = await database.execute<{ code: string }>(
    sql`select distinct municipality_code as code from decision_import_jobs order by 1`
  )
  return rows.map(({ code }) => code)
}

/** Those of a municipality, in the order in which they were sent. */
export async function jobsOf(database: Database, municipalityCode: string) {
  return await database
    .select({ job: decisionImportJobs, options: decisionImports.options, status: decisionImports.status })
    .from(decisionImportJobs)
    .innerJoin(
      decisionImports,
      and(eq(decisionImports.municipalityCode, municipalityCode), eq(decisionImports.id, decisionImportJobs.importId))
    )
    .where(
      and(eq(decisionImportJobs.municipalityCode, municipalityCode), inArray(decisionImports.status, [...unended]))
    )
    .orderBy(asc(decisionImportJobs.importId))
}
