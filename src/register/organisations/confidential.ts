import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict } from '../../base/errors.ts'
import { nameKey, searchKey, twinKey } from '../../base/names.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { type Mentions, patternOf, replaceTexts } from '../../platform/database/texts.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { type Confidentiality, type ConfidentialValue, confidentialValues } from './confidential-record.ts'
import { problems } from './problems.ts'
import { type OrganisationRow, organisation, organisations } from './record.ts'

/**
 * The one home of the rule for confidential organisations: what is taken out of which records, and what stands there instead.
 * Whoever reads a record reads the neutral word; only the export of personal data and the file to the bank read what was taken out.
 */

/** What stands in the place of a value: `word` a neutral name, `account` one of an account, or nothing. */
type Cover = 'word' | 'account' | null
type Part = {
  table: string
  owner: 'id' | 'organisation_id'
  fields: Record<string, Cover>
  /** What of it is left where a person is erased, and is no secret of a confidential organisation. */
  isErasedOnly?: true
}

const PARTS: Part[] = [
  {
    table: 'organisations',
    owner: 'id',
    fields: { name: 'word', organisation_number: null, bankgiro: null, plusgiro: null, note: null, source_url: null }
  },
  { table: 'organisation_names', owner: 'organisation_id', fields: { name: 'word', source_url: null } },
  { table: 'contacts', owner: 'organisation_id', fields: { role: null, name: null, email: null, phone: null } },
  {
    table: 'payee_accounts',
    owner: 'organisation_id',
    fields: { account_number: 'account', checked_name: null, town: null, note: null }
  },
  {
    table: 'organisation_documents',
    owner: 'organisation_id',
    fields: { title: 'word', url: null, note: null, source_url: null },
    isErasedOnly: true
  }
]

/** What is taken out and does not tell who it is: another may say the same. It goes where the records of the organisation are told. */
const NOT_TELLING = new Set(['role', 'note', 'title', 'town'])
const FORMER_KEY = 'former_name_keys/'

/** The neutral name of an organisation; it ends with the end of its id, so that two are two. */
const neutralName = (word: string, id: string) => `${word} ${id.slice(-6).toUpperCase()}`
const CONFIDENTIAL = 'Skyddad part'
const ERASED = 'Raderad person'
/** The neutral number of an account; the bank is never told it. */
const neutralAccount = (id: string) => `SKYDDAT-${id.slice(-8).toUpperCase()}`

/** Makes an organisation confidential, or no longer so. @throws NotFound, Conflict (withdrawn, merged) */
export async function setConfidentiality(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { confidential, reason, words = [] }: Static<typeof Confidentiality>
): Promise<OrganisationRow> {
  const before = await lockRecord(tx, organisations, 'organisation', ref)
  if (before.mergedIntoId || (await isMergedInto(tx, ref))) {
    throw new Conflict(problems['organisation-merged'], {
      en: 'Others were merged into it, or it into another: their names stand by themselves.',
      sv: 'Andra har slagits ihop med den, eller den med en annan: deras namn står för sig.'
    })
  }
  if ((before.confidentialOn !== null) !== confidential) {
    await (confidential ? cover(tx, ref, before.formerNameKeys, words) : uncover(tx, ref))
    const after = await amendRecord(tx, organisations, ref, { confidentialOn: confidential ? today() : null })
    const { municipalityCode, id, version, confidentialOn } = after
    await recordEvent(
      tx,
      actor,
      confidential ? 'organisation.madeConfidential' : 'organisation.confidentialityEnded',
      { municipalityCode, id, version, ...{ confidentialOn } },
      { before: { confidentialOn: before.confidentialOn }, reason }
    )
  }
  return await organisation.find(tx, ref)
}

async function isMergedInto(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const into = and(eq(organisations.municipalityCode, municipalityCode), eq(organisations.mergedIntoId, id))
  return (await tx.$count(organisations, into)) > 0
}

