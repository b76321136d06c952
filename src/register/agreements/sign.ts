import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, Maybe, ref, Strict, Text } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { ByReference, findByReference } from '../../platform/records/by-reference.ts'
import { type Content, Key, precision } from './content.ts'
import { agreementAct, presentAgreement } from './present.ts'
import { problems } from './problems.ts'
import { Agreement, type AgreementRow, agreements } from './record.ts'
import { recordChange, refuseFuture, refuseStatus } from './write.ts'

export const Signing = Strict(
  {
    signedOn: Maybe(Day('When; null where that is not stated', '2021-12-16')),
    signedOnPrecision: precision('the day'),
    signedIn: Maybe(Text('Where', 300, 'Kommunhuset')),
    signatoryKeys: Type.Optional(
      Type.Array(Key('A signatory', 'chair'), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        description: 'Who signs; all who have not unless told',
        example: ['chair']
      })
    ),
    reason: Maybe(Text('Remark on the signing', 2000, 'Högtidlig undertecknande'))
  },
  { $id: 'AgreementSigning', description: 'That signatories signed', example: { signedOn: '2021-12-16' } }
)
type Signing = Static<typeof Signing>

/**
 * Records signatures. The agreement is signed when every signatory has signed; where it names none, by being said to be.
 * The same signatures again change nothing. @throws NotFound, Conflict (not decided, signed on another day), Invalid
 */
export async function signAgreement(tx: Transaction, actor: Actor, ref: Ref, signing: Signing) {
  const row = await lockRecord(tx, agreements, 'agreement', ref)
  const content = row.content
  const { signedOn = null, signatoryKeys, signedIn, reason } = signing
  const signedOnPrecision = signedOn ? (signing.signedOnPrecision ?? 'day') : null
  refuseFuture('/signedOn', signedOn)
  refuseUnknownKeys(signatoryKeys, content)
  if (isRepeated(row, content, signing)) return row
  refuseStatus(row, 'signed')
  const signs = ({ key, signed }: { key: string; signed?: boolean }) =>
    signatoryKeys ? signatoryKeys.includes(key) : !signed
  const signatories = content.signatories.map(one => {
    if (!signs(one)) return one
    if (one.signed && (one.signedOn ?? null) !== signedOn) {
      throw new Conflict(problems['signature-recorded'], {
        en: `${one.key} has signed on another day: correct that instead.`,
        sv: `${one.key} har undertecknat en annan dag: rätta den i stället.`
      })
    }
    return { ...one, signed: true, signedOn, ...(signedOnPrecision && { signedOnPrecision }) }
  })
  const all = signatories.every(({ signed }) => signed)
  const patch = { signatories, ...(signedIn !== undefined && { signedIn }) }
  if (!all) return await recordChange(tx, actor, row, { act: 'signatureRecorded', patch, reason })
  const last = signatories.reduce<{ on: string | null; precision: string | null }>(
    (latest, one) =>
      one.signedOn && (!latest.on || one.signedOn > latest.on)
        ? { on: one.signedOn, precision: one.signedOnPrecision ?? 'day' }
        : latest,
    { on: signedOn, precision: signedOnPrecision }
  )
  return await recordChange(tx, actor, row, {
    act: 'signed',
    status: 'signed',
    patch: { ...patch, signedOn: last.on, signedOnPrecision: last.precision },
    effectiveFrom: last.on,
    reason
  })
}

/** A request that was sent twice: everybody whom it names has signed, on that day. */
function isRepeated(row: AgreementRow, content: Content, { signedOn = null, signatoryKeys }: Signing): boolean {
  const signed = content.signatories as { key: string; signed?: boolean; signedOn?: string | null }[]
  if (row.status === 'signed' && !signatoryKeys) return content.signedOn === signedOn
  if (row.status !== 'decided' && row.status !== 'signed') return false
  if (!signatoryKeys) return false
  return signed
    .filter(({ key }) => signatoryKeys.includes(key))
    .every(one => one.signed && (one.signedOn ?? null) === signedOn)
}

function refuseUnknownKeys(keys: string[] | undefined, content: Content) {
  const known = new Set(content.signatories.map(({ key }) => key))
  const violations = (keys ?? []).flatMap((key, at): Violation[] =>
    known.has(key)
      ? []
      : [
          {
            field: `/signatoryKeys/${at}`,
            message: 'is not a signatory of the agreement',
            sv: 'är ingen av dem som ska underteckna avtalet'
          }
        ]
  )
  if (violations.length > 0)
    throw new Invalid(
      problems['signatory-not-found'],
      { en: 'Somebody who is not to sign cannot.', sv: 'Den som inte ska underteckna kan inte göra det.' },
      violations
    )
}

/** `POST …/{id}/sign`, and the same by reference. */
export function signRoutes(app: App) {
  agreementAct(app, 'sign', {
    says: [
      'Record signatures',
      'Records that signatories have signed. The agreement is signed when all have; the same signatures again change nothing.'
    ],
    body: Signing,
    run: signAgreement
  })
  app.post(
    '/by-reference/:source/:reference/sign',
    {
      config: { scope: 'agreements:write' },
      schema: {
        tags: ['agreements'],
        operationId: 'signAgreementByReference',
        summary: 'Record signatures by your own reference',
        description: 'As sign, where the caller knows the agreement by its own reference.',
        params: ByReference,
        body: ref(Signing),
        response: { 200: ref(Agreement) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const found = await findByReference(tx, agreements, 'agreement', request.params)
        const row = await signAgreement(tx, request.actor, found, request.body)
        return await presentAgreement(tx, request.actor, row)
      })
  )
}
