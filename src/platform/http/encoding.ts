import { problems } from './problem-rules.ts'
/** Bytes to text. A file says what it is by its bytes: a declared charset is wrong too often to be believed. */

import { isUtf8 } from 'node:buffer'
import { Malformed } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Detected = { encoding: Encoding; bom: number }

/** Files that people send in the belief that they are CSV. */
const magic: [Text, number[]][] = [
  [
    { en: 'an Excel workbook or another zip file', sv: 'en Excel-arbetsbok eller en annan zip-fil' },
    [0x50, 0x4b, 0x03, 0x04]
  ],
  [{ en: 'an empty zip file', sv: 'en tom zip-fil' }, [0x50, 0x4b, 0x05, 0x06]],
  [{ en: 'an old Excel or Word document', sv: 'ett äldre Excel- eller Word-dokument' }, [0xd0, 0xcf, 0x11, 0xe0]],
  [{ en: 'a PDF', sv: 'en PDF' }, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  [{ en: 'compressed with gzip', sv: 'packad med gzip' }, [0x1f, 0x8b, 0x08]]
]

const refuse = (what: string, sv: string) =>
  new Malformed(problems['import-encoding'], {
    en: `The file ${what}. Save it as CSV in UTF-8.`,
    sv: `Filen ${sv}. Spara den som CSV i UTF-8.`
  })

/**
 * UTF-8, UTF-16LE or UTF-16BE with or without byte order mark, else Windows-1252.
 * Throws Malformed (`import-encoding`) for workbooks, PDF, other binary, broken UTF-16 and old DOS or Mac code pages.
 */
export function detectEncoding(bytes: Uint8Array): Detected {
  const scan = new EncodingScan()
  scan.add(bytes)
  return scan.end()
}

/** The same of bytes that come in parts. Throws as {@link detectEncoding}. */
export async function detectEncodingOf(parts: AsyncIterable<Uint8Array>): Promise<Detected> {
  const scan = new EncodingScan()
  for await (const part of parts) {
    scan.add(part)
    if (scan.isDecided) break
  }
  return scan.end()
}

/** The whole text of a file and the encoding that it was in. Throws as {@link detectEncoding}. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const detected = detectEncoding(bytes)
  const decoder = new SliceDecoder(detected)
  return { text: decoder.decode(bytes) + decoder.end(), encoding: detected.encoding }
}

/** The text of bytes that come in parts, part by part. Throws Malformed on broken UTF-16. */
export async function* decodeSlices(parts: AsyncIterable<Uint8Array>, detected: Detected): AsyncGenerator<string> {
  const decoder = new SliceDecoder(detected)
  for await (const part of parts) {
    const text = decoder.decode(part)
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest !== '') yield rest
}

class SliceDecoder {
  readonly #encoding: Encoding
  readonly #decoder: InstanceType<typeof TextDecoder>
  /** Bytes of the mark that are still to come. */
  #mark: number

  constructor({ encoding, bom }: Detected) {
    this.#encoding = encoding
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
    this.#mark = bom
  }

  decode(part: Uint8Array): string {
    const mark = Math.min(this.#mark, part.length)
    this.#mark -= mark
    return this.#checked(() => this.#decoder.decode(part.subarray(mark), { stream: true }))
  }

  end(): string {
    return this.#checked(() => this.#decoder.decode())
  }

  #checked(decode: () => string): string {
    let text: string
    try {
      text = decode()
    } catch {
      throw refuse(
        `is not ${this.#encoding.toUpperCase()} throughout`,
        `är inte ${this.#encoding.toUpperCase()} rakt igenom`
      )
    }
    if (this.#encoding.startsWith('utf-16') && text.includes('\0'))
      throw refuse('holds NUL characters: it is not text', 'innehåller NUL-tecken: den är inte text')
    return text
  }
}

/** Bytes of the beginning by which UTF-16 without a mark is told. */
const HEAD = 2_048

/** What the bytes of a file show of its encoding, part by part: flags and places, however long the file is. */
class EncodingScan {
  #head = new Uint8Array(0)
  #size = 0
  readonly #utf8 = new Utf8Scan()
  readonly #pages = new PageScan()
  #hasNul = false
  #decided: Detected | undefined

  /** Whether more bytes make no difference. */
  get isDecided(): boolean {
    return this.#decided !== undefined
  }

  add(part: Uint8Array) {
    if (this.#head.length < HEAD) {
      this.#head = Buffer.concat([this.#head, part.subarray(0, HEAD - this.#head.length)])
      this.#decided = byMark(this.#head)
    }
    this.#size += part.length
    if (this.#decided) return
    this.#hasNul ||= part.includes(0)
    this.#utf8.add(part)
    this.#pages.add(part)
  }

  end(): Detected {
    refuseOthers(this.#head)
    if (this.#decided) return this.#decided
    this.#utf8.end()
    const bom = starts(this.#head, 0xef, 0xbb, 0xbf) ? 3 : 0
    if (bom > 0) {
      this.#utf8.refuse()
      this.#refuseBinary()
      return { encoding: 'utf-8', bom }
    }
    const wide = this.#size % 2 === 0 ? wideWithoutMark(this.#head) : null
    if (wide) return { encoding: wide, bom: 0 }
    this.#refuseBinary()
    if (this.#utf8.isWhole) return { encoding: 'utf-8', bom: 0 }
    // As where a line was pasted in: read as Windows-1252 the letters in UTF-8 would come out as `FÃ¶reningen`.
    if (this.#pages.hasUtf8Letters) this.#utf8.refuse()
    this.#pages.refuseOldCodePages()
    return { encoding: 'windows-1252', bom: 0 }
  }

  #refuseBinary() {
    if (this.#hasNul) throw refuse('holds NUL bytes: it is not text', 'innehåller NUL-bytes: den är inte text')
  }
}

function refuseOthers(head: Uint8Array) {
  for (const [{ en, sv }, start] of magic) {
    if (starts(head, ...start)) throw refuse(`is ${en}, not text`, `är ${sv}, inte text`)
  }
}

function byMark(head: Uint8Array): Detected | undefined {
  if (starts(head, 0xff, 0xfe)) return { encoding: 'utf-16le', bom: 2 }
  if (starts(head, 0xfe, 0xff)) return { encoding: 'utf-16be', bom: 2 }
  return undefined
}

const starts = (bytes: Uint8Array, ...start: number[]) => start.every((byte, i) => bytes[i] === byte)

/** UTF-16 without a mark shows by its NULs: every second byte of Latin text is one, always on the same side. */
function wideWithoutMark(bytes: Uint8Array): Encoding | null {
  const pairs = Math.min(bytes.length >> 1, 1024)
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) even++
    if (bytes[2 * i + 1] === 0) odd++
  }
  if (pairs < 2) return null
  if (odd > pairs * 0.6 && even === 0) return 'utf-16le'
  if (even > pairs * 0.6 && odd === 0) return 'utf-16be'
  return null
}

/** Where the first byte stands that is no part of a letter in UTF-8. */
class Utf8Scan {
  /** The begin of a letter whose end is in the next part. */
  #rest: Uint8Array = new Uint8Array(0)
  #at = 0
  #lines = 1
  #fault: { byte: number; at: number; line: number } | undefined

  get isWhole(): boolean {
    return this.#fault === undefined
  }

  add(part: Uint8Array) {
    if (this.#fault) return
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part
    const whole = bytes.subarray(0, bytes.length - openLetter(bytes))
    if (!isUtf8(whole)) return this.#note(whole)
    this.#lines += linesIn(whole)
    this.#at += whole.length
    this.#rest = Uint8Array.from(bytes.subarray(whole.length))
  }

  end() {
    if (!this.#fault && this.#rest.length > 0) this.#note(this.#rest)
  }

  #note(bytes: Uint8Array) {
    const at = firstOutsideUtf8(bytes)
    this.#fault = { byte: bytes[at]!, at: this.#at + at, line: this.#lines + linesIn(bytes.subarray(0, at)) }
  }

  /** @throws Malformed naming the place, where there is such a byte */
  refuse() {
    if (!this.#fault) return
    const { at, line } = this.#fault
    const byte = `0x${this.#fault.byte.toString(16).toUpperCase().padStart(2, '0')}`
    const message = `holds UTF-8 and, in line ${line}, the byte ${byte} (byte ${at + 1} of the file), which is not UTF-8`
    const sv = `innehåller UTF-8 och, på rad ${line}, byten ${byte} (byte ${at + 1} i filen), som inte är UTF-8`
    throw new Malformed(
      problems['import-encoding'],
      {
        en: `The file is not in one encoding: it ${message}. Save it as CSV in UTF-8.`,
        sv: `Filen har inte en enda teckenkodning: den ${sv}. Spara den som CSV i UTF-8.`
      },
      [{ field: '', message, sv, line }]
    )
  }
}

/** How many of the last bytes begin a letter that goes on after them. */
function openLetter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if ((byte & 0xc0) === 0x80) continue
    return back <= followersOf(byte) ? back : 0
  }
  return 0
}

/** Bytes that follow the first of a letter; -1 where no letter begins so. */
function followersOf(lead: number): number {
  return lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) lines++
  return lines
}

function firstOutsideUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const more = followersOf(bytes[at]!)
    const follow = bytes.subarray(at + 1, at + 1 + more)
    if (more < 0 || follow.length < more || follow.some(byte => (byte & 0xc0) !== 0x80)) return at
    at += more + 1
  }
  return bytes.length - 1
}

/**
 * What is neither UTF-8 nor Windows-1252 would still decode, with `„` or `Š` where å, ä and ö were. Bytes that
 * Windows-1252 does not define tell it apart, and so do the DOS and Mac codes of å ä ö between letters in a file
 * that has not one å, ä or ö in Windows-1252.
 */
class PageScan {
  #last: Uint8Array = new Uint8Array(0)
  #isUndefined = false
  #isSwedish = false
  #isOld = false
  /** Å, ä, ö and é are C3 and a byte in UTF-8, and C3 is `Ã`, which no Swedish text holds. */
  hasUtf8Letters = false

  add(part: Uint8Array) {
    // A byte is looked at together with those beside it, which may be of the part before.
    const bytes = this.#last.length > 0 ? Buffer.concat([this.#last, part]) : part
    this.#isUndefined ||= [0x81, 0x8d, 0x8f, 0x90, 0x9d].some(byte => part.includes(byte))
    this.#isSwedish ||= [0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6].some(byte => part.includes(byte))
    this.#isOld ||= [0x84, 0x86, 0x94, 0x8a, 0x8c, 0x9a].some(byte => betweenLetters(bytes, byte))
    this.hasUtf8Letters ||= holdsUtf8Letter(bytes)
    this.#last = Uint8Array.from(bytes.subarray(-2))
  }

  /** @throws Malformed */
  refuseOldCodePages() {
    if (this.#isUndefined || (this.#isOld && !this.#isSwedish)) {
      throw refuse(
        'is neither UTF-8, UTF-16 nor Windows-1252; its å, ä and ö cannot be read with certainty',
        'är varken UTF-8, UTF-16 eller Windows-1252; å, ä och ö i den kan inte läsas säkert'
      )
    }
  }
}

function holdsUtf8Letter(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xc3); at >= 0; at = bytes.indexOf(0xc3, at + 1)) {
    if ((bytes[at + 1]! & 0xc0) === 0x80) return true
  }
  return false
}

const isLetter = (byte: number | undefined) => byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122

function betweenLetters(bytes: Uint8Array, byte: number): boolean {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) {
    if (isLetter(bytes[at - 1]) && isLetter(bytes[at + 1])) return true
  }
  return false
}
