import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Actor } from '../../base/actor.ts'
import { Unauthenticated } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Database } from '../../platform/database/connection.ts'
import { HttpProblem } from '../../platform/http/problem.ts'
import { commonTo, grantedBy, isOfOrganisation, ORGANISATION_CLAIM, textsOf } from './claim-rules.ts'
import { KeysUnavailable, keySetsOf } from './issuer-keys.ts'
import { problems } from './problems.ts'
import { findByIssuer, type MunicipalityRow } from './queries.ts'

/**
 * Access tokens of the municipalities' own issuers (OAuth 2, RFC 9068): signature by the issuer's keys, type, issuer,
 * audience and time are checked; the municipalities are those that name the issuer. Scopes and roles are those that the token names, and
 * those that the municipality gives for its claims.
 */

export type TokenActor = Omit<Actor, 'sentBy' | 'requestId'>
type Options = {
  database: Database
  allowPrivate: boolean
  /** Told why keys could not be read; never with anything of a token. */
  onFailure?: (host: string, reason: string) => void
}

/** Which check a token did not pass, and what that means. The English words stand in a header too: ASCII, no quotes. */
export const CHECKS = {
  form: { en: 'The access token cannot be read.', sv: 'Åtkomsttoken kan inte läsas.' },
  issuer: {
    en: 'No municipality knows the issuer (iss) of the access token.',
    sv: 'Ingen kommun känner till utfärdaren (iss) av åtkomsttoken.'
  },
  signature: {
    en: 'The access token is not signed by a key that its issuer shows.',
    sv: 'Åtkomsttoken är inte signerad med en nyckel som utfärdaren visar.'
  },
  algorithm: {
    en: 'The access token is not signed in a way that is taken here.',
    sv: 'Åtkomsttoken är inte signerad på ett sätt som godtas här.'
  },
  type: {
    en: 'The type (typ) of the token is not that of an access token: at+jwt, or JWT where the municipality takes it.',
    sv: 'Typen (typ) är inte den som en åtkomsttoken har: at+jwt, eller JWT där kommunen godtar det.'
  },
  audience: {
    en: 'The access token is not meant for this service (aud).',
    sv: 'Åtkomsttoken är inte avsedd för den här tjänsten (aud).'
  },
  organisation: {
    en: `The access token is not of the organisation that the municipality takes tokens of (${ORGANISATION_CLAIM}).`,
    sv: `Åtkomsttoken hör inte till den organisation som kommunen godtar token från (${ORGANISATION_CLAIM}).`
  },
  expired: { en: 'The access token has expired (exp).', sv: 'Åtkomsttoken har gått ut (exp).' },
  notYetValid: { en: 'The access token is not valid yet (nbf).', sv: 'Åtkomsttoken gäller inte än (nbf).' },
  claims: {
    en: 'A claim that an access token must hold (iss, sub, aud, exp) is missing or of the wrong form.',
    sv: 'En uppgift som en åtkomsttoken måste ha (iss, sub, aud, exp) saknas eller har fel form.'
  }
} as const satisfies Record<string, Text>

/** @throws never; the error of a token that did not pass this check. */
const refused = (check: keyof typeof CHECKS) =>
  new Unauthenticated(problems['credentials-not-valid'], CHECKS[check], [], { check })

/** Answers a function that turns a token into who sends it, for a path of this municipality where it has one. It throws
 * Unauthenticated, telling which check was not passed, and HttpProblem 503 when the issuer does not show its keys. */
export function tokenVerifier({ database, ...options }: Options) {
  const keysAt = keySetsOf(options)

  return async function verifyToken(token: string, municipalityCode?: string): Promise<TokenActor> {
    const issuer = issuerOf(token)
    const knowing = await findByIssuer(database, issuer)
    if (knowing.length === 0) throw refused('issuer')
    // Only those who name the keys that signed it: whoever registers another's issuer with keys of its own gains nothing.
    const byKeys = Map.groupBy(knowing, ({ tokenKeysUrl }) => tokenKeysUrl!)
    const own = knowing.find(row => row.municipalityCode === municipalityCode)?.tokenKeysUrl
    const check = (url: string) => verified(token, issuer, keysAt(url), byKeys.get(url)!, municipalityCode)
    if (!own) return await anyOf([...byKeys.keys()].map(check))
    // The municipality's own keys first: nobody waits for keys that another has named.
    try {
      return await check(own)
    } catch (error) {
      const others = [...byKeys.keys()].filter(url => url !== own)
      if (!(error instanceof Unauthenticated) || others.length === 0) throw error
      return await anyOf(others.map(check)).catch(() => {
        throw error
      })
    }
  }
}

/** The first that passes; else why not, keys that cannot be read before anything else. */
async function anyOf(attempts: Promise<TokenActor>[]): Promise<TokenActor> {
  try {
    return await Promise.any(attempts)
  } catch (error) {
    const failures = (error as AggregateError).errors as Error[]
    throw failures.find(each => each instanceof HttpProblem) ?? failures[0]
  }
}

