import { getTableColumns, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Transaction } from '../../platform/database/connection.ts'
import { decisions } from '../../register/decisions/record.ts'
import { MANY, recipientColumns, rowColumns, type Staged } from './staging.ts'

/**
 * What the steps of an import find, in tables that each connection has of its own: made by its first import, and emptied when
 * a transaction ends. Made anew for each import they were a third of what a file of a few rows cost, and the statements that
 * fill them could not be kept as plans (docs/benchmarks.md).
 */

const grant = `position int, line_id uuid, award_id uuid, annulled boolean, grants boolean, granted numeric, exact boolean,
  year_from int, year_to int, grant_year int, grant_year_to int, several boolean, payee_id uuid, revises_line_id uuid,
  revised_planned boolean, gives boolean`
const found = 'id uuid, is_new boolean, several boolean'
const event = 'line_id uuid, event_id bigint'

const ofDecision = Object.values(getTableColumns(decisions))
/** The columns of `import_corrected`: those of decisions. */
export const correctedColumns = ofDecision.map(({ name }) => toSnakeCase(name))

/** Their columns, in the order in which the steps fill them. */
const tables = {
  import_bodies: `key text, name text, ${found}`,
  import_schemes: `key text, body_id uuid, name text, ${found}`,
  import_organisations: `key text, number text, position int, name text, search_key text, twin_key text, legal_form text, ${found}`,
  import_other_names: 'key text, number text, is_known boolean, name text, is_same boolean, is_like boolean',
  import_candidates: 'id uuid, candidates json',
  import_decisions: `key text, reference text, natural_key text, decision_kind text, body_id uuid, decided_on date,
    decided_on_precision text, planned boolean, paragraph text, diary_number text, source_url text, ${found},
    was_withdrawn boolean, revises_decision_id uuid, changed boolean`,
  import_corrected_decisions: `id uuid, body_id uuid, decided_on date, decided_on_precision text, meeting_planned boolean,
    paragraph text, diary_number text, before jsonb, natural_key text`,
  import_moves: 'key text, old_id uuid',
  import_groups: 'identity text, position int, id uuid, plain boolean',
  import_near: 'position int, line_id uuid, lines jsonb, told text, told_sv text',
  import_kept: 'position int, kept jsonb, clash jsonb, message text, sv text',
  import_revised: 'reference text, line_id uuid, decision_id uuid',
  import_replaceable: 'position int, ids uuid[]',
  import_missing: 'id uuid, decision_id uuid, nth bigint',
  import_replaced: 'id uuid',
  import_others: 'position int, decision_id uuid, line_id uuid',
  import_planned: 'position int, stands boolean, fitting bigint, live numeric, unpaid numeric, differs boolean',
  /** The decisions that change, as they were. */
  import_corrected: ofDecision.map(column => `${toSnakeCase(column.name)} ${column.getSQLType()}`).join(', '),
  import_before: 'id uuid, told jsonb',
  import_withdrawn: event,
  import_lines: `id uuid, source text, reference text, withdrawn boolean, decision_id uuid, scheme_id uuid, purpose_key text,
    year_from int, identity text, content text`,
  /** Lines of `import_lines` that are a row's. */
  import_claimed: 'line_id uuid',
  import_open: `position int, decision_id uuid, organisation_ids uuid[], scheme_name text, scheme_key text, body_id uuid,
    body_name text, purpose text, purpose_key text, year_from int, year_to int, decided_on date, decided_on_precision text,
    reference text, diary_number text`,
  import_possible: 'position int, line_id uuid, agreeing int',
  import_matters: `position int, line int, decision_id uuid, body_id uuid, diary_number text, scheme_id uuid, purpose_key text,
    year_from int, year_to int, application_id uuid, revised_id uuid, recipients uuid[]`,
  import_grants: grant,
  import_payments: `${grant}, body_id uuid, scheme_id uuid, decided_on date, payment_day date, voucher_number text,
    budget_year int, plan_id uuid, payment_id uuid`,
  import_events: event,
  import_created: event
}

/** Columns of a staged row that finding fills. */
const foundColumns =
  `body_id scheme_id decision_key decision_id organisation_ids payee_id revises_decision_id revises_line_id
  identity content line_id result`.split(/\s+/)

/** What is of the import that `openWorkingTables` has named, of a municipality. */
const ofImport = `municipality_code = current_setting('partnerskap.municipality')
  and import_id = current_setting('partnerskap.import')::uuid`

/**
 * `staged` and `staged_recipients` are views of the import's own rows, which PostgreSQL takes apart before it plans. A recipient is the
 * organisation that its name was found to be, or the one that was put in its place by hand. `import_free`: lines that may be a row's, and
 * are none's yet. What is analysed while it is empty is taken for as large as its file is, and not for the ten pages of a table of which nothing is known.
 */
const making = [
  ...Object.entries(tables).map(([name, columns]) => `create temp table ${name} (${columns}) on commit delete rows`),
  'create index on import_lines (identity)',
  `create temp view staged as select ${[...rowColumns, ...foundColumns].join(', ')} from import_staged_rows where ${ofImport}`,
  `create temp view staged_recipients as select ${recipientColumns.join(', ')}, coalesce(organisation_id, named.id) as organisation_id
    from (select * from import_staged_recipients where ${ofImport}) recipient
    left join (select id, key, number as key_number from import_organisations where not several) named
      on named.key = recipient.name_key and named.key_number = coalesce(recipient.number, '')`,
  `create temp view import_free as select * from import_lines where not withdrawn
    and not exists (select from import_claimed where import_claimed.line_id = import_lines.id)`,
  `analyze ${Object.keys(tables).join(', ')}`
].join(';\n')

/** Gives the steps of an import their tables, empty, and lets them read and write its rows as `staged`. */
export async function openWorkingTables(tx: Transaction, { municipalityCode, importId }: Staged, rows: number) {
  const { rows: found } = await tx.execute<{ isMade: boolean }>(sql`
    select set_config('partnerskap.municipality', ${municipalityCode}, true),
      set_config('partnerskap.import', ${importId}, true), to_regclass('pg_temp.staged') is not null as "isMade"`)
  if (!found[0]!.isMade) await tx.execute(sql.raw(making))
  if (rows < MANY) return
  await tx.execute(sql`select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)`)
}

/** Lets the planner know how large a working table is that has got so many rows. */
export async function measure(tx: Transaction, table: string, rows: number | null): Promise<void> {
  if (rows !== null && rows >= MANY) await tx.execute(sql`analyze ${sql.identifier(table)}`)
}
