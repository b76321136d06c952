/** What no text of the register may hold, however it comes in. Pure. */

/**
 * Control characters (C0 and C1 but tab, line feed and carriage return), which no register means and files, terminals and
 * banks trip over; marks that turn the direction of what follows (Unicode TR 36), by which a name shows as another; and halves
 * of surrogate pairs, which cannot be stored. Joiners and accents are letters of some languages and stay.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point. Lone surrogates by the u flag.
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u

// Most texts: nothing in them to look for. Tested first, for speed.
const ORDINARY = /^[ -~\u00c0-\u00ff]*$/

/** What is wrong with the characters of a text; null where nothing is. */
export function faultOfText(text: string): string | null {
  if (ORDINARY.test(text)) return null
  const [found] = UNWANTED.exec(text) ?? []
  if (found === undefined) return null
  if (found === '\0') return 'must not hold the NUL character'
  if (!found.isWellFormed()) return 'must not hold half a surrogate pair'
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `must not hold the control character U+${code}`
}
