import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { applicationContent } from '../../register/applications/record.ts'
import { organisationFields } from '../../register/organisations/record.ts'
import { at, column, fieldsOf, identified, listed, tracked } from './columns.ts'
import { decisionColumns, decisionOf, joined, organisationsColumns, schemeColumns } from './joined.ts'
import type { ExportTable } from './table.ts'

const ofOrganisation = fieldsOf('organisation', organisationFields)
const ofApplication = fieldsOf('application', applicationContent)

/** Organisations, without contacts: those are personal data. */
export const organisationsTable: ExportTable = {
  name: 'organisations',
  description: 'Associations, foundations and study associations, merged ones too; without their contacts.',
  scope: 'organisations:read',
  from: () => sql`organisations organisation`,
  where: code => ofMunicipality(code, 'organisation'),
  key: sql`organisation.id`,
  changedAt: sql`organisation.updated_at`,
  withdrawnAt: sql`organisation.withdrawn_at`,
  filters: {
    organisationId: {
      description: 'it, and those merged into it',
      where: (_, id) => sql`(organisation.id = ${id} or organisation.merged_into_id = ${id})`
    }
  },
  columns: {
    ...identified('organisation'),
    ...ofOrganisation(
      'name',
      'organisationNumber',
      'legalForm',
      'bankgiro',
      'plusgiro',
      'nameValidFrom',
      'membershipFee',
      'membershipFeeCertainty',
      'interimBoardEndsOn',
      'note',
      'needsReview',
      'sourceUrl',
      'sourceUpdatedOn',
      'sourceRetrievedOn',
      'mergedIntoId',
      'mergedAt'
    ),
    ...tracked('organisation')
  }
}

const applicants = organisationsColumns(
  code => ({
    from: sql`from application_applicants applicant
      join organisations organisation
        on organisation.municipality_code = applicant.municipality_code and organisation.id = applicant.organisation_id
      where ${ofMunicipality(code, 'applicant', 'organisation')} and applicant.application_id = application.id`,
    order: sql`applicant.position`
  }),
  'Who applies; several apply for one amount jointly'
)

export const applicationsTable: ExportTable = {
  name: 'applications',
  description: 'Applications, alone or jointly, to a scheme in a round; what is applied for is summed over its years.',
  scope: 'applications:read',
  from: code => sql`applications application ${joined(code, 'schemes', 'scheme', sql`application.scheme_id`)}
    left join lateral (
      select sum(stated.amount) as amount, array_agg(stated.year::text order by stated.position) filter (where stated.year is not null) as years,
             count(*) filter (where stated.certainty <> 'exact') as inexact, count(*) as parts
      from application_amounts stated
      where ${ofMunicipality(code, 'stated')} and stated.application_id = application.id) applied on true`,
  where: code => ofMunicipality(code, 'application'),
  key: sql`application.id`,
  changedAt: sql`application.updated_at`,
  withdrawnAt: sql`application.withdrawn_at`,
  filters: {
    year: {
      description: 'money is applied for the year',
      where: (code, year) => sql`exists (select from application_amounts stated where ${ofMunicipality(code, 'stated')}
        and stated.application_id = application.id and stated.year = ${year})`
    },
    schemeId: { description: 'to the scheme', where: (_, id) => sql`application.scheme_id = ${id}` },
    organisationId: {
      description: 'of the applicant, alone or jointly',
      where: (code, id) => sql`exists (select from application_applicants named where ${ofMunicipality(code, 'named')}
        and named.application_id = application.id and named.organisation_id = ${id})`
    }
  },
  columns: {
    ...identified('application'),
    ...schemeColumns(sql`application.scheme_id`),
    ...ofApplication('round', 'receivedOn', 'receivedOnPrecision', 'windowId', 'closesOn'),
    dueOn: column('day', 'The day that lateness is judged by', at('application', 'dueOn')),
    late: column('code', 'Whether it came after its last day: yes, no, possible or unknown', at('application', 'late')),
    status: column('code', 'Where it stands', at('application', 'status')),
    ...applicants,
    applied: column('money', 'Sum of the amounts applied for; null where none is known', sql`applied.amount`),
    appliedYears: column('list', 'Years that amounts are applied for', sql`coalesce(applied.years, '{}')`),
    inexactCount: column('integer', 'How many of its amounts are not exactly known', sql`applied.inexact::int`),
    ...ofApplication('purpose'),
    note: column('text', 'Remark', at('application', 'note')),
    guarantorOrganisationId: column(
      'id',
      'Organisation that stands behind the applicant',
      at('application', 'guarantorOrganisationId')
    ),
    ...tracked('application')
  }
}

