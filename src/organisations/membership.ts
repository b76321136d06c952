import { and, eq, ne, sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import { spanOf } from '../dates.ts'
import { Invalid } from '../errors.ts'
import { memberships } from './part-tables.ts'
import type { MembershipRow } from './parts.ts'
import { organisations } from './tables.ts'

/** The umbrella stands in the municipality, is another, and has not the same member twice at a time. @throws Invalid */
export async function checkMembership(tx: Transaction, membership: MembershipRow): Promise<void> {
  const { municipalityCode, id, organisationId } = membership
  const umbrellaId = membership.umbrellaId.toLowerCase()
  const refuse = (rule: string, field: string, message: string) => {
    throw new Invalid(rule, 'The membership cannot be so.', [{ field, message }])
  }
  if (umbrellaId === organisationId) refuse('member-of-itself', '/umbrellaId', 'must be another organisation')
  const [umbrella] = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.municipalityCode, municipalityCode), eq(organisations.id, umbrellaId)))
    .for('share')
  if (!umbrella || umbrella.withdrawnAt || umbrella.mergedIntoId) {
    refuse('organisation-not-found', '/umbrellaId', 'is not an organisation that stands in this municipality')
  }
  const others = await tx
    .select()
    .from(memberships)
    .where(
      and(
        eq(memberships.municipalityCode, municipalityCode),
        eq(memberships.organisationId, organisationId),
        eq(memberships.umbrellaId, umbrellaId),
        sql`${memberships.withdrawnAt} is null`,
        id ? ne(memberships.id, id) : undefined
      )
    )
  const other = others.find(row => overlapsSurely(row, membership))
  if (other)
    refuse('membership-overlaps', '/validFrom', `it is a member from ${other.validFrom ?? 'a day not stated'} already`)
}

function overlapsSurely(one: MembershipRow, other: MembershipRow): boolean {
  const start = ({ validFrom, validFromPrecision = 'day' }: MembershipRow) =>
    validFrom ? spanOf(validFrom, validFromPrecision).latest : '0001-01-01'
  const end = ({ validTo }: MembershipRow) => validTo ?? '9999-12-31'
  return start(one) <= end(other) && start(other) <= end(one)
}
