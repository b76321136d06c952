import type { Said } from './kit.ts'

/** What operations say of themselves where there is nothing more to say. */

export const asRegistered = 'As it is registered now.'
export const changed = 'Changes the properties given (JSON merge patch); demands If-Match.'
export const takenBack = 'Takes back what was registered in error; it stays readable, and its history too.'

/** What those on one record say, all of them ordinary; `what`: `a budget`. */
export const ordinary = (what: string): Record<'get' | 'update' | 'withdraw', Said> => ({
  get: [`Show ${what}`, asRegistered],
  update: [`Change ${what}`, changed],
  withdraw: [`Withdraw ${what}`, takenBack]
})
