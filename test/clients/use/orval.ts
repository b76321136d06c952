import type { Certainty } from '../generated/orval/client.ts'
import {
  createBody,
  getCommittedAmounts,
  listAwards,
  listPayments,
  listPaymentsCsv,
  updateBodyWithMergePatchJson
} from '../generated/orval/client.ts'

/** What a client of orval can write, and what its compiler refuses. */

const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export async function read() {
  const payments = await listPayments('0136', { limit: 20 })
  const amounts = payments.status === 200 ? payments.data.items.map(({ amount }) => amount) : []
  const sum: number = amounts.reduce((a, b) => a + b, 0)
  const awards = await listAwards('0136')
  const certainty: Certainty | undefined = awards.status === 200 ? awards.data.items[0]?.certainty : undefined
  const csv = await listPaymentsCsv('0136')
  const rows: string = csv.status === 200 ? csv.data : ''
  return { sum, certainty, rows }
}

export async function write() {
  const made = await createBody('0136', { name: 'Socialnämnden', kind: 'committee' })
  await updateBodyWithMergePatchJson('0136', id, { validTo: '2022-12-31' }, { headers: { 'If-Match': '"1"' } })
  return made.status === 201 ? made.data.id : undefined
}

export async function refused() {
  // @ts-expect-error there is no such kind
  await createBody('0136', { name: 'Socialnämnden', kind: 'nämnd' })
  // @ts-expect-error the year is demanded
  await getCommittedAmounts('0136')
}