/** Takes the values out of its records, and what tells of it out of all texts. */
async function cover(tx: Transaction, ref: Ref, formerNameKeys: string[], words: string[]) {
  const { municipalityCode, id } = ref
  const former = formerNameKeys.map((key, index) => ({
    ...{ municipalityCode, organisationId: id, recordTable: 'organisations', recordId: id },
    ...{ field: `${FORMER_KEY}${index}`, value: key, key }
  }))
  if (former.length > 0) await tx.insert(confidentialValues).values(former)
  for (const part of PARTS) if (!part.isErasedOnly) await coverPart(tx, ref, part)
  const word = neutralName(CONFIDENTIAL, id)
  await rename(tx, ref, word, [])
  await replaceWords(tx, ref, { values: await valuesOf(tx, ref), words, word })
  await tx.execute(sql`
    update agreement_persons set confidential = true where municipality_code = ${municipalityCode} and agreement_id in (
      select agreement_id from agreement_parties where municipality_code = ${municipalityCode} and organisation_id = ${id})`)
}

type Value = Pick<ConfidentialValue, 'field' | 'value' | 'recordId'>
type Replaced = { values: Value[]; words: string[]; word: string }

/**
 * Puts the word in the place of an organisation's values in all texts: what tells who it is wherever it stands, the rest where
 * one of its records is named. Answers how many rows of each table told who it is.
 */
export async function replaceWords(
  tx: Transaction,
  { municipalityCode }: Ref,
  { values, words, word }: Replaced
): Promise<Mentions[]> {
  const stated = values.filter(({ field }) => field !== 'role' && !field.startsWith(FORMER_KEY))
  const pattern = patternOf([...tellingOf(stated), ...words])
  const replaced = pattern ? await replaceTexts(tx, municipalityCode, { pattern, word }) : []
  const own = patternOf(
    stated.map(({ value }) => value),
    { isAnywhere: true }
  )
  const within = [...new Set(values.map(({ recordId }) => recordId))]
  if (own) await replaceTexts(tx, municipalityCode, { pattern: own, word, within })
  return replaced
}

/** The names and numbers among the values, by which it is told wherever they stand. */
export const tellingOf = (values: Value[]): string[] =>
  values.filter(({ field }) => !NOT_TELLING.has(field) && !field.startsWith(FORMER_KEY)).map(({ value }) => value)

/** Takes the values of a part out of its records; what was taken out of them before and is stated anew takes its place. */
async function coverPart(tx: Transaction, ref: Ref, part: Part) {
  const word = neutralName(CONFIDENTIAL, ref.id)
  const stated = await statedOf(tx, ref, part)
  const taken = stated.filter(({ recordId, value }) => value !== word && value !== neutralAccount(recordId))
  if (taken.length === 0) return
  await tx
    .insert(confidentialValues)
    .values(taken)
    .onConflictDoUpdate({
      target: [confidentialValues.municipalityCode, confidentialValues.recordId, confidentialValues.field],
      set: { value: sql`excluded.value`, key: sql`excluded.key` }
    })
  await setWords(tx, ref, part, word)
}

/** What the records of a part say now. */
async function statedOf(tx: Transaction, { municipalityCode, id }: Ref, { table, owner, fields }: Part) {
  const names = Object.keys(fields)
  const columns = sql.join(
    names.map(name => sql.identifier(name)),
    sql`, `
  )
  const { rows } = await tx.execute<Record<string, string | null> & { id: string }>(sql`
    select id, ${columns} from ${sql.identifier(table)}
    where municipality_code = ${municipalityCode} and ${sql.identifier(owner)} = ${id}`)
  return rows.flatMap(row =>
    names.flatMap(field => {
      const value = row[field]
      if (value == null) return []
      const key = field === 'name' && owner === 'id' ? nameKey(value) : field === 'organisation_number' ? value : null
      return [{ municipalityCode, organisationId: id, recordTable: table, recordId: row.id, field, value, key }]
    })
  )
}

/** Puts the neutral word, or nothing, into the records of a part. */
async function setWords(tx: Transaction, { municipalityCode, id }: Ref, { table, owner, fields }: Part, word: string) {
  const covered = (cover: Cover): SQL =>
    cover === 'word' ? sql`${word}` : cover === 'account' ? sql`'SKYDDAT-' || upper(right(id::text, 8))` : sql`null`
  const sets = Object.entries(fields).map(([name, cover]) => sql`${sql.identifier(name)} = ${covered(cover)}`)
  if (table === 'organisation_names') sets.push(sql`name_key = ${nameKey(word)}`, sql`search_key = ${searchKey(word)}`)
  await tx.execute(sql`
    update ${sql.identifier(table)} set ${sql.join(sets, sql`, `)}, updated_at = statement_timestamp()
    where municipality_code = ${municipalityCode} and ${sql.identifier(owner)} = ${id}`)
}

