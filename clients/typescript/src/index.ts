import createClient, { type Client } from 'openapi-fetch'
import type { components, operations, paths } from './schema.ts'
import { type Credentials, sender } from './send.ts'
import {
  type Change,
  type ChangePath,
  changeOf,
  type FeedOptions,
  type FeedPage,
  feedOf,
  type Item,
  type ListParameters,
  type ListPath,
  type Loose,
  type PathOf,
  pagesOf,
  type Shown
} from './walk.ts'

export { answered, answerOf, Problem, type ProblemDetails } from './problem.ts'
export type { ChangePath, Event, FeedOptions, FeedPage, Item, ListPath } from './walk.ts'
export type { components, operations, paths }

export type Options = Credentials & {
  /** `https://api.example.se/partnerskap/v1`. */
  baseUrl: string
  /** Code of the municipality whose register is meant: it stands for `{municipalityCode}` in every address. */
  municipality: string
  sentBy?: string
  retries?: number
  fetch?: (request: Request) => Promise<Response>
}

export type Partnerskap = Client<paths> & {
  /** All rows of a list, page by page as they are asked for. @throws Problem */
  pages<P extends ListPath>(path: P, ...params: ListParameters<P>): AsyncGenerator<Item<P>>
  /** What happens, in the order of commits: keep `position` together with what you made of the events. @throws Problem */
  feed(options?: FeedOptions): AsyncGenerator<FeedPage>
  /**
   * Reads a record, and changes it by what `change` says of it; null: nothing. When somebody was faster it is read and asked anew.
   * Answers the record as it is then. @throws Problem
   */
  change<P extends ChangePath>(
    path: P,
    place: PathOf<P>,
    change: (record: Shown<P>) => Change<P> | null
  ): Promise<Shown<P>>
}

/**
 * The client: `GET`, `POST`, `PUT`, `PATCH` and `DELETE` of openapi-fetch, with addresses as the document has them. A write has an
 * Idempotency-Key, and is sent again, as reads are, after 429, 503 and a lost connection.
 */
export function createPartnerskap(options: Options): Partnerskap {
  const { baseUrl, municipality, sentBy, retries = 5, fetch = request => globalThis.fetch(request) } = options
  if (!/^\d{4}$/.test(municipality)) throw new TypeError('municipality is a code of four digits, such as "0136"')
  const client = createClient<paths>({
    baseUrl,
    Request: requestsOf(municipality),
    bodySerializer: bodyOf,
    fetch: sender({ credentials: options, sentBy, retries, fetch })
  })
  const loose = client as unknown as Loose
  return {
    ...client,
    pages: <P extends ListPath>(path: P, ...[params]: ListParameters<P>) =>
      pagesOf(loose, path, params) as AsyncGenerator<Item<P>>,
    feed: (feed: FeedOptions = {}) => feedOf(loose, feed),
    change: <P extends ChangePath>(path: P, place: PathOf<P>, change: (record: Shown<P>) => Change<P> | null) =>
      changeOf(loose, path, place, record => change(record as Shown<P>)) as Promise<Shown<P>>
  }
}

/** Requests in whose address the municipality is filled in. */
function requestsOf(municipality: string): typeof Request {
  return class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? input.replace('{municipalityCode}', municipality) : input, init)
    }
  }
}

/** A file is sent as it is, with the Content-Type that the caller names; anything else as JSON. */
function bodyOf(body: unknown): BodyInit {
  const isFile =
    typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob || body instanceof FormData
  return isFile ? (body as BodyInit) : JSON.stringify(body)
}
