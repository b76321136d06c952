import createClient from 'openapi-fetch'
import type { components, paths } from '../generated/openapi-typescript/types.ts'

/** What a client of openapi-typescript and openapi-fetch can write, and what its compiler refuses. */

const client = createClient<paths>({ baseUrl: 'https://api.example.se/partnerskap/v1' })
const path = { municipalityCode: '0136' }
const one = { ...path, id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }

export async function read() {
  const payments = await client.GET('/{municipalityCode}/payments', { params: { path, query: { limit: 20 } } })
  const amounts: number[] = payments.data?.items.map(({ amount }) => amount) ?? []
  const next: string | null | undefined = payments.data?.meta.nextCursor
  const awards = await client.GET('/{municipalityCode}/awards', { params: { path } })
  const certainty: components['schemas']['Certainty'] | undefined = awards.data?.items[0]?.certainty
  const totals = await client.GET('/{municipalityCode}/statistics/grant-totals', { params: { path } })
  const granted: number | null | undefined = totals.data?.items[0]?.granted
  const csv = await client.GET('/{municipalityCode}/payments/csv', { params: { path }, parseAs: 'text' })
  const rows: string | undefined = csv.data
  const problem: number | undefined = payments.error?.status
  return { amounts, next, certainty, granted, rows, problem }
}

export async function write() {
  const made = await client.POST('/{municipalityCode}/bodies', {
    params: { path, header: { 'Idempotency-Key': 'a' } },
    body: { name: 'Socialnämnden', kind: 'committee' }
  })
  const id: string | undefined = made.data?.id
  await client.PATCH('/{municipalityCode}/bodies/{id}', {
    params: { path: one, header: { 'If-Match': '"1"' } },
    body: { validTo: '2022-12-31' }
  })
  return id
}

export async function refused() {
  // @ts-expect-error a change demands If-Match
  await client.PATCH('/{municipalityCode}/bodies/{id}', { params: { path: one }, body: { validTo: null } })
  await client.POST('/{municipalityCode}/bodies', {
    params: { path },
    // @ts-expect-error there is no such kind
    body: { name: 'Socialnämnden', kind: 'nämnd' }
  })
  // @ts-expect-error the year is demanded
  await client.GET('/{municipalityCode}/agreements/committed', { params: { path } })
}
