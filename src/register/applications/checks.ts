import { and, eq, inArray, isNull } from 'drizzle-orm'
import { today } from '../../base/dates.ts'
import { Invalid, ruleNamed } from '../../base/errors.ts'
import { certaintyOf } from '../../base/known.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkFiles } from '../files/references.ts'
import { organisations } from '../organisations/record.ts'
import { deadlineOf } from '../schemes/deadline-rules.ts'
import { schemes } from '../schemes/record.ts'
import { schemeWindows } from '../schemes/window-record.ts'
import type { Content } from './content.ts'
import type { Amount } from './queries.ts'
import { type BrokenRule, checkContent } from './rules.ts'

/** The content with what follows from it: an amount is exact and a missing one not stated, unless told. */
export function complete<T extends Pick<Content, 'amounts'>>(content: T) {
  const amounts: Amount[] = (content.amounts ?? []).map(({ year = null, amount = null, certainty }) => ({
    year,
    amount,
    certainty: certaintyOf(amount, certainty)
  }))
  return { ...content, amounts }
}

type References = Partial<
  Pick<Content, 'applicantIds' | 'guarantorOrganisationId' | 'schemeId' | 'windowId' | 'fileIds'>
>

/**
 * Holds content against every rule, and what it refers to against what stands in the municipality. `references` are
 * those that are new: an applicant that has left the register since is no hindrance to correcting a purpose.
 * @throws Invalid, named after the rule; `application-not-valid` where several are broken
 */
export async function refuseBroken(
  tx: Transaction,
  municipalityCode: string,
  content: ReturnType<typeof complete<Content>>,
  references: References
): Promise<void> {
  await checkFiles(tx, municipalityCode, references)
  const broken = [...checkContent(content, today()), ...(await missing(tx, municipalityCode, content, references))]
  if (broken.length === 0) return
  const rules = new Set(broken.map(({ rule }) => rule))
  const [rule] = rules.size === 1 ? rules : ['application-not-valid']
  const violations = broken.map(({ field, message, sv }) => ({ field, message, sv }))
  throw new Invalid(
    ruleNamed(rule!),
    { en: 'The application breaks rules of an application.', sv: 'Ansökan bryter mot reglerna för ansökningar.' },
    violations
  )
}

async function missing(
  tx: Transaction,
  municipalityCode: string,
  content: Content,
  references: References
): Promise<BrokenRule[]> {
  const { applicantIds = [], guarantorOrganisationId, schemeId } = references
  const named = applicantIds.map((id, at) => ({ id, field: `/applicants/${at}/organisationId` }))
  if (guarantorOrganisationId) named.push({ id: guarantorOrganisationId, field: '/guarantee/organisationId' })
  const ids = named.map(({ id }) => id)
  const found = ids.length === 0 ? [] : await findOrganisations(tx, municipalityCode, ids)
  const broken: BrokenRule[] = []
  for (const { id, field } of named) {
    const row = found.find(organisation => organisation.id === id.toLowerCase())
    const fault = row?.mergedIntoId
      ? {
          message: `was merged into ${row.mergedIntoId}: name that`,
          sv: `har slagits ihop med ${row.mergedIntoId}: ange den`
        }
      : {
          message: 'is not an organisation that stands in this municipality',
          sv: 'är ingen gällande organisation i kommunen'
        }
    if (!row || row.withdrawnAt || row.mergedIntoId) broken.push({ rule: 'organisation-not-found', field, ...fault })
  }
  if (schemeId && !(await schemeStands(tx, municipalityCode, schemeId))) {
    const message = 'is not a scheme that stands in this municipality'
    const sv = 'är ingen gällande bidragsform i kommunen'
    broken.push({ rule: 'scheme-not-found', field: '/schemeId', message, sv })
  }
  const { windowId } = content
  if (windowId && (references.windowId || references.schemeId !== undefined)) {
    const window = await standingWindow(tx, municipalityCode, windowId)
    const say = (rule: string, field: string, message: string, sv: string) => broken.push({ rule, field, message, sv })
    if (!window)
      say(
        'window-not-found',
        '/windowId',
        'is not a window that stands in this municipality',
        'är ingen gällande ansökningsperiod i kommunen'
      )
    else if (!content.schemeId)
      say(
        'window-without-scheme',
        '/schemeId',
        `is required: ${window.schemeId} has the window`,
        `måste anges: perioden hör till ${window.schemeId}`
      )
    else if (window.schemeId !== content.schemeId.toLowerCase()) {
      say(
        'window-of-other-scheme',
        '/windowId',
        `is a window of the scheme ${window.schemeId}`,
        `är en period i bidragsformen ${window.schemeId}`
      )
    }
  }
  return broken
}

/**
 * The last day that follows from the window of an application for the day on which it came, or null where it has no
 * window or the window does not tell. Holds the window until the transaction ends, so that both change together.
 */
export async function windowDeadlineOf(
  tx: Transaction,
  municipalityCode: string,
  {
    windowId,
    receivedOn = null,
    receivedOnPrecision = 'day'
  }: Pick<Content, 'windowId' | 'receivedOn' | 'receivedOnPrecision'>
): Promise<string | null> {
  if (!windowId) return null
  const window = await standingWindow(tx, municipalityCode, windowId)
  return window ? deadlineOf(window, receivedOn, receivedOnPrecision) : null
}

async function standingWindow(tx: Transaction, municipalityCode: string, id: string) {
  const { municipalityCode: municipality, withdrawnAt } = schemeWindows
  const standing = and(eq(municipality, municipalityCode), eq(schemeWindows.id, id), isNull(withdrawnAt))
  const [row] = await tx.select().from(schemeWindows).where(standing).for('share')
  return row
}

function findOrganisations(tx: Transaction, municipalityCode: string, ids: string[]) {
  const { id, mergedIntoId, withdrawnAt } = organisations
  return tx
    .select({ id, mergedIntoId, withdrawnAt })
    .from(organisations)
    .where(and(eq(organisations.municipalityCode, municipalityCode), inArray(id, ids)))
    .for('share')
}

async function schemeStands(tx: Transaction, municipalityCode: string, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ withdrawnAt: schemes.withdrawnAt })
    .from(schemes)
    .where(and(eq(schemes.municipalityCode, municipalityCode), eq(schemes.id, id)))
    .for('share')
  return row !== undefined && row.withdrawnAt === null
}
