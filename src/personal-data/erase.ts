import { sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../base/actor.ts'
import { today } from '../base/dates.ts'
import { Conflict } from '../base/errors.ts'
import type { Transaction } from '../platform/database/connection.ts'
import { ofMunicipality } from '../platform/database/municipality.ts'
import { amendRecord, lockRecord } from '../platform/database/records.ts'
import { countMentions, type Mentions, patternOf } from '../platform/database/texts.ts'
import { recordEvent } from '../platform/events/actions.ts'
import { eraseFilesOf } from '../register/files/actions.ts'
import { merged } from '../register/organisations/actions.ts'
import { eraseWords, replaceWords, statedOfAll, tellingOf } from '../register/organisations/confidential.ts'
import { isPerson } from '../register/organisations/queries.ts'
import { organisations } from '../register/organisations/record.ts'
import { type MustBeKept, mustBeKept } from './keep.ts'
import { problems } from './problems.ts'
import type { PersonalData, PersonErasure } from './record.ts'
import { archivedUntil } from './retention.ts'
import { grounds } from './rules.ts'

/**
 * Erases a person that is registered as an organisation, a sole trader mostly: the name, contacts and accounts become a neutral
 * word or nothing, in the records and in all texts of the municipality. Amounts, days, decisions, payments and entries of the
 * ledger stay as they are. All of it in one transaction, or nothing. A dry run
 * is refused as the erasure would be. @throws NotFound, Conflict (withdrawn, merged, no person, must be kept)
 */
export async function erasePerson(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { reason, dryRun = false, words = [] }: Static<typeof PersonErasure>
): Promise<PersonalData> {
  const { municipalityCode, id } = ref
  const before = await lockRecord(tx, organisations, 'organisation', ref)
  if (before.erasedAt) return { items: [], isComplete: true }
  if (before.mergedIntoId) throw merged(before.mergedIntoId)
  const same = [ref, ...(await mergedInto(tx, ref))]
  const values: Awaited<ReturnType<typeof statedOfAll>> = []
  for (const each of same) values.push(...(await statedOfAll(tx, each)))
  if (before.organisationNumber ?? (await numberKeptApart(tx, ref)))
    throw new Conflict(problems['organisation-not-a-person'], {
      en: 'It has an organisation number: it is a legal person.',
      sv: 'Den har ett organisationsnummer: den är en juridisk person.'
    })
  if (!(await mayBePerson(tx, ref)))
    throw new Conflict(problems['organisation-not-a-person'], {
      en: `Its legal form is ${before.legalForm}: it is a legal person.`,
      sv: `Dess juridiska form är ${before.legalForm}: den är en juridisk person.`
    })
  const kept = await mustBeKept(tx, ref, today(), await archivedUntil(tx, ref))
  if (kept.length > 0) throw mustStay(kept)
  if (dryRun) {
    const pattern = patternOf([...tellingOf(values), ...words])
    return counted(pattern ? await countMentions(tx, municipalityCode, pattern) : [])
  }
  const word = await eraseWords(tx, ref)
  for (const each of same.slice(1)) await eraseWords(tx, each)
  await clearPersons(tx, ref)
  for (const each of same) await eraseFilesOf(tx, actor, each, reason)
  const texts = await replaceWords(tx, ref, { values, words, word })
  const { version } = await amendRecord(tx, organisations, ref, {
    erasedAt: new Date().toISOString(),
    confidentialOn: null
  })
  await recordEvent(tx, actor, 'organisation.personErased', { municipalityCode, id, version }, { reason })
  return counted(texts)
}

/** Of an erasure it is told how many rows of a table name the person in their texts. */
const counted = (found: Mentions[]): PersonalData => ({
  items: found.map(({ table, count }) => ({ table, rowHeld: { count } })),
  isComplete: true
})

/** Registrations of the same person that were merged into it. */
async function mergedInto(tx: Transaction, { municipalityCode, id }: Ref): Promise<Ref[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from organisations where municipality_code = ${municipalityCode} and merged_into_id = ${id} order by id for update`)
  return rows.map(each => ({ municipalityCode, id: each.id }))
}

async function numberKeptApart(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select from confidential_values
    where municipality_code = ${municipalityCode} and organisation_id = ${id} and field = 'organisation_number'`)
  return rows.length > 0
}

/** Whether its legal form is that of a person, or not stated: files of decisions name persons without any. */
async function mayBePerson(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select from organisations party where ${ofMunicipality(municipalityCode, 'party')} and party.id = ${id}
      and (party.legal_form is null or ${isPerson('party')})`)
  return rows.length > 0
}

/** Contacts count as erased, names of who signed for the person go, and hashes of what was received of it. */
async function clearPersons(tx: Transaction, { municipalityCode, id }: Ref) {
  await tx.execute(sql`
    update contacts set erased_at = statement_timestamp(), version = version + 1
    where municipality_code = ${municipalityCode} and organisation_id = ${id} and erased_at is null`)
  await tx.execute(sql`
    update agreement_persons set name = null where municipality_code = ${municipalityCode} and agreement_id in (
      select agreement_id from agreement_parties where municipality_code = ${municipalityCode} and organisation_id = ${id})`)
  await tx.execute(sql`
    delete from received_contents where municipality_code = ${municipalityCode} and record_id = ${id}`)
}

function mustStay(kept: MustBeKept[]): Conflict {
  const violations = kept.map(({ ground, law, ids, until }) => {
    const { en, sv } = grounds[ground]
    return {
      field: '/id',
      message: `must be kept${until ? ` until ${until}` : ''}: ${en} (${law}); records: ${ids.slice(0, 5).join(', ')}`,
      sv: `måste bevaras${until ? ` till ${until}` : ''}: ${sv} (${law}); handlingar: ${ids.slice(0, 5).join(', ')}`
    }
  })
  const detail = {
    en: 'Laws demand that the person be kept. Nothing was erased.',
    sv: 'Lagar kräver att personen bevaras. Ingenting har raderats.'
  }
  return new Conflict(problems['person-must-be-kept'], detail, violations, { mustBeKept: kept })
}
