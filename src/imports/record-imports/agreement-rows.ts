import type { Amount } from '../../base/money.ts'
import type { Parsed } from '../../base/parse-amount.ts'
import type { AgreementKind, ContributionPer } from '../../register/agreements/rules.ts'
import type { RowReader } from '../rows/cells.ts'
import { type DateWithPrecision, parseDate } from '../rows/dates.ts'
import { parseUrl } from '../rows/row.ts'
import { parseTerm, type StatedTerm } from '../rows/terms.ts'
import { type AmountPer, Vocabulary } from '../rows/vocabulary.ts'
import { parseAmountPer } from '../rows/words.ts'

/** Rows of agreements: their columns, and what each says. Pure. */

/** Years that a table may have a column of amounts for. */
const years = Array.from({ length: 41 }, (_, at) => 2000 + at)
type YearColumn = `amount_${number}`
const yearColumns = years.map((year): YearColumn => `amount_${year}`)

const ownColumns = [
  'municipality_code',
  'reference',
  'kind',
  'title',
  'diary_number',
  'body',
  'parties',
  'organisation_number',
  'payee',
  'term',
  'valid_from',
  'valid_to',
  'length',
  'extension',
  'amount',
  'amount_per',
  'contribution',
  'partner_contribution',
  'purpose',
  'target_group',
  'status',
  'decision_reference',
  'decided_on',
  'signed_on',
  'source_url',
  'note'
] as const
type OwnColumn = (typeof ownColumns)[number]
export type AgreementColumn = OwnColumn | YearColumn

const list = (headings: string) => headings.split('|')

const aliases: Record<OwnColumn, string[]> = {
  municipality_code: list('Kommunkod|Kommunnummer|Kommunnr'),
  reference: list('Referens|Avtalsnummer|Avtalsnr|Avtals-id|Avtalsid|External reference|Extern referens'),
  kind: list('Avtalstyp|Typ av avtal|Slag|Avtalsform|Agreement kind'),
  title: list('Titel|Avtal|Avtalets namn|Rubrik|Namn på avtal|Namn på avtalet|Benämning'),
  diary_number: list('Dnr|Diarienummer|Diarienr|Ärendenummer|Ärendenr|Diariebeteckning|Case number'),
  body: list('Nämnd|Ansvarig nämnd|Kommunens part|Avtalsägare|Förvaltning|Beslutande organ|Committee'),
  parties: list(
    'Part|Parter|Avtalspart|Avtalsparter|Motpart|Förening|Föreningar|Organisation|Organisationer|Samverkanspart|' +
      'Samverkansparter|Föreningens namn|Party|Partner|Partners'
  ),
  organisation_number: list('Organisationsnummer|Organisationsnr|Orgnr|Org.nr|Org nr|Org.nummer|Orgnummer'),
  payee: list('Betalningsmottagare|Utbetalas till|Utbetalning till'),
  term: list('Avtalstid|Avtalsperiod|Giltighet|Giltighetstid|Löptid|Period|Avtalet gäller|Gäller|År|Validity'),
  valid_from: list('Från|Fr.o.m.|Från och med|Startdatum|Avtalsstart|Start|Gäller från|Giltig från|Starts'),
  valid_to: list('Till|T.o.m.|Till och med|Slutdatum|Avtalsslut|Slut|Gäller till|Giltig till|Löper ut|Ends'),
  length: list('Längd|Avtalslängd|Antal år'),
  extension: list('Förlängning|Förlängningsoption|Option|Möjlighet till förlängning'),
  amount: list('Belopp|Ersättning|Kommunens insats|Ekonomisk ersättning|Avtalsbelopp|Bidrag|Summa|Kontant insats'),
  amount_per: list('Beloppet avser|Belopp per|Per år eller totalt|Amount is per'),
  contribution: list('Kommunens övriga insatser|Kommunens övriga insats|Övriga insatser|Lokaler och annat'),
  partner_contribution: list('Föreningens insats|Föreningens insatser|Partens insats|Partens insatser|Motinsats'),
  purpose: list('Syfte|Ändamål|Avser|Insats|Uppdrag'),
  target_group: list('Målgrupp|Målgrupper'),
  status: list('Avtalsstatus|Läge'),
  decision_reference: list('Beslutsreferens|Beslutsid'),
  decided_on: list('Beslutsdatum|Beslutad|Beslutat|Beslutad den|Beslutat den|Antaget|Antagen|Decision date'),
  signed_on: list('Undertecknat|Undertecknad|Tecknat|Signerat|Undertecknat den|Avtalsdatum|Avtalsdag|Signed'),
  source_url: list('Källa|Länk|Länk till avtal|Webbadress|URL|Source|Link'),
  note: list('Anmärkning|Kommentar|Notering|Övrigt|Notes|Comment|Remark')
}

