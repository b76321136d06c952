// Starts in about half the time. Plain JavaScript, loaded before everything else by bin/partnerskap.js and by the tests.
import { enableCompileCache, registerHooks } from 'node:module'

// What was compiled once is read from a cache in the folder for temporary files; where none can be written, it is not.
enableCompileCache()

// For each import Node looks for the nearest package.json and reads it anew, to learn which file is meant and of what
// format it is. That of drizzle-orm has 180 kB, and more than a thousand files are imported. So both are found out once:
// which file a package's name stands for in this project, and of what format the files of one folder are.
const project = new URL('../', import.meta.url).href
const installed = new URL('node_modules/', project).href
const packages = new Map()
const formats = new Map()

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL, conditions } = context
    // Who requires is answered by extensions and folders, too; that is left to Node.
    if (!parentURL?.startsWith('file:') || !conditions.includes('import')) return next(specifier, context)
    if (/^\.\.?\//.test(specifier)) return beside(specifier, context, next)
    const named = !/^[/#]|^[a-z]+:/.test(specifier)
    if (!named || !parentURL.startsWith(project) || parentURL.startsWith(installed)) return next(specifier, context)
    return once(packages, specifier, () => next(specifier, context))
  }
})

/** A file that is named by its place beside the one that imports it: a module is what its neighbours are. */
function beside(specifier, context, next) {
  const { href: url } = new URL(specifier, context.parentURL)
  const kind = url.slice(0, url.lastIndexOf('/')) + url.slice(url.lastIndexOf('.'))
  const format = formats.get(kind)
  if (format) return { url, format, shortCircuit: true }
  const file = next(specifier, context)
  if (file.url === url && file.format?.startsWith('module')) formats.set(kind, file.format)
  return file
}

function once(found, name, find) {
  if (!found.has(name)) found.set(name, { ...find(), shortCircuit: true })
  return found.get(name)
}
