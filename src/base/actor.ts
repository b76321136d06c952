/** Who does what is done: an API key or the subject of an access token, and for whom it says that it acts. */
export type Actor = {
  /** `key:<id>`, `token:<issuer>#<subject>` or `cli:<user>`. */
  id: string
  name: string
  /**
   * Who it is when persons are told apart: two keys of one person are one. `person:<name>` for a key that belongs to a
   * person, else the same as `id`. Authenticated, never asserted.
   */
  principal: string
  /** Roles that limits of approval are for. */
  roles: ReadonlySet<string>
  /** Null: all municipalities. */
  municipalityCodes: readonly string[] | null
  scopes: ReadonlySet<string>
  /** Asserted by the calling system (X-Sent-By), never proven. */
  sentBy: string | null
  requestId: string | null
}

/** A job of the service, as events and histories name it. */
export const jobActor = (name: string): Actor => ({
  id: `job:${name}`,
  name,
  principal: `job:${name}`,
  roles: new Set(),
  municipalityCodes: null,
  scopes: new Set(),
  sentBy: null,
  requestId: null
})

/** A municipality, as a path names it. */
export type Municipality = { municipalityCode: string }

/** A record of a municipality, as a path names it. */
export type Ref = { municipalityCode: string; id: string }

/** Whether the actor holds the scope; `*` holds them all. */
export function holdsScope(actor: Pick<Actor, 'scopes'>, scope: string): boolean {
  return actor.scopes.has(scope) || actor.scopes.has('*')
}
