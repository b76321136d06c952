import { type Call, sampleOf } from './through-the-api.ts'

/** When either page was updated or read is not stated; the address of the first bears a date, which says neither. */
const page = {
  sourceUrl: 'https://lund.se/nyheter/beslut-i-korthet/2021-06-10-socialnamnden---aktuella-beslut-juni-2021'
}
/** A party's page: what the arrangement needs, which is no grant. */
const partyPage = {
  sourceUrl: 'https://socialdemokraternalund.se/aktuellt/nu-skapas-langsiktiga-forutsattningar-for-vanskapens-hus/'
}

/** The page that leads to the meeting's documents; their own addresses are not known here. */
const meetingPage = {
  title: 'Beslut i korthet, med länk till sammanträdets handlingar',
  url: 'https://lund.se/nyheter/beslut-i-korthet/2021-06-10-socialnamnden---aktuella-beslut-juni-2021'
}

/**
 * Lund: socialnämnden adopts an agreement with Vänskapens hus for 2021–2023 (2021-06-09). Years only, no amount; what is
 * adopted is not yet funded. That it was signed is not told.
 */
export async function loadLund(call: Call): Promise<void> {
  const { once, agreed } = await sampleOf(call, '1281', 'Lund')
  const committee = await once('/bodies', {
    reference: 'socialnamnden',
    name: 'Socialnämnden',
    kind: 'committee',
    ...page
  })
  const house = await once('/organisations', { reference: 'vanskapens-hus', name: 'Vänskapens hus', ...page })
  const addiction = await once('/list-entries', {
    reference: 'missbruk-och-beroende',
    list: 'targetGroup',
    name: 'Missbruk och beroende',
    ...page
  })
  const decision = await once('/decisions', {
    reference: 'vanskapens-hus',
    bodyId: committee.id,
    decidedOn: '2021-06-09',
    title: 'Överenskommelse med föreningen Vänskapens hus',
    documents: [meetingPage],
    lines: [
      {
        source: 'sample',
        reference: 'vanskapens-hus-1',
        recipients: [{ organisationId: house.id }],
        outcome: 'adopted',
        purpose: 'Överenskommelse (IOP) för 2021–2023',
        ...page
      }
    ],
    ...page
  })
  await agreed(
    {
      reference: 'vanskapens-hus',
      kind: 'partnership',
      title: 'Överenskommelse med Vänskapens hus',
      parties: [
        { key: 'socialnamnden', kind: 'body', role: 'responsible', bodyId: committee.id },
        { key: 'vanskapens-hus', kind: 'organisation', role: 'partner', organisationId: house.id }
      ],
      goals: [
        'Fortsatt utveckling av de volontärsdrivna självhjälpsgrupperna',
        'Stärkt samverkan med socialförvaltningen'
      ],
      targetGroupIds: [addiction.id],
      targetGroups: ['Personer med missbruk och beroende'],
      contributions: [
        { partyKey: 'socialnamnden', kind: 'premises', description: 'Långsiktigt hyreskontrakt', ...page },
        { partyKey: 'socialnamnden', kind: 'cash', description: 'Stöd till verksamheten', ...page },
        { partyKey: 'vanskapens-hus', kind: 'volunteering', description: 'Volontärsdrivna självhjälpsgrupper', ...page }
      ],
      term: { validFrom: '2021-01-01', validFromPrecision: 'year', validTo: '2023-01-01', validToPrecision: 'year' },
      relations: [{ kind: 'samePrinciplesAs', description: 'Samarbetet med Fontänhuset' }],
      adoptedNotFunded: true,
      fundingNeeds: [
        { yearFrom: 2021, yearTo: 2021, amount: 240_000, amountPer: 'year', ...partyPage },
        { yearFrom: 2022, yearTo: null, amount: 960_000, amountPer: 'year', ...partyPage }
      ],
      documents: [meetingPage],
      ...page
    },
    [['decide', { decisionId: decision.id }]]
  )
}
