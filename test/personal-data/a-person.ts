import { made, type Register } from '../support/register.ts'

/** A party whose name, numbers, contacts and accounts are words that stand nowhere else, told in every place that may hold them. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** What must be found nowhere, by where it was stated. */
export const MARKS = {
  name: 'Zebrina Markörsson',
  formerName: 'Markörin Zebrasson',
  number: '8024181235',
  bankgiro: '58059619',
  plusgiro: '9001801',
  note: 'Notmarkering skyddad',
  contact: 'Kontaktina Zebralund',
  email: 'zebra@markoren.se',
  phone: '+46 8 555 67 89',
  account: '52604113'
}

/** Spellings of the marks, without regard to case. */
export const SPELLINGS = [
  ...Object.values(MARKS),
  'zebrina markorsson',
  'markorsson zebrina',
  '802418-1235',
  '555 67 89',
  'markorin zebrasson'
]

export const spelledIn = (text: string) => {
  const seen = text.toLowerCase()
  return SPELLINGS.filter(mark => seen.includes(mark.toLowerCase()))
}

/** `withMoney`: with a file, state aid and a planned payment; such a person cannot be erased. */
type Options = { legalForm: string; withNumber: boolean; withMoney?: boolean }

/** Registers it, with decisions, an agreement, imports and answers that are kept for an Idempotency-Key. */
export async function aMarkedParty(register: Register, code: string, { legalForm, withNumber, withMoney }: Options) {
  const { admin } = register
  let count = 0
  const post = async (path: string, body: unknown, headers: object = {}): Promise<Any> =>
    made(admin('POST', `/${code}/${path}`, body, { 'idempotency-key': `mark-${count++}`, ...headers }))
  const numbers = withNumber ? { organisationNumber: MARKS.number } : {}
  const { id } = await post('organisations', {
    ...{ name: MARKS.formerName, legalForm, bankgiro: MARKS.bankgiro, plusgiro: MARKS.plusgiro, note: MARKS.note },
    ...numbers,
    sourceUrl: 'https://example.se/zebra@markoren.se'
  })
  await made(admin('PATCH', `/${code}/organisations/${id}`, { name: MARKS.name }, { 'if-match': '*' }))
  const contact = {
    sensitivity: 'internal',
    role: 'Ägare',
    name: MARKS.contact,
    email: MARKS.email,
    phone: MARKS.phone
  }
  await post(`organisations/${id}/contacts`, contact)
  await post(`organisations/${id}/documents`, { kind: 'other', title: `Intyg av ${MARKS.contact}` })
  const account = await post('payee-accounts', {
    ...{ organisationId: id, accountKind: 'bankgiro', accountNumber: '5260-4113' },
    note: MARKS.note
  })
  const body = await post('bodies', { name: `Kulturnämnden ${code}`, kind: 'committee' })
  const scheme = await post('schemes', { name: 'Arbetsstipendier', kind: 'operating', bodyId: body.id })
  const line = {
    ...{ recipients: [{ organisationId: id }], schemeId: scheme.id, outcome: 'granted', granted: 12_345.67 },
    ...{ grantYearFrom: 2012, grantYearTo: 2012, purpose: `Stipendium till ${MARKS.name}` }
  }
  const decision = await post('decisions', {
    bodyId: body.id,
    decidedOn: '2012-02-01',
    lines: [line],
    note: MARKS.email
  })
  await post('agreements', {
    ...{ kind: 'partnership', title: `Avtal med ${MARKS.name}` },
    parties: [{ key: 'partner', kind: 'organisation', role: 'partner', organisationId: id }]
  })
  const file = `deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome\nKulturnämnden ${code},2012-03-01,2012,Arbetsstipendier,${MARKS.name},500,beviljad\n`
  await post('decision-imports', file, { 'content-type': 'text/csv' })
  const award = (await made(admin('GET', `/${code}/awards?decisionId=${decision.id}`))).items[0]
  const more = withMoney ? await itsMoney(register, code, { id, awardId: award.id }) : {}
  return {
    id: id as string,
    awardId: award.id as string,
    decisionId: decision.id as string,
    accountId: account.id as string,
    ...more
  }
}

/** A file of it, its state aid and a payment that is planned for it. */
async function itsMoney({ admin }: Register, code: string, { id, awardId }: { id: string; awardId: string }) {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Any> =>
    made(admin('POST', `/${code}/${path}`, body, headers))
  const name = encodeURIComponent(`${MARKS.name}.pdf`)
  const pdf = { 'content-type': 'application/pdf' }
  const file = await post(`files?name=${name}&organisationId=${id}`, '%PDF-1.7 marked', pdf)
  await post(`organisations/${id}/documents`, { kind: 'other', title: `Stadgar av ${MARKS.name}`, fileId: file.id })
  const aid = await post('state-aid', { awardId, kind: 'deMinimis', eurRate: 10.2283, note: MARKS.email })
  const plan = await post('payment-plans', {
    ...{ awardId, schedule: 'once', amount: 1_000.5, payeeMessage: MARKS.formerName },
    conditions: [{ kind: 'notBefore', notBefore: '2012-02-01' }]
  })
  return { files: file.id as string, 'state-aid': aid.id as string, payments: plan.payments[0].id as string }
}
