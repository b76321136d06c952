import { type Call, sampleOf } from './through-the-api.ts'

/** Notes of socialnämnden 2017-11-27; their address and when they were read are not stated. No person of theirs is kept. */
const notes = { sourceUpdatedOn: '2017-11-27' }
const SEEN = '2017-11-27'
/** The other page, on the partnership; when it was updated and read is not stated. */
const inclusion = {
  sourceUrl: 'https://intranat.helsingborg.se/organisation/romsk-inkludering/sa-jobbar-vi-med-romsk-inkludering/'
}
const criteria = [
  'Främjar demokrati, utveckling och ett brett samhällsengagemang i staden',
  'Kompletterar förvaltningens arbete'
]
const correctReports = {
  kind: 'annualReport',
  text: 'Beslut förutsätter riktiga redovisningar av verksamhet och ekonomi'
}

type Sample = Awaited<ReturnType<typeof sampleOf>>

/** Helsingborg: two grants of socialnämnden, a target across its money, Helsam, and one partnership. */
export async function loadHelsingborg(call: Call): Promise<void> {
  const sample = await sampleOf(call, '1283', 'Helsingborg')
  const { once } = sample
  const committee = await once('/bodies', {
    reference: 'socialnamnden',
    name: 'Socialnämnden',
    kind: 'committee',
    ...notes
  })
  await operating(sample, committee.id)
  await development(sample, committee.id)

  const target = await once('/targets', {
    reference: 'barn-och-unga',
    ownerBodyId: committee.id,
    text: 'Minst 20 % till verksamhet för barn och unga',
    measure: 'shareOfGranted',
    bound: 'atLeast',
    percent: 20,
    targetGroup: 'barn och unga',
    denominator: 'Nämndens samlade medel',
    ...notes
  })
  await once(`/targets/${target.id}/observations`, {
    reference: '2017',
    observedOn: SEEN,
    year: 2017,
    percent: 10,
    certainty: 'approximate',
    ...notes
  })

  await once('/organisations', {
    reference: 'helsam',
    name: 'Helsam',
    membershipFee: 100,
    interimBoardEndsOn: '2018-01-24',
    note: 'Paraplyorganisation; avgift per förening och år. Om Helsam kan vara garant har frågats, inte avgjorts',
    ...notes
  })
  await partnership(sample)
}

async function operating({ once }: Sample, bodyId: string) {
  const { id } = await once('/schemes', {
    reference: 'verksamhetsbidrag',
    name: 'Verksamhetsbidrag',
    kind: 'operating',
    bodyId,
    description: 'För stabila organisationer, ett till tre år',
    status: 'open',
    statusObservedOn: SEEN,
    ...notes
  })
  await once(`/schemes/${id}/windows`, {
    reference: 'verksamhetsbidrag-varje-ar',
    kind: 'recurring',
    opensMonthDay: '04-01',
    closesMonthDay: '05-31',
    validFrom: SEEN,
    note: 'Från när det söks varje år framgår inte; känt från anteckningarna',
    ...notes
  })
  await once(`/schemes/${id}/windows`, {
    reference: 'verksamhetsbidrag-tidigare',
    kind: 'unknown',
    validTo: '2017-11-26',
    note: 'Tidigare söktes det vart tredje år; vilka år framgår inte',
    ...notes
  })
  await once(`/schemes/${id}/rule-versions`, {
    reference: 'verksamhetsbidrag-tidigare',
    title: 'Tidigare regler',
    note: 'Söktes vart tredje år; gällde före de nuvarande, datum framgår inte',
    ...notes
  })
  await once(`/schemes/${id}/rule-versions`, {
    reference: 'verksamhetsbidrag-regler',
    title: 'Regler för verksamhetsbidrag',
    changeReason: 'Söks varje år så att inte alla söker samtidigt',
    criteria,
    eligibility: [{ kind: 'other', text: 'Stabil organisation' }, correctReports],
    grantYearsMin: 1,
    grantYearsMax: 3,
    ...notes
  })
}

async function development({ once }: Sample, bodyId: string) {
  const { id } = await once('/schemes', {
    reference: 'utvecklingsbidrag',
    name: 'Utvecklingsbidrag',
    kind: 'development',
    bodyId,
    description: 'Start, utveckling och tillfälliga projekt',
    categories: ['start', 'utveckling', 'tillfälliga projekt'],
    status: 'open',
    statusObservedOn: SEEN,
    ...notes
  })
  await once(`/schemes/${id}/windows`, { reference: 'utvecklingsbidrag-lopande', kind: 'rolling', ...notes })
  await once(`/schemes/${id}/rule-versions`, {
    reference: 'utvecklingsbidrag-regler',
    title: 'Regler för utvecklingsbidrag',
    criteria,
    eligibility: [correctReports],
    note: 'Pengar till tillfälliga projekt har getts när en stabil förening står bakom',
    ...notes
  })
}

/** The one partnership: between grant and procurement. Which departments they are is not told, so neither is named. */
async function partnership({ once, agreed }: Sample) {
  const { id } = await once('/organisations', { reference: 'vorta-drom', name: 'Vorta Drom', ...notes })
  const department = async (key: string, what: string) => {
    const name = `Förvaltning som ${what} (namnet framgår inte)`
    const body = await once('/bodies', { reference: `forvaltning-${key}`, name, kind: 'department', ...inclusion })
    // Both are parties; that one of them leads is not told.
    return { key, kind: 'body', role: 'coParty', bodyId: body.id, ...inclusion }
  }
  const finances = await department('finansierar', 'finansierar Bättre hälsa för unga romer')
  const lends = await department('lanar-personal', 'lånar ut personal till Bättre hälsa för unga romer')
  await agreed(
    {
      reference: 'battre-halsa-for-unga-romer',
      kind: 'partnership',
      title: 'Bättre hälsa för unga romer',
      parties: [{ key: 'vorta-drom', kind: 'organisation', role: 'partner', organisationId: id }, finances, lends],
      initiatorKeys: ['vorta-drom'],
      needs: 'Ett tydligt behov hos målgruppen',
      targetGroups: ['Unga romer'],
      contributions: [
        { partyKey: 'finansierar', kind: 'cash', ...inclusion },
        { partyKey: 'lanar-personal', kind: 'staff', description: 'Utlånad personal', ...inclusion },
        { partyKey: 'vorta-drom', kind: 'expertise', description: 'Kunskap, inte bara pengar' }
      ],
      term: { knownToRunOn: SEEN },
      note: 'Jämbördiga parter på föreningens initiativ: mellan bidrag och upphandling',
      ...notes
    },
    [
      ['decide', { decisionId: null, reason: 'Finns enligt anteckningarna; beslutet framgår inte' }],
      ['sign', { signedOn: null, reason: 'Finns enligt anteckningarna; undertecknandet framgår inte' }]
    ]
  )
}
