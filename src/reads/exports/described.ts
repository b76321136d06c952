import type { Kind } from './columns.ts'
import { exportTables } from './every-table.ts'
import type { ExportTable } from './table.ts'

/** docs/exports.md from here on is made of the declarations. */
const BEGINNING = '<!-- From here on: npm run openapi -->\n'

const kinds: Record<Kind, string> = {
  id: 'id',
  code: 'code',
  text: 'text',
  list: 'list',
  day: 'day',
  instant: 'instant',
  money: 'money',
  percent: 'per cent',
  rate: 'number, four decimals',
  integer: 'number',
  flag: 'true or false',
  json: 'JSON'
}

/** The page with its tables as they are declared. */
export function tablesDescribed(page: string): string {
  const prose = page.split(BEGINNING)[0]!
  return `${prose}${BEGINNING}${exportTables.map(described).join('')}`
}

function described({ name, description, scope, filters, withdrawnAt, columns }: ExportTable): string {
  const chosen = Object.entries(filters).map(([filter, says]) => `\`${filter}\`: ${says.description}`)
  const asked = [...chosen, ...(withdrawnAt ? ['`withdrawn`'] : []), '`changedSince`'].join('; ')
  const rows = Object.entries(columns).map(
    ([column, told]) => `| \`${column}\` | ${kinds[told.kind]} | ${told.description.replaceAll('|', '\\|')} |\n`
  )
  return `\n## ${name}\n\n${description} Scope \`${scope}\`. Parameters: ${asked}.\n\n| column | holds | |\n|---|---|---|\n${rows.join('')}`
}
