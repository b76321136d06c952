import { agreementActRoutes } from './agreements/act-routes.ts'
import { actSchemas } from './agreements/act-schemas.ts'
import { listEntryRoutes } from './agreements/entry-routes.ts'
import { entrySchemas } from './agreements/entry-schemas.ts'
import { agreementRoutes } from './agreements/routes.ts'
import { agreementSchemas } from './agreements/schemas.ts'
import { agreementVersionRoutes } from './agreements/version-routes.ts'
import { versionSchemas as agreementVersionSchemas } from './agreements/version-schemas.ts'
import { appealRoutes, lodgeAppealRoute } from './appeals/routes.ts'
import { appealSchemas } from './appeals/schemas.ts'
import { applicationRoutes } from './applications/routes.ts'
import { applicationSchemas } from './applications/schemas.ts'
import { stepSchemas } from './applications/step-schemas.ts'
import { assignmentReportRoutes, reportsOfAssignmentRoutes } from './assignments/report-routes.ts'
import { assignmentRoutes } from './assignments/routes.ts'
import { assignmentSchemas } from './assignments/schemas.ts'
import { bodyRoutes } from './bodies/routes.ts'
import { bodySchemas } from './bodies/schemas.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connection.ts'
import { awardRoutes, decisionLineRoutes } from './decisions/line-routes.ts'
import { lineSchemas } from './decisions/line-schemas.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { decisionSchemas } from './decisions/schemas.ts'
import { warningSchemas } from './decisions/warning-schemas.ts'
import { trailRoutes } from './dossiers/routes.ts'
import { trailSchemas } from './dossiers/schemas.ts'
import { eventRoutes } from './events/routes.ts'
import { eventSchemas } from './events/schemas.ts'
import { apiInfoRoutes } from './http/api-info.ts'
import { authentication } from './http/authentication.ts'
import { docs } from './http/docs.ts'
import { etags } from './http/etag.ts'
import { healthRoutes } from './http/health.ts'
import type { LogSink } from './http/logging.ts'
import { methodsNotAllowed } from './http/methods.ts'
import { metrics } from './http/metrics.ts'
import { openapi } from './http/openapi.ts'
import { apiPrefix } from './http/openapi-info.ts'
import { problemPages } from './http/problems.ts'
import { retention } from './http/retention.ts'
import { Withdrawal } from './http/schemas.ts'
import { type App, createServer } from './http/server.ts'
import { importRoutes } from './imports/routes.ts'
import { importSchemas } from './imports/schemas.ts'
import { schemeImportRoutes } from './imports/scheme-import-routes.ts'
import { schemeImportSchemas } from './imports/scheme-import-schemas.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { ledgerSchemas } from './ledger/schemas.ts'
import { municipalityRoutes } from './municipalities/routes.ts'
import { municipalitySchemas } from './municipalities/schemas.ts'
import { tenancy } from './municipalities/tenancy.ts'
import { tokenVerifier } from './municipalities/tokens.ts'
import { partRoutes } from './organisations/part-routes.ts'
import { partSchemas } from './organisations/part-schemas.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { organisationSchemas } from './organisations/schemas.ts'
import { payeeAccountRoutes } from './payments/account-routes.ts'
import { accountSchemas } from './payments/account-schemas.ts'
import { attestRoutes } from './payments/attest-routes.ts'
import { attestSchemas } from './payments/attest-schemas.ts'
import { callerRoutes } from './payments/caller-routes.ts'
import { approvalLimitRoutes } from './payments/limit-routes.ts'
import { paymentPlanRoutes } from './payments/plan-routes.ts'
import { planSchemas } from './payments/plan-schemas.ts'
import { paymentRoutes } from './payments/routes.ts'
import { paymentSchemas } from './payments/schemas.ts'
import { paymentSettingsRoutes } from './payments/settings-routes.ts'
import { recoveryMovementRoutes } from './recoveries/movement-routes.ts'
import { recoveryQuestionRoutes } from './recoveries/question-routes.ts'
import { recoveryRoutes } from './recoveries/routes.ts'
import { recoverySchemas } from './recoveries/schemas.ts'
import { reportRequirementRoutes } from './reports/requirement-routes.ts'
import { requirementSchemas } from './reports/requirement-schemas.ts'
import { reportRoutes } from './reports/routes.ts'
import { reportSchemas } from './reports/schemas.ts'
import { stepSchemas as reportStepSchemas } from './reports/step-schemas.ts'
import { returnRoutes } from './runs/return-routes.ts'
import { returnSchemas } from './runs/return-schemas.ts'
import { runRoutes } from './runs/routes.ts'
import { runSchemas } from './runs/schemas.ts'
import { budgetRoutes, publishedFigureRoutes, targetObservationRoutes, targetRoutes } from './schemes/budget-routes.ts'
import { budgetSchemas } from './schemes/budget-schemas.ts'
import { delegationSchemas } from './schemes/delegation-schemas.ts'
import { ruleVersionRoutes, windowRoutes } from './schemes/part-routes.ts'
import { publicSchemeRoutes } from './schemes/public-routes.ts'
import { schemeRoutes } from './schemes/routes.ts'
import { schemeSchemas } from './schemes/schemas.ts'
import { statusSchemas } from './schemes/status-schemas.ts'
import { targetSchemas } from './schemes/target-schemas.ts'
import { versionSchemas as ruleVersionSchemas } from './schemes/version-schemas.ts'
import { windowSchemas } from './schemes/window-schemas.ts'
import { changeSchemas } from './statistics/change-schemas.ts'
import { periodClosingRoutes } from './statistics/closing-routes.ts'
import { closingSchemas } from './statistics/closing-schemas.ts'
import { consecutiveSchemas } from './statistics/consecutive-schemas.ts'
import { moneyRoutes } from './statistics/money-routes.ts'
import { moneySchemas } from './statistics/money-schemas.ts'
import { nationalRoutes } from './statistics/national-routes.ts'
import { outcomeSchemas } from './statistics/outcome-schemas.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { statisticsSchemas } from './statistics/schemas.ts'

