import { readFileSync } from 'node:fs'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { connect } from '../src/database/connection.ts'
import { createApiKey } from '../src/http/authentication.ts'
const database = connect({ url: readFileSync('/tmp/t2-seed.log','utf8').split('\n')[0]! , size: 1, statementTimeout: 0 })
await database.execute('vacuum analyze')
const app = await buildApp({ config: loadConfig({ LOG_LEVEL: 'silent' }), database })
const { secret } = await createApiKey(database, { name: 'b', municipalityCodes: null, scopes: ['*'] })
const m = '8003'
const one = async (q: string) => (await database.$client.query(q)).rows[0]
const { id: line, decision_id: decision, scheme_id: scheme } = await one(`select * from decision_lines where municipality_code='${m}' offset 50000 limit 1`)
const { id: body } = await one(`select id from bodies where municipality_code='${m}' limit 1`)
const { id: org, name } = await one(`select id, name from organisations where municipality_code='${m}' offset 100 limit 1`)
const { id: award } = await one(`select id from awards where municipality_code='${m}' offset 50000 limit 1`)
const { at } = await one(`select to_char(max(recorded_at) at time zone 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"') at from ledger_entries where municipality_code='${m}'`)
const cur = (sort: string, v: unknown, id: unknown) => `cursor=${Buffer.from(JSON.stringify([sort, v, id])).toString('base64url')}`
const { updated_at } = await one(`select updated_at::text from decision_lines where municipality_code='${m}' and id='${line}'`)
const paths = [
  `/decision-lines/${line}`, `/awards/${award}`, `/decisions/${decision}`,
  '/decision-lines', '/decision-lines?limit=1000', `/decision-lines?${cur('id', line, line)}`, '/decision-lines?sort=-id', '/decision-lines?sort=updatedAt', `/decision-lines?sort=updatedAt&${cur('updatedAt', updated_at, line)}`,
  ...[`decisionId=${decision}`, `schemeId=${scheme}`, `organisationId=${org}`, `bodyId=${body}`, 'grantYear=2020', 'grantYear=1999', 'decisionYear=2020', 'decisionYear=1999', 'outcome=reserved', 'outcome=deferred', 'reference=L-77', `changedSince=${at}`, 'changedSince=2030-01-01T00:00:00Z', 'withdrawn=only'].map(f => `/decision-lines?${f}`),
  '/awards', '/awards?limit=1000', '/awards?sort=-id', '/awards?sort=updatedAt', `/awards?${cur('id', award, award)}`,
  ...[`decisionId=${decision}`, `schemeId=${scheme}`, `organisationId=${org}`, `bodyId=${body}`, 'grantYear=2020', 'grantYear=1999', 'decisionYear=2020', 'decisionYear=1999', `changedSince=${at}`, 'changedSince=2030-01-01T00:00:00Z', 'withdrawn=only'].map(f => `/awards?${f}`),
  '/decisions', '/decisions?limit=1000', `/decisions?bodyId=${body}`, '/decisions?paragraph=77', '/decisions?diaryNumber=x', '/decisions?from=2020-01-01', '/decisions?reference=x',
  '/ledger-entries', '/ledger-entries?sort=-recordedAt', `/ledger-entries?lineId=${line}`, `/ledger-entries?decisionId=${decision}`, `/ledger-entries?awardId=${award}`, '/ledger-entries?kind=reserved', `/ledger-entries?recordedFrom=${at}`, '/ledger-entries?recordedTo=2020-01-01T00:00:00Z',
  '/events', `/events?subjectId=${line}`, '/events?type=decision.created', '/events?changedSince=2030-01-01T00:00:00Z', `/decisions/${decision}/history`,
  '/organisations', '/organisations?search=lskap', `/organisations?name=${encodeURIComponent(name)}`, '/organisations?search=zzz', '/schemes', '/bodies',
  '/statistics/grant-totals', '/statistics/grant-totals?groupBy=year,scheme', '/statistics/grant-totals?groupBy=organisation', '/statistics/grant-totals?groupBy=year,scheme,organisation,body,outcome&yearBasis=grant', '/statistics/grant-totals?from=2020&to=2020', `/statistics/grant-totals?knownAt=${at}`
]
for (const path of paths) {
  const times: number[] = []
  let status = 0
  for (let i = 0; i < 8; i++) {
    const a = performance.now()
    const r = await app.inject({ url: `/partnerskap/v1/${m}${path}`, headers: { authorization: `Bearer ${secret}` } })
    status = r.statusCode; times.push(performance.now() - a)
  }
  const med = times.slice(5).sort((a, b) => a - b)[1]!
  console.log(String(Math.round(med * 10) / 10).padStart(8), status, `first ${Math.round(times[0]!)}`, path.replaceAll(/[0-9a-f-]{36}/g, 'ID'))
}
await app.close(); await database.$client.end()
