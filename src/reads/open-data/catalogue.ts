import type { MunicipalityRow } from '../../register/municipalities/queries.ts'
import { type Published, publishes } from '../../register/municipalities/queries.ts'
import { LICENSE } from './rules.ts'

type Language = { sv: string; en: string }
type DataSet = { kind: Published; title: Language; description: Language; files: (year: number) => File[] }
type File = { path: string; type: string; title: Language }

const FILE_TYPE = 'http://publications.europa.eu/resource/authority/file-type/'
const IANA = 'https://www.iana.org/assignments/media-types/'

/** The data sets that there can be: what they are called, and where they are had. */
const DATA_SETS: DataSet[] = [
  {
    kind: 'schemes',
    title: { sv: 'Bidrag att söka', en: 'Grant schemes' },
    description: {
      sv: 'Föreningsbidrag och andra stöd som kan sökas, med ansökningstider.',
      en: 'Grants that associations can apply for, and when.'
    },
    files: () => [{ path: 'schemes', type: 'application/json', title: { sv: 'Bidrag', en: 'Schemes' } }]
  },
  {
    kind: 'decisions',
    title: { sv: 'Beviljade bidrag', en: 'Grants' },
    description: {
      sv: 'Beviljade bidrag per år enligt 360Giving Data Standard 1.4.',
      en: 'What was granted, by year, as 360Giving Data Standard 1.4.'
    },
    files: year => [
      {
        path: `grants?year=${year}`,
        type: 'application/json',
        title: { sv: `Beviljat ${year}`, en: `Granted ${year}` }
      }
    ]
  },
  {
    kind: 'agreements',
    title: { sv: 'Partnerskap', en: 'Partnership agreements' },
    description: {
      sv: 'Överenskommelser om idéburet offentligt partnerskap.',
      en: 'Agreements with civil society (idéburet offentligt partnerskap).'
    },
    files: () => [{ path: 'agreements', type: 'application/json', title: { sv: 'Avtal', en: 'Agreements' } }]
  },
  {
    kind: 'payments',
    title: { sv: 'Leverantörsreskontra: utbetalda bidrag', en: 'Payments' },
    description: {
      sv: 'Utbetalningar per år enligt specifikationen för leverantörsreskontra 1.1.',
      en: 'What was paid, by year, as the specification leverantörsreskontra 1.1 has it.'
    },
    files: year => [
      {
        path: `supplier-payments/csv?year=${year}`,
        type: 'text/csv',
        title: { sv: `Utbetalt ${year}`, en: `Paid ${year}` }
      }
    ]
  }
]

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/'
}

const told = ({ sv, en }: Language) => [
  { '@language': 'sv', '@value': sv },
  { '@language': 'en', '@value': en }
]
const at = (id: string) => ({ '@id': id })

/**
 * What the municipality publishes, as a catalogue of DCAT-AP 3 in JSON-LD: a data set for each kind, and a distribution for each file
 * of it, the latest ten years of those that are by year. `address`: of the municipality's public data.
 */
export function catalogue(municipality: MunicipalityRow, address: string, thisYear: number) {
  const { name } = municipality
  const publisher = { '@id': `${address}#publisher`, '@type': 'foaf:Agent', 'foaf:name': `${name}` }
  const years = Array.from({ length: 10 }, (_, back) => thisYear - back)
  const sets = DATA_SETS.filter(({ kind }) => publishes(municipality, kind))
  return {
    '@context': CONTEXT,
    '@id': `${address}/catalogue`,
    '@type': 'dcat:Catalog',
    'dct:title': told({ sv: `Öppna data: ${name}`, en: `Open data: ${name}` }),
    'dct:description': told({
      sv: `Vad ${name} delar med civilsamhället: bidrag, beslut, partnerskap och utbetalningar.`,
      en: `What ${name} shares with civil society: schemes, grants, agreements and payments.`
    }),
    'dct:publisher': publisher,
    'dct:license': at(LICENSE),
    'dct:language': at('http://publications.europa.eu/resource/authority/language/SWE'),
    'dcat:dataset': sets.map(({ kind, title, description, files }) => ({
      '@id': `${address}/catalogue#${kind}`,
      '@type': 'dcat:Dataset',
      'dct:title': told(title),
      'dct:description': told(description),
      'dct:publisher': at(publisher['@id']),
      'dct:language': at('http://publications.europa.eu/resource/authority/language/SWE'),
      'dct:accessRights': at('http://publications.europa.eu/resource/authority/access-right/PUBLIC'),
      'dct:accrualPeriodicity': at('http://publications.europa.eu/resource/authority/frequency/CONT'),
      'dcat:theme': at('http://publications.europa.eu/resource/authority/data-theme/GOVE'),
      'dcat:distribution': distinct(years.flatMap(files)).map(file => ({
        '@id': `${address}/${file.path}#distribution`,
        '@type': 'dcat:Distribution',
        'dct:title': told(file.title),
        'dcat:accessURL': at(`${address}/${file.path}`),
        'dcat:downloadURL': at(`${address}/${file.path}`),
        'dcat:mediaType': at(`${IANA}${file.type}`),
        'dct:format': at(`${FILE_TYPE}${file.type === 'text/csv' ? 'CSV' : 'JSON'}`),
        'dct:license': at(LICENSE)
      }))
    }))
  }
}

const distinct = (files: File[]) => [...new Map(files.map(file => [file.path, file])).values()]
