import type { TSchema } from 'typebox'
import { actSchemas } from './agreements/act-schemas.ts'
import { entrySchemas } from './agreements/entry-schemas.ts'
import { agreementSchemas } from './agreements/schemas.ts'
import { versionSchemas as agreementVersionSchemas } from './agreements/version-schemas.ts'
import { appealSchemas } from './appeals/record.ts'
import { applicationSchemas } from './applications/schemas.ts'
import { stepSchemas } from './applications/step-schemas.ts'
import { assignmentSchemas } from './assignments/schemas.ts'
import { bodySchemas } from './bodies/schemas.ts'
import { lineSchemas } from './decisions/line-schemas.ts'
import { decisionSchemas } from './decisions/schemas.ts'
import { warningSchemas } from './decisions/warning-schemas.ts'
import { trailSchemas } from './dossiers/schemas.ts'
import { eventSchemas } from './events/schemas.ts'
import { Withdrawal } from './http/schemas.ts'
import { importSchemas } from './imports/schemas.ts'
import { schemeImportSchemas } from './imports/scheme-import-schemas.ts'
import { ledgerSchemas } from './ledger/record.ts'
import { municipalitySchemas } from './municipalities/schemas.ts'
import { partSchemas } from './organisations/part-schemas.ts'
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
import { requirementSchemas } from './reports/requirement-schemas.ts'
import { reportSchemas } from './reports/schemas.ts'
import { stepSchemas as reportStepSchemas } from './reports/step-schemas.ts'
import { budgetSchemas } from './schemes/budget-schemas.ts'
import { delegationSchemas } from './schemes/delegation-schemas.ts'
import { schemeSchemas } from './schemes/schemas.ts'
import { statusSchemas } from './schemes/status-schemas.ts'
import { targetSchemas } from './schemes/target-schemas.ts'
import { versionSchemas as ruleVersionSchemas } from './schemes/version-schemas.ts'
import { windowSchemas } from './schemes/window-schemas.ts'
import { changeSchemas } from './statistics/change-schemas.ts'
import { closingSchemas } from './statistics/closing-schemas.ts'
import { consecutiveSchemas } from './statistics/consecutive-schemas.ts'
import { moneySchemas } from './statistics/money-schemas.ts'
import { outcomeSchemas } from './statistics/outcome-schemas.ts'
import { statisticsSchemas } from './statistics/schemas.ts'

/** The schemas of every module, by the names under which the reference shows them. */
export const schemas: TSchema[] = [
  ...[Withdrawal, ...eventSchemas, ...municipalitySchemas, ...bodySchemas, ...organisationSchemas, ...partSchemas],
  ...[
    ...schemeSchemas,
    ...statusSchemas,
    ...ruleVersionSchemas,
    ...delegationSchemas,
    ...windowSchemas,
    ...budgetSchemas,
    ...targetSchemas
  ],
  ...[
    ...ledgerSchemas,
    ...applicationSchemas,
    ...stepSchemas,
    ...decisionSchemas,
    ...lineSchemas,
    ...warningSchemas,
    ...appealSchemas
  ],
  ...[...assignmentSchemas, ...agreementSchemas, ...actSchemas, ...agreementVersionSchemas, ...entrySchemas],
  ...[
    ...requirementSchemas,
    ...reportSchemas,
    ...reportStepSchemas,
    ...planSchemas,
    ...paymentSchemas,
    Because,
    Withholding,
    Releasing,
    ...attestSchemas,
    ...payeeAccountSchemas,
    ...paymentSettingsSchemas,
    ...limitSchemas
  ],
  ...[
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
  ],
  ...[...statisticsSchemas, ...outcomeSchemas, ...consecutiveSchemas, ...importSchemas, ...schemeImportSchemas]
]
