import { datePrecisions } from './base/dates.ts'
import { answers, certainties } from './base/known.ts'
import { languages } from './base/language.ts'
import { paymentModes } from './imports/payment-rules.ts'
import { recordKinds, recordResults } from './imports/record-imports/rules.ts'
import { importStatuses, rowResults } from './imports/rules.ts'
import { bankEntryStatuses, directions } from './money/bank-entries/rules.ts'
import { entryKinds } from './money/ledger/rules.ts'
import { accountKinds, bankFileOptions, checkResults } from './money/payee-accounts/rules.ts'
import { runFormats, runItemStatuses, runStatuses, unmatchedCauses } from './money/payment-runs/rules.ts'
import {
  attestations,
  conditionKinds,
  nextSteps,
  payabilities,
  paymentKinds,
  paymentStatuses,
  schedules
} from './money/payments/rules.ts'
import { movementKinds, movementStatuses, recoveryGrounds, recoveryStatuses } from './money/recoveries/rules.ts'
import { reportFrequencies, reportKinds, reportParts, reportStatuses } from './money/reports/rules.ts'
import { eventTypes } from './platform/events/types.ts'
import { csvFormats } from './platform/http/csv.ts'
import type { Codes } from './platform/http/openapi-components.ts'
import { inclusions } from './platform/http/schemas.ts'
import { attemptOutcomes, deliveryStatuses, subscriptionStatuses } from './platform/webhooks/rules.ts'
import { stepKinds } from './reads/dossiers/rules.ts'
import { paperKinds } from './reads/papers/rules.ts'
import { moneyYearBases, yearBases } from './reads/statistics/rules.ts'
import { seriesNames } from './reads/statistics/series-schemas.ts'
import { workKinds } from './reads/work-list/rules.ts'
import { rangeCertainties, roundingDirections } from './register/agreements/money-rules.ts'
import {
  agreementActs,
  agreementKinds,
  agreementStatuses,
  contributionKinds,
  contributionPers,
  listNames,
  partyKinds,
  partyRoles,
  procurementConclusions,
  relationKinds,
  steeringKinds
} from './register/agreements/rules.ts'
import { appealOutcomes, appealParties, unpaidChoices } from './register/appeals/rules.ts'
import { applicationStatuses } from './register/applications/rules.ts'
import { assignmentStatuses, recurrences } from './register/assignments/rules.ts'
import { bodyKinds } from './register/bodies/rules.ts'
import { annulmentGrounds, proposalOutcomes, standings } from './register/decisions/decision-rules.ts'
import { amountPers, decisionKinds, vatTreatments } from './register/decisions/line-rules.ts'
import { outcomes } from './register/decisions/outcomes.ts'
import { controlBases, deMinimisKinds, documentKinds, sensitivities } from './register/organisations/rules.ts'
import { figureMeasures, targetBounds, targetMeasures } from './register/schemes/budget-rules.ts'
import { openAnswers } from './register/schemes/open-rules.ts'
import { amountBases, schemeKinds, schemeStatuses } from './register/schemes/rules.ts'
import {
  advanceBases,
  clauseAnswers,
  eligibilityKinds,
  lateEnds,
  limitBases,
  limitKinds,
  ruleAnswers
} from './register/schemes/version-rules.ts'
import { windowKinds } from './register/schemes/window-rules.ts'
import { aidInstruments, aidKinds } from './register/state-aid/rules.ts'

