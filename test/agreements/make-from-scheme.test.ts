import t from 'tap'
import { anImporter, row } from '../imports/importing.ts'
import { made } from '../support/register.ts'

const lines = [
  row(),
  row({ recipient: 'Revansch', granted: 50000 }),
  row({ recipient: 'IFK Ore', outcome: 'avslag', granted: null })
]

t.test('a scheme that is marked as a partnership afterwards gives the agreements of its awards, once', async t => {
  const { take, all, admin, dump, client } = await anImporter(t)
  await take(lines)
  t.same(await all('/agreements'), [])
  const [scheme] = await all('/schemes')
  const path = `/0136/schemes/${scheme.id}`
  t.match(await admin('POST', `${path}/make-agreements`), { status: 409, body: { type: /scheme-not-partnership$/ } })
  await made(admin('PATCH', path, { kind: 'partnership' }, { 'if-match': '*' }))
  const untouched = await dump()
  t.match(await made(admin('POST', `${path}/make-agreements?dryRun=true`)), { agreementCount: 2, isApplied: false })
  t.same(await dump(), untouched, 'a dry run writes nothing')
  t.match(await made(admin('POST', `${path}/make-agreements`)), {
    schemeId: scheme.id,
    agreementCount: 2,
    isApplied: true
  })
  const agreements = await all('/agreements')
  t.match(agreements.map(({ title, status }: { title: string; status: string }) => [title, status]).sort(), [
    ['Haninge Kvinnojour', 'decided'],
    ['Revansch', 'decided']
  ])
  t.match(await all('/events?type=agreement.created'), [{}, {}])
  t.match(await made(admin('POST', `${path}/make-agreements`)), { agreementCount: 0 })
  await made(admin('POST', `/0136/agreements/${agreements[0].id}/withdraw`, { reason: 'Inget avtal' }))
  t.match(
    await made(admin('POST', `${path}/make-agreements`)),
    { agreementCount: 0 },
    'what was withdrawn is not made again'
  )
  t.equal((await admin('POST', path.replace('0136', '2031').concat('/make-agreements'))).status, 404)
  const reader = await client({ scopes: ['agreements:read', 'schemes:write'] })
  t.equal((await reader('POST', `${path}/make-agreements`)).status, 403)
})