type Parts = { config: Config; database: Database; log?: LogSink }

/** The table of contents: everything that the service answers, in the order of docs/architecture.md. */
export async function buildApp({ config, database, log }: Parts): Promise<App> {
  const { publicUrl } = config
  const app = await createServer(config, { log })
  app.decorate('database', database)

  // What holds for every request that follows.
  await app.register(metrics)
  await app.register(authentication, { database, verifyToken: tokenVerifier(database) })
  await app.register(tenancy, { database })
  await app.register(etags)
  await app.register(retention, { database })
  await app.register(openapi, { publicUrl })

  // Outside the API.
  app.register(healthRoutes, { database })
  app.register(problemPages)
  if (config.docs) app.register(docs)

  const schemas = [
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
      ...attestSchemas,
      ...accountSchemas
    ],
    ...[
      ...runSchemas,
      ...returnSchemas,
      ...recoverySchemas,
      ...trailSchemas,
      ...closingSchemas,
      ...moneySchemas,
      ...changeSchemas
    ],
    ...[...statisticsSchemas, ...outcomeSchemas, ...consecutiveSchemas, ...importSchemas, ...schemeImportSchemas]
  ]
  for (const schema of schemas) app.addSchema(schema)

  // The API: what stands above the municipalities, then what each municipality has.
  app.register(apiInfoRoutes, { prefix: apiPrefix, publicUrl })
  app.register(municipalityRoutes, { prefix: `${apiPrefix}/municipalities` })
  app.register(nationalRoutes, { prefix: `${apiPrefix}/statistics` })

  const municipality = `${apiPrefix}/:municipalityCode(^\\d{4}$)`
  app.register(bodyRoutes, { prefix: `${municipality}/bodies` })
  app.register(organisationRoutes, { prefix: `${municipality}/organisations` })
  app.register(partRoutes, { prefix: `${municipality}/organisations` })
  app.register(schemeRoutes, { prefix: `${municipality}/schemes` })
  app.register(applicationRoutes, { prefix: `${municipality}/applications` })
  app.register(ruleVersionRoutes, { prefix: `${municipality}/scheme-rule-versions` })
  app.register(windowRoutes, { prefix: `${municipality}/scheme-windows` })
  app.register(budgetRoutes, { prefix: `${municipality}/budgets` })
  app.register(publishedFigureRoutes, { prefix: `${municipality}/published-figures` })
  app.register(targetRoutes, { prefix: `${municipality}/targets` })
  app.register(targetObservationRoutes, { prefix: `${municipality}/target-observations` })
  app.register(publicSchemeRoutes, { prefix: `${municipality}/public/schemes` })
  app.register(decisionRoutes, { prefix: `${municipality}/decisions` })
  app.register(lodgeAppealRoute, { prefix: `${municipality}/decisions` })
  app.register(decisionLineRoutes, { prefix: `${municipality}/decision-lines` })
  app.register(awardRoutes, { prefix: `${municipality}/awards` })
  app.register(agreementRoutes, { prefix: `${municipality}/agreements` })
  app.register(agreementActRoutes, { prefix: `${municipality}/agreements` })
  app.register(agreementVersionRoutes, { prefix: `${municipality}/agreements` })
  app.register(listEntryRoutes, { prefix: `${municipality}/list-entries` })
  app.register(appealRoutes, { prefix: `${municipality}/decision-appeals` })
  app.register(assignmentRoutes, { prefix: `${municipality}/assignments` })
  app.register(reportsOfAssignmentRoutes, { prefix: `${municipality}/assignments` })
  app.register(assignmentReportRoutes, { prefix: `${municipality}/assignment-reports` })
  app.register(reportRequirementRoutes, { prefix: `${municipality}/report-requirements` })
  app.register(reportRoutes, { prefix: `${municipality}/reports` })
  app.register(paymentPlanRoutes, { prefix: `${municipality}/payment-plans` })
  app.register(paymentRoutes, { prefix: `${municipality}/payments` })
  app.register(attestRoutes, { prefix: `${municipality}/payments` })
  app.register(returnRoutes, { prefix: `${municipality}/payments` })
  app.register(trailRoutes, { prefix: `${municipality}/payments` })
  app.register(payeeAccountRoutes, { prefix: `${municipality}/payee-accounts` })
  app.register(paymentSettingsRoutes, { prefix: `${municipality}/payment-settings` })
  app.register(approvalLimitRoutes, { prefix: `${municipality}/approval-limits` })
  app.register(callerRoutes, { prefix: `${municipality}/caller` })
  app.register(runRoutes, { prefix: `${municipality}/payment-runs` })
  app.register(recoveryRoutes, { prefix: `${municipality}/recoveries` })
  app.register(recoveryMovementRoutes, { prefix: `${municipality}/recoveries` })
  app.register(recoveryQuestionRoutes, { prefix: `${municipality}/recoveries` })
  app.register(importRoutes, { prefix: `${municipality}/decision-imports`, maxBytes: config.importMaxBytes })
  app.register(schemeImportRoutes, { prefix: `${municipality}/scheme-imports`, maxBytes: config.importMaxBytes })
  app.register(ledgerRoutes, { prefix: `${municipality}/ledger-entries` })
  app.register(statisticsRoutes, { prefix: `${municipality}/statistics` })
  app.register(moneyRoutes, { prefix: `${municipality}/statistics` })
  app.register(periodClosingRoutes, { prefix: `${municipality}/period-closings` })
  app.register(eventRoutes, { prefix: `${municipality}/events` })

  // Last, when all addresses are known.
  app.register(methodsNotAllowed)
  return app
}
