import { bankCodes } from './code-words.ts'
import { all, type Element, textAt } from './xml.ts'

/** Why a bank rejects or returns a payment: the code of ISO 20022 with its words. Pure. */

/** Characters of a reason that are kept. */
const LONGEST = 1000

/**
 * The reasons beneath the element (StsRsnInf, RtrInf) as one text, `AC04: the account is closed. Kontot avslutat 2026`;
 * null where it gives none. A code that is not known, and a bank's own, is kept as it is.
 */
export function reasonAt(of: Element, name: 'StsRsnInf' | 'RtrInf'): string | null {
  const reasons = all(of, name).map(each => {
    const code = textAt(each, 'Rsn/Cd') ?? textAt(each, 'Rsn/Prtry')
    const words = code === null ? undefined : bankCodes[code]
    const said = code === null ? [] : [words ? `${code}: ${words}` : code]
    return [...said, ...all(each, 'AddtlInf').map(({ text }) => text)].filter(text => text !== '').join('. ')
  })
  const told = reasons
    .filter(text => text !== '')
    .join('; ')
    .replaceAll(/\s+/g, ' ')
  return told === '' ? null : told.slice(0, LONGEST).trim()
}
