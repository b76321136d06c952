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
/** `path`: the names from below the root, `BkToCstmrStmt/Stmt/Ntry`. */
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
  takes: (root: Root) => ReadonlySet<string>
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
type Frame = { path: string; element: Element | null; isTaken: boolean; isForeign: boolean }

/** Builds the trees that are asked for, of what the parser meets. */
class Trees {
  readonly #parser: Parser
  readonly #takes: (root: Root) => ReadonlySet<string>
  readonly #found: Taken[]
  readonly #frames: Frame[] = []
  #taken: ReadonlySet<string> = new Set()
  #namespace = ''
  #elements = 0
  /** Characters since the parser last met something. */
  #quiet = 0

  constructor(parser: Parser, takes: (root: Root) => ReadonlySet<string>, found: Taken[]) {
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
      this.#taken = this.#takes({ name, namespace: uri, line })
      this.#frames.push({ path: '', element: null, isTaken: false, isForeign: false })
      return
    }
    if (this.#frames.length === DEEPEST) throw notXml(`has more than ${DEEPEST} elements within each other`, line)
    const path = above.path === '' ? name : `${above.path}/${name}`
    const isForeign = above.isForeign || uri !== this.#namespace
    const isTaken = !isForeign && this.#taken.has(path)
    const isKept = isTaken || (!isForeign && above.element !== null)
    if (isTaken && above.element === null) this.#elements = 0
    if (isKept && ++this.#elements > MOST_ELEMENTS) throw notXml(`has more than ${MOST_ELEMENTS} elements in one`, line)
    const said = Object.values(attributes).map(({ local, value }) => [local, value])
    const element = isKept ? { name, line, text: '', attributes: Object.fromEntries(said), children: [] } : null
    if (element && !isTaken) above.element!.children.push(element)
    this.#frames.push({ path, element, isTaken, isForeign })
  }

  #say(text: string) {
    this.#quiet = 0
    const element = this.#frames.at(-1)?.element
    if (element) element.text += text
  }

  #close() {
    this.#quiet = 0
    const { path, element, isTaken } = this.#frames.pop()!
    if (element) element.text = element.text.trim()
    if (!isTaken) return
    this.#found.push({ path, element: element! })
    // Those of a tree within another do not count for that one.
    this.#elements = 0
  }
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

/** The elements that the path leads to, `AmtDtls/TxAmt/Amt`. */
export function all(of: Element, path: string): Element[] {
  let found = [of]
  for (const name of path.split('/')) found = found.flatMap(each => each.children.filter(child => child.name === name))
  return found
}

/** The first of them. */
export const first = (of: Element, path: string): Element | undefined => all(of, path)[0]

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
