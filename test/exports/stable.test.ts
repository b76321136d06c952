import { readFileSync } from 'node:fs'
import t from 'tap'
import { tablesDescribed } from '../../src/reads/exports/described.ts'
import { exportTables } from '../../src/reads/exports/every-table.ts'

/** What others have built on: columns stay as they are, and the page tells them. */

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

t.test(
  'columns are those of the list that is kept by hand, in its order: new ones are added at the end of a table',
  async t => {
    const kept = Map.groupBy(text('columns.txt').trim().split('\n'), line => line.split(' ')[0]!)
    t.strictSame(
      [...kept.keys()],
      exportTables.map(({ name }) => name)
    )
    for (const { name, columns } of exportTables) {
      const declared = Object.entries(columns).map(([column, { kind }]) => `${name} ${column} ${kind}`)
      t.strictSame(declared, kept.get(name), name)
    }
  }
)

t.test('docs/exports.md tells every table and column as they are declared', async t => {
  const page = text('../../docs/exports.md')
  t.equal(tablesDescribed(page), page, 'npm run openapi')
  for (const { columns } of exportTables) {
    for (const [name, { description }] of Object.entries(columns)) {
      t.match(name, /^[a-z]+([A-Z][a-z]*)*$/)
      t.match(description, /\S/, name)
    }
  }
})
