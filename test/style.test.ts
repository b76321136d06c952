import t from 'tap'
import { openapiFiles } from '../src/commands/openapi.ts'
import { withWholeOperations } from '../src/platform/http/openapi-paths.ts'

/** What a program can see of docs/style.md, in the document as it is generated. Every exception says why it is one. */

// biome-ignore lint/suspicious/noExplicitAny: a document is walked as it is
type Any = any
type Named = Record<string, Any>

const document: Any = withWholeOperations(JSON.parse((await openapiFiles())['openapi.json']!))

function resolve(node: Any): Any {
  if (!node?.$ref) return node
  return resolve(
    node.$ref
      .slice(2)
      .split('/')
      .reduce((at: Any, step: string) => at?.[step], document)
  )
}

/** The schema that is meant, without the null beside it. */
function plain(schema: Any): Any {
  const meant = resolve(schema)
  const some = meant.anyOf?.filter(({ type }: Any) => type !== 'null')
  if (some?.length === 1) return plain(some[0])
  if (!meant.allOf) return meant
  const properties = Object.assign({}, ...meant.allOf.map((part: Any) => plain(part).properties))
  return { type: 'object', properties }
}

/** Every object that says its properties, with where it stands: `Payment/holds`. */
function* objects(schema: Any, place: string): Generator<{ place: string; properties: Named }> {
  if (schema?.properties) yield { place, properties: schema.properties }
  for (const [name, part] of Object.entries<Any>(schema?.properties ?? {})) yield* objects(part, `${place}/${name}`)
  for (const part of [schema?.items, ...(schema?.anyOf ?? [])]) if (part) yield* objects(part, place)
}

const schemas = Object.entries<Any>(document.components.schemas)
  // RFC 9457 gives a problem its names.
  // What is included is named after its kind, and is found by its id.
  .filter(([name]) => name !== 'Problem' && name !== 'Included')
  .flatMap(([name, schema]) => [...objects(plain(schema), name)])

const operations = Object.values<Any>(document.paths).flatMap(path =>
  // Rows as CSV are told by the operation that answers them as JSON.
  Object.values<Any>(path)
    .filter(({ operationId }) => !operationId.endsWith('Csv'))
    .map(({ operationId, parameters, responses }) => {
      const asked = parameters.map(resolve).filter((one: Any) => one.in === 'query')
      const answered = Object.entries<Any>(resolve(responses[200])?.content ?? {}).find(([type]) => /json/.test(type))
      return {
        place: operationId as string,
        properties: Object.fromEntries(asked.map(({ name, schema }: Any) => [name, schema])) as Named,
        answer: plain(answered?.[1].schema ?? {})
      }
    })
)

const everywhere = [...schemas, ...operations].flatMap(({ place, properties }) =>
  Object.entries(properties).map(([name, schema]) => ({ place, name, schema: plain(schema), beside: properties }))
)

/** Where a rule is broken, but for the names that are excepted; one line a name. */
function breaches(broken: ({ name, schema, beside }: (typeof everywhere)[number]) => boolean, except: string[] = []) {
  const found = everywhere.filter(one => !except.includes(one.name) && broken(one))
  return Object.entries(Object.groupBy(found, ({ name }) => name))
    .map(([name, places]) => `${name}: ${[...new Set(places!.map(({ place }) => place))].join(', ')}`)
    .sort()
}

const range = /(From|To)$/

t.test('a day ends in On, an instant in At, or both in From and To, and nothing else does', async t => {
  const days = [
    'notBefore', // of the condition of that kind; what is received again is compared by its names
    'apiReleased', // the national API profile names it
    ...['from', 'until'] // between which days the work list is
  ]
  const isDay = ({ name, schema }: Any) =>
    schema.format === 'date' ? !/On$/.test(name) && !range.test(name) : /[a-z]On$/.test(name)
  t.same(breaches(isDay, days), [])
  const isInstant = ({ name, schema }: Any) =>
    schema.format === 'date-time' ? !/At$/.test(name) && !range.test(name) : /[a-z]At$/.test(name)
  t.same(
    breaches(isInstant, ['changedSince', 'changedUntil']),
    [],
    'of every list: what is answered is asked for next time'
  )
})

t.test('a range has both ends', async t => {
  const open = [
    'effectiveFrom', // a version of an agreement holds until the next one does
    'nameValidFrom' // of the name that an organisation has now
  ]
  t.same(
    breaches(({ name, beside }) => /From$/.test(name) && !(name.replace(/From$/, 'To') in beside), open),
    []
  )
})

t.test('an id is no number, and a count is one', async t => {
  t.same(
    breaches(({ name, schema }) => name === 'id' && schema.type !== 'string'),
    []
  )
  t.same(
    breaches(({ name, schema }) => /Count$/.test(name) && ![schema.type].flat().includes('integer')),
    []
  )
})

