import t from 'tap'
import { withWholeOperations } from '../../src/platform/http/openapi-paths.ts'
import { aRegister, made } from '../support/register.ts'

const { admin, app } = await aRegister(t)

t.test('what an act says of when it was done is when the record was changed', async t => {
  const make = (path: string, body: object) => made(admin('POST', `/0136/${path}`, body))
  const body = await make('bodies', { name: 'Nämnden', kind: 'committee' })
  const organisation = await make('organisations', { name: 'Korpen' })
  const other = await make('organisations', { name: 'Korpen Haninge' })
  const decision = await make('decisions', { bodyId: body.id, decidedOn: '2022-01-01', lines: [] })
  const scheme = await make('schemes', { name: 'Bidrag', kind: 'operating' })
  const name = await make(`organisations/${organisation.id}/names`, { name: 'Korpen Syd' })
  const reason = { reason: 'Fel' }
  for (const [path, content, field] of [
    [`schemes/${scheme.id}/withdraw`, reason, 'withdrawnAt'],
    [`organisation-names/${name.id}/withdraw`, reason, 'withdrawnAt'],
    [`organisations/${organisation.id}/merge`, { mergedIntoId: other.id, ...reason }, 'mergedAt'],
    [`decisions/${decision.id}/withdraw`, reason, 'withdrawnAt']
  ] as const) {
    const after = await make(path, content)
    t.type(after[field], 'string', path)
    t.equal(after[field], after.updatedAt, path)
  }
})

t.test('the reference has a title and a picture of its own, and a dry run to begin with', async t => {
  for (const [url, title] of [
    ['/docs/', 'API reference'],
    ['/docs/imports', 'imports'],
    ['/docs/all/', 'API reference']
  ] as const) {
    const { body } = await app.inject(url)
    t.ok(body.includes(`<title>partnerskap: ${title}</title>`), url)
    t.match(body, /data:image\/svg\+xml/)
  }
  // biome-ignore lint/suspicious/noExplicitAny: documents are walked as they are
  const { paths, components }: any = withWholeOperations((await app.inject('/openapi.json')).json())
  const parameters = paths['/{municipalityCode}/decision-imports'].post.parameters.map(
    (parameter: { $ref?: string }) =>
      parameter.$ref ? components.parameters[parameter.$ref.split('/').at(-1)!] : parameter
  )
  const dryRun = parameters.find(({ name }: { name?: string }) => name === 'dryRun')
  t.match(dryRun, { example: true, schema: { default: false } }, 'the default of the API is another')
})
