import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/base/dates.ts'
import {
  allSaintsDay,
  easterSunday,
  isPublicHoliday,
  isWorkingDay,
  midsummersDay,
  nextWorkingDay,
  weekdayOf
} from '../../src/register/decisions/calendar-rules.ts'
import { legalityReview, type ReviewFacts, timeWarnings } from '../../src/register/decisions/review-rules.ts'

const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

t.test('Easter, Midsummer and All Saints fall where the almanac has them', async t => {
  const known = { 2008: '2008-03-23', 2011: '2011-04-24', 2016: '2016-03-27', 2021: '2021-04-04', 2024: '2024-03-31' }
  for (const [year, day] of Object.entries(known)) t.equal(easterSunday(Number(year)), day)
  t.equal(midsummersDay(2020), '2020-06-20')
  t.equal(midsummersDay(2021), '2021-06-26')
  t.equal(allSaintsDay(2020), '2020-10-31')
  t.equal(allSaintsDay(2021), '2021-11-06')
})

t.test('the calendar ends where no more days can be written', { timeout: 60_000 }, async t => {
  t.equal(addDays('9999-12-20', 21), '9999-12-31')
  t.equal(addDays('0001-01-02', -21), '0001-01-01')
  t.equal(nextWorkingDay('9999-12-31'), '9999-12-31')
  t.equal(nextWorkingDay('9999-12-25'), '9999-12-27')
  t.equal(nextWorkingDay('0001-01-01'), '0001-01-02')
  t.equal(easterSunday(33), '0033-04-03')
})

t.test('public holidays are those of the law, as it was in the year', async t => {
  const holidays = ['2021-01-01', '2021-01-06', '2021-04-02', '2021-04-05', '2021-05-01', '2021-05-13', '2021-05-23']
  for (const day of [...holidays, '2021-06-06', '2021-06-26', '2021-11-06', '2021-12-25', '2021-12-26']) {
    t.ok(isPublicHoliday(day), day)
  }
  for (const day of ['2021-06-25', '2021-12-24', '2021-12-31', '2021-05-24', '2021-04-01', '2021-01-05']) {
    t.notOk(isPublicHoliday(day), day)
  }
  t.ok(isPublicHoliday('2004-05-31'), 'Whit Monday until 2004')
  t.notOk(isPublicHoliday('2005-05-16'), 'Whit Monday since')
  t.notOk(isPublicHoliday('2003-06-06'), 'the National Day before 2005')
  t.ok(isPublicHoliday('2005-06-06'))
})

t.test('no time runs out on the three eves or on a Saturday', async t => {
  for (const day of ['2021-06-25', '2020-06-19', '2021-12-24', '2021-12-31', '2021-12-18'])
    t.notOk(isWorkingDay(day), day)
  for (const day of ['2021-06-24', '2021-12-23', '2021-12-30', '2021-04-01']) t.ok(isWorkingDay(day), day)
  t.equal(nextWorkingDay('2021-12-24'), '2021-12-27')
  t.equal(nextWorkingDay('2021-12-31'), '2022-01-03')
  t.equal(nextWorkingDay('2021-06-25'), '2021-06-28')
  t.equal(nextWorkingDay('2024-03-29'), '2024-04-02', 'Good Friday to the Tuesday after Easter')
})

t.test('the next working day is the first on or after the day, and never more than five days away', async () => {
  fc.assert(
    fc.property(days, day => {
      const next = nextWorkingDay(day)
      if (next < day || next > addDays(day, 5) || !isWorkingDay(next)) return false
      for (let between = day; between < next; between = addDays(between, 1)) if (isWorkingDay(between)) return false
      return true
    })
  )
})

t.test('a Sunday is a holiday and Easter is a Sunday between 22 March and 25 April', async () => {
  fc.assert(fc.property(days, day => weekdayOf(day) !== 0 || isPublicHoliday(day)))
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2199 }), year => {
      const easter = easterSunday(year)
      return weekdayOf(easter) === 0 && easter >= `${year}-03-22` && easter <= `${year}-04-25`
    })
  )
})

const facts: ReviewFacts = {
  kind: 'committee',
  standing: 'decided',
  decidedOn: '2021-12-14',
  decidedOnPrecision: 'day',
  meetingPlanned: false,
  reportedOn: null,
  minutesApprovedOn: null,
  noticeUpOn: null,
  noticeDownOn: null,
  reportedNoticeUpOn: null
}

