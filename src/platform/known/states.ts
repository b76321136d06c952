import { type SQL, sql } from 'drizzle-orm'

/**
 * What is kept of records whose states sums depend on (migration 0007 names the same columns; a test compares), with the types
 * of their columns. A payment that is paid is not kept: the ledger tells that.
 */
export const keptStates = {
  payments: {
    status: 'text',
    agreement_id: 'uuid',
    due_on: 'date',
    instalment_number: 'int',
    payee_organisation_id: 'uuid',
    payee_account_id: 'uuid',
    withheld_at: 'timestamptz',
    before_final: 'jsonb',
    service_period_from: 'date'
  },
  payment_conditions: {
    payment_id: 'uuid',
    kind: 'text',
    report_id: 'uuid',
    requirement_id: 'uuid',
    not_before: 'date'
  },
  reports: {
    status: 'text',
    agreement_id: 'uuid',
    award_id: 'uuid',
    requirement_id: 'uuid',
    due_on: 'date',
    submitted_on: 'date',
    accepted_on: 'date',
    waived_on: 'date',
    withdrawn_at: 'timestamptz'
  },
  decision_appeals: {
    decision_id: 'uuid',
    lodged_on: 'date',
    unpaid_instalments: 'text',
    outcome: 'text',
    outcome_on: 'date',
    withdrawn_at: 'timestamptz'
  },
  payee_accounts: { organisation_id: 'uuid', valid_from: 'date', valid_to: 'date', withdrawn_at: 'timestamptz' },
  eligibilities: {
    organisation_id: 'uuid',
    eligible: 'boolean',
    valid_from: 'date',
    expires_on: 'date',
    created_at: 'timestamptz',
    withdrawn_at: 'timestamptz'
  },
  agreements: { status: 'text', 'content.signedOn': 'jsonb', ends_latest: 'date', withdrawn_at: 'timestamptz' },
  decisions: { final_confirmed_at: 'timestamptz', 'finality.finalOn': 'jsonb' },
  budgets: {
    body_id: 'uuid',
    scheme_id: 'uuid',
    year: 'int',
    amount: 'numeric',
    certainty: 'text',
    withdrawn_at: 'timestamptz'
  }
} satisfies Record<string, Record<string, string>>

export type KeptRelation = keyof typeof keptStates

/** A query of the records of a table as they were known at an instant: municipality_code, id and what is kept of each. */
export function statesKnown(relation: KeptRelation, municipalityCode: SQL, knownAt: SQL): SQL {
  return sql`
    select ${municipalityCode}::text as municipality_code, latest.id, kept.*
    from (
      select distinct on (id) id, state from known_states
      where municipality_code = ${municipalityCode} and relation = ${sql.raw(`'${relation}'`)} and known_at <= ${knownAt}
      order by id desc, known_at desc
    ) latest
    cross join lateral jsonb_to_record(latest.state) as kept (${columnsOf(relation)})
    where latest.state is not null`
}

/** The same of one record: a row where it was there. */
export function stateKnown(relation: KeptRelation, municipalityCode: SQL, id: SQL, knownAt: SQL): SQL {
  return sql`
    select latest.id, kept.*
    from (
      select id, state from known_states
      where municipality_code = ${municipalityCode} and relation = ${sql.raw(`'${relation}'`)} and id = ${id}
        and known_at <= ${knownAt}
      order by known_at desc limit 1
    ) latest
    cross join lateral jsonb_to_record(latest.state) as kept (${columnsOf(relation)})`
}

const columnsOf = (relation: KeptRelation) =>
  sql.raw(
    Object.entries(keptStates[relation])
      .map(([name, type]) => `${name.split('.')[0]} ${type}`)
      .join(', ')
  )
