import { SaxesParser, type SaxesTagNS } from 'saxes'
import { DomainError, Malformed } from '../../../base/errors.ts'
import { problems } from '../problems.ts'

/** Reads XML part by part: what is asked for comes as small trees, and nothing else is kept. No document is ever whole in memory. */

export type Element = {
  name: string
  /** Of the file, from 1: where its tag ends. */
  line: number
  text: string
  attributes: Record<string, string>
  children: Element[]
}
/** Which elements are taken, by the names from below the root (`BkToCstmrStmt/Stmt/Ntry`); of them nothing under `unread` names is kept. */
export type Wanted = { paths: Iterable<string>; unread: ReadonlySet<string> }
export type Taken = { path: string; element: Element }
export type Root = { name: string; namespace: string; line: number }

/** Characters of one text, tag or comment; elements within each other; elements of one tree: more than any bank writes. */
const LONGEST = 1_000_000
const DEEPEST = 40
const MOST_ELEMENTS = 10_000

/** Encodings that a file may declare, as their decoders are called. */
const encodings: Record<string, string> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16le',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252'
}

const notXml = (message: string, line: number) =>
  new Malformed(problems['bank-file-not-xml'], `The file cannot be read as XML: line ${line} ${message}.`, [
    { field: '', message, line }
  ])

/**
 * The elements whose paths are taken, each when it ends, without those of them that are taken themselves. Elements of
 * other namespaces than the root's are passed over. `takes` says which paths, of what root.
 * @throws Malformed (`bank-file-not-xml`: no XML, cut off, an entity of its own; `bank-file-with-doctype`); what `takes` throws
 */
export async function* readElements(
  parts: AsyncIterable<Uint8Array>,
  takes: (root: Root) => Wanted
): AsyncGenerator<Taken> {
  const found: Taken[] = []
  const parser = new SaxesParser({ xmlns: true, position: true })
  const tree = new Trees(parser, takes, found)
  const told = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (error instanceof DomainError) throw error
      throw notXml((error as Error).message.replace(/^(\d+:\d+: )+/, '').replace(/\.$/, ''), parser.line)
    }
  }
  for await (const text of textOf(parts)) {
    told(() => parser.write(text))
    tree.refuseLong(text.length)
    yield* found.splice(0)
  }
  told(() => parser.close())
  yield* found.splice(0)
}

type Parser = SaxesParser<{ xmlns: true; position: true }>
/** Where a path leads: to what is taken, or on to it. */
type Step = { path: string; isTaken: boolean; next: Map<string, Step> }
type Frame = { step: Step | undefined; element: Element | null; isPassedOver: boolean }

const noAttributes: Record<string, string> = {}

/** Builds the trees that are asked for, of what the parser meets. */
class Trees {
  readonly #parser: Parser
  readonly #takes: (root: Root) => Wanted
  readonly #found: Taken[]
  readonly #frames: Frame[] = []
  #unread: ReadonlySet<string> = new Set()
  #namespace = ''
  #elements = 0
  /** Characters since the parser last met something. */
  #quiet = 0

