import fc from 'fast-check'
import t from 'tap'
import { TooLarge } from '../src/base/errors.ts'
import { fromOre, maxAmount, toNumber, toOre } from '../src/base/money.ts'
import { amountFromNumber, parseAmount } from '../src/base/parse-amount.ts'
import { anyText } from './support/any-text.ts'

const read = (text: string) => {
  const parsed = parseAmount(text)
  return parsed.ok ? parsed.amount : null
}
const why = (text: string) => {
  const parsed = parseAmount(text)
  return parsed.ok ? parsed.amount : parsed.message
}
const ore = fc.bigInt({ min: 0n, max: toOre(maxAmount) })

t.test('amounts are read in the notations of Swedish tables', async t => {
  const notations: Record<string, string[]> = {
    '440000.00': [
      '440 000 kr',
      '440000',
      '440 000:-',
      '440 000,-',
      '440 000 SEK',
      'SEK 440 000',
      '440000.00',
      '440000kr'
    ],
    '61925.50': ['61 925,50', '61925.5', '61.925,50', '61,925.50', ' 61925,50 kr ', '61\u00a0925,5', '61\u2009925,50'],
    '1234567.00': ['1.234.567', '1,234,567', '1 234 567', '1\u202f234\u202f567 kronor', '1\u2007234\u2007567'],
    '0.00': ['0', '0 kr', '0,00'],
    '999999999999.99': ['999 999 999 999,99']
  }
  for (const [amount, texts] of Object.entries(notations)) for (const text of texts) t.equal(read(text), amount, text)
})

t.test('an amount that can mean two things is refused and not guessed', async t => {
  t.match(why('180 00 kr'), /groups of three.*2 digits/)
  t.match(why('1.234'), /thousands or decimals/)
  t.match(why('12,345'), /thousands or decimals/)
  for (const text of ['1.234,567', '1 234.567', '1234 567', '4 4 0', '12.34.567', '440  000', '007', '0440000']) {
    t.equal(read(text), null, text)
  }
})

t.test('what is no amount in kronor is refused with the reason', async t => {
  t.match(why('1,2345'), /decimals/)
  t.match(why('0,123'), /decimals/)
  t.match(why('1e3'), /exponent/)
  for (const text of ['440 tkr', '1,5 mnkr', '1 mkr', '2 miljoner']) t.match(why(text), /not in kronor/, text)
  t.match(why('10 %'), /percentage/)
  for (const text of ['-5', '−5', '(500)', '- 500 kr']) t.match(why(text), /negative/, text)
  t.match(why('1 000 000 000 000'), /more than/)
  for (const text of [
    '',
    ' ',
    '-',
    '１２',
    '٣',
    '440 000 kr/år',
    '500 EUR',
    '€ 500',
    '+5',
    '.5',
    '5.',
    'ca 500',
    '0x1f'
  ]) {
    t.equal(read(text), null, text)
  }
})

t.test('an amount is the same in every notation', async () => {
  const spaces = fc.constantFrom(' ', '\u00a0', '\u2007', '\u2009', '\u202f')
  const units = fc.constantFrom('', ' kr', ' SEK', ':-', ' kronor', '\u00a0kr')
  fc.assert(
    fc.property(ore, spaces, units, (ore, space, unit) => {
      const amount = fromOre(ore)
      const [kronor, decimals] = amount.split('.') as [string, string]
      const grouped = (by: string) => kronor.replace(/\B(?=(\d{3})+$)/g, by)
      const notations = [
        amount,
        `${kronor},${decimals}`,
        `${grouped(space)},${decimals}`,
        `${grouped(space)}.${decimals}`
      ]
      notations.push(`${grouped('.')},${decimals}`, `${grouped(',')}.${decimals}`)
      if (decimals === '00') notations.push(kronor, grouped(space))
      return notations.every(text => read(text + unit) === amount)
    })
  )
})

t.test('öre, decimal strings and JSON numbers are the same amount', async () => {
  fc.assert(
    fc.property(ore, ore => {
      const amount = fromOre(ore)
      const json = JSON.parse(JSON.stringify(toNumber(amount)))
      const back = amountFromNumber(json)
      return toOre(amount) === ore && toOre(`-${amount}`) === -ore && back.ok && back.amount === amount
    })
  )
})

t.test('a JSON number has at most two decimals and fits the database', async t => {
  t.match(amountFromNumber(1.13), { ok: true, amount: '1.13' })
  t.match(amountFromNumber(-0), { ok: true, amount: '0.00' })
  for (const n of [0.001, 1.005, -1, 1e12, Number.NaN, Number.POSITIVE_INFINITY]) t.equal(amountFromNumber(n).ok, false)
  t.throws(() => toNumber('99999999999999.99'), TooLarge)
  for (const sign of ['', '-']) {
    t.equal(toNumber(`${sign}9999999999999.98`), Number(`${sign}9999999999999.98`))
    t.equal(toNumber(`${sign}9999999999999.99`), Number(`${sign}9999999999999.99`), 'fifteen digits')
    t.throws(() => toNumber(`${sign}10000000000000.00`), TooLarge)
  }
  t.throws(() => toOre('1e3'), RangeError)
})

t.test('no text makes the parser throw, and what it takes is within bounds', async () => {
  const near = fc.stringMatching(/^[\d .,:\u00a0kr-]{0,24}$/)
  fc.assert(
    fc.property(fc.oneof(anyText(), near), text => {
      const amount = read(text)
      return amount === null || (/^(0|[1-9]\d{0,11})\.\d\d$/.test(amount) && toOre(amount) <= toOre(maxAmount))
    }),
    { numRuns: 2000 }
  )
})
