import type { BankEntryRow } from './record.ts'

/** Entries that are kept already, each to be found once: two that say the same are two. */

export type Known = Pick<BankEntryRow, 'status' | 'messageKind' | 'bankReference' | 'referenceKey' | 'contentKey'>

/** Of entries without a reference of the bank. */
const NONE = ''

export class KnownEntries {
  readonly #byReference = new Map<string, Set<Known>>()
  /** By content, then by the kind of message that gave them a reference. */
  readonly #byContent = new Map<string, Map<string, Set<Known>>>()

  constructor(known: Known[]) {
    for (const each of known) {
      if (each.referenceKey !== null) emplace(this.#byReference, each.referenceKey, () => new Set()).add(each)
      const kinds = emplace(this.#byContent, each.contentKey, () => new Map<string, Set<Known>>())
      emplace(kinds, kindOf(each), () => new Set()).add(each)
    }
  }

  /**
   * The known entry that this one is, and of no other then: by the bank's reference, else by what it says. References of
   * one kind of message tell entries apart that say the same.
   */
  take(told: Omit<Known, 'status'>): Known | undefined {
    const found = this.#sameReference(told) ?? this.#sameContent(told)
    if (!found) return undefined
    if (found.referenceKey !== null) this.#byReference.get(found.referenceKey)!.delete(found)
    this.#byContent.get(found.contentKey)!.get(kindOf(found))!.delete(found)
    return found
  }

  #sameReference({ referenceKey }: Omit<Known, 'status'>): Known | undefined {
    return referenceKey === null ? undefined : firstOf(this.#byReference.get(referenceKey))
  }

  #sameContent(told: Omit<Known, 'status'>): Known | undefined {
    const kind = kindOf(told)
    for (const [other, those] of this.#byContent.get(told.contentKey) ?? []) {
      const found = kind === NONE || kind !== other ? firstOf(those) : undefined
      if (found) return found
    }
    return undefined
  }
}

/** A place in a message (NtryRef) is none: the same file under another message id has others. */
const kindOf = ({ bankReference, messageKind }: Omit<Known, 'status'>) => (bankReference === null ? NONE : messageKind)
const firstOf = (those: Set<Known> | undefined): Known | undefined => those?.values().next().value

function emplace<V>(map: Map<string, V>, key: string, made: () => V): V {
  const value = map.get(key) ?? made()
  map.set(key, value)
  return value
}
