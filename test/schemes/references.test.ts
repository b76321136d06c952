import t from 'tap'
import type { Actor } from '../../src/base/actor.ts'
import { withdrawBody } from '../../src/register/bodies/actions.ts'
import { aRegister, made } from '../support/register.ts'

const actor: Actor = {
  ...{ id: 'key:test', name: 'test', principal: 'key:test', roles: new Set<string>(), municipalityCodes: null },
  ...{ scopes: new Set(['*']), sentBy: null, requestId: null }
}
const year = { year: 2022, amount: 100 }
const figure = { label: 'Organisationsstöd per år', measure: 'paid', amount: 130_000_000, amountPer: 'year' }
const target = {
  ...{ text: 'Minst 20 % till barn och unga', measure: 'shareOfGranted', percent: 20, targetGroup: 'barn och unga' },
  denominator: 'nämndens samlade bidrag'
}

t.test(
  'nothing can refer to a body that is being withdrawn, nor a body be withdrawn that something refers to',
  async t => {
    const { admin, database } = await aRegister(t)
    const cases: [path: string, body: (bodyId: string) => object][] = [
      ['/budgets', bodyId => ({ bodyId, ...year })],
      ['/published-figures', bodyId => ({ bodyId, ...figure })],
      ['/targets', ownerBodyId => ({ ownerBodyId, ...target })]
    ]
    for (const [path, body] of cases) {
      const { id } = await made(admin('POST', '/0136/bodies', { name: `Nämnden av ${path}`, kind: 'committee' }))
      const answer = await database.transaction(async tx => {
        await withdrawBody(tx, actor, { municipalityCode: '0136', id }, 'Fel')
        const asked = admin('POST', `/0136${path}`, body(id))
        // Long enough for what does not wait to be answered; what waits is answered when this is committed.
        const soon = await Promise.race([asked, new Promise<null>(resolve => setTimeout(() => resolve(null), 500))])
        t.equal(soon, null, `${path} waits`)
        return { asked }
      })
      const field = path === '/targets' ? '/ownerBodyId' : '/bodyId'
      t.match(await answer.asked, { status: 422, body: { violations: [{ field }] } }, path)

      const { id: other } = await made(
        admin('POST', '/0136/bodies', { name: `Andra nämnden av ${path}`, kind: 'committee' })
      )
      // Ids are the same however they are written.
      const { id: record } = await made(admin('POST', `/0136${path}`, body(other.toUpperCase())))
      const withdrawn = () => admin('POST', `/0136/bodies/${other}/withdraw`, { reason: 'Fel' })
      t.match(await withdrawn(), { status: 409, body: { type: /body-in-use$/ } }, path)
      await made(admin('POST', `/0136${path}/${record}/withdraw`, { reason: 'Fel' }))
      t.equal((await withdrawn()).status, 200, path)
    }
  }
)
