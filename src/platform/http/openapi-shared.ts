import type { Schema } from './openapi-examples.ts'
import type { Answer, Content, OpenapiDocument, Operation, Parameter, Reference } from './openapi-operations.ts'
import { SUCCESS } from './openapi-operations.ts'

/** What several operations say alike stands once, among the components, and is referred to. */

const isReference = (node: Parameter | Reference): node is Reference => '$ref' in node

/** Parameters that are the same in several operations become components. Of those that share a name, and say different
 * things, the most frequent has the name for itself; the others have it together with the tag of their operations. */
export function shareParameters({ paths, components }: OpenapiDocument): void {
  const said = new Map<string, Map<string, Operation[]>>()
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter)) continue
      const name = componentName(parameter)
      const text = JSON.stringify(parameter)
      const texts = said.get(name) ?? new Map<string, Operation[]>()
      said.set(name, texts.set(text, [...(texts.get(text) ?? []), operation]))
    }
  }
  const shared: Record<string, object> = { ...components.parameters }
  for (const [common, texts] of said) {
    const byUse = [...texts].sort(([, a], [, b]) => b.length - a.length)
    for (const [text, operations] of byUse.filter(([, { length }]) => length > 1)) {
      const name = shared[common] ? `${common}Of${camelOf(operations[0]!.tags![0]!)}` : common
      if (shared[name]) continue
      shared[name] = JSON.parse(text) as Parameter
      for (const operation of operations) {
        operation.parameters = operation.parameters!.map(parameter =>
          JSON.stringify(parameter) === text ? { $ref: `#/components/parameters/${name}` } : parameter
        )
      }
    }
  }
  components.parameters = shared
}

/** `PaymentRuns` of the tag `payment-runs`. */
const camelOf = (tag: string) => tag.replaceAll(/(^|-)(.)/g, (_match, _hyphen, letter: string) => letter.toUpperCase())

/** `withdrawn`, `id`, `pathSource`, `sortByNameOrUpdatedAt`, and `ifMatchRequired` beside the If-Match that may be left out. */
function componentName({ in: place, name, required, schema }: Parameter): string {
  if (name === 'sort') {
    const orders = (schema.enum as string[]).filter(order => !order.startsWith('-') && order !== 'id')
    return `sortBy${orders.map(order => order.charAt(0).toUpperCase() + order.slice(1)).join('Or')}`
  }
  const camel = name.replaceAll(/(^|-)([A-Z])/g, (_match, hyphen: string, letter: string) =>
    hyphen ? letter : letter.toLowerCase()
  )
  // Nearly every path names these two.
  if (place === 'path' && (name === 'municipalityCode' || name === 'id')) return name
  if (place === 'path') return `path${camel.charAt(0).toUpperCase()}${camel.slice(1)}`
  return place === 'header' && required ? `${camel}Required` : camel
}

/**
 * An example stands with its schema, and comes wherever the schema is referred to: in requests, answers, and the rows of a page,
 * which has none of its own. What has no schema of a name keeps its example where it is.
 */
export function shareExamples({ paths, components: { schemas } }: OpenapiDocument): void {
  const named = ({ $ref = '' }: Schema) => schemas[$ref.replace('#/components/schemas/', '')]
  const share = (content: Content | undefined) => {
    for (const media of Object.values(content ?? {})) {
      const row = rowOf(named(media.schema))
      const schema = named(row ?? media.schema)
      if (!schema || media.example === undefined) continue
      const example = row ? (media.example as { items: unknown[] }).items[0] : media.example
      schema.example ??= example
      if (row || JSON.stringify(schema.example) === JSON.stringify(example)) delete media.example
    }
  }
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    share(operation.requestBody?.content)
    for (const answer of Object.values(operation.responses)) if ('content' in answer) share(answer.content)
  }
  for (const { example, properties } of Object.values(schemas)) {
    if (example !== undefined) for (const property of Object.values(properties ?? {})) saidOnce(property)
  }
}

/** What is a record and something more is shown by the example of the record and by its own properties. */
export function exemplifyRecordsOnce({ components: { schemas } }: OpenapiDocument): void {
  const extending = Object.values(schemas).filter(({ allOf }) => {
    const { $ref = '' } = allOf?.[0] ?? {}
    return schemas[$ref.replace('#/components/schemas/', '')]?.example !== undefined
  })
  for (const schema of extending) delete schema.example
}

/** What a page has rows of, where they have a schema of a name. */
const rowOf = (schema?: Schema) =>
  schema?.properties?.meta && schema.properties.items?.items?.$ref ? schema.properties.items.items : undefined

/** A property has its example in that of its record. Days and instants that are always there keep theirs, as the national profile
 * asks for them (DOT.02, DOT.04). */
function saidOnce(property: Schema): void {
  const { type, format, items, properties = {} } = property
  if (typeof type !== 'string' || !format?.startsWith('date')) delete property.example
  for (const inner of [...(items ? [items] : []), ...Object.values(properties)]) saidOnce(inner)
}

/** An answer that is one schema of a name is described by that schema, and by its status. */
export function describeAnswersOnce({ paths, components: { schemas } }: OpenapiDocument): void {
  for (const { responses } of Object.values(paths).flatMap(path => Object.values(path))) {
    for (const [status, answer] of Object.entries(responses) as [string, Answer][]) {
      const { $ref = '' } = answer.content?.['application/json']?.schema ?? {}
      const said = schemas[$ref.replace('#/components/schemas/', '')]?.description
      if (said && said === answer.description) answer.description = SUCCESS[status] ?? said
    }
  }
}

