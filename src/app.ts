import { listEntryRoutes } from './agreements/entry-routes.ts'
import { agreementRoutes } from './agreements/routes.ts'
import { codes } from './app-codes.ts'
import { schemas } from './app-schemas.ts'
import { appealRoutes, lodgeAppealRoute } from './appeals/routes.ts'
import { applicationRoutes } from './applications/routes.ts'
import { assignmentReportRoutes, assignmentRoutes, reportsOfAssignmentRoutes } from './assignments/routes.ts'
import { bodyRoutes } from './bodies/routes.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connection.ts'
import { awardRoutes, decisionLineRoutes } from './decisions/line-routes.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { trailRoutes } from './dossiers/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { apiInfoRoutes } from './http/api-info.ts'
import type { App } from './http/app.ts'
import { authentication } from './http/authentication.ts'
import { closing } from './http/closing.ts'
import { deprecation } from './http/deprecation.ts'
import { etags } from './http/etag.ts'
import { healthRoutes } from './http/health.ts'
import { lanes } from './http/lanes.ts'
import { limits } from './http/limits.ts'
import type { LogSink } from './http/logging.ts'
import { methodsNotAllowed } from './http/methods.ts'
import { metrics } from './http/metrics.ts'
import { negotiation } from './http/negotiation.ts'
import { openapi } from './http/openapi.ts'
import { apiPrefix } from './http/openapi-info.ts'
import { problemPages } from './http/problems.ts'
import { retention } from './http/retention.ts'
import { createServer } from './http/server.ts'
import { importRoutes } from './imports/routes.ts'
import { schemeImportRoutes } from './imports/scheme-import-routes.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { municipalityRoutes } from './municipalities/routes.ts'
import { tenancy } from './municipalities/tenancy.ts'
import { tokenVerifier } from './municipalities/tokens.ts'
import { partRecordRoutes, partRoutes } from './organisations/part-routes.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { payeeAccountRoutes } from './payee-accounts/routes.ts'
import { paymentSettingsRoutes } from './payee-accounts/settings-routes.ts'
import { returnRoutes } from './payment-runs/return-routes.ts'
import { runRoutes } from './payment-runs/routes.ts'
import { attestRoutes } from './payments/attest-routes.ts'
import { callerRoutes } from './payments/caller-routes.ts'
import { approvalLimitRoutes } from './payments/limit-routes.ts'
import { paymentPlanRoutes } from './payments/plan-routes.ts'
import { paymentRoutes } from './payments/routes.ts'
import { recoveryMovementRoutes } from './recoveries/movements.ts'
import { recoveryRoutes } from './recoveries/routes.ts'
import { reportRequirementRoutes } from './reports/requirement-routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { budgetRoutes, publishedFigureRoutes, targetObservationRoutes, targetRoutes } from './schemes/budget-routes.ts'
import { publicSchemeRoutes } from './schemes/public-routes.ts'
import { ruleVersionRoutes, schemeRoutes, windowRoutes } from './schemes/routes.ts'
import { periodClosingRoutes } from './statistics/closing-routes.ts'
import { moneyRoutes } from './statistics/money-routes.ts'
import { nationalRoutes } from './statistics/national-routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'

type Parts = { config: Config; database: Database; log?: LogSink }

/** The table of contents: everything that the service answers, in the order of docs/architecture.md. */
export async function buildApp({ config, database, log }: Parts): Promise<App> {
  const { publicUrl } = config
  const app = await createServer(config, { log })
  app.decorate('database', database)
  // Loaded only where it is wanted, as the pages of the documentation are: it is large, and patches what is there.
  if (config.otlpTracesUrl) await (await import('./http/traces.ts')).traceRequests(app, config.otlpTracesUrl)

  // What holds for every request that follows.
  await app.register(metrics, { port: config.metricsPort, host: config.host })
  for (const [name, lane] of Object.entries(database.$client.lanes)) app.watchPool(name, lane)
  await app.register(closing)
  const verifyToken = tokenVerifier({
    database,
    allowPrivate: config.allowPrivateAddresses,
    onFailure: (host, reason) => app.log.warn({ host, reason }, 'keys of tokens cannot be read')
  })
  await app.register(limits, { requests: config.rateLimitPerMinute, failures: config.failedKeysPerMinute })
  await app.register(authentication, { database, verifyToken })
  await app.register(tenancy, { database })
  await app.register(lanes)
  await app.register(etags)
  await app.register(negotiation)
  await app.register(deprecation)
  await app.register(retention, { database })
  await app.register(openapi, { publicUrl, codes })

  // Outside the API.
  app.register(healthRoutes, { database })
  app.register(problemPages)
  if (config.docs) app.register((await import('./http/docs.ts')).docs, { publicUrl })

  for (const schema of schemas) app.addSchema(schema)

  // The API: what stands above the municipalities, then what each municipality has.
  app.register(apiInfoRoutes, { prefix: apiPrefix, publicUrl })
  const { allowPrivateAddresses } = config
  app.register(municipalityRoutes, { prefix: `${apiPrefix}/municipalities`, allowPrivateAddresses })
  app.register(nationalRoutes, { prefix: `${apiPrefix}/statistics` })

  const municipality = `${apiPrefix}/:municipalityCode(^\\d{4}$)`
  app.register(bodyRoutes, { prefix: `${municipality}/bodies` })
  app.register(organisationRoutes, { prefix: `${municipality}/organisations` })
  app.register(partRoutes, { prefix: `${municipality}/organisations` })
  for (const [address, routes] of Object.entries(partRecordRoutes)) {
    app.register(routes, { prefix: `${municipality}/${address}` })
  }
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
  const most = { maxBytes: config.importMaxBytes, maxRows: config.importMaxRows }
  app.register(importRoutes, { prefix: `${municipality}/decision-imports`, ...most })
  app.register(schemeImportRoutes, { prefix: `${municipality}/scheme-imports`, ...most })
  app.register(ledgerRoutes, { prefix: `${municipality}/ledger-entries` })
  app.register(statisticsRoutes, { prefix: `${municipality}/statistics` })
  app.register(moneyRoutes, { prefix: `${municipality}/statistics` })
  app.register(periodClosingRoutes, { prefix: `${municipality}/period-closings` })
  app.register(eventRoutes, { prefix: `${municipality}/events` })

  // Last, when all addresses are known.
  app.register(methodsNotAllowed)
  return app
}
