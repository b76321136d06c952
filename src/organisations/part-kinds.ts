import type { TSchema } from 'typebox'
import * as schemas from './part-schemas.ts'
import { contactPart, documentPart, eligibilityPart, membershipPart, names, type Part } from './parts.ts'

/** How one kind of what belongs to an organisation is named and shaped over HTTP. */
export type Kind = {
  part: Part
  path: string
  /** As in `createOrganisationContact`. */
  noun: string
  plural: string
  what: string
  /** `contacts` where the scope is its own. */
  scope?: string
  shape: { New: TSchema; Patch: TSchema; One: TSchema; Page: TSchema; Query: TSchema }
}

export const kinds: Kind[] = [
  {
    part: names,
    path: 'names',
    noun: 'OrganisationName',
    plural: 'OrganisationNames',
    what: 'a former name',
    shape: schemas.nameSchemas
  },
  {
    part: membershipPart,
    path: 'memberships',
    noun: 'Membership',
    plural: 'Memberships',
    what: 'a membership of an umbrella organisation',
    shape: schemas.membershipSchemas
  },
  {
    part: contactPart,
    path: 'contacts',
    noun: 'Contact',
    plural: 'Contacts',
    what: 'a contact, whose values are personal data and stand in no event',
    scope: 'contacts',
    shape: schemas.contactSchemas
  },
  {
    part: documentPart,
    path: 'documents',
    noun: 'OrganisationDocument',
    plural: 'OrganisationDocuments',
    what: 'a statutory document',
    shape: schemas.documentSchemas
  },
  {
    part: eligibilityPart,
    path: 'eligibility-statements',
    noun: 'EligibilityStatement',
    plural: 'EligibilityStatements',
    what: 'a statement on eligibility for grants',
    shape: schemas.eligibilitySchemas
  }
]
