import fc from 'fast-check'
import t from 'tap'
import { holdsPersonalNumber } from '../../src/imports/rows/personal-numbers.ts'

t.test('a personal number is found in any text of plain letters and signs', t => {
  const around = fc.string({ unit: fc.constantFrom(...'aÅö .,:;()/') })
  const written = fc.constantFrom('640823-3234', '19640823-3234', '6408233234', '1964-08-23-3234', '19640823 3234')
  fc.assert(
    fc.property(around, written, around, (before, number, after) => holdsPersonalNumber(`${before}x${number}x${after}`))
  )
  t.end()
})

t.test('what a text of plain letters holds does not depend on the way it is looked through', t => {
  const text = fc.string({ unit: fc.constantFrom(...'0123468923 -+.aö'), maxLength: 24 })
  // A character that is not seen has the text looked through in whole.
  fc.assert(
    fc.property(
      text,
      plain => holdsPersonalNumber(plain) === (plain.length >= 10 && holdsPersonalNumber(`${plain}\u200b`))
    )
  )
  t.end()
})
