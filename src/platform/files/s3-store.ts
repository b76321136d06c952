import { hash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import aws from 'aws4'
import { SaxesParser } from 'saxes'
import type { StorageSettings } from '../../config.ts'
import type { Source } from '../http/spool.ts'
import { type FileStore, storageFault } from './store.ts'

type Settings = Extract<StorageSettings, { kind: 's3' }>

/** Milliseconds in which nothing comes or goes before the storage counts as down. */
const SILENCE = 30_000
const EMPTY = hash('sha256', '')

type Asked = {
  method: string
  key?: string
  query?: Record<string, string>
  source?: Source
  /** SHA-256 of what is sent: it is signed, so that the storage refuses other bytes. */
  checksum?: string
}

/** A bucket of Amazon S3, or of a server that speaks as it does. Its addresses name the bucket in the path. */
export function s3Store(settings: Settings): FileStore {
  const { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey } = settings
  const base = new URL(endpoint)
  const ask = base.protocol === 'https:' ? requestHttps : requestHttp

  async function answerTo({ method, key, query = {}, source, checksum = EMPTY }: Asked): Promise<IncomingMessage> {
    const asked = new URLSearchParams(query).toString().replaceAll('+', '%20')
    const path = `${base.pathname.replace(/\/$/, '')}/${bucket}${key ? `/${prefix}${key}` : ''}${asked && `?${asked}`}`
    const { headers } = aws.sign(
      {
        ...{ service: 's3', region, host: base.host, method, path },
        headers: { 'X-Amz-Content-Sha256': checksum, ...(source && { 'Content-Length': source.size }) }
      },
      { accessKeyId, secretAccessKey }
    )
    try {
      const sending = ask({
        ...{ protocol: base.protocol, hostname: base.hostname.replace(/^\[|\]$/g, ''), port: base.port || undefined },
        ...{ method, path, headers: headers as Record<string, string>, agent: false, timeout: SILENCE }
      })
      sending.on('timeout', () => sending.destroy(new Error('the storage is silent')))
      // Also after the answer has come: the rest of what is sent then has nowhere to go.
      sending.on('error', () => {})
      const answering = once(sending, 'response') as Promise<[IncomingMessage]>
      // What refuses early may close before all was sent: what it answered is what counts.
      if (source) pipeline(Readable.from(source.read()), sending).catch(() => {})
      else sending.end()
      return (await answering)[0]
    } catch (error) {
      throw storageFault(undefined, error)
    }
  }

  /** The text that is answered. @throws Unavailable where it is no success */
  async function done(asked: Asked, allowed: number[] = []): Promise<string> {
    const answer = await answerTo(asked)
    let text = ''
    try {
      for await (const part of answer.setEncoding('utf8')) text += part
    } catch (error) {
      throw storageFault(undefined, error)
    }
    const status = answer.statusCode!
    if (status >= 300 && !allowed.includes(status)) throw storageFault(status)
    return text
  }

  async function read(key: string) {
    const answer = await answerTo({ method: 'GET', key })
    if (answer.statusCode === 200) return answer
    answer.resume()
    if (answer.statusCode === 404) return undefined
    throw storageFault(answer.statusCode)
  }

  async function* list(municipalityCode: string) {
    for (let token: string | undefined = ''; token !== undefined; ) {
      const query: Record<string, string> = { 'list-type': '2', prefix: `${prefix}${municipalityCode}/` }
      if (token) query['continuation-token'] = token
      const page = pageOf(await done({ method: 'GET', query }))
      for (const { key, changedAt } of page.objects) yield { key: key.slice(prefix.length), changedAt }
      token = page.next
    }
  }

  return {
    put: async (key, source, checksum) => void (await done({ method: 'PUT', key, source, checksum })),
    read,
    remove: async key => void (await done({ method: 'DELETE', key }, [404])),
    list
  }
}

type Page = { objects: { key: string; changedAt: Date }[]; next: string | undefined }

/** A page of ListObjectsV2. */
function pageOf(text: string): Page {
  const page: Page = { objects: [], next: undefined }
  const parser = new SaxesParser()
  let said = ''
  let key = ''
  parser.on('opentag', () => {
    said = ''
  })
  parser.on('text', part => {
    said += part
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'Key') key = said
    if (name === 'LastModified') page.objects.push({ key, changedAt: new Date(said) })
    if (name === 'NextContinuationToken') page.next = said
    said = ''
  })
  try {
    parser.write(text).close()
  } catch (error) {
    throw storageFault(undefined, error)
  }
  return page
}
