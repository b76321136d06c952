import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a reader finds in a PDF: the text of each page with its spaces run together, the roles of its structure, and what it says of itself. */
export async function readPdf(bytes: Uint8Array) {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const pdf = await loading.promise
  const pages: string[] = []
  const roles = new Set<string>()
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(plain(items.map(item => ('str' in item ? `${item.str}${item.hasEOL ? ' ' : ''}` : '')).join(' ')))
    const gather = (node: { role?: string; children?: unknown[] }) => {
      if (node.role) roles.add(node.role)
      for (const child of node.children ?? []) gather(child as { role?: string })
    }
    gather((await page.getStructTree()) ?? {})
  }
  const { info } = await pdf.getMetadata()
  const { Title: title, Language: language } = info as { Title: string; Language: string }
  await loading.destroy()
  return { text: pages.join(' '), pages, roles, title, language }
}

/** Text as it is compared: every space is one ordinary space. */
export const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
/** The text of a page of HTML, without its style. */
export const textOfHtml = (html: string) =>
  plain(
    html
      .replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/&\w+;/g, found => entities[found] ?? found)
  )
