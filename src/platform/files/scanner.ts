import { Invalid, Unavailable } from '../../base/errors.ts'
import type { ScannerSettings } from '../../config.ts'
import type { Source } from '../http/spool.ts'
import { problems } from './problems.ts'

/** What a scanner says of a file: null where it finds nothing, else its word for what it found. */
export type Scan = (source: Source, signal: AbortSignal) => Promise<string | null>

/** A function that lets only files pass in which the scanner finds nothing; every file where there is no scanner. */
export async function scannerOf(settings: ScannerSettings | undefined, timeoutMs: number) {
  const scan = settings && (await scanOf(settings))
  /** @throws Invalid `file-infected`, Unavailable */
  return async (source: Source): Promise<void> => {
    if (!scan) return
    const word = await scan(source, AbortSignal.timeout(timeoutMs)).catch((error: unknown) => {
      throw unavailable(error)
    })
    if (word !== null) throw infected(word)
  }
}

async function scanOf(settings: ScannerSettings): Promise<Scan> {
  if (settings.kind === 'icap') return (await import('./icap.ts')).icapScan(settings)
  return (await import('./scan-command.ts')).commandScan(settings.command)
}

function infected(found: string): Invalid {
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

function unavailable(cause: unknown): Unavailable {
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
