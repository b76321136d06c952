import { equal } from 'node:assert/strict'
import type { Life, Partner, Word } from './life-register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** What the persons of Haninge do again and again; each asks as itself. */
export function actsOf(life: Life) {
  const { clock, secretary, officer, checker, approver, treasury, partners, committeeId, schemeId } = life
  const each = Object.entries(partners) as [Word, Partner][]

  /** The committee decides on the grants of a year, in kronor; each becomes an award that funds its agreement. */
  async function decide(decidedOn: string, paragraph: string, year: number, granted: Record<Word, number>) {
    clock(decidedOn)
    const lines = each.map(([word, { organisationIds, payeeId }]) => ({
      ...{
        recipients: organisationIds.map(organisationId => ({ organisationId })),
        payeeOrganisationId: payeeId,
        schemeId,
        outcome: 'granted'
      },
      ...{ grantYearFrom: year, amountPer: 'year', granted: granted[word], reference: `${year}-${word}` }
    }))
    const diaryNumber = `SN ${decidedOn.slice(0, 4)}/${paragraph}`
    const decision = { bodyId: committeeId, decidedOn, paragraph, diaryNumber, lines }
    const { id } = await secretary.post('/decisions', decision)
    for (const { id: awardId, lineId } of await secretary.items(`/awards?decisionId=${id}`)) {
      const { reference } = await secretary.get(`/decision-lines/${lineId}`)
      partners[reference.split('-')[1] as Word].awards[year] = awardId
    }
    return id as string
  }

  /** Changes what was signed by a decision. */
  const amend = (
    word: Word,
    amendment: { decisionId: string; effectiveFrom: string; reason: string; changes: object }
  ) => officer.post(`/agreements/${partners[word].agreementId}/amend`, amendment)

  /** Plans the year of an agreement: four instalments, each waiting for the reports that are due by then. */
  const plan = (word: Word, year: number, more: object = {}) => {
    const { awards, agreementId, requirementId } = partners[word]
    return officer.post('/payment-plans', {
      ...{ awardId: awards[year], agreementId, schedule: 'quarterly', coding: { konto: '4521', ansvar: '7100' } },
      conditions: [{ kind: 'agreementSigned' }, { kind: 'reportAccepted', requirementId }],
      ...more
    })
  }

  /** The reports of a quarter come in on a day and are accepted the day after, but for those that are told. */
  async function report(quarter: string, day: string, { but = [], more = {} }: { but?: Word[]; more?: Any } = {}) {
    clock(day)
    const expected = await officer.items('/reports?status=expected')
    const accept = async ([word, { requirementId }]: [Word, Partner]) => {
      const found = expected.filter(one => one.requirementId === requirementId && one.periodFrom === quarter)
      equal(found.length, 1, `${word} is to report once from ${quarter}`)
      const told = { narrative: 'Verksamheten har varit öppen varje vecka', costs: 60_000, ...more[word] }
      await officer.post(`/reports/${found[0].id}/submit`, told)
      await officer.post(`/reports/${found[0].id}/accept`, { note: 'Mot avtalet' })
    }
    await Promise.all(each.filter(([word]) => !but.includes(word)).map(accept))
  }

  /** Checks and approves what is due by the day and payable on it. Answers the payments that were approved. */
  async function attest(day: string) {
    clock(day)
    const due = await checker.items(`/payments?status=planned&payability=payable&dueTo=${day}`)
    const paymentIds = due.map(({ id }: Any) => id)
    const checked = await checker.post('/payments/check', { paymentIds, note: 'Mot plan och redovisning' })
    equal(checked.attestedCount, paymentIds.length)
    const approved = await approver.post('/payments/approve', { paymentIds, note: 'Enligt avtal' })
    equal(approved.attestedCount, paymentIds.length)
    return due
  }

  /** A run of what is approved and due by the day: collected, locked and exported on it. */
  async function run(day: string) {
    clock(day)
    const collected = await treasury.post('/payment-runs', { dueTo: day, executionOn: day, reference: `K ${day}` })
    const locked = await treasury.post(`/payment-runs/${collected.id}/lock`)
    equal(locked.fallenOutCount, 0)
    await treasury.post(`/payment-runs/${collected.id}/export`)
    return { ...locked, leftOut: collected.leftOut, items: await treasury.items(`/payment-runs/${collected.id}/items`) }
  }

  const voucher = (day: string, { position }: Any) => `V-${day}-${position}`
  /** The bank answers that it paid all of a run on the day. */
  const confirm = (day: string, { id, items }: Any) =>
    treasury.post(`/payment-runs/${id}/confirmations`, {
      rows: items.map((item: Any) => ({
        ...{ endToEndId: item.endToEndId, outcome: 'paid', paidOn: day, voucherNumber: voucher(day, item) }
      }))
    })

  /** A quarter's payments, from check to voucher. */
  async function pay(day: string) {
    await attest(day)
    const made = await run(day)
    const { status } = await confirm(day, made)
    equal(status, 'confirmed')
    return made
  }

  const paymentsOf = (word: Word, year: number): Promise<Any[]> =>
    officer.items(`/payments?awardId=${partners[word].awards[year]}`)

  return { decide, amend, plan, report, attest, run, confirm, pay, paymentsOf, voucher, each }
}
