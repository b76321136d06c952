import { type Call, sampleOf } from './through-the-api.ts'

/** Växjö, nämnden för arbete och välfärd: a page that was updated after the term that it describes. */

const page = {
  sourceUrl:
    'https://vaxjo.se/sidor/se-och-gora/foreningsliv/rad-service-och-stod/stod/social-samverkan-och-partnerskap.html',
  sourceUpdatedOn: '2019-07-26',
  // When it was read is not stated.
  sourceRetrievedOn: null
}

const reform = [
  'Bredda samverkan med föreningar och frivilligorganisationer, också utan pengar',
  'Partnerskap mot utanförskap: ett mindre antal långsiktiga partnerskap ersätter föreningsbidragen'
]

/** Builds Växjö through the API. Loading twice changes nothing. */
export async function loadVaxjo(call: Call) {
  const { ask, once } = await sampleOf(call, '0780', 'Växjö')
  const body = async (reference: string, name: string, kind: string, parentId?: string): Promise<string> => {
    return (await once('/bodies', { reference, name, kind, parentId, ...page })).id
  }
  const committeeId = await body('naov', 'Nämnden för arbete och välfärd', 'committee')
  const cultureId = await body('kultur-fritid', 'Kultur- och fritidsförvaltningen', 'department')
  const boardId = await body('ks', 'Kommunstyrelsen', 'executiveBoard')
  const integration = 'Kommunstyrelsens integrations- och mångfaldsberedning'
  const integrationId = await body('integrationsberedningen', integration, 'draftingCommittee', boardId)

  await once('/schemes', {
    reference: 'socialt-foreningsbidrag',
    name: 'Socialt föreningsbidrag',
    kind: 'notStated',
    bodyId: committeeId,
    // From which day is not stated: the page only shows that it was so when it was updated.
    status: 'closed',
    statusObservedOn: '2019-07-26',
    statusReason: `Kan inte längre sökas. Reform i två delar. 1: ${reform[0]}. 2: ${reform[1]}.`,
    referrals: [
      { purpose: 'Ekonomiskt stöd', text: 'Kultur- och fritidsförvaltningen', bodyId: cultureId },
      { purpose: 'Integration', text: integration, bodyId: integrationId },
      // The page names one person to ask; a person is never imported.
      { purpose: 'Frågor', contactText: 'Den kontakt som sidan anger', contactUrl: page.sourceUrl }
    ],
    ...page
  })
  const partnerships = await once('/schemes', {
    reference: 'partnerskap-mot-utanforskap',
    name: 'Partnerskap mot utanförskap',
    kind: 'partnership',
    bodyId: committeeId,
    description: reform[1],
    ...page
  })
  await once(`/schemes/${partnerships.id}/rule-versions`, {
    reference: 'reform',
    title: 'Social samverkan och partnerskap',
    changeReason: 'Reform i två delar, för färre i utanförskap',
    criteria: reform,
    ...page
  })

  const agreement = await once('/agreements', {
    reference: 'partnerskap-2016-2018',
    kind: 'partnership',
    title: 'Partnerskap mot utanförskap 2016–2018',
    parties: [
      { key: 'committee', kind: 'body', role: 'responsible', bodyId: committeeId },
      { key: 'partners', kind: 'unnamed', role: 'partner', note: 'Varken namn eller antal anges' }
    ],
    purpose: 'Partnerskap mot utanförskap',
    targetGroups: ['Våldsutsatta'],
    term: { validFrom: '2016-01-01', validFromPrecision: 'year', validTo: '2018-01-01', validToPrecision: 'year' },
    contributions: [
      { partyKey: 'committee', kind: 'cash', description: 'Viss ekonomisk ersättning', certainty: 'notStated' }
    ],
    commitments: [
      { partyKey: 'partners', description: 'Akutboendeplats', unit: 'platser', ...eitherOr },
      { partyKey: 'partners', description: 'Skyddat boende för våldsutsatta', unit: 'platser', ...eitherOr }
    ],
    ...page
  })
  // That they were decided follows from their having been; when, and by which decision, is not stated.
  if (agreement.status === 'draft') await ask('POST', `/agreements/${agreement.id}/decide`, {})
}

const eitherOr = { eitherOr: 'boende', certainty: 'notStated' }
