import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { Conflict, Invalid, NotFound, type Violation } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { lockRecord, realChanges } from '../../platform/database/records.ts'
import { completeDecision, correctDecision, createDecision } from './actions.ts'
import { type ChangedLine, changedLines, settleDecided } from './awards.ts'
import { refuseSecondDecision } from './duplicate-decisions.ts'
import { decisionLines, type LineRow, optionalOfLine, type ReferencedLine } from './line-record.ts'
import { correctLine, insertLine, saysTheSame, withdrawDecisionLine } from './lines.ts'
import { problems } from './problems.ts'
import { findDecision } from './queries.ts'
import { type DecisionRow, decisions } from './record.ts'
import type { DecisionContent } from './schemas.ts'

export type Place = { municipalityCode: string; source: string; reference: string }
type Found = Awaited<ReturnType<typeof findDecision>>

type Manner = {
  /** Asked only where something would change. @throws VersionRequired, Stale */
  check: (current: Found) => void
  /** A decision of this reference that was withdrawn is recorded anew. */
  restore: boolean
}

/**
 * Records a decision under the caller's reference, or makes what is recorded say what the content says: the whole of it,
 * lines matched by their own references in the same source, lines that are gone withdrawn with the reason given. The
 * same content again changes nothing and needs no version.
 * @throws VersionRequired, Stale, Conflict (withdrawn, a reference taken, what is settled would change), Invalid
 */
