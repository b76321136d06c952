import apiPackage from '../../../package.json' with { type: 'json' }

/** What the reference says about the API as a whole, in Swedish and English as the national REST API profile asks. */

export const apiVersion = apiPackage.version
export const apiReleased = '2026-09-01'
export const apiPrefix = '/partnerskap/v1'
/** The committed document is about no installation in particular; a served one names its own address. */
export const exampleBase = 'https://api.example.se'

const description = `Här håller kommuner reda på sina partnerskapsavtal och bidrag till civilsamhället: vem som beslutade vad, när, om hur mycket, till vem, och vad det blev av det. Varje kommun har sitt eget register, och alla adresser i det börjar med kommunkoden. Beslut och summor kan läsas så som de var kända vid en tidigare tidpunkt: ingenting försvinner.

In this register Swedish municipalities keep their partnership agreements with civil society and their grants: who decided what, when, about how much, for whom, and what came of it. Every municipality has a register of its own, and all its addresses begin with the municipality code. Decisions and totals can be read as they were known at an earlier instant: nothing is lost.

**Manners.** Send the API key or access token as \`Authorization: Bearer …\`. Errors are \`application/problem+json\` (RFC 9457) whose \`type\` is the address of a page that explains it. Unknown properties and parameters are refused. Every representation has an ETag; who changes what exists sends it as \`If-Match\`. Every write may carry an \`Idempotency-Key\` and be sent again. A write may be answered with \`Write-Position\`; a question that carries it sees that write. Lists are read page by page with \`limit\` and \`cursor\`. Amounts are Swedish kronor with at most two decimals, dates are days, instants are UTC.

\`/health/live\`, \`/health/ready\` and \`/metrics\` stand outside the API, on the same host.`

export const info = {
  title: 'Partnerskap',
  version: apiVersion,
  description,
  termsOfService: `${exampleBase}/terms`,
  contact: { name: 'Partnerskap', email: 'partnerskap@example.se', url: `${exampleBase}/contact` },
  license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
  'x-limitations':
    'A page of a list has at most 1000 rows. A body is at most 1 MiB, a file of an import at most 50 MiB, unless the installation says otherwise. A revoked key can work for some seconds more. Begränsningar: en sida i en lista har högst 1000 rader; en återkallad nyckel kan fungera några sekunder till.'
}

