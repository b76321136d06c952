import { type Static, Type } from 'typebox'
import {
  Instant,
  MunicipalityCode,
  Nullable,
  PageOf,
  ref,
  Strict,
  Text,
  Url,
  walkedBy
} from '../../platform/http/schemas.ts'

const name = Text('Name', 100, 'Haninge')
const published = (description: string) => Type.Optional(Type.Boolean({ description, example: false }))
/** `*` is for keys that an operator made. */
const Scope = Type.String({
  pattern: '^[a-z-]+:[a-z-]+$',
  maxLength: 100,
  description: 'A scope',
  example: 'payments:check'
})
export const TokenClaim = Strict(
  {
    claim: Text('Claim of the token, or the way to it within others', 200, 'realm_access.roles'),
    value: Text('What the claim says, or one of the texts that it lists', 200, 'ekonomi-attest'),
    scopes: Type.Array(Scope, { maxItems: 100, description: 'Scopes that it gives', example: ['payments:check'] }),
    roles: Type.Array(Text('A role', 100, 'ekonom'), {
      maxItems: 20,
      description: 'Roles that it gives, for limits of approval',
      example: ['ekonom']
    })
  },
  { $id: 'TokenClaim', description: 'What an access token is given in which the claim says the value' }
)

const settings = {
  tokenIssuer: Type.Optional(
    Nullable(Url('Issuer (iss) of its OAuth 2 access tokens, RFC 9068', 'https://id.haninge.se'))
  ),
  tokenAudience: Type.Optional(Nullable(Text('Audience (aud) that the tokens name', 200, 'partnerskap'))),
  tokenKeysUrl: Type.Optional(
    Nullable(Url('Public https address of the issuer’s keys (JWKS)', 'https://id.haninge.se/jwks'))
  ),
  acceptsTokenTypeJwt: Type.Optional(
    Type.Boolean({
      description:
        'Whether tokens of the type JWT count as access tokens too, as Entra ID issues them. RFC 9068 has at+jwt, which tells them from ID tokens; with this only the audience does',
      example: false
    })
  ),
  tokenClaims: Type.Optional(
    Type.Array(ref(TokenClaim), {
      maxItems: 200,
      description:
        'What groups and roles of the issuer give, beside the scopes that tokens name. A request about several municipalities has what all of them give'
    })
  ),
  tokenOrganisationNumber: Type.Optional(
    Nullable(
      Type.String({
        pattern: '^\\d{6}-\\d{4}$',
        description:
          'Organisation that tokens must be of, by the claim https://id.oidc.se/claim/orgNumber; null: any. For an issuer that others share',
        example: '212000-0084'
      })
    )
  ),
  publishesSchemes: published('Whether everybody may read its grant schemes, without a key'),
  publishesDecisions: published('Whether everybody may read what it has granted, without a key'),
  publishesAgreements: published('Whether everybody may read its agreements, without a key'),
  publishesPayments: published('Whether everybody may read what it has paid, without a key'),
  allowsKeyInAddress: published('Whether its statistics may be read with a key in the address (`?key=`)')
}

export const MunicipalityContent = Strict(
  { name, ...settings },
  { $id: 'MunicipalityContent', description: 'What is registered of a municipality', example: { name: 'Haninge' } }
)
export type MunicipalityContent = Static<typeof MunicipalityContent>

export const Municipality = Strict(
  {
    municipalityCode: MunicipalityCode,
    name,
    ...Type.Required(Type.Object(settings)).properties,
    version: Type.Integer({
      minimum: 1,
      description: 'Rises with every change; the first part of the ETag',
      example: 1
    }),
    createdAt: Instant('When it was registered'),
    updatedAt: Instant('When it was last changed')
  },
  {
    $id: 'Municipality',
    description: 'A municipality: the tenant that everything else belongs to',
    example: {
      municipalityCode: '0136',
      name: 'Haninge',
      tokenIssuer: null,
      tokenAudience: null,
      tokenKeysUrl: null,
      acceptsTokenTypeJwt: false,
      tokenClaims: [],
      tokenOrganisationNumber: null,
      publishesSchemes: false,
      publishesDecisions: false,
      publishesAgreements: false,
      publishesPayments: false,
      allowsKeyInAddress: false,
      version: 1,
      createdAt: '2021-12-16T09:30:00.123456Z',
      updatedAt: '2021-12-16T09:30:00.123456Z'
    }
  }
)

export const MunicipalityList = PageOf(
  ref(Municipality),
  'MunicipalityList',
  'A page of the municipalities that the caller may see'
)
export const MunicipalityQuery = Strict(walkedBy(['municipalityCode']))

export const municipalitySchemas = [TokenClaim, MunicipalityContent, Municipality, MunicipalityList]
