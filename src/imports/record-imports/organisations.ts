import { parseBankgiro, parsePlusgiro } from '../../base/check-digits.ts'
import { nameKey } from '../../base/names.ts'
import { createOrganisation, updateOrganisation } from '../../register/organisations/actions.ts'
import type { OrganisationRow } from '../../register/organisations/record.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import type { RowReader } from '../rows/cells.ts'
import { faultOfName } from '../rows/looks-like.ts'
import { parseUrl } from '../rows/row.ts'
import { Vocabulary } from '../rows/vocabulary.ts'
import { Directory } from './directory.ts'
import { attempt, type RecordKind, type Row, refuseRow, standing, type Writing, warnRow } from './kind.ts'
import { mergeStated, type Said, saidOf, toldOfClash, toldOfKept } from './merge.ts'

const columns = [
  'municipality_code',
  'reference',
  'name',
  'organisation_number',
  'legal_form',
  'bankgiro',
  'plusgiro',
  'source_url',
  'note'
] as const
type Column = (typeof columns)[number]

const list = (headings: string) => headings.split('|')

/** Headings of registers of associations. Bare `Nummer`, `Kontaktperson` or `E-post` are left: people are never imported. */
const words = new Vocabulary<Column>({
  columns,
  aliases: {
    municipality_code: list('Kommunkod|Kommunnummer|Kommunnr'),
    reference: list('Referens|Föreningsid|Förenings-id|Föreningsnummer|Föreningsnr|External reference|Extern referens'),
    name: list(
      'Namn|Förening|Föreningar|Föreningens namn|Föreningsnamn|Organisation|Organisationens namn|Organisationsnamn|' +
        'Namn på förening|Namn på organisation|Förening/organisation|Organisation/förening|Aktör|Organisation name'
    ),
    organisation_number: list(
      'Organisationsnummer|Organisationsnr|Orgnr|Org.nr|Org nr|Org.nummer|Orgnummer|Organization number'
    ),
    legal_form: list(
      'Organisationsform|Juridisk form|Associationsform|Föreningsform|Typ av organisation|Organisationstyp|Företagsform'
    ),
    bankgiro: list('Bankgironummer|Bankgironr|BG|Bg-nummer|Bg.nr'),
    plusgiro: list('Plusgironummer|Plusgironr|Postgiro|PG|Pg-nummer|Pg.nr'),
    source_url: list('Källa|Länk|Webbadress|URL|Source|Link'),
    note: list('Anmärkning|Kommentar|Notering|Övrigt|Övrig information|Notes|Comment|Remark')
  },
  amounts: new Set(),
  needed: {
    name: {
      message: 'is missing: no heading tells the name of the organisation; map one to name',
      sv: 'saknas: ingen rubrik säger vad organisationen heter; koppla en till name'
    }
  }
})

type Value = { reference: string | null; name: string; number: string | null; stated: Said }

function read(reader: RowReader<Column>): Value {
  const name = reader.text('name')
  if (name === null && !reader.failed('name')) {
    reader.refuse('name', { message: 'is missing', sv: 'saknas' })
  }
  const fault = name === null ? undefined : faultOfName(name)
  if (fault) reader.refuse('name', fault)
  const reference = reader.text('reference')
  if (reference !== null && reference.length > 200) {
    reader.refuse('reference', { message: 'is longer than 200 characters', sv: 'är längre än 200 tecken' })
  }
  const legalForm = reader.stated('legal_form')
  if (legalForm !== null && legalForm.length > 200) {
    reader.refuse('legal_form', { message: 'is longer than 200 characters', sv: 'är längre än 200 tecken' })
  }
  const number = reader.parsed('organisation_number', parseOrganisationNumber)
  const values: [Column, string, string | null][] = [
    ['organisation_number', 'organisationNumber', number],
    ['legal_form', 'legalForm', legalForm],
    ['bankgiro', 'bankgiro', reader.parsed('bankgiro', parseBankgiro)],
    ['plusgiro', 'plusgiro', reader.parsed('plusgiro', parsePlusgiro)],
    ['source_url', 'sourceUrl', reader.parsed('source_url', parseUrl)],
    ['note', 'note', reader.lines('note')]
  ]
  const spoken = values.filter(([column]) => reader.columns[column] !== undefined)
  return {
    reference,
    name: name ?? '',
    number,
    stated: Object.fromEntries(spoken.map(([, field, value]) => [field, value]))
  }
}

type OrganisationRowOfFile = Row<Column, Value> & { value: Value }

async function write(writing: Writing, rows: Row<Column, Value>[]): Promise<void> {
  const { tx, municipalityCode, source } = writing
  const all = standing(rows)
  const meant = all.map(({ value: { name, number } }) => ({ name, number }))
  const references = all.flatMap(({ value: { reference } }) => reference ?? [])
  const directory = await Directory.of(tx, municipalityCode, { meant, references, source })
  const before = await saidOf(tx, municipalityCode, directory.ids)
  const taken = new Map<string, OrganisationRowOfFile>()
  for (const row of all) {
    const found = findOrganisation(writing, directory, row)
    if (row.violations.length > 0) continue
    const first = found && taken.get(found.id)
    if (first) repeat(row, first)
    else {
      const id = found
        ? await change(writing, directory, row, found, before.get(found.id))
        : await make(writing, directory, row)
      if (id !== undefined) taken.set(id, row)
    }
  }
}

