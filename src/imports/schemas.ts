import { type Static, Type } from 'typebox'
import {
  Day,
  Instant,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../platform/http/schemas.ts'
import { traits } from './finding/near-rules.ts'
import { paymentModes } from './payment-rules.ts'
import { columns } from './rows/columns.ts'
import { importStatuses, rowResults } from './rules.ts'

const flag = (description: string) => Type.Optional(Type.Boolean({ default: false, description, example: false }))

export const ImportQuery = Strict({
  dryRun: flag('Tells what would happen and changes nothing'),
  atomic: flag('All rows or none; without it the good rows come in and the bad are told'),
  amountPer: Type.Optional(
    OneOf(['year', 'total'], 'What the amounts of rows over several years are for; required where there are such rows')
  ),
  amountUnit: Type.Optional(
    OneOf(['kr', 'tkr'], 'In what the amounts are stated; required where a heading says thousands (tkr, tusental)')
  ),
  amounts: Type.Optional(
    OneOf(['stated', 'notStated'], 'notStated: the file has no column of granted amounts, and they stay unknown')
  ),
  statedSums: Type.Optional(
    OneOf(['check', 'ignore'], 'check, unless told: a file whose row of totals differs from its rows is refused')
  ),
  grantedAboveApplied: Type.Optional(
    OneOf(['refuse', 'accept'], 'refuse, unless told: a file that grants more than was applied for in most rows')
  ),
  identicalRows: Type.Optional(
    OneOf(['reject', 'keep'], 'reject, unless told: a new row that equals another row of the file in everything')
  ),
  nearMatches: Type.Optional(
    OneOf(
      ['reject', 'add', 'change'],
      'A new row that may be the mended form of a known line which the file leaves without a row: reject, unless told; add: it is new; change: it changes that line'
    )
  ),
  controlTotal: Type.Optional(
    Type.Number({
      minimum: 0,
      multipleOf: 0.01,
      description: 'Sum of the amounts granted and reserved in the file (SEK); a file with another sum is refused',
      example: 1830000
    })
  ),
  controlCount: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Number of rows; a file with another number is refused', example: 8 })
  ),
  scope: Type.Optional(
    OneOf(['rows', 'complete'], 'rows: what the file does not hold is not touched; complete: it is reported as missing')
  ),
  withdraw: flag('Withdraws what is missing; demands scope=complete and a reason'),
  reason: Type.Optional(Text('Why what is missing is withdrawn', 1000, 'Struken ur protokollet')),
  agreements: Type.Optional(
    OneOf(
      ['auto', 'none'],
      'auto, unless told: each granted line that comes in under a scheme of kind partnership gives an agreement, once'
    )
  ),
  payments: Type.Optional(
    OneOf(
      paymentModes,
      'none, unless told; toPay: each granted row without a payment plan gives a payment that is due on its due_on (demands payments:write); alreadyPaid: one that is recorded as paid on its paid_on, with its voucher_number (demands payment-runs:write as well)'
    )
  ),
  restore: flag('Records anew rows and decisions that were withdrawn; without it they are rejected'),
  source: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:-]{1,100}$',
      default: 'import',
      description: 'System or series of files whose references these are',
      example: 'import'
    })
  ),
  sheet: Type.Optional(
    Text(
      'The one sheet of a workbook, or table of a page, by name or number from 1; all unless told',
      100,
      'Beslut 2022'
    )
  ),
  mapping: Type.Optional(
    Type.Array(Type.String({ pattern: ':[^:]+$', maxLength: 300 }), {
      maxItems: 100,
      description: `Heading:column for headings that are not known, repeated; grupprubrik:column for the text of group headings. Columns: ${columns.join(', ')}, ignore`,
      example: ['Bidrag 2022:granted']
    })
  ),
  default: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^:]+:', maxLength: 500 }), {
      maxItems: columns.length,
      description:
        'column:value for a column that the file does not have, repeated: minutes of one committee need no body column',
      example: ['body:Socialnämnden']
    })
  )
})
export type ImportQuery = Static<typeof ImportQuery>

const count = (description: string, example = 0) => Type.Integer({ minimum: 0, description, example })

export const RowViolation = Strict(
  {
    field: Type.String({ description: 'Heading of the column, or name of the option', example: 'granted_sek' }),
    message: Type.String({ description: 'What is wrong', example: 'is not an amount' }),
    line: Type.Optional(Type.Integer({ description: 'Line of the file, from 1 with the header', example: 17 })),
    sheet: Type.Optional(Type.String({ description: 'Sheet of the file, where it has several', example: 'Blad1' }))
  },
  { $id: 'RowViolation', description: 'What is wrong with a row or a file' }
)

