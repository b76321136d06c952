import t from 'tap'
import { luhn } from '../../src/base/check-digits.ts'
import { checkValidity, parseAccountNumber, parseBic } from '../../src/money/payee-accounts/rules.ts'

/** Both sides of the edge of every rule of accounts; nothing here is looked up. */

const numbers = { bankgiro: '1234567890123', plusgiro: '1234567890123' } as const
const withCheck = (digits: string) => digits + [...'0123456789'].find(check => luhn(digits + check))
/** A Swedish IBAN of a bank's 20 digits, with its check digits. */
const iban = (bban: string) => `SE${String(98n - (BigInt(`${bban}281400`) % 97n)).padStart(2, '0')}${bban}`

t.test('a giro number has as many digits as the giro gives, and its check digit', async t => {
  const lengths = (kind: 'bankgiro' | 'plusgiro') =>
    Array.from({ length: 10 }, (_, n) => n + 1).filter(
      length => parseAccountNumber(kind, withCheck(numbers[kind].slice(0, length - 1))).ok
    )
  t.same(lengths('bankgiro'), [7, 8])
  t.same(lengths('plusgiro'), [2, 3, 4, 5, 6, 7, 8])
  for (const kind of ['bankgiro', 'plusgiro'] as const) {
    for (const length of [7, 8]) {
      const right = withCheck(numbers[kind].slice(0, length - 1))
      const taken = [...'0123456789'].filter(digit => parseAccountNumber(kind, right.slice(0, -1) + digit).ok)
      t.same(taken, [right.at(-1)], `${kind} of ${length} digits`)
    }
  }
})

t.test('an IBAN is as long as its country has it, with the check digits of its number', async t => {
  const right = iban('50000000058398257466')
  t.same(parseAccountNumber('iban', right), { ok: true, value: right })
  for (const wrong of [right.slice(0, -1), `${right}0`, `NO${right.slice(2)}`, `${right.slice(0, -1)}7`]) {
    t.equal(parseAccountNumber('iban', wrong).ok, false, wrong)
  }
  const taken = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0')).filter(
    check => parseAccountNumber('iban', `SE${check}${right.slice(4)}`).ok
  )
  t.same(taken, [right.slice(2, 4)])
})

t.test('a personal number is a day of a year, or a coordination number, with its check digit', async t => {
  const isPersonal = (number: string, before = '3000000000') => !parseAccountNumber('iban', iban(before + number)).ok
  const born = (month: string, day: string) => isPersonal(withCheck(`81${month}${day}987`))
  t.same(
    ['00', '01', '12', '13'].map(month => born(month, '15')),
    [false, true, true, false]
  )
  t.same(
    ['00', '01', '31', '32', '60', '61', '91', '92'].map(day => born('12', day)),
    [false, true, true, false, false, true, true, false]
  )
  t.ok(isPersonal('8112189876'))
  t.notOk(isPersonal('8112189875'), 'of another check digit')
  t.ok(isPersonal('8112189876', '3000003300'), 'behind the clearing number of personal accounts')
  t.notOk(isPersonal('8112189876', '3000003301'), 'behind another')
  t.notOk(isPersonal('8112189876', '5000000000'), 'of another bank')
})

t.test('a BIC has 8 or 11 characters', async t => {
  const lengths = [7, 8, 9, 10, 11, 12].filter(length => parseBic('NDEASESSXXX0'.slice(0, length)).ok)
  t.same(lengths, [8, 11])
  t.same(parseBic(' ndea se ss '), { ok: true, value: 'NDEASESS' })
})

t.test('a validity may be a single day, and never ends before it begins', async t => {
  const validFrom = '2022-03-15'
  t.same(
    ['2022-03-14', '2022-03-15', '2022-03-16'].map(validTo => checkValidity({ validFrom, validTo }).length),
    [1, 0, 0]
  )
  t.same(checkValidity({ validFrom, validTo: null }), [])
  t.same(checkValidity({ validFrom: null, validTo: '1999-01-01' }), [])
  t.same(checkValidity({}), [])
})
