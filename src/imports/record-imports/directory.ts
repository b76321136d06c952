import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
import { nameKey, searchKey, twinKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { keysTaken } from '../../register/organisations/confidential.ts'
import { type OrganisationRow, organisations } from '../../register/organisations/record.ts'
import { formatOrganisationNumber } from '../../register/organisations/rules.ts'

/** The organisations that the rows of a file may mean, and which of them a name and a number mean. */

type Known = OrganisationRow & { nameKey: string; formerNameKeys: string[]; twinKey: string; searchKey: string }
/** What a row says of an organisation: a name as written, and ten digits. */
export type Meant = { name: string | null; number: string | null }

export type Answer = {
  /** The organisation that is meant; null where there is none, or it cannot be told which. */
  organisation: Known | null
  /** Why it cannot be told: which of the two is wrong, and how. */
  fault?: { of: 'name' | 'number' } & Message
  /** What is taken with a reservation. */
  warning?: { code: string } & Message
}

const quoted = (name: string) => JSON.stringify(name)
const numbered = ({ name, organisationNumber }: Known) =>
  organisationNumber ? `${quoted(name)} (${formatOrganisationNumber(organisationNumber)})` : quoted(name)

/** Of a row that is refused with it nothing is kept. */
export const CONFIDENTIAL: Message = {
  message: 'is that of a confidential organisation: name it by its neutral name',
  sv: 'pekar ut en sekretessbelagd organisation: ange dess neutrala namn'
}

export class Directory {
  readonly #byId = new Map<string, Known>()
  readonly #byNumber = new Map<string, Known>()
  readonly #byReference = new Map<string, Known>()
  /** Ids by the key of a name that is borne, and that was borne: by the organisation, or by one that was merged into it. */
  readonly #byName = new Map<string, Set<string>>()
  readonly #byFormerName = new Map<string, Set<string>>()
  readonly #withdrawn: Known[] = []
  /** Keys of names, and numbers, of confidential organisations. */
  readonly #confidential: ReadonlySet<string>

  private constructor(confidential: ReadonlySet<string>) {
    this.#confidential = confidential
  }

  /** The organisations of these names, numbers and references of the source; one that was merged is the one that remains. */
  static async of(
    tx: Transaction,
    municipalityCode: string,
    asked: { meant: Meant[]; references?: string[]; source?: string }
  ): Promise<Directory> {
    const keys = [...new Set(asked.meant.flatMap(({ name }) => (name === null ? [] : [nameKey(name)])))]
    const numbers = [...new Set(asked.meant.flatMap(({ number }) => number ?? []))]
    const { references = [], source = '' } = asked
    const texts = (all: string[]) => sql`${sql.param(all)}::text[]`
    const all = await tx
      .select()
      .from(organisations)
      .where(
        sql`${organisations.municipalityCode} = ${municipalityCode} and (${organisations.nameKey} = any(${texts(keys)}) or ${organisations.formerNameKeys} && ${texts(keys)}
            or ${organisations.organisationNumber} = any(${texts(numbers)})
            or ${organisations.source} = ${source} and ${organisations.reference} = any(${texts(references)}))`
      )
    const found = all.filter(({ withdrawnAt }) => withdrawnAt === null)
    const ids = found.map(({ id, mergedIntoId }) => mergedIntoId ?? id)
    const remaining =
      ids.length === 0
        ? []
        : await tx
            .select()
            .from(organisations)
            .where(
              and(
                eq(organisations.municipalityCode, municipalityCode),
                inArray(organisations.id, [...new Set(ids)]),
                isNull(organisations.withdrawnAt)
              )
            )
    const directory = new Directory(await keysTaken(tx, municipalityCode, [...keys, ...numbers]))
    for (const row of remaining as Known[]) directory.add(row)
    for (const row of found as Known[]) if (row.mergedIntoId) directory.#addMerged(row, row.mergedIntoId, source)
    for (const row of all as Known[]) if (row.withdrawnAt !== null && !row.mergedIntoId) directory.#withdrawn.push(row)
    return directory
  }

  get ids(): string[] {
    return [...this.#byId.keys()]
  }

  /** Adds an organisation, or what has become of one. */
  add(row: OrganisationRow) {
    const known = row as Known
    this.#byId.set(known.id, known)
    if (known.organisationNumber) this.#byNumber.set(known.organisationNumber, known)
    if (known.reference) this.#byReference.set(`${known.source}\n${known.reference}`, known)
    this.#addNames(known, known.id)
  }

  #addMerged(row: Known, id: string, source: string) {
    const remaining = this.#byId.get(id)
    if (!remaining) return
    this.#addNames(row, id)
    if (row.reference && row.source === source) this.#byReference.set(`${source}\n${row.reference}`, remaining)
  }

  #addNames({ nameKey: key, formerNameKeys }: Known, id: string) {
    listed(this.#byName, key).add(id)
    for (const former of formerNameKeys) listed(this.#byFormerName, former).add(id)
  }

  byReference(source: string, reference: string): Known | undefined {
    return this.#byReference.get(`${source}\n${reference}`)
  }

  /** The organisation that was withdrawn and is meant by the reference, the number or the name, whichever is there first. */
  withdrawn({ name, number }: Meant, reference: string | null): Known | undefined {
    const key = name === null ? null : nameKey(name)
    return this.#withdrawn.find(
      one =>
        (reference !== null && one.reference === reference) ||
        (number !== null && one.organisationNumber === number) ||
        (one.nameKey === key && (number === null || one.organisationNumber === null))
    )
  }

  /** Which organisation is meant: that of the number, else the one that bears, or bore, the name and has no other number. */
  find({ name, number }: Meant): Answer {
    if (number !== null && this.#confidential.has(number))
      return { organisation: null, fault: { of: 'number', ...CONFIDENTIAL } }
    if (name !== null && this.#confidential.has(nameKey(name)))
      return { organisation: null, fault: { of: 'name', ...CONFIDENTIAL } }
    const ofNumber = number === null ? undefined : this.#byNumber.get(number)
    if (ofNumber) return name === null ? { organisation: ofNumber } : this.#compared(ofNumber, name)
    if (name === null) return { organisation: null }
    const key = nameKey(name)
    for (const names of [this.#byName, this.#byFormerName]) {
      const all = [...(names.get(key) ?? [])].map(id => this.#byId.get(id)!)
      const agreeing = all.filter(one => number === null || one.organisationNumber === null)
      if (agreeing.length === 1) return { organisation: agreeing[0]! }
      if (agreeing.length > 1) {
        const named = agreeing.map(numbered).join(', ')
        const fault = {
          of: 'name' as const,
          message: `is the name of ${agreeing.length} organisations: ${named}; state the organisation number`,
          sv: `är namnet på ${agreeing.length} organisationer: ${named}; ange organisationsnumret`
        }
        return { organisation: null, fault }
      }
      if (all.length > 0) {
        const numbers = all.map(one => formatOrganisationNumber(one.organisationNumber!)).join(', ')
        const said = formatOrganisationNumber(number!)
        const warning = {
          code: 'same-name-other-number',
          message: `${quoted(name)} is registered with the number ${numbers}, and the row says ${said}: two numbers are two organisations`,
          sv: `${quoted(name)} är registrerad med numret ${numbers}, och raden säger ${said}: två nummer är två organisationer`
        }
        return { organisation: null, warning }
      }
    }
    return { organisation: null }
  }

  /** The organisation of a number, held against the name beside it: a number never goes before a name in silence. */
  #compared(organisation: Known, name: string): Answer {
    const key = nameKey(name)
    if ([this.#byName, this.#byFormerName].some(names => names.get(key)?.has(organisation.id))) return { organisation }
    const [theirs, own] = [quoted(organisation.name), quoted(name)]
    if (isSpelling(organisation, name)) {
      const warning = {
        code: 'other-spelling',
        message: `the number is that of ${theirs}, and the row names ${own}: taken as one`,
        sv: `numret är ${theirs} nummer, och raden anger ${own}: räknas som en och samma`
      }
      return { organisation, warning }
    }
    const fault = {
      of: 'number' as const,
      message: `is the number of ${theirs}, and the row names ${own}: correct the one that is wrong`,
      sv: `är numret på ${theirs}, och raden anger ${own}: rätta det som är fel`
    }
    return { organisation: null, fault }
  }
}

function listed(names: Map<string, Set<string>>, key: string): Set<string> {
  const ids = names.get(key) ?? new Set<string>()
  names.set(key, ids)
  return ids
}

/** Two spellings of one name under one number: no legal form, no word order, no spaces, or nearly all trigrams in common. */
function isSpelling({ twinKey: twin, searchKey: search }: Known, name: string): boolean {
  const other = searchKey(name)
  if (twin === twinKey(name) || search.replaceAll(' ', '') === other.replaceAll(' ', '')) return true
  return likeness(search, other) >= SPELLING
}

/** As in `finding/other-names.ts`: below it they are two names. */
const SPELLING = 0.75

/** The share of trigrams that two search keys have in common, as pg_trgm has it. */
function likeness(one: string, other: string): number {
  const [a, b] = [trigramsOf(one), trigramsOf(other)]
  const shared = [...a].filter(trigram => b.has(trigram)).length
  return a.size + b.size === 0 ? 0 : shared / (a.size + b.size - shared)
}

const trigramsOf = (key: string) =>
  new Set(
    key.split(' ').flatMap(word => {
      const padded = `  ${word} `
      return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3))
    })
  )
