import { type Call, type Found, sampleOf } from './through-the-api.ts'

/**
 * Exempelkommunen (0000): an invented municipality of which everything is made up, so that every question has something to
 * show. 2024 is closed, 2025 goes on. Days are fixed but one: a run to the bank is executed on the next banking day, as the
 * service takes no day that is past.
 */
export const EXAMPLE_CODE = '0000'
/** Whom limits let approve. */
export const EXAMPLE_ROLE = 'exempelchef'
export const EXAMPLE_NAME = 'Exempelkommunen'

/** Persons who check and approve: neither has planned what they attest. */
export type People = { checker: Call; approver: Call }
type Register = Awaited<ReturnType<typeof sampleOf>>
type Organisations = Record<'north' | 'south' | 'east' | 'west', Found>
type Base = { committee: Found; scheme: Found; window: Found; organisations: Organisations }

const note = 'Påhittat: Exempelkommunen finns inte.'
/** Whose numbers these are does not matter: nothing of this goes to a bank. */
const debtorAccount = { accountKind: 'bankgiro', accountNumber: '991-2346' }
const payeeAccount = { accountKind: 'bankgiro', accountNumber: '5050-1055' }
const IBAN = 'SE4550000000058398257466'

/** Loads it; where it has been loaded before nothing is asked of it but that. */
export async function loadExample(call: Call, people: People): Promise<void> {
  const register = await sampleOf(call, EXAMPLE_CODE, EXAMPLE_NAME)
  const done = { reference: 'exempel', label: 'Påhittad siffra: stöd till föreningslivet', measure: 'paid' }
  if (await register.find('/published-figures', done.reference)) return
  const base = await loadBase(register)
  await loadApplications(register, base)
  const awards = await loadDecisions(register, base)
  const agreement = await loadAgreements(register, base, awards)
  await loadReports(register, agreement, awards)
  const settings = { debtorName: EXAMPLE_NAME, ...debtorAccount, iban: IBAN, organisationNumber: '299999-0001' }
  const { status } = await call('GET', `/${EXAMPLE_CODE}/payment-settings`)
  if (status === 404) await register.ask('PUT', '/payment-settings', settings)
  const payments = await loadPayments(register, people, awards)
  await loadRun(register)
  await loadRecoveries(register, awards, payments)
  await register.once('/published-figures', {
    ...done,
    amount: 1_200_000,
    certainty: 'approximate',
    yearFrom: 2025,
    note
  })
}

async function loadBase({ ask, find, once }: Register): Promise<Base> {
  const committee = await once('/bodies', { reference: 'namnden', name: 'Exempelnämnden', kind: 'committee' })
  const named = async (reference: string, name: string, legalForm: string) => {
    const one = await once('/organisations', { reference, name, legalForm, note })
    const own = { organisationId: one.id, ...payeeAccount, reference: `konto-${reference}` }
    await once('/payee-accounts', own)
    return one
  }
  const organisations = {
    north: await named('norr', 'Exempelföreningen Norr', 'ideellForening'),
    south: await named('soder', 'Exempelföreningen Söder', 'ideellForening'),
    east: await named('oster', 'Exempelföreningen Öster', 'ideellForening'),
    west: await named('vaster', 'Exempelstiftelsen Väster', 'stiftelse')
  }
  const scheme = await once('/schemes', {
    ...{
      reference: 'verksamhetsbidrag',
      name: 'Verksamhetsbidrag',
      kind: 'operating',
      bodyId: committee.id,
      description: note
    }
  })
  await once(`/schemes/${scheme.id}/rule-versions`, {
    ...{ reference: 'regler', title: 'Regler för verksamhetsbidrag', validFrom: '2022-01-01', note },
    ...{ repaymentClause: 'yes', repaymentText: 'Det som inte används ska betalas tillbaka.' }
  })
  const window = await once(`/schemes/${scheme.id}/windows`, {
    ...{ reference: 'host-2024', kind: 'fixed', opensOn: '2024-08-01', closesOn: '2024-09-30', note }
  })
  for (const year of [2023, 2024, 2025]) {
    const budget = { bodyId: committee.id, schemeId: scheme.id, year, amount: 600_000, note }
    await once('/budgets', { reference: `budget-${year}`, ...budget })
  }
  const target = await once('/targets', {
    ...{ reference: 'barn', ownerBodyId: committee.id, text: 'Minst 40 % till barn och unga', note },
    ...{ measure: 'shareOfGranted', percent: 40, targetGroup: 'barn och unga' }
  })
  const observed = { reference: 'barn-2024', observedOn: '2024-12-31', percent: 35 }
  if (!(await find(`/targets/${target.id}/observations`, observed.reference)))
    await ask('POST', `/targets/${target.id}/observations`, { source: 'sample', ...observed })
  await once('/approval-limits', {
    ...{ reference: 'chef', attestation: 'approve', holder: `role:${EXAMPLE_ROLE}`, maxAmount: 500_000, note }
  })
  return { committee, scheme, window, organisations }
}