/** What tells of an organisation, its contacts and its accounts: what is said in the open and what is kept apart. */
export async function statedOfAll(tx: Transaction, ref: Ref): Promise<Value[]> {
  const stated: Value[] = []
  for (const part of PARTS) stated.push(...(await statedOf(tx, ref, part)))
  return [...stated, ...(await valuesOf(tx, ref))]
}

/**
 * Puts a neutral word, or nothing, for good into all that tells of an organisation in its own records, and forgets what was kept
 * apart. Answers the word.
 */
export async function eraseWords(tx: Transaction, ref: Ref): Promise<string> {
  const word = neutralName(ERASED, ref.id)
  for (const part of PARTS) await setWords(tx, ref, part, word)
  await rename(tx, ref, word, [])
  await forgetValues(tx, ref.municipalityCode, { organisationId: ref.id })
  return word
}

/** Puts what was taken out back into its records. In texts the neutral name stays: of what was there nothing is kept. */
async function uncover(tx: Transaction, ref: Ref) {
  const { municipalityCode, id } = ref
  const values = await valuesOf(tx, ref)
  for (const { recordTable, recordId, field, value } of values) {
    if (field.startsWith(FORMER_KEY)) continue
    const keys =
      recordTable === 'organisation_names' && field === 'name'
        ? sql`, name_key = ${nameKey(value)}, search_key = ${searchKey(value)}`
        : sql``
    await tx.execute(sql`
      update ${sql.identifier(recordTable)} set ${sql.identifier(field)} = ${value}${keys}, updated_at = statement_timestamp()
      where municipality_code = ${municipalityCode} and id = ${recordId}`)
  }
  const name = values.find(({ recordTable, field }) => recordTable === 'organisations' && field === 'name')!.value
  const formerKeys = values.filter(({ field }) => field.startsWith(FORMER_KEY)).map(({ value }) => value)
  await rename(tx, ref, name, formerKeys)
  await forgetValues(tx, municipalityCode, { organisationId: id })
}

/** The name of an organisation, with the keys that it is found by; no event tells of it. */
async function rename(tx: Transaction, { municipalityCode, id }: Ref, name: string, formerNameKeys: string[]) {
  const keys = { nameKey: nameKey(name), searchKey: searchKey(name), twinKey: twinKey(name) }
  await tx
    .update(organisations)
    .set({ name, ...keys, formerNameKeys })
    .where(and(eq(organisations.municipalityCode, municipalityCode), eq(organisations.id, id)))
}

/** What was taken out of an organisation's records. */
async function valuesOf(db: Connection, { municipalityCode, id }: Ref): Promise<ConfidentialValue[]> {
  const { municipalityCode: code, organisationId, recordTable, recordId, field } = confidentialValues
  return await db
    .select()
    .from(confidentialValues)
    .where(and(eq(code, municipalityCode), eq(organisationId, id)))
    .orderBy(recordTable, recordId, field)
}

/** Forgets what was taken out: of an organisation, or of one record of it. */
export async function forgetValues(
  tx: Transaction,
  municipalityCode: string,
  of: { organisationId: string } | { recordId: string }
): Promise<void> {
  const { municipalityCode: code, organisationId, recordId } = confidentialValues
  const which = 'recordId' in of ? eq(recordId, of.recordId) : eq(organisationId, of.organisationId)
  await tx.delete(confidentialValues).where(and(eq(code, municipalityCode), which))
}

/** Whether a name is the neutral one of a confidential organisation, or was when it was written down. */
export const isNeutral = (name: string) => NEUTRAL.test(name)
const NEUTRAL = new RegExp(`^${CONFIDENTIAL} [0-9A-F]{6}$`)

export type BankPayee = {
  name: string
  organisationNumber: string | null
  accountNumber: string
  town: string | null
}

