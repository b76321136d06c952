import type { Language } from '../../base/language.ts'
import { escapeHtml, FAVICON } from './docs-reference.ts'
import { apiPrefix, floors, info } from './openapi-info.ts'
import type { OpenapiDocument, Operation } from './openapi-operations.ts'
import { swedishFloors, swedishTags } from './openapi-swedish.ts'

const lead = {
  en: `A register of Swedish municipalities' partnership agreements with civil society and of their grants: who decided what,
when, about how much, for whom, and what came of it.`,
  sv: 'Här håller kommuner reda på sina partnerskapsavtal och bidrag till civilsamhället: vem som beslutade vad, när, om hur mycket, till vem, och vad det blev av det.'
}

const WORDS = {
  en: {
    title: 'API reference',
    contents: 'Contents',
    about: `<p class="lead" lang="sv">${lead.sv}</p>
<p>${lead.en}</p>`,
    address: ['Address', "then the municipality's code"],
    key: [
      'Key',
      `<code>npm run partnerskap -- keys create NAME</code> on the machine of the service shows one, once; send it as
<code>Authorization: Bearer psk_…</code>`
    ],
    errors: [
      'Errors',
      '<code>application/problem+json</code>; <code>type</code> is the address of a page that says what to do'
    ],
    programs: 'For programs',
    footer: (
      count: number
    ) => `${count} operations. <a href="/docs/all/">All of them on one page</a>, which can be searched in full and takes
some seconds to open.`
  },
  sv: {
    title: 'API-referens',
    contents: 'Innehåll',
    about: `<p class="lead">${lead.sv}</p>`,
    address: ['Adress', 'sedan kommunkoden'],
    key: [
      'Nyckel',
      `<code>npm run partnerskap -- keys create NAMN</code> på tjänstens dator visar en, en gång; skicka den som
<code>Authorization: Bearer psk_…</code>`
    ],
    errors: [
      'Fel',
      '<code>application/problem+json</code>; <code>type</code> är adressen till en sida som säger vad du kan göra'
    ],
    programs: 'För program',
    footer: (
      count: number
    ) => `${count} anrop. <a href="/docs/all/">Alla på en sida</a>, som kan genomsökas i sin helhet och tar
några sekunder att öppna.`
  }
}

/** The floors in the language. */
function floorsIn(language: Language): typeof floors {
  if (language === 'en') return floors
  return floors.map(({ title, description, tags }) => ({
    ...(swedishFloors[title] ?? { title, description }),
    tags: tags.map(tag => ({ ...tag, description: swedishTags[tag.name] ?? tag.description }))
  }))
}

/** The page at `/docs/`: every operation in one line, with a link to where it is told in full. Nothing runs in it. */
export function contentsPage(document: OpenapiDocument, language: Language): string {
  const words = WORDS[language]
  const operations = byTag(document)
  const floorsShown = floorsIn(language)
    .map(floor => ({ ...floor, tags: floor.tags.filter(({ name }) => operations.has(name)) }))
    .filter(floor => floor.tags.length > 0)
  const count = [...operations.values()].flat().length
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>partnerskap: ${words.title}</title>
<link rel="icon" href="${escapeHtml(FAVICON)}">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(info.title)} <small>${escapeHtml(info.version)}</small></h1>
${words.about}
<dl>
<dt>${words.address[0]}</dt><dd><code>${apiPrefix}</code>, ${words.address[1]}: <code>${apiPrefix}/0136/decisions</code></dd>
<dt>${words.key[0]}</dt><dd>${words.key[1]}</dd>
<dt>${words.errors[0]}</dt><dd>${words.errors[1]}</dd>
<dt>${words.programs}</dt><dd><a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1)</dd>
</dl>
</header>
<nav aria-label="${words.contents}">
${floorsShown.map(({ title, tags }) => `<div><b>${title}</b><span>${tags.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')}</span></div>`).join('\n')}
</nav>
<main>
${floorsShown.map(floor => floorSection(floor, operations)).join('\n')}
</main>
<footer><p>${words.footer(count)}</p></footer>
</body>
</html>
`
}

type Listed = { method: string; path: string; operation: Operation }

function byTag({ paths }: OpenapiDocument): Map<string, Listed[]> {
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation }))
  )
  return Map.groupBy(listed, ({ operation }) => operation.tags?.[0] ?? '')
}

function floorSection({ title, description, tags }: (typeof floors)[number], operations: Map<string, Listed[]>) {
  return `<section>
