import t from 'tap'
import { haninge } from '../support/haninge.ts'

t.test('decisions, lines, awards and applications are found by every filter, and by its opposite', async t => {
  const { ask, make } = await haninge(t)
  const { id: bodyId } = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const { id: organisation } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { id: applicationId } = await make('/applications', {
    ...{ applicants: [{ organisationId: organisation }], amounts: [{ year: 2022, amount: 1 }] }
  })
  const { id: unanswered } = await make('/applications', { applicants: [{ organisationId: organisation }] })
  const decide = (decidedOn: string, more: object) =>
    make('/decisions', { kind: 'committee', bodyId, decidedOn, ...more })
  const line = (outcome: string, from: number, to: number, more = {}) => ({
    ...{ recipients: [{ organisationId: organisation }], outcome, grantYearFrom: from, grantYearTo: to, ...more },
    ...(from === to ? {} : { amountPer: 'total' }),
    ...(outcome === 'granted' ? { granted: 100 } : {})
  })
  const one = await decide('2020-12-01', { lines: [line('deferred', 2021, 2021, { applicationId })] })
  const two = await decide('2021-12-31', { lines: [line('granted', 2021, 2023, { applicationId })] })
  const three = await decide('2022-01-01', { kind: 'delegated', lines: [line('granted', 2022, 2022)] })
  const four = await decide('2022-03-01', { kind: 'delegated', reportedOn: '2022-04-01' })
  const five = await decide('2022-05-01', { standing: 'proposed' })
  const all = [one, two, three, four, five]
  await make(`/decisions/${one.id}/lodge-appeal`, {
    ...{ lodgedOn: '2020-12-10', ground: 'legalityReview', lodgedBy: 'municipalityMember', unpaidInstalments: 'hold' }
  })
  const act = async (path: string, body: object) => t.ok((await ask('POST', path, body)).status < 300, path)
  await act(`/decisions/${two.id}/confirm-final`, { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-03-01' })

  const found = async (path: string) => {
    const { status, body } = await ask('GET', path)
    t.equal(status, 200, path)
    return body.items.map(({ id }: { id: string }) => id)
  }
  const decisions = async (query: string, ...expected: { id: string }[]) =>
    t.same(
      await found(`/decisions?${query}`),
      expected.map(({ id }) => id),
      query
    )
  await decisions('appealed=true', one)
  await decisions('appealed=false', two, three, four, five)
  await decisions('finalConfirmed=true', two)
  await decisions('finalConfirmed=false', one, three, four, five)
  await decisions('reported=true', four)
  await decisions('reported=false', three)
  await decisions('standing=proposed', five)
  await decisions('standing=decided', one, two, three, four)
  await decisions('annulled=true')
  await decisions('annulled=false', ...all)
  await decisions('annulled=false&appealed=false&kind=delegated', three, four)

  const [first, second, third] = [one, two, three].map(({ lines }) => lines[0].id)
  for (const [query, lines, awards] of [
    ['grantYear=2021', [first, second], 1],
    ['grantYear=2022', [second, third], 2],
    ['grantYear=2023', [second], 1],
    ['grantYear=2020', [], 0],
    ['decisionYear=2021', [second], 1],
    ['decisionYear=2022', [third], 1],
    ['decisionYear=2020', [first], 0]
  ] as const) {
    t.same(await found(`/decision-lines?${query}`), lines, query)
    t.equal((await found(`/awards?${query}`)).length, awards, query)
  }
  const [award] = (await ask('GET', '/awards?decisionYear=2021')).body.items
  t.match(award, { decisionId: two.id, decidedOn: '2021-12-31', bodyId, bodyName: 'Socialnämnden', schemeName: null })

  t.same(await found('/applications?outcome=granted'), [applicationId], 'the latest outcome counts')
  t.same(await found('/applications?outcome=deferred'), [])
  t.same(await found('/applications?year=2022'), [applicationId])
  await act(`/decisions/${two.id}/annul`, {
    ...{ annulledOn: '2022-05-03', ground: 'other', annulledBy: 'Förvaltningsrätten', reason: 'Jäv' }
  })
  t.same(await found('/applications?outcome=granted'), [])
  t.same(await found('/applications?outcome=deferred'), [applicationId])
  await decisions('annulled=true', two)
  await act(`/applications/${unanswered}/withdraw`, { reason: 'Dubblett' })
  t.same(await found('/applications'), [applicationId])
  t.same(await found('/applications?withdrawn=only'), [unanswered])
  t.same(await found('/applications?withdrawn=include'), [applicationId, unanswered])
})
