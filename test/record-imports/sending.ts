import type { Test } from 'tap'
import { anImporter, told } from '../imports/importing.ts'
import { made } from '../support/register.ts'

type Options = Record<string, string | number | boolean | string[]>

/** A municipality into which files of records can be sent, and what can be asked of it then. */
export async function aSender(t: Test, kind: 'organisation' | 'agreement' | 'payment', municipalityCode = '0136') {
  const importer = await anImporter(t, municipalityCode)
  const { admin } = importer
  function send(file: unknown, options: Options = {}, type = 'text/csv', headers: Record<string, string> = {}) {
    const pairs = Object.entries(options).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)])
    )
    const query = pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
    return admin('POST', `/${municipalityCode}/${kind}-imports${query}`, file, { 'content-type': type, ...headers })
  }
  const rows = async (id: string) => await importer.all(`/record-imports/${id}/rows`)
  return {
    ...importer,
    /** Sends committee decisions, which must be taken. */
    decide: importer.take,
    send,
    rows,
    /** Lines of CSV, which must be taken; answers the counts without zeros, and what came of each row. */
    async take(lines: string[], options: Options = {}) {
      const body = await made(send(lines.join('\n'), options))
      return { counts: told(body.counts), rows: await rows(body.id), receipt: body.receipt, id: body.id as string }
    }
  }
}