<h2>${title}</h2>
<p>${description}</p>
${tags.map(tag => tagSection(tag, operations.get(tag.name)!)).join('\n')}
</section>`
}

function tagSection({ name, description }: { name: string; description: string }, operations: Listed[]) {
  return `<article id="${name}">
<h3><a href="/docs/${name}">${name}</a></h3>
<p>${escapeHtml(description)}</p>
<ul>
${operations.map(operationItem).join('\n')}
</ul>
</article>`
}

function operationItem({ method, path, operation }: Listed) {
  const [tag] = operation.tags!
  const address = `/docs/${tag}#${anchorOf(tag!, method, path)}`
  return `<li><a href="${escapeHtml(address)}"><i class="${method}">${method.toUpperCase()}</i><code>${escapeHtml(path.replace(/^\/\{municipalityCode\}(?=\/)/, '…'))}</code><span>${escapeHtml(operation.summary ?? operation.operationId)}</span></a></li>`
}

/** The anchor that the reference library gives to an operation. */
export const anchorOf = (tag: string, method: string, path: string) => `tag/${tag}/${method.toUpperCase()}${path}`

const STYLE = `
:root { color-scheme: light dark; --text: #1b2733; --soft: #5a6b7b; --line: #dfe5ea; --back: #fff; --tint: #f5f8fa; --link: #005293;
  --get: #1a7f4b; --post: #005fa8; --put: #9a5b00; --patch: #7a4b00; --delete: #b3261e }
@media (prefers-color-scheme: dark) { :root { --text: #e4eaf0; --soft: #9fb0c0; --line: #2c3843; --back: #12181e; --tint: #1a222a;
  --link: #7cbcf2; --get: #63cf94; --post: #74b8f5; --put: #f0b35a; --patch: #e8b877; --delete: #f28b82 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 1.5rem 4rem; color: var(--text); background: var(--back);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
a { color: var(--link); text-decoration: none }
a:hover, a:focus-visible { text-decoration: underline }
h1 { margin: 0 0 .75rem; font-size: 2.25rem; line-height: 1.2; letter-spacing: -.02em }
h1 small { font-size: 1rem; font-weight: 400; color: var(--soft); letter-spacing: 0 }
h2 { margin: 3rem 0 0; padding-top: 1.5rem; border-top: 2px solid var(--line); font-size: 1.5rem; letter-spacing: -.01em }
h2 + p { margin: .25rem 0 0; color: var(--soft) }
h3 { margin: 0; font-size: 1.125rem }
header p { max-width: 46rem; margin: 0 0 .75rem }
.lead { font-size: 1.125rem }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.25rem; margin: 1.25rem 0 0; padding: 1rem 1.25rem;
  background: var(--tint); border: 1px solid var(--line); border-radius: .5rem }
dt { color: var(--soft) }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere }
nav { margin: 1.5rem 0 0; display: grid; gap: .375rem }
nav div { display: grid; grid-template-columns: 12rem 1fr }
nav b { font-weight: 600 }
nav a { margin-right: .875rem; display: inline-block }
article { margin: 1.5rem 0 0; scroll-margin-top: 1rem }
article > p { margin: 0 0 .5rem; color: var(--soft) }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden }
li + li { border-top: 1px solid var(--line) }
li a { display: grid; grid-template-columns: 4rem minmax(0, 1fr) minmax(0, 1fr); gap: 0 .75rem; align-items: baseline;
  padding: .4rem .875rem; color: inherit }
li a:hover, li a:focus-visible { background: var(--tint); text-decoration: none }
li i { font-style: normal; font-weight: 700; font-size: .75rem; letter-spacing: .04em }
li code { overflow-wrap: anywhere }
li span { color: var(--soft) }
.get { color: var(--get) } .post { color: var(--post) } .put { color: var(--put) } .patch { color: var(--patch) } .delete { color: var(--delete) }
footer { margin: 3rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft) }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem }
  dl { grid-template-columns: 1fr; gap: 0 } dd { margin: 0 0 .5rem }
  nav div { grid-template-columns: 1fr }
  li a { grid-template-columns: 4rem minmax(0, 1fr) } li span { grid-column: 2 }
}
`