const counts = Strict({
  createdCount: count('Rows that became new lines', 8),
  updatedCount: count('Rows that changed a line'),
  unchangedCount: count('Rows that were known already'),
  rejectedCount: count('Rows that were refused; nothing came of them'),
  missingCount: count('Known lines that a complete file no longer holds'),
  withdrawnCount: count('Missing lines that were withdrawn'),
  agreementCount: Type.Optional(
    count('Agreements that granted lines of partnership schemes gave, or would give where nothing was written')
  ),
  plannedPaymentCount: Type.Optional(count('Payments that granted rows gave with payments=toPay')),
  recordedPaymentCount: Type.Optional(count('Payments that were recorded as paid with payments=alreadyPaid'))
})

const kronor = (description: string, example: number) => Type.Number({ description: `${description} (SEK)`, example })
const sums = {
  lineCount: count('Lines', 29),
  applied: kronor('Applied for', 1120890),
  granted: kronor('Granted', 632750),
  reserved: kronor('Reserved', 0)
}
const receiptSums = Strict(sums, { title: 'ReceiptSums' })
const yearOfGrant = Nullable(Type.Integer({ description: 'Year of the grants; null where not stated', example: 2022 }))
const ReadHeading = Strict(
  {
    heading: Type.String({ description: 'As the file has it', example: 'Beviljat' }),
    column: Type.String({ description: 'Column of ours', example: 'granted' })
  },
  { $id: 'ReadHeading', description: 'How a heading was understood' }
)
const UnknownHeading = Strict(
  {
    heading: Type.String({ description: 'As the file has it', example: 'Bevijlat' }),
    nearest: Nullable(Type.String({ description: 'The known one nearest to it', example: 'Beviljat' }))
  },
  { $id: 'UnknownHeading', description: 'A heading that was not used' }
)
const FileNote = Strict(
  {
    code: Type.String({ description: 'What was seen', example: 'lines-above-headings' }),
    message: Type.String({ description: 'In words', example: 'the headings stand again' }),
    line: Type.Optional(Type.Integer({ description: 'First line that it is of', example: 3 })),
    sheet: Type.Optional(Type.String({ description: 'Sheet', example: 'Blad1' }))
  },
  { $id: 'FileNote', description: 'What was passed over, joined or checked' }
)
const ReceiptWarning = Strict(
  {
    code: Type.String({ description: 'What was understood', example: 'outcome-from-amount' }),
    message: Type.String({ description: 'Of the first such row', example: 'the amount says granted' }),
    count: count('Warnings', 3),
    lineNumbers: Type.Array(Type.Integer({ example: 2 }), { description: 'The first twenty lines', example: [2, 3] })
  },
  { $id: 'ReceiptWarning', description: 'Warnings of a kind' }
)

/** What is told of every file that is read, whatever it is of. */
export const readOfFile = {
  rowCount: count('Rows of the file', 29),
  headings: Type.Array(ref(ReadHeading), { description: 'How the headings were understood', example: [] }),
  unknownHeadings: Type.Array(ref(UnknownHeading), { description: 'Headings that were not used', example: [] }),
  notes: Type.Array(ref(FileNote), { description: 'What was passed over, joined or checked', example: [] }),
  warnings: Type.Array(ref(ReceiptWarning), { description: 'Warnings by kind', example: [] })
}

export const ImportReceipt = Strict(
  {
    ...readOfFile,
    sums: Type.Array(
      Strict({
        year: yearOfGrant,
        schemeName: Type.String({ description: 'Scheme', example: 'Kulturbidrag' }),
        bodyName: Type.String({ description: 'Body', example: 'Kulturnämnden' }),
        ...sums,
        notStatedCount: count('Granted lines whose amount is not stated')
      }),
      { description: 'Rows that come in or are known, by year, scheme and body; two hundred at most', example: [] }
    ),
    total: receiptSums,
    register: Type.Array(Strict({ year: yearOfGrant, before: receiptSums, after: receiptSums }), {
      description: 'Lines of the register for the years of the file, before it and after it',
      example: []
    })
  },
  {
    $id: 'ImportReceipt',
    description: 'What a person checks a file against',
    example: {
      rowCount: 29,
      headings: [],
      unknownHeadings: [],
      notes: [],
      warnings: [],
      sums: [],
      total: { lineCount: 29, applied: 1120890, granted: 632750, reserved: 0 },
      register: []
    }
  }
)

