import { fileURLToPath } from 'node:url'

/** What is alike for all that is set on the pages of a paper. Points. */

export const MM = 72 / 25.4
export const MARGIN = 20 * MM
export const BOTTOM = 22 * MM
export const DARK = '#111111'
export const MUTED = '#444444'

const fontFile = (file: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-sans-3/${file}`))
/** By their files, and not registered under names: pdfkit would open such a one anew each time that it is set. */
export const fonts = {
  regular: fontFile('400Regular/SourceSans3_400Regular.ttf'),
  bold: fontFile('700Bold/SourceSans3_700Bold.ttf'),
  italic: fontFile('400Regular_Italic/SourceSans3_400Regular_Italic.ttf')
}
export type FontName = keyof typeof fonts

export type Struct = PDFKit.PDFStructureElement
export type Setting = { doc: PDFKit.PDFDocument; left: number; width: number; bottom: number }

/** Begins a page where less than so much is left of this one. */
export function room({ doc, bottom }: Setting, height: number): void {
  if (doc.y + height > bottom) doc.addPage()
}
