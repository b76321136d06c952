import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { parseBankgiro, parsePlusgiro } from '../../base/check-digits.ts'
import { addDays } from '../../base/dates.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import { type Certainty, isConsistent } from '../../base/known.ts'
import { nameKey, renamed, searchKey, twinKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { isNamedIn } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { decisionLineRecipients, decisionLines } from '../decisions/line-record.ts'
import { refuseNamesOfConfidential, refuseOpenChange } from './confidential.ts'
import { organisationNames } from './name-record.ts'
import { problems } from './problems.ts'
import { isNamed } from './queries.ts'
import {
  type NewOrganisation,
  type OrganisationPatch,
  type OrganisationRow,
  organisation,
  organisations
} from './record.ts'
import { checkControls, parseOrganisationNumber } from './rules.ts'

/** Registers an organisation. @throws Invalid (numbers), Conflict (reference or organisation number taken) */
export async function createOrganisation(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  sent: NewOrganisation
): Promise<OrganisationRow> {
  const controls = await controlsOf(tx, municipalityCode, sent)
  const values = { ...sent, ...normalised(sent), ...keysOf(sent.name), ...feeOf(sent), ...controls, municipalityCode }
  await refuseNamesOfConfidential(tx, municipalityCode, values)
  return await createRecord(tx, actor, organisation.subject, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn, merged, number taken, confidential), Invalid (numbers) */
export async function updateOrganisation(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: OrganisationPatch,
  expected: Expected
): Promise<OrganisationRow> {
  const numbers = normalised(patch)
  await refuseNamesOfConfidential(tx, ref.municipalityCode, { ...patch, ...numbers })
  const controls = await controlsOf(tx, ref.municipalityCode, patch, ref.id)
  const { before, after } = await changeRecord(tx, actor, organisation.subject, ref, {
    changes: { ...patch, ...numbers, ...(patch.name && keysOf(patch.name)), ...controls },
    expected,
    derive: (row, changes) => {
      refuseOpenChange(row, changes)
      return { ...renamed(row, changes), ...newlyNamed(row, changes), ...feeOf(changes, row) }
    }
  })
  if (before.mergedIntoId) throw merged(before.mergedIntoId)
  if (before.nameKey !== after.nameKey) await keepFormerName(tx, before, after.nameValidFrom)
  return after
}

/**
 * Takes back an organisation registered in error.
 * @throws NotFound, Conflict (withdrawn, merged, named by a standing line, or others were merged into it)
 */
export async function withdrawOrganisation(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { before, after } = await withdrawRecord(tx, actor, organisation.subject, ref, reason)
  if (before.mergedIntoId) throw merged(before.mergedIntoId)
  const [used] = await tx
    .select({ id: decisionLines.id })
    .from(decisionLines)
    .innerJoin(
      decisionLineRecipients,
      and(
        eq(decisionLineRecipients.municipalityCode, decisionLines.municipalityCode),
        eq(decisionLineRecipients.lineId, decisionLines.id)
      )
    )
    .where(
      and(
        eq(decisionLines.municipalityCode, ref.municipalityCode),
        eq(decisionLineRecipients.municipalityCode, ref.municipalityCode),
        eq(decisionLineRecipients.organisationId, ref.id),
        isNull(decisionLines.withdrawnAt)
      )
    )
    .limit(1)
  if (used) {
    throw new Conflict(problems['organisation-in-use'], {
      en: 'Decision lines name this organisation: merge it, or withdraw them first.',
      sv: 'Beslutsrader hänvisar till organisationen: slå ihop den med en annan, eller dra tillbaka dem först.'
    })
  }
  if (await isNamed(tx, ref)) {
    throw new Conflict(problems['organisation-in-use'], {
      en: 'Applications, memberships or what they control name this organisation: correct or withdraw them first.',
      sv: 'Ansökningar, medlemskap eller organisationer som den kontrollerar hänvisar till den: rätta eller dra tillbaka dem först.'
    })
  }
  if (await isNamedIn(tx, organisations, organisations.mergedIntoId, ref)) {
    throw new Conflict(problems['organisation-in-use'], {
      en: 'Others were merged into this organisation and are found through it.',
      sv: 'Andra har slagits ihop med organisationen och hittas genom den.'
    })
  }
  return after
}

/** From when a new name is borne is not stated by saying from when the old one was. */
function newlyNamed(row: OrganisationRow, { name, nameValidFrom }: Partial<OrganisationRow>) {
  return name === undefined || nameKey(name) === row.nameKey ? {} : { nameValidFrom: nameValidFrom ?? null }
}

/** The name that an organisation bore, to the day before the new one where that is stated. */
async function keepFormerName(tx: Transaction, before: OrganisationRow, next: string | null) {
  const { municipalityCode, id: organisationId, name, nameValidFrom } = before
  const keys = { nameKey: before.nameKey, searchKey: before.searchKey }
  const validTo = next ? addDays(next, -1) : null
  if (validTo && nameValidFrom && validTo < nameValidFrom) {
    throw new Invalid(
      problems['validity-reversed'],
      { en: 'The new name is older than the old one.', sv: 'Det nya namnet är äldre än det gamla.' },
      [
        {
          field: '/nameValidFrom',
          message: `must be later than ${nameValidFrom}, from when it bears its present name`,
          sv: `måste vara senare än ${nameValidFrom}, då den fick sitt nuvarande namn`
        }
      ]
    )
  }
  const values = { municipalityCode, organisationId, name, validFrom: nameValidFrom, validTo, ...keys }
  await tx.insert(organisationNames).values(values)
}

type Fee = { membershipFee?: number | null; membershipFeeCertainty?: Certainty | null }

/** What follows from a fee that is stated. @throws Invalid where fee and certainty contradict each other */
function feeOf(stated: Fee, before: Fee = {}): Fee {
  if (stated.membershipFee === undefined && stated.membershipFeeCertainty === undefined) return {}
  const { membershipFee = before.membershipFee ?? null, membershipFeeCertainty } = stated
  const certainty = membershipFeeCertainty ?? (membershipFee === null ? null : 'exact')
  if (!isConsistent(membershipFee, certainty ?? 'notStated')) {
    const message = 'must be exact or approximate where there is a fee, and something else where not'
    const sv = 'måste vara exact eller approximate när det finns en avgift, annars något annat'
    throw new Invalid(
      problems['certainty-contradicts-amount'],
      { en: 'The fee cannot be so.', sv: 'Avgiften kan inte vara så.' },
      [{ field: '/membershipFeeCertainty', message, sv }]
    )
  }
  return { membershipFee, membershipFeeCertainty: certainty }
}

/** Who controls it, as it is kept: ids as they are compared. @throws Invalid (itself, reversed, an organisation that is not there) */
async function controlsOf(
  tx: Transaction,
  municipalityCode: string,
  { controlledBy }: Pick<NewOrganisation, 'controlledBy'>,
  id?: string
) {
  if (!controlledBy) return {}
  const controls = controlledBy.map(control => ({ ...control, organisationId: control.organisationId.toLowerCase() }))
  const violations = checkControls(controls, id)
  if (violations.length > 0) {
    throw new Invalid(
      problems['control-not-valid'],
      { en: 'The organisation cannot be controlled so.', sv: 'Organisationen kan inte kontrolleras så.' },
      violations
    )
  }
  const references = controls.map(({ organisationId }, at) => ({
    ...({ table: organisations, what: 'an organisation', id: organisationId } as const),
    field: `/controlledBy/${at}/organisationId`,
    check: ({ mergedIntoId }: OrganisationRow) =>
      mergedIntoId ? { message: `was merged into ${mergedIntoId}`, sv: `har slagits ihop med ${mergedIntoId}` } : null
  }))
  await checkReferences(tx, municipalityCode, references)
  return { controlledBy: controls }
}

/** What is said of an organisation that is no longer one of its own. */
export function merged(mergedIntoId: string): Conflict {
  return new Conflict(
    problems['organisation-merged'],
    {
      en: `This organisation was merged into ${mergedIntoId}.`,
      sv: `Organisationen har slagits ihop med ${mergedIntoId}.`
    },
    [],
    {
      mergedIntoId
    }
  )
}

/** What a name is compared, searched and held against likely twins by. */
export function keysOf(name: string) {
  return { nameKey: nameKey(name), searchKey: searchKey(name), twinKey: twinKey(name) }
}

type Numbers = { organisationNumber?: string | null; bankgiro?: string | null; plusgiro?: string | null }

const parsers = { organisationNumber: parseOrganisationNumber, bankgiro: parseBankgiro, plusgiro: parsePlusgiro }

function normalised(numbers: Numbers): Numbers {
  const violations: Violation[] = []
  const values: Numbers = {}
  for (const field of ['organisationNumber', 'bankgiro', 'plusgiro'] as const) {
    const text = numbers[field]
    if (text == null) continue
    const parsed = parsers[field](text)
    if (parsed.ok) values[field] = parsed.value
    else violations.push({ field: `/${field}`, message: parsed.message, sv: parsed.sv })
  }
  if (violations.length > 0)
    throw new Invalid(
      problems['number-not-valid'],
      { en: 'A number is not valid.', sv: 'Ett nummer är inte giltigt.' },
      violations
    )
  return values
}
