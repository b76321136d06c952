import { type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { problems } from './problems.ts'
import type { FileRow } from './record.ts'

/** The records that stand and name the file of the id, and the agreements of which a version does. */
const uses = (code: Code, id: SQL) => sql`
  select 'decision' as what, naming.id from decisions naming where ${ofMunicipality(code, 'naming')}
    and naming.withdrawn_at is null and naming.file_ids <> '[]' and naming.file_ids ? ${id}
  union all
  select 'application', naming.id from applications naming where ${ofMunicipality(code, 'naming')}
    and naming.withdrawn_at is null and naming.file_ids <> '[]' and naming.file_ids ? ${id}
  union all
  select 'report', naming.id from reports naming where ${ofMunicipality(code, 'naming')}
    and naming.withdrawn_at is null and naming.file_ids <> '[]' and naming.file_ids ? ${id}
  union all
  select 'organisationDocument', naming.id from organisation_documents naming where ${ofMunicipality(code, 'naming')}
    and naming.withdrawn_at is null and naming.file_id::text = ${id}
  union all
  select 'agreement', naming.agreement_id from agreement_versions naming
    join agreements agreement on agreement.municipality_code = naming.municipality_code and agreement.id = naming.agreement_id
    where ${ofMunicipality(code, 'naming', 'agreement')} and agreement.withdrawn_at is null
      and naming.patch -> 'fileIds' <> '[]' and naming.patch -> 'fileIds' ? ${id}`

/** Whether a record names the file of this alias. */
export const isInUse = (code: Code, alias: string) =>
  sql`exists (${uses(code, sql`${sql.identifier(alias)}.id::text`)})`

/** Records that are told of a file that is in use, at most. */
const MOST_TOLD = 20

/** @throws Conflict `file-in-use` with the records that name it */
export async function refuseInUse(db: Connection, { municipalityCode, id }: Ref): Promise<void> {
  const { rows: records } = await db.execute<{ what: string; id: string }>(sql`
    select distinct naming.what, naming.id from (${uses(municipalityCode, sql`${id.toLowerCase()}`)}) naming
    order by 1, 2 limit ${MOST_TOLD}`)
  if (records.length === 0) return
  const detail = {
    en: `${records.length === MOST_TOLD ? 'At least ' : ''}${records.length} records name the file.`,
    sv: `${records.length === MOST_TOLD ? 'Minst ' : ''}${records.length} poster hänvisar till filen.`
  }
  throw new Conflict(problems['file-in-use'], detail, [], { records })
}

type OfOrganisation = Pick<FileRow, 'municipalityCode' | 'id' | 'organisationId'>

/** Whether the file is of a confidential organisation: by itself, or as its document or report. */
export async function isOfConfidential(db: Connection, { municipalityCode, id, organisationId }: OfOrganisation) {
  const { rows } = await db.execute(sql`
    select from organisations party where ${ofMunicipality(municipalityCode, 'party')} and party.confidential_on is not null
      and (party.id = ${organisationId}
        or party.id in (select document.organisation_id from organisation_documents document
          where ${ofMunicipality(municipalityCode, 'document')} and document.file_id = ${id})
        or party.id in (select report.organisation_id from reports report
          where ${ofMunicipality(municipalityCode, 'report')} and report.file_ids <> '[]' and report.file_ids ? ${id}))
    limit 1`)
  return rows.length > 0
}
