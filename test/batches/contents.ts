import { oneOfEach } from '../support/one-of-each.ts'
import { made, type Register } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
export type Any = any

/** What is received of one kind: a content, a change of it, and what a new one is made within. */
export type Content = { content: Any; change?: Any; of?: string }

export const CODE = '0136'

/** What every kind that is received takes, in a register that has one of each. `nth` tells contents apart that must differ. */
export async function contentsOf(register: Register) {
  const { admin } = register
  const ids = await oneOfEach(register, CODE)
  const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/${CODE}${path}`, body))
  const recipients = [{ organisationId: ids.organisations }]
  const line = { recipients, schemeId: ids.schemes, outcome: 'granted', granted: 100_000 }
  /** A decision of its own for what is one for each award. */
  const anAward = async (nth: number) => {
    const decision = await post('/decisions', {
      bodyId: ids.bodies,
      decidedOn: '2022-03-01',
      title: `§ ${nth}`,
      lines: [line]
    })
    return (await made(admin('GET', `/${CODE}/awards?decisionId=${decision.id}`))).items[0].id as string
  }
  const service = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' }
  const paid = (await made(admin('GET', `/${CODE}/payments?status=paid`))).items[0]
  const kinds: Record<string, (nth: number) => Promise<Content> | Content> = {
    bodies: nth => ({ content: { name: `Nämnd ${nth}`, kind: 'committee' }, change: { name: `Utskott ${nth}` } }),
    organisations: nth => ({
      content: { name: `Förening ${nth}`, legalForm: 'ideell förening' },
      change: { note: 'x' }
    }),
    schemes: nth => ({ content: { name: `Bidrag ${nth}`, kind: 'operating' }, change: { name: `Stöd ${nth}` } }),
    'scheme-rule-versions': nth => ({
      content: { title: `Regler ${nth}`, validFrom: `${1900 + nth}-01-01`, validTo: `${1900 + nth}-12-31` },
      change: { title: 'Reglemente' },
      of: ids.schemes
    }),
    'scheme-windows': async nth => {
      const { id } = await post('/schemes', { name: `Öppet ${nth}`, kind: 'operating' })
      return { content: { kind: 'rolling', note: `${nth}` }, change: { note: 'x' }, of: id }
    },
    budgets: nth => ({ content: { bodyId: ids.bodies, year: 2030 + nth, amount: 1000 }, change: { amount: 2000 } }),
    'published-figures': nth => ({
      content: { label: `Stöd ${nth}`, measure: 'paid', amount: 130 },
      change: { amount: 131.5 }
    }),
    targets: nth => ({
      content: {
        ...{ ownerBodyId: ids.bodies, text: `Mål ${nth}`, measure: 'shareOfGranted', percent: 20 },
        targetGroup: 'barn'
      },
      change: { percent: 25 }
    }),
    'target-observations': nth => ({
      content: { observedOn: `${1950 + nth}-11-27`, percent: 10 },
      change: { percent: 11 },
      of: ids.targets
    }),
    decisions: nth => ({
      content: {
        bodyId: ids.bodies,
        decidedOn: '2022-05-02',
        paragraph: `§ ${nth}`,
        lines: [{ ...line, reference: `L-${nth}` }]
      },
      change: { paragraph: `§ ${nth} b` }
    }),
    'decision-lines': async nth => {
      const { id } = await post('/decisions', {
        bodyId: ids.bodies,
        decidedOn: '2022-06-02',
        title: `R ${nth}`,
        lines: [line]
      })
      const other = await post('/organisations', { name: `Mottagare ${nth}` })
      const content = {
        recipients: [{ organisationId: other.id }],
        schemeId: ids.schemes,
        outcome: 'granted',
        granted: 7
      }
      return { content, change: { granted: 8 }, of: id }
    },
    applications: nth => ({
      content: { applicants: recipients, schemeId: ids.schemes, note: `${nth}` },
      change: { note: 'x' }
    }),
    agreements: nth => ({
      content: { kind: 'partnership', title: `IOP ${nth}` },
      change: { title: `Partnerskap ${nth}` }
    }),
    'list-entries': nth => ({ content: { list: 'focusArea', name: `Område ${nth}` } }),
    'state-aid': async nth => ({
      content: { awardId: await anAward(nth), kind: 'deMinimis', eurRate: 10 },
      change: { kind: 'deMinimisSgei' }
    }),
    'decision-appeals': async nth => {
      const { id } = await post('/decisions', {
        bodyId: ids.bodies,
        decidedOn: '2022-06-02',
        title: `Ö ${nth}`,
        lines: [line]
      })
      const content = { lodgedOn: '2022-06-10', unpaidInstalments: 'hold' }
      return { content, change: { lodgedOn: '2022-06-11' }, of: id }
    },
    assignments: nth => ({
      content: { text: `Utreda ${nth}`, status: 'given', bodyId: ids.bodies },
      change: { text: `Pröva ${nth}` }
    }),
    'assignment-reports': nth => ({ content: { reportedOn: `${1900 + nth}-03-01` }, of: ids.assignments }),
    'report-requirements': async nth => {
      const { id } = await post('/agreements', { kind: 'partnership', title: `Krav ${nth}` })
      return { content: { agreementId: id, frequency: 'yearly', dueDays: 59 }, change: { dueDays: 30 } }
    },
    reports: async nth => ({
      content: { awardId: await anAward(nth), ...period },
      change: { narrative: 'Kort' }
    }),
    'payment-plans': async nth => ({
      content: { awardId: await anAward(nth), amount: 50, schedule: 'once', ...service }
    }),
    'payee-accounts': async nth => {
      const { id } = await post('/organisations', { name: `Betald ${nth}` })
      return { content: { organisationId: id, accountKind: 'bankgiro', accountNumber: '50501055' } }
    },
    'approval-limits': nth => ({
      content: { attestation: 'check', holder: `role:nobody${nth}`, maxAmount: 1 },
      change: { maxAmount: 2 }
    }),
    recoveries: nth => ({
      content: {
        ...{ awardId: ids.awards, amount: 1 + nth, ground: 'mistake', paymentId: paid.id },
        ...{ decidedOn: '2022-05-02', dueOn: '2022-05-31' }
      },
      change: { note: 'x' }
    }),
    'period-closings': nth => ({ content: { year: 1900 + nth, yearBasis: 'grant' } })
  }
  return { kinds, ids }
}
