import { Type } from 'typebox'
import { CsvFormatAsked } from '../http/csv.ts'
import { Day, Money, Nullable, OneOf, PageOf, ref, SortAsked, Strict, Text, Uuid } from '../http/schemas.ts'
import { recoveryStatuses } from './rules.ts'

const paging = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 20, description: 'Rows of a page', example: 20 })
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: 'nextCursor of the page before', example: 'WyJuYW1lIiwiQSIsIjEiXQ' })
  )
}
const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, example })
const percent = (description: string, example: number) => Type.Number({ minimum: 0, description, example })
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const ProposalQuery = Strict({
  ...paging,
  sort: SortAsked(['dueOn']),
  organisationId: Type.Optional(Uuid('Who was paid')),
  schemeId: Type.Optional(Uuid('The scheme')),
  agreementId: Type.Optional(Uuid('The agreement that was reported on')),
  awardId: Type.Optional(Uuid('The award that was reported on'))
})

export const RecoveryProposal = Strict(
  {
    reportId: Uuid('The accepted report that tells of unused money'),
    agreementId: Nullable(Uuid('The agreement that it is about')),
    awardIds: Type.Array(Uuid('An award'), { description: 'The awards that it is about', example: [exampleId] }),
    organisationId: Nullable(Uuid('Who was paid; null where several were')),
    schemeId: Nullable(Uuid('The scheme of the award; of several, of the first')),
    periodFrom: Day('First day of what was reported', '2022-01-01'),
    periodTo: Day('Last day of what was reported', '2022-12-31'),
    dueOn: Day('When the report was due', '2023-03-01'),
    acceptedOn: Nullable(Day('When it was accepted', '2023-03-20')),
    unused: Money('Unused by the report', 42000),
    granted: Nullable(Money('Granted for the years of the report; null where it is not known exactly', 380000)),
    paid: Money('Paid of it, less what was returned', 380000),
    claimed: Money('Asked back already, for other reasons', 0),
    unusedPercent: percent(
      'Unused of what was granted, in per cent; of what was paid where the grant is not known',
      11.05
    ),
    thresholdPercent: Nullable(percent('What the rules let an organisation keep; null: they say nothing', 5)),
    ruleVersionId: Nullable(Uuid('The rules on the day of the decision on the grant; null where not known')),
    clause: Nullable(Text('Their clause on repayment', 4000, '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.')),
    amount: Money('What could be asked back: the unused, but no more than what was paid and is not asked back', 42000)
  },
  {
    $id: 'RecoveryProposal',
    description: 'What could be asked back. Nothing is asked back until somebody has decided it.',
    example: {
      ...{ reportId: exampleId, agreementId: null, awardIds: [exampleId], organisationId: exampleId },
      ...{ schemeId: exampleId, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' },
      ...{ acceptedOn: '2023-03-20', unused: 42000, granted: 380000, paid: 380000, claimed: 0, unusedPercent: 11.05 },
      ...{ thresholdPercent: 5, ruleVersionId: exampleId, amount: 42000 },
      clause: '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.'
    }
  }
)
export const RecoveryProposalPage = PageOf(ref(RecoveryProposal), 'RecoveryProposalPage', 'A page of proposals')

export const OutstandingQuery = Strict({
  ...paging,
  sort: SortAsked(['organisationName', 'outstanding']),
  organisationId: Type.Optional(Uuid('The organisation')),
  status: Type.Optional(OneOf(recoveryStatuses, 'Whether anything is outstanding')),
  validOn: Type.Optional(Day('The day for overdueAmount; today unless told', '2023-06-01')),
  csvFormat: CsvFormatAsked
})

export const Outstanding = Strict(
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
    description: 'What an organisation was asked to repay, and what became of it',
    example: {
      ...{ organisationId: exampleId, organisationName: 'Haninge Kvinnojour', recoveryCount: 2, openCount: 1 },
      ...{
        claimed: 52000,
        recovered: 12000,
        writtenOff: 0,
        outstanding: 40000,
        setOffPending: 10000,
        overdueAmount: 40000
      }
    }
  }
)
export const OutstandingPage = PageOf(ref(Outstanding), 'OutstandingPage', 'A page of organisations')

export const questionSchemas = [RecoveryProposal, RecoveryProposalPage, Outstanding, OutstandingPage]
