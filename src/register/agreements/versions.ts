import { getTableColumns, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Actor, holdsScope, type Ref } from '../../base/actor.ts'
import { Invalid } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { type List, page } from '../../platform/http/pagination.ts'
import {
  ById,
  Day,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { contentNames } from './content.ts'
import { asOf, differencesOf, withheld } from './content-rules.ts'
import { problems } from './problems.ts'
import { findVersions } from './queries.ts'
import { agreements, agreementVersions, type VersionRow } from './record.ts'
import { agreementActs, agreementStatuses } from './rules.ts'

/** What was done to an agreement. */

const number = (description: string, example = 2) => Type.Integer({ minimum: 1, description, example })
const anything = (description: string, example: unknown) => Type.Unsafe<unknown>({ description, example })

const Difference = Strict({
  field: Type.String({ description: 'JSON pointer into the agreement', example: '/contributions/0/amount' }),
  before: anything('Value before; null: not stated', 380000),
  after: anything('Value after; null: not stated', 400000)
})

export const AgreementDifferences = Strict(
  {
    versionFrom: number('The earlier version', 1),
    versionTo: number('The later version', 4),
    differences: Type.Array(Difference, { description: 'What differs' })
  },
  {
    $id: 'AgreementDifferences',
    description: 'What differs between two versions',
    example: {
      versionFrom: 1,
      versionTo: 4,
      differences: [{ field: '/contributions/0/amount', before: 380000, after: 400000 }]
    }
  }
)

const Version = Strict(
  {
    version: number('The version that it made'),
    act: OneOf(agreementActs, 'What was done'),
    status: OneOf(agreementStatuses, 'The status after it'),
    effectiveFrom: Nullable(
      Day('First day on which it holds; null: for as long as the agreement has been', '2023-01-01')
    ),
    decisionId: Nullable(Uuid('The decision on it')),
    reason: Nullable(Text('Why', 2000, 'Fler platser behövs')),
    recordedAt: Instant('When it was recorded'),
    recordedBy: Type.String({ description: 'By which key or token', example: 'Ärendehanteringen' }),
    sentBy: Nullable(Type.String({ description: 'Whom the system says that it acts for', example: 'anna' })),
    differences: Type.Array(Difference, { description: 'What it changed' })
  },
  {
    $id: 'AgreementVersion',
    description: 'What was done to the agreement at once',
    example: {
      version: 4,
      act: 'amended',
      status: 'signed',
      effectiveFrom: '2023-01-01',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      reason: 'Fler platser behövs',
      recordedAt: '2022-12-01T09:30:00.123456Z',
      recordedBy: 'Ärendehanteringen',
      sentBy: null,
      differences: [{ field: '/contributions/0/amount', before: 380000, after: 400000 }]
    }
  }
)

export const AgreementVersionPage = PageOf(
  ref(Version),
  'AgreementVersionPage',
  'A page of what was done to the agreement, oldest first'
)
export const VersionQuery = Strict(walkedBy(['id']))
export const DifferenceQuery = Strict({
  versionFrom: number('The earlier version', 1),
  versionTo: number('The later version', 4)
})
export const versionSchemas = [AgreementDifferences, Version, AgreementVersionPage]

const versionList: List<VersionRow & { id: number }> = {
  name: 'agreement-versions',
  select: db =>
    db
      .select({ ...getTableColumns(agreementVersions), id: agreementVersions.number })
      .from(agreementVersions)
      .$dynamic(),
  where: sql`${agreementVersions.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${agreementVersions.agreementId} = ${sql.placeholder('id')}`,
  filters: {},
  sorts: { id: { column: agreementVersions.number, of: row => row.id } },
  id: { column: agreementVersions.number, of: row => row.id }
}

/** What was done to the agreement, each with what it changed. @throws NotFound */
async function listVersions(request: FastifyRequest, reply: FastifyReply, ref: Ref) {
  const { database } = request.server
  await findRecord(database, agreements, 'agreement', ref)
  const { items, meta } = await page(request, reply, versionList, ref)
  const versions = await findVersions(database, ref)
  const contentOf = (at: number) => readable(request.actor, asOf(versions.slice(0, at + 1), contentNames, null).content)
  const changesOf = (version: number) => {
    const at = versions.findIndex(({ number }) => number === version)
    return differencesOf(at === 0 ? {} : contentOf(at - 1), at === 0 ? stated(contentOf(0)) : contentOf(at))
  }
  return {
    items: items.map(({ patch, municipalityCode, agreementId, id, number: version, ...one }) => {
      return { version, ...one, differences: changesOf(version) }
    }),
    meta
  }
}

/** What differs between two versions. @throws NotFound, Invalid (no such version) */
async function compareVersions(
  db: Connection,
  actor: Actor,
  ref: Ref,
  { versionFrom, versionTo }: { versionFrom: number; versionTo: number }
) {
  await findRecord(db, agreements, 'agreement', ref)
  const versions = await findVersions(db, ref)
  const violations = Object.entries({ versionFrom, versionTo }).flatMap(([field, asked]) =>
    versions.some(({ number }) => number === asked)
      ? []
      : [{ field, message: 'is not a version of this agreement', sv: 'är ingen version av avtalet' }]
  )
  if (violations.length > 0)
    throw new Invalid(
      problems['version-not-found'],
      { en: 'There is no such version.', sv: 'Det finns ingen sådan version.' },
      violations
    )
  const at = (number: number) => {
    const known = versions.filter(version => version.number <= number)
    return { ...readable(actor, asOf(known, contentNames, null).content), status: known.at(-1)!.status }
  }
  return { versionFrom, versionTo, differences: differencesOf(at(versionFrom), at(versionTo)) }
}

const readable = (actor: Actor, content: Record<string, unknown>) =>
  holdsScope(actor, 'agreements:write') ? content : withheld(content)

/** Only what the first version states. */
function stated(content: Record<string, unknown>): Record<string, unknown> {
  const says = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(content).filter(([, value]) => says(value)))
}

/** `GET …/{id}/versions` and `differences`. */
export function versionRoutes(app: App) {
  const config = { scope: 'agreements:read' }
  const tags = ['agreements']

  app.get(
    '/:id/versions',
    {
      config,
      schema: {
        operationId: 'listAgreementVersions',
        tags,
        summary: 'List the versions of an agreement',
        description: 'Every step, amendment and correction, oldest first, with decision, reason and what it changed.',
        params: ById,
        querystring: VersionQuery,
        response: { 200: ref(AgreementVersionPage) }
      }
    },
    (request, reply) => listVersions(request, reply, request.params)
  )

  app.get(
    '/:id/differences',
    {
      config: { ...config, problems: [422] },
      schema: {
        operationId: 'compareAgreementVersions',
        tags,
        summary: 'Compare two versions of an agreement',
        description: 'What differs between what two versions say, place by place.',
        params: ById,
        querystring: DifferenceQuery,
        response: { 200: ref(AgreementDifferences) }
      }
    },
    request => compareVersions(app.database, request.actor, request.params, request.query)
  )
}
