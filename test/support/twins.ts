import { sql } from 'drizzle-orm'
import type { RouteOptions } from 'fastify'
import type { Database } from '../../src/platform/database/connection.ts'
import type { App } from '../../src/platform/http/app.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import type { Answer, Client } from './register.ts'

/** Another municipality with the same rows under the same ids: what a statement that forgets the municipality finds. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const tables = async (db: Pick<Database, 'execute'>): Promise<string[]> =>
  (
    await db.execute<{ name: string }>(sql`
      select column_name as column, c.table_name as name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'municipality_code'
        and table_name not in ('municipalities', 'known_instants') order by 2`)
  ).rows.map(({ name }) => name)

/** Copies every row of one municipality to another, which has none, under the same ids. */
export async function copyMunicipality(database: Database, from: string, to: string): Promise<void> {
  await database.transaction(async tx => {
    // Rows are copied as they are: no trigger tells of them anew, and what refers to what is the same within the copy.
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const table of await tables(tx)) {
      const { rows } = await tx.execute<{ name: string }>(sql`
        select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'
          and column_name <> 'municipality_code' order by ordinal_position`)
      const columns = sql.raw(rows.map(({ name }) => `"${name}"`).join(', '))
      await tx.execute(sql`insert into ${sql.identifier(table)} (municipality_code, ${columns}) overriding system value
        select ${to}, ${columns} from ${sql.identifier(table)} where municipality_code = ${from}`)
    }
    await tx.execute(sql`insert into municipalities (municipality_code, name, publishes_schemes)
      select ${to}, 'Tvilling', publishes_schemes from municipalities where municipality_code = ${from}`)
  })
}

/** A sum over all rows of a municipality, table by table. */
export async function checksums(database: Database, code: string): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of await tables(database)) {
    const { rows } = await database.execute<{ sum: string }>(sql`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as sum
      from ${sql.identifier(table)} t where municipality_code = ${code}`)
    sums[table] = rows[0]!.sum
  }
  return sums
}

/** The id that a property names, by what one-of-each has of it. */
export const kinds: Record<string, string> = {
  ...{ bodyId: 'bodies', parentId: 'bodies', ownerBodyId: 'bodies', givenByBodyId: 'bodies', schemeId: 'schemes' },
  ...{ fileId: 'files', fileIds: 'files' },
  ...{ organisationId: 'organisations', payeeOrganisationId: 'organisations', umbrellaId: 'umbrella' },
  ...{
    mergedIntoId: 'otherOrganisation',
    successorId: 'otherBody'
  },
  ...{ awardId: 'awards', awardIds: 'awards', lineId: 'decision-lines', decisionId: 'decisions' },
  ...{ paymentId: 'payments', paymentIds: 'payments', planId: 'payment-plans', runId: 'payment-runs' },
  ...{ agreementId: 'agreements', requirementId: 'report-requirements', reportId: 'reports', movementId: 'movement' },
  ...{ applicationId: 'applications', windowId: 'scheme-windows', ruleVersionId: 'scheme-rule-versions' },
  ...{ payeeAccountId: 'payee-accounts', subjectId: 'organisations', recoveryId: 'recoveries', targetId: 'targets' },
  ...{ budgetId: 'budgets', assignmentId: 'assignments', itemId: 'item', focusAreaId: 'list-entries' },
  ...{
    reportedInDecisionId: 'decisions',
    revisesDecisionId: 'revised',
    adoptedByDecisionId: 'decisions',
    withheldDecisionId: 'decisions'
  }
}

/** The content with the ids of the register where it names records; what names none of them is left out. */
export function named(content: Any, ids: Record<string, string>): Any {
  if (Array.isArray(content)) return content.map(one => named(one, ids))
  if (content === null || typeof content !== 'object') return content
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) => {
      if (!/Ids?$/.test(name) || name === 'messageId' || name === 'endToEndId') return [[name, named(value, ids)]]
      const id = ids[kinds[name] ?? '']
      return id === undefined ? [] : [[name, name.endsWith('s') ? [id] : id]]
    })
  )
}

export type Operation = { method: string; path: string; query: Any; body: Any; name: string }

