import { readFileSync } from 'node:fs'
import type { Language } from '../../base/language.ts'
import { type PaperKind, paperKinds } from './rules.ts'

const read = (kind: PaperKind, language: Language) =>
  readFileSync(new URL(`./templates/${kind}.${language}.mustache`, import.meta.url), 'utf8')

/** The service's own templates. */
export const ownTemplates = Object.fromEntries(
  paperKinds.map(kind => [kind, { sv: read(kind, 'sv'), en: read(kind, 'en') }])
) as Record<PaperKind, Record<Language, string>>
