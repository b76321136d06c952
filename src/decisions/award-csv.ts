import { type CsvFormat, toCsv } from '../http/csv.ts'
import type { AwardRow } from './award-queries.ts'

/** `totalAmount` is that of all the periods together, so that a column can be summed. Amounts in kronor. */
const columns = [
  ...['id', 'lineId', 'decisionId', 'decidedOn', 'bodyId', 'bodyName', 'schemeId', 'schemeName'],
  ...['organisationIds', 'organisationNames', 'payeeOrganisationId', 'purpose', 'grantYearFrom', 'grantYearTo'],
  ...['amountPer', 'amount', 'totalAmount', 'certainty', 'version', 'createdAt', 'updatedAt', 'withdrawnAt']
]

/** The awards as a flat table, one row an award, in parts as they are read. */
export async function* awardsCsv(pages: AsyncGenerator<AwardRow[]>, format?: CsvFormat): AsyncGenerator<string> {
  let head = true
  for await (const awards of pages) {
    yield toCsv(columns, awards.map(flat), format, head)
    head = false
  }
}

function flat(award: AwardRow) {
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