/** Every operation on what a municipality has, with the example of its body. */
export function operationsOf(app: App): Operation[] {
  const example = (schema: Any) =>
    schema?.$ref === undefined ? undefined : (app.getSchema(schema.$ref.replace('#', '')) as Any).example
  return app.routeTable.flatMap(({ method, url, schema }: RouteOptions) => {
    if (schema?.hide || !url.startsWith(apiPrefix) || !url.includes(':municipalityCode')) return []
    const path = url.slice(apiPrefix.length).replace('(^\\d{4}$)', '')
    const query = (schema?.querystring as Any)?.properties ?? {}
    return [method].flat().flatMap(each => {
      if (each === 'HEAD') return []
      // A parameter that is one of a list is an operation for each.
      const name = path.includes('/papers/') ? 'kind' : 'table'
      const values: string[] = (schema?.params as Any)?.properties?.[name]?.enum ?? ['']
      // The trail as a paper numbers entries of all municipalities together; as JSON it is an operation of its own.
      const asked = values.filter(value => value !== 'paymentTrail')
      return asked.map(value => {
        const named = path.replace(`:${name}`, value)
        return { method: each, path: named, query, body: example(schema?.body), name: `${each} ${named}` }
      })
    })
  })
}

/** Of which records papers are. */
const ofPapers: Record<string, string> = {
  decisionLetter: 'decisions',
  agreementSummary: 'agreements',
  paymentAdvice: 'payments',
  yearlyStatement: 'organisations'
}

/** What stands for the parts of a path; undefined where the register has no such record. */
export function pathOf({ path }: Operation, code: string, ids: Record<string, string>): string | undefined {
  const [, , kind, second] = path.split('/')
  const ofPaper = kind === 'papers' ? ofPapers[second!] : undefined
  const id = path.includes(':id') ? ids[ofPaper ?? (second === 'schemes' ? 'schemes' : kind!)] : ''
  if (id === undefined) return undefined
  return path
    .replace(':municipalityCode', code)
    .replace(':id', id)
    .replace(':records', 'organisations')
    .replace(':source', 'w3d3')
    .replace(':reference', `twin-${kind}`)
}

