import { Malformed } from '../errors.ts'

/**
 * The query with the parameters that the operation cannot do without. The national REST profile wants no parameter of a
 * query to be required by the schema (FNS.03), so that they are missing is told here. @throws Malformed, naming them all
 */
export function demand<T extends object, K extends keyof T & string>(query: T, ...names: K[]) {
  const missing = names.filter(name => query[name] === undefined)
  if (missing.length > 0) {
    const violations = missing.map(field => ({ field, message: 'is required' }))
    throw new Malformed('parameter-required', `This question needs ${missing.join(' and ')}.`, violations)
  }
  return query as T & { [name in K]-?: Exclude<T[name], undefined> }
}
