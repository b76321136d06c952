import { codeLabels } from './app-code-labels.ts'
import { codeListRoutes } from './app-code-routes.ts'
import { steps } from './app-includes.ts'
import { schemas } from './app-schemas.ts'
import type { Config } from './config.ts'
import { limitsOf } from './imports/files/limits.ts'
import { recordImportRoutes } from './imports/record-imports/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { confirmationRoutes } from './imports/run-confirmation-routes.ts'
import { schemeImportRoutes } from './imports/scheme-import-routes.ts'
import { bankEntryRoutes } from './money/bank-entries/routes.ts'
import { ledgerRoutes } from './money/ledger/routes.ts'
import { payeeAccountRoutes } from './money/payee-accounts/routes.ts'
import { paymentSettingsRoutes } from './money/payee-accounts/settings-routes.ts'
import { returnRoutes } from './money/payment-runs/return-routes.ts'
import { runRoutes } from './money/payment-runs/routes.ts'
import { approvalLimitRoutes } from './money/payments/approval-limit-routes.ts'
import { attestRoutes } from './money/payments/attest-routes.ts'
import { callerRoutes } from './money/payments/caller-routes.ts'
import { paymentPlanRoutes } from './money/payments/plan-routes.ts'
import { paymentRoutes } from './money/payments/routes.ts'
import { recoveryMovementRoutes } from './money/recoveries/movements.ts'
import { recoveryRoutes } from './money/recoveries/routes.ts'
import { reportRequirementRoutes } from './money/reports/requirement-routes.ts'
import { reportRoutes } from './money/reports/routes.ts'
import { erasePersonRoute, personalDataRoutes, retentionRoutes } from './personal-data/routes.ts'
import type { Database } from './platform/database/connection.ts'
import type { Connections } from './platform/database/connections.ts'
import { eventRoutes, feedRoutes } from './platform/events/routes.ts'
import { scannerOf } from './platform/files/open-scanner.ts'
import { openStore } from './platform/files/open-store.ts'
import type { FileStore } from './platform/files/store.ts'
import { apiInfoRoutes } from './platform/http/api-info.ts'
import type { App } from './platform/http/app.ts'
import { authentication } from './platform/http/authentication.ts'
import { closing } from './platform/http/closing.ts'
import { deprecation } from './platform/http/deprecation.ts'
import { etags } from './platform/http/etag.ts'
import { healthRoutes } from './platform/http/health.ts'
import { lanes } from './platform/http/lanes.ts'
import type { LogSink } from './platform/http/logging.ts'
import { methodsNotAllowed } from './platform/http/methods.ts'
import { metrics } from './platform/http/metrics.ts'
import { negotiation } from './platform/http/negotiation.ts'
import { openapi } from './platform/http/openapi.ts'
import { apiPrefix } from './platform/http/openapi-info.ts'
import { countedPool } from './platform/http/pool-metrics.ts'
import { problemPages } from './platform/http/problems.ts'
import { limits } from './platform/http/rate-limits.ts'
import { reading } from './platform/http/reading.ts'
import { retention } from './platform/http/retention.ts'
import { createServer } from './platform/http/server.ts'
import { batchRoutes } from './platform/records/batch-routes.ts'
import { includes } from './platform/records/include.ts'
import { receivedRoutes } from './platform/records/received-routes.ts'
import { webhookFigures } from './platform/webhooks/figures.ts'
import { webhookRoutes } from './platform/webhooks/routes.ts'
import { trailRoutes } from './reads/dossiers/routes.ts'
import { exportRoutes } from './reads/exports/routes.ts'
import { commonGrantsRoutes } from './reads/open-data/common-grants-routes.ts'
import { openDataRoutes } from './reads/open-data/routes.ts'
import { paperRoutes, paperTemplateRoutes } from './reads/papers/routes.ts'
import { periodClosingRoutes } from './reads/statistics/closing-routes.ts'
import { moneyRoutes } from './reads/statistics/money-routes.ts'
import { nationalRoutes } from './reads/statistics/national-routes.ts'
import { statisticsRoutes } from './reads/statistics/routes.ts'
import { seriesRoutes } from './reads/statistics/series-routes.ts'
import { unchanged } from './reads/statistics/unchanged.ts'
import { workListRoutes, workListSettingsRoutes } from './reads/work-list/routes.ts'
import { listEntryRoutes } from './register/agreements/entry-routes.ts'
import { makeAgreementsRoute } from './register/agreements/make-from-scheme.ts'
import { agreementRoutes } from './register/agreements/routes.ts'
import { appealRoutes, lodgeAppealRoute } from './register/appeals/routes.ts'
import { applicationRoutes } from './register/applications/routes.ts'
import { assignmentReportRoutes, assignmentRoutes, reportsOfAssignmentRoutes } from './register/assignments/routes.ts'
import { bodyRoutes } from './register/bodies/routes.ts'
import { awardRoutes, decisionLineRoutes } from './register/decisions/line-routes.ts'
import { decisionRoutes } from './register/decisions/routes.ts'
import { fileRoutes } from './register/files/routes.ts'
import { municipalityRoutes } from './register/municipalities/routes.ts'
import { tenancy } from './register/municipalities/tenancy.ts'
import { tokenVerifier } from './register/municipalities/tokens.ts'
import { partRecordRoutes, partRoutes } from './register/organisations/part-routes.ts'
import { organisationRoutes } from './register/organisations/routes.ts'
import {
  budgetRoutes,
  publishedFigureRoutes,
  targetObservationRoutes,
  targetRoutes
} from './register/schemes/budget-routes.ts'
import { publicSchemeRoutes } from './register/schemes/public-routes.ts'
import { ruleVersionRoutes, schemeRoutes, windowRoutes } from './register/schemes/routes.ts'
import { aidPositionRoute, stateAidRoutes } from './register/state-aid/routes.ts'

