import Mustache from 'mustache'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { type Fault, readBody, SECTION } from './body.ts'
import { type Data, type Names, sampleOf } from './names.ts'
import { problems } from './problems.ts'
import { limits } from './rules.ts'

/**
 * Templates are Mustache: texts are put in, and a section is shown for each row of a list or where a text is filled. There is no code in
 * it. A list is a section only where its rows belong to what is around it, so that no template repeats a list within itself: what it
 * comes to is at most its own length times the rows there are. Pure.
 */

type Token = [type: string, value: string, start: number, end: number, children?: Token[]]

/** A writer that keeps no templates: those of municipalities are replaced. */
const writer = new Mustache.Writer()
Object.assign(writer, { templateCache: undefined })

/** What XML cannot hold: control characters but tab and ends of lines, and what is no character. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '<br/>' }
/** Spaces at which no line may end: after §, within an amount, and between an amount and what it is of. */
const WITHIN =
  /(?<=§) (?=\d)|(?<=\d) (?=\d{3}(?!\d))|(?<=\d) (?=(?:kr|öre|SEK|EUR|kronor|euro|procent|%)(?![\p{L}\d]))|(?<=\b(?:SEK|EUR)) (?=\d)/gu
/** A value as text of the paper: always escaped, its lines kept. */
const escaped = (value: string) =>
  value
    .toWellFormed()
    .replaceAll(NOT_XML, '')
    .replaceAll(WITHIN, '\u00a0')
    .replaceAll(/[&<>"\n]/g, found => entities[found]!)

/** The body of a paper. The template has been checked. */
export function filled(template: string, names: Names, data: Data): string {
  return writer.render(template, withMarks(names, data), undefined, { escape: escaped })
}

const markOf = (list: string) => `has${list[0]!.toUpperCase()}${list.slice(1)}`

/** The data with a mark for each list that has rows: `hasPayments`. */
function withMarks(names: Names, data: Data): Data {
  const marked: Data = { ...data }
  for (const [name, of] of Object.entries<Names[string]>(names)) {
    if (typeof of === 'string') continue
    const rows = data[name] as Data[]
    marked[name] = rows.map(row => withMarks(of[1], row))
    marked[markOf(name)] = rows.length > 0 ? 'x' : ''
  }
  return marked
}

/** @throws Invalid (`paper-template-not-valid`) naming each fault with its line */
export function checkTemplate(template: string, names: Names): void {
  const violations = faultsOf(template, names)
  if (violations.length === 0) return
  throw new Invalid(
    problems['paper-template-not-valid'],
    {
      en: 'The template is not taken; nothing was changed.',
      sv: 'Mallen tas inte emot; ingenting har ändrats.'
    },
    violations.toSorted((one, other) => one.line! - other.line!).slice(0, 100)
  )
}

export function faultsOf(template: string, names: Names): Violation[] {
  const lineAt = (offset: number) => template.slice(0, offset).split('\n').length
  const violation = (line: number, said: Message): Violation => ({ field: '/template', line, ...said })
  let tokens: Token[]
  try {
    tokens = writer.parse(template)
  } catch (error) {
    const { message } = error as Error
    const [, what, offset = '0'] = /^(.*?)(?: at (\d+))?$/.exec(message)!
    return [violation(lineAt(Number(offset)), notMustache(what!))]
  }
  const found = namesIn(tokens, [names]).map(({ at, said }) => violation(lineAt(at), said))
  for (const { index } of template.matchAll(/<[^<>{}]*\{\{/g)) found.push(violation(lineAt(index), inTag))
  if (found.length > 0) return found
  const { faults } = readBody(skeletonOf(template))
  if (faults.length > 0) return faults.map(fault => violation(fault.line, wordsOf(fault)))
  // A last look: with data in it, the template gives a paper.
  return readBody(filled(template, names, sampleOf(names))).faults.map(fault => violation(fault.line, wordsOf(fault)))
}

type Found = { at: number; said: Message }

/** Names that there are not where they stand, lists that would repeat themselves, and what templates may not do. */
function namesIn(tokens: Token[], scopes: Names[]): Found[] {
  return tokens.flatMap(([type, name, at, , children = []]): Found[] => {
    if (type === 'text' || type === '!') return []
    if (type === '>' || type === '=' || type === '&') return [{ at, said: refused[type] }]
    const { of, isInner } = lookUp(name, scopes)
    if (of === undefined) return [{ at, said: unknownName(name) }, ...(type === '#' ? [] : namesIn(children, scopes))]
    if (type === 'name') return typeof of === 'string' ? [] : [{ at, said: listAsText(name) }]
    if (type === '^' || typeof of === 'string') return namesIn(children, scopes)
    if (!isInner) return [{ at, said: repeated(name) }]
    return namesIn(children, [...scopes, of[1]])
  })
}

/** What a name is, from the innermost row outwards; the mark of a list is a text. */
function lookUp(name: string, scopes: Names[]): { of?: Names[string]; isInner: boolean } {
  for (const scope of scopes.toReversed()) {
    const isInner = scope === scopes.at(-1)
    if (Object.hasOwn(scope, name)) return { of: scope[name]!, isInner }
    if (Object.entries<Names[string]>(scope).some(([list, of]) => typeof of !== 'string' && markOf(list) === name))
      return { of: 'Whether the list has rows', isInner }
  }
  return { isInner: false }
}

const lines = (text: string) => text.replaceAll(/[^\n]/g, '')

/** The elements of the template with each section as an element, so that what opens within one closes within it; lines stay. */
function skeletonOf(template: string): string {
  return template.replaceAll(/\{\{([#^/!]?)[^}]*\}\}/g, (tag, type: string) => {
    if (type === '!') return lines(tag)
    return (type === '' ? 'x' : type === '/' ? `</${SECTION}>` : `<${SECTION}>`) + lines(tag)
  })
}

const refused: Record<'>' | '=' | '&', Message> = {
  '>': { message: 'must not take in another template', sv: 'får inte hämta in en annan mall' },
  '=': { message: 'must not change the delimiters', sv: 'får inte byta avgränsare' },
  '&': {
    message: 'must not put a value in unescaped: write {{name}}',
    sv: 'får inte sätta in ett värde som märkning: skriv {{namn}}'
  }
}
const inTag: Message = {
  message: 'must not put a value into a tag or an attribute',
  sv: 'får inte sätta in ett värde i en tagg eller ett attribut'
}
const unknownName = (name: string): Message => ({
  message: `names ${name}, which this paper does not have here`,
  sv: `nämner ${name}, som handlingen inte har här`
})
const listAsText = (name: string): Message => ({
  message: `names the list ${name} as a text: open it as a section, {{#${name}}}`,
  sv: `nämner listan ${name} som en text: öppna den som ett avsnitt, {{#${name}}}`
})
const repeated = (name: string): Message => ({
  message: `opens the list ${name} within another, where it would repeat itself: close that one first`,
  sv: `öppnar listan ${name} inuti en annan, där den skulle upprepa sig: stäng den andra först`
})
const notMustache = (what: string): Message => ({
  message: `is no Mustache template: ${what}`,
  sv: `är ingen Mustache-mall: ${what}`
})

function wordsOf({ kind, what, within }: Fault): Message {
  switch (kind) {
    case 'element':
      return {
        message: `holds <${what}>, which papers do not have`,
        sv: `innehåller <${what}>, som handlingar inte har`
      }
    case 'place':
      return { message: `has <${what}> within <${within}>`, sv: `har <${what}> inuti <${within}>` }
    case 'attribute':
      return {
        message: `has an attribute ${what} that is not allowed, or not with this value: papers load nothing and have the classes that are told`,
        sv: `har ett attribut ${what} som inte är tillåtet, eller inte med det värdet: handlingar hämtar ingenting och har de klasser som anges`
      }
    case 'text':
      return {
        message: `has text directly within <${within}>: ${what}`,
        sv: `har text direkt i <${within}>: ${what}`
      }
    case 'xml':
      return { message: `is not well-formed: ${what}`, sv: `är inte välformad: ${what}` }
  }
}

/** What is longer than a template may be is refused by its schema. */
export const LONGEST_TEMPLATE = limits.template
