import { problems } from './problem-rules.ts'
/** Bytes to text. A file says what it is by its bytes: a declared charset is wrong too often to be believed. */

import { isUtf8 } from 'node:buffer'
import { Malformed } from '../../base/errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Detected = { encoding: Encoding; bom: number }

const sliceSize = 64 * 1024

/** Files that people send in the belief that they are CSV. */
const magic: [string, number[]][] = [
  ['an Excel workbook or another zip file', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty zip file', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel or Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['compressed with gzip', [0x1f, 0x8b, 0x08]]
]

const refuse = (what: string) =>
  new Malformed(problems['import-encoding'], `The file ${what}. Save it as CSV in UTF-8.`)

/**
 * UTF-8, UTF-16LE or UTF-16BE with or without byte order mark, else Windows-1252.
 * Throws Malformed (`import-encoding`) for workbooks, PDF, other binary, broken UTF-16 and old DOS or Mac code pages.
 */
export function detectEncoding(bytes: Uint8Array): Detected {
  for (const [what, start] of magic) {
    if (start.every((byte, i) => bytes[i] === byte)) throw refuse(`is ${what}, not text`)
  }
  if (starts(bytes, 0xef, 0xbb, 0xbf)) {
    if (!isUtf8(bytes)) throw mixture(bytes)
    return notBinary(bytes, { encoding: 'utf-8', bom: 3 })
  }
  if (starts(bytes, 0xff, 0xfe)) return { encoding: 'utf-16le', bom: 2 }
  if (starts(bytes, 0xfe, 0xff)) return { encoding: 'utf-16be', bom: 2 }
  const wide = wideWithoutMark(bytes)
  if (wide) return { encoding: wide, bom: 0 }
  notBinary(bytes, { encoding: 'utf-8', bom: 0 })
  if (isUtf8(bytes)) return { encoding: 'utf-8', bom: 0 }
  refuseMixture(bytes)
  refuseOldCodePages(bytes)
  return { encoding: 'windows-1252', bom: 0 }
}

/** The whole text of a file and the encoding that it was in. Throws as {@link detectEncoding}. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const detected = detectEncoding(bytes)
  return { text: [...decodeSlices(bytes, detected)].join(''), encoding: detected.encoding }
}

/** The same text in slices, so that a big file need not be decoded in one breath. Throws Malformed on broken UTF-16. */
export function* decodeSlices(bytes: Uint8Array, { encoding, bom }: Detected): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for (let at = bom; at < bytes.length; at += sliceSize) {
    const last = at + sliceSize >= bytes.length
    let text: string
    try {
      text = decoder.decode(bytes.subarray(at, at + sliceSize), { stream: !last })
    } catch {
      throw refuse(`is not ${encoding.toUpperCase()} throughout`)
    }
    if (encoding.startsWith('utf-16') && text.includes('\0')) throw refuse('holds NUL characters: it is not text')
    if (text !== '') yield text
  }
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
  if (pairs < 2 || bytes.length % 2 !== 0) return null
  if (odd > pairs * 0.6 && even === 0) return 'utf-16le'
  if (even > pairs * 0.6 && odd === 0) return 'utf-16be'
  return null
}

function notBinary(bytes: Uint8Array, detected: Detected): Detected {
  if (bytes.includes(0)) throw refuse('holds NUL bytes: it is not text')
  return detected
}

/**
 * Letters in UTF-8 and letters in another encoding, as where a line was pasted in: read as Windows-1252 the first would come
 * out as `FÃ¶reningen`. Å, ä, ö and é are C3 and a byte in UTF-8, and C3 is `Ã`, which no Swedish text holds.
 */
function refuseMixture(bytes: Uint8Array) {
  for (let at = bytes.indexOf(0xc3); at >= 0; at = bytes.indexOf(0xc3, at + 1)) {
    if ((bytes[at + 1]! & 0xc0) === 0x80) throw mixture(bytes)
  }
}

function mixture(bytes: Uint8Array): Malformed {
  const at = firstOutsideUtf8(bytes)
  let line = 1
  for (let i = bytes.indexOf(10); i >= 0 && i < at; i = bytes.indexOf(10, i + 1)) line++
  const byte = `0x${bytes[at]!.toString(16).toUpperCase().padStart(2, '0')}`
  const message = `holds UTF-8 and, in line ${line}, the byte ${byte} (byte ${at + 1} of the file), which is not UTF-8`
  return new Malformed(
    problems['import-encoding'],
    `The file is not in one encoding: it ${message}. Save it as CSV in UTF-8.`,
    [{ field: '', message, line }]
  )
}

/** Where the first byte stands that is no part of a letter in UTF-8. */
function firstOutsideUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!
    const more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1
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
function refuseOldCodePages(bytes: Uint8Array) {
  const undefinedBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d].some(byte => bytes.includes(byte))
  const swedish = [0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6].some(byte => bytes.includes(byte))
  const old = [0x84, 0x86, 0x94, 0x8a, 0x8c, 0x9a].some(byte => betweenLetters(bytes, byte))
  if (undefinedBytes || (old && !swedish)) {
    throw refuse('is neither UTF-8, UTF-16 nor Windows-1252; its å, ä and ö cannot be read with certainty')
  }
}

const isLetter = (byte: number | undefined) => byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122

function betweenLetters(bytes: Uint8Array, byte: number): boolean {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) {
    if (isLetter(bytes[at - 1]) && isLetter(bytes[at + 1])) return true
  }
  return false
}
