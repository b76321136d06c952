import { sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lockRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, ref, Strict, Uuid } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { schemes } from '../schemes/record.ts'
import { agreementsFromLines, countFromLines } from './from-lines.ts'
import { problems } from './problems.ts'

const MakingQuery = Strict({
  dryRun: Type.Optional(
    Type.Boolean({ default: false, description: 'Tells what would happen and changes nothing', example: false })
  )
})

export const MadeAgreements = Strict(
  {
    schemeId: Uuid('The scheme'),
    isApplied: Type.Boolean({ description: 'False of a dry run', example: true }),
    agreementCount: Type.Integer({ minimum: 0, description: 'Agreements that were, or would be, made', example: 8 })
  },
  { $id: 'MadeAgreements', description: 'What came of the awards of a scheme' }
)
export type MadeAgreements = Static<typeof MadeAgreements>

/**
 * Makes the agreements of awards that were given before their scheme was marked as a partnership: once each, as an import
 * makes them; those that there are, withdrawn ones too, are not made again. @throws NotFound, Conflict (withdrawn, `scheme-not-partnership`)
 */
export async function makeAgreements(
  tx: Transaction,
  actor: Actor,
  scheme: Ref,
  dryRun = false
): Promise<MadeAgreements> {
  const { municipalityCode, id } = scheme
  const { kind, name } = await lockRecord(tx, schemes, 'scheme', scheme)
  if (kind !== 'partnership') {
    throw new Conflict(problems['scheme-not-partnership'], {
      en: `${name} is of the kind ${kind}: its awards are grants and no agreements.`,
      sv: `${name} är av slaget ${kind}: det som beviljas är bidrag och inga avtal.`
    })
  }
  const lines = sql`
    select line.id as line_id from decision_lines line join decisions decision on decision.id = line.decision_id
    where ${ofMunicipality(municipalityCode, 'line', 'decision')} and line.scheme_id = ${id} and line.withdrawn_at is null
      and decision.withdrawn_at is null and decision.annulment_recorded_at is null`
  const make = dryRun
    ? countFromLines(tx, municipalityCode, lines)
    : agreementsFromLines(tx, actor, municipalityCode, lines)
  return { schemeId: id, isApplied: !dryRun, agreementCount: await make }
}

/** `POST /schemes/{id}/make-agreements`. */
export async function makeAgreementsRoute(app: App) {
  app.post(
    '/:id/make-agreements',
    {
      config: { scope: 'agreements:write' },
      schema: {
        operationId: 'makeAgreements',
        tags: ['agreements'],
        summary: 'Make the agreements of a scheme',
        description:
          'Of a scheme that was marked as a partnership after its decisions came in: each award gives an agreement, decided and without a term, once.',
        params: ById,
        querystring: MakingQuery,
        response: { 200: ref(MadeAgreements) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => makeAgreements(tx, request.actor, request.params, request.query.dryRun))
  )
}
