import { historyRoute } from '../events/history.ts'
import { page } from '../http/pagination.ts'
import { ById, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createPayeeAccount, withdrawPayeeAccount } from './actions.ts'
import { findPayeeAccount, payeeAccountList } from './queries.ts'
import { NewPayeeAccount, PayeeAccount, PayeeAccountPage, PayeeAccountQuery } from './schemas.ts'

const tags = ['payments']
const read = { scope: 'payment-settings:read' }
const change = { scope: 'payment-settings:write' }

/** `/payee-accounts`. */
export async function payeeAccountRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listPayeeAccounts',
        tags,
        summary: 'List accounts of payees',
        description: 'Where organisations are paid, or were.',
        params: OfMunicipality,
        querystring: PayeeAccountQuery,
        response: { 200: ref(PayeeAccountPage) }
      }
    },
    (request, reply) => page(request, reply, payeeAccountList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createPayeeAccount',
        tags,
        summary: 'Register an account of a payee',
        description:
          'Registers where an organisation is paid. Of several accounts that are valid on a day the one whose validity began last is used, then the one registered last. Payments that are checked already still go to the account that was seen then.',
        params: OfMunicipality,
        body: ref(NewPayeeAccount),
        response: { 201: ref(PayeeAccount) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createPayeeAccount(tx, request.actor, request.params, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getPayeeAccount',
        tags,
        summary: 'Show an account of a payee',
        description: 'The account as it was registered, and whether it was withdrawn.',
        params: ById,
        response: { 200: ref(PayeeAccount) }
      }
    },
    request => findPayeeAccount(app.database, request.params)
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawPayeeAccount',
        tags,
        summary: 'Withdraw an account of a payee',
        description:
          'Takes the account out of use at once. Payments that were checked against it and not ordered yet are held until the check is revoked and made anew.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(PayeeAccount) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawPayeeAccount(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'payments', noun: 'PayeeAccount' })
}
