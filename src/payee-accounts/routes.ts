import type { App } from '../http/server.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { createPayeeAccount, withdrawPayeeAccount } from './actions.ts'
import { findPayeeAccount, type PayeeAccountRow, payeeAccountList } from './queries.ts'
import { NewPayeeAccount, PayeeAccount, PayeeAccountPage, PayeeAccountQuery } from './schemas.ts'

const schemas = { One: PayeeAccount, Page: PayeeAccountPage, Query: PayeeAccountQuery, New: NewPayeeAccount }

const kind: Kind<typeof schemas, PayeeAccountRow> = {
  noun: 'PayeeAccount',
  plural: 'PayeeAccounts',
  tag: 'payments',
  scope: 'payment-settings',
  schemas,
  list: payeeAccountList,
  says: {
    list: ['List accounts of payees', 'Where organisations are paid, or were.'],
    create: [
      'Register an account of a payee',
      'Registers where an organisation is paid. Of several accounts that are valid on a day the one whose validity began last is used, then the one registered last. Payments that are checked already still go to the account that was seen then.'
    ],
    get: ['Show an account of a payee', 'The account as it was registered, and whether it was withdrawn.'],
    withdraw: [
      'Withdraw an account of a payee',
      'Takes the account out of use at once. Payments that were checked against it and not ordered yet are held until the check is revoked and made anew.'
    ]
  },
  find: findPayeeAccount,
  create: createPayeeAccount,
  withdraw: withdrawPayeeAccount
}

/** `/payee-accounts`. */
export async function payeeAccountRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}