const content = (name: string) => sql`agreement.content ->> ${name}`
const known = (bound: string, open: string) => sql`nullif(${at('agreement', bound)}, ${open}::date)`
const parties = organisationsColumns(
  code => ({
    from: sql`from agreement_parties party
      join organisations organisation
        on organisation.municipality_code = party.municipality_code and organisation.id = party.organisation_id
      where ${ofMunicipality(code, 'party', 'organisation')} and party.agreement_id = agreement.id`,
    order: sql`party.key`
  }),
  'Organisations that are parties'
)

/** Of the content only what is never confidential: contributions, commitments and persons stay out. */
export const agreementsTable: ExportTable = {
  name: 'agreements',
  description:
    'Agreements as they are now known, with amendments that are recorded and take effect later; contributions, commitments and names of persons stay out.',
  scope: 'agreements:read',
  from: code => sql`agreements agreement ${decisionOf(code, sql`agreement.decision_id`)}`,
  where: code => ofMunicipality(code, 'agreement'),
  key: sql`agreement.id`,
  changedAt: sql`agreement.updated_at`,
  withdrawnAt: sql`agreement.withdrawn_at`,
  filters: {
    year: {
      description: 'in force, or possibly, in the year',
      where: (_, year) => sql`agreement.starts_earliest <= make_date(${year}, 12, 31)
        and agreement.ends_latest >= make_date(${year}, 1, 1)`
    },
    organisationId: {
      description: 'with the party',
      where: (code, id) => sql`exists (select from agreement_parties named where ${ofMunicipality(code, 'named')}
        and named.agreement_id = agreement.id and named.organisation_id = ${id})`
    },
    bodyId: {
      description: 'with the body as a party',
      where: (code, id) => sql`exists (select from agreement_parties named where ${ofMunicipality(code, 'named')}
        and named.agreement_id = agreement.id and named.body_id = ${id})`
    }
  },
  columns: {
    ...identified('agreement'),
    kind: column('code', 'Partnership, or framework under which partnerships are made', at('agreement', 'kind')),
    status: column('code', 'The last step taken', at('agreement', 'status')),
    title: column('text', 'Title', content('title')),
    diaryNumber: column('text', 'Diary number (diarienummer), as written', content('diaryNumber')),
    purpose: column('text', 'Purpose', content('purpose')),
    ...parties,
    bodyNames: column('list', 'Bodies of the municipality that are parties', code =>
      listed(sql`select named.name::text from agreement_parties party
        join bodies named on named.municipality_code = party.municipality_code and named.id = party.body_id
        where ${ofMunicipality(code, 'party', 'named')} and party.agreement_id = agreement.id order by party.key`)
    ),
    startsEarliestOn: column(
      'day',
      'The earliest that it can begin; null: not known',
      known('startsEarliest', '0001-01-01')
    ),
    startsLatestOn: column('day', 'The latest that it can begin; null: not known', known('startsLatest', '9999-12-31')),
    endsEarliestOn: column('day', 'The earliest that it can end; null: not known', known('endsEarliest', '0001-01-01')),
    endsLatestOn: column('day', 'The latest that it can end; null: not known', known('endsLatest', '9999-12-31')),
    decidedOn: column('day', 'When it was adopted', sql`(${content('decidedOn')})::date`),
    signedOn: column('day', 'When it was signed', sql`(${content('signedOn')})::date`),
    endedOn: column('day', 'When it ended', sql`(${content('endedOn')})::date`),
    endedReason: column('text', 'Why it ended', content('endedReason')),
    amendedOn: column(
      'day',
      'Day on which the last recorded amendment takes effect, where that lies ahead',
      at('agreement', 'pendingUntil')
    ),
    decisionId: decisionColumns.decisionId!,
    paragraph: column('text', 'Paragraph (§) of the decision', sql`decision.paragraph`),
    bodyId: decisionColumns.bodyId!,
    bodyName: decisionColumns.bodyName!,
    awardIds: column('list', 'Awards that fund it', code =>
      listed(sql`select funding.award_id::text from agreement_awards funding
        where ${ofMunicipality(code, 'funding')} and funding.agreement_id = agreement.id order by funding.award_id`)
    ),
    note: column('text', 'Remark', content('note')),
    sourceUrl: column('text', 'Address of the source', at('agreement', 'sourceUrl')),
    ...tracked('agreement')
  }
}
