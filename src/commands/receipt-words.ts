import type { Language } from '../base/language.ts'
import type { ImportCounts } from '../imports/tables.ts'

/** What the receipt of an import says in a terminal, in the words of an officer. Amounts are kronor, as text. */
type Words = {
  read: (rowCount: number) => string
  notUsed: (heading: string, nearest: string | null) => string
  note: string
  warning: string
  rows: (count: number) => string
  line: string
  sheet: string
  stated: (lineCount: number, amounts: [applied: string, granted: string, reserved: string]) => string
  notStated: (count: number) => string
  noYear: string
  inAll: string
  sum: (amount: string) => string
  register: (year: number | null) => string
  before: string
  after: string
  refused: string
  lookedFor: string
  wasReadAs: string
  registered: string
  steps: Record<'reading' | 'finding' | 'writing', string>
  came: (counts: Came, isDryRun: boolean) => string
  import: string
}

/** What came of the rows; `missingCount` and `withdrawnCount` where the file is of decisions. */
export type Came = Pick<ImportCounts, 'createdCount' | 'updatedCount' | 'unchangedCount' | 'rejectedCount'> &
  Partial<Pick<ImportCounts, 'missingCount' | 'withdrawnCount'>>

const english: Words = {
  read: rowCount => `read: ${rowCount} rows`,
  notUsed: (heading, nearest) => `not used: ${heading}${nearest === null ? '' : ` (did you mean ${nearest}?)`}`,
  note: 'note',
  warning: 'warning',
  rows: count => `${count} ${count === 1 ? 'row' : 'rows'}`,
  line: 'line',
  sheet: 'sheet',
  stated: (lineCount, [applied, granted, reserved]) =>
    `${lineCount} lines, applied ${applied}, granted ${granted}, reserved ${reserved} SEK`,
  notStated: count => (count === 0 ? '' : `; ${count} granted without a stated amount`),
  noYear: 'year not stated',
  inAll: 'in all',
  sum: amount => `${amount} SEK`,
  register: year => `register ${year ?? 'without a year'}`,
  before: 'before',
  after: 'after',
  refused: 'refused, nothing has changed',
  lookedFor: 'looked for',
  wasReadAs: 'was read as',
  registered: 'registered',
  steps: { reading: 'reading', finding: 'finding', writing: 'writing' },
  came: ({ createdCount, updatedCount, unchangedCount, rejectedCount, missingCount, withdrawnCount }, isDryRun) =>
    `${isDryRun ? 'would be ' : ''}${createdCount} created, ${updatedCount} updated, ${unchangedCount} unchanged, ${rejectedCount} rejected${
      missingCount === undefined ? '' : `, ${missingCount} missing, ${withdrawnCount} withdrawn`
    }`,
  import: 'import'
}

const swedish: Words = {
  read: rowCount => `läst: ${swedish.rows(rowCount)}`,
  notUsed: (heading, nearest) => `används inte: ${heading}${nearest === null ? '' : ` (menas ${nearest}?)`}`,
  note: 'att notera',
  warning: 'varning',
  rows: count => `${count} ${count === 1 ? 'rad' : 'rader'}`,
  line: 'rad',
  sheet: 'blad',
  stated: (lineCount, [applied, granted, reserved]) =>
    `${swedish.rows(lineCount)}, sökt ${applied} kr, beviljat ${granted} kr, reserverat ${reserved} kr`,
  notStated: count => (count === 0 ? '' : `; ${swedish.rows(count)} beviljade utan angivet belopp`),
  noYear: 'år ej angivet',
  inAll: 'totalt',
  sum: amount => `${amount} kr`,
  register: year => `registret ${year ?? 'utan år'}`,
  before: 'före',
  after: 'efter',
  refused: 'avvisad, ingenting har ändrats',
  lookedFor: 'sökte efter',
  wasReadAs: 'lästes som',
  registered: 'registrerad',
  steps: { reading: 'läser', finding: 'söker upp', writing: 'sparar' },
  came: ({ createdCount, updatedCount, unchangedCount, rejectedCount, missingCount, withdrawnCount }, isDryRun) =>
    `${isDryRun ? 'provkörning, skulle ge ' : ''}${createdCount} nya, ${updatedCount} ändrade, ${unchangedCount} oförändrade, ${rejectedCount} avvisade${
      missingCount === undefined ? '' : `, ${missingCount} saknas, ${withdrawnCount} tillbakadragna`
    }`,
  import: 'inläsning'
}

export const wordsOf: Record<Language, Words> = { en: english, sv: swedish }

/** Where in the file, as a prefix; nothing where it is of the whole. */
export function placed(language: Language, sheet: string | undefined, line: number | undefined): string {
  const words = wordsOf[language]
  const place = [sheet === undefined ? '' : `${words.sheet} ${sheet}`, line ? `${words.line} ${line}` : '']
  const stated = place.filter(part => part !== '')
  return stated.length === 0 ? '' : `${stated.join(', ')}: `
}

/** The language of the terminal, as POSIX has it (LC_ALL before LC_MESSAGES before LANG); English where it is neither. */
export function terminalLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return /^sv(?:[_.@]|$)/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'sv' : 'en'
}
