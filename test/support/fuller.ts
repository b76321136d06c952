import { camt } from '../payment-runs/bank-messages.ts'
import { type Client, made, type Register } from './register.ts'

/** What a register has besides one of each: whatever a statement looks for is there to be found, of both municipalities. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
type Ids = Record<string, string>

export const SOURCE = 'w3d3'
const reason = { reason: 'Fel' }
const csv = { 'content-type': 'text/csv' }
const period = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }

const shortcuts = ({ admin }: Register, code: string) => ({
  post: (path: string, body: object): Promise<Any> => made(admin('POST', `/${code}/${path}`, body)),
  all: async (path: string): Promise<Any[]> => (await made(admin('GET', `/${code}/${path}`))).items
})

/** Contents of one more of a kind; `mark` keeps it apart from others. */
const contents = (ids: Ids, mark: string): Record<string, object> => ({
  bodies: { name: `Nämnd ${mark}`, kind: 'committee', parentId: ids.bodies, successorId: ids.otherBody },
  organisations: { name: `Förening ${mark}` },
  schemes: { name: `Bidrag ${mark}`, kind: 'operating', bodyId: ids.bodies },
  applications: {
    ...{
      applicants: [{ organisationId: ids.organisations }],
      schemeId: ids.schemes,
      guarantee: { organisationId: ids.umbrella }
    },
    amounts: [{ year: 2022, amount: 440 }],
    fileIds: [ids.files]
  },
  'published-figures': { label: mark, measure: 'paid', amount: 7, bodyId: ids.bodies, schemeId: ids.schemes },
  targets: {
    ...{ ownerBodyId: ids.bodies, schemeId: ids.schemes, text: mark, measure: 'shareOfGranted', percent: 20 },
    targetGroup: 'barn'
  },
  budgets: { bodyId: ids.bodies, schemeId: ids.schemes, year: mark === 'gone' ? 2020 : 2021, amount: 9000 },
  agreements: { kind: 'partnership', title: mark },
  'list-entries': { list: 'targetGroup', name: mark },
  assignments: {
    text: mark,
    status: 'given',
    bodyId: ids.bodies,
    givenByBodyId: ids.otherBody,
    decisionId: ids.decisions
  },
  'report-requirements': { ruleVersionId: ids['scheme-rule-versions'], frequency: 'yearly', dueDays: 59, parts: [] },
  reports: {
    ...(mark === 'gone' ? { awardId: ids.otherAward } : { agreementId: ids.agreements }),
    ...{ periodFrom: '2021-01-01', periodTo: '2021-12-31', dueOn: '2022-02-28' }
  },
  'payee-accounts': {
    ...{
      organisationId: ids.otherOrganisation,
      accountKind: 'plusgiro',
      accountNumber: mark === 'gone' ? '4-2' : '28 65 43-4'
    }
  },
  'approval-limits': { attestation: 'check', holder: `role:${mark}`, maxAmount: 1, validTo: '2021-12-31' },
  'period-closings': { year: mark === 'gone' ? 2019 : 2020, yearBasis: 'grant' },
  'payment-plans': { awardId: ids.awards, agreementId: ids.agreements, amount: 1, schedule: 'once', ...period },
  recoveries: {
    ...{ awardId: ids.awards, amount: 1, ground: 'mistake', paymentId: ids.paid },
    ...{ decidedOn: '2022-05-02', dueOn: '2022-05-31' }
  }
})

const takenAway: Record<string, string> = { 'payment-plans': 'cancel', agreements: 'discard' }

/** Of every kind one that the reference of a source names, and one that was withdrawn. */
async function spares(register: Register, code: string, ids: Ids) {
  const { post } = shortcuts(register, code)
  const spare: Ids = {}
  for (const [kind, body] of Object.entries(contents(ids, 'spare'))) {
    const named = kind === 'list-entries' ? {} : { source: SOURCE, reference: `twin-${kind}` }
    spare[kind] = (await post(kind, { ...body, ...named })).id
  }
  for (const [kind, body] of Object.entries(contents(ids, 'gone'))) {
    const { id } = await post(kind, body)
    await post(`${kind}/${id}/${takenAway[kind] ?? 'withdraw'}`, reason)
  }
  return spare
}

