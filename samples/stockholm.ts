import { type Call, sampleOf } from './through-the-api.ts'

/** The day of the meeting that the written proposal was made for. */
const MEETING = '2015-08-25'
/**
 * The proposal's address, when it was written or changed and when it was read are not stated: only that it was for the
 * meeting.
 */
const source = { sourceUrl: null, sourceUpdatedOn: null, sourceRetrievedOn: null }

/**
 * Stockholm: a proposal to socialnämnden's meeting on 2015-08-25 on partnerships with civil society. What is proposed is
 * not decided, what is paid is a published figure and no grant, and the outcome is not stated.
 */
export async function loadStockholm(call: Call): Promise<void> {
  const { once, agreed } = await sampleOf(call, '0180', 'Stockholm')
  const committee = await once('/bodies', {
    reference: 'socialnamnden',
    name: 'Socialnämnden',
    kind: 'committee',
    ...source
  })
  const department = await once('/bodies', {
    reference: 'namndens-forvaltning',
    name: 'Nämndens förvaltning (namnet framgår inte)',
    kind: 'department',
    parentId: committee.id,
    ...source
  })

  const proposal = await once('/decisions', {
    reference: 'forslag-partnerskap',
    bodyId: committee.id,
    decidedOn: MEETING,
    meetingPlanned: true,
    standing: 'proposed',
    title: 'Partnerskap med civilsamhället',
    note: 'Skriftligt förslag till sammanträdet; hänvisar till partnerskap i Göteborg och Sigtuna',
    ...source
  })
  const proposed = { status: 'proposed', givenByBodyId: committee.id, bodyId: department.id, proposalId: proposal.id }
  await once('/assignments', { reference: 'utreda', text: 'Utreda partnerskap', ...proposed, ...source })
  await once('/assignments', {
    reference: 'riktlinjer',
    text: 'Ta fram riktlinjer och föreslå områden för partnerskap',
    note: 'Treåriga avtal är ambitionen',
    ...proposed,
    ...source
  })
  await once('/assignments', {
    reference: 'redovisa',
    text: 'Redovisa arbetet för nämnden',
    recurrence: 'everyMeeting',
    recurrenceText: 'Vid nämndens sammanträden',
    ...proposed,
    ...source
  })

  const support = await once('/schemes', {
    reference: 'organisationsstod',
    name: 'Organisationsstöd',
    kind: 'notStated',
    bodyId: committee.id,
    description: 'Många mottagare är i praktiken permanenta men söker varje år',
    ...source
  })
  await once('/published-figures', {
    reference: 'organisationsstod-per-ar',
    label: 'Organisationsstöd per år, hela nämnden',
    measure: 'paid',
    amount: 130_000_000,
    certainty: 'approximate',
    amountPer: 'year',
    bodyId: committee.id,
    schemeId: support.id,
    ...source
  })

  await frame({ agreed })
  await rules({ once }, committee.id)
}

type Sample = Awaited<ReturnType<typeof sampleOf>>

/** The city-wide framework: that it holds is told, neither when nor by whom it was adopted. */
async function frame({ agreed }: Pick<Sample, 'agreed'>) {
  await agreed(
    {
      reference: 'stadsovergripande-overenskommelse',
      kind: 'framework',
      title: 'Stadsövergripande överenskommelse med den idéburna sektorn',
      parties: [
        {
          key: 'staden',
          kind: 'unnamed',
          role: 'responsible',
          name: 'Stockholms stad',
          note: 'Vilket av stadens organ som är part framgår inte'
        },
        { key: 'sektorn', kind: 'sector', role: 'partner', name: 'Den idéburna sektorn' }
      ],
      term: { knownToRunOn: MEETING },
      revisionDue: { dueOn: '2015-09-01', dueOnPrecision: 'season' },
      ...source
    },
    [
      ['decide', { decisionId: null, reason: 'Gäller enligt förslaget; beslutet framgår inte' }],
      ['sign', { signedOn: null, reason: 'Gäller enligt förslaget; undertecknandet framgår inte' }]
    ]
  )
}

/** What a partnership is to be, as the proposal puts it: nothing of it is adopted. */
async function rules({ once }: Pick<Sample, 'once'>, bodyId: string) {
  const partnership = await once('/schemes', {
    reference: 'partnerskap',
    name: 'Partnerskap',
    kind: 'partnership',
    bodyId,
    description: 'Föreslaget; områden är inte beslutade',
    ...source
  })
  await once(`/schemes/${partnership.id}/rule-versions`, {
    reference: 'forslag',
    title: 'Förslag till sammanträdet 2015-08-25; inte antaget',
    criteria: [
      'Båda parter finansierar, med pengar eller andra insatser',
      'Parterna formulerar samhällsutmaningen tillsammans'
    ],
    note: 'Treåriga avtal är ambitionen',
    ...source
  })
}
