import { readFile } from 'node:fs/promises'
import { type Call, type Found, sampleOf } from './through-the-api.ts'

/** Haninge, socialnämnden: what its pages say of the partnership agreements of 2021-12-14. */

/** When the pages were read is not stated of what is told here. */
const page = {
  sourceUrl:
    'https://www.haninge.se/aktuellt/2021/december/samverkan-mellan-socialnamndens-verksamheter-och-foreningslivet-starks/',
  sourceUpdatedOn: '2021-12-17',
  sourceRetrievedOn: null
}
/** A later page: the rules on partnership cease, inside the terms of the agreements. */
const laterPage = {
  sourceUrl: 'https://www.haninge.se/uppleva-och-gora/foreningar/foreningsbidrag/ovriga-bidrag-socialnamnden/',
  sourceUpdatedOn: null,
  sourceRetrievedOn: null
}

const focusAreas = [
  ['disability', 'Funktionsnedsättning och anhöriga'],
  ['addiction', 'Beroendeproblematik'],
  ['exclusion', 'Utanförskap och isolering'],
  ['victims', 'Brottsoffer'],
  ['safety', 'Trygghetsskapande insatser'],
  ['crime', 'Förebygga kriminalitet'],
  ['violence', 'Förebygga våld']
] as const
const kindsOfWork = [
  ['promoting', 'Främjande'],
  ['preventing', 'Förebyggande'],
  ['outreach', 'Uppsökande'],
  ['supporting', 'Stödjande']
] as const

/** Adopted earlier in 2021, on a day that is not stated. */
const rules = {
  title: 'Bidragsreglemente',
  adoptedOn: '2021-01-01',
  adoptedOnPrecision: 'year',
  validTo: '2023-12-31',
  changeReason: 'Gör partnerskapsavtal möjliga',
  criteria: [
    'Utgår från socialnämndens behov',
    'Kopplas till fullmäktiges mål och nämndens strategier',
    ...focusAreas.map(([, name]) => `Fokusområde: ${name}`),
    ...kindsOfWork.map(([, name]) => `Arbetssätt: ${name}`)
  ],
  note: `Antaget tidigare under 2021, dagen anges inte. Reglerna om partnerskap upphör 2024-01-01: ${laterPage.sourceUrl}`,
  ...page
}

/** Day unknown: "from 2022". Which association has which length is not stated. */
const term = {
  validFrom: '2022-01-01',
  validFromPrecision: 'year',
  alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }],
  note: 'Från och med 2022, i 2, 3 eller 3+3 år; vilken förening som har vilken tid anges inte'
}

type Recipient = { organisationId: string; name: string }
type Line = Found & { decisionId: string; granted: number; recipients: Recipient[] }
type Award = Found & { lineId: string }

/**
 * Builds Haninge through the API: the decision with its eight lines comes from the file of decisions, which gives the
 * agreements; then each agreement is told what the page says, and signed. Loading twice changes nothing.
 */
export async function loadHaninge(call: Call) {
  const register = await aRegister(call)
  const { ask, list, once, enrich } = register
  const [known] = await list('/bodies', { name: 'Socialnämnden' })
  const committee =
    known ?? (await once('/bodies', { reference: 'socialnamnden', name: 'Socialnämnden', kind: 'committee', ...page }))
  await enrich('/bodies', committee)
  const scheme = await loadScheme(register, committee.id)
  for (const [reference, name] of focusAreas)
    await once('/list-entries', { reference, list: 'focusArea', name, ...page })
  for (const [reference, name] of kindsOfWork)
    await once('/list-entries', { reference, list: 'kindOfWork', name, ...page })

  const ofScheme = { schemeId: scheme.id }
  if ((await list('/decision-lines', ofScheme)).length === 0) {
    const file = await readFile(new URL('./decisions-0136-haninge.csv', import.meta.url), 'utf8')
    const query = 'controlTotal=1830000&controlCount=8&atomic=true'
    await ask('POST', `/decision-imports?${query}`, file, { 'content-type': 'text/csv' })
  }
  const lines = (await list('/decision-lines', ofScheme)) as Line[]
  const decision = await ask('GET', `/decisions/${lines[0]!.decisionId}`)
  await enrich('/decisions', decision, { title: 'Partnerskapsavtal med föreningar' })
  const awards = (await list('/awards', { decisionId: decision.id })) as Award[]
  for (const line of lines) {
    await enrich('/decision-lines', line, { amountPer: 'year' })
    for (const { organisationId } of line.recipients) {
      const organisation = await ask('GET', `/organisations/${organisationId}`)
      await enrich('/organisations', organisation, { needsReview: false })
    }
    const award = awards.find(({ lineId }) => lineId === line.id)!
    await loadAgreement(register, { line, award, committeeId: committee.id, decisionId: decision.id })
  }
}

