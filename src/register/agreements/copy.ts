import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, Named, ref, Strict } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { type Content, Party, stated, type Term } from './content.ts'
import { presentAgreement } from './present.ts'
import { problems } from './problems.ts'
import { Agreement, type AgreementRow, agreements, type NewAgreement } from './record.ts'
import { createAgreement } from './write.ts'

export const AgreementCopy = Strict(
  {
    parties: Type.Array(ref(Party), {
      minItems: 1,
      maxItems: 100,
      description: 'Its parties',
      example: []
    }),
    title: stated.title,
    term: stated.term,
    ...Named
  },
  {
    $id: 'AgreementCopy',
    description: 'A copy',
    example: { parties: [{ key: 'partner', kind: 'unnamed', role: 'partner' }] }
  }
)
type AgreementCopy = Static<typeof AgreementCopy>

/** What is taken over as it stands. What names parties, days, awards, persons, documents or steps is never among it. */
const taken = [
  'kind',
  'onePayee',
  'needs',
  'societalChallenge',
  'purpose',
  'goals',
  'steering',
  'focusAreaIds',
  'kindOfWorkIds',
  'targetGroupIds',
  'targetGroups',
  'commitments',
  'indexClause'
] as const satisfies readonly (keyof Content)[]

/** Lengths and options of a term; no day of it, and no option is exercised. */
function lengthsOf(term: Term | null): Term | null {
  if (!term) return null
  const { alternatives, extensions, renewal, untilFurtherNotice } = term
  return {
    ...(alternatives && { alternatives }),
    ...(extensions && { extensions: extensions.map(({ key, months }) => ({ key, months })) }),
    ...(renewal && { renewal }),
    ...(untilFurtherNotice !== undefined && { untilFurtherNotice })
  }
}

/** What a new agreement takes over of another. Pure. */
export function copiedOf(content: Content): Partial<NewAgreement> {
  return {
    ...Object.fromEntries(taken.map(name => [name, content[name]])),
    payeeKey: content.payeeKey,
    contributions: content.contributions.map(
      ({ partyKey, kind, description, amount, certainty, amountPer, ...one }) => ({
        ...{ partyKey, kind, description, amount, certainty, amountPer, valuation: one.valuation },
        ...(one.confidential !== undefined && { confidential: one.confidential })
      })
    ),
    term: lengthsOf(content.term),
    signatories: content.signatories.map(({ key, partyKey, role }) => ({ key, partyKey, role }))
  }
}

/** @throws Invalid where the copied parts name a party that is not among the new ones */
function refuseMissingParties(copied: Partial<NewAgreement>, parties: AgreementCopy['parties']) {
  const { contributions = [], commitments = [], signatories = [], payeeKey } = copied
  const named = [...contributions, ...commitments, ...signatories].map(({ partyKey }) => partyKey)
  const keys = new Set(parties.map(({ key }) => key))
  const missing = new Set([...named, ...(payeeKey ? [payeeKey] : [])].filter(key => !keys.has(key)))
  if (missing.size === 0) return
  const list = [...missing].join(', ')
  throw new Invalid(
    problems['agreement-not-valid'],
    { en: 'Copied parts name parties that it does not have.', sv: 'Delar som kopieras anger parter som inte finns.' },
    [
      {
        field: '/parties',
        message: `must have the keys ${list}, which copied parts name`,
        sv: `måste ha nycklarna ${list}, som delar som kopieras anger`
      }
    ]
  )
}

/**
 * Registers a draft with what another agreement says, whatever its status, and a relation to it (`copyOf`): what parties put in and
 * undertake, the lengths of its term, its clauses and who signs by role. @throws NotFound, Conflict (withdrawn, reference taken), Invalid
 */
async function copyAgreement(tx: Transaction, actor: Actor, of: Ref, sent: AgreementCopy): Promise<AgreementRow> {
  const { id, content } = await lockRecord(tx, agreements, 'agreement', of)
  const { term, ...own } = sent
  const copied = copiedOf(content)
  refuseMissingParties(copied, sent.parties)
  const made = {
    ...copied,
    kind: content.kind,
    ...own,
    ...(term !== undefined && { term }),
    relations: [{ kind: 'copyOf' as const, agreementId: id }]
  }
  return await createAgreement(tx, actor, of, made)
}

/** `POST …/{id}/copy`. */
export function copyRoute(app: App) {
  app.post(
    '/:id/copy',
    {
      config: { scope: 'agreements:write' },
      schema: {
        operationId: 'copyAgreement',
        tags: ['agreements'],
        summary: 'Make an agreement from another',
        description:
          'A draft; a template is a draft too. Copied: contributions, commitments, goals, clauses, lengths of the term, roles of signatories. Never: parties, days, names, funding, assessments, documents, notes, steps.',
        params: ById,
        body: ref(AgreementCopy),
        response: { 201: ref(Agreement) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const made = await copyAgreement(tx, request.actor, request.params, request.body)
        const address = request.url.split('?')[0]!.split('/').slice(0, -2).join('/')
        reply.code(201).header('location', `${address}/${made.id}`)
        return await presentAgreement(tx, request.actor, made)
      })
  )
}