type Parts = { config: Config; database: Database; log?: LogSink }

/** Has the connections of every lane counted. */
function watchPools(app: App) {
  const watch = ({ lanes, lookups }: Connections, suffix = '') => {
    for (const [name, { pool, gate }] of Object.entries(lanes))
      app.watchPool(name + suffix, { connections: countedPool(pool), gate })
    app.watchPool(`lookups${suffix}`, { connections: lookups.pipelines, gate: lookups.gate })
  }
  const { $client } = app.database
  watch($client)
  for (const [index, standby] of [...$client.standbys.values()].entries()) watch(standby, ` standby ${index + 1}`)
  if ($client.cluster) app.watchStandbys($client.cluster.standbys)
}

async function fileOptions(config: Config, store: FileStore) {
  const { fileTypes: types, fileMaxBytes: maxBytes, spoolDir: spoolFolder, publicUrl } = config
  const { exportStallMs: stallMs, fileAddressMinutes: addressMinutes } = config
  const scan = await scannerOf(config.fileScanner, config.fileScanTimeoutMs)
  return { store, types, maxBytes, spoolFolder, publicUrl, stallMs, addressMinutes, scan }
}

/** The table of contents: everything that the service answers, in the order of docs/architecture.md. */
export async function buildApp({ config, database, log }: Parts): Promise<App> {
  const { publicUrl } = config
  const app = await createServer(config, { log })
  app.decorate('database', database)
  app.decorate('recordKinds', new Map())
  // Loaded only where it is wanted, as the pages of the documentation are: it is large, and patches what is there.
  if (config.otlpTracesUrl) await (await import('./platform/http/traces.ts')).traceRequests(app, config.otlpTracesUrl)

  // What holds for every request that follows.
  await app.register(metrics, { port: config.metricsPort, host: config.host })
  watchPools(app)
  await app.register(webhookFigures, { database })
  await app.register(closing)
  const verifyToken = tokenVerifier({
    database,
    allowPrivate: config.allowPrivateAddresses,
    onFailure: (host, reason) => app.log.warn({ host, reason }, 'keys of tokens cannot be read')
  })
  await app.register(limits, { requests: config.rateLimitPerMinute, failures: config.failedKeysPerMinute })
  const { readOnly } = config
  await app.register(authentication, { database, verifyToken, readOnly })
  await app.register(tenancy, { database })
  await app.register(reading, { database, readOnly })
  await app.register(lanes)
  // Before the ETag is made of the whole answer.
  await app.register(includes, { steps })
  await app.register(etags)
  await app.register(negotiation)
  await app.register(unchanged, { database })
  await app.register(deprecation)
  if (!readOnly) await app.register(retention, { database })

  // Outside the API.
  app.register(healthRoutes, { database })
  app.register(openapi, { publicUrl })
  app.register(problemPages)
  app.register(commonGrantsRoutes, { prefix: '/common-grants' })
  if (config.docs) app.register((await import('./platform/http/docs.ts')).docs, { publicUrl })

  for (const schema of schemas) app.addSchema(schema)

  // The API: what stands above the municipalities, then what each municipality has.
  app.register(apiInfoRoutes, { prefix: apiPrefix, publicUrl })
  app.register(codeListRoutes, { prefix: apiPrefix })
  const { allowPrivateAddresses } = config
  app.register(municipalityRoutes, { prefix: `${apiPrefix}/municipalities`, allowPrivateAddresses })
  app.register(feedRoutes, { prefix: `${apiPrefix}/events` })
  app.register(nationalRoutes, { prefix: `${apiPrefix}/statistics` })

  const store = await openStore(config.files)
  const municipality = `${apiPrefix}/:municipalityCode(^\\d{4}$)`
  app.register(fileRoutes, { prefix: `${municipality}/files`, ...(await fileOptions(config, store)) })
  app.register(bodyRoutes, { prefix: `${municipality}/bodies` })
  app.register(organisationRoutes, { prefix: `${municipality}/organisations` })
  app.register(partRoutes, { prefix: `${municipality}/organisations` })
  for (const [address, routes] of Object.entries(partRecordRoutes)) {
    app.register(routes, { prefix: `${municipality}/${address}` })
  }
  app.register(schemeRoutes, { prefix: `${municipality}/schemes` })
  app.register(makeAgreementsRoute, { prefix: `${municipality}/schemes` })
  app.register(applicationRoutes, { prefix: `${municipality}/applications` })
  app.register(ruleVersionRoutes, { prefix: `${municipality}/scheme-rule-versions` })
  app.register(windowRoutes, { prefix: `${municipality}/scheme-windows` })
  app.register(budgetRoutes, { prefix: `${municipality}/budgets` })
  app.register(publishedFigureRoutes, { prefix: `${municipality}/published-figures` })
  app.register(targetRoutes, { prefix: `${municipality}/targets` })
  app.register(targetObservationRoutes, { prefix: `${municipality}/target-observations` })
  app.register(publicSchemeRoutes, { prefix: `${municipality}/public/schemes` })
  app.register(openDataRoutes, { prefix: `${municipality}/public`, publicUrl })
  app.register(decisionRoutes, { prefix: `${municipality}/decisions` })
  app.register(lodgeAppealRoute, { prefix: `${municipality}/decisions` })
  app.register(decisionLineRoutes, { prefix: `${municipality}/decision-lines` })
  app.register(awardRoutes, { prefix: `${municipality}/awards` })
  app.register(stateAidRoutes, { prefix: `${municipality}/state-aid` })
  app.register(aidPositionRoute, { prefix: `${municipality}/organisations` })
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
  app.register(trailRoutes, { prefix: `${municipality}/payments`, labels: codeLabels })
  app.register(payeeAccountRoutes, { prefix: `${municipality}/payee-accounts` })
  app.register(paymentSettingsRoutes, { prefix: `${municipality}/payment-settings` })
  app.register(approvalLimitRoutes, { prefix: `${municipality}/approval-limits` })
  app.register(callerRoutes, { prefix: `${municipality}/caller` })
  app.register(runRoutes, { prefix: `${municipality}/payment-runs` })
  app.register(bankEntryRoutes, { prefix: `${municipality}/bank-entries` })
  app.register(recoveryRoutes, { prefix: `${municipality}/recoveries` })
  app.register(erasePersonRoute, { prefix: `${municipality}/organisations`, store })
  app.register(personalDataRoutes, { prefix: `${municipality}/personal-data` })
  app.register(retentionRoutes, { prefix: `${municipality}/retention-rules` })
  app.register(workListRoutes, { prefix: `${municipality}/work-list` })
  app.register(workListSettingsRoutes, { prefix: `${municipality}/work-list-settings` })
  app.register(recoveryMovementRoutes, { prefix: `${municipality}/recoveries` })
  const most = { maxBytes: config.importMaxBytes, maxRows: config.importMaxRows, limits: limitsOf(config) }
  app.register(importRoutes, { prefix: `${municipality}/decision-imports`, ...most })
  app.register(confirmationRoutes, { prefix: `${municipality}/payment-runs`, ...most })
  app.register(recordImportRoutes, { prefix: municipality, ...most })
  app.register(schemeImportRoutes, { prefix: `${municipality}/scheme-imports`, ...most })
  app.register(ledgerRoutes, { prefix: `${municipality}/ledger-entries` })
  app.register(statisticsRoutes, { prefix: `${municipality}/statistics` })
  app.register(seriesRoutes, { prefix: `${municipality}/statistics` })
  app.register(moneyRoutes, { prefix: `${municipality}/statistics` })
  app.register(periodClosingRoutes, { prefix: `${municipality}/period-closings` })
  app.register(exportRoutes, { prefix: `${municipality}/exports`, stallMs: config.exportStallMs })
  app.register(paperRoutes, { prefix: `${municipality}/papers`, labels: codeLabels })
  app.register(paperTemplateRoutes, { prefix: `${municipality}/paper-templates` })
  app.register(eventRoutes, { prefix: `${municipality}/events` })
  app.register(webhookRoutes, { prefix: `${municipality}/webhook-subscriptions`, allowPrivateAddresses })
  // What is alike for all kinds of records, when all are told.
  app.register(receivedRoutes, { prefix: municipality })
  app.register(batchRoutes, { prefix: municipality, publicUrl, maxBytes: config.bodyMaxBytes })

  // Last, when all addresses are known.
  app.register(methodsNotAllowed)
  return app
}
