import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { isMonthDay } from '../../base/dates.ts'
import { Invalid } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawing } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { decisions } from '../decisions/record.ts'
import { problems } from './problems.ts'
import { schemes } from './record.ts'
import {
  type NewSchemeRuleVersion,
  type SchemeRuleVersionPatch,
  type SchemeRuleVersionRow,
  schemeRuleVersion,
  schemeRuleVersions
} from './version-record.ts'
import { checkVersion, holdsOn, versionsOverlap } from './version-rules.ts'

/** Adds rules to a scheme. @throws NotFound, Conflict (withdrawn, reference taken), Invalid (rules, overlap, references) */
export async function createSchemeRuleVersion(
  tx: Transaction,
  actor: Actor,
  scheme: Ref,
  version: NewSchemeRuleVersion
) {
  await lockRecord(tx, schemes, 'scheme', scheme)
  await checkDecision(tx, scheme.municipalityCode, version)
  const values = { ...version, municipalityCode: scheme.municipalityCode, schemeId: scheme.id }
  const made = await createRecord(tx, actor, schemeRuleVersion.subject, values)
  await refuse(tx, made)
  return made
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (rules, overlap, references) */
export async function updateSchemeRuleVersion(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: SchemeRuleVersionPatch,
  expected: Expected
) {
  await checkDecision(tx, ref.municipalityCode, patch)
  const { after } = await changeRecord(tx, actor, schemeRuleVersion.subject, ref, { changes: patch, expected })
  await lockRecord(tx, schemes, 'scheme', { ...ref, id: after.schemeId })
  await refuse(tx, after)
  return after
}

/** Takes back a version; agreements and awards under it go on. @throws NotFound, Conflict (withdrawn) */
export const withdrawSchemeRuleVersion = withdrawing(schemeRuleVersion.subject)

function checkDecision(tx: Transaction, municipalityCode: string, { adoptedByDecisionId }: SchemeRuleVersionPatch) {
  return checkReferences(tx, municipalityCode, [
    { table: decisions, what: 'a decision', id: adoptedByDecisionId, field: '/adoptedByDecisionId' }
  ])
}

async function refuse(tx: Transaction, version: SchemeRuleVersionRow) {
  const violations = checkVersion(version)
  for (const [at, { dueMonthDay }] of version.eligibility.entries()) {
    if (!dueMonthDay || isMonthDay(dueMonthDay)) continue
    violations.push({
      field: `/eligibility/${at}/dueMonthDay`,
      message: 'must be a day of the year, as 03-31',
      sv: 'måste vara en dag på året, som 03-31'
    })
  }
  if (violations.length > 0)
    throw new Invalid(
      problems['rule-version-not-valid'],
      { en: 'The rules break rules of rules.', sv: 'Regelversionen bryter mot reglerna för regelversioner.' },
      violations
    )
  const others = await standingVersions(tx, version.municipalityCode, version.schemeId, version.id)
  const met = others.find(other => versionsOverlap(version, other))
  if (!met) return
  throw new Invalid(
    problems['rule-versions-overlap'],
    { en: 'Two versions of the rules would hold on the same day.', sv: 'Två regelversioner skulle gälla samma dag.' },
    [
      {
        field: version.validFrom ? '/validFrom' : '/validTo',
        message: `overlaps version ${met.id} (${met.validFrom ?? 'not stated'} to ${met.validTo ?? 'until replaced'})`,
        sv: `överlappar version ${met.id} (${met.validFrom ?? 'inte angivet'} till ${met.validTo ?? 'tills den ersätts'})`
      }
    ]
  )
}

function standingVersions(db: Connection, municipalityCode: string, schemeId: string, except?: string) {
  return db
    .select()
    .from(schemeRuleVersions)
    .where(
      and(
        eq(schemeRuleVersions.municipalityCode, municipalityCode),
        eq(schemeRuleVersions.schemeId, schemeId),
        isNull(schemeRuleVersions.withdrawnAt),
        except === undefined ? undefined : ne(schemeRuleVersions.id, except)
      )
    )
    .orderBy(schemeRuleVersions.id)
}

/**
 * The rules that held on a day: those that certainly did, or the only ones that may have; none where several may.
 * Recovery, delegation and lateness ask for the rules as of their own day.
 */
export async function ruleVersionOn(db: Connection, { municipalityCode, id }: Ref, day: string) {
  const versions = await standingVersions(db, municipalityCode, id)
  const held = versions.map(version => ({ version, answer: holdsOn(version, day) })).filter(v => v.answer !== 'no')
  const certain = held.find(({ answer }) => answer === 'yes')
  return certain ?? (held.length === 1 ? held[0] : undefined)
}
