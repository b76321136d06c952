import { Type } from 'typebox'
import { PublicAgreement, PublicAgreementPage } from './agreements.ts'
import { SupplierPayment, SupplierPaymentPage } from './supplier-payments.ts'

/** Documents whose form others have laid down: they are told of here, and described there. */

export const GrantPackage = Type.Object(
  {
    grants: Type.Array(Type.Object({}, { additionalProperties: true }), { description: 'Grants of the standard' })
  },
  {
    $id: 'GrantPackage',
    additionalProperties: true,
    description: 'A package of the 360Giving Data Standard 1.4',
    example: { version: '1.4', grants: [] }
  }
)
export const Catalogue = Type.Object(
  {},
  { $id: 'Catalogue', additionalProperties: true, description: 'A catalogue of DCAT-AP 3 in JSON-LD', example: {} }
)
export const openDataSchemas = [
  PublicAgreement,
  PublicAgreementPage,
  SupplierPayment,
  SupplierPaymentPage,
  GrantPackage,
  Catalogue
]
