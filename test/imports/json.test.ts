import fc from 'fast-check'
import t from 'tap'
import { cellsOf, json, linesOf, refused, rowsOf } from './raw.ts'
import { ndjson, trap } from './reading.ts'

t.test('NDJSON has an object a line, and a bad line is a bad row', async t => {
  t.match((await rowsOf(trap('bad-line.ndjson'), ndjson)).rows, [
    { line: 1, violations: [] },
    { line: 2, violations: [{ line: 2, message: /not JSON/ }] },
    { line: 3, violations: [] }
  ])
  const { rows } = await rowsOf(
    '\ufeff{"recipient":"IFK"}\r\n\r\n[]\r\n{"granted":{"amount":5}}\r\n"x"',
    `${ndjson}; charset=utf-8`
  )
  t.match(rows, [
    { line: 1, cells: { recipient: 'IFK' }, violations: [] },
    { line: 3, violations: [{ message: /not a JSON object/ }] },
    { line: 4, violations: [{ field: 'granted' }] },
    { line: 5, violations: [{ message: /not a JSON object/ }] }
  ])
})

t.test('JSON is an array of objects, bare or as rows', async t => {
  const objects = [{ recipient: 'a "b", [c] \\' }, { granted: 5.5, note: null }, { co_recipients: ['x', 'y'] }]
  for (const text of [
    JSON.stringify(objects),
    JSON.stringify({ rows: objects }, null, 2),
    `\ufeff ${JSON.stringify(objects)}\n`
  ]) {
    t.same(await cellsOf(text, json), [objects[0], objects[1], { co_recipients: 'x|y' }])
    t.same(await linesOf(text, json), [1, 2, 3])
  }
  t.same(await cellsOf('[ ]', json), [])
  t.same(await cellsOf('{"rows":[]}', json), [])
  t.match((await rowsOf('[1,{"granted":[1]}]', json)).rows, [
    { violations: [{}] },
    { violations: [{ field: 'granted' }] }
  ])
})

t.test('JSON that is broken or too deep is refused', async t => {
  const texts = [
    '{',
    '[',
    '[{}',
    '[{},]',
    '[{}]]',
    '[{}] x',
    '{"rows":[{}]',
    '{"rows":[{}],"more":1}',
    '{"row":[]}',
    '5',
    '[{"a":}]',
    '[,]'
  ]
  for (const text of texts) await refused(t, rowsOf(text, json), { rule: 'import-file' })
  await refused(t, rowsOf(`[${'['.repeat(50_000)}`, json), { message: /too deep/ })
  await refused(t, rowsOf('%PDF-1.7', 'text/plain'), { rule: 'import-file' })
})

t.test('JSON is read over the borders of slices', async () => {
  const object = fc.dictionary(
    fc.string(),
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 2000 }), fc.integer(), fc.constant(null))
  )
  await fc.assert(
    fc.asyncProperty(fc.array(object, { minLength: 1 }), fc.constantFrom(1, 500), async (rows, times) => {
      const objects = Array.from({ length: times }, () => rows).flat()
      const read = await cellsOf(JSON.stringify(objects), json)
      return JSON.stringify(read) === JSON.stringify(objects)
    }),
    { numRuns: 20 }
  )
})
