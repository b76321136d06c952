import type { Static } from 'typebox'
import { today } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import { findPaymentSettings } from '../../money/payee-accounts/settings.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { sendCsv } from '../../platform/http/csv.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { apiPrefix } from '../../platform/http/openapi-info.ts'
import { allPages, page } from '../../platform/http/pagination.ts'
import { baseOf } from '../../platform/http/problems.ts'
import { OfMunicipality, ref, Strict, Year } from '../../platform/http/schemas.ts'
import { findMunicipality, findPublisher } from '../../register/municipalities/queries.ts'
import { asPublished, PublicAgreementPage, PublicAgreementQuery, publicAgreements } from './agreements.ts'
import { catalogue } from './catalogue.ts'
import { grantPackage } from './grants.ts'
import { Catalogue, GrantPackage } from './schemas.ts'
import { SupplierPaymentPage, SupplierPaymentQuery, supplierCsv, supplierPayments } from './supplier-payments.ts'

const tags = ['public']
const open = { scope: 'public', maxAge: 60 } as const

/** `/public` of a municipality: what it shows to everybody, in the forms that others read; elsewhere 404, as if it were not there. */
export async function openDataRoutes(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  const addressOf = (municipalityCode: string) => `${baseOf(app, publicUrl)}${apiPrefix}/${municipalityCode}/public`

  app.get(
    '/agreements',
    {
      config: open,
      schema: {
        operationId: 'listPublicAgreements',
        tags,
        summary: 'List the agreements that are published',
        description: 'Agreements with civil society: who, for what, and how long. Drafts are not published.',
        params: OfMunicipality,
        querystring: PublicAgreementQuery,
        response: { 200: ref(PublicAgreementPage) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      await findPublisher(app.database, municipalityCode, 'agreements')
      const { items, meta } = await page(request, reply, publicAgreements, request.params)
      return { items: await asPublished(app.database, municipalityCode, items), meta }
    }
  )

  app.get(
    '/grants',
    {
      config: { ...open, lane: 'totals' },
      schema: {
        operationId: 'getPublicGrants',
        tags,
        summary: 'Grants of a year as 360Giving',
        description:
          'What was granted by decisions of the year, as a package of the 360Giving Data Standard 1.4. An amount that is not known is 0 and says so. 404 where the year has none.',
        params: OfMunicipality,
        querystring: Strict({ year: Year('The year of the decisions') }),
        response: { 200: ref(GrantPackage) }
      }
    },
    async request => {
      const { municipalityCode } = request.params
      const { year } = request.query
      const municipality = await findPublisher(app.database, municipalityCode, 'decisions')
      const organisationNumber = await numberOf(app.database, municipalityCode)
      const address = `${addressOf(municipalityCode)}/grants?year=${year}`
      const found = await grantPackage(app.database, { municipality, organisationNumber }, year, address)
      if (!found) throw new NotFound('grant of', String(year))
      return found as Static<typeof GrantPackage>
    }
  )

  app.get(
    '/supplier-payments',
    {
      config: {
        ...open,
        content: { response: { 'text/csv': { schema: { type: 'string' }, example: 'kopare_id,kopare,…' } } }
      },
      schema: {
        operationId: 'listSupplierPayments',
        tags,
        summary: 'List what was paid in a year',
        description:
          'The register of suppliers’ payments. As CSV it has the fifteen columns of the specification leverantörsreskontra 1.1, in its words and its order.',
        params: OfMunicipality,
        querystring: SupplierPaymentQuery,
        response: { 200: ref(SupplierPaymentPage) }
      }
    },
    async (request, reply) => {
      const asked = asksCsv(request)
      const { municipalityCode } = request.params
      await findPublisher(app.database, municipalityCode, 'payments')
      await findPaymentSettings(app.database, municipalityCode)
      if (!asked) return await page(request, reply, supplierPayments, request.params)
      const parts = supplierCsv(allPages(request, supplierPayments, request.params), request.query.csvFormat)
      return sendCsv(reply, `leverantorsreskontra-${municipalityCode}-${request.query.year}`, parts)
    }
  )

  app.get(
    '/catalogue',
    {
      config: {
        ...open,
        content: { response: { 'application/ld+json': { schema: { type: 'object' }, example: {} } } }
      },
      schema: {
        operationId: 'getCatalogue',
        tags,
        summary: 'The catalogue of what is published',
        description: 'The data sets of the municipality as DCAT-AP in JSON-LD, for portals that harvest.',
        params: OfMunicipality,
        response: { 200: ref(Catalogue) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      const municipality = await findMunicipality(app.database, municipalityCode)
      if (request.headers.accept?.includes('ld+json')) reply.type('application/ld+json')
      return catalogue(municipality, addressOf(municipalityCode), Number(today().slice(0, 4)))
    }
  )
}

/** Its organisation number, where it has said how it pays. */
async function numberOf(db: Connection, municipalityCode: string): Promise<string | null> {
  try {
    return (await findPaymentSettings(db, municipalityCode)).organisationNumber
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}
