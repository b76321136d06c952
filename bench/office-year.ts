import { stringify } from 'csv-stringify/sync'

/**
 * A year of decisions as municipalities keep them, and in it what spreadsheets turn: numbers with zeros before them, references
 * and paragraphs that look like days, long numbers, words that are truth values, texts that look like formulas, line feeds.
 */

const of = <T>(list: readonly T[], at: number): T => list[at % list.length]!
const two = (number: number) => String(number).padStart(2, '0')

/** Each with its number, which makes it the only one of the file. */
const references: ((at: number) => string)[] = [
  at => `L-${at}`,
  at => String(at).padStart(7, '0'),
  at => `${at}-1`,
  at => `2024-${two(1 + (at % 12))}-${at}`,
  at => `${at}.10`,
  at => `${at}E3`,
  at => `12345678901234${at}`,
  at => `${at}/24`,
  at => `=${at}`,
  at => `${at},50`,
  at => `${1 + (at % 12)}/${1900 + at}`,
  at => `${1900 + at}-0${1 + (at % 9)}`
]
const paragraphs = [
  '12',
  '§ 12',
  '1/3',
  '1-2',
  '012',
  '2024-03',
  '3:2',
  '7.10',
  '1E5',
  '12 §',
  '§§ 3-4',
  '5/11',
  'Mars 3'
]
const diaries = [
  '2024/0144',
  '2024-1234',
  '0042',
  '2024-03-05',
  '12.03',
  'KFN 2024-17',
  '1/2',
  '10:30',
  '1.250',
  '24/3',
  '0',
  '00'
]
const names = [
  'Idrottsföreningen Länken',
  '1:a Scoutkåren i Ore',
  '=Länkarna',
  'IFK 1919',
  'Kultur & Nöje; ”Gården”',
  '- Öppet hus',
  '+46 Kontakt',
  'Föreningen "Ljuset"',
  '@hemma ungdomsförening',
  'Mars-Maj kören'
]
const purposes = [
  null,
  'Drift',
  'Läger ”sommar”, vecka 27',
  'Två\nrader; och ett semikolon',
  '- öppet hus\n- läxhjälp',
  '=SUM(A1)',
  '1/2',
  '2024-05',
  'TRUE',
  'SANT',
  '100 %',
  '10:30',
  'a "citat" b',
  'x'.repeat(1_900),
  'maj 2024',
  '2024',
  '007',
  '1e5',
  '12345678901234567890'
]
const outcomes: ((at: number) => [outcome: string, applied: string, granted: string, reserved: string])[] = [
  at => ['granted', `${1_000 + at}.00`, `${500 + at}.50`, ''],
  at => ['partlyGranted', `${20_000 + at}.05`, `${10_000 + at}.10`, ''],
  at => ['rejected', `${5_000 + at}`, '', ''],
  at => ['granted', '', `${1_234_567 + at}.01`, ''],
  () => ['granted', '', '0.01', ''],
  at => ['reserved', '', '', `${7_000 + at}`],
  () => ['deferred', '12000', '', ''],
  () => ['granted', '99999999.99', '99999999.99', '']
]

/** Ten digits of an association, the last of which is that by Luhn. */
function numberOf(at: number): string {
  const nine = `8024${String(10_000 + at)}`.padEnd(9, '0')
  const sum = [...nine].reduce((total, digit, place) => {
    const worth = Number(digit) * (place % 2 === 0 ? 2 : 1)
    return total + (worth > 9 ? worth - 9 : worth)
  }, 0)
  return nine + ((10 - (sum % 10)) % 10)
}

/** A meeting of each body each month, and of two months only the month is known. */
const dayOf = (at: number) =>
  at % 12 < 2 ? `2024-${two(1 + (at % 12))}` : `2024-${two(1 + (at % 12))}-${two(1 + (at % 28))}`

/** So many rows, with headings: CSV for `POST …/decision-imports`. Two of three have a reference. */
export function officeYear(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const meeting = Math.floor(at / 25)
    const association = (at * 7) % 1_500
    const [outcome, applied, granted, reserved] = of(outcomes, at)(at)
    const years =
      at % 9 === 0
        ? { grant_year_from: 2024, grant_year_to: 2026, amount_per: 'year' }
        : { grant_year_from: 2024, grant_year_to: 2024, amount_per: '' }
    return {
      body: `Nämnden för ${of(['kultur', 'idrott', 'social omsorg', 'skola', 'miljö', 'ungdom'], meeting)}`,
      decided_on: dayOf(meeting),
      paragraph: at % 50 < 25 ? of(paragraphs, meeting) : `§ ${meeting}`,
      diary_number: meeting % 3 === 0 ? '' : of(diaries, meeting),
      scheme: of(['Verksamhetsbidrag', 'Lokal, ”stor”', 'Partnerskapsavtal', '1-2-3 bidrag', 'Stöd 2024'], at),
      recipient: `${of(names, association)} ${association}`,
      organisation_number: association % 2 === 0 ? numberOf(association) : '',
      co_recipients: at % 10 === 0 ? `Samverkan ${at % 7}|Åsa "Gård"` : '',
      purpose: of(purposes, at),
      ...{ ...years, applied, granted, reserved, outcome },
      rent: outcome === 'granted' && granted !== '0.01' && at % 5 === 0 ? '100.1' : '',
      source_url: at % 6 === 0 ? `https://kommun.example/protokoll/${at}?a=1&b=2` : '',
      note: at % 4 === 0 ? of(['En rad', 'Två\nrader', '=1+1\n-2', '1-2', '0012'], at / 4) : '',
      reference: at % 3 === 0 ? '' : of(references, at)(at)
    }
  })
  return stringify(lines, { header: true })
}
