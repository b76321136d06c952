import type { Test } from 'tap'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Given = Record<string, unknown>

/** A register of Haninge with an agreement of 2022–2024 that an award funds, and short ways to what is reported of it. */
export async function aReportRegister(t: Test) {
  const money = await aMoneyRegister(t)
  const { haninge, post, bodyId, jour, awardId } = money
  const anAgreement = async (given: Given = {}): Promise<string> =>
    (
      await post('/agreements', {
        kind: 'partnership',
        title: 'Partnerskap mot våld',
        parties: [
          { key: 'committee', kind: 'body', role: 'responsible', bodyId },
          { key: 'partner', kind: 'organisation', role: 'partner', organisationId: jour }
        ],
        term: { validFrom: '2022-01-01', validTo: '2024-12-31' },
        funding: [{ awardId }],
        ...given
      })
    ).id
  const agreementId = await anAgreement()
  const decide = (id = agreementId) => post(`/agreements/${id}/decide`, {})
  const aRequirement = (given: Given = {}) =>
    post('/report-requirements', {
      ...(given.ruleVersionId === undefined && { agreementId }),
      ...{ frequency: 'yearly', dueDays: 59, parts: ['narrative', 'finances'] },
      ...given
    })
  const list = async (query = ''): Promise<Given[]> =>
    (await made(haninge('GET', `/reports?limit=1000&${query}`))).items
  const types = async (path: string): Promise<string[]> =>
    (await made(haninge('GET', `${path}/history`))).items.map(({ type }: { type: string }) => type)
  return { ...money, agreementId, anAgreement, decide, aRequirement, list, types }
}

export const content = { narrative: 'Öppet varje vardag', costs: 500_000, grantUsed: 380_000, unused: 0 }
