import { Malformed } from '../../base/errors.ts'
import { problems } from './problems.ts'

/**
 * How far a reader of the feed has come: for each municipality the number of the change, and the sequence of the event within
 * it after which the feed goes on; null where it has the whole change. Municipalities that it has nothing of are not named.
 */
export type Position = Map<string, { number: number; sequence: number | null }>

/** First letter of a written position, should it ever be written otherwise. */
const FORM = 'a'

/** `a0136.2s.1f;2031.4`: numbers to the base 36, hidden from whoever might be tempted to make one. */
export function writePosition(position: Position): string {
  const parts = [...position]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { number, sequence }]) =>
      [code, number.toString(36), ...(sequence === null ? [] : [sequence.toString(36)])].join('.')
    )
  return Buffer.from(FORM + parts.join(';')).toString('base64url')
}

/** The position as it was answered; an empty text is the beginning. `field`: where it was sent. @throws Malformed */
export function readPosition(text: string, field = 'after'): Position {
  if (text === '') return new Map()
  const written = Buffer.from(text, 'base64url').toString('latin1')
  if (Buffer.from(written, 'latin1').toString('base64url') === text && written.startsWith(FORM)) {
    const parts = written.length === 1 ? [] : written.slice(1).split(';')
    const read = parts.map(part => /^(\d{4})\.([0-9a-z]{1,10})(?:\.([0-9a-z]{1,10}))?$/.exec(part))
    if (read.every(part => part !== null)) {
      const position = new Map(
        read.map(([, code, number, sequence]) => [
          code!,
          { number: parseInt(number!, 36), sequence: sequence === undefined ? null : parseInt(sequence, 36) }
        ])
      )
      if (position.size === parts.length) return position
    }
  }
  throw new Malformed(
    problems['position-not-valid'],
    { en: 'This is no position of a feed.', sv: 'Det här är ingen position i ett flöde.' },
    [
      {
        field,
        message: 'must be nextCursor of the answer before, or empty for the beginning',
        sv: 'måste vara nextCursor i föregående svar, eller tomt för början'
      }
    ]
  )
}