/** What JSON holds there; codes are text, and whole numbers numbers. */
function kindOf(schema: Any): string {
  const { type, format, items, anyOf } = plain(schema)
  if (anyOf) return anyOf.map(kindOf).sort().join(' or ')
  const [kind] = [type].flat().filter(one => one !== 'null')
  if (kind === 'array') return `list of ${kindOf(items)}`
  if (kind === 'integer') return 'number'
  return format ? `${kind} (${format})` : (kind ?? 'anything')
}

t.test('a field has one name and one type', async t => {
  const several: Record<string, string> = {
    atomic: 'a form sends every option as text',
    dryRun: 'a form sends every option as text',
    after: 'of an event the fields, of a change the value, of a late ladder what follows on its last step',
    before: 'of an event the fields, of a change the value',
    paid: 'in the totals of a run the payments and their sums, in totals of money the sum',
    rejected: 'in the totals of a run the payments and their sums, of an import the rows',
    total: 'of each totals their own row'
  }
  const kinds = Map.groupBy(
    schemas.flatMap(({ place, properties }) =>
      Object.entries(properties).map(([name, schema]) => ({ name, kind: kindOf(schema), place }))
    ),
    ({ name }) => name
  )
  const differing = [...kinds].flatMap(([name, all]) => {
    const by = Map.groupBy(all, ({ kind }) => kind)
    if (by.size === 1 || name in several) return []
    return [`${name}: ${[...by].map(([kind, [first]]) => `${kind} in ${first!.place}`).join(', ')}`]
  })
  t.same(differing.sort(), [])
})

const isPage = ({ properties = {} }: Any) =>
  'items' in properties && 'nextCursor' in (plain(properties.meta ?? {}).properties ?? {})

t.test('what answers a page is list…, and nothing else is', async t => {
  t.same(
    operations.filter(({ place, answer }) => isPage(answer) !== /^list/.test(place)).map(({ place }) => place),
    []
  )
})

t.test('a filter has the name of the field that it asks about', async t => {
  /** Parameters that are no filters: how a list is walked and written, and of when the answer is true. */
  const ways = [
    'limit',
    'ids',
    'include',
    'cursor',
    'total',
    'sort',
    'after',
    'wait',
    'csvFormat',
    'format',
    'validOn',
    'knownAt',
    'include',
    'knownFrom',
    'knownTo',
    // Between which days what comes up is listed: a row may be of several.
    'from',
    'until'
  ]
  /** Of every list. */
  const always = ['changedSince', 'withdrawn']
  /** Records that a row belongs to by way of another; `organisationId` is one of several recipients, parties or members. */
  const by = /^(agreement|award|body|decision|organisation|payment|scheme)Id$/
  const others: Record<string, string[]> = {
    // By years that a field is within, or that the day of one has.
    decisionYear: ['listAwards', 'listDecisionLines'],
    grantYear: ['listAwards', 'listDecisionLines'],
    year: ['listApplications', 'listSupplierPayments'],
    // Whether there is what a field tells.
    annulled: ['listDecisions'],
    appealed: ['listDecisions'],
    finalConfirmed: ['listDecisions'],
    merged: ['listOrganisations'],
    pending: ['listAppeals'],
    recurring: ['listAssignments'],
    registered: ['listStateAid'],
    reported: ['listDecisions'],
    withheld: ['listPayments'],
    // Whether a part of a record has it.
    category: ['listSchemes'],
    focusAreaId: ['listAgreements'],
    kindOfWorkId: ['listAgreements'],
    partyKind: ['listAgreements'],
    partyRole: ['listAgreements'],
    relatedTo: ['listAgreements'],
    targetGroupId: ['listAgreements'],
    guarantorOrganisationId: ['listApplications'],
    // Of what is computed and not shown.
    endingWithinDays: ['listAgreements'],
    exceeded: ['listStateAid'],
    overdue: ['listRecoveries'],
    phase: ['listAgreements'],
    search: ['listOrganisations', 'listSchemes', 'listAgreements'],
    status: ['listOutstanding'],
    // On which side of a membership the organisation stands.
    as: ['listMemberships']
  }
  const unknown = operations
    .filter(({ answer }) => isPage(answer))
    .flatMap(({ place, properties, answer }) => {
      const fields = plain(plain(answer.properties.items).items).properties ?? {}
      const isOf = (name: string) => [name, `${name}On`, `${name}At`].some(field => field in fields)
      return Object.keys(properties)
        .filter(name => ![...ways, ...always].includes(name) && !by.test(name) && !others[name]?.includes(place))
        .filter(name => !(name in fields) && !(range.test(name) && isOf(name.replace(range, ''))))
        .map(name => `${place}: ${name}`)
    })
  t.same(unknown, [])
})

/** What a client names as it is: a generator that makes types of the same names shadows them. */
const GLOBALS = ['Blob', 'File', 'FormData', 'Headers', 'Request', 'Response', 'URL', 'Error', 'Date', 'Map', 'Record']

t.test('no schema is called as what JavaScript or a browser calls something else', async t => {
  t.strictSame(
    GLOBALS.filter(name => document.components.schemas[name]),
    []
  )
})
