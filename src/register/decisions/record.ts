import { getTableColumns, sql } from 'drizzle-orm'
import { check, index, integer, pgTable } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { firstDayText } from '../../platform/database/days.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { whether } from '../../platform/http/pagination.ts'
import { Day, DayOfRecord, Nullable, OneOf, Strict, Text, Url, Uuid } from '../../platform/http/schemas.ts'
import {
  code,
  dayOfRecord,
  flag,
  instant,
  json,
  money,
  optionalOf,
  precision,
  sourced,
  text,
  uuid
} from '../../platform/records/fields.ts'
import { type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { bodies } from '../bodies/record.ts'
import { fileIds } from '../files/record.ts'
import { annulmentGrounds, proposalOutcomes, standings } from './decision-rules.ts'
import { decisionKinds } from './line-rules.ts'

export const DocumentLink = Strict(
  {
    title: Text('Title', 300, 'Protokoll 2021-12-14'),
    url: Url('Address'),
    checksum: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) })
    )
  },
  { title: 'DocumentLink' }
)
export type DocumentLink = Static<typeof DocumentLink>

const Recusal = Strict(
  {
    role: Text('Role of whoever took no part, never a name', 200, 'Ledamot'),
    note: Type.Optional(Nullable(Text('What it was about', 500, 'Styrelseledamot i föreningen')))
  },
  { title: 'DecisionRecusal' }
)

/** What is stated of an annulment. */
export const annulment = {
  annulledOn: DayOfRecord('Day on which it was annulled', '2022-05-03'),
  ground: OneOf(annulmentGrounds, 'Why: after legality review, after an appeal under other law, or else'),
  annulledBy: Text('Court or body that annulled it, never a person', 300, 'Förvaltningsrätten i Stockholm'),
  reason: Text('Reason', 2000, 'Beslutet fattades av någon som var jävig'),
  caseNumber: Type.Optional(Nullable(Text('Case number', 100, '1234-22')))
}
export const annulmentExample = {
  annulledOn: '2022-05-03',
  ground: 'legalityReview',
  annulledBy: 'Förvaltningsrätten i Stockholm',
  reason: 'Beslutet fattades av någon som var jävig',
  caseNumber: '1234-22'
}

/** What is stated of a confirmation that a decision is final. */
export const finality = {
  confirmedBy: Text('Role of whoever confirms, never a name', 200, 'Nämndsekreterare'),
  confirmedOn: DayOfRecord('Day of the confirmation', '2022-01-10'),
  finalOn: Type.Optional(Nullable(DayOfRecord('Day from which it is final (laga kraft), where stated', '2022-01-08'))),
  note: Type.Optional(Nullable(Text('On what it rests', 1000, 'Intyg från förvaltningsrätten')))
}
export const finalityExample = {
  confirmedBy: 'Nämndsekreterare',
  confirmedOn: '2022-01-10',
  finalOn: '2022-01-08',
  note: null
}

/** What is stated of a decision, and can be corrected. */
const stated = {
  bodyId: uuid('The body that decided').filter('The body that decided'),
  decidedOn: dayOfRecord(
    'When it was decided: the day of the meeting, where there was one; first day of the month, season or year where only that is known'
  ),
  kind: code(decisionKinds, 'Who decided: the body itself, or a delegate on its behalf')
    .defaulted()
    .filter('Who decided'),
  decidedOnPrecision: precision('How exactly the date is known'),
  meetingPlanned: flag('The date is that of a planned meeting', false).defaulted(false),
  paragraph: text('Paragraph (§) of the minutes', 100, '144').optional(),
  diaryNumber: text('Diary number (diarienummer), as written', 100, 'SN 2021/0144').optional(),
  title: text('Heading', 500, 'Partnerskapsavtal med civilsamhället').optional(),
  documents: json(
    Type.Array(DocumentLink, { maxItems: 100, description: 'Links to minutes and proposals', example: [] })
  ).defaulted([]),
  fileIds,
  note: text('Remark', 4000, 'Omedelbart justerad').optional(),
  proposalOutcome: code(proposalOutcomes, 'What came of a proposal: notStated unless told; null for a decision')
    .optional()
    .filter('What came of a proposal'),
  resultingDecisionId: uuid('The decision that came of a proposal').optional(),
  delegateRole: text('Role of the delegate, never a name', 200, 'Enhetschef').optional(),
  delegationBasis: text('Basis in the delegation rules', 500, 'Delegationsordning p. 4.2').optional(),
  delegationMaxAmount: money('Up to which amount the delegate may decide', 50000).optional(),
  delegationLimitText: text('The limit where it is a formula, as written', 500, 'Ett halvt prisbasbelopp').optional(),
  reportedInDecisionId: uuid('The decision (minutes) of the body at which the delegated decision was reported')
    .optional()
    .filter('The minutes at which they were reported'),
  reportedOn: dayOfRecord('Day of the meeting at which it was reported', '2022-02-15').optional(),
  minutesApprovedOn: dayOfRecord(
    'When the minutes were approved (justerat); of a delegated decision, where it was reported'
  ).optional(),
  noticeUpOn: dayOfRecord(
    'When the notice of the approved minutes went up; of a delegated decision, where it was reported'
  ).optional(),
  noticeDownOn: dayOfRecord('When the notice was taken down', '2022-01-10').optional(),
  recusals: json(
    Type.Array(Recusal, {
      maxItems: 50,
      description: 'Who took no part for conflict of interest (jäv)',
      example: []
    })
  ).defaulted([]),
  ...sourced
}

