import { Invalid, Unavailable } from '../../base/errors.ts'
import type { Source } from '../http/spool.ts'
import { problems } from './problems.ts'

/** What a scanner says of a file: null where it finds nothing, else its word for what it found. */
export type Scan = (source: Source, signal: AbortSignal) => Promise<string | null>

/** What it found is told in its own word. */
export function infected(found: string): Invalid {
  // What a scanner answers is told to people: a line of it, and no more.
  const word =
    found
      .replaceAll(/[^\x21-\x7e]+/g, ' ')
      .trim()
      .slice(0, 200) || '?'
  const detail = {
    en: `The virus scanner refuses the file: ${word}. Nothing was kept.`,
    sv: `Virusskyddet stoppar filen: ${word}. Ingenting har sparats.`
  }
  const violation = {
    field: 'body',
    message: `is refused by the scanner: ${word}`,
    sv: `stoppas av virusskyddet: ${word}`
  }
  return new Invalid(problems['file-infected'], detail, [violation])
}

export function unavailable(cause: unknown): Unavailable {
  const problem = new Unavailable(
    problems['file-scanner-unavailable'],
    {
      en: 'The virus scanner does not answer: no file is kept that was not scanned.',
      sv: 'Virusskyddet svarar inte: ingen fil sparas som inte har genomsökts.'
    },
    30
  )
  return Object.assign(problem, { cause })
}
