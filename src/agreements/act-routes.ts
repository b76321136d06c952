import type { Static, TSchema } from 'typebox'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import type { App } from '../http/app.ts'
import { ById, ref, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { Adoption, Amendment, Correction, Ending, ExtensionExercise, Signing, Termination } from './act-schemas.ts'
import { amendAgreement, correctAgreement, extendAgreement, withdrawAgreement } from './actions.ts'
import { presentAgreement } from './present.ts'
import { type AgreementRow, findByReference } from './queries.ts'
import { byReference } from './reference-schemas.ts'
import { Agreement } from './schemas.ts'
import { decideAgreement, endAgreement, signAgreement, terminateAgreement } from './steps.ts'

type Act<T extends TSchema> = {
  verb: string
  body: T
  summary: string
  description: string
  act: (tx: Transaction, actor: Actor, ref: Ref, sent: Static<T>) => Promise<AgreementRow>
}

/** `POST …/{id}/<verb>`: the steps, and the changes of what was signed. Each makes a version and an event. */
export async function agreementActRoutes(app: App) {
  const config = { scope: 'agreements:write' }
  const common = { tags: ['agreements'], response: { 200: ref(Agreement) } }

  function route<T extends TSchema>({ verb, body, summary, description, act }: Act<T>) {
    const schema = { ...common, operationId: `${verb}Agreement`, summary, description, params: ById, body: ref(body) }
    app.post(`/:id/${verb}`, { config, schema }, (request, reply) =>
      write(request, reply, async tx => {
        const row = await act(tx, request.actor, request.params, request.body as Static<T>)
        return (await presentAgreement(tx, request.actor, row)) as never
      })
    )
  }

  route({
    verb: 'decide',
    body: Adoption,
    summary: 'Record that it was decided',
    description: 'A draft becomes decided, by a decision of the register where it is known which.',
    act: decideAgreement
  })
  route({
    verb: 'sign',
    body: Signing,
    summary: 'Record signatures',
    description:
      'Records that signatories have signed. The agreement is signed when all have; the same signatures again change nothing.',
    act: signAgreement
  })
  app.post(
    '/by-reference/:source/:reference/sign',
    {
      config,
      schema: {
        ...common,
        operationId: 'signAgreementByReference',
        summary: 'Record signatures by your own reference',
        description: 'As sign, where the caller knows the agreement by its own reference.',
        params: byReference,
        body: ref(Signing)
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode, source, reference } = request.params
        const found = await findByReference(tx, municipalityCode, source, reference)
        const row = await signAgreement(tx, request.actor, found, request.body)
        return (await presentAgreement(tx, request.actor, row)) as never
      })
  )
  route({
    verb: 'amend',
    body: Amendment,
    summary: 'Change what was signed',
    description: 'A change with a decision of its own, the day from which it holds, and a reason.',
    act: amendAgreement
  })
  route({
    verb: 'correct',
    body: Correction,
    summary: 'Put right what was recorded wrongly',
    description:
      'The agreement is as it always was; the record of it was wrong. What was known before can still be asked for.',
    act: correctAgreement
  })
  route({
    verb: 'extend',
    body: ExtensionExercise,
    summary: 'Exercise an option to extend',
    description: 'The term becomes longer by the months of the option.',
    act: extendAgreement
  })
  route({
    verb: 'end',
    body: Ending,
    summary: 'Record that it has ended',
    description: 'A signed agreement becomes ended, on a day that has come.',
    act: endAgreement
  })
  route({
    verb: 'terminate',
    body: Termination,
    summary: 'Record an end before time',
    description: 'Why it ends, on which day, and who gave notice when. It runs until that day.',
    act: terminateAgreement
  })
  route({
    verb: 'discard',
    body: Withdrawal,
    summary: 'Discard a draft',
    description: 'A draft that came to nothing. It is kept, and can be listed with withdrawn=include.',
    act: (tx, actor, ref, { reason }) => withdrawAgreement(tx, actor, ref, reason, 'discarded')
  })
  route({
    verb: 'withdraw',
    body: Withdrawal,
    summary: 'Withdraw an agreement registered in error',
    description: 'Takes back an agreement, decided or signed, that should not stand in the register at all.',
    act: (tx, actor, ref, { reason }) => withdrawAgreement(tx, actor, ref, reason, 'withdrawn')
  })
}