/** What the bank must be told of the accounts of organisations that are, or were, confidential: by the account's id. */
export async function payeesOf(
  db: Connection,
  municipalityCode: string,
  accountIds: string[]
): Promise<Map<string, BankPayee>> {
  if (accountIds.length === 0) return new Map()
  const taken = (record: string, field: string) => sql`(
    select value from confidential_values taken where ${ofMunicipality(municipalityCode, 'taken')}
      and taken.record_id = ${sql.identifier(record)}.id and taken.field = ${field})`
  const { rows } = await db.execute<BankPayee & { id: string }>(sql`
    select account.id, coalesce(${taken('payee', 'name')}, payee.name) as name,
      coalesce(${taken('payee', 'organisation_number')}, payee.organisation_number) as "organisationNumber",
      coalesce(${taken('account', 'account_number')}, account.account_number) as "accountNumber",
      coalesce(${taken('account', 'town')}, account.town) as town
    from ${sql.identifier('payee_accounts')} account
    join organisations payee on payee.municipality_code = account.municipality_code and payee.id = account.organisation_id
    where ${ofMunicipality(municipalityCode, 'account', 'payee')} and account.id = any(${sql.param(accountIds)}::uuid[])`)
  return new Map(rows.map(({ id, ...payee }) => [id, payee]))
}

/** Whether the organisation is confidential. */
export async function isConfidential(tx: Transaction, { municipalityCode, id }: Ref): Promise<boolean> {
  const one = and(
    eq(organisations.municipalityCode, municipalityCode),
    eq(organisations.id, id),
    sql`confidential_on is not null`
  )
  return (await tx.$count(organisations, one)) > 0
}

/** Takes out at once what was just stated of the contacts of a confidential organisation. */
export async function coverContacts(tx: Transaction, ref: Ref): Promise<void> {
  if (await isConfidential(tx, ref)) await coverPart(tx, ref, PARTS.find(({ table }) => table === 'contacts')!)
}

type Account = { organisationId: string; accountNumber: string; town?: string | null; note?: string | null }

/**
 * An account as it is kept, before any event tells of it: with its id and a neutral number where its organisation is
 * confidential, and as it is where it is not.
 */
export async function coveredAccount<A extends Account>(
  tx: Transaction,
  municipalityCode: string,
  account: A
): Promise<A & { id?: string }> {
  const { organisationId, accountNumber, town, note } = account
  if (!(await isConfidential(tx, { municipalityCode, id: organisationId }))) return account
  const { rows } = await tx.execute<{ id: string }>(sql`select uuid_v7() as id`)
  const { id } = rows[0]!
  const of = { municipalityCode, organisationId, recordTable: 'payee_accounts', recordId: id }
  const stated = Object.entries({ account_number: accountNumber, town, note })
  const values = stated.flatMap(([field, value]) => (value ? [{ ...of, field, value }] : []))
  await tx.insert(confidentialValues).values(values)
  return { ...account, id, accountNumber: neutralAccount(id), town: null, note: null }
}

type Named = { name?: string | undefined; organisationNumber?: string | null | undefined }

/** @throws Conflict where the name or the number is that of a confidential organisation */
export async function refuseNamesOfConfidential(tx: Transaction, municipalityCode: string, sent: Named) {
  const keys = [sent.name === undefined ? [] : nameKey(sent.name), sent.organisationNumber ?? []].flat()
  if (keys.length > 0 && (await keysTaken(tx, municipalityCode, keys)).size > 0) throw confidential()
}

/** Those of the names' keys and the numbers that are a confidential organisation's. */
export async function keysTaken(tx: Transaction, municipalityCode: string, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const { municipalityCode: code, key } = confidentialValues
  const rows = await tx
    .select({ key })
    .from(confidentialValues)
    .where(and(eq(code, municipalityCode), inArray(key, keys)))
  return new Set(rows.map(row => row.key!))
}

const KEPT_APART = ['name', 'organisationNumber', 'bankgiro', 'plusgiro', 'note', 'sourceUrl'] as const

/** @throws Conflict where a change of a confidential organisation states what is kept apart, or that of an erased person what is gone */
export function refuseOpenChange(row: OrganisationRow, patch: object): void {
  if (row.erasedAt !== null && KEPT_APART.some(name => name in patch)) throw erased()
  if (row.confidentialOn !== null && KEPT_APART.some(name => name in patch)) throw confidential()
}

export const erased = () =>
  new Conflict(problems['person-erased'], {
    en: 'The person that it was is erased.',
    sv: 'Den person som den var är raderad.'
  })

export const confidential = () =>
  new Conflict(problems['organisation-confidential'], {
    en: 'What names a confidential organisation is kept apart.',
    sv: 'Det som pekar ut en sekretessbelagd organisation hålls för sig.'
  })
