import { Invalid } from '../../../base/errors.ts'
import { fromOre } from '../../../base/money.ts'
import { problems } from '../problems.ts'

/** @throws Invalid (`bank-file-sums`) where what a file says of its contents, or of what was sent, is not so; a null says nothing */
export function refuseSums(
  { line }: { line: number },
  field: string,
  said: bigint | number | null,
  found: bigint | number,
  of = 'the file has'
) {
  if (said === null || said === found) return
  const shown = (value: bigint | number) => (typeof value === 'bigint' ? `${fromOre(value)} SEK` : String(value))
  const message = `is ${shown(said)}, but ${of} ${shown(found)}`
  throw new Invalid(problems['bank-file-sums'], `The sums of the file do not agree: ${field} ${message}.`, [
    { field, message, line }
  ])
}