async function verified(
  token: string,
  issuer: string,
  keys: ReturnType<ReturnType<typeof keySetsOf>>,
  municipalities: MunicipalityRow[],
  municipalityCode: string | undefined
): Promise<TokenActor> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience: municipalities.map(({ tokenAudience }) => tokenAudience!),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 30
    })
    const taking = takenBy(municipalities, payload, protectedHeader.typ)
    const subject = wordOf(payload.sub)
    if (!subject) throw refused('claims')
    const id = `token:${issuer}#${subject}`
    const granted = grantedIn(taking, payload, municipalityCode)
    return {
      id,
      principal: id,
      name: nameOf(payload, subject),
      // RFC 9068, section 2.2.3.1
      roles: new Set([...textsOf(payload.roles), ...granted.roles]),
      municipalityCodes: taking.map(({ municipalityCode }) => municipalityCode),
      scopes: new Set([...scopesOf(payload), ...granted.scopes])
    }
  } catch (error) {
    throw refusalOf(error)
  }
}

/** The municipalities that take the token. @throws Unauthenticated where none does */
function takenBy(municipalities: MunicipalityRow[], payload: JWTPayload, typ: string | undefined): MunicipalityRow[] {
  const meant = new Set([payload.aud].flat())
  const type = typ?.toLowerCase().replace(/^application\//, '')
  const typed = municipalities
    .filter(({ tokenAudience }) => meant.has(tokenAudience!))
    .filter(({ acceptsTokenTypeJwt }) => type === 'at+jwt' || (acceptsTokenTypeJwt && type === 'jwt'))
  if (typed.length === 0) throw refused('type')
  const taking = typed.filter(({ tokenOrganisationNumber }) => isOfOrganisation(payload, tokenOrganisationNumber))
  if (taking.length === 0) throw refused('organisation')
  return taking
}

/** What the municipality of the path gives for the claims; where the path has none, what all that take the token give. */
function grantedIn(taking: MunicipalityRow[], payload: JWTPayload, municipalityCode: string | undefined) {
  const own = taking.filter(row => row.municipalityCode === municipalityCode)
  return commonTo((own.length > 0 ? own : taking).map(({ tokenClaims }) => grantedBy(tokenClaims, payload)))
}

/** Two persons of one client are two names, everywhere a person reads who did what: `client / subject`. */
function nameOf({ client_id, azp, appid }: JWTPayload, subject: string): string {
  // RFC 9068, OpenID Connect, and Entra ID's first version.
  const client = [client_id, azp, appid].map(wordOf).find(word => word !== undefined)
  return client === undefined || client === subject ? subject : `${client} / ${subject}`
}

/** A claim that names somebody: a text that can be kept and read. */
function wordOf(claim: unknown): string | undefined {
  if (typeof claim !== 'string' || claim.trim() === '' || claim.length > 255) return undefined
  return /\p{Cc}/u.test(claim) || !claim.isWellFormed() ? undefined : claim
}

/** `scope` as RFC 9068 has it, `scp` as Entra ID and Okta do: a text, or a list of them. `*` is for keys that an operator
 * made; no municipality's issuer can grant it. */
function scopesOf({ scope, scp }: JWTPayload): Set<string> {
  const said = [...textsOf(scope), ...textsOf(scp)].flatMap(text => text.split(' '))
  return new Set(said.filter(each => each && each !== '*'))
}

/** What is answered for a token that was not taken: the check that it did not pass, or that it cannot be checked. */
function refusalOf(error: unknown): Error {
  if (error instanceof Unauthenticated) return error
  const unreadable = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid
  if (error instanceof KeysUnavailable || unreadable || !(error instanceof errors.JOSEError)) {
    const detail = {
      en: 'The keys of the token’s issuer cannot be read just now.',
      sv: 'Nycklarna från den som utfärdat token kan inte läsas just nu.'
    }
    return new HttpProblem(503, problems['token-keys-unavailable'], detail, { 'retry-after': '5' })
  }
  if (error instanceof errors.JWTExpired) return refused('expired')
  if (error instanceof errors.JWTClaimValidationFailed) return refused(checkOfClaim(error))
  if (error instanceof errors.JWSSignatureVerificationFailed) return refused('signature')
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return refused('signature')
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return refused('algorithm')
  return refused('form')
}

function checkOfClaim({ claim, reason }: InstanceType<typeof errors.JWTClaimValidationFailed>) {
  if (claim === 'nbf' && reason === 'check_failed') return 'notYetValid'
  if (claim === 'aud') return 'audience'
  return claim === 'iss' ? 'issuer' : 'claims'
}

/** @throws Unauthenticated when it is no token, or names no issuer. */
function issuerOf(token: string): string {
  let issuer: unknown
  try {
    issuer = decodeJwt(token).iss
  } catch {
    throw refused('form')
  }
  if (issuer === undefined) throw refused('claims')
  if (typeof issuer !== 'string' || !issuer.isWellFormed() || issuer.includes('\0')) throw refused('issuer')
  return issuer
}
