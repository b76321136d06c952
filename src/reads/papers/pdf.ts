import PDFDocument from 'pdfkit'
import type { Language } from '../../base/language.ts'
import { classesOf, elementsOf, type PaperElement, textOf } from './body.ts'
import { BOTTOM, DARK, type FontName, fonts, MARGIN, MM, MUTED, room, type Setting, type Struct } from './pdf-page.ts'
import { drawTable } from './pdf-table.ts'

/**
 * Sets the elements of a paper as PDF: A4, the font embedded, tagged for readers' aids, PDF/A-2 for archives. The same elements give the
 * same bytes: the instant is that of the data.
 */

/** Points. */
const sizes = { h1: 18, h2: 13, h3: 11, text: 10.5, note: 9 }

export type PdfInfo = { title: string; author: string; language: Language; madeAt: string }

export async function pdfOf(body: PaperElement, info: PdfInfo): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: BOTTOM },
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: info.language,
    displayTitle: true,
    font: fonts.regular,
    info: {
      Title: info.title,
      Author: info.author,
      CreationDate: new Date(info.madeAt),
      Producer: 'partnerskap',
      Creator: 'partnerskap'
    }
  })
  const parts: Buffer[] = []
  doc.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise(resolve => doc.once('end', resolve))
  const root = doc.struct('Document')
  doc.addStructure(root)
  const { page } = doc
  const setting = { doc, left: MARGIN, width: page.width - 2 * MARGIN, bottom: page.height - BOTTOM }
  drawAll(setting, root, body)
  root.end()
  numberPages(doc, info)
  doc.end()
  await ended
  return Buffer.concat(parts)
}

function drawAll(setting: Setting, parent: Struct, { children }: PaperElement): void {
  for (const child of children) if (typeof child !== 'string') draw(setting, parent, child)
}

function draw(setting: Setting, parent: Struct, element: PaperElement): void {
  const { doc, left, width } = setting
  if (classesOf(element).has('newPage') && doc.y > doc.page.margins.top + 1) doc.addPage()
  switch (element.name) {
    case 'section':
      drawAll(setting, parent, element)
      break
    case 'header':
      drawAll(setting, parent, element)
      rule(setting, 1.5)
      doc.y += 5 * MM
      break
    case 'footer':
      room(setting, 14 * MM)
      doc.y += 4 * MM
      rule(setting, 0.5)
      doc.y += 2 * MM
      drawAll(setting, parent, element)
      break
    case 'hr':
      rule(setting, 0.5)
      break
    case 'p':
      paragraph(setting, parent, 'P', element, left, width)
      doc.y += 2 * MM
      break
    default:
      drawings[element.name]!(setting, parent, element)
  }
}

function rule({ doc, left, width }: Setting, weight: number): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc
    .moveTo(left, doc.y)
    .lineTo(left + width, doc.y)
    .lineWidth(weight)
    .strokeColor(DARK)
    .stroke()
  doc.endMarkedContent()
}

function heading(setting: Setting, parent: Struct, element: PaperElement): void {
  const { doc, left, width } = setting
  const name = element.name as 'h1' | 'h2' | 'h3'
  const above = { h1: 2 * MM, h2: 4 * MM, h3: 2.5 * MM }[name]
  // A heading stands with what it is of.
  room(setting, above + sizes[name] + 16 * MM)
  if (doc.y > doc.page.margins.top + 1) doc.y += above
  const structure = doc.struct(name.toUpperCase() as 'H1', { title: textOf(element).trim() }, () => {
    doc.font(fonts.bold, sizes[name]).fillColor(DARK).text(textOf(element).trim(), left, doc.y, { width })
  })
  parent.add(structure)
  structure.end()
  doc.y += name === 'h1' ? 3 * MM : 1.5 * MM
}

type Run = { text: string; font: FontName }

/** Texts with their fonts; spaces run together as in HTML, and lines are kept. */
function runsOf(element: PaperElement, font: FontName = 'regular'): Run[] {
  return element.children.flatMap((child): Run[] => {
    if (typeof child === 'string') return [{ text: child.replaceAll(/[ \t\r\n]+/g, ' '), font }]
    if (child.name === 'br') return [{ text: '\n', font }]
    return runsOf(child, child.name === 'strong' ? 'bold' : 'italic')
  })
}

/** Without spaces at both ends; a line ends within the text before it, as pdfkit begins no line by a text of its own. */
function trimmed(runs: Run[]): Run[] {
  const kept: Run[] = []
  for (const { text, font } of runs) {
    const last = kept.at(-1)
    const begun = !last || last.text.endsWith('\n') ? text.replace(/^ +/, '') : text
    if (last && text === '\n') last.text = `${last.text.replace(/ +$/, '')}\n`
    else if (begun !== '') kept.push({ text: begun, font })
  }
  const last = kept.at(-1)
  if (last) last.text = last.text.trimEnd()
  return kept.filter(({ text }) => text !== '')
}

