import { and, isNull, ne, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { List } from '../../platform/http/pagination.ts'
import { Instant, Nullable, OneOf, PageOf, ref, Strict, Text, Uuid, walkedBy } from '../../platform/http/schemas.ts'
import { namesOf, standingOf } from '../../register/agreements/queries.ts'
import { type AgreementRow, agreements, Standing } from '../../register/agreements/record.ts'
import { agreementKinds, agreementStatuses, partyKinds, partyRoles } from '../../register/agreements/rules.ts'
import { isUnpublished } from './rules.ts'

const PublicParty = Strict(
  {
    kind: OneOf(partyKinds, 'What kind of party it is'),
    role: OneOf(partyRoles, 'Its part'),
    name: Nullable(Text('Its name now', 300, 'Haninge Kvinnojour'))
  },
  { title: 'PublicParty' }
)

export const PublicAgreement = Strict(
  {
    id: Uuid('Identity made by the service'),
    title: Nullable(Text('Title', 300, 'Partnerskap med Haninge Kvinnojour')),
    kind: OneOf(agreementKinds, 'Partnership or framework'),
    status: OneOf(agreementStatuses, 'The last step taken'),
    purpose: Nullable(Text('What it is for', 4000, 'Stöd till våldsutsatta')),
    parties: Type.Array(PublicParty, { description: 'Between whom', example: [] }),
    termStanding: ref(Standing),
    updatedAt: Instant('When it was last changed')
  },
  { $id: 'PublicAgreement', description: 'An agreement as everybody may see it' }
)
export type PublicAgreement = Static<typeof PublicAgreement>
export const PublicAgreementPage = PageOf(ref(PublicAgreement), 'PublicAgreementPage', 'A page of agreements')
export const PublicAgreementQuery = Strict(walkedBy(['id', 'updatedAt']))

/** Drafts are nobody’s business yet; and what is agreed with a natural person is not published. */
export const publicAgreements: List<AgreementRow> = {
  name: 'public-agreements',
  select: db => db.select().from(agreements).$dynamic(),
  where: and(
    sql`${agreements.municipalityCode} = ${listedCode}`,
    isNull(agreements.withdrawnAt),
    ne(agreements.status, 'draft'),
    sql`${agreements.id} not in (
      select party.agreement_id from agreement_parties party
      join organisations person on person.municipality_code = party.municipality_code and person.id = party.organisation_id
      where ${ofMunicipality(listedCode, 'party', 'person')} and ${isUnpublished('person')})`
  )!,
  filters: {},
  sorts: {
    id: { column: agreements.id, of: row => row.id },
    updatedAt: { column: agreements.updatedAt, of: row => row.updatedAt }
  },
  id: { column: agreements.id, of: row => row.id }
}

/** Rows of the list as they are published: who, for what and how long. Signatories and amounts are not. */
export async function asPublished(
  db: Connection,
  municipalityCode: string,
  rows: AgreementRow[]
): Promise<PublicAgreement[]> {
  const ids = rows.flatMap(({ content }) =>
    content.parties.flatMap(({ organisationId, bodyId }) => [organisationId ?? [], bodyId ?? []].flat())
  )
  const names = await namesOf(db, municipalityCode, ids)
  return rows.map(({ id, kind, status, content, updatedAt }) => ({
    id,
    title: content.title,
    kind,
    status,
    purpose: content.purpose,
    parties: content.parties.map(party => ({
      kind: party.kind,
      role: party.role,
      name: names.get(party.organisationId ?? party.bodyId ?? '') ?? party.name ?? null
    })),
    termStanding: standingOf(content, status, today()),
    updatedAt
  }))
}