/** An application in every status, and one that came too late. */
async function loadApplications({ ask, once }: Register, { scheme, window, organisations }: Base) {
  const { north, south, east, west } = organisations
  const asked: [string, Found, string, [act: string, body: object] | null][] = [
    ['mottagen', north, '2024-09-02', null],
    ['kompletteras', south, '2024-09-16', ['request-supplement', { reason: 'Årsredovisning saknas' }]],
    ['komplett', east, '2024-09-20', ['complete', {}]],
    // The decision decides it.
    ['avgjord', west, '2024-09-27', null],
    ['aterkallad', south, '2024-09-30', ['retract', { reason: 'Föreningen ställer in' }]],
    ['for-sen', west, '2024-10-09', null]
  ]
  for (const [reference, { id: organisationId }, receivedOn, step] of asked) {
    const made = await once('/applications', {
      ...{ reference, applicants: [{ organisationId }], schemeId: scheme.id, windowId: window.id, receivedOn, note },
      ...{ purpose: 'Verksamhet 2025', amounts: [{ year: 2025, amount: 250_000 }] }
    })
    if (step && made.status === 'received') await ask('POST', `/applications/${made.id}/${step[0]}`, step[1])
  }
}

type Awards = Record<string, Found>

/** Three years of decisions; of the budget of 2025 a little is left. Answers awards by year and association: `2025-norr`. */
async function loadDecisions({ ask, find, once }: Register, base: Base): Promise<Awards> {
  const { committee, scheme, organisations } = base
  const shares = { targetGroupShares: [{ targetGroup: 'barn och unga', percent: 40 }] }
  const granted: [number, Record<string, number>][] = [
    [2023, { norr: 200_000, soder: 90_000 }],
    [2024, { norr: 240_000, soder: 100_000, oster: 50_000.5 }],
    [2025, { norr: 260_000, soder: 120_000, oster: 80_000, vaster: 135_000 }]
  ]
  const application = await find('/applications', 'avgjord')
  const awards: Awards = {}
  for (const [year, amounts] of granted) {
    const lines = Object.entries(amounts).map(([word, amount]) => ({
      ...{ source: 'sample', reference: `${year}-${word}`, outcome: 'granted', schemeId: scheme.id, note },
      ...{ recipients: [{ organisationId: organisationOf(organisations, word).id }], purpose: `Verksamhet ${year}` },
      ...{ grantYearFrom: year, grantYearTo: year, amountPer: 'year', applied: 250_000, granted: amount, ...shares },
      ...(word === 'vaster' && { applicationId: application?.id })
    }))
    const rejected = {
      ...{ source: 'sample', reference: `${year}-avslag`, outcome: 'rejected', schemeId: scheme.id, note },
      ...{ recipients: [{ organisationId: organisations.west.id }], purpose: 'Sommarläger', grantYearFrom: year }
    }
    const decision = await once('/decisions', {
      ...{ reference: `beslut-${year}`, bodyId: committee.id, decidedOn: `${year - 1}-12-10`, paragraph: '101', note },
      lines: [...lines, rejected]
    })
    for (const award of (await ask('GET', `/awards?decisionId=${decision.id}&limit=100`)).items) {
      const line = await ask('GET', `/decision-lines/${award.lineId}`)
      awards[line.reference!] = award
    }
  }
  const { status } = await ask('GET', `/applications/${application!.id}`)
  if (status !== 'decided') await ask('POST', `/applications/${application!.id}/decide`, {})
  return awards
}

const organisationOf = ({ north, south, east, west }: Organisations, word: string): Found =>
  ({ norr: north, soder: south, oster: east, vaster: west })[word]!

