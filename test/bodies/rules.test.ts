import t from 'tap'
import { kindOfBody, leadsBack } from '../../src/register/bodies/rules.ts'

t.test('a name tells the kind of a body by the word that says most, else it is a committee', async t => {
  const kinds: [name: string, kind: string][] = [
    ['Kommunfullmäktige', 'council'],
    ['Fullmäktiges valberedning', 'council'],
    ['Kommunstyrelsen', 'executiveBoard'],
    ['KOMMUNSTYRELSEN', 'executiveBoard'],
    ['Kommunstyrelse', 'executiveBoard'],
    ['Kommunstyrelsens arbetsutskott', 'subcommittee'],
    ['Kommunstyrelsens beredning', 'draftingCommittee'],
    ['Kommunstyrelseförvaltningen', 'department'],
    ['Kommunstyrelsens kontor', 'department'],
    ['Stadsbyggnadskontoret', 'department'],
    ['Socialnämnden', 'committee'],
    ['Kultur och fritid', 'committee']
  ]
  for (const [name, kind] of kinds) t.equal(kindOfBody(name), kind, name)
})

t.test('a way that comes back to where it began is found, at its first step and at its last', async t => {
  const way = (steps: Record<string, string>) => (id: string) => steps[id] ?? null
  t.equal(leadsBack('a', 'a', way({})), true, 'itself')
  t.equal(leadsBack('a', 'b', way({})), false)
  t.equal(leadsBack('a', 'b', way({ b: 'a' })), true)
  t.equal(leadsBack('a', 'b', way({ b: 'c', c: 'd' })), false)
  t.equal(leadsBack('a', 'b', way({ b: 'c', c: 'd', d: 'a' })), true)
  t.equal(leadsBack('a', 'b', way({ b: 'c', c: 'b' })), false, 'a circle that it is not in')
  t.equal(leadsBack('a', 'b', way({ b: 'b' })), false)
})