/** Settled when the decision is recorded, and never changed after. */
const settled = {
  standing: code(standings, 'A proposal is no decision: its lines give no award and add to no sum; decided unless told')
    .defaulted('decided')
    .unchanging(),
  revisesDecisionId: uuid('The decision that this one revises')
    .optional()
    .unchanging()
    .filter('The decision that they revise')
}

/** Recorded by acts of their own. */
const recorded = {
  annulmentRecordedAt: instant('When the annulment was recorded').answeredOrNull(),
  annulment: json(
    Strict(Type.Required(Type.Object(annulment)).properties, {
      description: 'That it was annulled: its lines and awards no longer stand',
      example: annulmentExample
    })
  ).answeredOrNull(),
  finalConfirmedAt: instant('When the confirmation was recorded').answeredOrNull(),
  finality: json(
    Strict(Type.Required(Type.Object(finality)).properties, {
      description: 'The confirmation that it is final; null while nobody has confirmed it',
      example: finalityExample
    })
  ).answeredOrNull()
}

export const revisionFields = stated
export const decisionContent = { ...stated, ...settled }
export const decisionFields = { ...stated, ...settled, ...recorded }
/** What a decision may leave out: not stated. */
export const optionalOfDecision = optionalOf(decisionContent)

/** Beside what is stated: the version that the last import left; a higher one was corrected by hand since. Null where no import made it. */
const columnsOfDecision = { ...recordColumns(decisionFields), importedVersion: integer() }

