import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { connect, type Database } from '../src/platform/database/connection.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { applicationList } from '../src/register/applications/queries.ts'
import { awardList } from '../src/register/decisions/award-queries.ts'
import { decisionLine } from '../src/register/decisions/line-record.ts'
import { decision } from '../src/register/decisions/record.ts'
import { findOpenings } from '../src/register/schemes/openings.ts'
import { scheme } from '../src/register/schemes/record.ts'
import { explainAgreements, seedAgreements } from './agreements.ts'
import { explainPayments, seedPayments } from './payments.ts'
import { explainList } from './plans.ts'
import { seedApplications, seedDecisions, seedSchemes } from './register.ts'
import { explainReports, seedReports } from './reports.ts'
import { seed, seededCode, seedMunicipality } from './seed.ts'

/**
 * `npm run explain`: EXPLAIN (ANALYZE, BUFFERS) of the first page of every list that officers filter, by every filter,
 * with 100 000 records of each kind in one municipality. Values are chosen among the rare ones, which cost the most.
 */

const COUNT = 100_000
const [CODE, AGREEMENTS, SCHEMES, FEW, REPORTS, PAYMENTS] = [0, 1, 2, 3, 4, 5].map(seededCode) as [
  ...[string, string, string],
  ...[string, string, string]
]

const home = await mkdtemp(join(tmpdir(), 'partnerskap-bench-'))
const { url, stop } = await startEmbedded({ dataDir: home, durable: false })
try {
  await migrate(url)
  const database = connect({ url, size: 2, statementTimeout: 0 })
  await seed(database, [
    { lines: COUNT, organisations: 5_000, decisions: COUNT },
    { lines: 3_500, organisations: 1_000, decisions: 120 }
  ])
  await seedMunicipality(database, REPORTS, { lines: 30_000, organisations: 1_000, decisions: 1_200 })
  await seedMunicipality(database, PAYMENTS, { lines: 40_000, organisations: 1_000, decisions: 400 })
  await seedDecisions(database, CODE)
  await seedApplications(database, CODE, COUNT)
  await seedSchemes(database, SCHEMES, COUNT)
  await seedSchemes(database, FEW, 1_000)
  await seedAgreements(database, AGREEMENTS, COUNT)
  await seedReports(database, REPORTS)
  await seedPayments(database, PAYMENTS)
  await database.execute(sql`vacuum analyze`)
  await explainAgreements(database, AGREEMENTS)
  await explainDecisions(database)
  await explainApplications(database)
  await explainSchemes(database)
  await explainReports(database, REPORTS)
  await explainPayments(database, PAYMENTS)
  await database.$client.end()
} finally {
  await stop()
  await rm(home, { recursive: true, force: true })
}

async function idOf(database: Database, query: SQL): Promise<string> {
  return (await database.execute<{ id: string }>(query)).rows[0]!.id
}

/** What every list of records is asked for. */
function common(code: string, reference: string) {
  const changedSince = new Date(Date.now() - 1_000).toISOString()
  return { municipalityCode: code, reference, changedSince, withdrawn: 'only' }
}

async function explainDecisions(database: Database) {
  const one = (query: SQL) => idOf(database, query)
  const named = {
    schemeId: await one(sql`select id from schemes where municipality_code = ${CODE} limit 1`),
    organisationId: await one(sql`select id from organisations where municipality_code = ${CODE} limit 1 offset 4711`),
    bodyId: await one(sql`select id from bodies where municipality_code = ${CODE} limit 1`)
  }
  await explainList(database, decision.list, {
    ...common(CODE, 'B-4711'),
    ...named,
    ...{
      decidedFrom: '2021-12-01',
      decidedTo: '2012-02-01',
      paragraph: '117',
      diaryNumber: 'SN 4711',
      kind: 'delegated'
    },
    ...{
      standing: 'proposed',
      proposalOutcome: 'rejected',
      delegateRole: 'Handläggare 9',
      revisesDecisionId: await one(
        sql`select revises_decision_id as id from decisions where revises_decision_id is not null limit 1`
      )
    },
    reportedInDecisionId: await one(
      sql`select reported_in_decision_id as id from decisions where reported_in_decision_id is not null limit 1`
    ),
    ...{ reported: 'false', 'reported.yes': 'true', annulled: 'true', 'annulled.no': 'false' },
    ...{ finalConfirmed: 'false', 'finalConfirmed.yes': 'true', appealed: 'true', 'appealed.no': 'false' }
  })
  const ofLines = {
    ...named,
    decisionId: await one(sql`select decision_id as id from decision_lines where municipality_code = ${CODE} limit 1`),
    applicationId: await one(
      sql`select application_id as id from decision_lines where application_id is not null limit 1`
    ),
    ...{
      grantYear: 2021,
      'grantYear.last': 2024,
      'grantYear.none': 1999,
      decisionYear: 2021,
      'decisionYear.none': 1999
    }
  }
  await explainList(database, decisionLine.list, {
    ...common(CODE, 'L-4711'),
    ...ofLines,
    ...{ outcome: 'closedWithoutDecision', 'outcome.often': 'granted' }
  })
  await explainList(database, awardList, { ...common(CODE, ''), ...ofLines })
}

async function explainApplications(database: Database) {
  const one = (query: SQL) => idOf(database, query)
  await explainList(database, applicationList, {
    ...common(CODE, 'A-4711'),
    schemeId: await one(sql`select id from schemes where municipality_code = ${CODE} limit 1`),
    organisationId: await one(sql`select id from organisations where municipality_code = ${CODE} limit 1 offset 4711`),
    guarantorOrganisationId: await one(
      sql`select guarantor_organisation_id as id from applications where guarantor_organisation_id is not null limit 1`
    ),
    windowId: await one(sql`select window_id as id from applications where window_id is not null limit 1 offset 9`),
    ...{ round: 'Omgång 17', status: 'supplementRequested', year: 2021, 'year.none': 1999 },
    ...{ outcome: 'closedWithoutDecision', 'outcome.often': 'granted', 'outcome.none': 'adopted' },
    ...{ receivedFrom: '2021-08-01', receivedTo: '2011-12-30', dueOn: '2016-07-08' },
    ...{ late: 'yes', 'late.often': 'no', 'late.unknown': 'unknown', 'late.none': 'possible' }
  })
}

async function explainSchemes(database: Database) {
  await explainList(database, scheme.list, {
    ...common(SCHEMES, 'S-4711'),
    ...{ name: 'bidrag 4711', kind: 'partnership', status: 'paused', category: 'kategori 117' },
    bodyId: await idOf(database, sql`select id from bodies where municipality_code = ${SCHEMES} limit 1`),
    ...{ needsReview: 'true', 'needsReview.no': 'false' }
  })
  for (const code of [FEW, SCHEMES]) {
    const begun = performance.now()
    const { openings } = await findOpenings(database, code, '2026-04-02')
    console.log(`open: ${openings.size} schemes are looked at in ${(performance.now() - begun).toFixed(0)} ms`)
  }
}
