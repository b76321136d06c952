import { Invalid, TooLarge } from '../../../base/errors.ts'
import type { Source } from '../../../platform/http/spool.ts'
import { problems } from '../problems.ts'
import { MovementReader } from './camt.ts'
import { type BankFile, bankMessages } from './messages.ts'
import { StatusReader } from './status-report.ts'
import { readElements } from './xml.ts'

/** A file of the bank's to what it says: pain.002, camt.053, camt.054. */

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:'
/** Entries and statuses of one file: more than any run of a municipality. */
const MOST = 200_000

/**
 * Reads the file as it comes; only what is matched later is kept of it.
 * @throws Malformed (no XML, cut off, DOCTYPE), Invalid (another kind or version of message, another currency, sums, values
 * that cannot be), TooLarge
 */
export async function readBankFile(source: Source): Promise<BankFile> {
  let count = 0
  const most = () => {
    if (++count > MOST)
      throw new TooLarge(problems['bank-file-too-large'], `A file of the bank has at most ${MOST} transactions.`)
  }
  let reader: MovementReader | StatusReader | undefined
  const elements = readElements(source.read(), root => {
    const message = bankMessages.find(name => root.namespace === NAMESPACE + name)
    if (root.name !== 'Document' || !message) refuseVersion(root.name, root.namespace, root.line)
    reader = message.startsWith('pain.002') ? new StatusReader(message, most) : new MovementReader(message, most)
    return reader.wanted
  })
  for await (const taken of elements) reader!.take(taken)
  const file = reader!.end()
  if (file.messageId === '' || (file.kind === 'statuses' && file.originalMessageId === '')) {
    const message = file.messageId === '' ? 'has no GrpHdr with a MsgId' : 'has no OrgnlGrpInfAndSts'
    throw new Invalid(problems['bank-file-not-valid'], `The file ${message}.`, [
      { field: 'Document', message, line: 1 }
    ])
  }
  return file
}

function refuseVersion(name: string, namespace: string, line: number): never {
  const said = namespace === '' ? 'no namespace' : `the namespace ${namespace.slice(0, 100)}`
  const message = `is ${name.slice(0, 50)} of ${said}; taken are ${bankMessages.join(', ')}`
  throw new Invalid(problems['bank-file-version'], 'The file is no message that is taken, or of another version.', [
    { field: 'Document', message, line }
  ])
}
