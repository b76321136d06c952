import fc from 'fast-check'
import t from 'tap'
import { containing, nameKey, searchKey, searchPatterns, twinKey } from '../src/base/names.ts'
import { anyText } from './support/any-text.ts'

t.test('a name is itself however it is spaced, quoted or cased', async t => {
  const same = [
    'Föreningen “Länken” – Växjö',
    'föreningen "länken" - växjö',
    ' Föreningen\u00a0 "Länken" -\u200b Växjö\n'
  ]
  for (const name of same) t.equal(nameKey(name), nameKey(same[0]!), name)
  t.equal(nameKey('Fo\u0308reningen'), nameKey('Föreningen'))
  t.not(nameKey('Länkarna'), nameKey('Lankarna'))
  t.not(nameKey('Förening A'), nameKey('Förening B'))
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), name => nameKey(nameKey(name)) === nameKey(name)))
})

t.test('the short way through nameKey gives what the long way gives', async () => {
  const latin = fc.string({ unit: fc.constantFrom(...'aBÅäÖéß,.&()/- 1_') })
  fc.assert(fc.property(latin, name => nameKey(`${name}\u200b`) === nameKey(name)))
})

t.test('a search for lankarna finds länkarna', async t => {
  const found = searchKey('Föreningen fria sällskapet länkarna')
  for (const text of ['länkarna', 'Lankarna', 'LÄNKARNA', 'la\u0308nkarna']) t.ok(found.includes(searchKey(text)), text)
  t.equal(searchKey('Smørås & Æbleö, Øst'), 'smoras ableo ost')
})

t.test('likely twins have one key', async t => {
  t.equal(twinKey('Föreningen fria sällskapet länkarna'), twinKey('Fria Sällskapet Länkarna'))
  t.equal(twinKey('Ore hembygdsförening'), twinKey('Hembygdsföreningen i Ore'))
  t.equal(twinKey('Konst & Hantverk ek. för.'), twinKey('Konst och hantverk'))
  t.not(twinKey('Haninge Kvinnojour'), twinKey('Haninge Ungdomsjour'))
  t.not(twinKey('Föreningen'), '')
})

t.test('no name makes a key throw', async () => {
  fc.assert(
    fc.property(anyText(), name =>
      [nameKey(name), searchKey(name), twinKey(name)].every(key => typeof key === 'string')
    )
  )
})

t.test('what is searched for is a text, whatever a pattern would mean by it', async t => {
  t.equal(containing('a%b_c\\d'), '%a\\%b\\_c\\\\d%')
  t.strictSame(searchPatterns('Länk%arna'), ['%lank arna%', null])
  for (const [text, pattern] of Object.entries({
    '%': '\\%',
    _: '\\_',
    '\\': '\\\\',
    '%_': '\\%\\_',
    ' & ': '&',
    '++': '++'
  })) {
    t.strictSame(searchPatterns(text), [null, `%${pattern}%`], `without a letter it is looked for as it is: ${text}`)
  }
  for (const nothing of ['', ' ', '\t', '\u200b', '\u00ad \ufeff']) {
    t.strictSame(searchPatterns(nothing), [null, null], `nothing is named by ${JSON.stringify(nothing)}`)
  }
})

t.test('a name of plain words is searched as any other', t => {
  const word = fc.string({ unit: fc.constantFrom(...'aAzåÅäÄöÖ0 9é'), minLength: 1 })
  // A full stop is no part of a key, and sends the name the longer way.
  fc.assert(fc.property(word, name => searchKey(name) === searchKey(`${name}.`)))
  t.end()
})