export async function putDecision(tx: Transaction, actor: Actor, place: Place, sent: DecisionContent, manner: Manner) {
  const { municipalityCode, source, reference } = place
  const { reason, lines: sentLines = [], ...content } = sent
  refuseRepeated(sentLines)
  const lines = sentLines.map(line => completeLine(line, source))
  const key = JSON.stringify([municipalityCode, source, reference])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`decision ${key}`}::text, 0))`)
  const id = await findByReference(tx, place, manner.restore)
  if (!id) {
    await refuseTaken(tx, place, sentLines, [])
    const decision = await createDecision(tx, actor, place, { ...content, source, reference, lines })
    return { decision, created: true, changed: true }
  }

  const ref = { municipalityCode, id }
  const before = await lockRecord(tx, decisions, 'decision', ref)
  const current = await findDecision(tx, ref)
  const values = completeDecision(content)
  const stored = new Map(current.lines.filter(line => line.source === source).map(line => [line.reference, line]))
  const differing = lines.filter(line => {
    const match = stored.get(line.reference!)
    return !match || !saysTheSame(match, line)
  })
  const kept = new Set(lines.map(line => stored.get(line.reference!)?.id))
  const gone = current.lines.filter(line => !kept.has(line.id))
  const changes = realChanges<DecisionRow>(before, values)
  if (Object.keys(changes).length === 0 && differing.length === 0 && gone.length === 0) {
    return { decision: current, created: false, changed: false }
  }
  manner.check(current)
  refuseSettled(changes)
  if (gone.length > 0 && !reason) throw reasonRequired(gone)
  await refuseTaken(tx, place, sentLines, [...stored.keys()])

  await correctDecision(tx, actor, before, values as Partial<DecisionRow>, reason)
  for (const line of gone) await withdrawDecisionLine(tx, actor, { municipalityCode, id: line.id }, reason!)
  const pointers = new Map<string, string>()
  const inserted: ChangedLine[] = []
  for (const [at, line] of lines.entries()) {
    if (!differing.includes(line)) continue
    const match = stored.get(line.reference!)
    if (!match) inserted.push(await insertLine(tx, actor, ref, line, `/lines/${at}`))
    const lineId = match?.id ?? inserted.at(-1)!.lineId
    if (match) {
      const row = await lockRecord(tx, decisionLines, 'decisionLine', { municipalityCode, id: match.id })
      await correctLine(tx, actor, row, line, `/lines/${at}`)
    }
    pointers.set(lineId, `/lines/${at}`)
  }
  await refuseSecondDecision(tx, ref, {
    decision: '/revisesDecisionId',
    line: lineId => `${pointers.get(lineId) ?? '/lines'}/revisesLineId`
  })
  await settleDecided(tx, place.municipalityCode, changedLines(inserted))
  return { decision: await findDecision(tx, ref), created: false, changed: true }
}

/** The decision that stands under the caller's reference. @throws NotFound */
export async function findDecisionByReference(db: Connection, place: Place) {
  const id = await findByReference(db, place, true)
  if (!id) throw new NotFound('decision', place.reference)
  return await findDecision(db, { municipalityCode: place.municipalityCode, id })
}

async function findByReference(db: Connection, { municipalityCode, source, reference }: Place, restore: boolean) {
  const named = and(
    eq(decisions.municipalityCode, municipalityCode),
    eq(decisions.source, source),
    eq(decisions.reference, reference)
  )
  const rows = await db.select({ id: decisions.id, withdrawnAt: decisions.withdrawnAt }).from(decisions).where(named)
  const standing = rows.find(row => row.withdrawnAt === null)
  if (!standing && rows.length > 0 && !restore) {
    throw new Conflict(problems['decision-withdrawn'], {
      en: 'The decision of this reference was withdrawn: send restore=true to record it anew.',
      sv: 'Beslutet med referensen har dragits tillbaka: skicka restore=true för att registrera det på nytt.'
    })
  }
  return standing?.id
}

/** The line with all that a line can say: null where it says nothing, its certainties following from its amounts. */
function completeLine(line: ReferencedLine, source: string) {
  const silent = optionalOfLine.map(name => [name, null])
  return { ...Object.fromEntries(silent), targetGroupShares: [], ...line, source }
}

function refuseRepeated(lines: ReferencedLine[]) {
  const violations = lines.flatMap(({ reference }, at): Violation[] => {
    const first = lines.findIndex(line => line.reference === reference)
    if (first === at) return []
    const sv = `finns också i /lines/${first}`
    return [{ field: `/lines/${at}/reference`, message: `is that of /lines/${first} too`, sv }]
  })
  if (violations.length === 0) return
  throw new Invalid(
    problems['line-not-valid'],
    { en: 'Every line has a reference of its own.', sv: 'Varje rad har en egen referens.' },
    violations
  )
}

/** New lines whose references name lines of other decisions. */
async function refuseTaken(tx: Transaction, place: Place, lines: ReferencedLine[], own: (string | null)[]) {
  const references = lines.map(({ reference }) => reference).filter(reference => !own.includes(reference))
  if (references.length === 0) return
  const { municipalityCode, source } = place
  const rows = await tx
    .select({ id: decisionLines.id, reference: decisionLines.reference, decisionId: decisionLines.decisionId })
    .from(decisionLines)
    .where(
      and(
        eq(decisionLines.municipalityCode, municipalityCode),
        eq(decisionLines.source, source),
        inArray(decisionLines.reference, references),
        isNull(decisionLines.withdrawnAt)
      )
    )
  if (rows.length === 0) return
  const violations = rows.map(row => ({
    field: `/lines/${lines.findIndex(line => line.reference === row.reference)}/reference`,
    message: `is that of a line of the decision ${row.decisionId}`,
    sv: `hör till en rad i beslutet ${row.decisionId}`
  }))
  const existingId = rows[0]!.id
  throw new Conflict(
    problems['decision-lines-reference'],
    { en: 'A line of this reference stands already.', sv: 'Det finns redan en gällande rad med referensen.' },
    violations,
    {
      existingId
    }
  )
}

/** A proposal and the decision that came of it are two records, and so are a decision and what revises another. */
function refuseSettled(changes: Partial<DecisionRow>) {
  const fixed = (['standing', 'revisesDecisionId'] as const).filter(name => name in changes)
  if (fixed.length === 0) return
  throw new Conflict(
    problems['decision-settled'],
    {
      en: 'What was settled when the decision was recorded does not change: record another, or withdraw this one.',
      sv: 'Det som låg fast när beslutet registrerades ändras inte: registrera ett annat, eller dra tillbaka det här.'
    },
    fixed.map(name => ({
      field: `/${name}`,
      message: 'is settled and cannot be changed',
      sv: 'ligger fast och kan inte ändras'
    }))
  )
}

function reasonRequired(gone: LineRow[]): Invalid {
  const told = gone.slice(0, 5).map(({ reference, id }) => reference ?? id)
  const violation = {
    field: '/reason',
    message: `is required: gone are ${told.join(', ')}${gone.length > 5 ? ' and others' : ''}`,
    sv: `måste anges: borta är ${told.join(', ')}${gone.length > 5 ? ' med flera' : ''}`
  }
  return new Invalid(
    problems['reason-required'],
    {
      en: 'Lines that are gone are withdrawn, which needs a reason.',
      sv: 'Rader som är borta dras tillbaka, vilket kräver en anledning.'
    },
    [violation]
  )
}