async function aRegister(call: Call) {
  const { ask, once } = await sampleOf(call, '0136', 'Haninge')
  const list = async (path: string, asked: Record<string, string>): Promise<Found[]> =>
    (await ask('GET', `${path}?${new URLSearchParams({ ...asked, limit: '1000' })}`)).items
  /** Adds to what a file gave what its page says, once: whoever changes it afterwards is not overruled. */
  const enrich = async (path: string, record: Found, facts: object = {}): Promise<Found> => {
    if (record.sourceUpdatedOn !== null) return record
    return await ask('PATCH', `${path}/${record.id}`, { ...facts, ...page }, { 'if-match': `"${record.version}"` })
  }
  return { ask, list, once, enrich }
}

type Register = Awaited<ReturnType<typeof aRegister>>

async function loadScheme({ ask, list, once, enrich }: Register, bodyId: string): Promise<Found> {
  const name = 'Partnerskapsavtal'
  const kind = 'partnership'
  const [known] = await list('/schemes', { name, bodyId })
  const scheme = known ?? (await once('/schemes', { reference: 'partnerskapsavtal', name, kind, bodyId, ...page }))
  await enrich('/schemes', scheme, { kind, needsReview: false })
  await once(`/schemes/${scheme.id}/rule-versions`, { reference: 'bidragsreglemente-2021', ...rules })
  const { items } = await ask('GET', `/schemes/${scheme.id}/statuses`)
  if (!items.some(({ status }) => status === 'closed')) {
    const reason = 'Reglerna om partnerskap upphör; nya ansökningar kan inte behandlas enligt dem'
    await ask('POST', `/schemes/${scheme.id}/close`, { effectiveOn: '2024-01-01', reason, ...laterPage })
  }
  return scheme
}

type Given = { line: Line; award: Award; committeeId: string; decisionId: string }

async function loadAgreement({ ask, list, once, enrich }: Register, given: Given) {
  const { line, award, committeeId, decisionId } = given
  const content = contentOf(line, committeeId)
  const [made] = await list('/agreements', { awardId: award.id })
  // None was made where the file came in before the scheme was known to be of partnerships.
  const funding = [{ awardId: award.id }]
  const found = made ?? (await once('/agreements', { reference: line.id, ...content, funding, ...page }))
  const decided = found.status === 'draft' ? await ask('POST', `/agreements/${found.id}/decide`, { decisionId }) : found
  const told = await enrich('/agreements', decided, content)
  const signing = { signedOn: '2021-12-16', signedIn: 'Haninge kommunhus' }
  if (told.status === 'decided') await ask('POST', `/agreements/${told.id}/sign`, signing)
}

function contentOf({ recipients, granted }: Line, bodyId: string) {
  const joint = recipients.length > 1
  const key = (at: number) => (joint ? `organisation-${at + 1}` : 'organisation')
  const partners = recipients.map(({ organisationId, name }, at) => ({
    name,
    party: { key: key(at), kind: 'organisation', role: at === 0 ? 'partner' : 'coPartner', organisationId }
  }))
  const keys = partners.map(({ party }) => party.key)
  return {
    kind: 'partnership',
    title: `Partnerskapsavtal med ${partners.map(({ name }) => name).join(' och ')}`,
    parties: [{ key: 'body', kind: 'body', role: 'responsible', bodyId }, ...partners.map(({ party }) => party)],
    // One of the two is named as payee; which is not stated.
    ...(joint ? { payeeKey: null, onePayee: true } : { payeeKey: keys[0]! }),
    needs:
      'Föreningarna ansökte; villkoren förhandlades sedan i dialog, utifrån gemensamma behov och en gemensam lägesbild',
    steering: [
      { kind: 'councilGoal', description: 'Kommunfullmäktiges mål; vilka anges inte' },
      { kind: 'committeeStrategy', description: 'Socialnämndens strategier, utifrån nämndens behov', bodyId }
    ],
    contributions: [
      { partyKey: 'body', kind: 'cash', description: 'Ekonomisk ersättning', amount: granted, amountPer: 'year' }
    ],
    commitments: keys.map(partyKey => ({
      partyKey,
      description: 'Särskilda uppdrag som ersättningen finansierar',
      certainty: 'notStated',
      mission: true
    })),
    term,
    signatories: [
      { key: 'chair', partyKey: 'body', role: 'Socialnämndens ordförande' },
      { key: 'director', partyKey: 'body', role: 'Biträdande social- och äldredirektör' },
      ...keys.map(partyKey => ({ key: `for-${partyKey}`, partyKey, role: 'Företrädare för föreningen' }))
    ],
    note: `Storlek och villkor regleras i varje avtal.${joint ? ' Ett belopp för båda, utan fördelning, till en namngiven betalningsmottagare; vilken av dem anges inte.' : ''}`
  }
}
