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
  t.strictSame(searchPatterns('Bidrag%klubb\\d'), [null, 'bidrag', 'klubb', 'd'])
  for (const [text, pattern] of Object.entries({
    '%': '\\%',
    _: '\\_',
    '\\': '\\\\',
    '%_': '\\%\\_',
    ' & ': '&',
    '++': '++'
  })) {
    t.strictSame(searchPatterns(text), [`%${pattern}%`], `without a letter it is looked for as it is: ${text}`)
  }
  for (const nothing of ['', ' ', '\t', '\u200b', '\u00ad \ufeff']) {
    t.strictSame(searchPatterns(nothing), [null], `nothing is named by ${JSON.stringify(nothing)}`)
  }
})

/** Whether a search finds a name: as isFound compares them (platform/records/search.ts). */
const finds = (text: string, name: string) => {
  const [, ...words] = searchPatterns(text)
  return words.length > 0 && words.every(word => new RegExp(word!).test(searchKey(name)))
}

t.test('a word finds its other forms, and those of which it is a part', async t => {
  const one = ['bidrag bidraget bidragen bidragens bidrags', 'stöd stödet stödets', 'avtal avtalet avtalen avtalens']
  const forms = [
    ...[...one, 'förening föreningen föreningar föreningarna föreningens föreningarnas', 'råd rådet'],
    ...['klubb klubben klubbar klubbarnas', 'skola skolan skolor skolornas', 'jour jouren jourer jourerna'],
    ...['partnerskap partnerskapet partnerskapens', 'kulturell kulturella kulturellt', 'stad staden städer']
  ]
  for (const words of forms.map(each => each.split(' '))) {
    for (const asked of words) for (const said of words) t.ok(finds(asked, said), `${asked} finds ${said}`)
  }
  for (const [asked, name] of [
    ['föreningens bidrag', 'Föreningsbidrag'],
    ['bidrag till föreningar', 'Föreningsbidrag'],
    ['bidragen föreningen', 'Bidrag för idrottsföreningar'],
    ['skolornas', 'Skolbidrag'],
    ['rådet', 'Pensionärsrådets bidrag'],
    ['för', 'Bidrag för alla'],
    ['i', 'Bio']
  ] as const) {
    t.ok(finds(asked, name), `${asked} finds ${name}`)
  }
  for (const [asked, name] of [
    ['föreningsbidrag', 'Bidrag till föreningar'],
    ['länkarna', 'Blanketten'],
    ['bok', 'Böcker'],
    ['idrott bidrag', 'Idrottens dag'],
    ['kursen', 'Kuren']
  ] as const) {
    t.notOk(finds(asked, name), `${asked} does not find ${name}`)
  }
})

t.test('a part of a name finds it, and its words in any order', t => {
  const word = fc.string({ unit: fc.constantFrom(...'aeflnorstdkåäöÅ09%_.'), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (words, from, length) => {
      const name = words.join(' ')
      const part = name.slice(from % name.length, (from % name.length) + 1 + (length % name.length))
      const isSearched = (text: string) => searchKey(text) === '' || finds(text, name)
      return isSearched(part) && isSearched(words.toReversed().join(' '))
    })
  )
  t.end()
})

t.test('a name of plain words is searched as any other', t => {
  const word = fc.string({ unit: fc.constantFrom(...'aAzåÅäÄöÖ0 9é'), minLength: 1 })
  // A full stop is no part of a key, and sends the name the longer way.
  fc.assert(fc.property(word, name => searchKey(name) === searchKey(`${name}.`)))
  t.end()
})
