import { type SQL, sql } from 'drizzle-orm'
import { keptColumn, NO_YEAR } from '../../money/ledger/kept-tables.ts'
import { holdsQuery } from '../../money/payments/hold-reasons.ts'
import { openKnown } from '../../money/payments/unpaid-as-of.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { areKept, classified, monthOf, ofEntry, yearsOf } from './dimensions.ts'
import type { Epoch } from './epochs.ts'
import type { MoneyTotalsAsked } from './question.ts'
import type { MoneyYearBasis } from './rules.ts'
import { heirs, sameHeir } from './successors.ts'

/**
 * Where totals of money come from: rows of kind, amount, facts, unknown and all that totals are told apart by (year,
 * year_to, scheme_id, body_id, organisation_ids, month), with the line and the decision that others are found by.
 */

/** Whether kept sums answer it: what is asked is of now, and sums are kept by all of it. */
export const isOfKeptSums = ({ knownAt, groupBy }: MoneyTotalsAsked): boolean =>
  knownAt === undefined && areKept(groupBy)

/** All that is asked about, with the keys that it is to be grouped by. */
export function moneyFacts(asked: MoneyTotalsAsked, unpaid: SQL[]): SQL {
  const kept = () => (asked.keepClosings ? sql`${keptTotals(asked)} union all ${undone(asked)}` : keptTotals(asked))
  const facts = isOfKeptSums(asked) ? kept() : ledgerFacts(asked)
  return classified(asked.groupBy, asked.municipalityCode, sql.join([facts, ...unpaid], sql` union all `))
}

/** The entries of the ledger. */
function ledgerFacts(asked: MoneyTotalsAsked): SQL {
  const { municipalityCode, yearBasis, keepClosings } = asked
  return ofEntries(
    asked,
    keepClosings ? sql`${recordedAfterClosing(municipalityCode, yearBasis)} is not true` : sql`true`
  )
}

/** What was recorded of closed years after their closing, taken away again: kept sums less these are as the closings leave them. */
const undone = (asked: MoneyTotalsAsked) =>
  ofEntries(asked, recordedAfterClosing(asked.municipalityCode, asked.yearBasis), sql`-`)

function ofEntries(asked: MoneyTotalsAsked, which: SQL, sign = sql``): SQL {
  const [year, yearTo] = yearsOf(asked.yearBasis, ofEntry)
  return sql`
    select entry.kind, ${sign} entry.amount as amount, ${sign} entry.facts as facts, ${sign} entry.unknown as unknown,
           ${year} as year, ${yearTo} as year_to, entry.scheme_id, ${heirOf(asked, sql`entry.body_id`)} as body_id,
           entry.organisation_ids, ${monthOfEntry} as month, entry.line_id, entry.decision_id
    from ledger_entries entry ${joinHeirs(asked, sql`entry.body_id`)}
    where ${entriesAsked(asked)} and ${which}`
}

const monthOfEntry = monthOf(sql`entry.payment_year`, sql`entry.payment_month`)

/** The same from the sums that are kept beside the entries: of now, where sums are kept by all that is asked for. */
function keptTotals(asked: MoneyTotalsAsked): SQL {
  // By month are kept what moved on a day, or is due to; the rest is of no month.
  if (!asked.groupBy.includes('month')) return keptIn(asked, 'ledger_totals', sql`kept.unknown`, sql`null::text`)
  const month = monthOf(sql`kept.payment_year`, keptColumn('payment_month'))
  return sql`${keptIn(asked, 'ledger_totals', sql`kept.unknown`, sql`null::text`, sql`kept.payment_year = ${NO_YEAR}`)}
    union all ${keptIn(asked, 'ledger_months', sql`0`, month)}`
}

function keptIn(asked: MoneyTotalsAsked, table: string, unknown: SQL, month: SQL, which = sql`true`): SQL {
  const [year, yearTo] = yearsOf(asked.yearBasis, keptColumn)
  const schemeId = keptColumn('scheme_id')
  const conditions = [
    sql`kept.municipality_code = ${asked.municipalityCode} and kept.kind <> 'applied' and ${which}`,
    ...within(asked, { year, schemeId, bodyId: sql`kept.body_id` })
  ]
  return sql`
    select kept.kind, kept.amount, kept.facts, ${unknown} as unknown, ${year} as year, ${yearTo} as year_to,
           ${schemeId} as scheme_id, ${heirOf(asked, sql`kept.body_id`)} as body_id, null::uuid[] as organisation_ids,
           ${month} as month, null::uuid as line_id, null::uuid as decision_id
    from ${sql.identifier(table)} kept ${joinHeirs(asked, sql`kept.body_id`)}
    where ${sql.join(conditions, sql` and `)}`
}

/** Condition: the entry (and its heir, where bodies follow successors) is one that the question is about. */
export function entriesAsked(asked: MoneyTotalsAsked): SQL {
  const [year] = yearsOf(asked.yearBasis, ofEntry)
  const conditions = [
    sql`entry.municipality_code = ${asked.municipalityCode} and entry.kind <> 'applied'`,
    ...within(asked, { year, schemeId: sql`entry.scheme_id`, bodyId: sql`entry.body_id` })
  ]
  if (asked.knownAt) conditions.push(sql`entry.recorded_at <= ${asked.knownAt}`)
  return sql.join(conditions, sql` and `)
}

/** All payments that are unpaid, and which of them are held, where that was asked before. */
export type Judged = { ids: string[]; held: string[] }

