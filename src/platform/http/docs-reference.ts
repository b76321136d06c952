import type { Language } from '../../base/language.ts'
import { apiPrefix } from './openapi-info.ts'

// Two hands of a partnership, as it were; within the page, so that nothing is fetched for it.
export const FAVICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="6" cy="8" r="5" fill="#005293"/><circle cx="10" cy="8" r="5" fill="#fecb00" fill-opacity=".8"/></svg>')}`

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What the reference library is told, whichever document it shows. */
export const referenceSettings = (publicUrl: string | undefined) => ({
  favicon: FAVICON,
  // Where the page itself came from, so that "try it" works by whatever name that is.
  servers: [{ url: (publicUrl ?? '') + apiPrefix }],
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never' as const,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: ''
})

/**
 * The page of one tag: the library on the document of that tag alone, as it draws all that it is given at once, and in the
 * layout that has no sidebar to draw. The contents list the operations, and the page leads back to them.
 */
export function referencePage(tag: string, script: string, publicUrl: string | undefined, language: Language): string {
  const back = { en: 'All operations', sv: 'Alla anrop' }[language]
  const contents = { en: 'Contents', sv: 'Innehåll' }[language]
  const url = `/docs/${tag}/openapi.json`
  const settings = { ...referenceSettings(publicUrl), url, layout: 'classic', defaultOpenAllTags: true }
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>partnerskap: ${tag}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="${contents}"><a href="/docs/#${tag}">← ${back}</a></nav>
<div id="app"></div>
<script src="${script}"></script>
<script>Scalar.createApiReference('#app', ${JSON.stringify(settings).replaceAll('<', '\\u003c')})</script>
</body>
</html>
`
}

const STYLE = `
body { margin: 0 }
body > nav { padding: .75rem 1.5rem; border-bottom: 1px solid #8883;
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
body > nav a { color: #005293; text-decoration: none }
body > nav a:hover, body > nav a:focus-visible { text-decoration: underline }
.dark-mode body > nav a { color: #7cbcf2 }
`