t.test('legality review may be asked for within three weeks from the notice, moved past holidays', async t => {
  t.equal(legalityReview({ ...facts, noticeUpOn: '2021-11-02' })?.endsOn, '2021-11-23')
  t.equal(legalityReview({ ...facts, noticeUpOn: '2021-12-16' })?.endsOn, '2022-01-07', 'past Epiphany')
  t.match(legalityReview({ ...facts, noticeUpOn: '2021-12-16' })?.because, /2022-01-06, a public holiday.*1930:173/)
  t.match(legalityReview({ ...facts, noticeUpOn: '2021-06-04' })?.because, /Midsummer's Eve/)
  t.equal(legalityReview({ ...facts, noticeUpOn: '2021-12-03' })?.endsOn, '2021-12-27', 'past Christmas')
})

t.test('the last day is unknown where the notice is, and a proposal has none', async t => {
  t.equal(legalityReview(facts)?.endsOn, null)
  t.match(legalityReview(facts)?.because, /not known/)
  t.equal(legalityReview({ ...facts, standing: 'proposed' }), null)
})

t.test('the time of a delegated decision runs from the notice of the minutes at which it was reported', async t => {
  const delegated = { ...facts, kind: 'delegated' as const }
  t.equal(legalityReview(delegated)?.endsOn, null)
  t.equal(legalityReview({ ...delegated, reportedNoticeUpOn: '2021-11-02' })?.endsOn, '2021-11-23')
  t.match(legalityReview({ ...delegated, reportedNoticeUpOn: '2021-11-02' })?.because, /reported/)
})

t.test('of two notices that are known, a delegated decision has that of the minutes, any other its own', async t => {
  const [own, reported] = ['2021-10-05', '2021-11-02']
  const lastDay = (more: Partial<ReviewFacts>) => legalityReview({ ...facts, ...more })?.endsOn
  const both = { noticeUpOn: own, reportedNoticeUpOn: reported }
  t.equal(lastDay({ kind: 'delegated', ...both }), '2021-11-23')
  t.equal(lastDay({ kind: 'delegated', noticeUpOn: reported, reportedNoticeUpOn: own }), '2021-10-26')
  t.equal(lastDay({ kind: 'delegated', noticeUpOn: own }), '2021-10-26', 'its own where no other is known')
  t.equal(lastDay(both), '2021-10-26')
  t.equal(lastDay({ reportedNoticeUpOn: reported }), null)
})

t.test('the three weeks, the fourteen days and the second day are counted to their last day', async t => {
  const fields = (more: Partial<ReviewFacts>) => timeWarnings({ ...facts, ...more }).map(({ field }) => field)
  const edges: [Partial<ReviewFacts>, string[]][] = [
    [{ minutesApprovedOn: '2021-12-14' }, []],
    [{ minutesApprovedOn: '2021-12-28' }, []],
    [{ minutesApprovedOn: '2021-12-29' }, ['/minutesApprovedOn']],
    [{ minutesApprovedOn: '2021-12-15', noticeUpOn: '2021-12-17' }, []],
    [{ minutesApprovedOn: '2021-12-15', noticeUpOn: '2021-12-18' }, ['/noticeUpOn']],
    [{ noticeUpOn: '2021-11-02', noticeDownOn: '2021-11-22' }, ['/noticeDownOn']],
    [{ noticeUpOn: '2021-11-02', noticeDownOn: '2021-11-23' }, []],
    [{ noticeUpOn: '2021-11-02', noticeDownOn: '2021-11-24' }, []],
    // A delegated decision: days are counted from the meeting that it was reported at.
    [{ kind: 'delegated', decidedOn: '2021-12-01', minutesApprovedOn: '2021-12-29' }, []],
    [{ kind: 'delegated', reportedOn: '2021-12-15', minutesApprovedOn: '2021-12-29' }, []],
    [{ kind: 'delegated', reportedOn: '2021-12-14', minutesApprovedOn: '2021-12-29' }, ['/minutesApprovedOn']],
    [{ meetingPlanned: true, minutesApprovedOn: '2022-12-29' }, []]
  ]
  for (const [more, expected] of edges) t.same(fields(more), expected, JSON.stringify(more))
})

t.test('late minutes, a late notice and a notice taken down early are warnings', async t => {
  const fields = (more: Partial<ReviewFacts>) => timeWarnings({ ...facts, ...more }).map(({ field }) => field)
  t.same(fields({ minutesApprovedOn: '2021-12-28', noticeUpOn: '2021-12-30', noticeDownOn: '2022-01-20' }), [])
  t.same(fields({ minutesApprovedOn: '2021-12-29' }), ['/minutesApprovedOn'])
  t.same(fields({ minutesApprovedOn: '2021-12-15', noticeUpOn: '2021-12-18' }), ['/noticeUpOn'])
  t.same(fields({ noticeUpOn: '2021-12-16', noticeDownOn: '2022-01-06' }), ['/noticeDownOn'])
  t.same(fields({ noticeUpOn: '2021-12-16', noticeDownOn: '2022-01-07' }), [])
  t.same(fields({ minutesApprovedOn: '2022-12-29', decidedOnPrecision: 'year' }), [], 'from no day, no lateness')
})
