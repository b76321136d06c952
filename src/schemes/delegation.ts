import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { limitOfYear } from './base-amount-rules.ts'
import { schemes } from './tables.ts'
import { ruleVersionOn } from './versions.ts'

/** How far delegates might decide on a day, in kronor of that day's year, by the rules of then. @throws NotFound */
export async function findDelegationLimits(db: Connection, scheme: Ref, on: string) {
  await findRecord(db, schemes, 'scheme', scheme)
  const found = await ruleVersionOn(db, scheme, on)
  const year = Number(on.slice(0, 4))
  return {
    validOn: on,
    year,
    ruleVersionId: found?.version.id ?? null,
    rulesValid: found?.answer ?? 'no',
    items: (found?.version.delegationLimits ?? []).map(limit => limitOfYear(limit, year))
  }
}
