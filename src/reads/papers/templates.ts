import { and, eq, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import type { Language } from '../../base/language.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { namesOf } from './names.ts'
import { ownTemplates } from './own-templates.ts'
import { type PaperTemplate, type PaperTemplateContent, type PaperTemplateRow, paperTemplates } from './record.ts'
import type { PaperKind } from './rules.ts'
import { checkTemplate } from './template.ts'

export type TemplateRef = { municipalityCode: string; kind: PaperKind; language: Language }

const of = ({ municipalityCode, kind, language }: TemplateRef) =>
  and(
    eq(paperTemplates.municipalityCode, municipalityCode),
    eq(paperTemplates.kind, kind),
    eq(paperTemplates.language, language)
  )

/** The template in use: the municipality's, or the service's own. */
export async function findTemplate(db: Connection, ref: TemplateRef): Promise<PaperTemplate> {
  const [row] = await db.select().from(paperTemplates).where(of(ref))
  return presented(ref, row)
}

function presented(
  { municipalityCode, kind, language }: TemplateRef,
  row: PaperTemplateRow | undefined
): PaperTemplate {
  return {
    municipalityCode,
    kind,
    language,
    template: row?.template ?? ownTemplates[kind][language],
    replaced: row?.template != null,
    version: row?.version ?? 0
  }
}

/**
 * Puts a template in place, once it has been tried; null puts the service's own back. The same content again changes nothing and needs
 * no version; `expected` is asked for only when something would change. @throws VersionRequired, Stale, Invalid
 */
export async function putTemplate(
  tx: Transaction,
  actor: Actor,
  ref: TemplateRef,
  { template }: PaperTemplateContent,
  expected: () => Expected
): Promise<{ row: PaperTemplate; created: boolean }> {
  if (template !== null) checkTemplate(template, namesOf[ref.kind])
  const [made] = await tx
    .insert(paperTemplates)
    .values({ ...ref, template })
    .onConflictDoNothing()
    .returning()
  if (made) {
    await recordEvent(tx, actor, 'paperTemplate.created', made)
    return { row: presented(ref, made), created: true }
  }
  const [before] = await tx.select().from(paperTemplates).where(of(ref)).for('update')
  const changes = realChanges<PaperTemplateRow>(before!, { template })
  if (Object.keys(changes).length === 0) return { row: presented(ref, before), created: false }
  checkVersion(expected(), before!.version)
  const [after] = await tx
    .update(paperTemplates)
    .set({ ...changes, version: before!.version + 1, updatedAt: sql`statement_timestamp()` })
    .where(of(ref))
    .returning()
  await recordEvent(tx, actor, 'paperTemplate.updated', after!, { before: before! })
  return { row: presented(ref, after), created: false }
}
