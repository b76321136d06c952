// Before everything else in each process of tests, as plain JavaScript.
import { registerHooks } from 'node:module'
import '../../bin/faster-start.js'

const domains = { url: new URL('domains.js', import.meta.url).href, format: 'module', shortCircuit: true }

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'async-hook-domain' ? domains : next(specifier, context))
})