export const DecisionImport = Strict(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('Identity made by the service'),
    status: OneOf(importStatuses, 'What came of the file'),
    source: Type.String({ description: 'System or series of files', example: 'import' }),
    counts,
    ignoredColumns: Type.Array(Type.String({ example: 'row_id' }), {
      description: 'Headings that were not used',
      example: ['row_id']
    }),
    violations: Type.Array(ref(RowViolation), { description: 'Why the file as a whole was refused' }),
    encoding: Nullable(Type.String({ description: 'Encoding of the file', example: 'utf-8' })),
    checksum: Type.String({ description: 'SHA-256 of the file', example: 'a'.repeat(64) }),
    options: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'The options it was sent with',
      example: { scope: 'rows' }
    }),
    receipt: Nullable(ref(ImportReceipt)),
    actorName: Type.String({ description: 'Who sent it', example: 'Protokollimporten' }),
    progress: Nullable(
      Strict(
        {
          readCount: count('Rows read', 8),
          resolvedCount: count('Rows found or set out to be made, in steps of the whole file', 8),
          writtenCount: count('Rows written, in steps of the whole file', 8),
          rowsPerSecond: Nullable(Type.Number({ description: 'Pace of the whole import so far', example: 1200 })),
          endsAt: Nullable(Instant('When it ends at this pace'))
        },
        { description: 'Of a job: how far it came' }
      )
    ),
    problem: Nullable(
      Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description: 'Why a job was refused or failed, as it would have been answered',
        example: { title: 'Not now', status: 503 }
      })
    ),
    createdAt: Instant('When it was sent')
  },
  {
    $id: 'DecisionImport',
    description: 'A file of committee decisions and what came of it',
    example: {
      municipalityCode: '0136',
      id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      status: 'completed',
      source: 'import',
      counts: {
        createdCount: 8,
        updatedCount: 0,
        unchangedCount: 0,
        rejectedCount: 0,
        missingCount: 0,
        withdrawnCount: 0
      },
      ignoredColumns: ['row_id'],
      violations: [],
      encoding: 'utf-8',
      checksum: 'a'.repeat(64),
      options: { scope: 'rows' },
      receipt: null,
      actorName: 'Protokollimporten',
      progress: null,
      problem: null,
      createdAt: '2021-12-16T09:30:00.123456Z'
    }
  }
)
export const DecisionImportPage = PageOf(ref(DecisionImport), 'DecisionImportPage', 'A page of imports')

export const DecisionImportRow = Strict(
  {
    position: Type.Integer({ description: 'Place in the report, from 1', example: 1 }),
    line: Nullable(Type.Integer({ description: 'Line of the file; null for a missing one', example: 2 })),
    sheet: Nullable(Type.String({ description: 'Sheet of the file, where it has several', example: 'Blad1' })),
    result: OneOf(rowResults, 'What came of the row'),
    isApplied: Type.Boolean({ description: 'False where it only would have come', example: true }),
    decisionId: Nullable(Uuid('The decision')),
    lineId: Nullable(Uuid('The line')),
    awardId: Nullable(Uuid('The award, where the line is granted')),
    organisationIds: Nullable(Type.Array(Uuid('A recipient'), { example: [] })),
    violations: Nullable(Type.Array(ref(RowViolation), { description: 'Why the row was rejected', example: [] })),
    warnings: Nullable(
      Type.Array(
        Strict({
          code: Type.String({ description: 'What was understood', example: 'decision-date-from-year' }),
          message: Type.String({ description: 'In words', example: 'only the year is known' })
        }),
        { example: [] }
      )
    ),
    candidates: Nullable(
      Type.Array(
        Strict({
          id: Uuid('An organisation'),
          name: Type.String({ description: 'Its name', example: 'Haninge Kvinnojour' })
        }),
        { description: 'Known organisations that a new one may be; never merged by guess', example: [] }
      )
    ),
    nearLines: Nullable(
      Type.Array(
        Strict({
          lineId: Uuid('A line'),
          differs: Type.Array(OneOf(traits, 'A trait'), {
            description: 'In what the row differs',
            example: ['purpose']
          }),
          recipient: Type.String({ description: 'Its recipients', example: 'IFK Ore' }),
          purpose: Nullable(Type.String({ description: 'Its purpose', example: 'Sommarläger' })),
          decidedOn: Day('When it was decided', '2024-03-05')
        }),
        { description: 'Known lines of which the row may be the mended form', example: [] }
      )
    )
  },
  {
    $id: 'DecisionImportRow',
    description: 'What came of one row',
    example: {
      position: 1,
      line: 2,
      result: 'created',
      isApplied: true,
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      lineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
      awardId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63',
      organisationIds: ['01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f64'],
      violations: null,
      warnings: null,
      candidates: null,
      sheet: null,
      nearLines: null
    }
  }
)
export const DecisionImportRowPage = PageOf(ref(DecisionImportRow), 'DecisionImportRowPage', 'A page of the report')

export const ImportListQuery = Strict({
  ...walkedBy(['id']),
  status: Type.Optional(OneOf(importStatuses, 'What came of the file')),
  source: Type.Optional(Type.String({ maxLength: 100, description: 'System or series of files', example: 'import' }))
})
export const ReportQuery = Strict({
  ...walkedBy(['position']),
  result: Type.Optional(OneOf(rowResults, 'What came of the row'))
})

export const importSchemas = [
  RowViolation,
  ReadHeading,
  UnknownHeading,
  FileNote,
  ReceiptWarning,
  ImportReceipt,
  DecisionImport,
  DecisionImportPage,
  DecisionImportRow,
  DecisionImportRowPage
]
