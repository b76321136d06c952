import { today } from '../../src/base/dates.ts'
import { nextWorkingDay } from '../../src/register/decisions/calendar-rules.ts'
import type { Answer, Client } from '../support/register.ts'
import {
  backOf,
  liveSetOffs,
  type ModelDecision,
  type ModelLine,
  type ModelPayment,
  type ModelRecovery
} from './money-model.ts'

/**
 * A municipality under test and, beside it, the plain model of what it should hold, in öre. What an act asks for may be
 * refused: then nothing is to have changed, and the model changes nothing. A fault of the service is no refusal.
 */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
/** Chances of an act, and an amount in öre. */
export type Step = { act: Act; a: number; b: number; öre: number }
type Run = {
  id: string
  status: 'collected' | 'locked' | 'exported'
  items: { paymentId: string; endToEndId: string }[]
}

const GRANT_YEARS = [2025, 2026] as const
const day = today()
const kronor = (öre: number) => öre / 100
const reason = 'Prövning'

export class MoneyWorld {
  lines: ModelLine[] = []
  payments: ModelPayment[] = []
  recoveries: ModelRecovery[] = []
  /** Payments that issue a returned one anew: no replan touches them. */
  #reissues = new Set<string>()
  #returns = 0
  /** How often each act was done, and was refused. */
  readonly done: Record<string, number>
  readonly refused: Record<string, number>
  #decisions: ModelDecision[] = []
  #runs: Run[] = []
  #closings: string[] = []
  #bodyIds: string[] = []
  #schemeIds: string[] = []
  #organisationIds: string[] = []
  #merged = false
  #act = ''
  #asked = 0
  readonly #officer: Client
  readonly #checker: Client
  readonly #approver: Client

  constructor(officer: Client, checker: Client, approver: Client, counts: Pick<MoneyWorld, 'done' | 'refused'>) {
    this.#officer = officer
    this.#checker = checker
    this.#approver = approver
    this.done = counts.done
    this.refused = counts.refused
  }

