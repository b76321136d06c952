import t from 'tap'
import { aRegister } from '../decisions/register.ts'

const confirmation = { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-01-10', finalOn: '2022-01-08' }

t.test('final is a confirmation by someone, and can be taken back', async t => {
  const { ask, decision } = await aRegister()
  const { id, ...made } = (await ask('POST', '/decisions', decision({ noticeUpOn: '2021-12-16' }))).body
  t.equal(made.finality, null)
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, { ...confirmation, confirmedOn: '2021-01-01' }), {
    status: 422,
    body: { type: /dates-reversed$/, violations: [{ field: '/confirmedOn' }] }
  })
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, confirmation), {
    status: 200,
    body: { finality: confirmation, warnings: [] }
  })
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, confirmation), { status: 409 })
  t.match((await ask('GET', '/decisions?finalConfirmed=true')).body.items, [{ id }])
  t.match(await ask('POST', `/decisions/${id}/retract-final`, { reason: 'Fel beslut' }), { body: { finality: null } })
  t.match(await ask('POST', `/decisions/${id}/retract-final`, { reason: 'Fel beslut' }), { status: 409 })
  const early = { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-01-07' }
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, early), {
    status: 200,
    body: { warnings: [{ field: '/finality/confirmedOn' }] }
  })
})

t.test('an appeal tells what was chosen for unpaid instalments, and nothing is final while it is pending', async t => {
  const { ask, decision } = await aRegister()
  const { id } = (await ask('POST', '/decisions', decision())).body
  const lodged = { lodgedOn: '2021-12-28', unpaidInstalments: 'hold', lodgedBy: 'municipalityMember', chosenBy: 'Chef' }
  t.match(await ask('POST', `/decisions/${id}/lodge-appeal`, { ...lodged, lodgedOn: '2021-12-01' }), {
    status: 422,
    body: { violations: [{ field: '/lodgedOn' }] }
  })
  const appeal = await ask('POST', `/decisions/${id}/lodge-appeal`, lodged)
  t.match(appeal, { status: 201, body: { ...lodged, decisionId: id, outcome: null, ground: 'legalityReview' } })
  const path = `/decision-appeals/${appeal.body.id}`
  t.match(appeal.headers.location, new RegExp(`${path}$`))
  t.match((await ask('GET', '/decisions?appealed=true')).body.items, [{ id }])
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, confirmation), {
    status: 409,
    body: { type: /appeal-pending$/ }
  })
  t.match(await ask('PATCH', path, { unpaidInstalments: 'pay' }), { status: 428 })
  t.match(await ask('PATCH', path, { unpaidInstalments: 'pay' }, { 'if-match': appeal.headers.etag! }), {
    status: 200,
    body: { unpaidInstalments: 'pay', version: 2 }
  })
  t.match((await ask('GET', '/decision-appeals?pending=true&unpaidInstalments=pay')).body.items, [{ decisionId: id }])
  t.match(await ask('POST', `${path}/record-outcome`, { outcome: 'rejected', outcomeOn: '2021-12-01' }), {
    status: 422,
    body: { violations: [{ field: '/outcomeOn' }] }
  })
  t.match(await ask('POST', `${path}/record-outcome`, { outcome: 'rejected', outcomeOn: '2022-05-03' }), {
    status: 200
  })
  t.match(await ask('POST', `${path}/record-outcome`, { outcome: 'annulled' }), {
    status: 409,
    body: { type: /appeal-decided$/ }
  })
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, confirmation), { status: 200 })
  const told = (await ask('GET', `/decisions/${id}/history`)).body.items.map(({ type }: { type: string }) => type)
  t.same(told, ['decision.created', 'appeal.lodged', 'appeal.updated', 'appeal.decided', 'decision.confirmedFinal'])
})

t.test('an appeal recorded in error is withdrawn and no longer pending', async t => {
  const { ask, decision } = await aRegister()
  const { id } = (await ask('POST', '/decisions', decision())).body
  const appeal = await ask('POST', `/decisions/${id}/lodge-appeal`, {
    lodgedOn: '2021-12-28',
    unpaidInstalments: 'notStated'
  })
  t.match(await ask('POST', `/decision-appeals/${appeal.body.id}/withdraw`, { reason: 'Fel' }), { status: 200 })
  t.match(await ask('GET', `/decision-appeals?decisionId=${id}`), { body: { items: [] } })
  t.match(await ask('POST', `/decisions/${id}/confirm-final`, confirmation), { status: 200 })
})
