import fc from 'fast-check'
import t from 'tap'
import {
  formatBankgiro,
  formatPlusgiro,
  luhn,
  parseBankgiro,
  parsePaymentReference,
  parsePlusgiro
} from '../../src/base/check-digits.ts'
import { formatOrganisationNumber, parseOrganisationNumber } from '../../src/register/organisations/rules.ts'
import { anyText } from '../support/any-text.ts'

const withCheck = (digits: string) => digits + [...'0123456789'].find(check => luhn(digits + check))
const digitsOf = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const value = (parsed: { ok: boolean; value?: string }) => parsed.value

t.test('an organisation number is ten digits in every notation', async t => {
  // 802002-8711 is the Swedish Red Cross.
  for (const text of ['802002-8711', '8020028711', '168020028711', '16802002-8711', ' 802002–8711 ', '802002 8711']) {
    t.equal(value(parseOrganisationNumber(text)), '8020028711', text)
  }
  fc.assert(
    fc.property(digitsOf(2), fc.integer({ min: 20, max: 99 }), digitsOf(5), (a, middle, b) => {
      const number = withCheck(a + middle + b)
      const formatted = formatOrganisationNumber(number)
      return [number, formatted, `16${number}`, `16${formatted}`].every(
        text => value(parseOrganisationNumber(text)) === number
      )
    })
  )
})

t.test('an organisation number with a wrong digit is refused', async () => {
  fc.assert(
    fc.property(
      digitsOf(2),
      fc.integer({ min: 20, max: 99 }),
      digitsOf(5),
      fc.integer({ min: 1, max: 9 }),
      (a, m, b, plus) => {
        const number = withCheck(a + m + b)
        const wrong = number.slice(0, 9) + ((Number(number[9]) + plus) % 10)
        return !parseOrganisationNumber(wrong).ok
      }
    )
  )
})

t.test('a personal number is refused, said to be one and never repeated', async t => {
  for (const text of ['811228-9874', '8112289874', '198112289874', '19811228-9874', '811288-9870']) {
    const parsed = parseOrganisationNumber(text)
    t.match(parsed, { ok: false, message: /personal number/ }, text)
    t.notMatch(parsed, { message: /8112/ }, text)
  }
})

t.test('bankgiro and plusgiro numbers round-trip and have their check digit', async t => {
  t.equal(value(parseBankgiro('5050-1055')), '50501055')
  t.equal(formatBankgiro('9001223'), '900-1223')
  t.equal(value(parsePlusgiro('90 19 50-6')), '901950' + '6')
  fc.assert(
    fc.property(fc.oneof(digitsOf(6), digitsOf(7)), digits => {
      const number = withCheck(digits)
      return value(parseBankgiro(number)) === number && value(parseBankgiro(formatBankgiro(number))) === number
    })
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }).chain(digitsOf), digits => {
      const number = withCheck(digits)
      return value(parsePlusgiro(number)) === number && value(parsePlusgiro(formatPlusgiro(number))) === number
    })
  )
  for (const text of ['123-4568', '123456', '123456789', '12-34567', '']) t.equal(parseBankgiro(text).ok, false, text)
  for (const text of ['1', '123456789', '1--2', 'x']) t.equal(parsePlusgiro(text).ok, false, text)
})

t.test('no text makes a parser throw', async () => {
  fc.assert(
    fc.property(anyText(), text => {
      return [parseOrganisationNumber, parseBankgiro, parsePlusgiro].every(parse => typeof parse(text).ok === 'boolean')
    })
  )
})

t.test(
  'a reference of a payment is an OCR number or that of ISO 11649; one digit that is changed is noticed',
  async t => {
    const cases: [text: string, kept: string | undefined][] = [
      ['12345682', '12345682'],
      [' 1234 5682 ', '12345682'],
      ['18', '18'],
      ['1234567890123456789012340', '1234567890123456789012340'],
      ['12345681', undefined],
      ['7', undefined],
      ['12345678901234567890123452', undefined],
      ['RF18539007547034', 'RF18539007547034'],
      ['rf18 5390 0754 7034', 'RF18539007547034'],
      ['RF18', undefined],
      ['RF19539007547034', undefined],
      ['RF18539007547034539007547034', undefined],
      ['1234-5682', undefined],
      ['', undefined]
    ]
    for (const [text, kept] of cases) t.equal(value(parsePaymentReference(text)), kept, text)
    const ocr = fc.stringMatching(/^[0-9]{1,24}$/).map(digits => {
      const last = Array.from('0123456789').find(check => luhn(digits + check))
      return digits + last
    })
    await fc.assert(
      fc.asyncProperty(ocr, fc.nat(), fc.integer({ min: 1, max: 9 }), async (number, at, by) => {
        const place = at % number.length
        const other = number.slice(0, place) + ((Number(number[place]) + by) % 10) + number.slice(place + 1)
        return value(parsePaymentReference(number)) === number && value(parsePaymentReference(other)) === undefined
      })
    )
  }
)