/** An agreement in every status, among them a template, and one that was made from it. */
async function loadAgreements({ ask, find, once, agreed }: Register, base: Base, awards: Awards): Promise<Found> {
  const { committee, organisations } = base
  const decision = await find('/decisions', 'beslut-2024')
  const parties = ({ id: organisationId }: Found) => [
    { key: 'kommunen', kind: 'body', role: 'responsible', bodyId: committee.id },
    { key: 'foreningen', kind: 'organisation', role: 'partner', organisationId }
  ]
  const content = {
    kind: 'partnership',
    purpose: 'Öppen mötesplats',
    contributions: [
      { partyKey: 'kommunen', kind: 'cash', amount: 100_000, amountPer: 'year' },
      {
        ...{ partyKey: 'kommunen', kind: 'premises', amount: 96_000, amountPer: 'year' },
        ...{ description: 'Lokal', valuation: 'Hyra enligt självkostnad' }
      },
      {
        ...{ partyKey: 'foreningen', kind: 'volunteering', amount: 5_000, amountPer: 'month' },
        ...{ description: 'Ideell tid', valuation: '25 timmar i månaden à 200 kr' }
      }
    ],
    commitments: [
      {
        ...{ key: 'besok', partyKey: 'foreningen', description: 'Besök på mötesplatsen' },
        ...{ quantity: 400, quantityPer: 'year', unit: 'besök' }
      }
    ],
    note
  }
  const term = { validFrom: '2024-01-01', validTo: '2025-12-31' }
  const decide: [string, { [name: string]: unknown }] = ['decide', { decisionId: decision!.id }]
  const sign: [string, { [name: string]: unknown }] = ['sign', { signedOn: '2023-12-15' }]
  const made = (reference: string, title: string, organisation: Found, steps: (typeof decide)[], more: object = {}) =>
    agreed({ reference, title, parties: parties(organisation), ...content, term, ...more }, steps)

  const template = await once('/agreements', {
    ...{ ...content, reference: 'mall', title: 'Mall för partnerskap', term: { alternatives: [{ months: 24 }] } },
    parties: parties(organisations.north)
  })
  if (!(await find('/agreements', 'av-mall'))) {
    const copy = { reference: 'av-mall', title: 'Partnerskap med Väster', parties: parties(organisations.west) }
    const { id } = await ask('POST', `/agreements/${template.id}/copy`, { source: 'sample', ...copy })
    await ask('PATCH', `/agreements/${id}`, { note }, { 'if-match': '"1"' })
  }
  await made('beslutat', 'Partnerskap med Öster', organisations.east, [decide])
  const ended = ['end', { endedOn: '2025-06-30', reason: 'Målet är nått' }] as typeof decide
  await made('avslutat', 'Partnerskap om sommarcafé', organisations.north, [decide, sign, ended])
  const notice = { endsOn: '2025-09-30', reason: 'Lokalen sägs upp', noticeGivenByKey: 'foreningen' }
  const given: typeof decide = ['terminate', { ...notice, noticeGivenOn: '2025-03-31' }]
  await made('uppsagt', 'Partnerskap om läxhjälp', organisations.south, [decide, sign, given])
  const funding = [{ awardId: awards['2024-soder']!.id }, { awardId: awards['2025-soder']!.id }]
  return await made('gallande', 'Partnerskap med Söder', organisations.south, [decide, sign], { funding })
}

/** Reports in every status, on time and late; one is overdue, and what is counted is held against the commitment. */
async function loadReports({ ask, once }: Register, { id: agreementId }: Found, awards: Awards) {
  await once('/report-requirements', {
    ...{ reference: 'arsvis', agreementId, frequency: 'yearly', dueDays: 59, parts: ['narrative', 'indicators'], note },
    ...{ periodFrom: '2025-01-01', periodTo: '2025-12-31' }
  })
  const told = (achieved: number) => ({
    narrative: `Mötesplatsen har varit öppen. ${note}`,
    indicators: [{ commitmentKey: 'besok', description: 'Besök', unit: 'besök', target: 400, achieved }]
  })
  const year = { periodFrom: '2024-01-01', periodTo: '2024-12-31', dueOn: '2025-02-28' }
  const half = { periodFrom: '2025-01-01', periodTo: '2025-06-30', dueOn: '2025-08-31' }
  const grantUsed = { narrative: `Verksamheten har genomförts. ${note}`, grantUsed: 45_000, unused: 5_000.5 }
  type Act = [act: string, body: object]
  const asked: [reference: string, of: object, acts: Act[]][] = [
    [
      'i-tid',
      { agreementId, ...year },
      [
        ['submit', { submittedOn: '2025-02-20', ...told(430) }],
        ['accept', {}]
      ]
    ],
    ['for-sen', { agreementId, ...half }, [['submit', { submittedOn: '2025-09-15', ...told(150) }]]],
    [
      'kompletteras',
      { awardId: awards['2024-oster']!.id, ...year },
      [
        ['submit', { submittedOn: '2025-02-27', ...grantUsed }],
        ['return', { reason: 'Verifikat saknas', returnedOn: '2025-03-10', missing: ['Verifikat'] }]
      ]
    ],
    ['saknas', { awardId: awards['2024-norr']!.id, ...year }, []],
    ['efterges', { awardId: awards['2023-soder']!.id, ...year }, [['waive', { reason: 'Föreningen byter kassör' }]]]
  ]
  for (const [reference, of, acts] of asked) {
    const made = await once('/reports', { reference, ...of } as { reference: string })
    if (made.status === 'expected')
      for (const [act, body] of acts) await ask('POST', `/reports/${made.id}/${act}`, body)
  }
}

const steps = ['planned', 'checked', 'approved', 'paid', 'returned'] as const
type Step = (typeof steps)[number]