/** Decisions that answer an application, replace another and report one; and what was merged into the organisation. */
async function decided(register: Register, code: string, ids: Ids) {
  const { post, all } = shortcuts(register, code)
  const line = {
    recipients: [{ organisationId: ids.organisations }],
    schemeId: ids.schemes,
    outcome: 'granted',
    grantYearFrom: 2022
  }
  const of = { bodyId: ids.bodies, kind: 'delegated', delegateRole: 'Enhetschef', diaryNumber: 'SN 2022-9' }
  const answering = {
    ...line,
    granted: 700,
    applicationId: ids.applications,
    source: SOURCE,
    reference: 'twin-decision-lines'
  }
  const first = await post('decisions', {
    ...of,
    ...{ source: SOURCE, reference: 'twin-decisions', decidedOn: '2022-03-01', reportedInDecisionId: ids.decisions },
    lines: [answering]
  })
  const revised = await post('decisions', {
    ...of,
    decidedOn: '2022-03-02',
    lines: [{ ...line, granted: 800, purpose: 'Jour' }]
  })
  await post(`decisions/${revised.id}/revise`, {
    ...{ bodyId: ids.bodies, decidedOn: '2022-03-15' },
    lines: [{ ...line, granted: 600, purpose: 'Jour', revisesLineId: revised.lines[0].id }]
  })
  const gone = await post('decisions', {
    bodyId: ids.bodies,
    decidedOn: '2022-03-03',
    lines: [{ ...line, granted: 1, purpose: 'X' }]
  })
  await post(`decisions/${gone.id}/withdraw`, reason)
  const merged = await post('organisations', { name: 'Kvinnojouren (gamla)' })
  const theirs = await post('decisions', {
    ...{ bodyId: ids.bodies, decidedOn: '2022-03-04' },
    lines: [{ ...line, recipients: [{ organisationId: merged.id }], granted: 300 }]
  })
  const [award] = await all(`awards?decisionId=${theirs.id}`)
  await post('payment-plans', { awardId: award.id, amount: 30, schedule: 'once', ...period })
  await post('applications', { applicants: [{ organisationId: merged.id }], schemeId: ids.schemes })
  await post(`organisations/${merged.id}/merge`, { mergedIntoId: ids.organisations, reason: 'Samma' })
  return { revised: revised.id, answered: first.id }
}

/** A payment for each of what payments wait for, held by nothing else; and one whose payee has no account. */
async function held(register: Register, code: string, ids: Ids) {
  const { post, all } = shortcuts(register, code)
  const line = { schemeId: ids.schemes, outcome: 'granted', granted: 900, grantYearFrom: 2022 }
  const decision = await post('decisions', {
    ...{ bodyId: ids.bodies, decidedOn: '2022-04-01' },
    lines: [ids.umbrella, ids.otherOrganisation].map(recipient => ({
      ...line,
      recipients: [{ organisationId: recipient }]
    }))
  })
  const [accountless] = await all(`awards?decisionId=${decision.id}&organisationId=${ids.umbrella}`)
  const [free] = await all(`awards?decisionId=${decision.id}&organisationId=${ids.otherOrganisation}`)
  const final = { conditions: [{ kind: 'decisionFinal' }] }
  await post('payment-plans', { awardId: accountless.id, amount: 10, schedule: 'once', ...period, ...final })
  const funding = [{ awardId: ids.awards }, { awardId: ids.otherAward }]
  await made(register.admin('PATCH', `/${code}/agreements/${ids.agreements}`, { funding }, { 'if-match': '*' }))
  const conditions = [
    ...['agreementSigned', 'decisionFinal', 'appealSettled', 'organisationEligible', 'noReportOverdue'].map(kind => ({
      kind
    })),
    { kind: 'reportAccepted', requirementId: ids['report-requirements'] },
    { kind: 'reportAccepted', reportId: ids.reports },
    { kind: 'notBefore', notBefore: '2023-12-01' }
  ]
  const instalments = conditions.map((condition, n) => ({
    ...{ dueOn: `2023-04-0${n + 1}`, amount: 1 },
    conditions: [condition]
  }))
  const of = { awardId: ids.otherAward, agreementId: ids.agreements, ...period }
  await post('payment-plans', { ...of, schedule: 'custom', instalments })
  return { notFinal: decision.id, free: free.id, freeLine: free.lineId }
}

/** A scheme whose rules have a ceiling for advances, and an award of the year after one. */
async function advanced(register: Register, code: string, ids: Ids) {
  const { post, all } = shortcuts(register, code)
  const scheme = await post('schemes', { name: 'Förskottsbidrag', kind: 'operating', bodyId: ids.bodies })
  await post(`schemes/${scheme.id}/rule-versions`, { title: 'Regler', validFrom: '2021-01-01', advanceMaxPercent: 50 })
  const line = {
    recipients: [{ organisationId: ids.otherOrganisation }],
    schemeId: scheme.id,
    outcome: 'granted',
    granted: 1000
  }
  const years = [2022, 2023].map(grantYearFrom => ({ ...line, grantYearFrom }))
  const decision = await post('decisions', { bodyId: ids.bodies, decidedOn: '2021-11-01', lines: years })
  const [award] = await all(`awards?decisionId=${decision.id}&grantYear=2023`)
  return { advanced: award.id }
}

