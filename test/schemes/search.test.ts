import { sql } from 'drizzle-orm'
import t from 'tap'
import { searchKey } from '../../src/base/names.ts'
import { aRegister, made } from '../support/register.ts'

const { admin, database } = await aRegister(t)
const post = (name: string, code = '0136') => made(admin('POST', `/${code}/schemes`, { name, kind: 'operating' }))
const asked = async (text: string, more = '', code = '0136') =>
  await made(admin('GET', `/${code}/schemes?search=${encodeURIComponent(text)}${more}`))
const found = async (text: string, more = '', code = '0136'): Promise<string[]> =>
  (await asked(text, more, code)).items.map(({ name }: { name: string }) => name)

t.test('a scheme is found by words of its name, in any order and inflected', async t => {
  const names = ['Föreningsbidrag', 'Bidrag till föreningar, 100 % _kultur', 'Løkkens Café-stöd', 'Stöd till ungdomar']
  for (const name of names) await post(name)
  const [compound, separate, café, young] = names as [string, string, string, string]
  for (const [text, expected] of [
    ['föreningens bidrag', [separate, compound]],
    ['BIDRAGEN foreningarna', [separate, compound]],
    ['bidrag, till: föreningar!', [separate, compound]],
    ['kultur bidraget', [separate]],
    ['lokkens', [café]],
    ['stödet café', [café]],
    ['ungdomarnas stöd', [young]],
    ['stöd ungdom löpning', []],
    ['gdomar', [young]],
    ['%', [separate]],
    ['_', [separate]],
    ['-', [café]],
    ['f%z', []],
    ["' or true --", []],
    ['.*', []],
    ['a b c d e f g h', []],
    ['bidrag till föreningar 100 % kultur och till och kultur', [separate]],
    ['för hundra och en', []]
  ] as const) {
    t.strictSame(await found(text), expected, text)
  }
})

t.test('under its former names, and where it is withdrawn, as the list is asked', async t => {
  const scheme = await post('Snilleblixten')
  await made(admin('PATCH', `/0136/schemes/${scheme.id}`, { name: 'Uppslaget' }, { 'if-match': '*' }))
  for (const text of ['snilleblixtar', 'uppslagen']) t.strictSame(await found(text), ['Uppslaget'], text)
  await made(admin('POST', `/0136/schemes/${scheme.id}/withdraw`, { reason: 'Fel' }))
  t.strictSame(await found('uppslag'), [])
  t.strictSame(await found('uppslag', '&withdrawn=only'), ['Uppslaget'])
})

t.test('in one municipality and not in another; with other filters, and counted', async t => {
  for (const code of ['1862', '2031']) await post(`Lägerbidrag ${code}`, code)
  t.strictSame(await found('läger', '', '1862'), ['Lägerbidrag 1862'])
  t.strictSame(await found('läger'), [])
  t.strictSame(await found('läger', '&kind=operating', '1862'), ['Lägerbidrag 1862'])
  t.strictSame(await found('läger', '&kind=project', '1862'), [])
  t.match(await asked('läger', '&total=true', '1862'), { meta: { totalCount: 1, totalIsExact: true } })
})

t.test('pages of a search neither repeat nor skip what stays, while others come and go', async t => {
  for (const letter of 'abcdefg') await post(`Resebidrag ${letter}`)
  const path = '/0136/schemes?search=resebidraget&limit=2'
  const names: string[] = []
  for (let next = path; ; ) {
    const { items, meta } = await made(admin('GET', next))
    names.push(...items.map(({ name }: { name: string }) => name))
    if (names.length === 2) {
      await post('Resebidrag 1')
      await post('Resebidrag cc')
      const { items: one } = await made(admin('GET', '/0136/schemes?name=Resebidrag%20e'))
      await made(admin('PATCH', `/0136/schemes/${one[0].id}`, { name: 'Annat' }, { 'if-match': '*' }))
    }
    if (!meta.nextCursor) break
    next = `${path}&cursor=${meta.nextCursor}`
  }
  // Resebidrag e is called something else by now, is found by its former name, and stands before what was read.
  t.strictSame(
    names,
    ['a', 'b', 'c', 'cc', 'd', 'f', 'g'].map(letter => `Resebidrag ${letter}`)
  )
  t.ok((await found('resebidrag')).includes('Annat'))
})

t.test('PostgreSQL makes the key of a text that the service makes of a search', async t => {
  const texts = [
    ...[
      'Åsens IF',
      "O'Neill & Co/KB (x)",
      'Straße ÞÓR — “x”',
      'ÆØÅ x×y ÷ z',
      'Ab ½ ² ﬁ',
      'ĐÐđð Łł ı',
      '\u00ad',
      ' ',
      ''
    ],
    ...['a\u00adb zero\u200bwidth', 'la\u0308nk  arna\n x', 'a_b-c.d,e;f:g', '§ 12 €5 – «ja» …', 'naïve Übung café']
  ]
  // Each character of the planes that are Latin letters and their punctuation.
  const latin = Array.from({ length: 0x250 - 0x20 }, (_, at) => String.fromCodePoint(at + 0x20))
  const punctuation = Array.from({ length: 0x60 }, (_, at) => String.fromCodePoint(at + 0x2000))
  const all = [...texts, ...[...latin, ...punctuation].map(one => `x${one}y`)]
  const { rows } = await database.execute<{ said: string; key: string }>(sql`
    select said, search_key(array[said]) as key from unnest(${sql.param(all)}::text[]) as given (said)`)
  t.equal(rows.length, all.length)
  const other = rows.filter(({ said, key }) => key !== searchKey(said))
  t.strictSame(
    other.map(({ said, key }) => `${said} ${said.codePointAt(1)?.toString(16)}: ${key}, ${searchKey(said)}`),
    []
  )
})
