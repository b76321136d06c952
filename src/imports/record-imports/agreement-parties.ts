import type { Message } from '../../base/language.ts'
import type { Content } from '../../register/agreements/content.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import { isUnstated } from '../rows/words.ts'
import type { Directory } from './directory.ts'

/** Who the parties are that a cell names. Several stand apart by `;` or a line; what else may part them is judged by whom the register knows. */

export type StatedParty = Pick<Content['parties'][number], 'kind'> & { organisationId?: string; name?: string }
export type Parties = { parties: StatedParty[] } | ({ of: 'parties' | 'organisation_number' } & Message)

const apart = /[;|\n]/
/** What parts two names in one table and stands within one name in the next (`Kvinno- och tjejjouren`). */
const perhaps = /\s*,\s+|\s+(?:och|samt|and|tillsammans med|i samverkan med)\s+|\s+[&/+]\s+/i

const region = /^region [\p{L} -]+$/iu

const trimmed = (names: string[]) => names.map(name => name.trim()).filter(name => name !== '')

/** Every name that the cell may hold, for looking them up. */
export function namesIn(cell: string): string[] {
  return trimmed(cell.split(apart)).flatMap(name => [name, ...trimmed(name.split(perhaps))])
}

/**
 * The parties of a cell. A name is an organisation of the register, a region, or somebody who is not named; two names that are
 * joined by `och` or a comma are two only when the register knows both, and the whole is nobody's name.
 */
export function partiesOf(cell: string, numbers: string[], directory: Directory): Parties {
  const names = trimmed(cell.split(apart))
  const digits: (string | null)[] = []
  for (const text of numbers) {
    const parsed = parseOrganisationNumber(text)
    if (!parsed.ok) return { of: 'organisation_number', message: parsed.message, sv: parsed.sv }
    digits.push(parsed.value)
  }
  const split = names.length === 1 && numbers.length > 1 ? trimmed(names[0]!.split(perhaps)) : names
  if (digits.length > 0 && digits.length !== split.length) {
    return {
      of: 'organisation_number',
      message: `holds ${digits.length} numbers for ${split.length} parties: part the parties with ; and give each its number`,
      sv: `har ${digits.length} nummer för ${split.length} parter: skilj parterna åt med ; och ange varje parts nummer`
    }
  }
  const parties: StatedParty[] = []
  for (const [at, name] of split.entries()) {
    const found = partyOf(name, digits[at] ?? null, directory)
    if ('of' in found) return found
    parties.push(...found.parties)
  }
  const ids = parties.flatMap(({ organisationId }) => organisationId ?? [])
  if (new Set(ids).size < ids.length) {
    return { of: 'parties', message: 'names the same organisation twice', sv: 'anger samma organisation två gånger' }
  }
  return { parties }
}

function partyOf(name: string, number: string | null, directory: Directory): Parties {
  if (isUnstated(name)) return { parties: [{ kind: 'unnamed' }] }
  const { organisation, fault } = directory.find({ name, number })
  if (fault) return { ...fault, of: fault.of === 'name' ? 'parties' : 'organisation_number' }
  if (organisation) return { parties: [{ kind: 'organisation', organisationId: organisation.id }] }
  if (region.test(name)) return { parties: [{ kind: 'region', name }] }
  const parts = trimmed(name.split(perhaps)).map(part => ({
    part,
    found: directory.find({ name: part, number: null }).organisation
  }))
  if (parts.length > 1 && parts.every(({ found }) => found)) {
    return { parties: parts.map(({ found }) => ({ kind: 'organisation', organisationId: found!.id })) }
  }
  const missing = parts.length > 1 ? parts.filter(({ found }) => !found).map(({ part }) => part) : []
  const known = missing.length > 0 && missing.length < parts.length
  const list = (and: string) => missing.map(part => JSON.stringify(part)).join(and)
  const said = known
    ? { en: `: ${list(' and ')} is not registered`, sv: `: ${list(' och ')} är inte registrerad` }
    : { en: '', sv: '' }
  return {
    of: 'parties',
    message: `${JSON.stringify(name)} is no organisation of the register${said.en}; import it first, and part several with ;`,
    sv: `${JSON.stringify(name)} är ingen organisation i registret${said.sv}; läs in den först, och skilj flera åt med ;`
  }
}
