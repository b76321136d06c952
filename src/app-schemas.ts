import type { TSchema } from 'typebox'
import { recordImportSchemas } from './imports/record-imports/schemas.ts'
import { ConfirmationReport, PaymentConfirmations } from './imports/run-confirmation-routes.ts'
import { importSchemas } from './imports/schemas.ts'
import { schemeImportSchemas } from './imports/scheme-import-schemas.ts'
import { templateSchemas } from './imports/template.ts'
import { BankEntryMatch } from './money/bank-entries/match.ts'
import { bankEntry } from './money/bank-entries/record.ts'
import { ledgerSchemas } from './money/ledger/record.ts'
import { AccountCheck } from './money/payee-accounts/check.ts'
import { payeeAccountSchemas } from './money/payee-accounts/record.ts'
import { paymentSettingsSchemas } from './money/payee-accounts/settings-record.ts'
import { PaymentFile } from './money/payment-runs/file-routes.ts'
import { itemSchemas } from './money/payment-runs/item-record.ts'
import { runSchemas } from './money/payment-runs/record.ts'
import { returnSchemas } from './money/payment-runs/return-schemas.ts'
import { RunCancellation, RunItemRemoval, RunStep } from './money/payment-runs/steps.ts'
import { limitSchemas } from './money/payments/approval-limit-record.ts'
import { attestSchemas } from './money/payments/attest-schemas.ts'
import { Caller } from './money/payments/caller-routes.ts'
import { Because } from './money/payments/cancel.ts'
import { planSchemas } from './money/payments/plan-schemas.ts'
import { paymentSchemas } from './money/payments/record.ts'
import { Releasing, Withholding } from './money/payments/withhold.ts'
import { movementSchemas } from './money/recoveries/movements.ts'
import { outstandingSchemas } from './money/recoveries/outstanding.ts'
import { proposalSchemas } from './money/recoveries/proposals.ts'
import { recoverySchemas } from './money/recoveries/record.ts'
import { AcceptanceRevocation, ReportAcceptance } from './money/reports/accept.ts'
import { reportSchemas } from './money/reports/record.ts'
import { requirementSchemas } from './money/reports/requirement-record.ts'
import { ReportReturn } from './money/reports/return.ts'
import { ReportSubmission } from './money/reports/submit.ts'
import { ReportWaiver, WaiverRevocation } from './money/reports/waive.ts'
import { personalDataSchemas } from './personal-data/record.ts'
import { eventSchemas } from './platform/events/schemas.ts'
import { ApiInfo } from './platform/http/api-info.ts'
import { Withdrawal } from './platform/http/schemas.ts'
import { batchSchemas } from './platform/records/batch-schemas.ts'
import { schemasOf } from './platform/records/record.ts'
import { deliverySchemas } from './platform/webhooks/delivery-record.ts'
import { subscriptionSchemas } from './platform/webhooks/record.ts'
import { trailSchemas } from './reads/dossiers/schemas.ts'
import { exportSchemas } from './reads/exports/schemas.ts'
import { openDataSchemas } from './reads/open-data/schemas.ts'
import { paperSchemas } from './reads/papers/record.ts'
import { changeSchemas } from './reads/statistics/change-schemas.ts'
import { closingSchemas } from './reads/statistics/closing-schemas.ts'
import { consecutiveSchemas } from './reads/statistics/consecutive-schemas.ts'
import { moneySchemas } from './reads/statistics/money-schemas.ts'
import { outcomeSchemas } from './reads/statistics/outcome-schemas.ts'
import { statisticsSchemas } from './reads/statistics/schemas.ts'
import { seriesSchemas } from './reads/statistics/series-schemas.ts'
import { workListSchemas } from './reads/work-list/schemas.ts'
import { Amendment, Correction } from './register/agreements/amend.ts'
import { committedSchemas } from './register/agreements/committed.ts'
import { AgreementCopy } from './register/agreements/copy.ts'
import { Adoption } from './register/agreements/decide.ts'
import { Ending, Termination } from './register/agreements/end.ts'
import { entrySchemas } from './register/agreements/entry-record.ts'
import { ExtensionExercise } from './register/agreements/extend.ts'
import { MadeAgreements } from './register/agreements/make-from-scheme.ts'
import { agreementSchemas } from './register/agreements/record.ts'
import { Signing } from './register/agreements/sign.ts'
import { versionSchemas as agreementVersionSchemas } from './register/agreements/versions.ts'
import { appealSchemas } from './register/appeals/record.ts'
import { applicationSchemas } from './register/applications/record.ts'
import { stepSchemas } from './register/applications/steps.ts'
import { assignmentSchemas } from './register/assignments/record.ts'
import { assignmentReportSchemas } from './register/assignments/report-record.ts'
import { bodySchemas } from './register/bodies/schemas.ts'
import { NewAnnulment } from './register/decisions/annul.ts'
import { awardSchemas } from './register/decisions/award-queries.ts'
import { NewFinality } from './register/decisions/finality.ts'
import { decisionSchemas } from './register/decisions/schemas.ts'
import { fileSchemas } from './register/files/record.ts'
import { municipalitySchemas } from './register/municipalities/schemas.ts'
import { organisationSchemas } from './register/organisations/schemas.ts'
import { schemeSchemas } from './register/schemes/schemas.ts'
import { AidPosition } from './register/state-aid/queries.ts'
import { stateAidSchemas } from './register/state-aid/record.ts'