const yearAliases = Object.fromEntries(
  years.map(year => [`amount_${year}`, list(`${year}|Belopp ${year}|Ersättning ${year}|Bidrag ${year}|Insats ${year}`)])
) as Record<YearColumn, string[]>

export const agreementWords = new Vocabulary<AgreementColumn>({
  columns: [...ownColumns, ...yearColumns],
  aliases: { ...aliases, ...yearAliases },
  amounts: new Set<AgreementColumn>(['amount', ...yearColumns]),
  needed: {
    parties: {
      message: 'is missing: no heading tells the parties; map one to parties',
      sv: 'saknas: ingen rubrik säger vilka parterna är; koppla en till parties'
    },
    kind: {
      message: 'is missing: say default=kind:partnership where all are partnerships (IOP)',
      sv: 'saknas: ange default=kind:partnership om alla är partnerskap (IOP)'
    }
  }
})

/** A sum of money that the municipality puts in: for what it is, and the year where it is of one. Kronor. */
export type StatedAmount = { amount: Amount; per: ContributionPer; year: number | null; column: AgreementColumn }

export type AgreementValue = {
  reference: string | null
  kind: AgreementKind
  title: string | null
  diaryNumber: string | null
  body: string | null
  /** The cell as it stands: how many parties it names is known when they are looked up. */
  parties: string
  numbers: string[]
  payee: string | null
  term: StatedTerm | null
  amounts: StatedAmount[]
  contribution: string | null
  partnerContribution: string | null
  purpose: string | null
  targetGroups: string[]
  step: 'draft' | 'decided' | 'signed'
  decisionReference: string | null
  decidedOn: DateWithPrecision | null
  signedOn: DateWithPrecision | null
  sourceUrl: string | null
  note: string | null
}

type Reader = RowReader<AgreementColumn>

export function readAgreement(reader: Reader, { per }: { per: AmountPer | undefined }): AgreementValue {
  const parties = reader.lines('parties')
  if (parties === null && !reader.failed('parties')) {
    reader.refuse('parties', {
      message: 'is missing: write ej namngiven where the party is not named',
      sv: 'saknas: skriv ej namngiven om parten inte är namngiven'
    })
  }
  const kind = reader.word('kind', parseKind, {
    en: 'expected partnership (IOP, partnerskap) or framework (ramöverenskommelse)',
    sv: 'skriv partnerskap (IOP) eller ramöverenskommelse'
  })
  if (kind === null && !reader.failed('kind')) {
    reader.refuse('kind', {
      message: 'is missing: partnership or framework',
      sv: 'saknas: partnerskap eller ramöverenskommelse'
    })
  }
  const reference = limited(reader, 'reference', 200)
  const term = readTerm(reader)
  const decidedOn = reader.parsed('decided_on', parseDate)
  const signedOn = reader.parsed('signed_on', parseDate)
  const decisionReference = reader.stated('decision_reference')
  const stated = reader.word('status', parseStep, {
    en: 'expected utkast, beslutat or undertecknat',
    sv: 'skriv utkast, beslutat eller undertecknat'
  })
  const step =
    signedOn || stated === 'signed'
      ? 'signed'
      : decidedOn || decisionReference || stated
        ? (stated ?? 'decided')
        : 'draft'
  if (stated === 'draft' && (decidedOn || signedOn))
    reader.refuse('status', {
      message: 'is a draft, and a day of decision or signing is stated',
      sv: 'är ett utkast, men en dag för beslut eller underskrift är angiven'
    })
  return {
    reference,
    kind: kind ?? 'partnership',
    title: reader.text('title'),
    diaryNumber: limited(reader, 'diary_number', 100),
    body: reader.stated('body'),
    parties: parties ?? '',
    numbers: (reader.lines('organisation_number') ?? '')
      .split(/[;|,\n]/)
      .map(text => text.trim())
      .filter(text => text !== ''),
    payee: reader.stated('payee'),
    term,
    amounts: readAmounts(reader, term, per),
    contribution: reader.lines('contribution'),
    partnerContribution: reader.lines('partner_contribution'),
    purpose: reader.lines('purpose'),
    targetGroups: (reader.lines('target_group') ?? '')
      .split(/[;|\n]/)
      .map(text => text.trim())
      .filter(text => text !== ''),
    step: stated === 'decided' && signedOn ? 'signed' : step,
    decisionReference,
    decidedOn,
    signedOn,
    sourceUrl: reader.parsed('source_url', parseUrl),
    note: reader.lines('note')
  }
}

