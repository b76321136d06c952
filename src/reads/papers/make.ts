import type { Language } from '../../base/language.ts'
import { readBody, titleOf } from './body.ts'
import { pageOf } from './html.ts'
import { type Data, namesOf } from './names.ts'
import { pdfOf } from './pdf.ts'
import { limits, type PaperFormat, type PaperKind } from './rules.ts'
import { filled } from './template.ts'

/** What a paper is made of. `madeAt` is the instant of the data, so that the same data makes the same bytes. */
export type Wanted = {
  kind: PaperKind
  format: PaperFormat
  language: Language
  template: string
  data: Data
  madeAt: string
}

/** The paper, or null where it would be of more characters than one may be. */
export async function makePaper({
  kind,
  format,
  language,
  template,
  data,
  madeAt
}: Wanted): Promise<string | Uint8Array | null> {
  const text = filled(template, namesOf[kind], data)
  if (text.length > limits.paper) return null
  const { body, faults } = readBody(text)
  if (faults[0]) throw new Error(`A template that was checked gave a paper that is none: ${JSON.stringify(faults[0])}`)
  const author = String(data.municipality)
  const title = titleOf(body) ?? author
  if (format === 'html') return pageOf(body, { title, language })
  return await pdfOf(body, { title, author, language, madeAt })
}