/** Payments in every status: what was paid has fixed days; what goes to the bank does so on the day of loading. */
async function loadPayments({ ask }: Register, people: People, awards: Awards): Promise<Record<string, Found>> {
  const plan = async (word: string, schedule: string, more: object = {}): Promise<Found[]> => {
    const sent = { awardId: awards[word]!.id, schedule, source: 'sample', reference: `plan-${word}`, note, ...more }
    return (await ask('POST', '/payment-plans', { coding: { konto: '4510', ansvar: '6100' }, ...sent }))
      .payments as Found[]
  }
  const act = async (by: Call, id: string, name: string, body: object = {}) => {
    const answer = await by('POST', `/${EXAMPLE_CODE}/payments/${id}/${name}`, body)
    if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
  const bring = async ({ id }: Found, to: Step, paidOn = '') => {
    const payment = await ask('GET', `/payments/${id}`)
    for (const step of steps.slice(steps.indexOf(payment.status as Step) + 1, steps.indexOf(to) + 1)) {
      if (step === 'checked') await act(people.checker, id, 'check')
      if (step === 'approved') await act(people.approver, id, 'approve')
      const voucher = { voucherNumber: `V-${paidOn}` }
      const paid = { paidOn, reason: 'Betald före införandet', ...voucher }
      if (step === 'paid') await ask('POST', `/payments/${id}/record-paid`, paid)
      const back = { returnedOn: '2025-04-07', reason: 'Kontot är avslutat' }
      if (step === 'returned') await ask('POST', `/payments/${id}/return`, back)
    }
  }
  const first: Record<string, Found> = {}
  for (const word of ['2024-norr', '2024-soder', '2024-oster']) {
    const [payment] = await plan(word, 'once')
    await bring(payment!, 'paid', '2024-01-08')
    first[word] = payment!
  }
  const [winter, spring, summer] = await plan('2025-norr', 'quarterly')
  await bring(winter!, 'paid', '2025-01-07')
  await bring(spring!, 'returned', '2025-04-02')
  const [checked] = await plan('2025-soder', 'halfYearly')
  await bring(checked!, 'checked')
  const [withheld] = await plan('2025-oster', 'once')
  const { payability } = await ask('GET', `/payments/${withheld!.id}`)
  if (payability !== 'held') await ask('POST', `/payments/${withheld!.id}/withhold`, { reason: 'Redovisning saknas' })
  await bring(summer!, 'approved')
  // Due after what the run collects.
  const approved = (await plan('2025-vaster', 'tertial')).at(-1)
  await bring(approved!, 'approved')
  return first
}

/** What is approved goes to the bank, which tells that something came back that nothing matches. */
async function loadRun({ ask }: Register) {
  const [known] = (await ask('GET', '/payment-runs?limit=1')).items
  const run = known ?? (await ask('POST', '/payment-runs', { dueTo: '2025-07-04' }))
  if (run.status === 'collected') await ask('POST', `/payment-runs/${run.id}/lock`, {})
  const { status } = await ask('GET', `/payment-runs/${run.id}`)
  if (status === 'locked') await ask('POST', `/payment-runs/${run.id}/export`, {})
  const file = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>EXEMPEL-1</MsgId><CreDtTm>2025-06-12T18:00:00</CreDtTm></GrpHdr>
<Ntfctn><Id>1</Id><CreDtTm>2025-06-12T18:00:00</CreDtTm><Acct><Id><IBAN>${IBAN}</IBAN></Id></Acct>
<Ntry><Amt Ccy="SEK">4321.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-06-12</Dt></BookgDt>
<AcctSvcrRef>EXEMPEL-4321</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
  await ask('POST', `/payment-runs/${run.id}/confirmations`, file, { 'content-type': 'application/xml' })
}

/** 2024 is closed; what is asked back afterwards is an adjustment. One recovery is settled, one is open. */
async function loadRecoveries({ ask, find, once }: Register, awards: Awards, payments: Record<string, Found>) {
  await once('/period-closings', { reference: 'stangt-2024', year: 2024, yearBasis: 'grant', note })
  const decided = { decidedOn: '2025-03-18', dueOn: '2025-04-30', ground: 'mistake', note }
  const asked: [string, number, number][] = [
    ['2024-norr', 12_000.5, 5_000.25],
    ['2024-oster', 5_000, 5_000]
  ]
  for (const [word, amount, repaid] of asked) {
    const reference = `aterkrav-${word}`
    const known = await find('/recoveries', reference)
    const claim = { awardId: awards[word]!.id, paymentId: payments[word]!.id, amount, ...decided }
    const recovery = known ?? (await once('/recoveries', { reference, ...claim }))
    const movement = { amount: repaid, movedOn: '2025-04-25', source: 'sample', reference: `${reference}-1` }
    if (!known) await ask('POST', `/recoveries/${recovery.id}/record-repayment`, movement)
  }
}