/** A decision of a body at a meeting, or of a delegate; its lines hold the outcomes. */
export const decisions = pgTable('decisions', columnsOfDecision, table => {
  const { municipalityCode, decidedOn, id } = table
  return [
    ...keysOf('decisions', table),
    index('decisions_files').using('gin', table.fileIds).where(sql`file_ids <> '[]'`),
    index('decisions_by_reference').on(municipalityCode, table.reference),
    index('decisions_meeting').on(municipalityCode, decidedOn, id),
    index('decisions_body').on(municipalityCode, table.bodyId, decidedOn),
    index('decisions_diary_number').on(municipalityCode, table.diaryNumber).where(sql`diary_number is not null`),
    index('decisions_revises')
      .on(municipalityCode, table.revisesDecisionId)
      .where(sql`revises_decision_id is not null`),
    index('decisions_reported_in')
      .on(municipalityCode, table.reportedInDecisionId)
      .where(sql`reported_in_decision_id is not null`),
    index('decisions_kind').on(municipalityCode, table.kind, decidedOn, id),
    index('decisions_paragraph').on(municipalityCode, table.paragraph, decidedOn, id).where(sql`paragraph is not null`),
    index('decisions_delegate_role')
      .on(municipalityCode, table.delegateRole, decidedOn, id)
      .where(sql`delegate_role is not null`),
    index('decisions_proposal_outcome')
      .on(municipalityCode, table.proposalOutcome, decidedOn, id)
      .where(sql`proposal_outcome is not null`),
    // Each of these holds few decisions, and a Choice (http/pagination.ts) asks for them.
    index('decisions_proposed').on(municipalityCode, decidedOn, id).where(sql`standing = 'proposed'`),
    index('decisions_unreported')
      .on(municipalityCode, decidedOn, id)
      .where(sql`kind = 'delegated' and reported_in_decision_id is null and reported_on is null`),
    index('decisions_annulled').on(municipalityCode, decidedOn, id).where(sql`annulment_recorded_at is not null`),
    index('decisions_final').on(municipalityCode, decidedOn, id).where(sql`final_confirmed_at is not null`),
    index('decisions_not_final').on(municipalityCode, decidedOn, id).where(sql`final_confirmed_at is null`),
    // The work list (reads/work-list) walks along the days from which delegated decisions wait, and along notices.
    index('decisions_to_report')
      .on(municipalityCode, sql.raw(firstDayText('decided_on', 'decided_on_precision')), id)
      .where(
        sql`kind = 'delegated' and reported_in_decision_id is null and reported_on is null and withdrawn_at is null and standing = 'decided' and annulment_recorded_at is null`
      ),
    index('decisions_noticed')
      .on(municipalityCode, table.noticeUpOn, id)
      .where(sql`notice_up_on is not null and withdrawn_at is null`),
    index('decisions_withdrawn').on(municipalityCode, decidedOn, id).where(sql`withdrawn_at is not null`),
    refersTo('decisions_body_fk', table, table.bodyId, bodies),
    refersTo('decisions_resulting_fk', table, table.resultingDecisionId, table),
    refersTo('decisions_revises_fk', table, table.revisesDecisionId, table),
    refersTo('decisions_reported_in_fk', table, table.reportedInDecisionId, table),
    check('decisions_standing', sql`standing in ('decided', 'proposed')`),
    check('decisions_proposal_outcome', sql`(proposal_outcome is not null) = (standing = 'proposed')`),
    check('decisions_annulment', sql`(annulment_recorded_at is null) = (annulment is null)`),
    check('decisions_finality', sql`(final_confirmed_at is null) = (finality is null)`)
  ]
})
export type DecisionRow = typeof decisions.$inferSelect

const { importedVersion: _, ...answeredColumns } = getTableColumns(decisions)

/** Columns of a decision that are answered, and the day from which the time of a delegated one runs. The SQL names its
 * tables itself: Drizzle leaves them off in a query of one table. */
export const decisionColumns = (code: Code) => ({
  ...answeredColumns,
  reportedNoticeUpOn: sql<string | null>`(
    select reported.notice_up_on::text from decisions reported
    where ${ofMunicipality(code, 'reported')} and reported.municipality_code = decisions.municipality_code
      and reported.id = decisions.reported_in_decision_id and reported.withdrawn_at is null)`
})

const legalityReviewExample = {
  endsOn: '2022-01-07',
  because:
    'Three weeks from 2021-12-16, when the notice of the minutes went up (kommunallagen 13:5), is 2022-01-06, a public holiday: the next working day (lag 1930:173, 2 §).'
}
/** What is computed of a decision when it is read. */
export const decisionAnswers = {
  legalityReview: Nullable(
    Strict(
      {
        endsOn: Nullable(Day('Last day on which legality review may be asked for; null where unknown', '2022-01-07')),
        because: Text('How the day was found', 1000, legalityReviewExample.because)
      },
      { description: 'Computed, never stored; null for a proposal', example: legalityReviewExample }
    )
  )
}

const { kind, decidedOn, paragraph, diaryNumber, delegateRole, reportedInDecisionId, reportedOn } = decisions
const unreported = sql`${reportedInDecisionId} is null and ${reportedOn} is null`
const appealed = sql`(select appeal.decision_id from decision_appeals appeal
  where appeal.municipality_code = ${listedCode}
    and appeal.outcome is null and appeal.withdrawn_at is null)`
const yesOrNo = (description: string) => Type.Boolean({ description, example: true })

