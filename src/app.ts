import { applicationRoutes } from './applications/routes.ts'
import { applicationSchemas } from './applications/schemas.ts'
import { stepSchemas } from './applications/step-schemas.ts'
import { bodyRoutes } from './bodies/routes.ts'
import { bodySchemas } from './bodies/schemas.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connection.ts'
import { awardRoutes, decisionLineRoutes } from './decisions/line-routes.ts'
import { lineSchemas } from './decisions/line-schemas.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { decisionSchemas } from './decisions/schemas.ts'
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
import { Withdrawal } from './http/schemas.ts'
import { type App, createServer } from './http/server.ts'
import { importRoutes } from './imports/routes.ts'
import { importSchemas } from './imports/schemas.ts'
import { municipalityRoutes } from './municipalities/routes.ts'
import { municipalitySchemas } from './municipalities/schemas.ts'
import { tenancy } from './municipalities/tenancy.ts'
import { tokenVerifier } from './municipalities/tokens.ts'
import { partRoutes } from './organisations/part-routes.ts'
import { partSchemas } from './organisations/part-schemas.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { organisationSchemas } from './organisations/schemas.ts'
import { schemeRoutes } from './schemes/routes.ts'
import { schemeSchemas } from './schemes/schemas.ts'
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
  await app.register(openapi, { publicUrl })

  // Outside the API.
  app.register(healthRoutes, { database })
  app.register(problemPages)
  if (config.docs) app.register(docs)

  const schemas = [
    ...[Withdrawal, ...eventSchemas, ...municipalitySchemas, ...bodySchemas, ...organisationSchemas],
    ...[...partSchemas, ...applicationSchemas, ...stepSchemas, ...outcomeSchemas],
    ...[...schemeSchemas, ...decisionSchemas, ...lineSchemas, ...importSchemas, ...statisticsSchemas]
  ]
  for (const schema of schemas) app.addSchema(schema)

  // The API: what stands above the municipalities, then what each municipality has.
  app.register(apiInfoRoutes, { prefix: apiPrefix, publicUrl })
  app.register(municipalityRoutes, { prefix: `${apiPrefix}/municipalities` })

  const municipality = `${apiPrefix}/:municipalityCode(^\\d{4}$)`
  app.register(bodyRoutes, { prefix: `${municipality}/bodies` })
  app.register(organisationRoutes, { prefix: `${municipality}/organisations` })
  app.register(partRoutes, { prefix: `${municipality}/organisations` })
  app.register(schemeRoutes, { prefix: `${municipality}/schemes` })
  app.register(applicationRoutes, { prefix: `${municipality}/applications` })
  app.register(decisionRoutes, { prefix: `${municipality}/decisions` })
  app.register(decisionLineRoutes, { prefix: `${municipality}/decision-lines` })
  app.register(awardRoutes, { prefix: `${municipality}/awards` })
  app.register(importRoutes, { prefix: `${municipality}/decision-imports`, maxBytes: config.importMaxBytes })
  app.register(statisticsRoutes, { prefix: `${municipality}/statistics` })
  app.register(eventRoutes, { prefix: `${municipality}/events` })

  // Last, when all addresses are known.
  app.register(methodsNotAllowed)
  return app
}
