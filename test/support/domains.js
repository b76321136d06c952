import { executionAsyncResource } from 'node:async_hooks'

/**
 * What tap asks of async-hook-domain: to whom an error is told that nobody caught. That library follows every promise from its
 * making to its collection, which was a third of the work of a test. Here it is the test that has begun last and has not ended:
 * in one process one test runs at a time. (preload.js puts this in its place.)
 */

const begun = []

export class Domain {
  destroyed = false

  constructor(onerror) {
    this.onerror = onerror
    // tap makes a test's domain within the scope in which it runs the test when its turn comes, and one for all others.
    const scope = executionAsyncResource()
    if (scope.test) this.#beginWith(scope)
    else begun.push(this)
  }

  #beginWith(scope) {
    const { runInAsyncScope } = scope
    scope.runInAsyncScope = (...args) => {
      scope.runInAsyncScope = runInAsyncScope
      if (!this.destroyed) begun.push(this)
      return runInAsyncScope.apply(scope, args)
    }
  }

  destroy() {
    this.destroyed = true
    if (begun.includes(this)) begun.splice(begun.indexOf(this), 1)
  }
}

/** Whether somebody was told; not where the process has a handler of its own. */
function tell(error, event) {
  if (process.hasUncaughtExceptionCaptureCallback() || process.listenerCount('uncaughtException') > 0) return false
  const domain = begun.at(-1)
  domain?.onerror(error, event)
  return domain !== undefined
}

process.on('uncaughtExceptionMonitor', (error, event) => {
  // The process would end after this.
  const goOn = () => process.setUncaughtExceptionCaptureCallback(null)
  if (tell(error, event)) process.setUncaughtExceptionCaptureCallback(goOn)
})

const { emit } = process
process.emit = (event, ...args) => {
  if (event !== 'unhandledRejection' || process.listenerCount(event) > 0) return emit.call(process, event, ...args)
  return tell(args[0], event)
}
