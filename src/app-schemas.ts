import type { TSchema } from 'typebox'
import { Amendment, Correction } from './agreements/amend.ts'
import { committedSchemas } from './agreements/committed.ts'
import { Adoption } from './agreements/decide.ts'
import { Ending, Termination } from './agreements/end.ts'
import { entrySchemas } from './agreements/entry-record.ts'
import { ExtensionExercise } from './agreements/extend.ts'
import { agreementSchemas } from './agreements/record.ts'
import { Signing } from './agreements/sign.ts'
import { versionSchemas as agreementVersionSchemas } from './agreements/versions.ts'
import { appealSchemas } from './appeals/record.ts'
import { applicationSchemas } from './applications/record.ts'
import { stepSchemas } from './applications/steps.ts'
import { assignmentSchemas } from './assignments/record.ts'
import { assignmentReportSchemas } from './assignments/report-record.ts'
import { bodySchemas } from './bodies/schemas.ts'
import { NewAnnulment } from './decisions/annul.ts'
import { awardSchemas } from './decisions/award-queries.ts'
import { NewFinality } from './decisions/finality.ts'
import { decisionSchemas } from './decisions/schemas.ts'
import { trailSchemas } from './dossiers/schemas.ts'
import { eventSchemas } from './events/schemas.ts'
import { Withdrawal } from './http/schemas.ts'
import { importSchemas } from './imports/schemas.ts'
import { schemeImportSchemas } from './imports/scheme-import-schemas.ts'
import { ledgerSchemas } from './ledger/record.ts'
import { municipalitySchemas } from './municipalities/schemas.ts'
import { organisationSchemas } from './organisations/schemas.ts'
import { payeeAccountSchemas } from './payee-accounts/record.ts'
import { paymentSettingsSchemas } from './payee-accounts/settings-record.ts'
import { ConfirmationReport, PaymentConfirmations } from './payment-runs/confirmation-routes.ts'
import { PaymentFile } from './payment-runs/file-routes.ts'
import { itemSchemas } from './payment-runs/item-record.ts'
import { runSchemas } from './payment-runs/record.ts'
import { returnSchemas } from './payment-runs/return-schemas.ts'
import { RunCancellation, RunItemRemoval, RunStep } from './payment-runs/steps.ts'
import { attestSchemas } from './payments/attest-schemas.ts'
import { Because } from './payments/cancel.ts'
import { limitSchemas } from './payments/limit-record.ts'
import { planSchemas } from './payments/plan-schemas.ts'
import { paymentSchemas } from './payments/record.ts'
import { Releasing, Withholding } from './payments/withhold.ts'
import { movementSchemas } from './recoveries/movements.ts'
import { outstandingSchemas } from './recoveries/outstanding.ts'
import { proposalSchemas } from './recoveries/proposals.ts'
import { recoverySchemas } from './recoveries/record.ts'
import { AcceptanceRevocation, ReportAcceptance } from './reports/accept.ts'
import { reportSchemas } from './reports/record.ts'
import { requirementSchemas } from './reports/requirement-record.ts'
import { ReportReturn } from './reports/return.ts'
import { ReportSubmission } from './reports/submit.ts'
import { ReportWaiver, WaiverRevocation } from './reports/waive.ts'
import { schemeSchemas } from './schemes/schemas.ts'
import { changeSchemas } from './statistics/change-schemas.ts'
import { closingSchemas } from './statistics/closing-schemas.ts'
import { consecutiveSchemas } from './statistics/consecutive-schemas.ts'
import { moneySchemas } from './statistics/money-schemas.ts'
import { outcomeSchemas } from './statistics/outcome-schemas.ts'
import { statisticsSchemas } from './statistics/schemas.ts'

/** The schemas of every module, by the names under which the reference shows them. */
export const schemas: TSchema[] = [
  Withdrawal,
  ...eventSchemas,
  ...municipalitySchemas,
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
    ...appealSchemas
  ...assignmentSchemas,
  ...assignmentReportSchemas,
  ...agreementSchemas,
  ...agreementVersionSchemas,
  ...committedSchemas,
  ...entrySchemas,
  Adoption,
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
    ...paymentSettingsSchemas,
    ...limitSchemas
    ...runSchemas,
    ...itemSchemas,
    RunItemRemoval,
    RunCancellation,
    RunStep,
    PaymentFile,
    PaymentConfirmations,
    ConfirmationReport,
    ...returnSchemas,
    ...recoverySchemas,
    ...movementSchemas,
    ...proposalSchemas,
    ...outstandingSchemas,
    ...trailSchemas,
    ...closingSchemas,
    ...moneySchemas,
    ...changeSchemas
  ...statisticsSchemas,
  ...outcomeSchemas,
  ...consecutiveSchemas,
  ...importSchemas,
  ...schemeImportSchemas
]