/** The lists of codes that the contract has, by the names under which the reference and generated clients know them. */
export const codes = {
  Precision: {
    values: datePrecisions,
    description: 'How precisely a day is known: the day, or the month, season or year that it is the first of'
  },
  Certainty: { values: certainties, description: 'How well an amount is known' },
  AmountPer: { values: amountPers, description: 'What an amount over several years is for' },
  ContributionPer: { values: contributionPers, description: 'What an amount or a quantity is for' },
  Answer: { values: answers, description: 'Whether it is so: possible where it depends on what is only partly known' },
  OpenAnswer: { values: openAnswers, description: 'Whether it is so, as far as it is stated' },
  ClauseAnswer: { values: clauseAnswers, description: 'Whether the rules have such a clause' },
  BodyKind: { values: bodyKinds, description: 'What sort of body it is' },
  OrganisationDocumentKind: { values: documentKinds, description: 'What sort of document it is' },
  ControlBasis: { values: controlBases, description: 'By what one organisation controls another' },
  Sensitivity: { values: sensitivities, description: 'Who may read it' },
  SchemeKind: { values: schemeKinds, description: 'What a scheme gives money for' },
  SchemeStatus: { values: schemeStatuses, description: 'Whether a scheme takes applications' },
  AmountBasis: {
    values: amountBases,
    description: 'Whether each organisation has an amount of its own or all share one'
  },
  WindowKind: { values: windowKinds, description: 'How the time to apply is stated' },
  EligibilityKind: { values: eligibilityKinds, description: 'What an organisation has to fulfil' },
  LimitKind: { values: limitKinds, description: 'How a limit of delegation is stated' },
  LimitBase: { values: limitBases, description: 'The base amount of which a limit is a part' },
  AdvanceBasis: { values: advanceBases, description: 'What an advance is a part of' },
  LateEnd: { values: lateEnds, description: 'What becomes of an application after the last step of the ladder' },
  FigureMeasure: { values: figureMeasures, description: 'What a published figure measures' },
  TargetMeasure: { values: targetMeasures, description: 'What a target is a share of' },
  TargetBound: { values: targetBounds, description: 'Whether a target is to be reached or not to be passed' },
  ApplicationStatus: { values: applicationStatuses, description: 'Where an application stands' },
  DecisionKind: { values: decisionKinds, description: 'Whether a committee decided, or somebody by delegation' },
  DecisionStanding: { values: standings, description: 'Whether it is decided or only proposed' },
  ProposalOutcome: { values: proposalOutcomes, description: 'What became of a proposal' },
  AnnulmentGround: { values: annulmentGrounds, description: 'Why a decision was annulled' },
  LineOutcome: { values: outcomes, description: 'What was decided' },
  ValueAddedTax: { values: vatTreatments, description: 'How value added tax applies to what is granted' },
  AidKind: { values: aidKinds, description: 'What an award is under the rules of state aid' },
  DeMinimisKind: { values: deMinimisKinds, description: 'Which de minimis aid it is' },
  AidInstrument: { values: aidInstruments, description: 'How aid is given' },
  AppealParty: { values: appealParties, description: 'Who appealed' },
  AppealResult: { values: appealOutcomes, description: 'What came of an appeal' },
  UnpaidInstalments: {
    values: unpaidChoices,
    description: 'What becomes of instalments that are unpaid while an appeal is pending'
  },
  AssignmentStatus: { values: assignmentStatuses, description: 'Where an assignment stands' },
  Recurrence: { values: recurrences, description: 'How often an assignment is to be reported' },
  AgreementKind: { values: agreementKinds, description: 'A partnership, or a framework that partnerships stand under' },
  AgreementStatus: { values: agreementStatuses, description: 'Where an agreement stands' },
  AgreementAct: { values: agreementActs, description: 'What was done to an agreement' },
  AgreementRelationKind: { values: relationKinds, description: 'How an agreement relates to another' },
  PartyKind: { values: partyKinds, description: 'What sort of party it is' },
  PartyRole: { values: partyRoles, description: 'What a party does in an agreement' },
  ContributionKind: { values: contributionKinds, description: 'What a party contributes' },
  ProcurementConclusion: {
    values: procurementConclusions,
    description: 'Whether it was found to be public procurement'
  },
  ListName: { values: listNames, description: "Which of the municipality's own lists it is" },
  ReportKind: { values: reportKinds, description: 'Whether it is reported in writing or in a dialogue' },
  ReportStatus: { values: reportStatuses, description: 'Where a report stands' },
  ReportFrequency: { values: reportFrequencies, description: 'How often it is to be reported' },
  ReportPart: { values: reportParts, description: 'What a report holds' },
  AccountCheckResult: { values: checkResults, description: 'What a bank answers to whose an account is' },
  BankFileOption: { values: bankFileOptions, description: 'What a bank wants otherwise in pain.001' },
  AccountKind: { values: accountKinds, description: 'What sort of account it is' },
  AttestationStep: { values: attestations, description: 'Check, or approval' },
  ConditionKind: { values: conditionKinds, description: 'What a payment waits for' },
  PaymentKind: { values: paymentKinds, description: 'What sort of payment it is' },
  PaymentStatus: { values: paymentStatuses, description: 'Where a payment stands' },
  PaymentSchedule: { values: schedules, description: 'How a plan spreads its payments' },
  NextStep: { values: nextSteps, description: 'What is to be done next with a payment' },
  BankEntryStatus: { values: bankEntryStatuses, description: 'Where an entry of the bank stands' },
  BankDirection: { values: directions, description: 'Whether money left the account or came in' },
  UnmatchedCause: { values: unmatchedCauses, description: 'Why an entry of the bank was matched with no payment' },
  PaymentRunStatus: { values: runStatuses, description: 'Where a run of payments stands' },
  PaymentRunItemStatus: { values: runItemStatuses, description: 'What became of a payment in its run' },
  PaymentFileFormat: { values: runFormats, description: 'The format of the file of a run' },
  RecoveryGround: { values: recoveryGrounds, description: 'Why money is asked back' },
  RecoveryStatus: { values: recoveryStatuses, description: 'Whether all that is asked back has come' },
  MovementKind: { values: movementKinds, description: 'How money that was asked back came, or was given up' },
  MovementStatus: { values: movementStatuses, description: 'Whether a movement counts' },
  TrailStepKind: { values: stepKinds, description: 'What a step of the trail of a payment is about' },
  PaperKind: { values: paperKinds, description: 'Which paper' },
  Language: { values: languages, description: 'A language' },
  WorkItemKind: { values: workKinds, description: 'What comes up on a day' },
  SeriesName: { values: seriesNames, description: 'A statistic' },
  YearBasis: { values: yearBases, description: 'Which year amounts are summed by' },
  MoneyYearBasis: { values: moneyYearBases, description: 'Which year money is summed by' },
  ImportStatus: { values: importStatuses, description: 'What became of a file' },
  ImportRowResult: { values: rowResults, description: 'What came of a row' },
  RecordKind: { values: recordKinds, description: 'What a file of records is of' },
  RecordRowResult: { values: recordResults, description: 'What came of a record' },
  ImportedPayments: { values: paymentModes, description: 'What payments are made of the rows of a file' },
  CsvFormat: {
    values: csvFormats,
    description: 'CSV with comma and decimal point, or with semicolon and decimal comma'
  },
  EventType: { values: eventTypes, description: 'What was done to which kind of record' },
  WebhookSubscriptionStatus: { values: subscriptionStatuses, description: 'Whether webhooks are sent' },
  WebhookDeliveryStatus: { values: deliveryStatuses, description: 'What came of a delivery' },
  WebhookAttemptOutcome: { values: attemptOutcomes, description: 'What came of an attempt' },
  EntryKind: { values: entryKinds, description: 'Which sum an entry of the ledger adds to' },
  RoundingDirection: { values: roundingDirections, description: 'In which direction an amount is rounded' },
  SteeringKind: { values: steeringKinds, description: 'What a partnership links to' },
  RuleAnswer: { values: ruleAnswers, description: 'Whether rules were in force on a day' },
  Payability: { values: payabilities, description: 'Whether what is unpaid may be paid' },
  Inclusion: { values: inclusions, description: 'Whether a list shows what has left it' },
  RangeCertainty: {
    values: rangeCertainties,
    description: 'How well a sum is known: one amount, between two, about, or partly unknown'
  }
} satisfies Codes