/** Filters by what every record is asked for, and by each record of the register that a question may name. */
export function questionsOf({ path, query }: Operation, ids: Record<string, string>): string[] {
  const required: Record<string, string> = {
    'late-deduction': 'receivedOn=2022-04-12&dueOn=2022-04-01',
    attainment: 'year=2022',
    differences: 'versionFrom=1&versionTo=1',
    'indexed-amounts': 'indexFrom=100&indexTo=110',
    committed: 'year=2022',
    ...(path.includes('record-imports') && { template: 'kind=organisations' }),
    changes: 'knownFrom=2022-01-01T00:00:00Z',
    'personal-data': `organisationId=${ids.organisations}`
  }
  const base = required[path.split('/').at(-1)!] ?? ''
  if (path.endsWith('/history')) return ['']
  const more = Object.keys(query).flatMap(name => {
    const id = ids[kinds[name] ?? '']
    if (id !== undefined) return [`${name}=${id}`]
    const values: Record<string, string[]> = {
      ...{ on: ['2022-06-01'], validOn: ['2022-06-01'] },
      ...{ yearBasis: ['decision', 'payment'], year: ['2022'], grantYear: ['2022'], payability: ['held', 'payable'] },
      ...{
        status: [],
        source: ['w3d3'],
        reference: [`twin-${path.split('/')[2]}`],
        overdue: ['yes'],
        withdrawn: ['include', 'only']
      },
      ...{
        search: ['kvinno'],
        include: ['withdrawn'],
        followSuccessors: [`true&bodyId=${ids.otherBody}`],
        merged: ['true'],
        appealed: ['true']
      },
      groupBy: ['year', 'scheme', 'organisation', 'body', 'outcome', 'status', 'year,scheme,organisation,body']
    }
    return (values[name] ?? []).map(value => `${name}=${value}`)
  })
  return [base, ...more.map(one => (base ? `${base}&${one}` : one))].map(one => (one ? `?${one}` : ''))
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+(Z|[+-]\d\d:\d\d)/g

/** An answer as two registers give it alike: ids and instants that came about while they were asked are left out. */
export function alike({ status, headers, body }: Answer, known: ReadonlySet<string>) {
  const said = (content: Any) =>
    (typeof content === 'string' ? content : JSON.stringify(content))
      .replace(INSTANT, 'instant')
      .replace(UUID, id => (known.has(id.toLowerCase()) ? id : 'id'))
      .replace(/P[IR][0-9A-F]{32}/g, 'digits')
      // Events and entries of all municipalities are numbered together.
      .replace(/"(sequence|eventSequence)":\d+/g, '"$1":0')
      .replace(/"requestId":"[^"]*"/g, '')
      // Made anew for each subscription.
      .replace(/whsec_[\w+/=]+/g, 'secret')
      .replace(/"cursor":"[^"]*"|"nextCursor":"[^"]*"|cursor=[\w%-]+/g, '')
  // What one transaction writes of many rows comes in the order of ids that chance has made: a whole table is compared as a set.
  const isTable = body?.items && (body.isComplete || (body.meta?.changedUntil && body.meta.limit === undefined))
  const answered = isTable ? body.items.map(said).sort().join('\n') : said(body)
  return { status, type: headers['content-type'], body: answered }
}

/** The order in which writes are tried: what is made, then what is changed, then what is done, then what is taken away. */
export function orderOf({ method, path }: Operation): number {
  const last = path.split('/').at(-1)!
  if (method === 'PUT') return 0
  if (method === 'PATCH') return 2
  if (!path.includes(':id')) return last.includes('import') ? 3 : 1
  if (/withdraw|cancel|discard|merge|annul|erase|retract|replan|revise|confidentiality/.test(last)) return 5
  return 4
}

export const takesNothing = (operation: Operation) => orderOf(operation) < 5

/** Contents that do what the example of an operation cannot do in the register. */
const contents = (ids: Record<string, string>): Record<string, object> => ({
  '/payment-plans': { awardId: ids.awards, amount: 5, schedule: 'once', ...years },
  '/payment-runs': { dueTo: '2023-06-07', executionOn: '2023-06-07' },
  '/payment-runs/:id/confirmations': {
    rows: [{ endToEndId: ids.endToEnd, outcome: 'paid', paidOn: '2023-06-07', voucherNumber: 'V7' }]
  },
  '/payments/check': { paymentIds: [ids.payments] },
  '/payments/approve': { paymentIds: [ids.payments] },
  '/recoveries': {
    ...{ awardId: ids.awards, ground: 'unused', decisionId: ids.decisions, reportId: ids.accepted, amount: 1 },
    ...{ decidedOn: '2023-05-02', dueOn: '2023-05-31' }
  },
  '/recoveries/:id/record-repayment': { amount: 1, movedOn: '2022-06-01' },
  '/recoveries/:id/set-off': { paymentId: ids.planned, amount: 1 },
  '/recoveries/:id/write-off': { amount: 1, movedOn: '2022-06-02', decisionId: ids.decisions, reason: 'Ringa' },
  '/organisations/:id/memberships': { umbrellaId: ids.umbrella, validFrom: '2001-01-01', validTo: '2002-01-01' },
  '/schemes/:id/windows': { kind: 'fixed', opensOn: '2022-01-01', closesOn: '2022-03-01' }
})
const years = { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }

export type Clients = { admin: Client; checker: Client; approver: Client }

/** Carries an operation out, with content that names the records of the register; nobody approves what they checked. */
export function carryOut(clients: Clients, operation: Operation, code: string, ids: Record<string, string>) {
  const client = /check$/.test(operation.path)
    ? clients.checker
    : /approv/.test(operation.path)
      ? clients.approver
      : clients.admin
  const path = pathOf(operation, code, ids)
  if (path === undefined) return undefined
  const { method } = operation
  const file = path.endsWith('decision-imports')
  const content = method === 'POST' ? contents(ids)[operation.path.replace('/:municipalityCode', '')] : undefined
  const csv =
    'deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome\nSocialnämnden,2021-12-14,2022,Verksamhetsbidrag,Kvinnojouren,1000,beviljad\n'
  return client(method, path, file ? csv : (content ?? named(operation.body, ids)), {
    ...((method === 'PATCH' || method === 'PUT') && { 'if-match': '*' }),
    ...(file && { 'content-type': 'text/csv' })
  })
}
