import { createHash } from 'node:crypto'
import type { Language } from '../../base/language.ts'
import type { PaperElement } from './body.ts'

/** A paper as a page for browsers, which prints as the PDF does. Pure. */

const style = `
@page { size: A4; margin: 20mm 20mm 22mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 20mm 6mm; max-width: 182mm; background: #fff; color: #111;
  font: 10.5pt/1.45 "Source Sans 3", "Source Sans Pro", "Segoe UI", "Liberation Sans", Arial, sans-serif; }
header { border-bottom: 1.5pt solid #111; margin-bottom: 8mm; }
header p { margin: 0 0 2mm; }
footer { border-top: .5pt solid #888; margin-top: 8mm; padding-top: 2mm; color: #444; font-size: 9pt; }
h1 { font-size: 18pt; line-height: 1.2; margin: 4mm 0; }
header + h1 { margin-top: 0; }
h2 { font-size: 13pt; line-height: 1.25; margin: 7mm 0 2mm; break-after: avoid; }
h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2.5mm; }
ul, ol { margin: 0 0 2.5mm; padding-left: 6mm; }
dl { display: grid; grid-template-columns: 48mm 1fr; gap: .8mm 4mm; margin: 0 0 3mm; }
dt { color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 0 0 4mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 1.2mm 3mm 1.2mm 0; text-align: left; vertical-align: top; border-bottom: .5pt solid #bbb; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1pt solid #111; overflow-wrap: normal; }
.amount { text-align: right; white-space: nowrap; }
.total > * { font-weight: 700; border-top: 1pt solid #111; }
.note { color: #444; font-size: 9pt; }
img { max-height: 22mm; max-width: 80mm; }
section { margin: 0; }
.newPage:not(:first-child) { break-before: page; }
@media screen { .newPage:not(:first-child) { margin-top: 20mm; border-top: 1px dashed #888; padding-top: 20mm; } }
@media print { body { padding: 0; max-width: none; } }
`
const styleHash = createHash('sha256').update(style).digest('base64')
/** The page shows itself and the pictures that are in it: it runs nothing and loads nothing. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, found => entities[found]!)
const EMPTY = new Set(['br', 'hr', 'img'])

function elementText(node: PaperElement | string): string {
  if (typeof node === 'string') return escaped(node)
  const { name, attributes, children } = node
  const said = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`)
  const start = `<${name}${said.join('')}>`
  return EMPTY.has(name) ? start : `${start}${children.map(elementText).join('')}</${name}>`
}

export function pageOf(body: PaperElement, { title, language }: { title: string; language: Language }): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.children.map(elementText).join('').trim()}
</main>
</body>
</html>
`
}
