import type { StorageSettings } from '../../config.ts'
import type { FileStore } from './store.ts'

/** What reaches S3 is loaded only where it is used. */
export async function openStore(settings: StorageSettings): Promise<FileStore> {
  if (settings.kind === 's3') return (await import('./s3-store.ts')).s3Store(settings)
  return (await import('./folder-store.ts')).folderStore(settings.path)
}
