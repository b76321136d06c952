import { seriesNames } from '../src/reads/statistics/series-schemas.ts'
import type { Ask } from './session.ts'

/** Every question that can be asked of a municipality; `{bodies}` stands for the id of its body. */

const CODE = '0127'
const SAMPLES = ['0136', '1862', '2031', '0780', '0180', '1283', '1281']

type Ids = Record<string, string>

const kept = 'changedSince=2022-01-01T00:00:00Z changedSince=2100-01-01T00:00:00Z withdrawn=include withdrawn=only'
const paged = 'limit=1 limit=2&sort=-id sort=id'
const record = `${paged} sort=-updatedAt&limit=3 sort=updatedAt&limit=3 ${kept}`
const referenced = `${record} source=session reference=S-1`
const money = 'groupBy=year groupBy=scheme groupBy=organisation groupBy=body groupBy=year,scheme,organisation,body'
const span = 'yearFrom=2022&yearTo=2023 schemeId={schemes} bodyId={bodies} bodyId={otherBody}&followSuccessors=true'
const ledgerKinds =
  'applied granted reserved planned checked approved recorded paid returned claimed recovered writtenOff'.split(' ')
const kinds = ledgerKinds.map(kind => `kind=${kind}`).join(' ')

/** Lists and totals, and what they are asked besides nothing; questions are parted by spaces. */
const lists: Record<string, string> = {
  bodies: `${referenced} sort=name sort=-name&limit=2 name=Socialnämnden kind=committee kind=executiveBoard parentId={bodies}
    successorId={otherBody} validOn=2022-06-01`,
  organisations: `${referenced} sort=name&limit=3 sort=-name search=jour search=% name=Kvinnojouren organisationNumber=802400-1235
    needsReview=true needsReview=false merged=include merged=only`,
  'organisations/{organisations}/names': `${record} validOn=2009-01-01`,
  'organisations/{organisations}/memberships': `${record} validOn=2016-01-01 as=member as=umbrella`,
  'organisations/{organisations}/contacts': `${record} validOn=2022-01-01 sensitivity=internal sensitivity=public`,
  'organisations/{organisations}/documents': `${record} validOn=2022-01-01 kind=statutes`,
  'organisations/{organisations}/eligibility-statements': `${record} validOn=2022-01-01`,
  'organisations/{organisations}/eligibility': 'validOn=2022-01-01 validOn=2023-03-01',
  'organisations/{organisations}/twins': '',
  schemes: `${referenced} sort=name&limit=2 sort=-name search=bidraget name=Verksamhetsbidrag kind=operating bodyId={bodies} status=open status=closed
    category=idrott open=yes&validOn=2022-02-01 validOn=2022-02-01 open=unknown&validOn=2022-02-01 needsReview=false`,
  'schemes/{schemes}/statuses': '',
  'schemes/{schemes}/open': 'validOn=2022-02-01 validOn=2022-06-01',
  'schemes/{schemes}/late-deduction': 'receivedOn=2022-04-12&dueOn=2022-04-01 receivedOn=2022-04-01&dueOn=2022-04-01',
  'schemes/{schemes}/delegation-limits': 'validOn=2023-06-01 validOn=2022-01-01',
  'schemes/{schemes}/rule-versions': `${record} validOn=2022-06-01`,
  'schemes/{schemes}/windows': `${record} kind=fixed kind=rolling`,
  'public/schemes': 'limit=1 sort=-name sort=id open=yes&validOn=2022-02-01',
  applications: `${referenced} schemeId={schemes} organisationId={organisations} guarantorOrganisationId={umbrella} round=Våren
    status=received status=decided outcome=granted year=2022 receivedFrom=2021-01-01 receivedTo=2021-12-31
    windowId={scheme-windows} dueOn=2021-09-30 late=yes late=no late=unknown`,
  budgets: `${referenced} bodyId={bodies} schemeId={schemes} year=2022`,
  'published-figures': `${referenced} bodyId={bodies} schemeId={schemes} measure=paid`,
  targets: `${referenced} ownerBodyId={bodies} schemeId={schemes}`,
  'targets/{targets}/observations': `${referenced} year=2017`,
  'targets/{targets}/attainment': 'year=2022 year=2017',
  decisions: `${referenced} sort=decidedOn&limit=3 sort=-decidedOn&limit=3 bodyId={bodies} decidedFrom=2022-01-01&decidedTo=2022-03-02 paragraph=145
    diaryNumber=SN%202022-9 kind=delegated standing=proposed standing=decided proposalOutcome=adopted delegateRole=Enhetschef
    revisesDecisionId={revised} reportedInDecisionId={decisions} reported=true reported=false annulled=true annulled=false
    finalConfirmed=true finalConfirmed=false appealed=true appealed=false schemeId={schemes} organisationId={organisations}`,
  'decision-lines': `${referenced} decisionId={decisions} schemeId={schemes} applicationId={applications}
    organisationId={organisations} bodyId={bodies} grantYear=2022 decisionYear=2021 outcome=granted outcome=rejected outcome=reserved`,
  awards: `${record} decisionId={decisions} schemeId={schemes} applicationId={applications} organisationId={organisations}
    bodyId={bodies} grantYear=2022 decisionYear=2021`,
  agreements: `${referenced} sort=endsLatestOn&limit=2 sort=-endsLatestOn&limit=2 status=draft status=signed status=ended status=terminated
    search=jouren kind=partnership organisationId={organisations} bodyId={bodies} partyRole=partner partyKind=body focusAreaId={list-entries}
    kindOfWorkId={kindOfWork} targetGroupId={targetGroup} decisionId={decisions} awardId={awards} relatedTo={framework}
    validOn=2022-06-01&phase=running validOn=2022-06-01&phase=upcoming phase=ended endingWithinDays=400`,
  'agreements/committed': 'year=2022 year=2023&bodyId={bodies} year=2022&organisationId={organisations}',
  'agreements/{agreements}': `validOn=2022-06-01 validOn=2024-02-01 include=awards include=decision include=awards,decision
    knownAt=2000-01-01T00:00:00Z`,
  'agreements/{agreements}/versions': '',
  'agreements/{agreements}/differences': 'versionFrom=1&versionTo=1 versionFrom=1&versionTo=2',
  'agreements/{agreements}/indexed-amounts': 'indexFrom=330.1&indexTo=343.31 indexFrom=100&indexTo=110',
  'list-entries': `${referenced} sort=name sort=-name&limit=1 list=focusArea list=targetGroup`,
  'decision-appeals': `${referenced} sort=lodgedOn sort=-lodgedOn decisionId={decisions} pending=true pending=false outcome=rejected
    unpaidInstalments=hold`,
  assignments: `${referenced} status=given status=proposed bodyId={bodies} givenByBodyId={otherBody} proposalId={proposal}
    decisionId={decisions} givenFrom=2015-01-01 givenTo=2020-01-01 dueTo=2016-12-31 recurring=true overdue=yes&validOn=2017-01-01
    validOn=2017-01-01`,
  'assignments/{assignments}': 'validOn=2016-06-01',
  'assignments/{assignments}/reports': `${record} sort=reportedOn sort=-reportedOn`,
  'report-requirements': `${referenced} agreementId={agreements} ruleVersionId={scheme-rule-versions} schemeId={schemes}`,
  reports: `${referenced} sort=dueOn&limit=2 sort=-dueOn status=expected status=accepted status=waived kind=written overdue=yes
    overdue=no late=yes validOn=2022-12-31 dueFrom=2023-01-01 dueTo=2023-12-31 agreementId={agreements} awardId={awards}
    schemeId={schemes} organisationId={organisations} requirementId={report-requirements}`,
  'reports/{reports}': 'validOn=2022-12-31',
  'payment-plans': `${referenced} awardId={awards} agreementId={agreements}`,
  'payment-plans/{payment-plans}': 'validOn=2022-06-01',
  payments: `${referenced} sort=dueOn&limit=3 sort=-dueOn&limit=3 planId={payment-plans} awardId={awards} agreementId={agreements}
    decisionId={decisions} schemeId={schemes} bodyId={bodies} payeeOrganisationId={organisations} status=planned status=checked
    status=approved status=ordered status=paid status=returned kind=instalment kind=advance kind=reissue dueFrom=2023-01-01
    dueTo=2022-12-31 paidFrom=2022-01-01 paidTo=2022-12-31 grantYear=2022 voucherNumber=V-1 payability=held payability=payable
    payability=held&validOn=2023-06-07 withheld=true withheld=false`,
  'payments/{payments}': 'validOn=2022-06-01',
  'payments/{payments}/trail': '',
  'payee-accounts': `${referenced} organisationId={organisations} accountKind=bankgiro accountKind=iban validOn=2022-01-01 accountNumber=5050-1055`,
  'payment-settings': '',
  'work-list': `sort=-dueOn limit=2 from=2021-01-01&until=2024-12-31 kind=reportDue kind=agreementEnds bodyId={bodies}`,
  'work-list-settings': '',
  'approval-limits': `${referenced} attestation=check attestation=approve holder=role:nobody validOn=2021-06-01`,
  caller: '',
  'payment-runs': `${referenced} sort=executionOn sort=-executionOn status=collected status=locked status=exported status=confirmed
    status=cancelled messageId=none executionFrom=2026-06-10 executionTo=2026-06-10 paymentId={ordered}`,
  'payment-runs/{payment-runs}/items': `sort=position sort=-position sort=id sort=-id limit=1 status=live status=paid status=removed
    paymentId={ordered} endToEndId=none`,
  recoveries: `${referenced} sort=dueOn sort=-dueOn organisationId={organisations} awardId={awards} agreementId={agreements}
    decisionId={decisions} paymentId={paid} schemeId={schemes} ground=mistake ground=unused status=open status=settled
    overdue=yes overdue=no validOn=2022-05-01&overdue=yes dueFrom=2022-06-01 dueTo=2022-06-01`,
  'recoveries/proposals': `sort=dueOn sort=-dueOn sort=-id limit=1 organisationId={organisations} schemeId={schemes}
    agreementId={agreements} awardId={awards}`,
  'recoveries/outstanding': `sort=organisationName sort=-outstanding sort=outstanding sort=id limit=1 organisationId={organisations}
    status=open status=settled validOn=2022-05-01`,
  'decision-imports': `${paged} status=completed status=dryRun status=refused source=file`,
  'decision-imports/{decision-imports}/rows': `sort=position sort=-position limit=1 result=created result=rejected result=unchanged
    result=missing`,
  'decision-imports/template': 'format=csv format=json',
  'ledger-entries': `limit=3 sort=recordedAt&limit=3 sort=-recordedAt&limit=3 sort=-sequence&limit=3 lineId={decision-lines}
    decisionId={decisions} awardId={awards} paymentId={payments} recordedFrom=2100-01-01T00:00:00Z recordedTo=2000-01-01T00:00:00Z ${kinds}`,
  'statistics/grant-totals': `${money} groupBy=outcome groupBy=year,outcome yearBasis=decision yearBasis=grant ${span}
    groupBy=legalForm,focusArea,kindOfWork,targetGroup,delegate knownAt=2000-01-01T00:00:00Z`,
  'statistics/payment-totals': `${money} yearBasis=decision yearBasis=grant yearBasis=payment ${span} validOn=2023-06-07 closings=keep
    groupBy=month groupBy=legalForm,focusArea,kindOfWork,targetGroup,delegate closings=ignore yearBasis=payment&groupBy=scheme,year&closings=keep knownAt=2000-01-01T00:00:00Z`,
  'statistics/application-outcomes': `groupBy=scheme groupBy=outcome groupBy=status groupBy=year,scheme,outcome,status yearFrom=2022
    yearTo=2021 schemeId={schemes}`,
  'statistics/consecutive-recipients':
    'yearCount=1 yearCount=2 yearCount=2&yearTo=2023 yearCount=1&yearBasis=decision yearCount=1&schemeId={schemes} yearCount=1&yearBasis=payment',
  ...Object.fromEntries(
    seriesNames.map(name => [`statistics/series/${name}`, 'yearFrom=2020 yearFrom=2022&yearTo=2023'])
  ),
  'statistics/changes': [
    'limit=2 sort=recordedAt&limit=2 sort=-recordedAt&limit=2 sort=-sequence&limit=2 knownTo=2000-01-01T00:00:00Z decisionYear=2021',
    `grantYear=2022 paymentYear=2022 schemeId={schemes} bodyId={bodies} organisationId={organisations} ${kinds}`
  ]
    .join(' ')
    .replaceAll(/\S+/g, question => `knownFrom=2022-01-01T00:00:00Z&${question}`),
  'period-closings': `${referenced} year=2022 yearBasis=grant`,
  events: `limit=1 limit=2&sort=-sequence sort=sequence ${kept.split(' ').slice(0, 2).join(' ')} type=body.created type=payment.approved subjectId={bodies}`
}