export const decisionExamples = {
  created: { bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', decidedOn: '2021-12-14', paragraph: '144' },
  patch: { paragraph: '145' },
  shown: {
    kind: 'committee',
    decidedOnPrecision: 'day',
    meetingPlanned: false,
    documents: [],
    fileIds: [],
    recusals: [],
    standing: 'decided',
    minutesApprovedOn: '2021-12-15',
    noticeUpOn: '2021-12-16',
    legalityReview: legalityReviewExample
  }
}

export const decision = recordOf({
  noun: 'Decision',
  plural: 'Decisions',
  address: 'decisions',
  tag: 'decisions',
  scope: 'decisions',
  fields: decisionFields,
  table: decisions,
  describes: {
    one: 'A decision of a body, or a proposal to it',
    created: 'A decision to record',
    page: 'A page of decisions, without their lines',
    changed: 'What is to change (JSON merge patch): a correction of the record, not a new decision'
  },
  examples: decisionExamples,
  filters: {
    decidedFrom: {
      schema: Day('Decided on or after this day', '2021-01-01'),
      where: value => sql`${decidedOn} >= ${value}`
    },
    decidedTo: {
      schema: Day('Decided on or before this day', '2021-12-31'),
      where: value => sql`${decidedOn} <= ${value}`
    },
    paragraph: {
      schema: Type.String({ maxLength: 100, description: 'Paragraph', example: '144' }),
      where: value => sql`${paragraph} = ${value}`
    },
    diaryNumber: {
      schema: Type.String({ maxLength: 100, description: 'Diary number', example: 'SN 2021/0144' }),
      where: value => sql`${diaryNumber} = ${value}`
    },
    standing: {
      schema: OneOf(standings, 'Decisions or proposals'),
      where: {
        when: said =>
          said === 'proposed' ? sql`${decisions.standing} = 'proposed'` : sql`${decisions.standing} = 'decided'`
      }
    },
    delegateRole: {
      schema: Type.String({ maxLength: 200, description: 'Role of the delegate', example: 'Enhetschef' }),
      where: value => sql`${delegateRole} = ${value}`
    },
    reported: {
      schema: yesOrNo('Delegated decisions that are reported, or that are not yet'),
      where: whether(sql`${kind} = 'delegated' and not (${unreported})`, sql`${kind} = 'delegated' and ${unreported}`)
    },
    annulled: {
      schema: yesOrNo('Only those annulled, or those that were not'),
      where: whether(sql`${decisions.annulmentRecordedAt} is not null`, sql`${decisions.annulmentRecordedAt} is null`)
    },
    finalConfirmed: {
      schema: yesOrNo('Only those confirmed as final, or those that are not'),
      where: whether(sql`${decisions.finalConfirmedAt} is not null`, sql`${decisions.finalConfirmedAt} is null`)
    },
    appealed: {
      schema: yesOrNo('Only those with an appeal nobody has decided, or those without'),
      where: whether(sql`${decisions.id} in ${appealed}`, sql`${decisions.id} not in ${appealed}`)
    },
    schemeId: {
      schema: Uuid('A scheme that a line of theirs names'),
      where: value => sql`exists (
        select from decision_lines line
        where ${ofMunicipality(listedCode, 'line')} and line.municipality_code = decisions.municipality_code
          and line.decision_id = decisions.id and line.scheme_id = ${value} and line.withdrawn_at is null)`
    },
    organisationId: {
      schema: Uuid('An organisation that a line of theirs names'),
      where: value => sql`decisions.id in (
        select line.decision_id from decision_line_recipients recipient
        join decision_lines line on line.municipality_code = recipient.municipality_code and line.id = recipient.line_id
        where ${ofMunicipality(listedCode, 'recipient', 'line')}
          and recipient.organisation_id = ${value} and line.withdrawn_at is null)`
    }
  },
  reference: 'D-17',
  sorts: ['decidedOn', 'updatedAt'],
  answers: decisionAnswers,
  select: db => db.select(decisionColumns(listedCode)).from(decisions),
  says: {
    list: ['List decisions', 'Decisions and proposals by the day of their meeting, without their lines.'],
    create: [
      'Record a decision',
      'Records a decision, or a proposal, with its lines in one call. Granted lines give awards; the ledger follows. A second decision on the same matter must say which one it revises.'
    ],
    get: ['Show a decision', 'The decision with the lines that stand.'],
    update: [
      'Correct a decision',
      'Corrects the record (JSON merge patch), a mistyped § for instance; demands If-Match.'
    ],
    withdraw: [
      'Withdraw a decision',
      'Takes back a decision recorded in error, with all its lines, awards and entries.'
    ]
  }
})
export type DecisionPatch = Static<typeof decision.schemas.Patch>
/** A decision as it is read: not yet with what is computed of it. */
export type SelectedDecision = RowOf<typeof decision>
