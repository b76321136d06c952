import { jobActor } from '../base/actor.ts'
import { today } from '../base/dates.ts'
import { DomainError } from '../base/errors.ts'
import type { Database } from '../platform/database/connection.ts'
import { withdrawFile } from '../register/files/actions.ts'
import { eraseContact } from '../register/organisations/contacts.ts'
import { erasePerson } from './erase.ts'
import { retentionRules } from './record.ts'
import { dueBy, type RetentionKind } from './retention.ts'

const eraser = jobActor('carry-out-retention')

/** Of each kind and municipality in one run at most: what is left is done the next night. A person is looked for in every text. */
const MOST = { contact: 5000, person: 200, file: 5000 }

/**
 * Carries out the retention rules of every municipality on the day `on`, today unless told: each erasure a transaction and an
 * event of its own, so that what a run did stays done where it is broken off. Whom a law keeps is left. Answers how many were
 * erased. @throws AggregateError of what failed, after all were tried
 */
export async function carryOutRetention(
  database: Database,
  { on = today(), signal }: { on?: string; signal?: AbortSignal } = {}
): Promise<number> {
  const failures: unknown[] = []
  let erased = 0
  for (const rules of await database.select().from(retentionRules)) {
    for (const kind of ['contact', 'person', 'file'] as const) {
      let left = MOST[kind]
      for (const id of await dueBy(database, rules, kind, on)) {
        if (left === 0) break
        signal?.throwIfAborted()
        try {
          if (!(await eraseOne(database, { ...rules, id }, kind))) continue
          erased += 1
          left -= 1
        } catch (error) {
          failures.push(error)
        }
      }
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} erasures failed`)
  return erased
}

/** Whether it was erased: not where a law keeps it. */
async function eraseOne(
  database: Database,
  { municipalityCode, source, id }: { municipalityCode: string; source: string; id: string },
  kind: RetentionKind
): Promise<boolean> {
  try {
    await database.transaction(async tx => {
      const ref = { municipalityCode, id }
      if (kind === 'contact') await eraseContact(tx, eraser, ref, { reason: source })
      else if (kind === 'person') await erasePerson(tx, eraser, ref, { reason: source })
      else await withdrawFile(tx, eraser, ref, source)
    })
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}