/** The organisation that a row is of: by its reference, else by number and name. What is wrong is told with the row. */
function findOrganisation(
  { source }: Writing,
  directory: Directory,
  row: OrganisationRowOfFile
): OrganisationRow | null {
  const { reference, name, number } = row.value
  const { organisation, fault, warning } = directory.find({ name, number })
  const referred = reference === null ? undefined : directory.byReference(source, reference)
  if (referred) {
    const isOther = number !== null && organisation?.organisationNumber === number && organisation.id !== referred.id
    if (isOther || (fault?.of === 'number' && referred.organisationNumber !== number)) {
      refuseRow(row, 'organisation_number', {
        message: 'is of another organisation than the reference: correct the one that is wrong',
        sv: 'hör till en annan organisation än referensen: rätta det som är fel'
      })
    }
    return referred
  }
  if (fault) refuseRow(row, fault.of === 'name' ? 'name' : 'organisation_number', fault)
  if (warning) warnRow(row, warning.code, warning)
  const known = organisation?.source === source ? organisation.reference : null
  if (reference !== null && known !== null && known !== undefined) {
    const its = JSON.stringify(organisation!.name)
    refuseRow(row, 'reference', {
      message: `is not that of ${its}, which is ${JSON.stringify(known)}`,
      sv: `är inte referensen för ${its}, som är ${JSON.stringify(known)}`
    })
  }
  const withdrawn = organisation ? undefined : directory.withdrawn({ name, number }, reference)
  if (withdrawn) {
    refuseRow(row, 'name', {
      message: `is ${JSON.stringify(withdrawn.name)}, which was withdrawn: what was withdrawn stays so`,
      sv: `är ${JSON.stringify(withdrawn.name)}, som har dragits tillbaka: det som har dragits tillbaka förblir det`
    })
  }
  return organisation
}

/** The same organisation stands in a row above: the same again changes nothing, something else is refused. */
function repeat(row: OrganisationRowOfFile, first: OrganisationRowOfFile) {
  const others = Object.entries(row.value.stated).filter(
    ([field, value]) => value !== null && first.value.stated[field] !== value
  )
  if (others.length > 0) {
    refuseRow(row, 'name', {
      message: `is the same organisation as line ${first.line}, which says something else of it`,
      sv: `är samma organisation som på rad ${first.line}, som säger något annat om den`
    })
    return
  }
  warnRow(row, 'stated-twice', {
    message: `is the same organisation as line ${first.line}`,
    sv: `är samma organisation som på rad ${first.line}`
  })
  row.result = 'unchanged'
  row.recordId = first.recordId
}

const columnAt = (pointer: string): Column | '' => fields[pointer.split('/')[1] ?? ''] ?? ''
const fields: Record<string, Column> = {
  name: 'name',
  organisationNumber: 'organisation_number',
  legalForm: 'legal_form',
  bankgiro: 'bankgiro',
  plusgiro: 'plusgiro',
  sourceUrl: 'source_url',
  note: 'note'
}

async function make(writing: Writing, directory: Directory, row: OrganisationRowOfFile): Promise<string | undefined> {
  const { actor, municipalityCode, source } = writing
  const { reference, name, stated } = row.value
  const sent = { name, ...stated, source, reference }
  const made = await attempt(writing, row, columnAt, () =>
    createOrganisation(writing.tx, actor, { municipalityCode }, sent)
  )
  if (!made) return undefined
  directory.add(made)
  row.result = 'created'
  row.recordId = made.id
  row.said = { name, ...stated }
  return made.id
}

async function change(
  writing: Writing,
  directory: Directory,
  row: OrganisationRowOfFile,
  known: OrganisationRow,
  before: Said | undefined
): Promise<string | undefined> {
  const { actor, municipalityCode, source } = writing
  const { reference, name, stated } = row.value
  // What a reference finds may be renamed by the file; another spelling is no other name.
  const isReferred = reference !== null && known.reference === reference && known.source === source
  const renames = isReferred && nameKey(name) !== nameKey(known.name)
  const merged = mergeStated({ ...(renames && { name }), ...stated }, known, before)
  if (merged.clash.length > 0) {
    const [first] = merged.clash
    refuseRow(row, fields[first!] ?? 'name', toldOfClash(merged.clash))
    return undefined
  }
  if (merged.kept.length > 0) warnRow(row, 'changed-since-import', toldOfKept(merged.kept))
  const ref = { municipalityCode, id: known.id }
  const isChanged = Object.keys(merged.changes).length > 0
  const after = isChanged
    ? await attempt(writing, row, columnAt, () => updateOrganisation(writing.tx, actor, ref, merged.changes, 'any'))
    : known
  if (!after) return undefined
  if (isChanged) directory.add(after)
  row.result = isChanged ? 'updated' : 'unchanged'
  row.recordId = known.id
  row.said = { name: known.name, ...merged.said }
  return known.id
}

/** Files of associations and other organisations. */
export const organisationKind: RecordKind<Column, Value> = {
  name: 'organisations',
  words,
  naming: { column: 'name', tells: { en: 'the name of the organisation', sv: 'vad organisationen heter' } },
  telling: new Set(),
  filled: new Set(),
  ofTheRow: ['reference', 'name', 'organisation_number', 'bankgiro', 'plusgiro'],
  scopes: ['organisations:write'],
  read,
  write,
  file: 'foreningar',
  template: {
    sheet: 'Föreningar',
    columns: [
      ['reference', 'Referens', null],
      ['name', 'Förening', 'Exempelföreningen'],
      ['organisation_number', 'Organisationsnummer', '802000-1239'],
      ['legal_form', 'Organisationsform', 'ideell förening'],
      ['bankgiro', 'Bankgiro', '5050-1055'],
      ['plusgiro', 'Plusgiro', null],
      ['note', 'Anmärkning', null]
    ],
    codes: []
  }
}