  async open() {
    const make = async (path: string, body: object) => (await this.#must('POST', path, body)).id as string
    for (const name of ['Socialnämnden', 'Kulturnämnden']) {
      this.#bodyIds.push(await make('/bodies', { name, kind: 'committee' }))
    }
    for (const name of ['Drift', 'Projekt']) this.#schemeIds.push(await make('/schemes', { name, kind: 'operating' }))
    for (const name of ['Jouren', 'Kvinnojouren', 'Korpen']) {
      const organisationId = await make('/organisations', { name })
      this.#organisationIds.push(organisationId)
      await make('/payee-accounts', { organisationId, accountKind: 'bankgiro', accountNumber: '5050-1055' })
    }
    const [bodyId, other] = this.#bodyIds
    await make('/budgets', { bodyId, year: 2025, amount: 1_000_000_000 })
    await make('/budgets', { bodyId: other, schemeId: this.#schemeIds[0], year: 2026, amount: 1_000_000_000 })
    await this.#must('PUT', '/payment-settings', {
      ...{ debtorName: 'Haninge kommun', organisationNumber: '212000-0084', accountKind: 'bankgiro' },
      accountNumber: '991-2346'
    })
    await this.act({ act: 'decide', a: 1, b: 0, öre: 10_000_001 })
    await this.act({ act: 'plan', a: 0, b: 0, öre: 0 })
    await this.act({ act: 'payOut', a: 1, b: 0, öre: 0 })
    await this.act({ act: 'recover', a: 0, b: 1, öre: 1_000_000 })
    await this.act({ act: 'decide', a: 1, b: 1, öre: 20_000_003 })
    await this.act({ act: 'plan', a: 1, b: 1, öre: 0 })
  }

  /** Answers whether the service was asked for anything. */
  async act({ act, a, b, öre }: Step): Promise<boolean> {
    const asked = this.#asked
    this.#act = act
    await this[act](a, b, öre)
    return this.#asked > asked
  }

  async #must(method: string, path: string, body?: object): Promise<Any> {
    const { status, body: answer } = await this.#officer(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }

  /** The answer of what was done; undefined where it was refused. @throws when the service failed, or did not understand */
  async #ask(path: string, body: object = {}, by = this.#officer, method = 'POST'): Promise<Any> {
    const answer: Answer = await by(method, path, body, method === 'PATCH' ? { 'if-match': '*' } : undefined)
    if (answer.status >= 500 || answer.status === 400 || answer.status === 404) {
      throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    this.#asked++
    const counts = answer.status < 300 ? this.done : this.refused
    counts[this.#act] = (counts[this.#act] ?? 0) + 1
    return answer.status < 300 ? answer.body : undefined
  }

  #one = <T>(from: T[], chance: number): T | undefined => from[chance % (from.length || 1)]
  /** One that the act is for; now and then any, to see that it is refused. */
  #fit<T>(from: T[], chance: number, fits: (one: T) => boolean): T | undefined {
    return this.#one(chance % 11 === 10 ? from : from.filter(fits), chance)
  }
  #payment = (chance: number, ...statuses: ModelPayment['status'][]) =>
    this.#fit(this.payments, chance, ({ status }) => statuses.includes(status))
  #recovery = (chance: number) => this.#fit(this.recoveries, chance, ({ withdrawn }) => !withdrawn)

  async decide(a: number, b: number, öre: number) {
    const all = this.#merged ? this.#organisationIds.slice(1) : this.#organisationIds
    const first = all[a % all.length]!
    const recipientIds = a % 4 === 3 ? [first, all[(a + 1) % all.length]!] : [first]
    const [from, per] = [GRANT_YEARS[b % 2]!, ([null, 'year', 'total'] as const)[b % 3]!]
    const to = per ? from + 1 : from
    const schemeId = this.#schemeIds[a % 2]!
    const years = { grantYearFrom: from, grantYearTo: to, ...(per && { amountPer: per }) }
    const recipients = recipientIds.map(organisationId => ({ organisationId }))
    const line = { ...{ recipients, payeeOrganisationId: first, schemeId, ...years }, granted: kronor(öre) }
    const decision = { bodyId: this.#bodyIds[b % 2]!, decidedOn: `202${3 + (a % 2)}-11-14` }
    const made = await this.#ask('/decisions', { ...decision, lines: [{ ...line, outcome: 'granted' }] })
    if (!made) return
    const [award] = (await this.#must('GET', `/awards?decisionId=${made.id}`)).items
    const model = { id: made.id, ...decision, annulled: false }
    this.#decisions.push(model)
    const said = { decision: model, schemeId, recipients: recipientIds, years: { from, to, per }, granted: öre }
    this.lines.push({ id: made.lines[0].id, awardId: award.id, ...said })
  }

  /** Corrects what a line says of its amount, its scheme or its outcome; whatever is planned and paid stays. */
  async correct(a: number, b: number, öre: number) {
    const line = this.#one(this.lines, a)
    if (!line) return
    const schemeId = this.#schemeIds[b % 2]!
    const granted = b % 5 === 4 ? null : öre
    const said = granted === null ? { outcome: 'rejected', granted } : { outcome: 'granted', granted: kronor(öre) }
    if (await this.#ask(`/decision-lines/${line.id}`, { ...said, schemeId }, this.#officer, 'PATCH')) {
      Object.assign(line, { granted, schemeId })
    }
  }

  /** Corrects who receives, and for which year: what is planned and paid stays as it was planned. */
  async correctAbout(a: number, b: number) {
    const line = this.#one(this.lines, a)
    if (!line) return
    const year = GRANT_YEARS[b % 2]!
    const years = { grantYearFrom: year, grantYearTo: year, amountPer: null }
    const all = this.#merged ? this.#organisationIds.slice(1) : this.#organisationIds
    const recipientIds = [...new Set([line.recipients[0]!, all[b % all.length]!])]
    const recipients = recipientIds.map(organisationId => ({ organisationId }))
    const change = b % 3 ? { recipients } : years
    if (!(await this.#ask(`/decision-lines/${line.id}`, change, this.#officer, 'PATCH'))) return
    Object.assign(line, b % 3 ? { recipients: recipientIds } : { years: { from: year, to: year, per: null } })
  }

  async moveDecision(a: number, b: number) {
    const decision = this.#one(this.#decisions, a)
    if (!decision) return
    const change = { bodyId: this.#bodyIds[b % 2]!, decidedOn: `202${3 + (b % 2)}-12-01` }
    if (await this.#ask(`/decisions/${decision.id}`, change, this.#officer, 'PATCH')) Object.assign(decision, change)
  }

  async annul(a: number) {
    const decision = this.#fit(this.#decisions, a, ({ annulled }) => !annulled)
    if (!decision) return
    const annulment = { annulledOn: '2025-03-01', ground: 'legalityReview', annulledBy: 'Förvaltningsrätten', reason }
    if (await this.#ask(`/decisions/${decision.id}/annul`, annulment)) decision.annulled = true
  }

  async plan(a: number, b: number, öre: number) {
    const line = this.#one(this.lines, a)
    if (!line) return
    const { from, to, per } = line.years
    const grantYear = per === 'year' && b % 2 ? to : from
    const period = { grantYear, grantYearTo: per === 'total' ? to : null }
    const schedule = ['once', 'quarterly', 'halfYearly', 'tertial'][b % 4]!
    const left = (line.granted ?? 0) - this.#planned(line, grantYear)
    const total = öre > 0 && öre % 3 === 0 ? öre : left
    const asked = { awardId: line.awardId, grantYear, schedule, ...(total !== left && { amount: kronor(total) }) }
    const made = await this.#ask('/payment-plans', asked)
    if (made) this.#spread(made, line, period, total)
  }

  /** Planned of a period, less what came back. */
  #planned = (line: ModelLine, grantYear: number) =>
    this.payments
      .filter(one => one.line === line && one.grantYear === grantYear && one.status !== 'cancelled')
      .reduce((sum, payment) => sum + payment.amount - backOf(payment), 0)

  /** New payments of a plan: equal parts to the öre, the remainder on the last. */
  #spread(plan: Any, line: ModelLine, period: { grantYear: number; grantYearTo: number | null }, total: number) {
    const made = plan.payments.filter(({ id }: Any) => !this.payments.some(known => known.id === id))
    const part = Math.floor(total / made.length)
    for (const [at, { id, dueOn, payeeOrganisationId: payeeId }] of made.entries()) {
      const amount = at === made.length - 1 ? total - part * at : part
      this.#add({ id, planId: plan.id, line, amount, dueOn, payeeId, ...period })
    }
  }

  #add(
    payment: Pick<ModelPayment, 'id' | 'planId' | 'line' | 'amount' | 'dueOn' | 'payeeId' | 'grantYear' | 'grantYearTo'>
  ) {
    const state = {
      status: 'planned' as const,
      paidOn: null,
      returned: [],
      withheld: false,
      reissued: 0,
      recorded: false
    }
    this.payments.push({ ...payment, ...state })
  }

  async replan(a: number, b: number) {
    const payment = this.#payment(a, 'planned', 'checked')
    if (!payment) return
    const { planId, line, grantYear, grantYearTo } = payment
    const open = this.payments.filter(
      one => one.planId === planId && /planned|checked/.test(one.status) && !this.#reissues.has(one.id)
    )
    const schedule = ['once', 'quarterly', 'monthly'][b % 3]
    const made = await this.#ask(`/payment-plans/${planId}/replan`, { reason, schedule })
    if (!made) return
    const total = open.length > 0 ? sumOf(open) : (line.granted ?? 0) - this.#planned(line, grantYear)
    for (const one of open) one.status = 'cancelled'
    this.#spread(made, line, { grantYear, grantYearTo }, total)
  }

  async cancelPlan(a: number) {
    const payment = this.#payment(a, 'planned', 'checked')
    if (!payment || !(await this.#ask(`/payment-plans/${payment.planId}/cancel`, { reason }))) return
    for (const one of this.payments) if (one.planId === payment.planId) one.status = 'cancelled'
  }

  async cancel(a: number) {
    const payment = this.#payment(a, 'planned')
    if (payment && (await this.#ask(`/payments/${payment.id}/cancel`, { reason }))) payment.status = 'cancelled'
  }

  async change(a: number, b: number, öre: number) {
    const payment = this.#payment(a, 'planned', 'checked')
    if (!payment) return
    const dueOn = `${GRANT_YEARS[b % 2]}-06-15`
    const change = b % 3 ? { dueOn } : { dueOn, amount: kronor(öre) }
    if (!(await this.#ask(`/payments/${payment.id}`, change, this.#officer, 'PATCH'))) return
    const changed = payment.dueOn !== dueOn || (b % 3 === 0 && payment.amount !== öre)
    Object.assign(payment, { dueOn, ...(b % 3 === 0 && { amount: öre }), ...(changed && { status: 'planned' }) })
  }

  async withhold(a: number) {
    const payment = this.#fit(this.payments, a, ({ withheld, paidOn }) => !withheld && !paidOn)
    if (payment && (await this.#ask(`/payments/${payment.id}/withhold`, { reason }))) payment.withheld = true
  }

  async release(a: number) {
    const payment = this.#fit(this.payments, a, ({ withheld }) => withheld)
    if (payment && (await this.#ask(`/payments/${payment.id}/release`, { reason }))) payment.withheld = false
  }

  async check(a: number) {
    const payment = this.#payment(a, 'planned')
    if (payment && (await this.#ask(`/payments/${payment.id}/check`, {}, this.#checker))) payment.status = 'checked'
  }

  async approve(a: number) {
    const payment = this.#payment(a, 'checked')
    if (payment && (await this.#ask(`/payments/${payment.id}/approve`, {}, this.#approver))) payment.status = 'approved'
  }

  async revoke(a: number) {
    const payment = this.#payment(a, 'checked', 'approved')
    if (!payment) return
    const [verb, by] = payment.status === 'approved' ? ['approval', this.#approver] : ['check', this.#checker]
    if (!(await this.#ask(`/payments/${payment.id}/revoke-${verb}`, { reason }, by as Client))) return
    payment.status = verb === 'approval' ? 'checked' : 'planned'
  }

  /** Checks and approves two of three that may be, many at once. */
  async attestAll(a: number) {
    for (const [verb, by] of [
      ['check', this.#checker],
      ['approve', this.#approver]
    ] as const) {
      const from = verb === 'check' ? 'planned' : 'checked'
      const paymentIds = this.payments.filter(({ status }, at) => status === from && (at + a) % 3).map(({ id }) => id)
      if (paymentIds.length === 0) continue
      const answer = await this.#ask(`/payments/${verb}`, { paymentIds }, by)
      for (const { paymentId, result } of answer?.items ?? []) {
        if (result !== 'refused') this.payments.find(({ id }) => id === paymentId)!.status = result
      }
    }
  }

  async collect(a: number) {
    const dueTo = a % 2 ? '2027-12-31' : '2025-12-31'
    const run = await this.#ask('/payment-runs', { dueTo, executionOn: nextWorkingDay(day) })
    if (run) this.#runs.push({ id: run.id, status: 'collected', items: [] })
  }

  async lock(a: number) {
    const run = this.#fit(this.#runs, a, ({ status }) => status === 'collected')
    if (!run || !(await this.#ask(`/payment-runs/${run.id}/lock`))) return
    run.status = 'locked'
    run.items = (await this.#must('GET', `/payment-runs/${run.id}/items?status=live&limit=1000`)).items
    for (const { paymentId } of run.items) this.payments.find(({ id }) => id === paymentId)!.status = 'ordered'
  }

  async giveUp(a: number) {
    const run = this.#fit(this.#runs, a, ({ status }) => status !== 'exported')
    if (!run || !(await this.#ask(`/payment-runs/${run.id}/cancel`, { reason }))) return
    for (const { paymentId } of run.items) this.payments.find(({ id }) => id === paymentId)!.status = 'approved'
    this.#runs = this.#runs.filter(one => one !== run)
  }

  /** Exports a run, and the bank answers for some of it. */
  async confirm(a: number, b: number) {
    const run = this.#fit(this.#runs, a, ({ status }) => status !== 'collected')
    if (!run || !(await this.#ask(`/payment-runs/${run.id}/export`))) return
    run.status = 'exported'
    const answered = run.items.filter((_, at) => (at + b) % 4 !== 3)
    const rows = answered.map(({ endToEndId }, at) =>
      (at + a) % 5 === 4 ? { endToEndId, outcome: 'rejected', reason } : { endToEndId, outcome: 'paid', paidOn: day }
    )
    if (rows.length === 0 || !(await this.#ask(`/payment-runs/${run.id}/confirmations`, { rows }))) return
    for (const [at, { paymentId }] of answered.entries()) {
      const payment = this.payments.find(({ id }) => id === paymentId)!
      if (rows[at]!.outcome === 'rejected') payment.status = 'planned'
      else Object.assign(payment, { status: 'paid', paidOn: day })
    }
    run.items = run.items.filter(item => !answered.includes(item))
    if (run.items.length === 0) this.#runs = this.#runs.filter(one => one !== run)
  }

  /** Everything from check to the answer of the bank. */
  async payOut(a: number, b: number) {
    await this.attestAll(a)
    await this.collect(1)
    const last = this.#runs.length - 1
    const run = this.#runs[last]
    if (run?.status !== 'collected') return
    this.#runs = [run, ...this.#runs.slice(0, last)]
    await this.lock(0)
    if ((run.status as string) === 'locked') await this.confirm(0, b)
    else await this.giveUp(0)
  }

  async recordPaid(a: number, b: number) {
    const payment = this.#payment(a, 'approved')
    const paidOn = `202${5 + (b % 2)}-02-0${1 + (b % 9)}`
    if (!payment) return
    const paid = { paidOn, voucherNumber: `V-${b}`, reason }
    if (await this.#ask(`/payments/${payment.id}/record-paid`, paid)) Object.assign(payment, { status: 'paid', paidOn })
  }

  /** All that is left of it, or a part; today, or on the day on which it was paid. */
  async sendBack(a: number, b: number, öre: number) {
    const payment = this.#payment(a, 'paid', 'returned')
    if (!payment) return
    const left = payment.amount - liveSetOffs(this, payment) - backOf(payment)
    const amount = b % 3 === 0 ? left : Math.min(öre, left)
    const on = (b % 2 && payment.paidOn) || day
    const sent = {
      returnedOn: on,
      reason,
      voucherNumber: `R-${++this.#returns}`,
      ...(amount < left && { amount: kronor(amount) })
    }
    if (!(await this.#ask(`/payments/${payment.id}/return`, sent))) return
    payment.status = 'returned'
    payment.returned.push({ on, amount })
  }

  async reissue(a: number) {
    const payment = this.#fit(this.payments, a, each => each.status === 'returned' && each.reissued < backOf(each))
    if (!payment) return
    const made = await this.#ask(`/payments/${payment.id}/reissue`, { dueOn: '2026-12-01' })
    if (!made) return
    this.#reissues.add(made.id)
    const { planId, line, grantYear, grantYearTo, payeeId } = payment
    this.#add({
      id: made.id,
      planId,
      line,
      amount: backOf(payment) - payment.reissued,
      dueOn: '2026-12-01',
      payeeId,
      grantYear,
      grantYearTo
    })
    payment.reissued = backOf(payment)
  }

  async recover(a: number, b: number, öre: number) {
    const payment = this.#payment(a, 'paid')
    if (!payment) return
    const decidedOn = b % 2 ? day : '2026-03-01'
    const decision = this.#decisions.find(({ annulled }) => !annulled)
    const ofAnnulled = payment.line.decision.annulled && decision
    const because = ofAnnulled
      ? { ground: 'annulledDecision', decisionId: decision.id }
      : b % 3 && decision
        ? { ground: 'unused', decisionId: decision.id }
        : { ground: 'mistake', paymentId: payment.id }
    const amount = b % 4 ? Math.min(öre, payment.amount) : öre
    const { awardId } = payment.line
    const organisationId = this.#now(payment.payeeId)
    const asked = {
      awardId,
      grantYear: payment.grantYear,
      organisationId,
      amount: kronor(amount),
      decidedOn,
      dueOn: day
    }
    const made = await this.#ask('/recoveries', { ...asked, ...because })
    if (!made) return
    this.recoveries.push({ id: made.id, payment, organisationId, amount, decidedOn, withdrawn: false, movements: [] })
  }

  /** The organisation that one is now. */
  #now = (id: string) => (this.#merged && id === this.#organisationIds[0] ? this.#organisationIds[1]! : id)

  async correctRecovery(a: number, _b: number, öre: number) {
    const recovery = this.#recovery(a)
    if (!recovery) return
    const change = { amount: kronor(öre), correctionReason: reason }
    if (await this.#ask(`/recoveries/${recovery.id}`, change, this.#officer, 'PATCH')) recovery.amount = öre
  }

  async withdrawRecovery(a: number) {
    const recovery = this.#recovery(a)
    if (recovery && (await this.#ask(`/recoveries/${recovery.id}/withdraw`, { reason }))) recovery.withdrawn = true
  }

  async #move(
    verb: string,
    body: object,
    recovery: ModelRecovery,
    of: Omit<ModelRecovery['movements'][number], 'id' | 'withdrawn'>
  ) {
    const after = await this.#ask(`/recoveries/${recovery.id}/${verb}`, { amount: kronor(of.amount), ...body })
    if (!after) return
    const made = after.movements.find(({ id }: Any) => !recovery.movements.some(known => known.id === id))
    recovery.movements.push({ ...of, id: made.id, withdrawn: false })
  }

  async repay(a: number, b: number, öre: number) {
    const recovery = this.#recovery(a)
    if (!recovery) return
    const amount = b % 2 ? recovery.amount : öre
    await this.#move('record-repayment', { movedOn: day }, recovery, {
      kind: 'repayment',
      amount,
      movedOn: day,
      payment: null
    })
  }

  async writeOff(a: number, b: number, öre: number) {
    const recovery = this.#recovery(a)
    const decision = this.#decisions.find(({ annulled }) => !annulled)
    if (!recovery || !decision) return
    const amount = b % 2 ? recovery.amount : öre
    const body = { movedOn: day, decisionId: decision.id, reason }
    await this.#move('write-off', body, recovery, { kind: 'writeOff', amount, movedOn: day, payment: null })
  }

  async setOff(a: number, b: number, öre: number) {
    const recovery = this.#recovery(a)
    if (!recovery) return
    const payment = this.#fit(
      this.payments,
      b,
      one => one.status === 'planned' && one.payeeId === recovery.organisationId
    )
    if (!payment) return
    const amount = öre % 3 ? Math.min(recovery.amount, payment.amount, Math.max(öre, 1)) : öre
    await this.#move('set-off', { paymentId: payment.id }, recovery, { kind: 'setOff', amount, movedOn: null, payment })
  }

  /** Sets off against a payment that then is paid: what it is set off for is recovered by that. */
  async setOffAndPay(a: number, b: number, öre: number) {
    await this.setOff(a, b, öre)
    const pending = this.recoveries.flatMap(({ movements }) => movements).map(({ payment }) => payment)
    const at = this.payments.findIndex(one => one.status === 'planned' && pending.includes(one))
    if (at >= 0) await this.payOut(at % 3 ? 0 : 1, 0)
  }

  async takeBack(a: number, b: number) {
    const recovery = this.#one(
      this.recoveries.filter(({ movements }) => movements.length > 0),
      a
    )
    const movement = recovery && this.#fit(recovery.movements, b, ({ withdrawn }) => !withdrawn)
    if (!movement) return
    const body = { movementId: movement.id, reason }
    if (!(await this.#ask(`/recoveries/${recovery!.id}/withdraw-movement`, body))) return
    movement.withdrawn = true
    if (movement.payment?.status === 'checked') movement.payment.status = 'planned'
  }

  async merge() {
    const [id, intoId] = this.#organisationIds as [string, string]
    if (this.#merged || !(await this.#ask(`/organisations/${id}/merge`, { mergedIntoId: intoId, reason }))) return
    this.#merged = true
    const now = (one: string) => (one === id ? intoId : one)
    for (const line of this.lines) line.recipients = [...new Set(line.recipients.map(now))]
    for (const one of this.payments) if (!one.paidOn && one.status !== 'cancelled') one.payeeId = now(one.payeeId)
    for (const one of this.recoveries) one.organisationId = now(one.organisationId)
  }

  async close(a: number, b: number) {
    if (b % 3 === 0 && this.#closings.length > 0) {
      await this.#ask(`/period-closings/${this.#closings.pop()}/withdraw`, { reason })
      return
    }
    const yearBasis = ['decision', 'grant', 'payment'][b % 3]
    const closing = await this.#ask('/period-closings', { year: 2024 + (a % 3), yearBasis })
    if (closing) this.#closings.push(closing.id)
  }
}

const sumOf = (payments: ModelPayment[]) => payments.reduce((sum, payment) => sum + payment.amount - backOf(payment), 0)

const once = [
  ...['decide', 'attestAll', 'moveDecision', 'annul', 'replan', 'cancelPlan', 'cancel', 'change'],
  ...['withhold', 'release', 'check', 'approve', 'revoke', 'collect', 'lock', 'giveUp'],
  ...['confirm', 'recordPaid', 'correctRecovery', 'withdrawRecovery', 'repay', 'writeOff', 'takeBack', 'merge'],
  ...['close', 'correctAbout']
] as const
const often = ['plan', 'payOut', 'setOff', 'setOffAndPay', 'recover', 'sendBack', 'reissue', 'correct'] as const

/** Acts, some of them several times so that money comes as far as it can. */
export const acts = [...once, ...often, ...often] as const
export type Act = (typeof acts)[number]