/** Of each of these there is a record, with a history unless told. */
const records =
  `bodies organisations schemes applications scheme-rule-versions scheme-windows budgets published-figures targets
  target-observations decisions decision-lines agreements list-entries decision-appeals assignments report-requirements reports
  payment-plans payments payee-accounts approval-limits payment-runs recoveries period-closings`.split(/\s+/)
const withoutHistory = ['awards', 'assignment-reports', 'decision-imports', 'public/schemes']
const parts = ['organisation-names', 'memberships', 'contacts', 'organisation-documents', 'eligibility-statements']
const references = ['agreements', 'applications', 'decisions']

const csv = [
  ...['awards', 'payments', 'recoveries/outstanding', 'statistics/grant-totals', 'statistics/payment-totals'],
  ...['statistics/application-outcomes', 'statistics/series/paid-per-month']
]

const question = (text: string, ids: Ids) =>
  text
    .replaceAll(/\{([\w-]+)\}/g, (_, kind) => ids[kind] ?? `no-${kind}`)
    .replaceAll(/[å-öÅ-Ö%]+(?!\d)/gi, encodeURIComponent)

/** Asks it all of the municipality that has these records, and every list of the samples. */
export async function ask(client: Ask, ids: Ids) {
  const get = (path: string, headers?: Record<string, string>) =>
    client('GET', `/${CODE}/${question(path, ids)}`, undefined, headers)
  for (const [path, questions] of Object.entries(lists)) {
    await get(path)
    for (const each of questions.split(/\s+/).filter(Boolean)) await get(`${path}?${each}`)
  }
  await askRecords(client, ids)
  for (const path of csv) {
    for (const form of ['', '?csvFormat=swedish', '?csvFormat=standard']) await get(path + form, { accept: 'text/csv' })
    await get(path, { accept: 'text/csv;q=0.1, application/json' })
  }
  for (const path of [
    'bodies',
    'payments',
    'ledger-entries',
    'events',
    'statistics/changes?knownFrom=2022-01-01T00:00:00Z'
  ]) {
    await walk(client, `/${CODE}/${path}${path.includes('?') ? '&' : '?'}limit=3`)
  }
  await askOfAll(client)
}

