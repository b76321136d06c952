// Before everything else in each process of tests, as plain JavaScript.
import { registerHooks } from 'node:module'
import '../../bin/faster-start.js'

const domains = { url: new URL('domains.js', import.meta.url).href, format: 'module', shortCircuit: true }

// What counts coverage follows every module, and has every process that a test starts do so, too: a quarter of its start.
// Coverage is not counted here.
const nothing = { url: 'data:text/javascript,', format: 'module', shortCircuit: true }

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'async-hook-domain') return domains
    if (specifier.endsWith('/@tapjs/processinfo/dist/esm/import.mjs')) return nothing
    return next(specifier, context)
  }
})