/** Answers that are the same in several operations become components, named after what they answer. */
export function shareAnswers({ paths, components }: OpenapiDocument): void {
  const said = new Map<string, { name: string | undefined; operations: [Operation, string][] }>()
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    for (const [status, answer] of Object.entries(operation.responses)) {
      const text = JSON.stringify(answer)
      if (text.startsWith('{"$ref"')) continue
      const found = said.get(text) ?? { name: nameOf(status, answer as Answer), operations: [] }
      found.operations.push([operation, status])
      said.set(text, found)
    }
  }
  for (const [text, { name, operations }] of said) {
    if (!name || operations.length < 2) continue
    // What is made is answered as what is shown is, but for its headers.
    const free = [name, `${name}${operations[0]![1]}`].find(one => !components.responses![one])
    if (!free) continue
    components.responses![free] = JSON.parse(text)
    for (const [operation, status] of operations) {
      operation.responses[status] = { $ref: `#/components/responses/${free}` }
    }
  }
}

/** `Payment`, the answer that is one; `notModified`; undefined where it has no schema of a name. */
function nameOf(status: string, { content }: Answer): string | undefined {
  if (status === '304') return 'notModified'
  return content?.['application/json']?.schema.$ref?.replace('#/components/schemas/', '')
}

/** Properties that several records have alike. Each becomes a component of its name: `sourceUrl` is `SourceUrl`. */
const PROPERTIES = `
  fileIds mediaType payeeMessage payeeReference vatTreatment holder amounts month parts year percent limit count measure bound round fee groupBy recorded clause categories achieved sourceUrl sourceUpdatedOn sourceRetrievedOn source reference note guarantee decidedOn minutesApprovedOn noticeUpOn
  coding diaryNumber documents recusals delegationMaxAmount reportedInDecisionId recipients applicants
  targetGroupShares focusAreaIds kindOfWorkIds targetGroupIds validFrom validTo schedule changedUntil nextCursor
  totalIsExact grantYearTo municipalityCode id reserved bodyId createdAt schemeId recordedAt yearTo granted subjectIds
  closesOn revisionDue dueOn revisesLineId rent reason funded windowId applied version totalCount reportedOn
  grantYearFrom standing costs maxAmount unused decisionId childrenAndYoungPercent onePayee attachments applicationId
  ownContribution payeeOrganisationId grantUsed delegateRole needsReview firstYear appliedCertainty paragraph
  confidential subjectTypes membershipFee delegationLimitText lodgedBy valid organisationId noticeDownOn beneficiaries
  advanceMaxPercent eventTypes grantedCertainty windowOpens recoveryDue aidRegistrationDue reservedCertainty periodTo windowCloses
  repaymentThresholdPercent agreementEnds assignmentDue periodFrom reviewTimeEnds indicators delegationBasis
  agreementNotice documentExpires updatedAt resultingDecisionId opensOn minAmount initiatorKeys observedOn happenedOn
  eligibilityExpires delegationToReport rentCertainty fundedUnknownCount narrative adoptedOn membershipFeeCertainty
  executionOn controlledBy organisationNumber receivedOn acceptsTokenTypeJwt yearFrom decidedOnPrecision dueDays
  criteria endedOn frequency budgetOverrideDecisionId checksum steering lodgedOn unpaidOfGranted focusAreaEntries
  kindOfWorkEntries opensMonthDay legalForms bankgiro plusgiro targetGroupEntries grantYear nameValidFrom
  closesMonthDay targetGroups returnedAmount servicePeriodTo grantYearsMin dueOnPrecision servicePeriodFrom
  meta amount grantedOn eurRate title relations eurRateOn purpose warnings base words parties fileId goals
  personMonths lines email url paid payeeKey dueTo approvedBy meetingPlanned instalments conditions checkedBy
  proposalId funding fundingNeeds effectiveOn unknownCount term sector commitments roundedTo fileMonths
  afterPaidPercent caseNumber referrals planned rejectedCount givenByBodyId contributions awardId withdrawnAt
  paidOn movements contactMonths daysLateFrom givenOn documentUrl violations finalOn interimBoardEndsOn chosenOn
  grantYearsMax recurrenceEndsOn signatories voucherNumber firstRecordedAt agreementId batchBooking bankFileOptions earlierReturns`
  .trim()
  .split(/\s+/)

/** The most frequent form of each of these properties becomes a component; another form stays where it is. */
export function shareProperties({ components: { schemas } }: OpenapiDocument): void {
  const owners = Object.values(schemas).flatMap(ownersOf)
  for (const property of PROPERTIES) {
    const component = property.charAt(0).toUpperCase() + property.slice(1)
    if (schemas[component]) throw new Error(`Two schemas are called ${component}.`)
    const forms = Object.groupBy(
      owners.filter(({ properties }) => properties![property]),
      ({ properties }) => JSON.stringify(properties![property])
    )
    const [most] = Object.entries(forms).sort(([, a], [, b]) => b!.length - a!.length)
    if (!most || most[1]!.length < 2) continue
    schemas[component] = JSON.parse(most[0]) as Schema
    for (const { properties } of most[1]!) properties![property] = { $ref: `#/components/schemas/${component}` }
  }
}

/** The schema and the parts of it that have properties. */
function ownersOf(schema: Schema): Schema[] {
  const { properties, items, allOf = [], anyOf = [], oneOf = [] } = schema
  const parts = [...Object.values(properties ?? {}), ...(items ? [items] : []), ...allOf, ...anyOf, ...oneOf]
  return [...(properties ? [schema] : []), ...parts.flatMap(ownersOf)]
}