/** Each record by itself, with what was done to it. */
export async function askRecords(client: Ask, ids: Ids) {
  const get = (path: string) => client('GET', `/${CODE}/${question(path, ids)}`)
  for (const kind of records) {
    await get(`${kind}/{${kind}}`)
    await get(`${kind}/{${kind}}/history`)
    await get(`${kind}/{${kind}}/history?sort=-sequence&limit=1`)
  }
  for (const kind of withoutHistory) await get(`${kind}/{${kind === 'public/schemes' ? 'schemes' : kind}}`)
  for (const part of parts) await get(`${part}/{${part}}`)
  for (const kind of references) await get(`${kind}/by-reference/session/S-1`)
  await get('bodies/{bodies}/lineage')
  await get('bodies/{otherBody}/lineage')
  await get('budgets/{budgets}/use')
}

/** What is told of all municipalities, and every list of each that the sample has. */
async function askOfAll(client: Ask) {
  const national = '/statistics/payment-totals'
  for (const path of [
    '/api-info',
    '/municipalities',
    '/municipalities?sort=-municipalityCode&limit=2',
    `/municipalities/${CODE}`
  ]) {
    await client('GET', path)
  }
  for (const by of ['municipality', 'year', 'municipality,year', 'year,municipality']) {
    await client('GET', `${national}?groupBy=${by}`)
    await client('GET', `${national}?groupBy=${by}&yearBasis=payment&yearFrom=2022`)
  }
  await client('GET', national, undefined, { accept: 'text/csv' })
  await client('GET', `${national}?csvFormat=swedish`, undefined, { accept: 'text/csv' })
  const needed: Record<string, string> = {
    'agreements/committed': 'year=2022',
    'statistics/changes': 'knownFrom=2022-01-01T00:00:00Z',
    'statistics/consecutive-recipients': 'yearCount=2'
  }
  const general = Object.keys(lists).filter(path => !path.includes('{'))
  for (const code of SAMPLES) {
    for (const path of general) {
      const limit = /totals|outcomes|recipients|committed|settings|caller/.test(path) ? [] : ['limit=20']
      const query = [...limit, needed[path]].filter(Boolean).join('&')
      await client('GET', `/${code}/${path}${query && `?${query}`}`)
    }
    for (const grouping of ['organisation', 'scheme', 'body', 'year,scheme', 'outcome']) {
      await client('GET', `/${code}/statistics/grant-totals?groupBy=${grouping}`)
    }
    await client('GET', `/${code}/agreements/committed?year=2023`)
    await client('GET', `/${code}/schemes?validOn=2026-06-10&limit=10`)
  }
  for (const path of ['awards', 'statistics/grant-totals?groupBy=organisation']) {
    await client('GET', `/0136/${path}`, undefined, { accept: 'text/csv' })
  }
}

/** CSV without a header that asks for it, and the histories of an organisation's parts. */
export async function askFurther(client: Ask, ids: Ids) {
  const national = '/statistics/payment-totals'
  for (const path of [...csv.map(path => `/${CODE}/${path}`), national]) {
    for (const form of ['', '?csvFormat=swedish']) await client('GET', `${path}/csv${form}`)
  }
  for (const part of parts) await client('GET', `/${CODE}/${question(`${part}/{${part}}/history`, ids)}`)
}

/** Follows `Link: rel="next"`, at most four pages. */
async function walk(client: Ask, first: string) {
  let path: string | undefined = first
  for (let pages = 0; path && pages < 4; pages++) {
    const { headers }: Awaited<ReturnType<Ask>> = await client('GET', path)
    path = /<\/partnerskap\/v1([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1]
  }
}
