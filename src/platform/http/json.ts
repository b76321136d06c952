import { Malformed } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import { faultOfText } from '../../base/names.ts'
import { problems } from './problem-rules.ts'

/** JSON from strangers: what JSON.parse lets through and PostgreSQL, money or the stack cannot bear is refused here. */

const DEEPEST = 64
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a body of JSON.
 * @throws Malformed naming the place: not UTF-8, not JSON, too deep, a member given twice or named `__proto__`, a control
 * character, half a surrogate pair, a number that no double holds. */
export function parseJson(body: Uint8Array | string): unknown {
  const text = typeof body === 'string' ? body : decode(body)
  const members = countMembers(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const { en, sv } = complaint(error as Error)
    throw new Malformed(
      problems['json-malformed'],
      { en: `The body is not JSON: ${en}.`, sv: `Innehållet är inte JSON: ${sv}.` },
      [{ field: '', message: `is not JSON: ${en}`, sv: `är inte JSON: ${sv}` }]
    )
  }
  if (inspect(value, '') !== members) refuse(findRepeated(text), 'is given twice', 'anges två gånger')
  return value
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new Malformed(problems['json-malformed'], { en: 'The body is not UTF-8.', sv: 'Innehållet är inte UTF-8.' }, [
      { field: '', message: 'is not UTF-8', sv: 'är inte UTF-8' }
    ])
  }
}

/** V8 quotes what it could not read; only the place is told. */
function complaint({ message }: Error): Text {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? []
  return line
    ? {
        en: `something is wrong at line ${line}, column ${column}`,
        sv: `något är fel på rad ${line}, kolumn ${column}`
      }
    : { en: 'it ends too early or begins wrongly', sv: 'det slutar för tidigt eller börjar fel' }
}

/** Walks over brackets and strings only, before anything is built: refuses depth and counts the members. */
function countMembers(text: string): number {
  let depth = 0
  let members = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x3a) members++
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > DEEPEST) {
        throw new Malformed(
          problems['json-too-deep'],
          { en: `JSON may nest ${DEEPEST} levels deep.`, sv: `JSON får ha högst ${DEEPEST} nivåer.` },
          [
            {
              field: '',
              message: `must not nest deeper than ${DEEPEST} levels`,
              sv: `får inte ha fler än ${DEEPEST} nivåer`
            }
          ]
        )
      }
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return members
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return text.length
}

/** Refuses values that cannot be kept; answers how many members there are. Never deeper than countMembers let in. */
function inspect(value: unknown, pointer: string): number {
  if (typeof value === 'string') checkText(value, pointer)
  if (typeof value === 'number' && !Number.isFinite(value))
    refuse(pointer, 'is out of the range of numbers', 'är ett för stort tal')
  if (typeof value !== 'object' || value === null) return 0
  let members = 0
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) members += inspect(value[index], `${pointer}/${index}`)
    return members
  }
  for (const [name, member] of Object.entries(value)) {
    const place = `${pointer}/${escapePointer(name)}`
    checkText(name, place)
    if (name === '__proto__') refuse(place, 'is not a name that may be used', 'är inget namn som får användas')
    members += 1 + inspect(member, place)
  }
  return members
}

function checkText(text: string, pointer: string) {
  const fault = faultOfText(text)
  if (fault) refuse(pointer, fault.message, fault.sv)
}

/** The pointer of the first member given twice; only called when there is one, on text that JSON.parse has read. */
function findRepeated(text: string): string {
  const open: { names: Set<string> | null; step: string | number }[] = []
  const pointer = () => open.map(({ step }) => `/${escapePointer(String(step))}`).join('')
  for (let at = 0; at < text.length; at++) {
    const innermost = open.at(-1)
    const character = text[at]
    if (character === '{') open.push({ names: new Set(), step: '' })
    else if (character === '[') open.push({ names: null, step: 0 })
    else if (character === '}' || character === ']') open.pop()
    else if (character === ',' && innermost && !innermost.names) innermost.step = Number(innermost.step) + 1
    else if (character === '"') {
      const end = endOfString(text, at)
      if (innermost?.names && /^\s*:/.test(text.slice(end + 1, end + 100))) {
        innermost.step = JSON.parse(text.slice(at, end + 1)) as string
        if (innermost.names.has(innermost.step)) return pointer()
        innermost.names.add(innermost.step)
      }
      at = end
    }
  }
  return ''
}

/** One step of a JSON pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function refuse(field: string, message: string, sv: string): never {
  const detail = {
    en: `The body cannot be taken: ${field || 'it'} ${message}.`,
    sv: `Innehållet kan inte tas emot: ${field || 'det'} ${sv}.`
  }
  throw new Malformed(problems['json-malformed'], detail, [{ field, message, sv }])
}
