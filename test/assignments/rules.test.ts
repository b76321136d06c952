import t from 'tap'
import { checkAppeal } from '../../src/register/appeals/rules.ts'
import {
  type AssignmentFacts,
  assignmentActs,
  assignmentStatuses,
  checkAssignment,
  nextStatus,
  overdueOn
} from '../../src/register/assignments/rules.ts'

/** Both sides of the edge of every rule of assignments and appeals; nothing here is looked up. */

const facts: AssignmentFacts = {
  ...{ status: 'given', givenOn: '2022-01-10', endedOn: null, dueOn: '2022-03-15', dueOnPrecision: 'day' },
  ...{ recurrence: null, recurrenceText: null, recurrenceEndsOn: null }
}

t.test('an assignment is overdue from the day after it was due to the day before it ended', async t => {
  const days = ['2022-01-09', '2022-03-14', '2022-03-15', '2022-03-16', '2022-03-31', '2022-04-01']
  const over = (more: Partial<AssignmentFacts>) => days.map(day => overdueOn({ ...facts, ...more }, day))
  t.same(over({}), ['no', 'no', 'no', 'yes', 'yes', 'yes'])
  t.same(over({ dueOnPrecision: 'month' }), ['no', 'possible', 'possible', 'possible', 'possible', 'yes'])
  t.equal(overdueOn({ ...facts, dueOnPrecision: 'month' }, '2022-03-01'), 'no', 'due on its first day at the earliest')
  t.equal(overdueOn({ ...facts, dueOnPrecision: 'month' }, '2022-03-02'), 'possible')
  t.same(over({ dueOn: '2021-12-31' }).slice(0, 1), ['no'], 'not given yet')
  t.equal(overdueOn({ ...facts, dueOn: '2021-12-31' }, '2022-01-10'), 'yes', 'on the day that it was given')
  const completed = { status: 'completed', endedOn: '2022-03-31' } as const
  t.same(over(completed), ['no', 'no', 'no', 'yes', 'no', 'no'])
  t.same(over({ ...completed, endedOn: null }), ['no', 'no', 'no', 'unknown', 'unknown', 'unknown'])
  t.same(over({ dueOn: null }), ['no', ...Array<string>(5).fill('unknown')])
  for (const status of ['proposed', 'declined'] as const) t.same(over({ status }), Array<string>(6).fill('no'))
})

t.test('days of an assignment are in order, and stated where there can be one', async t => {
  const fields = (more: Partial<AssignmentFacts>) => checkAssignment({ ...facts, ...more }).map(({ field }) => field)
  t.same(fields({}), [])
  const ended = (endedOn: string) => fields({ status: 'completed', endedOn })
  t.same(['2022-01-09', '2022-01-10', '2022-01-11'].map(ended), [['/endedOn'], [], []])
  const until = (recurrenceEndsOn: string) => fields({ dueOn: null, recurrence: 'yearly', recurrenceEndsOn })
  t.same(['2022-01-09', '2022-01-10', '2022-01-11'].map(until), [['/recurrenceEndsOn'], [], []])
  t.same(fields({ recurrence: 'yearly' }), ['/recurrence'])
  t.same(fields({ recurrenceText: 'x' }), ['/recurrenceText'])
  t.same(fields({ recurrenceEndsOn: '2022-12-31' }), ['/recurrenceEndsOn'])
  t.same(fields({ dueOn: null, recurrence: 'other' }), ['/recurrenceText'])
  for (const status of assignmentStatuses) {
    const notGiven = status === 'proposed' || status === 'declined'
    t.same(fields({ status }), notGiven ? ['/givenOn'] : [], status)
    const open = status === 'proposed' || status === 'given'
    t.same(fields({ status, givenOn: null, endedOn: '2022-02-01' }), open ? ['/endedOn'] : [], status)
  }
})

t.test('each act follows on one status', async t => {
  const allowed = assignmentActs.map(act => assignmentStatuses.filter(status => nextStatus(status, act) !== null))
  t.same(allowed, [['proposed'], ['proposed'], ['given'], ['given']])
})

t.test(
  'an appeal is lodged from the day of the meeting, and has its outcome from the day that it was lodged',
  async t => {
    const fields = (lodgedOn: string, outcomeOn?: string) =>
      checkAppeal({ lodgedOn, outcomeOn }, '2021-12-14').map(({ field }) => field)
    t.same(
      ['2021-12-13', '2021-12-14', '2021-12-15'].map(day => fields(day)),
      [['/lodgedOn'], [], []]
    )
    t.same(
      ['2021-12-31', '2022-01-01'].map(day => fields('2022-01-01', day)),
      [['/outcomeOn'], []]
    )
  }
)
