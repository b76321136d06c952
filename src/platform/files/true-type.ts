import { ReadableStream } from 'node:stream/web'
import { fileTypeFromBuffer, fileTypeFromStream } from 'file-type'
import { Invalid } from '../../base/errors.ts'
import type { FileKind } from '../../config.ts'
import type { Source } from '../http/spool.ts'
import { extensionOf, kindOf } from './media-types.ts'
import { problems } from './problems.ts'

type Kind = NonNullable<ReturnType<typeof kindOf>>
type Sent = { name: string; contentType: string; source: Source }

/** Bytes at the beginning that a text is told by. */
const HEAD = 4_096

/**
 * The kind of a file whose Content-Type, name and bytes tell the same. Nothing of it is unpacked but the list of parts that a
 * workbook or a text document begins with. @throws Invalid `file-type-not-allowed`, `file-type-not-true`
 */
export async function trueType({ name, contentType, source }: Sent, allowed: readonly string[]): Promise<Kind> {
  const kind = kindOf(contentType)
  if (!kind || !allowed.includes(kind.name)) throw notAllowed(allowed)
  const { mediaType, extensions } = kind
  const end = extensionOf(name)
  if (!(extensions as readonly string[]).includes(end)) {
    throw untrue(
      {
        field: 'name',
        message: `must end with .${extensions.join(' or .')}, as a file of ${mediaType}`,
        sv: `måste sluta med .${extensions.join(' eller .')}, som en fil av typen ${mediaType}`
      },
      null
    )
  }
  const found = await typeByBytes(source)
  if ('isText' in kind ? !found && (await isText(source, kind.name)) : found === mediaType) return kind
  throw untrue(
    {
      field: 'body',
      message: `is not of the type ${mediaType}${found ? `, but ${found}` : ''}`,
      sv: `är inte av typen ${mediaType}${found ? `, utan ${found}` : ''}`
    },
    found ?? null
  )
}

function notAllowed(allowed: readonly string[]): Invalid {
  const message = `must be one of ${allowed.join(', ')}`
  const detail = {
    en: `Files of this type are not kept: it ${message}.`,
    sv: `Filer av den här typen sparas inte: den måste vara en av ${allowed.join(', ')}.`
  }
  const sv = `måste vara en av ${allowed.join(', ')}`
  return new Invalid(problems['file-type-not-allowed'], detail, [{ field: 'Content-Type', message, sv }], { allowed })
}

function untrue(violation: { field: string; message: string; sv: string }, found: string | null): Invalid {
  const detail = {
    en: 'The file is not what it is said to be. Nothing was kept.',
    sv: 'Filen är inte vad den sägs vara. Ingenting har sparats.'
  }
  return new Invalid(problems['file-type-not-true'], detail, [violation], { found })
}

/** The media type that the bytes tell; undefined of text, and of what is not known. */
async function typeByBytes({ bytes, read }: Source): Promise<string | undefined> {
  if (bytes) return (await fileTypeFromBuffer(bytes))?.mime
  return (await fileTypeFromStream(ReadableStream.from(read())))?.mime
}

/** A page or a drawing, which a browser would run. */
const PAGE = /^[\s\ufeff]*<(?:!doctype\s+html|html|head|body|script|svg|\?xml)\b/i
const HEADER = /^[!-9;-~]+:[ \t]/

/** Whether it holds text alone: no control characters but those of lines; of a message, a header first; no page. */
async function isText(source: Source, name: FileKind): Promise<boolean> {
  let head = Buffer.alloc(0)
  for await (const part of source.read()) {
    if (head.length < HEAD) head = Buffer.concat([head, part.subarray(0, HEAD)])
    for (const byte of part) {
      if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) return false
    }
  }
  const beginning = head.toString('latin1')
  return !PAGE.test(head.toString('utf8')) && (name !== 'eml' || HEADER.test(beginning))
}
