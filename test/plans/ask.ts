import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import type { Database } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { appOf } from '../support/app.ts'
import { type Client, clientOf } from '../support/register.ts'
import { type Explained, hear, isNamed, planForAnyValue, tellPlans } from './explained.ts'
import { type Extent, type Fault, faultsOf } from './judge.ts'
import { type Copy, type Question, questionsOf } from './questions.ts'

/** A fault, and the questions that have it: operation, and the name of what was asked for. */
export type Told = Fault & { questions: Set<string> }
export type Asked = { answered: number; refused: string[]; told: Told[] }

/** Of what is asked: by the plans of prepared statements for any value; only questions of that name. */
type Which = { anyValue?: boolean; only?: string }

/** Asks everything about a copy, and judges what PostgreSQL did. */
export async function askAll(t: Test, url: string, copy: Copy, which: Which = {}): Promise<Asked> {
  const { anyValue = false, only } = which
  await tellPlans(url)
  await planForAnyValue(url, anyValue)
  const { app, database, close } = await appOf(t, url)
  const { secret } = await createApiKey(database, { name: 'plans', municipalityCodes: null, scopes: ['*'] })
  const client = clientOf(app, secret)
  const extents = await extentsOf(database, copy.code)
  const asked: Asked = { answered: 0, refused: [], told: [] }
  for (const question of questionsOf(copy)) {
    if (only !== undefined && nameOf(question) !== only) continue
    const { explained, status } = await ask(client, question)
    if (status === 200) asked.answered++
    else asked.refused.push(`${status} ${nameOf(question)}`)
    const judged = anyValue ? explained.filter(({ statement }) => isNamed(statement)) : explained
    for (const fault of faultsOf(judged, extents, question.isPage)) tell(asked.told, fault, nameOf(question))
  }
  await close()
  return asked
}

const nameOf = ({ operation, asked }: Question) => (asked === '' ? operation : `${operation}?${asked.split('=')[0]}`)

/** The question; and of each order the page after, which is read from where the first ended. */
async function ask(
  client: Client,
  { path, asked, isPage }: Question
): Promise<{ explained: Explained[]; status: number }> {
  let status = 0
  const explained = await hear(async () => {
    const answer = await client('GET', path)
    status = answer.status
    const next = isPage && (asked === '' || asked.startsWith('sort=')) ? answer.body?.meta?.nextCursor : undefined
    if (next) await client('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`)
  })
  return { explained, status }
}

/** One for each rule, table and index: the worst, with all the questions that have it. */
function tell(told: Told[], fault: Fault, question: string) {
  const { rule, table, index, found } = fault
  const same = told.find(one => one.rule === rule && one.table === table && one.index === index)
  if (!same) told.push({ ...fault, questions: new Set([question]) })
  else if (found > same.found) Object.assign(same, fault, { questions: same.questions.add(question) })
  else same.questions.add(question)
}

async function extentsOf(database: Database, code: string): Promise<Map<string, Extent>> {
  const { rows: tables } = await database.execute<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'municipality_code'`)
  const extents = new Map<string, Extent>()
  for (const { name } of tables) {
    const { rows } = await database.execute<Extent>(sql`
      select count(*)::int as all, count(*) filter (where municipality_code = ${code})::int as own
      from ${sql.identifier(name)}`)
    extents.set(name, rows[0]!)
  }
  return extents
}