function paragraph(
  { doc }: Setting,
  parent: Struct,
  type: 'P' | 'LBody' | 'Lbl',
  element: PaperElement,
  left: number,
  width: number
): void {
  const runs = trimmed(runsOf(element))
  if (runs.length === 0) return
  const isNote = classesOf(element).has('note')
  const align = classesOf(element).has('amount') ? 'right' : 'left'
  const structure = doc.struct(type, {}, () => {
    runs.forEach(({ text, font }, index) => {
      doc.font(fonts[font], isNote ? sizes.note : sizes.text).fillColor(isNote ? MUTED : DARK)
      const options = { width, align, continued: index < runs.length - 1, lineGap: 1.5 } as const
      if (index === 0) doc.text(text, left, doc.y, options)
      else doc.text(text, options)
    })
  })
  parent.add(structure)
  structure.end()
}

function list(setting: Setting, parent: Struct, element: PaperElement): void {
  const { doc, left, width } = setting
  const structure = doc.struct('L')
  parent.add(structure)
  elementsOf(element).forEach((item, index) => {
    room(setting, 6 * MM)
    const entry = doc.struct('LI')
    structure.add(entry)
    const label = doc.struct('Lbl', {}, () => {
      const { y } = doc
      doc.font(fonts.regular, sizes.text).fillColor(DARK)
      doc.text(element.name === 'ol' ? `${index + 1}.` : '•', left + 2 * MM, y, { lineBreak: false })
      doc.y = y
    })
    entry.add(label)
    label.end()
    paragraph(setting, entry, 'LBody', item, left + 7 * MM, width - 7 * MM)
    entry.end()
    doc.y += 0.6 * MM
  })
  structure.end()
  doc.y += 1.5 * MM
}

/** Terms to the left of what they are. A term whose text would begin beneath the page begins the next. */
function terms(setting: Setting, parent: Struct, element: PaperElement): void {
  const { doc, left, width } = setting
  const first = 48 * MM
  const structure = doc.struct('L')
  parent.add(structure)
  let entry: Struct | undefined
  for (const child of elementsOf(element)) {
    if (child.name === 'dt') {
      entry?.end()
      room(
        setting,
        Math.max(6 * MM, doc.font(fonts.regular, sizes.text).heightOfString(textOf(child), { width: first }))
      )
      entry = doc.struct('LI')
      structure.add(entry)
      const label = doc.struct('Lbl', {}, () => {
        const { y } = doc
        doc
          .font(fonts.regular, sizes.text)
          .fillColor(MUTED)
          .text(textOf(child).trim(), left, y, { width: first - 3 * MM })
        doc.y = y
      })
      entry.add(label)
      label.end()
    } else {
      const { y } = doc
      paragraph(setting, entry ?? structure, 'LBody', child, left + first, width - first)
      if (doc.y === y) doc.y += sizes.text * 1.3
      doc.y += 0.6 * MM
    }
  }
  entry?.end()
  structure.end()
  doc.y += 2 * MM
}

function picture(setting: Setting, parent: Struct, { attributes }: PaperElement): void {
  const { doc, left } = setting
  const bytes = Buffer.from(attributes.src!.replace(/^[^,]*,/, ''), 'base64')
  room(setting, 24 * MM)
  const structure = doc.struct('Figure', { alt: attributes.alt ?? '' }, () => {
    doc.image(bytes, left, doc.y, { fit: [80 * MM, 22 * MM] })
  })
  parent.add(structure)
  structure.end()
  doc.y += 24 * MM
}

/** How each other element is drawn. */
const drawings: Record<string, (setting: Setting, parent: Struct, element: PaperElement) => void> = {
  h1: heading,
  h2: heading,
  h3: heading,
  ul: list,
  ol: list,
  dl: terms,
  table: drawTable,
  img: picture
}

/** What stands beneath each page: what it is of, and which page of how many. */
function numberPages(doc: Setting['doc'], { title, author, language }: PdfInfo): void {
  const { count } = doc.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    doc.switchToPage(index)
    const { page } = doc
    const y = page.height - BOTTOM + 8 * MM
    const width = page.width - 2 * MARGIN
    const number = language === 'sv' ? `Sida ${index + 1} av ${count}` : `Page ${index + 1} of ${count}`
    page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] })
    doc.font(fonts.regular, 8.5).fillColor(MUTED)
    const of = `${author} · ${title}`
    const most = width - 30 * MM
    const short =
      doc.widthOfString(of) > most ? `${of.slice(0, Math.floor((of.length * most) / doc.widthOfString(of)) - 1)}…` : of
    doc.text(short, MARGIN, y, { lineBreak: false })
    doc.text(number, MARGIN + width - doc.widthOfString(number), y, { lineBreak: false })
    doc.endMarkedContent()
    page.margins.bottom = BOTTOM
  }
}