  constructor(parser: Parser, takes: (root: Root) => Wanted, found: Taken[]) {
    this.#parser = parser
    this.#takes = takes
    this.#found = found
    parser.on('doctype', () => {
      const message = 'declares a document type (DOCTYPE), which no message of a bank has'
      throw new Malformed(problems['bank-file-with-doctype'], `The file ${message}.`, [
        { field: '', message, line: parser.line }
      ])
    })
    parser.on('opentag', tag => this.#open(tag))
    parser.on('text', text => this.#say(text))
    parser.on('cdata', text => this.#say(text))
    parser.on('closetag', () => this.#close())
  }

  refuseLong(length: number) {
    this.#quiet += length
    if (this.#quiet > LONGEST) throw notXml(`has a text or a tag of more than ${LONGEST} characters`, this.#parser.line)
  }

  #open({ local: name, uri, attributes }: SaxesTagNS) {
    this.#quiet = 0
    const { line } = this.#parser
    const above = this.#frames.at(-1)
    if (!above) {
      this.#namespace = uri
      const { paths, unread } = this.#takes({ name, namespace: uri, line })
      this.#unread = unread
      this.#frames.push({ step: stepsTo(paths), element: null, isPassedOver: false })
      return
    }
    if (this.#frames.length === DEEPEST) throw notXml(`has more than ${DEEPEST} elements within each other`, line)
    if (above.isPassedOver || uri !== this.#namespace || this.#unread.has(name)) {
      this.#frames.push({ step: undefined, element: null, isPassedOver: true })
      return
    }
    const step = above.step?.next.get(name)
    const isTaken = step?.isTaken === true
    if (!isTaken && above.element === null) {
      this.#frames.push({ step, element: null, isPassedOver: false })
      return
    }
    if (above.element === null) this.#elements = 0
    if (++this.#elements > MOST_ELEMENTS) throw notXml(`has more than ${MOST_ELEMENTS} elements in one`, line)
    const element = { name, line, text: '', attributes: plain(attributes), children: [] }
    if (!isTaken) above.element!.children.push(element)
    this.#frames.push({ step, element, isPassedOver: false })
  }

  #say(text: string) {
    this.#quiet = 0
    const element = this.#frames.at(-1)?.element
    if (element) element.text += text
  }

  #close() {
    this.#quiet = 0
    const { step, element } = this.#frames.pop()!
    if (!element) return
    element.text = element.text.trim()
    if (!step?.isTaken) return
    this.#found.push({ path: step.path, element })
    // Those of a tree within another do not count for that one.
    this.#elements = 0
  }
}

function stepsTo(paths: Iterable<string>): Step {
  const root: Step = { path: '', isTaken: false, next: new Map() }
  for (const path of paths) {
    let at = root
    for (const name of path.split('/')) {
      const next = at.next.get(name) ?? {
        path: at === root ? name : `${at.path}/${name}`,
        isTaken: false,
        next: new Map()
      }
      at.next.set(name, next)
      at = next
    }
    at.isTaken = true
  }
  return root
}

function plain(attributes: SaxesTagNS['attributes']): Record<string, string> {
  const said = Object.values(attributes)
  return said.length === 0 ? noAttributes : Object.fromEntries(said.map(({ local, value }) => [local, value]))
}

/** @throws Malformed where the bytes are not of the encoding that the file says, or of one that is not taken */
async function* textOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  const decoded = (part?: Uint8Array) => {
    try {
      return decoder!.decode(part, { stream: part !== undefined })
    } catch {
      throw notXml(`and what follows are not ${decoder!.encoding.toUpperCase()}`, 1)
    }
  }
  for await (const part of parts) {
    decoder ??= new TextDecoder(encodingOf(part), { fatal: true })
    yield decoded(part)
  }
  if (!decoder) throw notXml('is missing: the file is empty', 1)
  yield decoded()
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const begin = Buffer.from(head.subarray(0, 200)).toString('latin1')
  const [, said] = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(begin) ?? []
  const encoding = encodings[(said ?? 'utf-8').toLowerCase()]
  if (!encoding) throw notXml(`says that the file is in ${said}; taken are UTF-8, UTF-16 and ISO-8859-1`, 1)
  return encoding
}

const parted = new Map<string, string[]>()

/** The names of a path, parted once: few paths are asked for millions of times. */
function namesOf(path: string): string[] {
  const names = parted.get(path) ?? path.split('/')
  parted.set(path, names)
  return names
}

/** The elements that the path leads to, `AmtDtls/TxAmt/Amt`. */
export const all = (of: Element, path: string): Element[] => gather(of, namesOf(path), 0, [])

function gather(of: Element, names: string[], at: number, into: Element[]): Element[] {
  if (at === names.length) into.push(of)
  else for (const child of of.children) if (child.name === names[at]) gather(child, names, at + 1, into)
  return into
}

/** The first of them. */
export const first = (of: Element, path: string): Element | undefined => find(of, namesOf(path), 0)

function find(of: Element, names: string[], at: number): Element | undefined {
  if (at === names.length) return of
  for (const child of of.children) {
    const found = child.name === names[at] ? find(child, names, at + 1) : undefined
    if (found) return found
  }
  return undefined
}

/** Its text; null where there is none. */
export const textAt = (of: Element, path: string): string | null => first(of, path)?.text || null

/** Whether a file that begins so is XML of the kind that banks write, whatever its namespace and version. */
export function isBankFile(head: Uint8Array): boolean {
  // What tells texts apart is ASCII: without their NULs those in UTF-16 can be read too.
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  return text.startsWith('<') && (/<(?:[\w.-]+:)?Document[\s/>]/.test(text) || text.includes('urn:iso:std:iso:20022:'))
}
