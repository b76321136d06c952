import { stateAidTable } from './of-aid.ts'
import { awardsTable, decisionLinesTable, decisionsTable } from './of-decisions.ts'
import { eventsTable } from './of-history.ts'
import { ledgerTable, paymentsTable, recoveriesTable, reportsTable } from './of-money.ts'
import { agreementsTable, applicationsTable, organisationsTable } from './of-register.ts'
import type { ExportTable } from './table.ts'

/** Every table that can be exported, in the order of the documentation. */
export const exportTables: readonly ExportTable[] = [
  decisionsTable,
  decisionLinesTable,
  awardsTable,
  stateAidTable,
  agreementsTable,
  applicationsTable,
  organisationsTable,
  paymentsTable,
  reportsTable,
  recoveriesTable,
  ledgerTable,
  eventsTable
]
