import type { TObject, TSchema } from 'typebox'
import * as schemas from './part-schemas.ts'
import { contactPart, documentPart, eligibilityPart, membershipPart, names, type Part } from './parts.ts'

/** How one kind of what belongs to an organisation is named and shaped over HTTP. */
export type PartKind = {
  part: Part
  /** Beneath the organisation. */
  path: string
  /** Where each is found itself. */
  address: string
  /** As in `createOrganisationContact`. */
  noun: string
  plural: string
  what: string
  /** `contacts` where the scope is its own. */
  scope?: string
  shape: { New: TSchema; Patch: TSchema; One: TSchema; Page: TSchema; Query: TObject }
}

export const kinds: PartKind[] = [
  {
    part: names,
    path: 'names',
    address: 'organisation-names',
    noun: 'OrganisationName',
    plural: 'OrganisationNames',
    what: 'a former name',
    shape: schemas.nameSchemas
  },
  {
    part: membershipPart,
    path: 'memberships',
    address: 'memberships',
    noun: 'Membership',
    plural: 'Memberships',
    what: 'a membership of an umbrella organisation',
    shape: schemas.membershipSchemas
  },
  {
    part: contactPart,
    path: 'contacts',
    address: 'contacts',
    noun: 'Contact',
    plural: 'Contacts',
    what: 'a contact, whose values are personal data and stand in no event',
    scope: 'contacts',
    shape: schemas.contactSchemas
  },
  {
    part: documentPart,
    path: 'documents',
    address: 'organisation-documents',
    noun: 'OrganisationDocument',
    plural: 'OrganisationDocuments',
    what: 'a statutory document',
    shape: schemas.documentSchemas
  },
  {
    part: eligibilityPart,
    path: 'eligibility-statements',
    address: 'eligibility-statements',
    noun: 'EligibilityStatement',
    plural: 'EligibilityStatements',
    what: 'a statement on eligibility for grants',
    shape: schemas.eligibilitySchemas
  }
]