/** Aid in further awards, of an undertaking of several organisations that have declared what others granted. */
async function aided(register: Register, code: string, ids: Ids) {
  const { post } = shortcuts(register, code)
  const controlledBy = [{ organisationId: ids.umbrella, basis: 'dominantInfluence', validFrom: '2021-01-01' }]
  const path = `/${code}/organisations/${ids.organisations}`
  await made(register.admin('PATCH', path, { controlledBy }, { 'if-match': '*' }))
  const declaredAid = [{ granter: 'Regionen', kind: 'deMinimis', grantedOn: '2021-06-01', amountEur: 1000 }]
  await post(`organisations/${ids.umbrella}/documents`, {
    ...{ kind: 'aidDeclaration', title: 'Försäkran', validFrom: '2021-11-01', declaredAid }
  })
  const aid = { kind: 'deMinimis', eurRate: 10 }
  await post('state-aid', { ...aid, awardId: ids.advanced, source: SOURCE, reference: 'twin-state-aid' })
  const gone = await post('state-aid', { ...aid, awardId: ids.free })
  await post(`state-aid/${gone.id}/withdraw`, reason)
}

const heading =
  'reference,decision_reference,diary_number,revises_decision,revises_line,deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome,due_on'
type Cells = {
  of?: string
  diary?: string
  revises?: string
  line?: string
  body?: string
  on?: string
  recipient?: string
}
/** A row of a file; that of the name comes of the decision of the name. */
const row = (name: string, granted: number, cells: Cells = {}) =>
  [
    ...[name, `B-${cells.of ?? name}`, cells.diary, cells.revises, cells.line, cells.body ?? 'Filnämnden'],
    ...[
      cells.on ?? '2022-05-01',
      2022,
      'Filbidrag',
      cells.recipient ?? 'Filföreningen',
      granted,
      'beviljad',
      '2022-06-28'
    ]
  ].join(',')
const fileOf = (...rows: string[]) => [heading, ...rows].join('\n')
const schemesHeading =
  'municipality,scheme_id,scheme_name,categories,deadline_type,deadline_mmdd,status,source_url,verified'

/** Decisions and schemes that came in files. */
async function imported({ admin }: Register, code: string) {
  const file = fileOf(
    row('a', 100, { diary: 'F 1' }),
    row('b', 200),
    row('c', 300, { of: 'b', recipient: 'Andra föreningen' })
  )
  await made(admin('POST', `/${code}/decision-imports?source=file&payments=toPay`, file, csv))
  await made(
    admin(
      'POST',
      `/${code}/scheme-imports?source=file`,
      `${schemesHeading}\nHaninge,a,Nattidrott,idrott,fasta,10-01,aktiv,,`,
      csv
    )
  )
}

/** A confidential organisation with a contact, and two sole traders of whom one is erased. */
async function persons(register: Register, code: string) {
  const { post } = shortcuts(register, code)
  const secret = await post('organisations', { name: `Skyddade boendet ${code}`, note: 'Vid sjön' })
  await post(`organisations/${secret.id}/contacts`, { sensitivity: 'confidential', name: 'Karin Karinsson' })
  await post(`organisations/${secret.id}/confidentiality`, { confidential: true, reason: 'Skyddat boende' })
  const [erased, trader] = [
    await post('organisations', { name: 'Sven Svenssons Måleri', legalForm: 'Enskild firma' }),
    await post('organisations', { name: 'Eva Evassons Väveri', legalForm: 'Enskild firma' })
  ]
  await post(`organisations/${erased.id}/erase-person`, { reason: 'Begäran' })
  return { secret: secret.id, trader: trader.id }
}

/** Makes it all, in a register that has one of each; answers with the ids that questions name. */
export async function fuller(register: Register, code: string, ids: Ids): Promise<Ids> {
  await made(register.admin('PATCH', `/${code}/budgets/${ids.budgets}`, { amount: 5000 }, { 'if-match': '*' }))
  await spares(register, code, ids)
  const more = {
    ...(await decided(register, code, ids)),
    ...(await advanced(register, code, ids)),
    ...(await held(register, code, ids)),
    ...(await persons(register, code))
  }
  await aided(register, code, { ...ids, ...more })
  await imported(register, code)
  return more
}

