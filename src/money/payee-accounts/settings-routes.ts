import type { App } from '../../platform/http/app.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { IfMatch, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { findPaymentSettings, putPaymentSettings } from './settings.ts'
import { PaymentSettings, PaymentSettingsContent } from './settings-record.ts'

const tags = ['payments']

/** `/payment-settings`. */
export async function paymentSettingsRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'payment-settings:read' },
      schema: {
        operationId: 'getPaymentSettings',
        tags,
        summary: 'Show who pays and from where',
        description: 'What files to the bank begin with. 404 until it is said.',
        params: OfMunicipality,
        response: { 200: ref(PaymentSettings) }
      }
    },
    request => findPaymentSettings(app.database, request.params.municipalityCode)
  )

  app.put(
    '',
    {
      config: { scope: 'payment-settings:write' },
      schema: {
        operationId: 'putPaymentSettings',
        tags,
        summary: 'Say who pays and from where',
        description:
          'Says who pays and from which account, or replaces what is said (then If-Match is demanded). The same content again changes nothing.',
        params: OfMunicipality,
        headers: IfMatch,
        body: ref(PaymentSettingsContent),
        response: { 200: ref(PaymentSettings), 201: ref(PaymentSettings) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const { row, created } = await putPaymentSettings(tx, request.actor, municipalityCode, request.body, () =>
          ifMatch(request)
        )
        if (created) reply.code(201).header('location', request.url.split('?')[0]!)
        return row
      })
  )
}
