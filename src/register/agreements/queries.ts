import { and, eq, lte } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { swedishDay, today } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { amongIds } from '../../platform/database/gathered.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { bodies } from '../bodies/record.ts'
import { organisations } from '../organisations/record.ts'
import { type Content, contentNames } from './content.ts'
import { asOf } from './content-rules.ts'
import { type AgreementRow, agreementVersions, type VersionRow } from './record.ts'
import { boundsOf, lastNoticeDay, phaseOn, scenariosOf } from './term-rules.ts'

const where = ({ municipalityCode, id }: Ref) =>
  and(eq(agreementVersions.municipalityCode, municipalityCode), eq(agreementVersions.agreementId, id))

/** Everything that was done to the agreement, oldest first; as known at an instant where one is given. */
export function findVersions(db: Connection, ref: Ref, knownAt?: string): Promise<VersionRow[]> {
  return db
    .select()
    .from(agreementVersions)
    .where(and(where(ref), knownAt ? lte(agreementVersions.recordedAt, knownAt) : undefined))
    .orderBy(agreementVersions.number)
}

/**
 * What the term says of a day, where it begins and ends as far as that is known, and the next last day to give notice: all
 * of the day that is asked about, whatever the day is on which it is asked. Only what lies ahead of the instant that is
 * known (`knownAt`, else now) may still turn out otherwise: until then nobody can have given notice.
 */
export function standingOf(content: Content, status: string, on: string, knownAt?: string) {
  const known = knownAt ? swedishDay(knownAt) : today()
  const ending = { endedOn: content.endedOn, endedOnPrecision: content.endedOnPrecision }
  const scenarios = scenariosOf(content.term, ending, on < known ? on : known)
  const signed = status !== 'draft' && status !== 'decided'
  const phase = phaseOn(scenarios, on, signed)
  if (status === 'draft') Object.assign(phase, { running: 'no' })
  const { startsEarliest, startsLatest, endsEarliest, endsLatest } = boundsOf(scenarios)
  return {
    validOn: on,
    ...phase,
    startsEarliestOn: startsEarliest,
    startsLatestOn: startsLatest,
    endsEarliestOn: endsEarliest,
    endsLatestOn: endsLatest,
    lastNoticeOn: lastNoticeDay(content.term, ending, on)
  }
}

/** The content and status of the agreement on a day, as known at an instant. @throws NotFound when it was not known then */
export async function contentOn(
  db: Connection,
  row: AgreementRow,
  { on, knownAt }: { on: string | null; knownAt?: string }
) {
  const versions = await findVersions(db, row, knownAt)
  if (versions.length === 0) throw new NotFound('agreement', `${row.id} (not known at ${knownAt})`)
  return { ...asOf(versions, contentNames, on), versions }
}

/** Names of organisations and bodies as they are now, by id. */
export async function namesOf(db: Connection, municipalityCode: string, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const read = (what: string, table: typeof organisations | typeof bodies) =>
    prepared(db, what, () =>
      db.select({ id: table.id, name: table.name }).from(table).where(amongIds(table.municipalityCode, table.id))
    ).execute({ municipalityCode, ids })
  const found = await Promise.all([read('organisation-names', organisations), read('body-names', bodies)])
  return new Map(found.flat().map(({ id, name }) => [id, name]))
}
