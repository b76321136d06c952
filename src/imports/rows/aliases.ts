/** What municipal tables call the things that we know, and our own names for them. */

/** Our columns, as a heading of a file or as the target of a mapping. The order is that of the documentation. */
export const columns = [
  'municipality_code',
  'reference',
  'decision_reference',
  'revises_decision',
  'revises_line',
  'body',
  'decided_on',
  'decided_on_precision',
  'decision_year',
  'paragraph',
  'diary_number',
  'decision_kind',
  'grant_year',
  'grant_year_from',
  'grant_year_to',
  'scheme',
  'recipient',
  'co_recipients',
  'payee',
  'organisation_number',
  'recipient_form',
  'purpose',
  'applied',
  'granted',
  'reserved',
  'rent',
  'raw_amount',
  'amount_per',
  'outcome',
  'due_on',
  'paid_on',
  'voucher_number',
  'source_url',
  'note'
] as const
export type Column = (typeof columns)[number]

export const amountColumns: ReadonlySet<Column> = new Set<Column>([
  'applied',
  'granted',
  'reserved',
  'rent',
  'raw_amount'
])

const list = (headings: string) => headings.split('|')

/**
 * Headings that mean a column; case, spaces and punctuation do not matter, and an amount may add kr, SEK or kronor.
 * Only headings that can mean one thing: `Namn`, `Typ`, `Nummer` or `Handläggare` are left to a mapping (and people's
 * names are never imported by accident). `Body name` and its like head exported tables (reads/exports). Bare `Beslut` holds words of outcome; with kr or belopp it holds money.
 */
