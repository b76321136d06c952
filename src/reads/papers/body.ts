import { SaxesParser } from 'saxes'

/**
 * What a paper is made of: a small, closed set of HTML, written as XML. The same elements are shown by a browser and set as PDF (pdf.ts).
 */

export type PaperElement = {
  name: string
  attributes: Record<string, string>
  children: (PaperElement | string)[]
}

const INLINE = ['strong', 'em', 'br']
const BLOCKS = ['h1', 'h2', 'h3', 'p', 'ul', 'ol', 'dl', 'table', 'hr', 'img', 'section', 'header', 'footer']
/** What may stand within what. */
const WITHIN: Record<string, readonly string[]> = {
  paper: BLOCKS,
  section: BLOCKS,
  header: BLOCKS,
  footer: BLOCKS,
  ...Object.fromEntries(
    ['h1', 'h2', 'h3', 'p', 'li', 'td', 'th', 'dt', 'dd', 'strong', 'em'].map(name => [name, INLINE])
  ),
  ul: ['li'],
  ol: ['li'],
  dl: ['dt', 'dd'],
  table: ['thead', 'tbody', 'tfoot'],
  thead: ['tr'],
  tbody: ['tr'],
  tfoot: ['tr'],
  tr: ['th', 'td'],
  br: [],
  hr: [],
  img: []
}
const HOLDS_TEXT = new Set(['h1', 'h2', 'h3', 'p', 'li', 'td', 'th', 'dt', 'dd', 'strong', 'em'])

/** Classes: an amount stands to the right, a note is small, a section with newPage begins on a page of its own. */
export const CLASSES = ['amount', 'note', 'total', 'newPage']
/** A picture is part of the template: papers load nothing. */
const PICTURE = /^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/\s]+=*\s*$/
const attributes: Record<string, (value: string, name: string) => boolean> = {
  class: value => value.split(/\s+/).every(each => CLASSES.includes(each)),
  lang: value => /^[a-z]{2,3}(-[A-Za-z]{2})?$/.test(value),
  scope: (value, name) => name === 'th' && ['col', 'row'].includes(value),
  src: (value, name) => name === 'img' && PICTURE.test(value),
  alt: (_, name) => name === 'img'
}

/** A fault of the text: what it is about, in a short form that words are made of (template.ts). */
export type Fault = {
  line: number
  kind: 'element' | 'attribute' | 'place' | 'text' | 'xml'
  what: string
  within: string
}

/** Elements that stand for sections of a template; they hold what the element around them may hold. */
export const SECTION = 'paper-section'

/** The elements of a text, and what is wrong with it; the first fault of its form as XML ends the reading. */
export function readBody(text: string): { body: PaperElement; faults: Fault[] } {
  const faults: Fault[] = []
  const body: PaperElement = { name: 'paper', attributes: {}, children: [] }
  const open = [body]
  const parser = new SaxesParser<{ xmlns: false; position: true; fragment: true }>({
    xmlns: false,
    position: true,
    fragment: true
  })
  Object.assign(parser.ENTITIES, { nbsp: '\u00a0', ndash: '–', sect: '§' })
  /** The element that rules what may stand here: sections are seen through. */
  const around = () => open.findLast(({ name }) => name !== SECTION)!.name
  const fault = (kind: Fault['kind'], what: string) => faults.push({ line: parser.line, kind, what, within: around() })
  parser.on('opentag', ({ name, attributes: given }) => {
    const element: PaperElement = { name, attributes: { ...given }, children: [] }
    if (name !== SECTION) {
      if (!(name in WITHIN) || name === 'paper') fault('element', name)
      else if (!WITHIN[around()]?.includes(name)) fault('place', name)
      for (const [attribute, value] of Object.entries(given))
        if (!attributes[attribute]?.(value, name)) fault('attribute', attribute)
    }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', text => {
    if (text.trim() !== '' && !HOLDS_TEXT.has(around())) fault('text', text.trim().slice(0, 40))
    else open.at(-1)!.children.push(text)
  })
  parser.on('doctype', () => fault('xml', 'a DOCTYPE'))
  parser.on('processinginstruction', () => fault('xml', 'a processing instruction'))
  parser.on('error', error => {
    throw error
  })
  try {
    // HTML writes these without an end.
    parser.write(text.replaceAll(/<(br|hr)\s*>/g, '<$1/>')).close()
  } catch (error) {
    fault('xml', (error as Error).message.replace(/^(\d+:\d+: )+/, '').replace(/\.$/, ''))
  }
  return { body, faults }
}

export const elementsOf = ({ children }: PaperElement) => children.filter(child => typeof child !== 'string')
export const classesOf = ({ attributes }: PaperElement) => new Set((attributes.class ?? '').split(/\s+/))

/** What an element says, without its elements; `<br>` is a line. */
export function textOf({ name, children }: PaperElement): string {
  if (name === 'br') return '\n'
  return children.map(each => (typeof each === 'string' ? each.replaceAll(/[ \t\r\n]+/g, ' ') : textOf(each))).join('')
}

/** The first heading, which is the title of the paper. */
export function titleOf(element: PaperElement): string | undefined {
  if (element.name === 'h1') return textOf(element).trim()
  for (const child of element.children) {
    const found = typeof child === 'string' ? undefined : titleOf(child)
    if (found) return found
  }
  return undefined
}
