import type { ReceivedApplication } from './record.ts'

/** How applicants and a guarantee are sent and answered, and how the columns have them. */

type Guarantee = NonNullable<ReceivedApplication['guarantee']>
const ofGuarantee = {
  organisationId: 'guarantorOrganisationId',
  scope: 'guarantorScope',
  maxAmount: 'guarantorLimit',
  validFrom: 'guarantorFrom',
  validTo: 'guarantorTo'
} as const satisfies Record<keyof Guarantee, string>
type Guarantor = {
  guarantorOrganisationId?: string | null
  guarantorScope?: string | null
  guarantorLimit?: number | null
  guarantorFrom?: string | null
  guarantorTo?: string | null
}
type Sent = Partial<Pick<ReceivedApplication, 'applicants' | 'guarantee'>>
/** What was sent, as the columns have it: a guarantee that is null states nothing, and one in part changes that. */
export type Columns<T extends Sent> = Omit<T, 'applicants' | 'guarantee'> &
  Guarantor &
  (T extends { applicants: object[] } ? { applicantIds: string[] } : { applicantIds?: string[] })

export function columnsOf<T extends Sent>({ applicants, guarantee, ...rest }: T): Columns<T> {
  const members = Object.entries(ofGuarantee) as [keyof Guarantee, string][]
  const stated = members.filter(([member]) => guarantee === null || (guarantee && Object.hasOwn(guarantee, member)))
  return {
    ...rest,
    ...(applicants && { applicantIds: applicants.map(({ organisationId }) => organisationId) }),
    ...(guarantee !== undefined &&
      Object.fromEntries(stated.map(([member, name]) => [name, guarantee?.[member] ?? null])))
  } as unknown as Columns<T>
}

/** The guarantee as it is answered; null where nothing is stated of one. */
export function guaranteeOf(row: Required<Guarantor>): Required<Guarantee> | null {
  const members = Object.entries(ofGuarantee).map(([member, name]) => [member, row[name]])
  return members.every(([, value]) => value === null) ? null : (Object.fromEntries(members) as Required<Guarantee>)
}

export type Content = Columns<ReceivedApplication>
