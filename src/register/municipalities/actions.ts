import { eq, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { faultOfAddress } from '../../platform/http/outside.ts'
import { problems } from './problems.ts'
import type { MunicipalityRow } from './queries.ts'
import type { MunicipalityContent } from './schemas.ts'
import { municipalities } from './tables.ts'

/**
 * Registers a municipality, or replaces what is registered of it. The same content again changes nothing and needs no
 * version, so that a script can say it at every start. `expected` is asked for only when something would change. `allowPrivateAddresses`: keys of
 * tokens may be read from a closed network.
 * @throws VersionRequired, Stale, Invalid
 */
export async function putMunicipality(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  content: MunicipalityContent,
  expected: () => Expected,
  { allowPrivateAddresses = false } = {}
): Promise<{ row: MunicipalityRow; created: boolean }> {
  const none = {
    tokenIssuer: null,
    tokenAudience: null,
    tokenKeysUrl: null,
    acceptsTokenTypeJwt: false,
    tokenClaims: [],
    tokenOrganisationNumber: null
  }
  const closed = {
    publishesSchemes: false,
    publishesDecisions: false,
    publishesAgreements: false,
    publishesPayments: false,
    allowsKeyInAddress: false
  }
  const values = { ...none, ...closed, ...content }
  checkTokenSettings(values, allowPrivateAddresses)
  const created = await registerMunicipality(tx, actor, municipalityCode, values)
  if (created) return { row: created, created: true }
  const mine = eq(municipalities.municipalityCode, municipalityCode)
  const [before] = await tx.select().from(municipalities).where(mine).for('update')
  const changes = realChanges<MunicipalityRow>(before!, values)
  if (Object.keys(changes).length === 0) return { row: before!, created: false }
  checkVersion(expected(), before!.version)
  const [after] = await tx
    .update(municipalities)
    .set({ ...changes, version: before!.version + 1, updatedAt: sql`statement_timestamp()` })
    .where(mine)
    .returning()
  await recordEvent(tx, actor, 'municipality.updated', after!, { before: before! })
  return { row: after!, created: false }
}

type TokenSettings = Pick<MunicipalityRow, 'tokenIssuer' | 'tokenAudience' | 'tokenKeysUrl'> &
  Pick<MunicipalityRow, 'tokenClaims' | 'tokenOrganisationNumber'>

/** @throws Invalid */
function checkTokenSettings(values: TokenSettings, allowPrivateAddresses: boolean) {
  const { tokenIssuer, tokenAudience, tokenKeysUrl, tokenClaims, tokenOrganisationNumber } = values
  const given = [tokenIssuer, tokenAudience, tokenKeysUrl].filter(value => value !== null).length
  const isOfTokens = tokenClaims.length > 0 || tokenOrganisationNumber !== null
  if (given % 3 !== 0 || (given === 0 && isOfTokens)) {
    throw new Invalid(
      problems['token-settings-incomplete'],
      {
        en: 'Issuer, audience and keys of tokens go together.',
        sv: 'Utfärdare, mottagare och nycklar för token hör ihop.'
      },
      [
        {
          field: '/tokenIssuer',
          message: 'must be given with tokenAudience and tokenKeysUrl, or nothing of tokens',
          sv: 'måste anges tillsammans med tokenAudience och tokenKeysUrl, eller inget om token'
        }
      ]
    )
  }
  const fault = tokenKeysUrl === null ? null : faultOfAddress(tokenKeysUrl, allowPrivateAddresses)
  if (fault) {
    throw new Invalid(
      problems['token-keys-url-not-allowed'],
      {
        en: `Keys of tokens cannot be read there: tokenKeysUrl ${fault.message}.`,
        sv: `Nycklar för token kan inte läsas där: tokenKeysUrl ${fault.sv}.`
      },
      [{ field: '/tokenKeysUrl', ...fault }]
    )
  }
}

/** Registers a municipality that is not registered; undefined, and nothing changed, where it is. */
export async function registerMunicipality(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  content: MunicipalityContent
): Promise<MunicipalityRow | undefined> {
  const [row] = await tx
    .insert(municipalities)
    .values({ municipalityCode, ...content })
    .onConflictDoNothing()
    .returning()
  if (row) await recordEvent(tx, actor, 'municipality.created', row)
  return row
}
