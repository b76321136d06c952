import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { firstDay, lastDay } from '../database/days.ts'
import { findRecord, type RecordTable } from '../database/records.ts'
import { holdsOn, isReversed } from '../dates.ts'
import { Invalid, type Violation } from '../errors.ts'
import type { Filter, List } from '../http/pagination.ts'
import { certaintyOf, isConsistent } from '../known.ts'
import { contacts, eligibilities, memberships, organisationDocuments, organisationNames } from './part-tables.ts'
import { organisations } from './tables.ts'

export type PartTable = RecordTable & { organisationId: PgColumn }
export type PartRow = Record<string, unknown> & {
  municipalityCode: string
  id: string
  organisationId: string
  version: number
  updatedAt: string
}

/** One kind of thing that belongs to an organisation: names, memberships, contacts, documents, eligibility. */
export type Part = {
  table: PartTable
  noun: string
  list: List<PartRow>
  /** What follows from what is stated. */
  complete: (row: PartRow) => PartRow
  /** Rules of the row alone. */
  check: (row: PartRow) => { rule: string; violation: Violation } | undefined
  /** What is computed for a day and answered with it. */
  shown: (row: PartRow, day: string) => PartRow
  /** Its values are personal: events carry the names of fields that changed, and nothing else. */
  personal?: boolean
}

const same = <T>(row: T) => row

const reversed = (field: string) => ({
  rule: 'validity-reversed',
  violation: { field: `/${field}`, message: 'must not be before validFrom' }
})

function listOf(table: PartTable, name: string, more: Partial<List<PartRow>> & { filters: Record<string, Filter> }) {
  return {
    name,
    select: db => db.select().from(table).$dynamic() as never,
    where: sql`${table.municipalityCode} = ${sql.placeholder('municipalityCode')}
      and ${table.organisationId} = ${sql.placeholder('id')}`,
    sorts: {
      id: { column: table.id, of: row => row.id },
      updatedAt: { column: table.updatedAt, of: row => row.updatedAt }
    },
    id: { column: table.id, of: row => row.id },
    ...more,
    filters: {
      changedSince: value => sql`${table.updatedAt} >= ${value}`,
      withdrawn: value => sql`(${value} = 'include' or (${table.withdrawnAt} is null) = (${value} = 'exclude'))`,
      ...more.filters
    }
  } satisfies List<PartRow>
}

/** Not surely over and not surely still to come. */
const mayHold = (from: PgColumn | SQL, to: PgColumn | SQL, value: ReturnType<typeof sql.placeholder>) =>
  sql`(${from} is null or ${from} <= ${value}) and (${to} is null or ${to} >= ${value})`

type Dated = { validFrom: string | null; validTo: string | null }
const dated = (row: PartRow) => row as unknown as Dated

export const names: Part = {
  table: organisationNames,
  noun: 'organisationName',
  list: listOf(organisationNames, 'organisation-names', {
    filters: { validOn: value => mayHold(organisationNames.validFrom, organisationNames.validTo, value) }
  }),
  complete: same,
  check: row => (isReversed({ from: dated(row).validFrom, to: dated(row).validTo }) ? reversed('validTo') : undefined),
  shown: (row, day) => {
    const { validFrom, validTo } = dated(row)
    // A former name whose end is not stated has one all the same.
    const answer = holdsOn(day, { from: validFrom, to: validTo })
    return { ...row, valid: validTo === null && answer === 'yes' ? 'possible' : answer }
  }
}

const nameOf = (column: string) =>
  sql`(select name from organisations organisation where organisation.municipality_code = memberships.municipality_code
    and organisation.id = memberships.${sql.raw(column)})`