export const aliases: Record<Column, string[]> = {
  municipality_code: list('Kommunkod|Kommunnummer|Kommunnr'),
  // row_id is none: the row numbers of next month's file start over at 1 and would overwrite this month's rows.
  reference: list('Referens|Radreferens|Row reference|External reference|Extern referens'),
  decision_reference: list('Beslutsreferens|Beslutsid'),
  revises_decision: list('Ändrar beslut|Reviderar beslut|Omprövar beslut|Ersätter beslut|Revises decision reference'),
  revises_line: list('Ändrar rad|Reviderar rad|Omprövar rad|Ersätter rad|Revises line reference'),
  body: list(
    'Deciding body|Body name|Nämnd|Beslutande organ|Beslutsorgan|Beslutsinstans|Beslutande instans|Instans|' +
      'Beslutande nämnd|Ansvarig nämnd|Organ|Nämnd/utskott|Nämnd/styrelse|Utskott|Committee'
  ),
  decided_on: list(
    'Beslutsdatum|Beslutdatum|Datum|Datum för beslut|Sammanträdesdatum|Sammanträde|Mötesdatum|' +
      'Nämndsammanträde|Datum för sammanträde|Meeting date|Decision date|Date|Date of decision'
  ),
  decided_on_precision: list('Datumprecision|Datumets precision|Date precision|Precision'),
  decision_year: list('Beslutsår|Beslutår|År för beslut|Year of decision'),
  paragraph: list('§|Paragraf|Paragrafnummer|Paragrafnr|§-nummer|§ nr|Beslutsparagraf|Protokollsparagraf'),
  diary_number: list(
    'Dnr|Diarienummer|Diarienr|D.nr|Ärendenummer|Ärendenr|Ärende-nr|Diariebeteckning|Case number|' + 'Diary no'
  ),
  // Beslutstyp is left to a mapping: in some tables it holds the outcome.
  decision_kind: list('Kind of decision|Beslutsnivå|Nämndbeslut/delegationsbeslut'),
  grant_year: list(
    'År|Bidragsår|Avser år|Verksamhetsår|Gäller år|Gäller för år|För år|Period|Bidragsperiod|' +
      'Avser period|Stödår|Year|Budgetår|Läsår'
  ),
  grant_year_from: list('Från år|Fr.o.m. år|Avser från år|Bidragsår från|Startår|Year from|From year'),
  grant_year_to: list('Till år|T.o.m. år|Till och med år|Avser till år|Bidragsår till|Slutår|Year to|To year'),
  scheme: list(
    'Bidragsform|Bidrag|Stödform|Bidragstyp|Typ av bidrag|Bidragsslag|Bidragskategori|Bidragsart|' +
      'Typ av stöd|Stöd|Stödtyp|Bidragets namn|Bidragsnamn|Form av bidrag|Form av stöd|Grant scheme|Scheme name'
  ),
  recipient: list(
    'Sökande|Förening|Föreningar|Mottagare|Bidragsmottagare|Organisation|Sökande förening|Aktör|' +
      'Föreningens namn|Föreningsnamn|Förening/organisation|Organisationens namn|Organisationsnamn|' +
      'Namn på förening|Namn på organisation|Sökande organisation|Mottagande förening|Bidragstagare|' +
      'Organisation/förening|Mottagare av bidrag|Stödmottagare|Applicant|Recipient name'
  ),
  co_recipients: list(
    'Medsökande|Medmottagare|Tillsammans med|Samverkanspart|Samverkansparter|Gemensamt med|' +
      'Co-recipient|Co-recipient names|Co-applicants'
  ),
  payee: list('Payee name|Betalningsmottagare|Utbetalas till|Utbetalning till'),
  organisation_number: list(
    'Organisationsnummer|Organisationsnr|Orgnr|Org.nr|Org nr|Org.nummer|Orgnummer|' +
      'Organization number|Recipient organisation number'
  ),
  recipient_form: list(
    'Organisationsform|Juridisk form|Associationsform|Föreningsform|Typ av organisation|' +
      'Organisationstyp|Föreningstyp|Legal form'
  ),
  purpose: list(
    'Projekt|Ändamål|Syfte|Avser|Ansökan avser|Projektnamn|Projekttitel|Aktivitet|Åtgärd|' +
      'Bidraget avser|Ansökan gäller|Projekt/ändamål|Project'
  ),
  applied: list(
    'Applied amount|Ansökt|Sökt|Sökt belopp|Ansökt belopp|Ansökt summa|Sökt summa|Sökt bidrag|' +
      'Sökta medel|Ansökt bidrag|Ansökta medel|Begärt belopp|Äskat|Äskat belopp|Belopp ansökt'
  ),
  granted: list(
    'Granted amount|Beviljat|Beviljat belopp|Beviljad summa|Beviljat bidrag|Beviljade medel|' +
      'Beviljade bidrag|Beslutat belopp|Beslutad summa|Beslutsbelopp|Beslutat bidrag|Beslutat|Belopp|' +
      'Bidragsbelopp|Tilldelat|Tilldelat belopp|Tilldelning|Belopp beviljat|Belopp bifall|Amount'
  ),
  reserved: list('Reserved amount|Reserverat|Reserverat belopp|Reserverade medel|Reserverad summa'),
  rent: list('Of which rent|Varav hyra|Varav lokalhyra|Varav hyresbidrag|Därav hyra|Varav lokal'),
  raw_amount: list('Belopp som tryckt|Amount as printed'),
  amount_per: list('Beloppet avser|Belopp per|Per år eller totalt|Amount is per'),
  outcome: list(
    'Utfall|Beslut|Status|Beslutsutfall|Beslut om bidrag|Nämndens beslut|Bifall/avslag|' +
      'Beviljat/avslag|Beviljad/avslag|Decision'
  ),
  due_on: list('Förfallodag|Förfallodatum|Förfaller|Förfaller den|Betalas den|Att betala den|Due date'),
  // Utbetalt and Betalt are left to a mapping: they hold amounts as often as days.
  paid_on: list(
    'Utbetalningsdag|Utbetalningsdatum|Utbetald|Utbetald den|Betald|Betald den|Betalningsdag|Betalningsdatum|' +
      'Paid date|Payment date|Date of payment'
  ),
  voucher_number: list(
    'Verifikationsnummer|Verifikationsnr|Verifikation|Verifikat|Verifikatnummer|Verifikatnr|Ver.nr|Voucher|' +
      'Voucher no'
  ),
  source_url: list('Källa|Länk|Länk till beslut|Länk till protokoll|Webbadress|URL|Source|Link'),
  note: list('Anmärkning|Anmärkningar|Kommentar|Kommentarer|Notering|Övrigt|Övrig information|Notes|Comment')
}

/** Headings that are money only together with the word kr. */
export const amountOnlyWithUnit: Partial<Record<Column, string[]>> = {
  granted: ['Beslut', 'Bidrag', 'Bifall', 'Stöd'],
  applied: ['Ansökan']
}
