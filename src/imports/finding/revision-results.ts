import { sql } from 'drizzle-orm'
import { type Context, reject } from './context.ts'

/** A row that was refused replaces nothing, and what a new row that was refused stated cannot be replaced. */
export async function rejectDangling(context: Context): Promise<void> {
  const { tx, municipalityCode, columns } = context
  const told = {
    message: 'is stated by a row of the file that is rejected',
    sv: 'anges av en rad i filen som har avvisats'
  }
  for (;;) {
    const { rowCount } = await tx.execute(
      sql`update staged set result = 'rejected' where violations <> '[]' and result <> 'rejected'`
    )
    if (rowCount === 0 || (columns.revises_decision === undefined && columns.revises_line === undefined)) return
    await reject(
      context,
      columns.revises_line === undefined ? 'revises_decision' : 'revises_line',
      told,
      sql`result <> 'rejected' and revises_line_id in (select line_id from staged where result = 'rejected')
        and not exists (select from decision_lines stored
          where stored.municipality_code = ${municipalityCode} and stored.id = revises_line_id)`
    )
    await reject(
      context,
      'revises_decision',
      told,
      sql`violations = '[]' and revises_decision_id in (
        select id from import_decisions where is_new
          and id not in (select decision_id from staged where result <> 'rejected'))`
    )
  }
}

/** Last: what the rows that are left make their decisions revise, and which known rows that changes. */
export async function settleRevisions({ tx, municipalityCode, columns }: Context): Promise<void> {
  if (columns.revises_decision === undefined && columns.revises_line === undefined) return
  await tx.execute(sql`
    update import_decisions set revises_decision_id = said.revises_decision_id,
      changed = changed or not is_new and not exists (
        select from decisions where municipality_code = ${municipalityCode} and decisions.id = import_decisions.id
          and decisions.revises_decision_id is not null)
    from (
      select distinct decision_id, revises_decision_id from staged
      where result <> 'rejected' and revises_decision_id is not null
    ) said where said.decision_id = import_decisions.id`)
  await tx.execute(sql`
    update staged set result = 'updated'
    from decision_lines stored
    where result = 'unchanged' and staged.revises_decision_id is not null
      and stored.municipality_code = ${municipalityCode} and stored.id = staged.line_id
      and (staged.decision_id in (select id from import_decisions where changed)
        or staged.revises_line_id is not null and stored.revises_line_id is null)`)
}
