import { agreementSummary } from './agreement-summary.ts'
import { decisionLetter } from './decision-letter.ts'
import type { Data } from './names.ts'
import { paymentAdvice, paymentTrail } from './payment-papers.ts'
import type { PaperKind } from './rules.ts'
import type { Asked } from './told.ts'
import { yearlyStatement } from './yearly-statement.ts'

/** What each paper tells. */
export const tellers: Record<PaperKind, (asked: Asked) => Promise<{ data: Data; madeAt: string }>> = {
  decisionLetter,
  agreementSummary,
  paymentAdvice,
  paymentTrail,
  yearlyStatement
}
