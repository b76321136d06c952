import type pg from 'pg'

/** What the service is compared with: the one statement that answers the question, prepared by name. */
export type Question = { what: string; path: string; query: pg.QueryConfig }

/** `code` is an ordinary municipality, `large` one with many times its lines. */
export async function rawQueries(pool: pg.Pool, code: string, large: string): Promise<Question[]> {
  const { rows } = await pool.query('select id, decision_id from decision_lines where municipality_code = $1 limit 1', [
    code
  ])
  const { id, decision_id: decisionId } = rows[0] as { id: string; decision_id: string }
  const award = await pool.query('select id from awards where municipality_code = $1 limit 1', [large])
  const payment = await pool.query('select id from payments where municipality_code = $1 limit 1', [large])
  const row = (table: string) => `select * from ${table} where municipality_code = $1 and id = $2`
  const line = `select *, (
      select json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name) order by position)
      from decision_line_recipients recipient join organisations organisation
        on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
      where recipient.municipality_code = line.municipality_code and line_id = line.id) as recipients
    from decision_lines line where municipality_code = $1`
  const total = `select decision_year, scheme_id, count(distinct line_id) filter (where kind = 'applied'),
      count(distinct line_id) filter (where kind = 'granted'), sum(amount) filter (where kind = 'applied'),
      sum(amount) filter (where kind = 'granted'), sum(amount) filter (where kind = 'reserved')
    from ledger_entries where municipality_code = $1 and kind in ('applied', 'granted', 'reserved') group by 1, 2`
  const totals = '/statistics/grant-totals?groupBy=year,scheme'
  const sums = (keys: string) => `select ${keys}, sum(amount) filter (where kind = 'granted'),
      sum(amount) filter (where kind = 'planned'), sum(amount) filter (where kind = 'paid')`
  return [
    {
      what: 'a decision line by id',
      path: `/${code}/decision-lines/${id}`,
      query: { name: 'line', text: `${line} and id = $2`, values: [code, id] }
    },
    {
      what: 'a decision with its lines by id',
      path: `/${code}/decisions/${decisionId}`,
      query: {
        name: 'decision',
        text: `select decision.*, (select json_agg(line.*) from decision_lines line
            where line.municipality_code = $1 and line.decision_id = decision.id) as lines
          from decisions decision where municipality_code = $1 and id = $2`,
        values: [code, decisionId]
      }
    },
    {
      what: 'an award by id',
      path: `/${large}/awards/${award.rows[0].id}`,
      query: { name: 'award', text: row('awards'), values: [large, award.rows[0].id] }
    },
    {
      what: 'a payment by id, with what holds it',
      path: `/${large}/payments/${payment.rows[0].id}`,
      query: { name: 'payment', text: row('payments'), values: [large, payment.rows[0].id] }
    },
    {
      what: 'a page of 20 lines',
      path: `/${code}/decision-lines`,
      query: { name: 'lines', text: `${line} and withdrawn_at is null order by id limit 21`, values: [code] }
    },
    {
      what: 'a page of 1 000 lines',
      path: `/${code}/decision-lines?limit=1000`,
      query: { name: 'many', text: `${line} and withdrawn_at is null order by id limit 1001`, values: [code] }
    },
    {
      what: 'totals per year and scheme, 3 500 lines',
      path: `/${code}${totals}`,
      query: { name: 'totals', text: total, values: [code] }
    },
    {
      what: 'totals per year and scheme, 20 000 lines',
      path: `/${large}${totals}`,
      query: { name: 'totals', text: total, values: [large] }
    },
    {
      what: 'payment totals per year and scheme, 64 000 payments, from the entries',
      path: `/${large}/statistics/payment-totals?groupBy=year,scheme&closings=keep`,
      query: {
        name: 'entries',
        text: `${sums('grant_year, scheme_id')} from ledger_entries where municipality_code = $1 group by 1, 2`,
        values: [large]
      }
    },
    {
      what: 'payment totals per year, of all municipalities',
      path: '/statistics/payment-totals?groupBy=municipality,year',
      query: {
        name: 'all',
        text: `${sums('municipality_code, grant_year')} from ledger_totals group by 1, 2`,
        values: []
      }
    }
  ]
}
