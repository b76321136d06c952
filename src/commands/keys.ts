import type { Database } from '../platform/database/connection.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../platform/http/api-keys.ts'

export type NewKeyOptions = {
  municipality?: string[]
  scope?: string[]
  expires?: string
  person?: string
  role?: string[]
}

/** `partnerskap keys create NAME`: prints the secret, this once. */
export async function createKey(database: Database, name: string, options: NewKeyOptions): Promise<void> {
  const { municipality, scope = ['*'], expires, person = null, role = [] } = options
  for (const code of municipality ?? []) {
    if (!/^\d{4}$/.test(code)) throw new Error(`--municipality ${code}: a municipality code is four digits`)
  }
  if (expires && Number.isNaN(Date.parse(expires))) throw new Error(`--expires ${expires}: is not a date`)
  const municipalityCodes = municipality ?? null
  if (person !== null && person.trim() === '') throw new Error('--person: name the person')
  if (person && /^\s*token:/.test(person) && !/^\s*token:\S+#\S/.test(person)) {
    throw new Error('--person: a subject of access tokens is token:, the issuer, # and the subject')
  }
  if (role.some(name => name.trim() === '')) throw new Error('--role: name the role')
  const key = await createApiKey(database, {
    name,
    municipalityCodes,
    scopes: scope,
    expiresAt: expires ?? null,
    roles: role.map(name => name.trim()),
    ...(person && { holderKind: 'person', holder: person.trim() })
  })
  console.log(`id      ${key.id}`)
  console.log(`key     ${key.secret}`)
  console.log('The key is shown this once and is kept nowhere.')
}

/** `partnerskap keys list`: never the secrets. */
export async function listKeys(database: Database): Promise<void> {
  for (const key of await listApiKeys(database)) {
    const where = key.municipalityCodes?.join(',') ?? 'all municipalities'
    const state = key.revokedAt ? `revoked ${key.revokedAt}` : key.expiresAt ? `until ${key.expiresAt}` : 'valid'
    const used = key.lastUsedAt ? `last used ${key.lastUsedAt}` : 'never used'
    const whose = key.holder ? `${key.holderKind} ${key.holder}` : key.holderKind
    const roles = key.roles.length > 0 ? `roles ${key.roles.join(',')}` : 'no roles'
    console.log([key.id, `${key.prefix}…`, key.name, whose, roles, where, key.scopes.join(' '), state, used].join('  '))
  }
}

/** `partnerskap keys revoke ID`: stops working within seconds. @throws when no such key works */
export async function revokeKey(database: Database, id: string): Promise<void> {
  if (!/^[0-9a-f-]{36}$/i.test(id) || !(await revokeApiKey(database, id))) {
    throw new Error(`There is no key ${id} that still works.`)
  }
  console.log(`Revoked ${id}.`)
}