function limited(reader: Reader, column: AgreementColumn, most: number): string | null {
  const text = reader.text(column)
  if (text !== null && text.length > most) {
    reader.refuse(column, { message: `is longer than ${most} characters`, sv: `är längre än ${most} tecken` })
  }
  return text
}

const key = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim().replace(/\.$/, '')

/** The word överenskommelse alone tells no kind (DOMAIN.md). */
function parseKind(text: string): AgreementKind | null {
  const kinds: [AgreementKind, RegExp][] = [
    ['partnership', /^(?:partnership|partnerskap|partnerskapsavtal|iop|iop-avtal|idéburet offentligt partnerskap)$/],
    ['framework', /^(?:framework|ramavtal|ramöverenskommelse|ramverk)$/]
  ]
  return kinds.find(([, words]) => words.test(key(text)))?.[0] ?? null
}

function parseStep(text: string): 'draft' | 'decided' | 'signed' | null {
  const steps: ['draft' | 'decided' | 'signed', RegExp][] = [
    ['draft', /^(?:draft|utkast|förslag|under beredning)$/],
    ['decided', /^(?:decided|beslutat|beslutad|antaget|antagen)$/],
    ['signed', /^(?:signed|undertecknat|undertecknad|tecknat|tecknad|signerat|signerad)$/]
  ]
  return steps.find(([, words]) => words.test(key(text)))?.[0] ?? null
}

/** The term of all the columns that state something of it; what two of them say must be the same. */
function readTerm(reader: Reader): StatedTerm | null {
  const day = (column: AgreementColumn, name: 'validFrom' | 'validTo') => {
    const date = reader.parsed(column, parseDate)
    return date ? { [name]: date.date, [`${name}Precision`]: date.precision } : null
  }
  const parts: [AgreementColumn, StatedTerm | null][] = [
    ['term', reader.parsed('term', parseTerm)],
    ['valid_from', day('valid_from', 'validFrom')],
    ['valid_to', day('valid_to', 'validTo')],
    ['length', reader.parsed('length', parseTerm)],
    [
      'extension',
      reader.parsed(
        'extension',
        text => parseTerm(/^\d/.test(text) ? `förlängning ${text}` : text) as Parsed<StatedTerm>
      )
    ]
  ]
  const term: Record<string, unknown> = {}
  for (const [column, part] of parts) {
    for (const [name, value] of Object.entries(part ?? {})) {
      if (name in term && JSON.stringify(term[name]) !== JSON.stringify(value)) {
        reader.refuse(column, {
          message: 'contradicts what another column says of the term',
          sv: 'säger emot vad en annan kolumn säger om avtalstiden'
        })
      }
      term[name] = value
    }
  }
  if (term.validTo && term.alternatives)
    reader.refuse('length', {
      message: 'is stated, and a last day as well: give one of the two',
      sv: 'är angiven, och även en sista dag: ange en av dem'
    })
  return Object.keys(term).length === 0 ? null : (term as StatedTerm)
}

function readAmounts(reader: Reader, term: StatedTerm | null, heading: AmountPer | undefined): StatedAmount[] {
  const amount = reader.amount('amount')
  const ofYears = yearColumns.flatMap((column): StatedAmount[] => {
    const stated = reader.columns[column] === undefined ? null : reader.amount(column)
    return stated === null ? [] : [{ amount: stated, per: 'year', year: Number(column.slice(-4)), column }]
  })
  const own = reader.word('amount_per', parsePer, {
    en: 'expected per år, per månad, engångs or totalt',
    sv: 'skriv per år, per månad, engångs eller totalt'
  })
  if (amount === null) return ofYears
  if (ofYears.length > 0) {
    reader.refuse('amount', {
      message: 'is stated, and amounts of years as well: map one of them to ignore',
      sv: 'är angivet, och även belopp per år: koppla en av dem till ignore'
    })
    return []
  }
  const isOneYear = term?.validFromPrecision === 'year' && term.validFrom === term.validTo
  const per = own ?? heading ?? (isOneYear ? 'year' : null)
  if (per === null) {
    if (!reader.failed('amount_per')) {
      reader.refuse('amount', {
        message: 'is per year or in total: say it in the heading (Belopp per år) or in a column amount_per',
        sv: 'är per år eller totalt: ange vilket i rubriken (Belopp per år) eller i en kolumn amount_per'
      })
    }
    return []
  }
  return [{ amount, per, year: null, column: 'amount' }]
}

function parsePer(text: string): ContributionPer | null {
  if (/^(?:month|per månad|månad|månadsvis|kr\/mån|\/mån)$/.test(key(text))) return 'month'
  if (/^(?:once|engångs|engångsbelopp|en gång|vid ett tillfälle)$/.test(key(text))) return 'once'
  return parseAmountPer(text)
}
