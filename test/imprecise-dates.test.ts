import t from 'tap'
import { type DatePrecision, spanOf } from '../src/base/dates.ts'
import { haninge } from './support/haninge.ts'

/** A date that is not the first of its span is read in one way by every record, in its own answer and in every filter. */

const days = [
  '2021-11-30',
  '2021-12-31',
  '2022-01-01',
  '2022-02-28',
  '2022-03-01',
  '2022-03-14',
  '2022-03-15',
  '2022-03-16'
]
days.push(
  '2022-03-31',
  '2022-04-01',
  '2022-04-14',
  '2022-05-31',
  '2022-06-01',
  '2022-12-31',
  '2023-01-01',
  '2023-03-14'
)
const precisions: DatePrecision[] = ['day', 'month', 'season', 'year']

t.test('of rule versions, memberships and agreements, 2022-03-15 is the span that holds it', async t => {
  const { ask, make } = await haninge(t)
  const umbrella = await make('/organisations', { name: 'Helsam', membershipFee: 100 })
  const { id: bodyId } = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  for (const precision of precisions) {
    const { earliest, latest } = spanOf('2022-03-15', precision)
    const { id: scheme } = await make('/schemes', { name: `Bidrag ${precision}`, kind: 'operating' })
    const until = { validTo: '2022-03-15', validToPrecision: precision }
    await make(`/schemes/${scheme}/rule-versions`, { adoptedOn: '2020-01-01', ...until })
    const { id: member } = await make('/organisations', { name: `Förening ${precision}` })
    const from = { validFrom: '2022-03-15', validFromPrecision: precision }
    await make(`/organisations/${member}/memberships`, { umbrellaId: umbrella.id, ...from })
    const agreement = await make('/agreements', {
      ...{
        kind: 'partnership',
        title: precision,
        term: { validFrom: '2020-01-01', validTo: '2022-03-15', validToPrecision: precision }
      },
      parties: [{ key: 'a', kind: 'body', role: 'responsible', bodyId }]
    })
    t.match(agreement.termStanding, { endsEarliestOn: earliest, endsLatestOn: latest }, precision)
    for (const day of days) {
      const count = async (path: string) => (await ask('GET', path)).body.items.length
      const told = `${day}, ${precision}`
      t.equal(await count(`/schemes/${scheme}/rule-versions?validOn=${day}`), day <= latest ? 1 : 0, told)
      const found = (await ask('GET', `/organisations/${member}/memberships?validOn=${day}`)).body.items
      t.same(
        found.map(({ valid }: { valid: string }) => valid),
        day < earliest ? [] : [day < latest ? 'possible' : 'yes'],
        told
      )
    }
  }
})

t.test('an application is late in the list as it is by itself, whatever is known of the day that it came', async t => {
  const { ask, make } = await haninge(t)
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { id: schemeId } = await make('/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const told: Record<string, number> = {}
  for (const precision of precisions) {
    for (const deadline of days) {
      const received = { receivedOn: '2022-03-15', receivedOnPrecision: precision, closesOn: deadline }
      const { id, late } = await make('/applications', {
        applicants: [{ organisationId: applicant }],
        schemeId,
        ...received
      })
      const { earliest, latest } = spanOf('2022-03-15', precision)
      t.equal(late, latest <= deadline ? 'no' : earliest > deadline ? 'yes' : 'possible', `${deadline}, ${precision}`)
      const { body } = await ask('GET', `/applications?late=${late}&limit=1000`)
      t.ok(
        body.items.some((one: { id: string }) => one.id === id),
        `${deadline}, ${precision} is found as ${late}`
      )
      told[late] = (told[late] ?? 0) + 1
    }
  }
  const { body } = await ask('GET', '/statistics/application-outcomes?groupBy=year')
  t.match(body.total, { applicationCount: 64, lateCount: told.yes, lateUnknownCount: told.possible })
})