/** What the operations are about, floor by floor, in the order in which the reference shows them. */
export const floors = [
  {
    title: 'The register',
    description: 'Who decides, what can be applied for, and what was decided and agreed.',
    tags: [
      { name: 'municipalities', description: 'Kommuner. The municipalities whose registers these are.' },
      { name: 'bodies', description: 'Nämnder, styrelser och förvaltningar. Those who decide.' },
      {
        name: 'organisations',
        description: 'Föreningar, stiftelser och studieförbund. Those who apply and receive.'
      },
      { name: 'schemes', description: 'Bidragsformer. What can be applied for.' },
      { name: 'budgets', description: 'Budgetar. What a body may grant in a year, for a scheme or for all.' },
      { name: 'published-figures', description: 'Publicerade siffror. Figures that were published, in no sum.' },
      { name: 'targets', description: 'Mål för bidragen. Targets of those who decide, and what was observed.' },
      { name: 'applications', description: 'Ansökningar. What somebody applied for, and what came of it.' },
      { name: 'decisions', description: 'Beslut och deras rader. Decisions and their lines.' },
      { name: 'awards', description: 'Beviljade bidrag. What granted lines give.' },
      {
        name: 'agreements',
        description: 'Partnerskap och ramöverenskommelser. What the municipality and others have agreed.'
      },
      { name: 'assignments', description: 'Uppdrag, föreslagna och givna. Assignments, proposed and given.' }
    ]
  },
  {
    title: 'Money',
    description: 'What is paid, on which conditions, and what is asked back.',
    tags: [
      { name: 'reports', description: 'Uppföljning och redovisning. What is to be reported, and what was.' },
      {
        name: 'payments',
        description: 'Utbetalningsplaner, utbetalningar och attest. Plans, payments and their approval.'
      },
      { name: 'payment-runs', description: 'Betalningskörningar. Payments that go to the bank together.' },
      { name: 'recoveries', description: 'Återkrav. Money that is asked back.' },
      {
        name: 'ledger',
        description: 'Huvudbok. The entries of money that every total is a sum of; appended, never changed.'
      }
    ]
  },
  {
    title: 'In bulk, and in sum',
    description: 'Files that come in, figures that go out, and everything that happened.',
    tags: [
      { name: 'personal-data', description: 'Personuppgifter. How long they are kept, erasure and export.' },
      { name: 'files', description: 'Filer. Documents that are kept here.' },
      { name: 'work-list', description: 'Arbetslista. What is coming up, and what is reminded of.' },
      { name: 'imports', description: 'Inläsning av filer. Files of decisions and records, row by row.' },
      { name: 'exports', description: 'Uttag av tabeller. Whole tables, flat, for dashboards and spreadsheets.' },
      { name: 'papers', description: 'Handlingar. Letters and statements to hand to people, as HTML and PDF.' },
      { name: 'statistics', description: 'Summor och nyckeltal. Totals, equal to the ledger to the öre.' },
      { name: 'events', description: 'Händelser. Everything that was done, by whom: audit log and change feed.' },
      { name: 'webhooks', description: 'Webhooks. Events that are sent to whoever subscribes.' }
    ]
  },
  {
    title: 'Without a key',
    description: 'What anybody may read.',
    tags: [
      { name: 'public', description: 'Öppet för alla. What a municipality publishes, without a key.' },
      { name: 'about', description: 'Om API:et. About the API itself.' }
    ]
  }
]

export const tags = floors.flatMap(floor => floor.tags)

const traceparentSchema = {
  type: 'string',
  pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}',
  example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
}
// Without examples: the reference would put them into the curl lines that people paste, and a key or a trace that
// many send is worse than none.
const header = (name: string, description: string, schema: object = { type: 'string' }) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema
})

/** Headers that operations share. */
export const parameters = {
  traceparent: header(
    'traceparent',
    'Trace that the request is a part of (W3C Trace Context); a malformed one is ignored',
    { type: traceparentSchema.type, pattern: traceparentSchema.pattern }
  ),
  idempotencyKey: header(
    'Idempotency-Key',
    'Makes the request safe to send again: the same key and request get the first answer again. A new UUID for every new request.',
    { type: 'string', pattern: '^[!-~]{1,255}$' }
  ),
  sentBy: header('X-Sent-By', 'Whom the calling system acts for; noted in the history as asserted', {
    type: 'string',
    maxLength: 200
  }),
  ifMatch: header(
    'If-Match',
    'Not required. Where it is sent, the act is carried out only while the record that the address names has one of these ETags, else 412. An address that names no record has no version: there only * holds'
  ),
  ifNoneMatch: header('If-None-Match', 'ETag that you have; 304 when it still holds')
}

export const headers = {
  traceparent: { description: 'The trace that the request became a part of', schema: traceparentSchema },
  etag: { description: 'Version of the representation', schema: { type: 'string', example: '"1-Zk0r2mYq1bXw"' } },
  location: {
    description: 'Where it is found',
    schema: {
      type: 'string',
      format: 'uri-reference',
      example: '/partnerskap/v1/0136/bodies/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    }
  },
  retryAfter: { description: 'Seconds to wait', schema: { type: 'integer', example: 5 } }
}

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      "An API key (psk_…) given by whoever runs the service, or an OAuth 2 access token (RFC 9068) from the municipality's own issuer. Both hold scopes: `resource:read` and `resource:write`."
  },
  keyInAddress: {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description:
      'For tools that send no headers: a key with the scope `statistics:read` and no other, where the municipality has set allowsKeyInAddress.'
  }
} as const