/** What the bank tells of a payment that is known as paid: its debit, another of the next day, and one without a name. */
const bankFile = ({ endToEnd }: Ids) => {
  const debit = (on: string, reference: string) => ({
    ...{ amount: 50, on, reference },
    details: [{ endToEndId: endToEnd, amount: 50 }]
  })
  const entries = [debit('2023-06-07', 'B-1'), debit('2023-06-07', 'B-2'), { amount: 50, on: '2023-06-07' }]
  return camt('camt.054.001.08', { statements: [{ number: '9912346', entries }] })
}

export type Further = { method?: string; path: string; body: object | string }

/** What the other municipality does first: what belongs together there does not here. */
export const before = (ids: Ids): Further[] => [
  {
    ...{ method: 'PATCH', path: `/agreements/${ids.agreements}` },
    body: {
      funding: [{ awardId: ids.awards }, { awardId: ids.otherAward }, { awardId: ids.free }],
      parties: [
        { key: 'committee', kind: 'body', role: 'responsible', bodyId: ids.bodies },
        { key: 'partner', kind: 'organisation', role: 'partner', organisationId: ids.organisations }
      ]
    }
  },
  {
    ...{ method: 'PATCH', path: `/decision-lines/${ids.freeLine}` },
    body: { recipients: [{ organisationId: ids.organisations }] }
  }
]

/**
 * What is done besides every operation once: what comes after something else, and what files say. `theirs`: in the other
 * municipality, of whose decisions the first knows nothing.
 */
export const further = (ids: Ids, theirs: boolean): Further[] => [
  ...(theirs ? [{ method: 'PATCH', path: `/bodies/${ids.bodies}`, body: { successorId: ids.otherBody } }] : []),
  {
    path: `/decisions/${ids.notFinal}/confirm-final`,
    body: { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-06-10', finalOn: '2022-06-08' }
  },
  {
    path: '/payment-plans',
    body: { awardId: ids.advanced, schedule: 'once', amount: 400, advance: { amount: 300, dueOn: '2023-01-02' } }
  },
  { path: `/payment-runs/${ids['payment-runs']}/confirmations`, body: bankFile(ids) },
  { path: `/payments/${ids.ordered}/return`, body: { returnedOn: '2023-06-07', reason: 'Avslutat' } },
  { path: `/payments/${ids.ordered}/reissue`, body: { dueOn: '2023-07-01' } },
  {
    path: `/organisations/${ids.secret}/confidentiality`,
    body: { confidential: false, reason: 'Inte längre' }
  },
  { path: `/organisations/${ids.trader}/erase-person`, body: { reason: 'Begäran' } },
  { method: 'PUT', path: '/retention-rules', body: { contactMonths: 240, source: 'Gallringsplan 2' } },
  {
    path: `/organisations/${ids.organisations}/eligibility-statements`,
    body: { eligible: false, validFrom: '2023-02-01' }
  },
  {
    path: '/payee-accounts',
    body: { organisationId: ids.umbrella, accountKind: 'plusgiro', accountNumber: '90 00 00-1' }
  },
  {
    path: '/decision-imports?source=file&payments=toPay&scope=complete&withdraw=true&reason=Struken',
    body: fileOf(row('a', 150, { diary: 'F 1' }), row('b', 200))
  },
  {
    path: '/decision-imports?source=file&payments=toPay',
    body: theirs
      ? fileOf(row('x', 10, { diary: 'X 1', body: 'Ny nämnd', recipient: 'Ny förening' }))
      : fileOf(
          row('d', 90, { revises: 'B-a', on: '2022-05-09' }),
          row('e', 90, { diary: 'F 1', on: '2022-05-10' }),
          row('y', 20, { revises: 'B-x', body: 'Ny nämnd' }),
          row('z', 20, { line: 'x', body: 'Ny nämnd', of: 'y' }),
          row('w', 20, { diary: 'X 1', body: 'Ny nämnd', recipient: 'Ny förening' })
        )
  },
  {
    path: '/scheme-imports?source=file',
    body: `${schemesHeading}\nHaninge,a,Nattidrott,idrott,fasta,11-01,aktiv,,\nHaninge,b,Dagidrott,idrott,lopande,,aktiv,,`
  }
]

/** Does one of them. */
export const doFurther = (admin: Client, code: string, { method = 'POST', path, body }: Further) =>
  admin(method, `/${code}${path}`, body, {
    ...(typeof body === 'string' && csv),
    ...((method === 'PATCH' || method === 'PUT') && { 'if-match': '*' })
  })