/** What is planned and not paid: payable or held on the day of the years, else on that of their instant, else today. */
export function unpaidFacts(asked: MoneyTotalsAsked, epoch: Epoch, today: string, judged?: Judged): SQL {
  if (epoch.knownAt) return unpaidKnown(asked, epoch.knownAt, epoch)
  if (judged) {
    const isHeld = sql`payment.id = any(${sql.param(judged.held)}::uuid[])`
    return unpaid(asked, epoch, isHeld, sql``, sql`payment.id = any(${sql.param(judged.ids)}::uuid[])`)
  }
  const held = sql`(select distinct payment_id from (${holdsQuery(asked.municipalityCode, epoch.on ?? today)}) hold) held`
  return unpaid(asked, epoch, sql`held.payment_id is not null`, sql`left join ${held} on held.payment_id = payment.id`)
}

/** `holding` joins what `isHeld` asks about. */
function unpaid(asked: MoneyTotalsAsked, { holds }: Epoch, isHeld: SQL, holding: SQL, which = sql`true`): SQL {
  const { municipalityCode, yearBasis } = asked
  const years = {
    decision: [sql`extract(year from decision.decided_on)::int`, sql`null::int`],
    grant: [sql`payment.grant_year`, sql`payment.grant_year_to`],
    payment: [sql`extract(year from payment.due_on)::int`, sql`null::int`]
  }
  const [year, yearTo] = years[yearBasis]
  const conditions = [
    ofMunicipality(municipalityCode, 'payment', 'award', 'line', 'decision'),
    sql`payment.withdrawn_at is null and payment.status in ('planned', 'checked', 'approved', 'ordered')`,
    which,
    holds(year!),
    ...within(asked, { year: year!, schemeId: sql`line.scheme_id`, bodyId: sql`decision.body_id` })
  ]
  const isByRecipients = asked.groupBy.some(name => name === 'organisation' || name === 'legalForm')
  const recipients = isByRecipients
    ? sql`cross join lateral (
        select array_agg(organisation_id order by organisation_id) as ids from decision_line_recipients recipient
        where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id
      ) recipients`
    : sql`cross join (values (null::uuid[])) recipients (ids)`
  return sql`
    select case when ${isHeld} then 'held' else 'payable' end, payment.amount, 1, 0, ${year}, ${yearTo},
           line.scheme_id, ${heirOf(asked, sql`decision.body_id`)}, recipients.ids, to_char(payment.due_on, 'YYYY-MM'),
           line.id, decision.id
    from payments payment
    join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    ${joinHeirs(asked, sql`decision.body_id`)}
    ${holding}
    ${recipients}
    where ${sql.join(conditions, sql` and `)}`
}

/** `unclear`: known to be unpaid, and unknown whether payable or held. */
function unpaidKnown(asked: MoneyTotalsAsked, knownAt: string, { holds, on }: Epoch): SQL {
  const [year, yearTo] = yearsOf(asked.yearBasis, ofEntry)
  const columns = { year, schemeId: sql`entry.scheme_id`, bodyId: sql`entry.body_id` }
  // Which body took over is joined to what is open, not to every entry.
  const ofHeir = asked.followSuccessors ? asked.bodyId : undefined
  const which = [holds(year), ...within({ ...asked, bodyId: ofHeir ? undefined : asked.bodyId }, columns)]
  const heir = within(
    { ...asked, yearFrom: undefined, yearTo: undefined, schemeId: undefined, bodyId: ofHeir },
    columns
  )
  return sql`
    select case when entry.is_held then 'held' when not entry.is_held then 'payable' else 'unclear' end, entry.amount, 1, 0,
           ${year}, ${yearTo}, entry.scheme_id, ${heirOf(asked, sql`entry.body_id`)}, entry.organisation_ids,
           ${monthOfEntry}, entry.line_id, entry.decision_id
    from (${openKnown(asked.municipalityCode, knownAt, on, sql.join(which, sql` and `))}) entry
    ${joinHeirs(asked, sql`entry.body_id`)}
    where ${sql.join([sql`true`, ...heir], sql` and `)}`
}

/** What the question asks of year, scheme and body. */
export function within(asked: MoneyTotalsAsked, columns: { year: SQL; schemeId: SQL; bodyId: SQL }): SQL[] {
  const { municipalityCode, yearFrom, yearTo, schemeId, bodyId, followSuccessors } = asked
  const conditions: SQL[] = []
  if (yearFrom !== undefined) conditions.push(sql`${columns.year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${columns.year} <= ${yearTo}`)
  if (schemeId) conditions.push(sql`${columns.schemeId} = ${schemeId}`)
  if (bodyId)
    conditions.push(followSuccessors ? sameHeir(municipalityCode, bodyId) : sql`${columns.bodyId} = ${bodyId}`)
  return conditions
}

export function joinHeirs({ municipalityCode, followSuccessors }: MoneyTotalsAsked, bodyId: SQL): SQL {
  return followSuccessors ? sql`join (${heirs(municipalityCode)}) heirs on heirs.body_id = ${bodyId}` : sql``
}

export function heirOf({ followSuccessors }: MoneyTotalsAsked, bodyId: SQL): SQL {
  return followSuccessors ? sql`heirs.heir_id` : bodyId
}

/** Condition: the entry is of a closed year and was recorded after the closing. The first closing bounds what is looked through. */
export function recordedAfterClosing(municipalityCode: string, basis: MoneyYearBasis): SQL {
  const [year] = yearsOf(basis, ofEntry)
  return sql`(entry.recorded_at > (
    select min(first.known_at) from period_closings first where first.municipality_code = ${municipalityCode}
      and first.year_basis = ${basis} and first.withdrawn_at is null) and exists (
    select from period_closings closing where closing.municipality_code = ${municipalityCode}
      and closing.year_basis = ${basis} and closing.year = ${year} and closing.withdrawn_at is null
      and entry.recorded_at > closing.known_at))`
}
