import type { PaperKind } from './rules.ts'

/**
 * What a template may name: texts with what they say, and lists with the names of their rows. Every text is as people read it, in the
 * language of the paper; what is not stated, or does not apply, is the empty text, which a section leaves out.
 */
export type Names = { readonly [name: string]: string | readonly [description: string, row: Names] }
/** The data of a paper: each text, and each list with its rows. */
export type DataOf<N extends Names> = {
  [K in keyof N]: N[K] extends readonly [string, infer Row extends Names] ? DataOf<Row>[] : string
}
/** The same for whoever does not know of which paper it is. */
export type Data = { [name: string]: string | Data[] }

const ofEvery = {
  municipality: 'Name of the municipality',
  municipalityCode: 'Its code, `0136`',
  madeOn: 'Day on which the paper was made'
} as const

const decided = {
  body: 'Body that decided',
  decidedOn: 'Day of the decision, as exactly as it is known',
  paragraph: 'Paragraph of the minutes, with §',
  diaryNumber: 'Diary number'
} as const

const decisionLetter = {
  ...ofEvery,
  letters: [
    'A letter for each recipient; one alone where organisationId is asked for',
    {
      recipient: 'Name of the recipient',
      organisationNumber: 'Its organisation number, `802000-1234`',
      ...decided,
      title: 'Heading of the decision',
      delegate: 'Role of the delegate who decided',
      delegationBasis: 'Basis in the delegation rules',
      proposal: 'Filled where it is a proposal and no decision',
      annulledOn: 'Day of annulment',
      withdrawn: 'Filled where the record was withdrawn',
      reviewEndsOn: 'Last day to ask for legality review',
      finalConfirmedOn: 'Day on which somebody confirmed that it is final',
      lines: [
        'What was decided for the recipient, line by line',
        {
          scheme: 'Scheme',
          purpose: 'What the money is for',
          years: 'Year or years of the grant',
          outcome: 'What was decided',
          applied: 'Applied for, or how it is known',
          granted: 'Granted, or how it is known',
          reserved: 'Reserved, where something is',
          rent: 'Of which rent',
          per: 'What the amounts are for: each year, or all years',
          jointly: 'With whom the amount is shared, where it is'
        }
      ]
    }
  ]
} as const satisfies Names

const agreementSummary = {
  ...ofEvery,
  title: 'Title',
  kind: 'Partnership or framework agreement',
  status: 'The last step taken',
  diaryNumber: 'Diary number',
  validOn: 'The day on which it stands as it is told',
  running: 'Whether it runs on that day: yes, no, possible or unknown',
  startsOn: 'First day, as exactly as it is known',
  endsOn: 'Last day, as exactly as it is known',
  untilFurtherNotice: 'Filled where it holds until somebody ends it',
  termNote: 'The term in words',
  lastNoticeOn: 'Next last day to give notice',
  decidedOn: 'Day of the decision that adopted it',
  signedOn: 'Day of signing',
  endedOn: 'Day on which it ended',
  needs: 'How the needs were found',
  challenge: 'The challenge to society',
  purpose: 'Purpose',
  withdrawn: 'Filled where the record was withdrawn',
  goals: ['Goals', { goal: 'A goal' }],
  parties: ['Parties', { name: 'Name', kind: 'Sort of party', role: 'Part in the agreement' }],
  contributions: [
    'What each party puts in; of what is confidential nothing is described',
    {
      party: 'Party',
      kind: 'What is put in',
      description: 'What it is',
      amount: 'What it is worth, or how it is known',
      per: 'What the amount is for',
      period: 'From when and until when'
    }
  ],
  commitments: [
    'What each party undertakes; of what is confidential nothing is described',
    { party: 'Party', description: 'What is undertaken', quantity: 'How much, of what' }
  ],
  funding: [
    'Awards that fund it',
    { ...decided, granted: 'Granted, or how it is known', per: 'What the amount is for', years: 'Year or years' }
  ],
  signatories: [
    'Who signs, by role; no names of persons',
    { party: 'Party', role: 'Role', signedOn: 'Day of signing', signed: 'Filled where it is signed' }
  ]
} as const satisfies Names

