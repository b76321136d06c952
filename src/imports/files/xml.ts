import { Parser } from 'htmlparser2'
import { unreadable } from './limits.ts'

/** What is told of the elements of a document, in its order. Names are as they stand, with their prefixes. */
export type XmlHandler = {
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/**
 * Tells a document of XML to the handler, and yields after each part of it, so that what was gathered can be taken. Entities
 * of a document's own are never expanded. @throws Malformed where elements are left open
 */
export async function* walkXml(parts: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let depth = 0
  let some = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        some = true
        depth++
        handler.open?.(name, attributes)
      },
      ontext: text => handler.text?.(text),
      onclosetag(name) {
        depth--
        handler.close?.(name)
      }
    },
    { xmlMode: true }
  )
  for await (const part of parts) {
    decoder ??= new TextDecoder(encodingOf(part))
    parser.write(decoder.decode(part, { stream: true }))
    yield
  }
  // The parser would close by itself what a document that is cut off leaves open.
  if (!some || depth !== 0)
    throw unreadable('is damaged: a part of it is cut off', 'är skadad: en del av den är avklippt')
  parser.end()
  yield
}

/** The same at once, of a document that is read whole. */
export async function readXml(parts: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _ of walkXml(parts, handler));
}

const encodingOf = (part: Uint8Array) =>
  part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : part[0] === 0xfe && part[1] === 0xff ? 'utf-16be' : 'utf-8'

/** `x:row` is `row`: writers choose their prefixes as they like. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1)
