import t from 'tap'
import { followUpReports } from '../../src/money/reports/jobs.ts'
import { made } from '../support/register.ts'
import { aReportRegister } from './setup.ts'

t.test('a report reminds at thirty days, at seven and when it is overdue, each once', async t => {
  const { aRequirement, list, types, database, decide, haninge } = await aReportRegister(t)
  await decide()
  await aRequirement()
  const path = `/reports/${(await list())[0]!.id}`
  const on = async (day: string) => (await followUpReports(database, { on: day })).reminders
  t.equal(await on('2023-01-28'), 0, 'thirty-one days before')
  t.equal(await on('2023-01-29'), 1)
  t.equal(await on('2023-02-20'), 0)
  t.equal(await on('2023-02-21'), 1, 'seven days before')
  t.equal(await on('2023-02-28'), 0, 'on the day')
  t.equal(await on('2023-03-01'), 1)
  t.equal(await on('2023-03-01'), 0)
  t.equal(await on('2023-06-01'), 0)
  const reminders = ['report.dueInThirtyDays', 'report.dueInSevenDays', 'report.overdue']
  t.same(await types(path), ['report.expected', ...reminders])
  const { items } = await made(haninge('GET', `${path}/history`))
  t.match(items.at(-1), { actor: 'job:remind-reports', after: { dueOn: '2023-02-28' }, subjectVersion: 4 })
  t.match(await made(haninge('GET', path)), {
    version: 4,
    remindedOf: ['dueInThirtyDays', 'dueInSevenDays', 'overdue']
  })

  await made(haninge('PATCH', path, { dueOn: '2023-04-30' }, { 'if-match': '*' }))
  t.equal(await on('2023-04-25'), 1, 'of a new day it is reminded anew')
  t.same((await types(path)).slice(-2), ['report.updated', 'report.dueInSevenDays'])
})

t.test('after a time without jobs only what is still true is told', async t => {
  const { aRequirement, list, types, database, decide } = await aReportRegister(t)
  await decide()
  await aRequirement()
  const [first, second, third] = await list()
  t.equal((await followUpReports(database, { on: '2024-02-25' })).reminders, 2)
  t.same(await types(`/reports/${first!.id}`), ['report.expected', 'report.overdue'])
  t.same(await types(`/reports/${second!.id}`), ['report.expected', 'report.dueInSevenDays'])
  t.same(await types(`/reports/${third!.id}`), ['report.expected'])
})

t.test('nobody is reminded of what came, was waived, or is of a draft or a withdrawn award', async t => {
  const { aRequirement, list, database, decide, post, awardId, decision, haninge } = await aReportRegister(t)
  await aRequirement({ parts: [] })
  const on = { on: '2026-01-01' }
  t.equal((await followUpReports(database, on)).reminders, 0, 'the agreement is a draft')
  await decide()
  const [first, second, third] = await list()
  await post(`/reports/${first!.id}/submit`, {})
  await post(`/reports/${second!.id}/waive`, { reason: 'Upplöst' })
  await post(`/reports/${third!.id}/submit`, {})
  await post(`/reports/${third!.id}/return`, { reason: 'Ofullständig' })
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const { id } = await post('/reports', { awardId, ...period })
  await made(haninge('POST', `/decisions/${decision.id}/withdraw`, { reason: 'Dubblett' }))
  t.equal((await followUpReports(database, on)).reminders, 1)
  const reminded = (await list()).filter(report => (report.remindedOf as string[]).length > 0)
  t.same(
    reminded.map(report => report.id),
    [third!.id],
    'what was sent back is not there'
  )
  t.not(id, third!.id)
})

t.test('several processes share the work, and every reminder is given once', async t => {
  const { aRequirement, database, decide, list } = await aReportRegister(t)
  await decide()
  await aRequirement({ frequency: 'monthly' })
  const rounds = await Promise.all(Array.from({ length: 4 }, () => followUpReports(database, { on: '2026-06-01' })))
  t.equal(
    rounds.reduce((sum, { reminders }) => sum + reminders, 0),
    36
  )
  t.ok((await list()).every(report => (report.remindedOf as string[]).length === 1 && report.version === 2))
})

t.test('reports are expected further as time goes, by the job', async t => {
  const { aRequirement, anAgreement, database, list, types } = await aReportRegister(t)
  const agreementId = await anAgreement({ term: { validFrom: '2024-01-01', untilFurtherNotice: true } })
  const { id } = await aRequirement({ agreementId })
  const before = (await list(`requirementId=${id}`)).length
  const year = new Date().getFullYear() + 3
  t.match(await followUpReports(database, { on: `${year}-01-02` }), { addedCount: 3, withdrawnCount: 0 })
  const reports = await list(`requirementId=${id}`)
  t.equal(reports.length, before + 3)
  t.equal(reports.at(-1)!.periodTo, `${year + 1}-12-31`)
  t.same(await types(`/reports/${reports.at(-1)!.id}`), ['report.expected'])
})

t.test('what fails for one municipality does not keep the others from theirs', async t => {
  const { aRequirement, database, decide, list, admin } = await aReportRegister(t)
  await decide()
  await aRequirement()
  // Before Haninge in the order of codes, with a requirement of an agreement whose content nobody can read.
  await made(admin('PUT', '/municipalities/0101', { name: 'Trasig' }))
  const other = await made(
    admin('POST', '/0101/agreements', { kind: 'partnership', title: 'X', term: { validFrom: '2022-01-01' } })
  )
  await made(admin('POST', '/0101/report-requirements', { agreementId: other.id, frequency: 'yearly', dueDays: 1 }))
  await database.$client.query(
    `update agreements set content = content || '{"term": {"validFrom": 5}}' where municipality_code = '0101'`
  )
  await t.rejects(followUpReports(database, { on: '2026-01-01' }), { name: 'AggregateError' })
  t.ok((await list()).every(report => (report.remindedOf as string[]).length === 1))
})

t.test('work that is told to stop stops between two transactions', async t => {
  const { aRequirement, database, decide, list } = await aReportRegister(t)
  await decide()
  await aRequirement()
  await t.rejects(followUpReports(database, { on: '2026-01-01', signal: AbortSignal.abort() }))
  t.ok((await list()).every(report => (report.remindedOf as string[]).length === 0))
})
