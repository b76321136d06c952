import { holdsOn, today } from '../../base/dates.ts'
import type { App } from '../../platform/http/app.ts'
import { act, ask, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { contact } from './contact-record.ts'
import { createContact, Erasure, eraseContact, updateContact, withdrawContact } from './contacts.ts'
import { organisationDocument } from './document-record.ts'
import { Eligibility, EligibilityQuery, findEligibility } from './eligibility.ts'
import { eligibilityStatement } from './eligibility-record.ts'
import { createMembership, membershipOn, updateMembership, withdrawMembership } from './membership.ts'
import { membership } from './membership-record.ts'
import { organisationName } from './name-record.ts'
import {
  createEligibilityStatement,
  createOrganisationDocument,
  createOrganisationName,
  standing,
  updateEligibilityStatement,
  updateOrganisationDocument,
  updateOrganisationName,
  withdrawEligibilityStatement,
  withdrawOrganisationDocument,
  withdrawOrganisationName
} from './part-actions.ts'
import { organisation } from './record.ts'

type Dated = { validFrom: string | null; validTo: string | null }
type Asked = { validOn?: string }
const within = <K extends { address: string }>({ address }: K) => ({ find: standing, address })

const nameKind = {
  ...organisationName,
  create: createOrganisationName,
  update: updateOrganisationName,
  withdraw: withdrawOrganisationName,
  within: within(organisationName),
  shown: <R extends Dated>(row: R, { validOn = today() }: Asked) => {
    const answer = holdsOn(validOn, { from: row.validFrom, to: row.validTo })
    // A former name whose end is not stated has one all the same.
    return { ...row, valid: row.validTo === null && answer === 'yes' ? ('possible' as const) : answer }
  }
}
const membershipKind = {
  ...membership,
  create: createMembership,
  update: updateMembership,
  withdraw: withdrawMembership,
  within: within(membership),
  shown: <R extends Parameters<typeof membershipOn>[1]>(row: R, { validOn = today() }: Asked) => ({
    ...row,
    valid: membershipOn(validOn, row)
  })
}
const contactKind = {
  ...contact,
  create: createContact,
  update: updateContact,
  withdraw: withdrawContact,
  within: within(contact)
}
const documentKind = {
  ...organisationDocument,
  create: createOrganisationDocument,
  update: updateOrganisationDocument,
  withdraw: withdrawOrganisationDocument,
  within: within(organisationDocument),
  shown: <R extends Dated>(row: R, { validOn = today() }: Asked) => ({
    ...row,
    valid: holdsOn(validOn, { from: row.validFrom, to: row.validTo })
  })
}
const eligibilityKind = {
  ...eligibilityStatement,
  create: createEligibilityStatement,
  update: updateEligibilityStatement,
  withdraw: withdrawEligibilityStatement,
  within: within(eligibilityStatement)
}

/** `/organisations/{id}/…`: what belongs to an organisation is made and listed beneath it. */
export async function partRoutes(app: App) {
  collectionRoutes(app, nameKind, '/:id/names')
  collectionRoutes(app, membershipKind, '/:id/memberships')
  collectionRoutes(app, contactKind, '/:id/contacts')
  collectionRoutes(app, documentKind, '/:id/documents')
  collectionRoutes(app, eligibilityKind, '/:id/eligibility-statements')
  ask(app, organisation, 'eligibility', {
    operationId: 'getEligibility',
    says: [
      'Show whether an organisation is eligible for grants on a day',
      'Answered from what has been stated; what nobody has stated, or has expired, is unknown.'
    ],
    query: EligibilityQuery,
    answer: Eligibility,
    run: findEligibility
  })
}

/** Each has an address of its own, without the organisation in it. */
export const partRecordRoutes = {
  'organisation-names': async (app: App) => recordRoutes(app, nameKind),
  memberships: async (app: App) => recordRoutes(app, membershipKind),
  contacts: async (app: App) => {
    recordRoutes(app, contactKind)
    act(app, contactKind, 'erase', {
      operationId: 'eraseContact',
      says: [
        'Erase the values of a contact',
        'Role, name, e-mail and phone are gone for good; that there was a contact stays.'
      ],
      body: Erasure,
      run: eraseContact
    })
  },
  'organisation-documents': async (app: App) => recordRoutes(app, documentKind),
  'eligibility-statements': async (app: App) => recordRoutes(app, eligibilityKind)
}
