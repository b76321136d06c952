import type { Violation } from '../../base/errors.ts'
import type { ConditionKind } from './rules.ts'

type Stated = {
  kind: ConditionKind
  reportId?: string | null
  requirementId?: string | null
  notBefore?: string | null
}

/** What is wrong with conditions, without looking anything up; `at` is the pointer of their list. */
export function checkConditions(conditions: Stated[], at: string, forAgreement: boolean): Violation[] {
  return conditions.flatMap((condition, index) => {
    const { kind, reportId, requirementId, notBefore } = condition
    const field = `${at}/${index}`
    const violations: Violation[] = []
    const named = Number(reportId != null) + Number(requirementId != null)
    if (kind === 'reportAccepted' && named !== 1) {
      violations.push({
        field,
        message: 'reportAccepted names either reportId or requirementId',
        sv: 'reportAccepted anger antingen reportId eller requirementId'
      })
    }
    if (kind !== 'reportAccepted' && named > 0) {
      violations.push({
        field,
        message: `${kind} names neither reportId nor requirementId`,
        sv: `${kind} anger varken reportId eller requirementId`
      })
    }
    if ((kind === 'notBefore') !== (notBefore != null)) {
      violations.push({
        field: `${field}/notBefore`,
        message: 'is there with notBefore, and only then',
        sv: 'anges med notBefore, och bara då'
      })
    }
    if (kind === 'agreementSigned' && !forAgreement) {
      violations.push({
        field: `${field}/kind`,
        message: 'agreementSigned is for a plan with an agreementId',
        sv: 'agreementSigned är för en plan med agreementId'
      })
    }
    return violations
  })
}

/** The conditions without repetition: what the plan and the instalment both say is said once. */
export function distinctConditions<T extends Stated>(conditions: T[]): Required<Stated>[] {
  const complete = conditions.map(({ kind, reportId = null, requirementId = null, notBefore = null }) => ({
    kind,
    notBefore,
    reportId: reportId?.toLowerCase() ?? null,
    requirementId: requirementId?.toLowerCase() ?? null
  }))
  return [...new Map(complete.map(one => [JSON.stringify(one), one])).values()]
}
