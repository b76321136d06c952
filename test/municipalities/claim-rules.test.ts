import fc from 'fast-check'
import t from 'tap'
import { claimAt, commonTo, grantedBy, isOfOrganisation } from '../../src/register/municipalities/claim-rules.ts'

const claims = {
  scp: 'Grants.Read Payments.Check',
  roles: ['Ekonomi attest', 'Payments.Approve'],
  groups: ['7f9c2ba4-e88f-4e27-9a1e-4c5d6f7a8b90', '/forening/handlaggare'],
  realm_access: { roles: ['ekonom', 'offline_access'] },
  resource_access: { 'partnerskap.api': { roles: ['chef'] } },
  'https://id.example.se/unit': 'SUN',
  nested: { list: [{ a: 1 }, 7, null], number: 7 }
}

t.test('a claim is found by its name, or by the way to it', async t => {
  const cases: [way: string, found: unknown][] = [
    ['groups', claims.groups],
    ['realm_access.roles', claims.realm_access.roles],
    ['resource_access.partnerskap.api.roles', ['chef']],
    ['https://id.example.se/unit', 'SUN'],
    ['realm_access', claims.realm_access],
    ['realm_access.', undefined],
    ['.roles', undefined],
    ['', undefined],
    ['nobody', undefined],
    ['realm_access.nobody.roles', undefined],
    ['scp.length', undefined],
    ['__proto__', undefined],
    ['constructor.name', undefined],
    ['realm_access.constructor', undefined]
  ]
  for (const [way, found] of cases) t.strictSame(claimAt(claims, way), found, way)
})

t.test('what a claim says is compared as a whole, and scopes word by word', async t => {
  const cases: [claim: string, value: string, gives: boolean][] = [
    ['scp', 'Payments.Check', true],
    ['scp', 'Grants.Read Payments.Check', true],
    ['scp', 'Payments', false],
    ['scp', 'payments.check', false],
    ['roles', 'Ekonomi attest', true],
    ['roles', 'Ekonomi', false],
    ['groups', '/forening/handlaggare', true],
    ['groups', '/forening', false],
    ['realm_access.roles', 'ekonom', true],
    ['https://id.example.se/unit', 'SUN', true],
    ['nested.list', '7', false],
    ['nested.number', '7', false],
    ['realm_access', '[object Object]', false]
  ]
  for (const [claim, value, gives] of cases) {
    const granted = grantedBy([{ claim, value, scopes: ['payments:check'], roles: ['ekonom'] }], claims)
    t.strictSame(granted.scopes, new Set(gives ? ['payments:check'] : []), `${claim}: ${value}`)
    t.strictSame(granted.roles, new Set(gives ? ['ekonom'] : []), `${claim}: ${value}`)
  }
})

t.test('what is common to several is what each of them gives', async t => {
  const some = fc.uniqueArray(fc.constantFrom('a:read', 'b:read', 'c:read', 'd:read'))
  const granted = fc.record({ scopes: some, roles: some })
  fc.assert(
    fc.property(fc.array(granted, { minLength: 1, maxLength: 4 }), several => {
      const { scopes } = commonTo(several.map(each => ({ scopes: new Set(each.scopes), roles: new Set(each.roles) })))
      for (const scope of ['a:read', 'b:read', 'c:read', 'd:read']) {
        t.equal(
          scopes.has(scope),
          several.every(each => each.scopes.some(said => said === scope))
        )
      }
    }),
    { numRuns: 50 }
  )
  t.strictSame(commonTo([]), { scopes: new Set(), roles: new Set() })
})

t.test('a token is of an organisation by its number, with or without a hyphen', async t => {
  const claim = 'https://id.oidc.se/claim/orgNumber'
  const cases: [claims: Record<string, unknown>, expected: string | null, is: boolean][] = [
    [{ [claim]: '2120000084' }, '212000-0084', true],
    [{ [claim]: '212000-0084' }, '212000-0084', true],
    [{ [claim]: ['2120001234', '2120000084'] }, '212000-0084', true],
    [{ [claim]: '2120001234' }, '212000-0084', false],
    [{ [claim]: 2120000084 }, '212000-0084', false],
    [{ orgNumber: '2120000084' }, '212000-0084', false],
    [{}, '212000-0084', false],
    [{}, null, true]
  ]
  for (const [said, expected, is] of cases) t.equal(isOfOrganisation(said, expected), is, JSON.stringify(said))
})
