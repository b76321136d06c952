import { Invalid } from '../../../base/errors.ts'
import type { Text } from '../../../base/language.ts'
import { fromOre } from '../../../base/money.ts'
import { problems } from '../problems.ts'

/** @throws Invalid (`bank-file-sums`) where what a file says of its contents, or of what was sent, is not so; a null says nothing */
export function refuseSums(
  { line }: { line: number },
  field: string,
  said: bigint | number | null,
  found: bigint | number,
  of: Text = { en: 'the file has', sv: 'filen har' }
) {
  if (said === null || said === found) return
  const shown = (value: bigint | number) => (typeof value === 'bigint' ? `${fromOre(value)} SEK` : String(value))
  const message = `is ${shown(said)}, but ${of.en} ${shown(found)}`
  const sv = `är ${shown(said)}, men ${of.sv} ${shown(found)}`
  const told = {
    en: `The sums of the file do not agree: ${field} ${message}.`,
    sv: `Summorna i filen stämmer inte: ${field} ${sv}.`
  }
  throw new Invalid(problems['bank-file-sums'], told, [{ field, message, sv, line }])
}
