/** What claims of access tokens give in a municipality, by its own configuration. Pure. */

/** What a token is given in which the claim says the value. */
export type TokenClaim = {
  /** Name of a claim, or the way to one within others: `groups`, `realm_access.roles`. */
  claim: string
  value: string
  scopes: string[]
  /** Roles that limits of approval are for. */
  roles: string[]
}

/** The Swedish OpenID Connect profile's claim for organisation numbers, as ten digits (oidc.se, Claims and Scopes 1.0, 2.2.1). */
export const ORGANISATION_CLAIM = 'https://id.oidc.se/claim/orgNumber'

type Claims = Record<string, unknown>
export type Granted = { scopes: Set<string>; roles: Set<string> }

/** The texts of a claim that is a text or a list of them; anything else says nothing. */
export const textsOf = (claim: unknown): string[] => [claim ?? []].flat().filter(each => typeof each === 'string')

/** The claim of this name, else the one to which its parts lead; names of claims may hold dots themselves. */
export function claimAt(claims: unknown, way: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined
  if (Object.hasOwn(claims, way)) return (claims as Claims)[way]
  for (let dot = way.indexOf('.'); dot > 0; dot = way.indexOf('.', dot + 1)) {
    const name = way.slice(0, dot)
    const found = Object.hasOwn(claims, name) ? claimAt((claims as Claims)[name], way.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** `scope` and `scp` are words separated by spaces (RFC 6749, 3.3); names of groups and roles may hold spaces. */
function says(claims: Claims, { claim, value }: TokenClaim): boolean {
  const texts = textsOf(claimAt(claims, claim))
  return texts.includes(value) || (/^(scope|scp)$/.test(claim) && texts.some(text => text.split(' ').includes(value)))
}

/** What the configuration gives to a token with these claims. */
export function grantedBy(configured: readonly TokenClaim[], claims: Claims): Granted {
  const said = configured.filter(each => says(claims, each))
  return { scopes: new Set(said.flatMap(each => each.scopes)), roles: new Set(said.flatMap(each => each.roles)) }
}

/** What is granted by each of them: what counts where a token asks about several municipalities at once. */
export function commonTo(several: readonly Granted[]): Granted {
  const [first, ...others] = several
  const common = (kind: keyof Granted) =>
    new Set([...(first?.[kind] ?? [])].filter(each => others.every(other => other[kind].has(each))))
  return { scopes: common('scopes'), roles: common('roles') }
}

/** Whether the token is of the organisation with this number (`212000-0084`); null: of any. */
export function isOfOrganisation(claims: Claims, organisationNumber: string | null): boolean {
  if (organisationNumber === null) return true
  const digits = organisationNumber.replace('-', '')
  return textsOf(claims[ORGANISATION_CLAIM]).some(text => text.replace('-', '') === digits)
}
