import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { at, column, identified } from './columns.ts'
import type { ExportTable } from './table.ts'

const told = (name: string, description: string) => column('text', description, at('event', name))

/** The audit log. Of confidential and personal fields an event holds the names alone. */
export const eventsTable: ExportTable = {
  name: 'events',
  description: 'Everything that was done, by whom, and what it changed. Never changed itself.',
  scope: 'events:read',
  from: () => sql`events event`,
  where: code => ofMunicipality(code, 'event'),
  key: sql`event.id`,
  changedAt: sql`event.recorded_at`,
  filters: {},
  columns: {
    municipalityCode: identified('event').municipalityCode!,
    sequence: column('integer', 'Ascends with time', sql`event.id`),
    recordedAt: column('instant', 'When it was recorded', at('event', 'recordedAt')),
    type: column('code', 'Noun and verb', at('event', 'type')),
    subjectType: column('code', 'Kind of the record', at('event', 'subjectType')),
    subjectId: column('id', 'The record; null for the municipality itself', at('event', 'subjectId')),
    subjectVersion: column('integer', 'The version that the event made', at('event', 'subjectVersion')),
    parentId: column(
      'id',
      'What the record belongs to, in whose history it is told too: the decision of a line, for instance; null: nothing',
      at('event', 'parentId')
    ),
    actor: told('actor', 'Key or token that did it'),
    actorName: told('actorName', 'Its name'),
    sentBy: told('sentBy', 'Whom the system says that it acts for'),
    requestId: told('requestId', 'Request in whose answer X-Request-Id stood'),
    reason: told('reason', 'Reason given'),
    before: column('json', 'The fields that changed, before', at('event', 'before')),
    after: column('json', 'The fields that changed, after', at('event', 'after'))
  }
}
