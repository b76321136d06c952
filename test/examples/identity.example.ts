import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startIssuer } from '../../examples/identity/issuer.ts'
import { CHECKS } from '../../src/register/municipalities/tokens.ts'
import { root } from '../support/embedded.ts'
import { aStartedService, blocksOf, ran } from './service.ts'

const document = readFileSync(join(root, 'docs/identity.md'), 'utf8')

async function anIssuerOfTheExample() {
  const { issuer, server } = await startIssuer(0)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return issuer
}

const hasCurl = spawnSync('bash', ['-c', 'curl --version']).status === 0
t.test('docs/identity.md leads from zero to a token, line by line', { skip: !hasCurl && 'no curl here' }, async t => {
  const { address, key } = await aStartedService(t)
  const issuer = await anIssuerOfTheExample()
  // Two processes are started by hand; here they stand already.
  const [service, started, ...commands] = blocksOf('docs/identity.md')
  t.match(service, /npm start$/)
  t.match(started, /^npx node examples\/identity\/issuer\.ts$/)
  const script = commands
    .map(block => `${block}\necho; echo ---`)
    .join('\n')
    .replaceAll('http://127.0.0.1:3000', address)
    .replaceAll('http://127.0.0.1:9000', issuer)
  const curl = 'curl() { command curl -sS "$@"; }\n'
  const { code, stdout, stderr } = await ran('bash', ['-c', curl + script], { KEY: key })
  t.equal(code, 0, stderr)
  const answers = stdout
    .split('---')
    .map(text => text.trim())
    .filter(text => text.startsWith('{'))
    .map(text => JSON.parse(text))
  t.match(answers, [
    { name: 'Haninge', tokenIssuer: issuer },
    { name: 'Socialnämnden', version: 1 },
    { actor: `token:${issuer}#casefile`, scopes: ['bodies:read', 'bodies:write'], holderKind: 'token' },
    { tokenOrganisationNumber: '212000-0084', tokenClaims: [{ claim: 'groups', value: 'statistik' }] },
    { items: [], meta: { knownAt: String } }
  ])
  t.equal(answers.length, 5)
})

t.test('what docs/identity.md says of refusals is so', async t => {
  const { api, ask } = await aStartedService(t)
  const issuer = await anIssuerOfTheExample()
  const rows = [...document.matchAll(/^\| (\d{3}) \| `([a-z-]+)` \| (?:`(\w+)`|–) \|/gm)].map(
    ([, status, rule, check]) => ({
      status: Number(status),
      rule,
      check
    })
  )
  t.strictSame(
    rows.flatMap(({ check }) => check ?? []).sort(),
    ['key', ...Object.keys(CHECKS)].sort(),
    'each check has a row'
  )
  for (const { rule } of rows) {
    const page = await fetch(`${new URL(api).origin}/problems/${rule}`)
    t.equal(page.status, 200, `${rule} has a page`)
  }
  const settings = { tokenIssuer: issuer, tokenAudience: 'partnerskap', tokenKeysUrl: `${issuer}/jwks` }
  const trust = (more: object) =>
    ask('PUT', '/municipalities/0136', { name: 'Haninge', ...settings, ...more }, { 'if-match': '*' })
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'bodies:read' })
  const authorization = `Basic ${Buffer.from('casefile:casefile-secret').toString('base64')}`
  const answer = await fetch(`${issuer}/token`, { method: 'POST', headers: { authorization }, body: form })
  const { access_token } = (await answer.json()) as { access_token: string }
  const refusal = async (path: string, token: string | undefined) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(api + path, { headers })
    const { type, check } = (await response.json()) as { type: string; check?: string }
    return { status: response.status, rule: type.split('/').at(-1), check }
  }
  for (const code of ['0136', '2031']) await ask('PUT', `/municipalities/${code}`, { name: code })
  const seen: Awaited<ReturnType<typeof refusal>>[] = []
  seen.push(await refusal('/0136/bodies', access_token))
  await trust({ tokenAudience: 'other' })
  seen.push(await refusal('/0136/bodies', access_token))
  await trust({ tokenOrganisationNumber: '212000-1868' })
  seen.push(await refusal('/0136/bodies', access_token))
  await trust({})
  seen.push(await refusal('/0136/bodies', undefined))
  seen.push(await refusal('/0136/bodies', 'psk_nobody'))
  seen.push(await refusal('/0136/bodies', 'opaque'))
  seen.push(await refusal('/0136/bodies', `${access_token.slice(0, -9)}AAAAAAAAA`))
  seen.push(await refusal('/0136/organisations', access_token))
  seen.push(await refusal('/2031/bodies', access_token))
  t.strictSame(
    seen.map(({ rule, check }) => check ?? rule),
    [
      'issuer',
      'audience',
      'organisation',
      'credentials-required',
      'key',
      'form',
      'signature',
      'scope-missing',
      'not-found'
    ]
  )
  for (const each of seen)
    t.ok(
      rows.some(row => JSON.stringify(row) === JSON.stringify(each)),
      JSON.stringify(each)
    )
})
