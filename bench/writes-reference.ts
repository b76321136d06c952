import Fastify from 'fastify'
import pg from 'pg'

/**
 * Bare Fastify and pg, in a process of its own: the statements that write what the service writes, in one transaction, each
 * prepared by name. Nothing is asked, held against a rule or locked; the row is answered. Started by bench/writes.ts.
 */

const dimensions = `line_id, decision_id, award_id, scheme_id, body_id, organisation_ids, outcome, decision_year, grant_year,
  grant_year_to`

const event = `
  insert into events (municipality_code, type, subject_type, subject_id, subject_version, parent_id, actor, actor_name, before, after)
  values ($1, $2, $3, $4, $5, $6, 'key:bench', 'bench', $7, $8) returning id`

/** An entry like the newest of its line, and the sums that are kept beside it. */
const entry = `
  with appended as (
    insert into ledger_entries (municipality_code, recorded_at, event_id, kind, amount, facts, unknown, ${dimensions}, payment_id)
    select $1, clock_timestamp(), $2, $3, $4, 1, 0, ${dimensions}, $5
    from (select ${dimensions} from ledger_entries where municipality_code = $1 and line_id = $6 order by id desc limit 1) newest
    returning *
  )
  insert into ledger_totals (municipality_code, kind, scheme_id, body_id, outcome, decision_year, grant_year, grant_year_to,
    payment_year, amount, facts, unknown)
  select municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, outcome, decision_year,
    coalesce(grant_year, 0), coalesce(grant_year_to, 0), 0, amount, facts, unknown from appended
  on conflict on constraint ledger_totals_pk do update
    set amount = ledger_totals.amount + excluded.amount, facts = ledger_totals.facts + excluded.facts`

const head = `
  insert into feed_heads (municipality_code, number, recorded_at) values ($1, 1, clock_timestamp())
  on conflict (municipality_code) do update set number = feed_heads.number + 1, recorded_at = excluded.recorded_at`

process.once('message', async ({ url, code }: { url: string; code: string }) => {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const app = Fastify()

  const committed = async <T>(
    work: (run: (name: string, text: string, values: unknown[]) => Promise<T>) => Promise<T>
  ) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const result = await work(async (name, text, values) => (await client.query({ name, text, values })).rows[0] as T)
      await client.query('commit')
      return result
    } finally {
      client.release()
    }
  }
  // biome-ignore lint/suspicious/noExplicitAny: rows as they are
  type Row = any

  app.post<{ Params: { id: string } }>('/approve/:id', async ({ params: { id } }) =>
    committed<Row>(async run => {
      const payment = await run(
        'approve',
        `update payments payment set status = 'approved', approved_by = 'key:bench', approved_by_name = 'bench',
           approved_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp()
         from awards award where payment.municipality_code = $1 and payment.id = $2
           and award.municipality_code = $1 and award.id = payment.award_id
         returning payment.*, award.line_id`,
        [code, id]
      )
      const said = JSON.stringify({ status: 'approved' })
      const told = ['payment.approved', 'payment', id, payment.version, payment.plan_id, said, said]
      const { id: eventId } = await run('event', event, [code, ...told])
      await run('entry', entry, [code, eventId, 'approved', payment.amount, id, payment.line_id])
      await run('head', head, [code])
      return payment
    })
  )

  app.post<{ Params: { id: string } }>('/correct/:id', async ({ params: { id } }) =>
    committed<Row>(async run => {
      const line = await run(
        'correct',
        `update decision_lines set applied = applied + 1, version = version + 1, updated_at = clock_timestamp()
         where municipality_code = $1 and id = $2 returning *`,
        [code, id]
      )
      const said = JSON.stringify({ applied: line.applied })
      const told = ['decisionLine.changed', 'decisionLine', id, line.version, line.decision_id, said, said]
      const { id: eventId } = await run('event', event, [code, ...told])
      await run('entry', entry, [code, eventId, 'applied', 1, null, id])
      await run('head', head, [code])
      return line
    })
  )

  process.send!(await app.listen({ port: 0, host: '127.0.0.1' }))
  process.once('disconnect', async () => {
    await app.close()
    await pool.end()
  })
})
