import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { readById } from '../../platform/database/gathered.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { type CsvFormat, CsvFormatAsked, toCsv } from '../../platform/http/csv.ts'
import { type List, ofWithdrawal } from '../../platform/http/pagination.ts'
import {
  Day,
  ListQuery,
  Money,
  Nullable,
  OneOf,
  PageOf,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../../platform/http/schemas.ts'
import { conditionsOf, parametersOf } from '../../platform/records/record.ts'
import {
  answeredRecipients,
  awards,
  decisionLines,
  lineFilters,
  linesDecidedIn,
  linesOfYear,
  recipientsExample,
  recipientsOf
} from './line-record.ts'
import { amountPers, certainties, vatTreatments } from './line-rules.ts'

const Period = Strict({
  yearFrom: Nullable(Year('First year')),
  yearTo: Nullable(Year('Last year')),
  amount: Nullable(Money('Amount of the period'))
})
type Period = Static<typeof Period>

export const Award = Strict(
  {
    ...Representation({}, { $id: 'x', description: '', example: {} }).properties,
    lineId: Uuid('The line that grants it'),
    decisionId: Uuid('The decision'),
    decidedOn: Day('When it was decided'),
    bodyId: Uuid('The body that decided'),
    bodyName: Text('Its name', 300, 'Socialnämnden'),
    schemeId: Nullable(Uuid('The scheme')),
    schemeName: Nullable(Text('Its name', 300, 'Partnerskapsavtal')),
    applicationId: Nullable(Uuid('The application that it answers')),
    recipients: answeredRecipients,
    payeeOrganisationId: Nullable(Uuid('Who is paid')),
    purpose: Nullable(Text('What the money is for', 2000, 'Entré stallet')),
    amountPer: Nullable(OneOf(amountPers, 'Whether the amount is for each year or for all years')),
    amount: Nullable(Money('Amount as stated; null when it is not known')),
    certainty: OneOf(certainties, 'How well the amount is known'),
    vatTreatment: Nullable(OneOf(vatTreatments, 'Value added tax of the grant; null: not stated')),
    periods: Type.Array(Period, {
      description: 'What is given for which years: one period a year, or one for all years together'
    })
  },
  {
    $id: 'Award',
    description: 'What a granted line gives, per period',
    example: {
      municipalityCode: '0136',
      id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
      lineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      decidedOn: '2021-12-14',
      bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f64',
      bodyName: 'Socialnämnden',
      schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f65',
      schemeName: 'Partnerskapsavtal',
      applicationId: null,
      recipients: recipientsExample,
      payeeOrganisationId: null,
      purpose: null,
      amountPer: null,
      amount: 380000,
      certainty: 'exact',
      vatTreatment: null,
      periods: [{ yearFrom: 2022, yearTo: 2022, amount: 380000 }],
      version: 1,
      createdAt: '2021-12-16T09:30:00.123456Z',
      updatedAt: '2021-12-16T09:30:00.123456Z',
      withdrawnAt: null,
      withdrawnReason: null
    }
  }
)
export type Award = Static<typeof Award>
export const AwardPage = PageOf(ref(Award), 'AwardPage', 'A page of awards')
export const awardSchemas = [Award, AwardPage]
export const AwardQuery = ListQuery({ ...parametersOf(lineFilters), csvFormat: CsvFormatAsked }, ['id', 'updatedAt'])

/** One period a year, or one for all the years together: as the line states its amount. */
const periods = sql<Period[]>`(
  select json_agg(json_build_object('yearFrom', coalesce(year, decision_lines.grant_year_from),
    'yearTo', coalesce(year, decision_lines.grant_year_to), 'amount', decision_lines.granted) order by year)
  from (select generate_series(decision_lines.grant_year_from, decision_lines.grant_year_to) as year
        where decision_lines.amount_per = 'year'
        union all select null where decision_lines.amount_per is distinct from 'year') years)`

// A subquery looks the decision up for the rows of the page alone; for a join the planner would read all awards.
const ofDecision = (what: SQL) => sql<string>`(select ${what} from decisions decision
  where ${ofMunicipality(listedCode, 'decision')}
    and decision.municipality_code = decision_lines.municipality_code and decision.id = decision_lines.decision_id)`

const awardColumns = {
  municipalityCode: awards.municipalityCode,
  id: awards.id,
  lineId: decisionLines.id,
  decisionId: decisionLines.decisionId,
  decidedOn: ofDecision(sql`decision.decided_on`),
  bodyId: ofDecision(sql`decision.body_id`),
  bodyName: ofDecision(sql`(select body.name from bodies body
    where ${ofMunicipality(listedCode, 'body')}
      and body.municipality_code = decision.municipality_code and body.id = decision.body_id)`),
  schemeId: decisionLines.schemeId,
  schemeName: sql<string | null>`(select scheme.name from schemes scheme
    where ${ofMunicipality(listedCode, 'scheme')}
      and scheme.municipality_code = decision_lines.municipality_code and scheme.id = decision_lines.scheme_id)`,
  applicationId: decisionLines.applicationId,
  recipients: recipientsOf(listedCode),
  payeeOrganisationId: decisionLines.payeeOrganisationId,
  purpose: decisionLines.purpose,
  amountPer: decisionLines.amountPer,
  amount: decisionLines.granted,
  certainty: decisionLines.grantedCertainty,
  vatTreatment: decisionLines.vatTreatment,
  periods,
  version: decisionLines.version,
  createdAt: awards.createdAt,
  updatedAt: decisionLines.updatedAt,
  withdrawnAt: awards.withdrawnAt,
  withdrawnReason: decisionLines.withdrawnReason
}

function selectAwards(db: Connection) {
  const line = and(
    eq(decisionLines.municipalityCode, listedCode),
    eq(decisionLines.municipalityCode, awards.municipalityCode),
    eq(decisionLines.id, awards.lineId)
  )
  return db.select(awardColumns).from(awards).innerJoin(decisionLines, line).$dynamic()
}

/** The awards of some lines, as an array, which is read along the key of awards. */
const ofLines = (lines: SQL) => sql`${awards.id} = any(array(
  select award.id from awards award
  where award.municipality_code = ${listedCode} and award.line_id = any(array(${lines}))))`

export const awardList: List<Award> = {
  name: 'awards',
  select: selectAwards,
  where: sql`${awards.municipalityCode} = ${listedCode}`,
  filters: {
    ...conditionsOf(lineFilters),
    grantYear: value => ofLines(linesOfYear(value)),
    decisionYear: value => ofLines(linesDecidedIn(value)),
    changedSince: value => sql`${decisionLines.updatedAt} >= ${value}`,
    withdrawn: ofWithdrawal(awards.withdrawnAt)
  },
  sorts: {
    id: { column: awards.id, of: row => row.id },
    updatedAt: { column: decisionLines.updatedAt, of: row => row.updatedAt }
  },
  id: { column: awards.id, of: row => row.id }
}

/** The award with what its line says of it. @throws NotFound */
export async function findAward(db: Connection, ref: Ref): Promise<Award> {
  const row = await readById<Award>(db, 'award', { table: awards, select: selectAwards }, ref)
  if (!row) throw new NotFound('award', ref.id)
  return row
}

/** `totalAmount` is the sum of all periods, so that a reader can sum the column. Amounts are in kronor. */
const csvColumns =
  `id lineId decisionId decidedOn bodyId bodyName schemeId schemeName organisationIds organisationNames payeeOrganisationId
  purpose grantYearFrom grantYearTo amountPer amount totalAmount certainty version createdAt updatedAt withdrawnAt vatTreatment`.split(
    /\s+/
  )

/** The awards as a flat table, one row an award, in parts as they are read. */
export async function* awardsCsv(pages: AsyncGenerator<Award[]>, format?: CsvFormat): AsyncGenerator<string> {
  let head = true
  for await (const awards of pages) {
    yield toCsv(csvColumns, awards.map(flat), format, head)
    head = false
  }
}

function flat(award: Award) {
  const { recipients, periods, amount } = award
  return {
    ...award,
    organisationIds: recipients.map(({ organisationId }) => organisationId),
    organisationNames: recipients.map(({ name }) => name),
    grantYearFrom: periods[0]!.yearFrom,
    grantYearTo: periods.at(-1)!.yearTo,
    totalAmount: amount === null ? null : (Math.round(amount * 100) * periods.length) / 100
  }
}
