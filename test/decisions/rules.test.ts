import t from 'tap'
import { checkDecision, type DecisionFacts } from '../../src/register/decisions/decision-rules.ts'
import { checkLine } from '../../src/register/decisions/line-rules.ts'
import { outcomes } from '../../src/register/decisions/outcomes.ts'

const fields = (line: Parameters<typeof checkLine>[0]) => checkLine(line).map(({ field }) => field)

t.test('a granted 0 is no rejection and a rejected 0 is right', async t => {
  t.same(fields({ outcome: 'granted', granted: 0 }), [])
  t.same(fields({ outcome: 'rejected', granted: '0.00' }), [])
  t.same(fields({ outcome: 'rejected', granted: 0.01 }), ['granted'])
})

t.test('an outcome that gives no money has no amount above 0', async t => {
  for (const outcome of ['referredBack', 'deferred', 'closedWithoutDecision', 'adopted'] as const) {
    t.same(fields({ outcome, applied: '500.00', granted: null }), [], outcome)
    t.same(fields({ outcome, granted: '500.00', reserved: 10 }), ['granted', 'reserved'], outcome)
  }
})

t.test('reserved money is not granted, nor granted money reserved', async t => {
  t.same(fields({ outcome: 'reserved', reserved: '7000.00' }), [])
  t.same(fields({ outcome: 'reserved', granted: '0.00', reserved: '7000.00' }), ['granted'])
  t.same(fields({ outcome: 'granted', granted: '5.00', reserved: '7000.00' }), ['reserved'])
  t.same(fields({ outcome: 'granted', granted: '5.00', reserved: '0.00' }), [])
})

t.test('the rent is part of what is given', async t => {
  t.same(fields({ outcome: 'granted', granted: '100.00', rent: '100.00' }), [])
  t.same(fields({ outcome: 'granted', granted: '100.00', rent: '100.01' }), ['rent'])
  t.same(fields({ outcome: 'reserved', reserved: 100, rent: 101 }), ['rent'])
  t.same(fields({ outcome: 'granted', granted: null, rent: 101 }), [])
})

t.test('a line without amounts breaks no rule, whatever its outcome', async t => {
  for (const outcome of outcomes) t.same(fields({ outcome }), [], outcome)
})

const committee: DecisionFacts = {
  ...{ kind: 'committee', standing: 'decided', decidedOn: '2022-03-15', meetingPlanned: false },
  ...{ minutesApprovedOn: null, noticeUpOn: null, noticeDownOn: null, proposalOutcome: null },
  ...{ resultingDecisionId: null, revisesDecisionId: null, delegateRole: null, delegationBasis: null },
  ...{ delegationMaxAmount: null, delegationLimitText: null, reportedInDecisionId: null, reportedOn: null }
}
const broken = (more: Partial<DecisionFacts>) => checkDecision({ ...committee, ...more }).map(({ field }) => field)

t.test('what follows a meeting is not before it, nor before what it follows on', async t => {
  const [before, on, after] = ['2022-03-14', '2022-03-15', '2022-03-16']
  for (const name of ['minutesApprovedOn', 'noticeUpOn'] as const) {
    t.same(broken({ [name]: before }), [`/${name}`])
    t.same(broken({ [name]: on }), [], `${name} on the day`)
    t.same(broken({ [name]: before, meetingPlanned: true }), [], `${name}, and the meeting is not held yet`)
  }
  const approved = { minutesApprovedOn: '2022-03-25' }
  t.same(broken({ ...approved, noticeUpOn: '2022-03-24' }), ['/noticeUpOn'])
  t.same(broken({ ...approved, noticeUpOn: '2022-03-25' }), [])
  t.same(broken({ minutesApprovedOn: before, noticeUpOn: before }), ['/minutesApprovedOn'], 'told once')
  const up = { noticeUpOn: '2022-03-25' }
  t.same(broken({ ...up, noticeDownOn: '2022-03-24' }), ['/noticeDownOn'])
  t.same(broken({ ...up, noticeDownOn: '2022-03-25' }), [])
  t.same(broken({ noticeDownOn: before }), [], 'when it went up is not known')
  const delegated = { kind: 'delegated' } as const
  t.same(
    [before, on, after].map(reportedOn => broken({ ...delegated, reportedOn })),
    [['/reportedOn'], [], []]
  )
})

t.test('a delegation, a proposal and a decision each say what only they can', async t => {
  const ofDelegation: Partial<DecisionFacts>[] = [
    ...[
      { delegateRole: 'Chef' },
      { delegationBasis: '4.1' },
      { delegationMaxAmount: 0 },
      { delegationLimitText: 'ett' }
    ],
    ...[{ reportedInDecisionId: 'd' }, { reportedOn: '2022-04-01' }]
  ]
  for (const one of ofDelegation) {
    t.same(broken(one), [`/${Object.keys(one)[0]}`])
    t.same(broken({ ...one, kind: 'delegated' }), [])
  }
  const day = '2022-04-01'
  const ofDecision: Partial<DecisionFacts>[] = [
    ...[{ minutesApprovedOn: day }, { noticeUpOn: day }, { noticeDownOn: day }, { revisesDecisionId: 'd' }]
  ]
  for (const one of ofDecision) {
    t.same(broken(one), [])
    t.same(broken({ ...one, standing: 'proposed' }), [`/${Object.keys(one)[0]}`])
  }
  const ofProposal: Partial<DecisionFacts>[] = [{ proposalOutcome: 'notStated' }, { resultingDecisionId: 'd' }]
  for (const one of ofProposal) {
    t.same(broken(one), [`/${Object.keys(one)[0]}`])
    t.same(broken({ ...one, standing: 'proposed' }), [])
  }
})
