import fc from 'fast-check'
import t from 'tap'
import { Malformed } from '../../src/base/errors.ts'
import { decodeText } from '../../src/platform/http/encoding.ts'
import { trap } from './reading.ts'

const utf16 = (text: string, big: boolean, mark: boolean) => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

t.test('each encoding of real files is told by its bytes', async t => {
  const files = {
    'bom.csv': 'utf-8',
    'nbsp.csv': 'utf-8',
    'utf16le.csv': 'utf-16le',
    'utf16be-without-bom.csv': 'utf-16be',
    'windows-1252.csv': 'windows-1252'
  }
  for (const [name, encoding] of Object.entries(files)) {
    const decoded = decodeText(trap(name))
    t.equal(decoded.encoding, encoding, name)
    t.match(decoded.text, /^Nämnd/, name)
    t.match(decoded.text, /sällskapet länkarna.*Södertörn/s, name)
  }
  t.match(decodeText(trap('windows-1252.csv')).text, /2022–2024, ej i €/)
})

t.test('a text is the same in every encoding and of every length', async () => {
  const swedish = fc.string({ unit: fc.constantFrom(...'abc;, 123\nåäöÅÄÖé–€') }).map(text => `Sökande;${text}`)
  const text = fc.tuple(swedish, fc.constantFrom(1, 5000)).map(([text, times]) => text.repeat(times))
  fc.assert(
    fc.property(text, text => {
      const forms = [Buffer.from(text), Buffer.from(`\ufeff${text}`)]
      forms.push(utf16(text, false, true), utf16(text, true, true), utf16(text, false, false), utf16(text, true, false))
      return forms.every(bytes => decodeText(bytes).text === text)
    }),
    { numRuns: 50 }
  )
})

t.test('what is no text is refused with the advice to save it as CSV', async t => {
  const files: Record<string, Uint8Array> = {
    workbook: trap('workbook.xlsx'),
    'old workbook': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    pdf: Buffer.from('%PDF-1.7\n'),
    gzip: Buffer.from('1f8b0800', 'hex'),
    nul: Buffer.from('Sökande;Beviljat\nIFK\0Ore;5\n'),
    'nul in utf-16': utf16('Sökande;Beviljat\nIFK\0Ore;5\n', false, true),
    'broken utf-16': utf16('Sökande\ud800;Beviljat\n', false, true),
    'half a character of utf-16': utf16('Sökande', false, true).subarray(0, 13),
    'utf-8 in name only': Buffer.concat([Buffer.from('\ufeffS'), Buffer.from('ö', 'latin1')])
  }
  for (const [name, bytes] of Object.entries(files)) {
    t.throws(() => decodeText(bytes), { name: 'Malformed', rule: 'import-encoding', message: /Save it as CSV/ }, name)
  }
})

t.test('an old code page is refused, since its å, ä and ö would be other characters', async t => {
  t.throws(() => decodeText(trap('cp850.csv')), Malformed)
  // Mac Roman: ö is 0x9a.
  t.throws(() => decodeText(Buffer.from('f\x9arening;belopp', 'latin1')), Malformed)
  t.equal(decodeText(Buffer.from('Föreningen Tomaš', 'latin1')).encoding, 'windows-1252')
})

t.test('no bytes make the decoder throw anything but Malformed', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      try {
        return typeof decodeText(bytes).text === 'string'
      } catch (error) {
        return error instanceof Malformed
      }
    })
  )
})