/** The schemas of every module, by the names under which the reference shows them. */
export const schemas: TSchema[] = [
  Withdrawal,
  ...eventSchemas,
  ...subscriptionSchemas,
  ...deliverySchemas,
  ...municipalitySchemas,
  ...fileSchemas,
  ...bodySchemas,
  ...organisationSchemas,
  ...schemeSchemas,
  ...ledgerSchemas,
  ...applicationSchemas,
  ...stepSchemas,
  ...decisionSchemas,
  NewAnnulment,
  NewFinality,
  ...awardSchemas,
  ...stateAidSchemas,
  AidPosition,
  ...appealSchemas,
  ...assignmentSchemas,
  ...assignmentReportSchemas,
  ...agreementSchemas,
  ...agreementVersionSchemas,
  ...committedSchemas,
  ...entrySchemas,
  Adoption,
  AgreementCopy,
  MadeAgreements,
  Signing,
  Ending,
  Termination,
  Amendment,
  Correction,
  ExtensionExercise,
  ...requirementSchemas,
  ...reportSchemas,
  ReportSubmission,
  ReportReturn,
  ReportAcceptance,
  AcceptanceRevocation,
  ReportWaiver,
  WaiverRevocation,
  ...planSchemas,
  ...paymentSchemas,
  Because,
  Withholding,
  Releasing,
  ...attestSchemas,
  ...payeeAccountSchemas,
  AccountCheck,
  ...paymentSettingsSchemas,
  ...limitSchemas,
  ...runSchemas,
  ...itemSchemas,
  RunItemRemoval,
  RunCancellation,
  RunStep,
  PaymentFile,
  PaymentConfirmations,
  ConfirmationReport,
  ...schemasOf(bankEntry),
  BankEntryMatch,
  ...returnSchemas,
  ...recoverySchemas,
  ...movementSchemas,
  ...proposalSchemas,
  ...outstandingSchemas,
  ...trailSchemas,
  ...workListSchemas,
  ...paperSchemas,
  ...openDataSchemas,
  ...closingSchemas,
  ...moneySchemas,
  ...changeSchemas,
  ...seriesSchemas,
  ...statisticsSchemas,
  ...outcomeSchemas,
  ...consecutiveSchemas,
  ...importSchemas,
  ...recordImportSchemas,
  ...schemeImportSchemas,
  ...templateSchemas,
  ...batchSchemas,
  ...exportSchemas,
  ...personalDataSchemas,
  ApiInfo,
  Caller
]
