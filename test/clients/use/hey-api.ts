import type { Certainty } from '../generated/hey-api/index.ts'
import {
  createBody,
  getCommittedAmounts,
  listAwards,
  listPayments,
  listPaymentsCsv,
  updateBody
} from '../generated/hey-api/index.ts'

/** What a client of @hey-api/openapi-ts can write, and what its compiler refuses. */

const path = { municipalityCode: '0136' }
const one = { ...path, id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }

export async function read() {
  const payments = await listPayments({ path, query: { limit: 20 } })
  const amounts: number[] = payments.data?.items.map(({ amount }) => amount) ?? []
  const awards = await listAwards({ path })
  const certainty: Certainty | undefined = awards.data?.items[0]?.certainty
  const csv = await listPaymentsCsv({ path })
  const rows: string | undefined = csv.data
  return { amounts, certainty, rows, problem: payments.error?.status }
}

export async function write() {
  const made = await createBody({ path, body: { name: 'Socialnämnden', kind: 'committee' } })
  await updateBody({ path: one, headers: { 'If-Match': '"1"' }, body: { validTo: '2022-12-31' } })
  return made.data?.id
}

export async function refused() {
  // @ts-expect-error a change demands If-Match
  await updateBody({ path: one, body: { validTo: null } })
  // @ts-expect-error there is no such kind
  await createBody({ path, body: { name: 'Socialnämnden', kind: 'nämnd' } })
  // @ts-expect-error the year is demanded
  await getCommittedAmounts({ path })
}
