import { sql } from 'drizzle-orm'
import type { Certainty } from '../../base/known.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { type MunicipalityRow, publishes } from '../../register/municipalities/queries.ts'
import { goesToUnpublished, LICENSE, organisationIdentifier } from './rules.ts'

/** A grant as the register has it. Amounts in kronor; `granted` is for all its years together. */
type Row = {
  id: string
  decidedOn: string
  precise: boolean
  paragraph: string | null
  bodyName: string
  schemeId: string | null
  schemeName: string | null
  purpose: string | null
  yearFrom: number | null
  yearTo: number | null
  applied: number | null
  granted: number | null
  certainty: Certainty
  paid: number | null
  updatedAt: string
  recipients: { id: string; name: string; number: string | null }[]
  documents: { title: string; url: string }[]
}

/** Awards of decisions of the year that stand. Confidential amounts and grants to persons are left out. */
async function findGrants(db: Connection, municipalityCode: string, year: number, withPaid: boolean): Promise<Row[]> {
  const paid = sql`(select sum(payment.amount)::float8 from payments payment
    where ${ofMunicipality(municipalityCode, 'payment')} and payment.award_id = award.id and payment.status = 'paid'
      and payment.withdrawn_at is null)`
  const { rows } = await db.execute<Row>(sql`
    select award.id, decision.decided_on as "decidedOn", decision.decided_on_precision = 'day' as precise, decision.paragraph,
      body.name as "bodyName", scheme.id as "schemeId", scheme.name as "schemeName", line.purpose,
      line.grant_year_from as "yearFrom", line.grant_year_to as "yearTo",
      line.applied::float8 as applied,
      (line.granted * case when line.amount_per = 'year' then line.grant_year_to - line.grant_year_from + 1 else 1 end)::float8
        as granted,
      line.granted_certainty as certainty, ${withPaid ? paid : sql`null`} as paid, ${rfc3339(sql`line.updated_at`)} as "updatedAt",
      (select json_agg(json_build_object('id', organisation.id, 'name', organisation.name, 'number', organisation.organisation_number)
                       order by recipient.position)
       from decision_line_recipients recipient
       join organisations organisation on organisation.municipality_code = recipient.municipality_code
         and organisation.id = recipient.organisation_id
       where ${ofMunicipality(municipalityCode, 'recipient', 'organisation')} and recipient.line_id = line.id) as recipients,
      decision.documents
    from decisions decision
    join decision_lines line on line.municipality_code = decision.municipality_code and line.decision_id = decision.id
    join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
    join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
    left join schemes scheme on scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
      and ${ofMunicipality(municipalityCode, 'scheme')}
    where ${ofMunicipality(municipalityCode, 'decision', 'line', 'award', 'body')} and award.withdrawn_at is null
      and decision.decided_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
      and line.granted_certainty <> 'confidential' and not ${goesToUnpublished(municipalityCode, 'line')}
    order by decision.decided_on, award.id`)
  return rows
}

export type Funder = { municipality: MunicipalityRow; organisationNumber: string | null }

/**
 * What the decisions of a year granted, as a package of the 360Giving Data Standard 1.4; null where there is nothing, as a
 * package has a grant at least. An amount that is not known is 0 and said so in `description` and `classifications`: the
 * standard demands a number. What has been paid is told where the municipality publishes its payments.
 * Source: standard.threesixtygiving.org, 360-giving-schema.json 1.4.
 */
export async function grantPackage(db: Connection, funder: Funder, year: number, address: string) {
  const { municipalityCode, name } = funder.municipality
  const rows = await findGrants(db, municipalityCode, year, publishes(funder.municipality, 'payments'))
  if (rows.length === 0) return null
  const identifier = organisationIdentifier(municipalityCode, 'kommun', funder.organisationNumber)
  return {
    version: '1.4',
    title: `Bidrag från ${name} ${year}`,
    description: `Grants that ${name} decided on in ${year}. Grants to natural persons and confidential amounts are left out.`,
    identifier: `SE-${municipalityCode}-grants-${year}`,
    publisher: { identifier, name },
    issued: `${year}-01-01`,
    modified: rows.map(({ updatedAt }) => updatedAt).reduce((a, b) => (a > b ? a : b)),
    downloadURL: address,
    license: LICENSE,
    grants: rows.map(row => grantOf(row, municipalityCode, { id: identifier, name }))
  }
}

const words: Record<Certainty, string> = {
  exact: '',
  approximate: 'The amount is approximate.',
  notStated: 'The amount is not stated: 0 stands for it.',
  unknown: 'The amount is not known: 0 stands for it.',
  confidential: ''
}

const sentence = (text: string) => text.replace(/[.\s]*$/, '.')

const within = (text: string, length: number) => (text.length < length ? text : `${text.slice(0, length - 2)}…`)

function grantOf(row: Row, municipalityCode: string, funder: { id: string; name: string }) {
  const { id, purpose, schemeName, bodyName, decidedOn, precise, paragraph, certainty, granted, applied, paid } = row
  const minutes = `${bodyName} ${decidedOn}${paragraph ? ` § ${paragraph}` : ''}`
  const said = [sentence(purpose ?? schemeName ?? 'Bidrag'), sentence(`Beslut: ${minutes}`), words[certainty]]
  if (!precise) said.push('The day of the decision is not known: it is the first that it can have been.')
  return {
    id: `SE-${municipalityCode}-${id}`,
    title: within(purpose ?? schemeName ?? `Bidrag: ${minutes}`, 140),
    description: said.filter(text => text !== '').join(' '),
    currency: 'SEK',
    ...(applied !== null && { amountAppliedFor: applied }),
    amountAwarded: granted ?? 0,
    ...(paid !== null && { amountDisbursed: paid }),
    awardDate: decidedOn,
    ...(row.yearFrom !== null && {
      plannedDates: [{ startDate: `${row.yearFrom}-01-01`, endDate: `${row.yearTo}-12-31` }]
    }),
    recipientOrganization: row.recipients.map(({ id: organisationId, name, number }) => ({
      id: organisationIdentifier(municipalityCode, organisationId, number),
      name
    })),
    fundingOrganization: [{ ...funder, department: bodyName }],
    ...(row.schemeId && { grantProgramme: [{ code: row.schemeId, title: schemeName }] }),
    ...(granted === null && {
      classifications: [{ vocabulary: 'partnerskap/certainty', code: certainty, title: words[certainty] }]
    }),
    ...(row.documents.length > 0 && {
      relatedDocument: row.documents.map(({ title, url }) => ({ id: url, title, url }))
    }),
    dateModified: row.updatedAt
  }
}
