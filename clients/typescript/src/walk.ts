import type { Client } from 'openapi-fetch'
import type { PathsWithMethod, RequiredKeysOf, SuccessResponseJSON } from 'openapi-typescript-helpers'
import { answered, answerOf, Problem } from './problem.ts'
import type { components, paths } from './schema.ts'

/** What takes several calls: pages, the feed, and a change of what somebody else may change too. */

type Method = 'get' | 'patch'
type Operation<P, M extends Method> = P extends keyof paths ? (paths[P] extends Record<M, infer O> ? O : never) : never
type Parameters<O> = O extends { parameters: infer T } ? T : never
type Answer<O> = O extends Record<string | number, unknown> ? SuccessResponseJSON<O> : never

/** Addresses that answer pages. */
export type ListPath = {
  [P in PathsWithMethod<paths, 'get'>]: Answer<Operation<P, 'get'>> extends {
    items: unknown[]
    meta: { nextCursor: string | null }
  }
    ? P
    : never
}[PathsWithMethod<paths, 'get'>]
/** Addresses of what is changed by PATCH. */
export type ChangePath = PathsWithMethod<paths, 'patch'> & PathsWithMethod<paths, 'get'>

export type ListParameters<P extends ListPath> =
  RequiredKeysOf<Parameters<Operation<P, 'get'>>> extends never
    ? [params?: Parameters<Operation<P, 'get'>>]
    : [params: Parameters<Operation<P, 'get'>>]
export type Item<P extends ListPath> = Answer<Operation<P, 'get'>> extends { items: (infer T)[] } ? T : never
export type Shown<P extends ChangePath> = Answer<Operation<P, 'get'>>
export type Change<P extends ChangePath> =
  Operation<P, 'patch'> extends { requestBody?: { content: infer C } } ? C[keyof C] : never
export type PathOf<P extends ChangePath> = Parameters<Operation<P, 'get'>> extends { path: infer T } ? T : never

export type Event = components['schemas']['Event']
export type FeedOptions = {
  /** Position from which to read on, as it was given with what came before; absent: the beginning. */
  after?: string | undefined
  /** Types of events, and kinds of records, that are asked for; absent: all. */
  type?: string
  subjectType?: string
  /** Seconds that an empty answer is held back for; absent: 30. */
  wait?: number
  /** End when everything has been read, instead of waiting for more. */
  untilCaughtUp?: boolean
  signal?: AbortSignal
}
export type FeedPage = { events: Event[]; position: string; hasMore: boolean }

/** Calls whose addresses are known only when the program runs: the types above say what they take and give. */
type Loosely = {
  parameters: { query?: unknown; path?: unknown; header?: unknown }
  responses: { 200: { content: { 'application/json': unknown } } }
}
export type Loose = Client<
  Record<string, { get: Loosely; patch: Loosely & { requestBody: { content: { 'application/json': unknown } } } }>
>

type Page = { items: unknown[]; meta: { nextCursor: string | null } }

export async function* pagesOf(client: Loose, path: string, params: { query?: object } = {}): AsyncGenerator<unknown> {
  let cursor: string | null | undefined
  do {
    const query = { limit: 500, ...params.query, ...(cursor && { cursor }) }
    const page = (await answerOf(client.GET(path, { params: { ...params, query } }))) as Page
    yield* page.items
    cursor = page.meta.nextCursor
  } while (cursor)
}

export async function* feedOf(client: Loose, options: FeedOptions): AsyncGenerator<FeedPage> {
  const { after = '', untilCaughtUp = false, wait = 30, signal, ...narrowed } = options
  let position = after
  let hasMore = true
  while (hasMore || !untilCaughtUp) {
    const query = { ...narrowed, after: position, limit: 500, ...(!untilCaughtUp && { wait }) }
    const answer = (await answerOf(
      client.GET('/{municipalityCode}/events', { params: { query }, ...(signal && { signal }) })
    )) as {
      items: Event[]
      meta: { nextCursor: string; hasMore: boolean }
    }
    position = answer.meta.nextCursor
    hasMore = answer.meta.hasMore
    yield { events: answer.items, position, hasMore }
  }
}

/** How often a change is tried anew when somebody was faster. */
const ATTEMPTS = 5

export async function changeOf(
  client: Loose,
  path: string,
  place: unknown,
  change: (record: unknown) => unknown
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const { data, etag } = await answered(client.GET(path, { params: { path: place } }))
    const body = change(data)
    if (body === null) return data
    const params = { path: place, header: { 'If-Match': etag ?? '*' } }
    try {
      return await answerOf(client.PATCH(path, { params, body }))
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412 || attempt >= ATTEMPTS) throw error
    }
  }
}
