import { schemasOf } from '../../platform/records/record.ts'
import { Confidentiality } from './confidential-record.ts'
import { contact } from './contact-record.ts'
import { Erasure } from './contacts.ts'
import { organisationDocument } from './document-record.ts'
import { Eligibility } from './eligibility.ts'
import { eligibilityStatement } from './eligibility-record.ts'
import { membership } from './membership-record.ts'
import { Merge } from './merge.ts'
import { organisationName } from './name-record.ts'
import { organisation } from './record.ts'

export const organisationSchemas = [
  ...schemasOf(organisation),
  Merge,
  ...schemasOf(organisationName),
  ...schemasOf(membership),
  ...schemasOf(contact),
  ...schemasOf(organisationDocument),
  ...schemasOf(eligibilityStatement),
  Eligibility,
  Erasure,
  Confidentiality
]
