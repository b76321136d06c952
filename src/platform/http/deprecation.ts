import fp from 'fastify-plugin'
import { addMonths } from '../../base/dates.ts'

/**
 * What is to go is told long before: an operation whose `config` says `deprecated` answers with Deprecation (RFC 9745) and Sunset
 * (RFC 8594), links to the page that says what comes instead, and is marked in the document. A year lies between the two.
 */
export type Deprecated = {
  /** The day from which it is deprecated, and the first day on which it may be gone. */
  since: string
  sunset: string
  /** The page that says what comes instead. */
  link: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    deprecated?: Deprecated
  }
}

export const deprecation = fp(async app => {
  app.addHook('onRoute', ({ config, schema, url }) => {
    if (!config?.deprecated) return
    const { since, sunset } = config.deprecated
    if (sunset < addMonths(since, 12)) throw new Error(`${url} is to go within a year of its deprecation.`)
    if (schema) schema.deprecated = true
  })
  app.addHook('onRequest', (request, reply, done) => {
    const { deprecated } = request.routeOptions.config
    if (!deprecated) return done()
    const { since, sunset, link } = deprecated
    reply.headers({
      deprecation: `@${Date.parse(since) / 1000}`,
      sunset: new Date(sunset).toUTCString(),
      link: `<${link}>; rel="deprecation"; type="text/html"`
    })
    done()
  })
})
