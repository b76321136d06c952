import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A case as the case-management system gives it; what has not happened yet is absent. Days are `2026-02-10`, amounts kronor. */
export type Case = {
  case: string
  body: { reference: string; name: string }
  organisation: { reference: string; name: string }
  scheme: { reference: string; name: string }
  purpose: string
  receivedOn: string
  applied: number
  decidedOn?: string
  paragraph?: string
  granted?: number
  agreement?: { validFrom: string; validTo: string; signedOn?: string }
  reports: {
    reference: string
    periodFrom: string
    periodTo: string
    dueOn: string
    narrative?: string
    submittedOn?: string
  }[]
}

/** All cases of a folder of NDJSON, in the order of its files. */
export async function readCases(folder: string): Promise<Case[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.ndjson')).sort()
  const files = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')))
  return files.flatMap(text => text.split('\n').filter(line => line.trim() !== '')).map(line => JSON.parse(line))
}
