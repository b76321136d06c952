import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import t from 'tap'
import { DomainError } from '../../src/base/errors.ts'
import { cellsOf, json, linesOf, refused, rowsOf } from './raw.ts'
import { csv, ndjson, sampleFile, trap } from './reading.ts'

t.test('the separator is told by the headings, not by what stands in their quotes', async t => {
  for (const [separator, file] of [
    [';', 'Sökande;"Ansökt, kr, totalt";Beviljat\nIFK;1;2\n'],
    [',', 'Sökande,"a;b;c;d",Beviljat\nIFK,1,2\n'],
    ['\t', 'Sökande\tAnsökt, kr\tBeviljat, kr\nIFK\t1\t2\n'],
    ['|', 'Sökande|Ansökt|Beviljat\nIFK|1|2\n'],
    [';', 'sep=;\nSökande;Beviljat\nIFK;2\n']
  ] as const) {
    t.match(await rowsOf(file), { separator, rows: [{ violations: [] }] }, JSON.stringify(file))
  }
  t.same(await cellsOf('Sökande,co_recipients\nIFK,Ore|Växjö|Lund\n'), [
    { Sökande: 'IFK', co_recipients: 'Ore|Växjö|Lund' }
  ])
  await refused(t, rowsOf('Sökande;Belopp,År\nIFK;1,2\n'), { rule: 'import-file', message: /separator/ })
})

t.test('line ends of every kind give the same rows on the same lines', async t => {
  const lines = ['Sökande;Syfte', 'IFK;"två', 'rader"', '', ';', 'Ore;', 'Lund;"x"', '', '']
  const expected = [
    { line: 2, cells: { Sökande: 'IFK', Syfte: 'två\nrader' } },
    { line: 6, cells: { Sökande: 'Ore', Syfte: '' } },
    { line: 7, cells: { Sökande: 'Lund', Syfte: 'x' } }
  ]
  for (const end of ['\n', '\r\n', '\r']) t.match((await rowsOf(lines.join(end))).rows, expected, JSON.stringify(end))
  t.same(await linesOf(lines.slice(0, 7).join('\r\n')), [2, 6, 7], 'without a last line end')
  t.same(await linesOf(`sep=;\r\n${lines.join('\r\n')}`), [3, 7, 8], 'after a line that tells the separator')
})

t.test('a row with another number of cells than the header is refused alone', async t => {
  const { rows } = await rowsOf(trap('wrong-number-of-cells.csv'))
  t.match(rows, [
    { line: 2, violations: [{ field: '', line: 2, message: /8 cells, the header 7/ }] },
    { line: 3, violations: [{ field: '', line: 3, message: /5 cells/ }] },
    { line: 4, violations: [] }
  ])
})

t.test('a column without a heading may only be empty', async t => {
  t.match((await rowsOf('Sökande;;Beviljat\nIFK;;5\nOre;x;5\n')).rows, [
    { violations: [] },
    { violations: [{ message: /column 2/ }] }
  ])
})

t.test('two columns with one heading are refused', async t => {
  await refused(t, rowsOf('Sökande;Beviljat; Beviljat \nIFK;1;2\n'), {
    rule: 'import-columns',
    violations: [{ field: 'Beviljat', line: 1 }]
  })
})

t.test('quotes that do not match refuse the file and name the line', async t => {
  await refused(t, rowsOf(trap('unclosed-quote.csv')), {
    rule: 'import-file',
    violations: [{ line: 3, message: /never closed/ }]
  })
  await refused(t, rowsOf('Sökande;Syfte\nIFK;a\nOre;"a"b\n'), { rule: 'import-file', violations: [{ line: 3 }] })
  await refused(t, rowsOf('Sökande;Syfte\nIFK;en "duell"\n'), { rule: 'import-file', violations: [{ line: 2 }] })
  await refused(t, rowsOf(`Sökande;Syfte\nIFK;"${'a\n'.repeat(600_000)}`), {
    rule: 'import-file',
    violations: [{ line: 2 }]
  })
})

t.test('an empty file is refused, a file of headings has no rows', async t => {
  for (const type of [csv, ndjson, json])
    for (const file of ['', '\ufeff', ' \n\n']) await refused(t, rowsOf(file, type), { message: /empty/ })
  t.same(await rowsOf('Sökande;Beviljat').then(({ rows }) => rows), [])
})

t.test('headings such as __proto__ are headings', async t => {
  const [row] = (await rowsOf('Sökande;__proto__;constructor\nIFK;x;y\n')).rows
  t.same(Object.keys(row!.cells), ['Sökande', '__proto__', 'constructor'])
  t.equal((await rowsOf('Sökande\nIFK\n')).rows[0]!.cells.constructor, undefined)
  t.same(Object.keys((await rowsOf('{"__proto__":"x","recipient":"y"}', ndjson)).rows[0]!.cells), [
    '__proto__',
    'recipient'
  ])
})

t.test('whatever CSV writes is read back, over the borders of slices too', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'aåö";,|\t \n1') })
  const rows = fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(';', ',', '\t'),
      fc.constantFrom(1, 3000),
      async (rows, delimiter, times) => {
        const records = Array.from({ length: times }, () => rows).flat()
        const file = stringify([['Sökande', 'Syfte', 'Dnr'], ...records], { delimiter, quoted: true })
        const read = await cellsOf(file)
        return (
          read.length === records.length &&
          read.every((row, i) => Object.values(row).join('\0') === records[i]!.join('\0'))
        )
      }
    ),
    { numRuns: 30 }
  )
})

t.test('no bytes make the reader throw anything but an error of the domain', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab;,"\n\r\t|[]{}:\\ 1') }).map(text => Buffer.from(text))
  const bytes = fc.oneof(fc.uint8Array(), text)
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(csv, ndjson, json), async (bytes, type) => {
      try {
        return Array.isArray((await rowsOf(bytes, type)).rows)
      } catch (error) {
        return error instanceof DomainError
      }
    }),
    { numRuns: 500 }
  )
})

t.test('a big file lets other work in between', async t => {
  const [head, ...lines] = new TextDecoder().decode(sampleFile('decisions-2031-rattvik.csv')).trim().split(/\r?\n/)
  const file = Buffer.from([head, ...Array.from({ length: 400 }, () => lines).flat()].join('\n'))
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const { rows } = await rowsOf(file)
  clearInterval(timer)
  t.equal(rows.length, 400 * 49)
  t.ok(turns > 10, `${turns} turns of a timer`)
})
