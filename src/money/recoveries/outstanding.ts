import { sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { today } from '../../base/dates.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { App } from '../../platform/http/app.ts'
import { type CsvFormat, CsvFormatAsked, sendCsv, toCsv } from '../../platform/http/csv.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { allPages, page } from '../../platform/http/pagination.ts'
import {
  Answer,
  Day,
  Money,
  OfMunicipality,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { computedList } from '../../platform/records/list.ts'
import { movedUntil, withSums } from './record.ts'
import { recoveryStatuses } from './rules.ts'

const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, example })

const Query = Strict({
  ...walkedBy(['organisationName', 'outstanding']),
  organisationId: Type.Optional(Uuid('The organisation')),
  status: Type.Optional(OneOf(recoveryStatuses, 'Whether anything is outstanding')),
  validOn: Type.Optional(Day('The day for overdueAmount; today unless told', '2023-06-01')),
  csvFormat: CsvFormatAsked
})

const Outstanding = Answer(
  {
    organisationId: Uuid('Who is to repay'),
    organisationName: Text('Its name', 300, 'Haninge Kvinnojour'),
    recoveryCount: count('Recoveries that stand', 2),
    openCount: count('Those of which something is outstanding', 1),
    claimed: Money('Asked back', 52000),
    recovered: Money('Repaid, or set off against payments that were paid', 12000),
    writtenOff: Money('Given up by decision', 0),
    outstanding: Money('Claimed less recovered and written off', 40000),
    setOffPending: Money('Of it, set off against payments that are not paid yet', 10000),
    overdueAmount: Money('Due before the day and not recovered or written off by then', 40000)
  },
  {
    $id: 'Outstanding',
    description: 'What an organisation was asked to repay, and what became of it'
  }
)
const OutstandingPage = PageOf(ref(Outstanding), 'OutstandingPage', 'A page of organisations')

type Outstanding = Static<typeof Outstanding>

/** `overdueAmount`: what was due before the day `on` and neither recovered nor written off until then. */
const owed = sql`(
  select recoveries.municipality_code, recoveries.organisation_id, organisation.name,
         count(*) as recovery_count,
         count(*) filter (where recoveries.amount > sums.recovered + sums.written_off) as open_count,
         sum(recoveries.amount) as claimed, sum(sums.recovered) as recovered, sum(sums.written_off) as written_off,
         sum(recoveries.amount - sums.recovered - sums.written_off) as outstanding,
         sum(sums.set_off_pending) as set_off_pending,
         coalesce(sum(recoveries.amount - ${movedUntil(sql.placeholder('on'))})
           filter (where recoveries.due_on < ${sql.placeholder('on')}::date), 0) as overdue_amount
  from recoveries
  ${withSums(listedCode)}
  join organisations organisation on organisation.municipality_code = recoveries.municipality_code
    and organisation.id = recoveries.organisation_id
  where ${ofMunicipality(listedCode, 'recoveries', 'organisation')} and recoveries.withdrawn_at is null
  group by recoveries.municipality_code, recoveries.organisation_id, organisation.name
) owed`

/** What each organisation was asked to repay, and what became of it. */
const outstandingList = computedList<Outstanding>({
  name: 'recoveries-outstanding',
  from: owed,
  columns: {
    organisationId: sql<string>`organisation_id`,
    organisationName: sql<string>`name`,
    recoveryCount: sql<number>`recovery_count::int`,
    openCount: sql<number>`open_count::int`,
    claimed: sql<number>`claimed::float8`,
    recovered: sql<number>`recovered::float8`,
    writtenOff: sql<number>`written_off::float8`,
    outstanding: sql<number>`outstanding::float8`,
    setOffPending: sql<number>`set_off_pending::float8`,
    overdueAmount: sql<number>`overdue_amount::float8`
  },
  where: sql`true`,
  filters: {
    organisationId: value => sql`organisation_id = ${value}`,
    status: value => sql`case when outstanding = 0 then 'settled' else 'open' end = ${value}`
  },
  sorts: {
    organisationName: { column: sql`owed.name`, of: row => row.organisationName },
    outstanding: { column: sql`owed.outstanding`, of: row => row.outstanding }
  },
  id: { column: sql`owed.organisation_id`, of: row => row.organisationId }
})

/** The same as a flat table, in parts as they are read. */
async function* outstandingCsv(pages: AsyncGenerator<Outstanding[]>, format?: CsvFormat): AsyncGenerator<string> {
  let head = true
  for await (const rows of pages) {
    yield toCsv(Object.keys(Outstanding.properties), rows, format, head)
    head = false
  }
}

export const outstandingRoute = (app: App) =>
  app.get(
    '/outstanding',
    {
      config: {
        scope: 'recoveries:read',
        content: {
          response: { 'text/csv': { schema: { type: 'string' }, example: 'organisationId,organisationName,…' } }
        }
      },
      schema: {
        operationId: 'listOutstanding',
        tags: ['recoveries'],
        summary: 'List what is outstanding per organisation',
        description:
          'What each organisation was asked to repay and what became of it. JSON, a page at a time, or CSV of all rows with Accept: text/csv.',
        params: OfMunicipality,
        querystring: Query,
        response: { 200: ref(OutstandingPage) }
      }
    },
    async (request, reply) => {
      const values = { ...request.params, on: request.query.validOn ?? today() }
      const asked = asksCsv(request)
      if (!asked) return await page(request, reply, outstandingList, values)
      const parts = outstandingCsv(allPages(request, outstandingList, values), request.query.csvFormat)
      return await sendCsv(reply, `recoveries-outstanding-${request.params.municipalityCode}`, parts)
    }
  )

export const outstandingSchemas = [Outstanding, OutstandingPage]
