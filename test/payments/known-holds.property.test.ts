import { deepStrictEqual as deepEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { eachHistory } from '../support/histories.ts'
import { holdAlike } from '../support/holds.ts'
import { holdTogether, questionOf, type Totals } from '../support/identities.ts'
import { type Answer, aRegister, type Client, made } from '../support/register.ts'

/** What was payable and held is told again of every instant, whatever was done to the records that it followed from. */

// biome-ignore lint/suspicious/noConfusingVoidType: some acts are now and then left out
type Act = (a: number, b: number) => Promise<Answer | void>
const reason = 'Prövning'
const day = today()
/** The first two are asked after every act, and one of the others. */
const questions = [
  questionOf('year,scheme,organisation,body', 'grant'),
  questionOf('year', 'grant'),
  questionOf('year', 'payment'),
  questionOf('body', 'decision'),
  questionOf('scheme', 'grant', '&closings=keep')
]

/** Each of these changes what is payable, held or budgeted where they follow each other. */
const everyWay: [string, number, number][] = [
  ...([
    ['submit', 0, 0],
    ['accept', 0, 0],
    ['revokeAcceptance', 0, 0],
    ['sendBack', 0, 0],
    ['waive', 0, 0]
  ] as const),
  ...([
    ['moveReport', 1, 1],
    ['moveReport', 1, 0],
    ['lodge', 0, 1],
    ['settle', 0, 0]
  ] as const),
  ...([
    ['lodge', 0, 1],
    ['withdrawAppeal', 0, 0],
    ['withdrawAccount', 0, 0],
    ['addAccount', 0, 1]
  ] as const),
  ...([
    ['state', 0, 1],
    ['state', 0, 3],
    ['decideAgreement', 0, 0],
    ['signAgreement', 0, 0]
  ] as const),
  ...([
    ['endAgreement', 0, 0],
    ['confirmFinal', 0, 0],
    ['retractFinal', 0, 0],
    ['payBefore', 3, 0],
    ['waitForOther', 6, 7]
  ] as const),
  ...([
    ['close', 0, 0],
    ['withhold', 7, 0],
    ['release', 7, 0],
    ['correct', 0, 3],
    ['cancel', 7, 0]
  ] as const),
  ...([
    ['budget', 0, 7],
    ['addBudget', 1, 0],
    ['withdrawBudget', 0, 0],
    ['withdrawReport', 1, 0],
    ['merge', 0, 0]
  ] as const)
].map(([name, a, b]) => [name, a, b])
const unmoved = ['decideAgreement', 'close', 'merge', 'check', 'withdrawReport']

/** Two awards in twelve payments each, of which every one waits for something else, and what may be done to them. */
async function aWorld(ask: Client, checker: Client) {
  const post = async (path: string, body: object = {}) => await made(ask('POST', path, body))
  const patch = (path: string, body: object) => ask('PATCH', path, body, { 'if-match': '*' })
  const bodyId = (await post('/bodies', { name: 'Socialnämnden', kind: 'committee' })).id
  const schemeId = (await post('/schemes', { name: 'Drift', kind: 'operating', bodyId })).id
  const organisations: string[] = []
  for (const name of ['Jouren', 'Korpen', 'Korpens vänner'])
    organisations.push((await post('/organisations', { name })).id)
  const account = (organisationId: string, validFrom: string | null = null) =>
    ask('POST', '/payee-accounts', { organisationId, accountKind: 'bankgiro', accountNumber: '5050-1055', validFrom })
  const accounts = [(await account(organisations[0]!)).body.id, (await account(organisations[1]!)).body.id]
  const decisions: { id: string; lines: { id: string }[] }[] = []
  const payments: string[] = []
  const reports: string[] = []
  const agreement = await post('/agreements', { kind: 'partnership', title: 'Partnerskap' })
  for (const [at, recipient] of organisations.slice(0, 2).entries()) {
    const line = {
      recipients: [{ organisationId: recipient }],
      schemeId,
      outcome: 'granted',
      grantYearFrom: 2025 + at,
      granted: 60_000.01
    }
    const decision = await post('/decisions', { bodyId, decidedOn: '2024-11-14', lines: [line] })
    decisions.push(decision)
    const awardId = (await made(ask('GET', `/awards?decisionId=${decision.id}`))).items[0].id
    for (const dueOn of ['2026-01-31', '2030-01-31']) {
      const period = { periodFrom: '2025-01-01', periodTo: '2025-12-31', dueOn }
      reports.push((await post('/reports', { awardId, kind: 'written', ...period })).id)
    }
    const plan = { awardId, agreementId: agreement.id, grantYear: 2025 + at, schedule: 'monthly' }
    const { payments: planned } = await post('/payment-plans', plan)
    payments.push(...planned.map(({ id }: { id: string }) => id))
  }
  const one = <T>(from: T[], chance: number) => from[chance % from.length]!
  const conditions = (chance: number, reportId: string) =>
    one<object[]>(
      [
        [{ kind: 'reportAccepted', reportId }],
        [{ kind: 'noReportOverdue' }],
        [{ kind: 'agreementSigned' }],
        [{ kind: 'decisionFinal' }],
        [{ kind: 'organisationEligible' }],
        [{ kind: 'appealSettled' }],
        [{ kind: 'notBefore', notBefore: '2031-01-01' }],
        [{ kind: 'notBefore', notBefore: '2025-01-01' }]
      ],
      chance
    )
  const own = (of: string) => reports.slice(payments.indexOf(of) < payments.length / 2 ? 0 : 2)[0]!
  for (const [at, id] of payments.entries()) await patch(`/payments/${id}`, { conditions: conditions(at, own(id)) })
  const report = { submittedOn: day, narrative: 'Så gick det' }
  const latest = async (path: string) =>
    (await made(ask('GET', `${path}&limit=1000`))).items.at(-1)?.id ?? decisions[0]!.id
  const budgets: string[] = [(await post('/budgets', { bodyId, year: 2025, amount: 100_000_000 })).id]

  const acts: Record<string, Act> = {
    submit: a => ask('POST', `/reports/${one(reports, a)}/submit`, report),
    accept: a => ask('POST', `/reports/${one(reports, a)}/accept`, {}),
    sendBack: a => ask('POST', `/reports/${one(reports, a)}/return`, { reason, missing: ['Bokslut'] }),
    revokeAcceptance: a => ask('POST', `/reports/${one(reports, a)}/revoke-acceptance`, { reason }),
    revokeWaiver: a => ask('POST', `/reports/${one(reports, a)}/revoke-waiver`, { reason }),
    waive: a => ask('POST', `/reports/${one(reports, a)}/waive`, { reason }),
    withdrawReport: (a, b) =>
      b % 5 ? Promise.resolve() : ask('POST', `/reports/${one(reports, a)}/withdraw`, { reason }),
    moveReport: (a, b) => patch(`/reports/${one(reports, a)}`, { dueOn: b % 2 ? '2026-01-31' : '2030-01-31' }),
    lodge: (a, b) =>
      ask('POST', `/decisions/${one(decisions, a).id}/lodge-appeal`, {
        ...{ lodgedOn: '2025-01-03', unpaidInstalments: b % 2 ? 'hold' : 'pay' }
      }),
    settle: async a => {
      const appeal = await latest(`/decision-appeals?decisionId=${one(decisions, a).id}`)
      return await ask('POST', `/decision-appeals/${appeal}/record-outcome`, { outcome: 'rejected', outcomeOn: day })
    },
    withdrawAppeal: async a => {
      const appeal = await latest(`/decision-appeals?decisionId=${one(decisions, a).id}`)
      return await ask('POST', `/decision-appeals/${appeal}/withdraw`, { reason })
    },
    addAccount: async (a, b) => {
      const answer = await account(one(organisations, a), b % 3 ? null : '2031-01-01')
      if (answer.status === 201) accounts.push(answer.body.id)
      return answer
    },
    withdrawAccount: a => ask('POST', `/payee-accounts/${one(accounts, a)}/withdraw`, { reason }),
    state: (a, b) =>
      ask('POST', `/organisations/${one(organisations, a)}/eligibility-statements`, {
        ...{ eligible: b % 3 > 0, validFrom: `2025-0${1 + (b % 9)}-01` }
      }),
    decideAgreement: () => ask('POST', `/agreements/${agreement.id}/decide`, { reason }),
    signAgreement: () => ask('POST', `/agreements/${agreement.id}/sign`, { signedOn: '2025-01-10' }),
    endAgreement: (_a, b) =>
      b % 3
        ? Promise.resolve()
        : ask('POST', `/agreements/${agreement.id}/terminate`, { endsOn: '2025-10-31', reason }),
    confirmFinal: a =>
      ask('POST', `/decisions/${one(decisions, a).id}/confirm-final`, { confirmedBy: 'Registrator', confirmedOn: day }),
    retractFinal: a => ask('POST', `/decisions/${one(decisions, a).id}/retract-final`, { reason }),
    payBefore: a =>
      patch(`/payments/${one(payments, a)}`, {
        beforeFinal: { riskAssessment: 'Liten', chosenBy: 'Förvaltningschef', chosenOn: '2025-01-20' }
      }),
    waitForOther: (a, b) =>
      patch(`/payments/${one(payments, a)}`, { conditions: conditions(b, own(one(payments, a))) }),
    withhold: a => ask('POST', `/payments/${one(payments, a)}/withhold`, { reason }),
    release: a => ask('POST', `/payments/${one(payments, a)}/release`, { reason }),
    check: a => checker('POST', `/payments/${one(payments, a)}/check`, {}),
    cancel: a => ask('POST', `/payments/${one(payments, a)}/cancel`, { reason }),
    correct: (a, b) => patch(`/decision-lines/${one(decisions, a).lines[0]!.id}`, { granted: 5_000 * (1 + (b % 20)) }),
    merge: (_a, b) =>
      b % 4
        ? Promise.resolve()
        : ask('POST', `/organisations/${organisations[1]}/merge`, { mergedIntoId: organisations[2], reason }),
    budget: (a, b) => patch(`/budgets/${one(budgets, a)}`, { amount: 1_000_000 * (1 + b) }),
    addBudget: async a => {
      const answer = await ask('POST', '/budgets', { bodyId, schemeId, year: 2025 + (a % 2), amount: 5_000_000 })
      if (answer.status === 201) budgets.push(answer.body.id)
      return answer
    },
    withdrawBudget: a => ask('POST', `/budgets/${one(budgets, a)}/withdraw`, { reason }),
    close: a => ask('POST', '/period-closings', { year: 2025 + (a % 2), yearBasis: 'grant' })
  }
  return acts
}

t.test('what was payable and held, and budgeted, is told again of every instant', async t => {
  const { admin, client, database } = await aRegister(t)
  const checker = await client({ name: 'sakattest' })
  /** How often each act changed what is told, and what was refused. */
  const moved: Record<string, number> = {}
  const statuses: Record<string, Record<string, number>> = {}
  let code = 3999
  let compared = 0

  const history = async (steps: [string, number, number][]) => {
    const municipality = String(++code)
    await made(admin('PUT', `/municipalities/${municipality}`, { name: `Kommun ${municipality}` }))
    const within =
      (client: Client): Client =>
      (method, path, body, headers) =>
        client(method, `/${municipality}${path}`, body, headers)
    const ask = within(admin)
    const acts = await aWorld(ask, within(checker))
    const remembered: { question: string; answer: Totals }[] = []
    let before = ''
    for (const [index, [name, a, b]] of [['', 0, 0] as const, ...steps].entries()) {
      if (name) count(name, await acts[name]!(a, b))
      for (const question of [questions[0]!, questions[1]!, questions[2 + (index % 3)]!]) {
        const answer = await made(ask('GET', question))
        holdTogether(answer, question)
        remembered.push({ question, answer })
      }
      await holdAlike(database, municipality, day)
      const { payable, held, budgeted } = remembered.at(-2)!.answer.total
      const now = JSON.stringify([payable, held, budgeted])
      if (now !== before) moved[name] = (moved[name] ?? 0) + 1
      before = now
    }
    for (const { question, answer } of remembered) {
      const again = await made(ask('GET', `${question}&knownAt=${answer.meta.knownAt}`))
      deepEqual([again.items, again.total], [answer.items, answer.total], question)
      compared++
    }
  }

  function count(name: string, answer: Awaited<ReturnType<Act>>) {
    if (!answer) return
    if (answer.status >= 500 || answer.status === 400) throw new Error(`${name}: ${JSON.stringify(answer.body)}`)
    statuses[name] ??= {}
    statuses[name][answer.status] = (statuses[name][answer.status] ?? 0) + 1
  }

  const names = Object.keys(await aWorld(...(await unusedWorld())))
  async function unusedWorld(): Promise<[Client, Client]> {
    await made(admin('PUT', '/municipalities/3999', { name: 'Kommun 3999' }))
    const ask: Client = (method, path, body, headers) => admin(method, `/3999${path}`, body, headers)
    return [ask, ask]
  }
  const step = fc.tuple(fc.constantFrom(...names), fc.nat(1000), fc.nat(1000))
  const chance = fc.array(step, { minLength: 40, maxLength: 50, size: 'max' })
  await eachHistory(t, chance, history, { count: 5, seed: 20_261_124, first: [everyWay] })
  t.comment(`${compared} answers compared; ${JSON.stringify({ moved, statuses })}`)
  for (const [name] of everyWay) if (!unmoved.includes(name)) t.ok(moved[name], `${name} changes what is told`)
})