export const membershipColumns = {
  ...getTableColumns(memberships),
  organisationName: nameOf('organisation_id'),
  umbrellaName: nameOf('umbrella_id')
}
export type MembershipRow = typeof memberships.$inferSelect
const term = ({ validFrom, validFromPrecision, validTo, validToPrecision }: MembershipRow) => ({
  from: validFrom ?? null,
  fromPrecision: validFromPrecision ?? 'day',
  to: validTo ?? null,
  toPrecision: validToPrecision ?? 'day'
})
const asMembership = (row: PartRow) => row as unknown as MembershipRow
export const membershipPart: Part = {
  table: memberships,
  noun: 'membership',
  list: listOf(memberships, 'memberships', {
    select: db => db.select(membershipColumns).from(memberships).$dynamic() as never,
    where: sql`${memberships.municipalityCode} = ${sql.placeholder('municipalityCode')}
      and ${sql.placeholder('id')} in (${memberships.organisationId}, ${memberships.umbrellaId})`,
    filters: {
      validOn: value => mayHold(firstDay('valid_from'), lastDay('valid_to'), value),
      as: value => sql`case ${value} when 'member' then ${memberships.organisationId} else ${memberships.umbrellaId} end
        = ${sql.placeholder('id')}`
    }
  }),
  complete: row => {
    const { fee, feeCertainty } = asMembership(row)
    return { ...row, feeCertainty: certaintyOf(fee, feeCertainty) }
  },
  check: row => {
    const membership = asMembership(row)
    if (isReversed(term(membership))) return reversed('validTo')
    if (isConsistent(membership.fee, membership.feeCertainty)) return undefined
    const message = 'must be exact or approximate where there is a fee, and something else where not'
    return { rule: 'certainty-contradicts-amount', violation: { field: '/feeCertainty', message } }
  },
  shown: (row, day) => ({ ...row, valid: holdsOn(day, term(asMembership(row))) })
}

export const contactPart: Part = {
  table: contacts,
  noun: 'contact',
  personal: true,
  list: listOf(contacts, 'contacts', {
    filters: {
      validOn: value => mayHold(contacts.validFrom, contacts.validTo, value),
      sensitivity: value => sql`${contacts.sensitivity} = ${value}`
    }
  }),
  complete: same,
  check: row => {
    const { role, name, email, phone, validFrom, validTo } = row as unknown as typeof contacts.$inferSelect
    if (isReversed({ from: validFrom ?? null, to: validTo ?? null })) return reversed('validTo')
    if (role || name || email || phone) return undefined
    return { rule: 'contact-empty', violation: { field: '', message: 'must have a role, name, e-mail or phone' } }
  },
  shown: same
}

export const documentPart: Part = {
  table: organisationDocuments,
  noun: 'organisationDocument',
  list: listOf(organisationDocuments, 'organisation-documents', {
    filters: {
      validOn: value => mayHold(organisationDocuments.validFrom, organisationDocuments.validTo, value),
      kind: value => sql`${organisationDocuments.kind} = ${value}`
    }
  }),
  complete: same,
  check: row =>
    isReversed({ from: dated(row).validFrom ?? null, to: dated(row).validTo ?? null })
      ? reversed('validTo')
      : undefined,
  shown: (row, day) => ({ ...row, valid: holdsOn(day, { from: dated(row).validFrom, to: dated(row).validTo }) })
}

export const eligibilityPart: Part = {
  table: eligibilities,
  noun: 'eligibility',
  list: listOf(eligibilities, 'eligibilities', {
    filters: { validOn: value => mayHold(eligibilities.validFrom, eligibilities.validTo, value) }
  }),
  complete: same,
  check: row =>
    isReversed({ from: dated(row).validFrom, to: dated(row).validTo ?? null }) ? reversed('validTo') : undefined,
  shown: same
}

/** @throws Invalid for the rule that the row breaks */
export function refusePart(part: Part, row: PartRow): void {
  const broken = part.check(row)
  if (broken) throw new Invalid(broken.rule, 'It breaks a rule.', [broken.violation])
}

/** The organisation by its id, or the one that it was merged into: old ids still find it. @throws NotFound */
export async function standing(db: Connection, ref: Ref): Promise<Ref> {
  const { id, mergedIntoId } = await findRecord(db, organisations, 'organisation', ref)
  return { municipalityCode: ref.municipalityCode, id: mergedIntoId ?? id }
}
