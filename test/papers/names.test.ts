import { readFileSync } from 'node:fs'
import t from 'tap'
import { type Names, namesOf } from '../../src/reads/papers/names.ts'

/** The names as a list, those of rows behind the name of their list: `letters.lines.granted`. */
function listedNames(names: Names, before = ''): { name: string; description: string }[] {
  return Object.entries<Names[string]>(names).flatMap(([name, of]) =>
    typeof of === 'string'
      ? [{ name: before + name, description: of }]
      : [{ name: before + name, description: of[0] }, ...listedNames(of[1], `${before}${name}.`)]
  )
}

t.test('docs/papers.md tells every name that a template may use, and none that is gone', async t => {
  const [, ...sections] = readFileSync(new URL('../../docs/papers.md', import.meta.url), 'utf8').split('\n### ')
  const told = Object.fromEntries(
    sections.map(section => [section.split('\n')[0], section.split('\n').filter(line => line.startsWith('- '))])
  )
  t.strictSame(Object.keys(told), Object.keys(namesOf))
  for (const [kind, names] of Object.entries(namesOf)) {
    t.strictSame(
      told[kind],
      listedNames(names).map(({ name, description }) => `- \`${name}\`: ${description}`),
      kind
    )
  }
})