const paymentAdvice = {
  ...ofEvery,
  payee: 'Who is paid',
  organisationNumber: 'Its organisation number',
  account: 'The account that was seen at the check, all but its last four characters hidden',
  amount: 'Amount',
  setOff: 'Kept back for recoveries, where something is',
  toPay: 'What is left to pay, or was paid',
  status: 'How far it has come',
  cancelled: 'Filled where it was cancelled',
  dueOn: 'Day on which it is due',
  paidOn: 'Day on which it was paid',
  voucher: 'Voucher',
  returnedOn: 'Day on which the bank sent it back',
  returned: 'What came back',
  period: 'Days that it is for',
  instalment: 'Order within its plan',
  purpose: 'What the money is for',
  scheme: 'Scheme',
  agreement: 'Title of the agreement',
  ...decided,
  coding: ['Account coding', { dimension: 'Name', value: 'Value' }]
} as const satisfies Names

const paymentTrail = {
  ...ofEvery,
  payee: 'Who is paid',
  amount: 'Amount',
  dueOn: 'Day on which it is due',
  paidOn: 'Day on which it was paid',
  status: 'How far it has come',
  voucher: 'Voucher',
  steps: [
    'The trail, in order',
    {
      kind: 'What the step is about',
      text: 'The step in words',
      happenedOn: 'Day on which it happened',
      recordedAt: 'When it was recorded, in Swedish time',
      by: 'Who'
    }
  ],
  missing: ['Links that there are not', { text: 'The link in words' }],
  entries: [
    'Entries of the ledger',
    { sequence: 'Number', recordedAt: 'When', kind: 'Which sum', amount: 'Amount', year: 'Year of the money' }
  ]
} as const satisfies Names

const yearlyStatement = {
  ...ofEvery,
  organisation: 'Name',
  organisationNumber: 'Organisation number',
  year: 'The year',
  applications: [
    'Applications that came in the year',
    {
      receivedOn: 'Day on which it came, as exactly as it is known',
      scheme: 'Scheme',
      purpose: 'What the money is for',
      status: 'How far it has come',
      applied: 'Applied for, year by year',
      jointly: 'With whom, where it is joint'
    }
  ],
  grants: [
    'Lines of decisions for the year: those whose grant years hold it, and those without years decided in it',
    {
      ...decided,
      scheme: 'Scheme',
      purpose: 'What the money is for',
      outcome: 'What was decided',
      years: 'Year or years of the grant',
      applied: 'Applied for, or how it is known',
      granted: 'Granted, or how it is known',
      per: 'What the amounts are for',
      jointly: 'With whom the amount is shared, where it is'
    }
  ],
  granted:
    'Sum of exact amounts granted to it alone; of several years an amount for each year counts once, and one for all of them whole',
  grantedJointly: 'The same of what is shared with others, where something is',
  uncertain: 'How many granted amounts are not exact and in no sum, where there are any',
  payments: [
    'Payments that were paid in the year',
    {
      paidOn: 'Day',
      amount: 'Amount',
      setOff: 'Kept back for recoveries, where something is',
      returned: 'What the bank sent back, where something is',
      voucher: 'Voucher',
      scheme: 'Scheme',
      purpose: 'What the money is for'
    }
  ],
  paid: 'Sum of their amounts, less what came back',
  setOff: 'Of which kept back for recoveries, where something is',
  reports: [
    'Reports that are due by the end of the year and have not come, or were sent back',
    {
      of: 'Agreement or award',
      period: 'Days reported',
      dueOn: 'Day on which it is due',
      overdue: 'Filled where it is overdue',
      status: 'How far it has come'
    }
  ],
  recoveries: [
    'What is asked back and is not settled',
    {
      decidedOn: 'Day of the decision',
      ground: 'Why',
      amount: 'Asked back',
      left: 'What is left',
      dueOn: 'Day on which it is due'
    }
  ]
} as const satisfies Names

export const namesOf = {
  decisionLetter,
  agreementSummary,
  paymentAdvice,
  paymentTrail,
  yearlyStatement
} satisfies Record<PaperKind, Names>
export type DataOfKind<K extends PaperKind> = DataOf<(typeof namesOf)[K]>

/** A value for each name, two rows in each list: by these a template is tried when it is sent. */
export function sampleOf(names: Names): Data {
  const rows = (row: Names) => [sampleOf(row), sampleOf(row)]
  return Object.fromEntries(
    Object.entries<Names[string]>(names).map(([name, of]) => [
      name,
      typeof of === 'string' ? `<${name}> & "å"` : rows(of[1])
    ])
  )
}
