import type { Actor, Ref } from '../../base/actor.ts'
import type { Language, Text } from '../../base/language.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { TrailLabels } from '../dossiers/words.ts'
import type { DataOfKind } from './names.ts'
import type { PaperKind } from './rules.ts'

/** What people are shown for the codes of these lists (app-code-labels.ts). */
export type Labels = Record<
  | 'AgreementKind'
  | 'AgreementStatus'
  | 'AmountPer'
  | 'Answer'
  | 'ApplicationStatus'
  | 'ContributionKind'
  | 'ContributionPer'
  | 'EntryKind'
  | 'LineOutcome'
  | 'PartyKind'
  | 'PartyRole'
  | 'PaymentStatus'
  | 'RecoveryGround'
  | 'ReportStatus'
  | 'TrailStepKind',
  { labels: Readonly<Record<string, Text>> }
> &
  TrailLabels

/** Of what a paper is asked, by whom, and how it is told. */
export type Asked = {
  db: Connection
  actor: Actor
  ref: Ref
  language: Language
  labels: Labels
  municipality: string
  /** The day of the answer. */
  today: string
  organisationId?: string
  year?: number
}

/** The data of a paper and the latest instant at which any of it was changed. */
export type Told<K extends PaperKind> = { data: DataOfKind<K>; madeAt: string }

/** What a code is called; the empty text for none. */
export const labelOf = ({ labels, language }: Asked, list: keyof Labels, code: string | null): string =>
  code === null ? '' : (labels[list].labels[code]?.[language] ?? code)
