import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Files as the types of them begin, made here: nothing is read from a machine. */

/** An archive whose parts are stored as they are. */
function zipOf(parts: Record<string, string>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(path.length, 22)
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, path, data)
    const offset = Buffer.alloc(14)
    offset.writeUInt32LE(at, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, offset, path)
    at += 30 + path.length + data.length
  }
  const listed = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...local, listed, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const office = (part: string, type: string) =>
  zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${type}"/></Types>`,
    [part]: '<x/>'
  })
const openDocument = (type: string) => zipOf({ mimetype: type, 'content.xml': '<x/>' })

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  png: 'image/png',
  jpg: 'image/jpeg',
  csv: 'text/csv',
  txt: 'text/plain',
  eml: 'message/rfc822'
}
export type Ending = keyof typeof types

/** A file of each type, by the ending of its name. */
export const whole: Record<Ending, Buffer> = {
  pdf: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  docx: office('word/document.xml', `${types.docx}.main+xml`),
  xlsx: office('xl/workbook.xml', `${types.xlsx}.main+xml`),
  odt: openDocument(types.odt),
  ods: openDocument(types.ods),
  png: Buffer.from(pixel, 'base64'),
  jpg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  csv: Buffer.from('Förening;Belopp\r\nKvinnojouren;180 000\r\n'),
  txt: Buffer.from('Ansökan från Förstorp, på svenska.\n'),
  eml: Buffer.from('From: a@example.se\r\nSubject: Redovisning\r\n\r\nHej\r\n')
}

/** What no type is kept for, by what it is. */
export const others = {
  program: Buffer.concat([
    Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'),
    Buffer.alloc(200),
    Buffer.from('PE\0\0')
  ]),
  elf: Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(100)]),
  page: Buffer.from('<!doctype html><html><script>alert(1)</script></html>'),
  drawing: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  archive: zipOf({ 'a.txt': 'a' }),
  macros: office('word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml'),
  noise: Buffer.concat([Buffer.from([0, 1, 2, 3]), randomBytes(500)])
}

/** A PDF of so many bytes, no two alike. */
export function aPdf(bytes: number): Buffer {
  const file = randomBytes(bytes)
  file.write('%PDF-1.7\n', 0, 'latin1')
  return file
}
