import type { ScannerSettings } from '../../config.ts'
import type { Source } from '../http/spool.ts'
import { infected, type Scan, unavailable } from './scanner.ts'

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
