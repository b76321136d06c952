import { readdirSync, readFileSync } from 'node:fs'
import type { Answer, Ask } from './session.ts'
import { askFurther, askRecords } from './session-questions.ts'

/** Everything that can be done to a municipality, in an order in which it can be done; and what is refused. */

const CODE = '0127'
const NONE = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const session = { source: 'session', reference: 'S-1' }
const reason = { reason: 'Fel' }
const csv = { 'content-type': 'text/csv' }
const years = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }

type Who = 'admin' | 'checker' | 'approver' | 'reader' | 'neighbour' | 'nobody' | 'guesser'
export type People = Record<Who, Ask>
type Ids = Record<string, string>
type Tools = {
  /** Asks every question of the municipality. */
  ask: (ids: Ids) => Promise<void>
  /** Moves the clock to a day. */
  later: (day: string) => void
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come
type Any = any

/** Plays it all. */
export async function act(people: People, { ask, later }: Tools) {
  const ids: Ids = {}
  const tell = tellerOf(people.admin)
  const own = { name: 'Botkyrka', publishesSchemes: true }
  await people.admin('PUT', `/municipalities/${CODE}`, own, { 'if-none-match': '*' })
  await people.admin('PUT', `/municipalities/${CODE}`, { ...own, publishesSchemes: false }, { 'if-match': '*' })
  await people.admin('PUT', `/municipalities/${CODE}`, own, { 'if-match': '*' })
  await register(tell, ids)
  await schemes(tell, ids)
  await applications(tell, ids)
  await decisions(tell, ids)
  await agreements(tell, ids)
  await reports(tell, ids)
  await settings(tell, ids)
  await payments(people, tell, ids)
  await recoveries(tell, ids)
  await imports(tell, ids)
  await spares(tell, ids)
  await ask(ids)
  await known(people, ids, later)
  await refused(people, tell, ids)
  await more(people, tell, ids)
  await taken(tell, ids)
  await askRecords(people.admin, ids)
  await outside(people)
  await askFurther(people.admin, ids)
}

type Teller = ReturnType<typeof tellerOf>

/** Short ways to tell the municipality something; a path begins within it, and the body is what is answered. */
function tellerOf(client: Ask) {
  const asked = (method: string, path: string, body?: object | string, headers?: Record<string, string>) =>
    client(method, `/${CODE}/${path}`, body, headers)
  return {
    asked,
    post: async (path: string, body: object | string = {}, headers?: Record<string, string>): Promise<Any> =>
      (await asked('POST', path, body, headers)).body,
    patch: async (path: string, body: object): Promise<Any> =>
      (await asked('PATCH', path, body, { 'if-match': '*' })).body,
    get: async (path: string): Promise<Any> => (await asked('GET', path)).body
  }
}

async function register({ asked, post, patch }: Teller, ids: Ids) {
  ids.bodies = (await post('bodies', { name: 'Socialnämnden', kind: 'committee', ...session })).id
  ids.otherBody = (
    await post('bodies', { name: 'Kommunstyrelsen', kind: 'executiveBoard', validFrom: '2019-01-01' })
  ).id
  ids.subcommittee = (await post('bodies', { name: 'Utskottet', kind: 'subcommittee', parentId: ids.bodies })).id
  await patch(`bodies/${ids.bodies}`, { successorId: ids.otherBody, validTo: '2025-12-31' })
  const name = { name: 'Kvinnojouren', legalForm: 'ideell förening', organisationNumber: '802400-1235' }
  ids.organisations = (await post('organisations', { ...name, ...session })).id
  ids.umbrella = (await post('organisations', { name: 'Roks', membershipFee: 100 })).id
  ids.otherOrganisation = (await post('organisations', { name: 'Jouren', needsReview: true })).id
  ids.third = (await post('organisations', { name: 'Attention' })).id
  await patch(`organisations/${ids.otherOrganisation}`, { needsReview: false })
  const of = `organisations/${ids.organisations}`
  const parts: Record<string, [made: object, changed: object]> = {
    'organisation-names': [{ name: 'Jouren (gamla)', validTo: '2010-12-31' }, { validTo: '2011-12-31' }],
    memberships: [{ umbrellaId: ids.umbrella, validFrom: '2015-01-01' }, { fee: 120 }],
    contacts: [{ sensitivity: 'internal', role: 'Kansliet', email: 'info@example.se' }, { role: 'Ordförande' }],
    'organisation-documents': [
      { kind: 'statutes', title: 'Stadgar', validFrom: '2020-01-01' },
      { title: 'Stadgar 2020' }
    ],
    'eligibility-statements': [{ eligible: true, validFrom: '2021-01-01' }, { validTo: '2024-12-31' }]
  }
  for (const [kind, [made, changed]] of Object.entries(parts)) {
    const list = `${of}/${kind.replace('organisation-', '')}`
    ids[kind] = (await post(list, made)).id
    await asked('PATCH', `${kind}/${ids[kind]}`, { ...made, ...changed }, { 'if-match': '*' })
    await patch(`${kind}/${ids[kind]}`, changed)
    const spare = (await post(list, spareOf(kind, made, ids))).id
    ids[`spare-${kind}`] = spare
  }
  const merged = await post('organisations', { name: 'Kvinnojouren (dubblett)' })
  await post(`organisations/${merged.id}/names`, { name: 'Jour i Botkyrka' })
  await post(`organisations/${merged.id}/merge`, { mergedIntoId: ids.organisations, reason: 'Samma' })
  ids.merged = merged.id
}

/** One more of a kind of part, of another time. */
function spareOf(kind: string, made: object, ids: Ids) {
  const time = { validFrom: '2001-01-01', validTo: '2002-01-01' }
  return { ...made, ...time, ...(kind === 'memberships' && { umbrellaId: ids.third }) }
}

async function schemes({ post, patch }: Teller, ids: Ids) {
  const scheme = { name: 'Verksamhetsbidrag', kind: 'operating', bodyId: ids.bodies, categories: ['idrott'] }
  ids.schemes = (await post('schemes', { ...scheme, ...session })).id
  ids.otherScheme = (await post('schemes', { name: 'Projektbidrag', kind: 'project', bodyId: ids.otherBody })).id
  await patch(`schemes/${ids.schemes}`, { description: 'Till föreningar i kommunen', kind: 'operating' })
  const rules = {
    ...{ title: 'Reglemente', validFrom: '2021-01-01', validTo: '2025-12-31', advanceMaxPercent: 50 },
    ...{ repaymentClause: 'yes', repaymentText: '§ 9', repaymentThresholdPercent: 5 },
    delegationLimits: [{ delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' }],
    lateLadder: {
      steps: [
        { daysLateFrom: 1, daysLateTo: 7, deductionPercent: 25 },
        { daysLateFrom: 8, daysLateTo: 21, deductionPercent: 50 }
      ],
      after: 'rejected'
    }
  }
  ids['scheme-rule-versions'] = (await post(`schemes/${ids.schemes}/rule-versions`, rules)).id
  await patch(`scheme-rule-versions/${ids['scheme-rule-versions']}`, { title: 'Reglemente 2021' })
  const window = { kind: 'fixed', opensOn: '2022-01-01', closesOn: '2022-03-01' }
  ids['scheme-windows'] = (await post(`schemes/${ids.schemes}/windows`, window)).id
  await patch(`scheme-windows/${ids['scheme-windows']}`, { closesOn: '2022-03-15' })
  ids['spare-window'] = (await post(`schemes/${ids.otherScheme}/windows`, { kind: 'rolling' })).id
  const recurring = { kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' }
  await post(`schemes/${ids.otherScheme}/windows`, recurring)
  await post(`schemes/${ids.schemes}/windows`, { ...recurring, validFrom: '2023-01-01' })
  ids['spare-rules'] = (await post(`schemes/${ids.otherScheme}/rule-versions`, { title: 'Utkast' })).id
  await post(`schemes/${ids.otherScheme}/pause`, { effectiveOn: '2023-01-01', reason: 'Översyn' })
  await post(`schemes/${ids.otherScheme}/reopen`, { effectiveOn: '2023-06-01', reason: 'Klar' })
  const closing = await post('schemes', { name: 'Startbidrag', kind: 'startUp' })
  await post(`schemes/${closing.id}/close`, { effectiveOn: '2024-01-01', reason: 'Reglementet upphör' })
  const budget = { bodyId: ids.bodies, schemeId: ids.schemes, year: 2022, amount: 2_000_000 }
  ids.budgets = (await post('budgets', { ...budget, ...session })).id
  await patch(`budgets/${ids.budgets}`, { amount: 2_500_000 })
  ids['spare-budget'] = (await post('budgets', { bodyId: ids.bodies, year: 2020, amount: 1 })).id
  const figure = { label: 'Organisationsstöd', measure: 'paid', amount: 130_000_000, bodyId: ids.bodies }
  ids['published-figures'] = (await post('published-figures', { ...figure, ...session })).id
  await patch(`published-figures/${ids['published-figures']}`, { amount: 131_000_000 })
  const target = { ownerBodyId: ids.bodies, text: 'Minst 20 % till barn', measure: 'shareOfGranted', percent: 20 }
  ids.targets = (await post('targets', { ...target, targetGroup: 'barn', ...session })).id
  await patch(`targets/${ids.targets}`, { yearTo: 2028 })
  const observation = { observedOn: '2017-11-27', year: 2017, percent: 10, certainty: 'approximate' }
  ids['target-observations'] = (await post(`targets/${ids.targets}/observations`, { ...observation, ...session })).id
  await patch(`target-observations/${ids['target-observations']}`, { percent: 11 })
  for (const list of ['focusArea', 'kindOfWork', 'targetGroup']) {
    ids[list] = (await post('list-entries', { list, name: `Post ${list}`, ...(list === 'focusArea' && session) })).id
  }
  ids['list-entries'] = ids.focusArea!
}

async function applications({ asked, post, patch }: Teller, ids: Ids) {
  const application = {
    ...{
      applicants: [{ organisationId: ids.organisations }],
      schemeId: ids.schemes,
      round: 'Våren',
      receivedOn: '2021-09-29'
    },
    ...{ closesOn: '2021-09-30', amounts: [{ year: 2022, amount: 440_000 }] },
    guarantee: { organisationId: ids.umbrella }
  }
  ids.applications = (await post('applications', { ...application, ...session })).id
  await patch(`applications/${ids.applications}`, { purpose: 'Stöd till brottsoffer och vittnen' })
  const again = 'applications/by-reference/session/S-2'
  await asked('PUT', again, application)
  await asked('PUT', again, application)
  const of = async (applied: object) =>
    `applications/${(await post('applications', { ...application, ...applied })).id}`
  const one = `applications/${ids.applications}`
  await post(`${one}/request-supplement`, {
    reason: 'Årsredovisning saknas',
    happenedOn: '2021-10-01',
    dueOn: '2021-10-15'
  })
  await post(`${one}/complete`, { happenedOn: '2021-10-10' })
  const late = await of({ receivedOn: '2021-10-04' })
  await post(`${late}/retract`, { reason: 'Föreningen ställer in', happenedOn: '2021-10-10' })
  await post(`${late}/reopen`, { reason: 'Misstag', happenedOn: '2021-10-11' })
  await post(`${late}/complete`, { happenedOn: '2021-10-12' })
  await post(`${late}/decide`, { happenedOn: '2021-12-14' })
  ids['spare-application'] = (await of({ receivedOn: null, closesOn: null })).split('/')[1]!
}

async function decisions({ asked, post, patch, get }: Teller, ids: Ids) {
  const line = {
    recipients: [{ organisationId: ids.organisations }],
    schemeId: ids.schemes,
    outcome: 'granted',
    grantYearFrom: 2022
  }
  const at = { bodyId: ids.bodies, decidedOn: '2021-12-14' }
  const made = await post('decisions', {
    ...{ ...at, ...session, paragraph: '144' },
    lines: [{ ...line, granted: 400_000, reference: 'S-1', source: 'session', applicationId: ids.applications }]
  })
  ids.decisions = made.id
  ids['decision-lines'] = made.lines?.[0]?.id
  await patch(`decisions/${ids.decisions}`, { paragraph: '145' })
  await patch(`decision-lines/${ids['decision-lines']}`, { granted: 390_000, applied: 440_000 })
  await post(`applications/${ids.applications}/decide`, { happenedOn: '2021-12-14' })
  const more: object[] = [
    { ...line, recipients: [{ organisationId: ids.otherOrganisation }], granted: 90_000.5, purpose: 'Jour' },
    {
      ...line,
      recipients: [{ organisationId: ids.otherOrganisation }, { organisationId: ids.third }],
      granted: 60_000,
      purpose: 'Tillsammans'
    },
    { ...line, recipients: [{ organisationId: ids.third }], outcome: 'rejected', applied: 20_000, purpose: 'Avslag' },
    { ...line, recipients: [{ organisationId: ids.third }], outcome: 'reserved', reserved: 7_000, purpose: 'Reserv' },
    { ...line, grantYearFrom: 2023, granted: 100_000, purpose: 'Nästa år' }
  ]
  for (const each of more) await post(`decisions/${ids.decisions}/lines`, each)
  const reported = {
    ...{ bodyId: ids.bodies, kind: 'delegated', delegateRole: 'Enhetschef', diaryNumber: 'SN 2022-9' },
    ...{ decidedOn: '2022-03-01', reportedInDecisionId: ids.decisions }
  }
  const delegated = await post('decisions', { ...reported, lines: [{ ...line, granted: 700, purpose: 'Delegerat' }] })
  await post(`decisions/${delegated.id}/confirm-final`, {
    confirmedBy: 'Sekreterare',
    confirmedOn: '2022-04-10',
    finalOn: '2022-04-08'
  })
  await post(`decisions/${delegated.id}/retract-final`, reason)
  const old = await post('decisions', {
    ...at,
    decidedOn: '2022-03-02',
    lines: [{ ...line, granted: 800, purpose: 'X' }]
  })
  ids.revised = old.id
  await post(`decisions/${old.id}/revise`, {
    ...{ bodyId: ids.bodies, decidedOn: '2022-03-15' },
    lines: [{ ...line, granted: 600, purpose: 'X', revisesLineId: old.lines?.[0]?.id }]
  })
  const content = {
    ...at,
    decidedOn: '2022-01-18',
    lines: [{ ...line, reference: '1', granted: 5_000, purpose: 'Ref' }]
  }
  const path = 'decisions/by-reference/session/S-3'
  await asked('PUT', path, content)
  await asked('PUT', path, { ...content, lines: [{ ...content.lines[0], granted: 5_100 }] }, { 'if-match': '*' })
  const annulled = await post('decisions', {
    ...at,
    decidedOn: '2022-02-01',
    lines: [{ ...line, granted: 1, purpose: 'Jäv' }]
  })
  await post(`decisions/${annulled.id}/annul`, {
    annulledOn: '2022-05-03',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Jäv'
  })
  const proposal = { ...at, decidedOn: '2015-06-10', standing: 'proposed', title: 'Förslag' }
  ids.proposal =
    (await post('decisions', { ...proposal, lines: [] })).id ??
    (await post('decisions', { ...at, standing: 'proposed' })).id
  const appealed = await post('decisions', {
    ...at,
    decidedOn: '2022-04-01',
    lines: [{ ...line, granted: 2_000, purpose: 'Y' }]
  })
  ids.appealed = appealed.id
  const lodged = { lodgedOn: '2022-04-12', unpaidInstalments: 'hold', lodgedBy: 'municipalityMember' }
  ids['decision-appeals'] = (await post(`decisions/${appealed.id}/lodge-appeal`, { ...lodged, ...session })).id
  await patch(`decision-appeals/${ids['decision-appeals']}`, { unpaidInstalments: 'pay' })
  ids['spare-appeal'] = (await post(`decisions/${appealed.id}/lodge-appeal`, { ...lodged, lodgedOn: '2022-04-13' })).id
  const { items } = await get(`awards?decisionId=${ids.decisions}&sort=id`)
  for (const [index, name] of ['awards', 'secondAward', 'jointAward', 'nextAward'].entries())
    ids[name] = items?.[index]?.id
  ids.otherAward = (await get(`awards?decisionId=${delegated.id}`)).items?.[0]?.id
  ids.appealedAward = (await get(`awards?decisionId=${appealed.id}`)).items?.[0]?.id
  const assignment = { text: 'Ta fram riktlinjer', status: 'given', bodyId: ids.bodies, givenByBodyId: ids.otherBody }
  ids.assignments = (await post('assignments', { ...assignment, decisionId: ids.decisions, ...session })).id
  await patch(`assignments/${ids.assignments}`, { dueOn: '2016-01-01', dueOnPrecision: 'month' })
  const told = { reportedOn: '2015-11-24', note: 'Muntlig redovisning' }
  ids['assignment-reports'] = (await post(`assignments/${ids.assignments}/reports`, told)).id
  const proposed = { text: 'Föreslå områden', status: 'proposed', proposalId: ids.proposal }
  const ends = { reason: 'Slutredovisat', endedOn: '2016-02-01' }
  for (const end of ['decline', 'complete', 'revoke']) {
    const { id } = await post('assignments', { ...proposed, text: `Att ${end}` })
    if (end !== 'decline') await post(`assignments/${id}/give`, { givenOn: '2015-08-25' })
    await post(`assignments/${id}/${end}`, ends)
  }
}

async function agreements({ asked, post, patch, get }: Teller, ids: Ids) {
  ids.framework = (await post('agreements', { kind: 'framework', title: 'Ram som står' })).id
  const content = {
    ...{ kind: 'partnership', title: 'Partnerskap', diaryNumber: 'SN 2021/0144' },
    parties: [
      { key: 'committee', kind: 'body', role: 'responsible', bodyId: ids.bodies },
      { key: 'partner', kind: 'organisation', role: 'partner', organisationId: ids.organisations }
    ],
    contributions: [{ partyKey: 'committee', kind: 'cash', amount: 380_000, amountPer: 'year' }],
    ...{ focusAreaIds: [ids.focusArea], kindOfWorkIds: [ids.kindOfWork], targetGroupIds: [ids.targetGroup] },
    term: {
      validFrom: '2022-01-01',
      validTo: '2024-12-31',
      extensions: [{ key: 'first', months: 36, lastExerciseOn: '2024-06-30' }]
    },
    indexClause: { index: 'KPI', percent: 80 },
    funding: [{ awardId: ids.awards }]
  }
  const made = await asked('POST', 'agreements', { ...content, ...session })
  ids.agreements = made.body.id
  const path = `agreements/${ids.agreements}`
  await asked('PATCH', path, { purpose: 'Stöd till våldsutsatta' }, { 'if-match': made.headers.etag ?? '*' })
  await post(`${path}/decide`, { decisionId: ids.decisions })
  await post(`${path}/sign`, { signedOn: '2021-12-16' })
  const amendment = { decisionId: ids.decisions, effectiveFrom: '2023-01-01', reason: 'Ny inriktning' }
  await post(`${path}/amend`, { ...amendment, changes: { purpose: 'Stöd' } })
  await post(`${path}/correct`, { reason: 'Felskrivet', changes: { diaryNumber: 'SN 2021/0145' } })
  await post(`${path}/extend`, { optionKey: 'first', exercisedOn: '2024-05-14' })
  const aSigned = async (title: string, more: object = {}) => {
    const { id } = await post('agreements', { ...content, title, funding: [], ...more })
    await post(`agreements/${id}/decide`, { decisionId: ids.decisions })
    return id as string
  }
  const byReference = { source: 'session', reference: 'S-2' }
  const ended = await aSigned('Som avslutas', byReference)
  await post('agreements/by-reference/session/S-2/sign', { signedOn: '2021-12-17' })
  await post(`agreements/${ended}/end`, { endedOn: '2023-12-31' })
  const terminated = await aSigned('Som sägs upp', { source: 'session', reference: 'S-3' })
  await post('agreements/by-reference/session/S-3/sign', { signedOn: '2021-12-17' })
  await post(`agreements/${terminated}/terminate`, {
    endsOn: '2023-08-31',
    reason: 'Läggs ned',
    noticeGivenOn: '2023-03-01'
  })
  const relations = [{ kind: 'underFramework', agreementId: ids.framework }]
  const draft = await post('agreements', { ...content, title: 'Utkast', funding: [], relations })
  await post(`agreements/${draft.id}/discard`, reason)
  await post('agreements', { ...content, title: 'Utkast som står', funding: [], relations })
  ids['spare-agreement'] = (await post('agreements', { kind: 'framework', title: 'Ram' })).id
  await post(`agreements/${ids['spare-agreement']}/decide`, { decisionId: ids.decisions })
  await post(`agreements/${ids['spare-agreement']}/sign`, { signedOn: '2021-12-17' })
  await get(`${path}/history`)
  await patch(path, { title: 'Går inte' })
}

async function reports({ post, patch }: Teller, ids: Ids) {
  const requirement = {
    agreementId: ids.agreements,
    frequency: 'yearly',
    dueDays: 59,
    parts: ['narrative', 'finances']
  }
  ids['report-requirements'] = (await post('report-requirements', { ...requirement, ...session })).id
  await patch(`report-requirements/${ids['report-requirements']}`, { dueDays: 90 })
  await post(`report-requirements/${ids['report-requirements']}/expect`)
  const ofRules = { ruleVersionId: ids['scheme-rule-versions'], frequency: 'yearly', dueDays: 59, parts: [] }
  ids['spare-requirement'] = (await post('report-requirements', ofRules)).id
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' }
  ids.reports = (await post('reports', { awardId: ids.awards, ...period, ...session })).id
  await patch(`reports/${ids.reports}`, { dueOn: '2023-03-31' })
  const of = `reports/${ids.reports}`
  const told = { narrative: 'Öppet varje vardag', grantUsed: 20_000, unused: 370_000, submittedOn: '2023-02-01' }
  await post(`${of}/submit`, told)
  await post(`${of}/return`, { reason: 'Ekonomisk redovisning saknas' })
  await post('reports/by-reference/session/S-1/submit', { ...told, submittedOn: '2023-02-10' })
  await post(`${of}/accept`, { acceptedOn: '2023-03-10' })
  await post(`${of}/revoke-acceptance`, { reason: 'Godkänd av misstag' })
  await post(`${of}/accept`, { acceptedOn: '2023-03-12' })
  const waived = (await post('reports', { awardId: ids.otherAward, ...period })).id
  await post(`reports/${waived}/waive`, { reason: 'Föreningen är upplöst' })
  await post(`reports/${waived}/revoke-waiver`, { reason: 'Gällde en annan' })
  await post(`reports/${waived}/waive`, { reason: 'Föreningen är upplöst' })
  ids['spare-report'] = (await post('reports', { awardId: ids.secondAward, ...period })).id
}

async function settings({ asked, post, patch }: Teller, ids: Ids) {
  const debtor = { debtorName: 'Botkyrka kommun', organisationNumber: '212000-2882', bic: 'SWEDSESS' }
  const account = { accountKind: 'bankgiro', accountNumber: '991-2346' }
  await asked('PUT', 'payment-settings', { ...debtor, ...account })
  await asked('PUT', 'payment-settings', { ...debtor, ...account, debtorName: 'Botkyrka' }, { 'if-match': '*' })
  const payee = { organisationId: ids.organisations, accountKind: 'bankgiro', accountNumber: '5050-1055' }
  ids['payee-accounts'] = (await post('payee-accounts', { ...payee, ...session })).id
  await post('payee-accounts', {
    organisationId: ids.otherOrganisation,
    accountKind: 'plusgiro',
    accountNumber: '28 65 43-4'
  })
  ids['spare-account'] = (
    await post('payee-accounts', { organisationId: ids.third, accountKind: 'plusgiro', accountNumber: '4-2' })
  ).id
  const limit = { attestation: 'check', holder: 'role:nobody', maxAmount: 1, validTo: '2021-12-31' }
  ids['approval-limits'] = (await post('approval-limits', { ...limit, ...session })).id
  await patch(`approval-limits/${ids['approval-limits']}`, { maxAmount: 2 })
  ids['spare-limit'] = (await post('approval-limits', { ...limit, attestation: 'approve', holder: 'role:none' })).id
}

async function payments({ checker, approver }: People, teller: Teller, ids: Ids) {
  const { asked, post, patch, get } = teller
  const check = tellerOf(checker)
  const approve = tellerOf(approver)
  const plan = await post('payment-plans', {
    awardId: ids.awards,
    schedule: 'quarterly',
    amount: 200_000.02,
    ...years,
    ...session
  })
  ids['payment-plans'] = plan.id
  const [first, second, third, fourth] = (plan.payments ?? []).map(({ id }: Any) => id)
  ids.payments = first
  await patch(`payments/${first}`, { dueOn: '2022-02-01' })
  await post(`payments/${second}/withhold`, { reason: 'Verksamheten utreds' })
  await post(`payments/${second}/release`, { reason: 'Utredningen är klar' })
  await post(`payments/${third}/withhold`, { reason: 'Verksamheten utreds' })
  await post(`payments/${fourth}/cancel`, { reason: 'Utredningen är klar' })
  // Attested one by one, and taken back.
  await check.post(`payments/${first}/check`, { note: 'Enligt avtal' })
  await check.post(`payments/${first}/revoke-check`, { reason: 'Fel kontering' })
  await check.post(`payments/${first}/check`)
  await approve.post(`payments/${first}/approve`, { note: 'Enligt avtal' })
  await approve.post(`payments/${first}/revoke-approval`, { reason: 'Fel kontering' })
  await approve.post(`payments/${first}/approve`)
  // And together.
  await check.post('payments/check', { paymentIds: [second, third, first] })
  await approve.post('payments/approve', { paymentIds: [second, third] })
  const custom = {
    ...{ awardId: ids.awards, agreementId: ids.agreements, schedule: 'custom', ...years },
    instalments: [
      { dueOn: '2023-06-01', amount: 100, conditions: [{ kind: 'agreementSigned' }] },
      { dueOn: '2023-06-02', amount: 90, conditions: [{ kind: 'decisionFinal' }] },
      { dueOn: '2023-06-05', amount: 80, conditions: [{ kind: 'appealSettled' }] },
      { dueOn: '2023-06-07', amount: 70, conditions: [{ kind: 'organisationEligible' }] },
      { dueOn: '2023-06-08', amount: 60, conditions: [{ kind: 'noReportOverdue' }] },
      { dueOn: '2023-06-09', amount: 50, conditions: [{ kind: 'reportAccepted', reportId: ids.reports }] },
      { dueOn: '2023-06-12', amount: 40, conditions: [{ kind: 'notBefore', notBefore: '2040-12-01' }] }
    ]
  }
  const conditional = await post('payment-plans', custom)
  ids.planned = conditional.payments?.[0]?.id
  const outside = (await post('payment-plans', { awardId: ids.secondAward, schedule: 'once', amount: 9_000, ...years }))
    .payments?.[0]?.id
  await check.post(`payments/${outside}/check`)
  await approve.post(`payments/${outside}/approve`)
  const paid = { paidOn: '2022-01-07', voucherNumber: 'V-1', reason: 'Betald innan tjänsten togs i bruk' }
  await post(`payments/${outside}/record-paid`, paid)
  ids.paid = outside
  const later = await post('payment-plans', { awardId: ids.secondAward, schedule: 'once', amount: 50_000, ...years })
  ids.toSetOff = later.payments?.[0]?.id
  const advance = { advance: { amount: 40_000, dueOn: '2023-01-02' }, schedule: 'once', amount: 90_000 }
  await post('payment-plans', { awardId: ids.nextAward, ...advance })
  const toCancel = await post('payment-plans', {
    ...{ awardId: ids.jointAward, payeeOrganisationId: ids.otherOrganisation, schedule: 'monthly', amount: 12_000.01 },
    ...years
  })
  await post(`payment-plans/${toCancel.id}/replan`, { reason: 'Halvårsvis', schedule: 'halfYearly' })
  await post(`payment-plans/${toCancel.id}/cancel`, { reason: 'Klar' })
  await post('payment-plans', { awardId: ids.appealedAward, schedule: 'once', amount: 1_000, ...years })
  // To the bank: a run that is cancelled, one with an item that is taken out, and one that is confirmed.
  const cancelled = await post('payment-runs', { dueTo: '2026-06-10', executionOn: '2026-06-10' })
  await get(`payment-runs/${cancelled.id}/items`)
  await post(`payment-runs/${cancelled.id}/cancel`, { reason: 'Fel dag' })
  const run = await post('payment-runs', { dueTo: '2026-06-10', executionOn: '2026-06-10', ...session })
  ids['payment-runs'] = run.id
  ids.ordered = first
  const of = `payment-runs/${run.id}`
  await asked('GET', `${of}/file`)
  await post(`${of}/remove-item`, { paymentId: second, reason: 'Fel konto' })
  await post(`${of}/lock`)
  await post(`${of}/export`)
  for (const format of ['pain.001.001.03', 'pain.001.001.09']) {
    await asked('GET', `${of}/file?format=${format}`, undefined, { accept: 'application/xml' })
  }
  await asked('GET', `${of}/file?format=csv`, undefined, { accept: 'text/csv' })
  await asked('GET', `${of}/file?format=csv&csvFormat=swedish`, undefined, { accept: 'text/csv' })
  await asked('GET', `${of}/file`, undefined, { accept: 'application/json' })
  const { items } = await get(`${of}/items`)
  const row = { outcome: 'paid', paidOn: '2026-06-10', voucherNumber: 'V-7' }
  await post(`${of}/confirmations`, { rows: [{ endToEndId: NONE.replaceAll('-', ''), ...row }] })
  await post(`${of}/confirmations`, 'endToEndId;utfall\nx', csv)
  await post(`${of}/confirmations`, { rows: [{ endToEndId: items?.[0]?.endToEndId, ...row }] })
  await post(`${of}/confirmations`, { rows: [{ endToEndId: items?.[0]?.endToEndId, ...row }] })
  await post(`payments/${second}/record-paid`, { ...paid, voucherNumber: 'V-8' })
  await post(`payments/${first}/return`, {
    returnedOn: '2026-06-10',
    reason: 'Kontot är avslutat',
    voucherNumber: 'V-350'
  })
  await post(`payments/${first}/reissue`, { dueOn: '2026-06-29' })
  // One left approved, one in a run that is collected and one in a run that is locked.
  for (const [index, act] of ['', 'collect', 'lock'].entries()) {
    const of = { awardId: ids.secondAward, schedule: 'once', amount: 1_000 + index, ...years }
    const { id } = (await post('payment-plans', of)).payments?.[0] ?? {}
    await check.post(`payments/${id}/check`)
    await approve.post(`payments/${id}/approve`)
    if (!act) await post(`payments/${id}/withhold`, { reason: 'Tills vidare' })
    else {
      const left = await post('payment-runs', { dueTo: '2026-06-10', executionOn: '2026-06-11' })
      if (act === 'lock') await post(`payment-runs/${left.id}/lock`)
      ids[act] = left.id
    }
  }
  await post('period-closings', { year: 2022, yearBasis: 'payment', note: 'Årsbokslut 2022' })
  ids['period-closings'] = (await post('period-closings', { year: 2022, yearBasis: 'grant', ...session })).id
}

async function recoveries({ post, patch, get }: Teller, ids: Ids) {
  await get('recoveries/proposals')
  const mistake = { ground: 'mistake', paymentId: ids.paid, decidedOn: '2022-05-02', dueOn: '2022-05-31' }
  ids.recoveries = (await post('recoveries', { awardId: ids.secondAward, amount: 1_000, ...mistake, ...session })).id
  await patch(`recoveries/${ids.recoveries}`, { dueOn: '2022-06-30' })
  const of = `recoveries/${ids.recoveries}`
  await post(`${of}/record-repayment`, { amount: 120, movedOn: '2022-06-01', voucherNumber: 'V-4711' })
  await post(`${of}/write-off`, { amount: 80, movedOn: '2022-06-02', decisionId: ids.decisions, reason: 'Ringa' })
  const { movements } = await post(`${of}/set-off`, { paymentId: ids.toSetOff, amount: 10 })
  await get(of)
  await post(`${of}/withdraw-movement`, { movementId: movements?.at(-1)?.id, reason: 'Gällde ett annat krav' })
  await post(`${of}/set-off`, { paymentId: ids.toSetOff, amount: 5 })
  const unused = { ground: 'unused', decisionId: ids.decisions, reportId: ids.reports, amount: 1 }
  ids['spare-recovery'] = (
    await post('recoveries', { awardId: ids.awards, ...unused, decidedOn: '2023-05-02', dueOn: '2023-05-31' })
  ).id
}

const traps = new URL('../test/fixtures/traps/', import.meta.url)
const heading =
  'reference,decision_reference,deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome,due_on'
const row = (name: string, granted: number | string, recipient = 'Filföreningen') =>
  `${name},B-${name},Filnämnden,2022-05-01,2022,Filbidrag,${recipient},${granted},beviljad,2022-06-28`
const fileOf = (...rows: string[]) => [heading, ...rows].join('\n')

async function imports({ asked, post }: Teller, ids: Ids) {
  const path = 'decision-imports?source=file'
  const file = fileOf(
    row('a', 100),
    row('b', 200),
    row('c', 300, 'Andra föreningen'),
    row('d', '180 00 kr'),
    row('e', '')
  )
  await post(`${path}&dryRun=true`, file, csv)
  await post(`${path}&atomic=true`, file, csv)
  await post(`${path}&controlTotal=601&controlCount=5`, file, csv)
  ids['decision-imports'] = (await post(path, file, { ...csv, 'idempotency-key': 'session' })).id
  await post(path, file, { ...csv, 'idempotency-key': 'session' })
  await post(path, fileOf(row('a', 1)), { ...csv, 'idempotency-key': 'session' })
  await post(`${path}&payments=toPay`, fileOf(row('a', 100), row('f', 50)), csv)
  await post(`${path}&payments=alreadyPaid`, fileOf(row('g', 70)), csv)
  await post(`${path}&scope=complete`, fileOf(row('a', 150), row('b', 200)), csv)
  await post(`${path}&scope=complete&withdraw=true&reason=Struken`, fileOf(row('a', 150), row('b', 200)), csv)
  await post(`${path}&restore=true`, fileOf(row('c', 310, 'Andra föreningen')), csv)
  await post(
    'decision-imports?mapping=Namn:recipient&dryRun=true',
    `${heading.replace('recipient', 'Namn')}\n${row('h', 1)}`,
    csv
  )
  await post('decision-imports?default=amount_per:year&default=scheme:Nej&dryRun=true', fileOf(row('i', 1)), csv)
  await post('decision-imports?default=amount_per:year&dryRun=true', fileOf(row('i', 1)), csv)
  const object = {
    deciding_body: 'Filnämnden',
    decided_on: '2022-05-03',
    scheme: 'Filbidrag',
    recipient: 'Filföreningen'
  }
  const json = { ...object, grant_year: '2022', granted_sek: '7', outcome: 'beviljad' }
  await post('decision-imports', [json, { ...json, granted_sek: 'x' }])
  await post('decision-imports?dryRun=true', `${JSON.stringify(json)}\n{`, { 'content-type': 'application/x-ndjson' })
  for (const name of readdirSync(traps).sort()) {
    if (/^\.|md$/.test(name)) continue
    const type = name.endsWith('.ndjson') ? 'application/x-ndjson' : 'text/csv'
    const bytes = readFileSync(new URL(name, traps)) as unknown as string
    const answer: Answer = await asked('POST', 'decision-imports?dryRun=true&source=traps', bytes, {
      'content-type': type
    })
    if (answer.body.id) await asked('GET', `decision-imports/${answer.body.id}/rows?result=rejected&limit=5`)
  }
  const columns = 'municipality,scheme_id,scheme_name,categories,deadline_type,deadline_mmdd,status,source_url,verified'
  const schemesFile = `${columns}\nBotkyrka,a,Nattidrott,idrott,fasta,10-01,aktiv,,\nBotkyrka,b,,idrott,fasta,10-01,aktiv,,\n`
  await post('scheme-imports?source=file', schemesFile, csv)
  await post('scheme-imports?source=file', schemesFile.replace('10-01,aktiv', '11-01,aktiv'), csv)
  await post('scheme-imports?source=file&others=skip', `${schemesFile}Haninge,c,Dagidrott,idrott,lopande,,aktiv,,`, csv)
  await recordImports({ asked, post }, ids)
}

/** Files of organisations, agreements and payments, twice each, and the agreements of a scheme that was marked afterwards. */
async function recordImports({ asked, post }: Pick<Teller, 'asked' | 'post'>, ids: Ids) {
  const files = {
    'organisation-imports': 'Förening;Orgnr\nTredje föreningen;802000-1239\nFjärde föreningen;1\n',
    'agreement-imports':
      'Avtalstyp;Part;Nämnd;Avtalstid;Belopp per år\nIOP;Tredje föreningen;Filnämnden;2022–2024;5000\n',
    'payment-imports':
      'Mottagare;Bidragsform;Belopp;Utbetald\nAndra föreningen;Filbidrag;10;2022-06-01\nOkänd;;10;2022-06-01\n'
  }
  for (const [path, file] of Object.entries(files)) {
    await post(`${path}?dryRun=true`, file, csv)
    ids['record-imports'] = (await post(path, file, csv)).id
    await post(path, file, csv)
    await post(`${path}?atomic=true`, `${file.split('\n')[0]}\n`, csv)
  }
  await asked('GET', 'record-imports')
  await asked('GET', `record-imports/${ids['record-imports']}`)
  await asked('GET', `record-imports/${ids['record-imports']}/rows?result=rejected`)
  for (const format of ['csv', 'json']) await asked('GET', `record-imports/template?kind=payments&format=${format}`)
  const scheme = (await asked('GET', 'schemes?name=Filbidrag')).body.items?.[0]?.id
  await post(`schemes/${scheme}/make-agreements`)
  await asked('PATCH', `schemes/${scheme}`, { kind: 'partnership' }, { 'if-match': '*' })
  await post(`schemes/${scheme}/make-agreements?dryRun=true`)
  await post(`schemes/${scheme}/make-agreements`)
}

/** What was known at an instant, of totals and of an agreement; for the latter the clock must have passed it. */
async function known({ admin, nobody }: People, ids: Ids, later: (day: string) => void) {
  const { get } = tellerOf(admin)
  const { knownAt } = (await get('statistics/payment-totals')).meta
  for (const by of ['year', 'scheme', 'organisation', 'body']) {
    for (const basis of ['grant', 'decision']) {
      await get(`statistics/grant-totals?groupBy=${by}&yearBasis=${basis}&knownAt=${knownAt}`)
      await get(`statistics/payment-totals?groupBy=${by}&yearBasis=${basis}&validOn=2023-06-07&knownAt=${knownAt}`)
    }
  }
  await get(`statistics/changes?knownFrom=2022-01-01T00:00:00Z&knownTo=${knownAt}&limit=2`)
  await get(`agreements/${ids.agreements}?knownAt=${knownAt}`)
  later('2099-06-10')
  await get(`agreements/${ids.agreements}?knownAt=${knownAt}`)
  await get(`agreements/${ids.agreements}?knownAt=${knownAt}&validOn=2022-06-01`)
  await nobody('GET', `/${CODE}/public/schemes`)
  later('2026-06-10')
}

/** What is not as it should be: the form, the record, its version, its state, the type, the key. */
async function refused(people: People, { asked, post, patch, get }: Teller, ids: Ids) {
  const { admin, reader, neighbour, nobody, guesser } = people
  for (const kind of kindsOf(ids)) {
    await get(`${kind}/${NONE}`)
    await get(`${kind}/nonsense`)
    await get(`${kind}/${ids[kind]}?nonsense=1`)
  }
  const posted = [
    'bodies',
    'organisations',
    'schemes',
    'applications',
    'decisions',
    'agreements',
    'assignments',
    'reports',
    'budgets'
  ]
  const further = [
    'targets',
    'payment-plans',
    'payment-runs',
    'recoveries',
    'payee-accounts',
    'approval-limits',
    'period-closings'
  ]
  for (const kind of [...posted, ...further, 'published-figures', 'report-requirements', 'list-entries']) {
    await post(kind, { nonsense: 1 })
    await post(kind, '{"broken"', { 'content-type': 'application/json' })
    await asked('GET', `${kind}?limit=0`)
    await asked('GET', `${kind}?sort=nonsense`)
    await asked('GET', `${kind}?cursor=nonsense`)
    await asked('DELETE', kind)
  }
  for (const kind of [...posted, 'recoveries', 'approval-limits', 'targets']) {
    const path = `${kind}/${ids[kind]}`
    const { headers } = await asked('GET', path)
    await asked('GET', path, undefined, { 'if-none-match': headers.etag ?? '*' })
    await asked('PATCH', path, {})
    await asked('PATCH', path, { nonsense: null }, { 'if-match': '*' })
    await asked('PATCH', path, {}, { 'if-match': '"999-AAAAAAAAAAAA"' })
    await asked('PATCH', path, {}, { 'if-match': 'nonsense' })
    await asked('POST', `${path}/withdraw`, reason, { 'if-match': '"999-AAAAAAAAAAAA"' })
    await asked('POST', `${path}/withdraw`, {})
  }
  await post('bodies', { name: 'Socialnämnden', kind: 'committee', ...session })
  await post('bodies', { name: 'x\u0001', kind: 'committee' })
  await post('bodies', { name: 'Nämnd', kind: 'committee', validFrom: '2022-01-01', validTo: '2021-01-01' })
  await post('bodies', { name: 'Nämnd', kind: 'committee', parentId: NONE })
  await post(`organisations/${ids.organisations}/merge`, { mergedIntoId: ids.organisations, reason: 'x' })
  await post(`organisations/${ids.merged}/withdraw`, reason)
  await post('organisations', { name: 'Org', organisationNumber: '123' })
  await post('organisations', { name: 'Person', organisationNumber: '640823-3234' })
  await patch(`decision-lines/${ids['decision-lines']}`, { granted: '5' })
  await patch(`decision-lines/${ids['decision-lines']}`, { granted: 1.234 })
  await patch(`decision-lines/${ids['decision-lines']}`, { granted: -1, outcome: 'rejected' })
  await post('payment-plans', { awardId: ids.awards, schedule: 'once', amount: 10_000_000 })
  await post('payment-plans', { awardId: NONE, schedule: 'once', amount: 1 })
  await post('payment-runs', { dueTo: '2026-06-10', executionOn: '2026-06-13' })
  await post('payment-runs', { dueTo: '2000-01-01', executionOn: '2026-06-10' })
  await post(`payment-runs/${ids['payment-runs']}/lock`)
  await post(`payment-runs/${ids['payment-runs']}/export`)
  await post(`payments/${ids.paid}/cancel`, reason)
  await post(`payments/${ids.planned}/approve`)
  await post(`payments/${ids.planned}/check`)
  await post(`payments/${ids.planned}/return`, { returnedOn: '2026-06-10', reason: 'x' })
  await post(`payments/${ids.planned}/reissue`, { dueOn: '2026-06-29' })
  await post(`recoveries/${ids.recoveries}/write-off`, {
    amount: 1e6,
    movedOn: '2022-06-02',
    decisionId: ids.decisions,
    reason: 'x'
  })
  await post('payee-accounts', {
    organisationId: ids.organisations,
    accountKind: 'bankgiro',
    accountNumber: '5050-1056'
  })
  await post('period-closings', { year: 2022, yearBasis: 'grant' })
  await post(`agreements/${ids.agreements}/sign`, { signedOn: '2021-12-16' })
  await post(`agreements/${ids.agreements}/extend`, { optionKey: 'first', exercisedOn: '2024-05-14' })
  await post(`schemes/${ids.otherScheme}/reopen`)
  await post(`reports/${ids.reports}/submit`, { narrative: 'x' })
  await get('statistics/grant-totals?groupBy=nonsense')
  await get('statistics/payment-totals?yearFrom=2023&yearTo=2022')
  await get(`statistics/payment-totals?knownAt=2999-01-01T00:00:00Z`)
  await get('payments?csvFormat=swedish')
  await get('agreements/by-reference/session/none')
  await get('nonsense')
  await get('bodies?withdrawn=none&validOn=2022-02-30')
  await post('decision-imports', 'x', { 'content-type': 'text/csv' })
  await post('decision-imports?scope=none', 'x', { 'content-type': 'text/csv' })
  for (const type of ['text/plain', 'application/xml']) await post('bodies', 'x', { 'content-type': type })
  for (const accept of ['text/csv', 'text/html', 'application/xml']) {
    for (const path of ['bodies', 'payments', `payment-runs/${ids['payment-runs']}/file`]) {
      await asked('GET', path, undefined, { accept })
    }
  }
  const body = { name: 'Nyckelnämnden', kind: 'committee' }
  for (const sent of [body, body, { ...body, kind: 'council' }]) {
    await post('bodies', sent, { 'idempotency-key': 'one' })
  }
  await post('bodies', body, { 'idempotency-key': ' ' })
  for (const who of [reader, neighbour, nobody, guesser]) {
    await who('GET', `/${CODE}/organisations?limit=1`)
    await who('GET', `/${CODE}/bodies?limit=1`)
    await who('POST', `/${CODE}/organisations`, { name: 'Nej' })
    await who('GET', `/${CODE}/caller`)
    await who('GET', '/municipalities')
    await who('GET', `/${CODE}/public/schemes?limit=1`)
  }
  await admin('GET', '/9999/bodies')
  await admin('GET', '/99999/bodies')
  await admin('PUT', '/municipalities/0999', { name: '' }, { 'if-none-match': '*' })
  await admin('PUT', `/municipalities/${CODE}`, { name: 'Botkyrka' })
  await admin('PUT', `/municipalities/${CODE}`, { name: 'Botkyrka' }, { 'if-none-match': '*' })
}

/** Kinds that have a record by that id. */
const kindsOf = (ids: Ids) =>
  `bodies organisations schemes applications scheme-rule-versions scheme-windows budgets published-figures targets target-observations
  decisions decision-lines awards agreements list-entries decision-appeals assignments assignment-reports report-requirements reports
  payment-plans payments payee-accounts approval-limits payment-runs recoveries period-closings decision-imports`
    .split(/\s+/)
    .filter(kind => ids[kind])

/** What comes after something else. */
async function more({ checker, approver }: People, { post, patch, get }: Teller, ids: Ids) {
  const outcome = { outcome: 'rejected', outcomeOn: '2022-05-03' }
  await post(`decision-appeals/${ids['decision-appeals']}/record-outcome`, outcome)
  await patch(`decisions/${ids.decisions}`, { note: 'Justerat' })
  await patch(`decision-lines/${ids['decision-lines']}`, { granted: 395_000 })
  await get('statistics/changes?knownFrom=2022-01-01T00:00:00Z&limit=5&sort=-sequence')
  await get('statistics/payment-totals?closings=keep')
  await checker('POST', `/${CODE}/payments/check`, { paymentIds: [ids.planned, NONE] })
  await approver('POST', `/${CODE}/payments/approve`, { paymentIds: [ids.planned, NONE] })
}

/** One of each kind that is taken away before anything is asked. */
async function spares({ post }: Teller, ids: Ids) {
  for (const kind of [
    'organisation-names',
    'memberships',
    'organisation-documents',
    'eligibility-statements',
    'contacts'
  ]) {
    await post(`${kind}/${ids[`spare-${kind}`]}/withdraw`, reason)
  }
  const line = { recipients: [{ organisationId: ids.third }], schemeId: ids.schemes, outcome: 'granted', granted: 3 }
  const decision = await post('decisions', { bodyId: ids.bodies, decidedOn: '2022-06-01', lines: [line] })
  await post(`decision-lines/${decision.lines?.[0]?.id}/withdraw`, reason)
  const target = { ownerBodyId: ids.bodies, text: 'Bort', measure: 'shareOfGranted', percent: 2, targetGroup: 'barn' }
  const made: Record<string, object> = {
    'list-entries': { list: 'targetGroup', name: 'Bort' },
    schemes: { name: 'Bort', kind: 'operating' },
    organisations: { name: 'Bort' },
    bodies: { name: 'Bort', kind: 'committee' },
    'published-figures': { label: 'Bort', measure: 'paid', amount: 1 },
    assignments: { text: 'Bort', status: 'given', bodyId: ids.bodies },
    'period-closings': { year: 2019, yearBasis: 'grant' },
    targets: target
  }
  const found: Record<string, string | undefined> = {
    decisions: decision.id,
    'scheme-rule-versions': ids['spare-rules'],
    'scheme-windows': ids['spare-window'],
    budgets: ids['spare-budget'],
    applications: ids['spare-application'],
    'decision-appeals': ids['spare-appeal'],
    agreements: ids['spare-agreement'],
    reports: ids['spare-report'],
    'report-requirements': ids['spare-requirement'],
    'payee-accounts': ids['spare-account'],
    'approval-limits': ids['spare-limit'],
    recoveries: ids['spare-recovery']
  }
  for (const [kind, body] of Object.entries(made)) found[kind] = (await post(kind, body)).id
  for (const [kind, id] of Object.entries(found)) {
    await post(`${kind}/${id}/withdraw`, reason)
    await post(`${kind}/${id}/withdraw`, reason)
  }
}

/** Takes away, at the end, what the questions were about; what is in use stays. */
async function taken({ post }: Teller, ids: Ids) {
  await post(`contacts/${ids.contacts}/erase`, { reason: 'Har lämnat styrelsen' })
  const kinds = 'published-figures target-observations targets assignment-reports assignments period-closings'
  const inUse =
    'bodies organisations schemes decisions decision-lines agreements reports payee-accounts recoveries list-entries'
  for (const kind of `${kinds} ${inUse}`.split(' ')) await post(`${kind}/${ids[kind]}/withdraw`, reason)
}

/** Outside the API. */
async function outside({ nobody }: People) {
  for (const path of [
    '/',
    '/docs',
    '/health/live',
    '/health/ready',
    '/openapi.json',
    '/problems',
    '/problems/not-found'
  ]) {
    await nobody('GET', `/${path}`)
  }
  await nobody('GET', '//problems/nonsense')
  await nobody('GET', '//nonsense/%zz')
  await nobody('OPTIONS', `/${CODE}/bodies`)
  await nobody('HEAD', `/${CODE}/public/schemes`)
}
