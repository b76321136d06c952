import type { Content } from './content.ts'
import { type Stretch, withheld } from './content-rules.ts'
import { type InForce, rangeOver, statedContribution } from './in-force.ts'
import { addRanges, certaintyOf, type Range, type RangeCertainty } from './money-rules.ts'

/** What parties have promised for a year besides money: how much of what they undertake, and what they put in at its worth. */

type Commitment = Content['commitments'][number]

/** Quantities are counted in millionths of their unit, as whole numbers. */
const MILLIONTHS = 1e6
const quantityOf = (millionths: bigint) => Number(millionths) / MILLIONTHS

export type Promised = {
  key: string | null
  partyKey: string
  description: string
  unit: string | null
  /** Between these, in the unit; both null where no quantity is known. */
  minQuantity: number | null
  maxQuantity: number | null
  rangeCertainty: RangeCertainty
}

/** One commitment through amendments: by its key, else by what it says. */
const identityOf = ({ key, partyKey, description, unit }: Commitment) =>
  key ?? JSON.stringify([partyKey, description, unit ?? null])

/**
 * What an agreement has its parties undertake in a year, each commitment of any content that holds within it. Of alternatives
 * (`eitherOr`) one is undertaken, so of each the least is nothing.
 */
export function promisedIn({ stretches }: InForce, year: number): Promised[] {
  const every = new Map(stretches.flatMap(({ content }) => content.commitments).map(one => [identityOf(one), one]))
  return [...every].map(([identity, one]): Promised => {
    const range = rangeOver(stretches, year, ({ commitments }) =>
      commitments.filter(other => identityOf(other) === identity).map(statedCommitment)
    )
    const held = one.eitherOr && isOneOfSeveral(one, stretches) ? { ...range, min: 0n } : range
    const isKnown = held.unknown === 0
    return {
      key: one.key ?? null,
      partyKey: one.partyKey,
      description: withheld({ commitments: [one] }).commitments[0]!.description,
      unit: one.unit ?? null,
      minQuantity: isKnown ? quantityOf(held.min) : null,
      maxQuantity: isKnown ? quantityOf(held.max) : null,
      rangeCertainty: certaintyOf(held)
    }
  })
}

const isOneOfSeveral = (one: Commitment, stretches: Stretch[]) =>
  stretches.some(({ content }) => content.commitments.filter(({ eitherOr }) => eitherOr === one.eitherOr).length > 1)

const statedCommitment = ({ quantity, certainty, quantityPer }: Commitment) => ({
  value: quantity == null ? null : BigInt(Math.round(quantity * MILLIONTHS)),
  certainty: certainty ?? ('notStated' as const),
  per: quantityPer ?? null,
  from: null,
  to: null
})

/** Who puts something in: bodies of the municipality, or the other parties. */
export const contributors = ['municipality', 'partners'] as const
export type Contributor = (typeof contributors)[number]

export type InKind = { contributor: Contributor; contributionKind: string; contributionCount: number; range: Range }

/** What is put in besides money, by who and what it is, over agreements of a year: at its worth in öre, never added to money. */
export function inKindOf(agreements: InForce[], year: number): InKind[] {
  const found = agreements.flatMap(({ stretches }) => inKindIn(stretches, year))
  const groups = Map.groupBy(found, ({ contributor, contributionKind }) => `${contributor} ${contributionKind}`)
  return [...groups.values()].map(group => ({
    ...group[0]!,
    contributionCount: group.reduce((sum, one) => sum + one.contributionCount, 0),
    range: addRanges(group.map(({ range }) => range))
  }))
}

function inKindIn(stretches: Stretch[], year: number): InKind[] {
  const of = ({ parties, contributions }: Content) =>
    contributions.map(one => {
      const isBody = parties.some(({ key, kind }) => key === one.partyKey && kind === 'body')
      return { one, contributor: isBody ? ('municipality' as const) : ('partners' as const) }
    })
  return contributors.flatMap(contributor => {
    const mine = (content: Content) => of(content).flatMap(each => (each.contributor === contributor ? each.one : []))
    const kinds = new Set(stretches.flatMap(({ content }) => mine(content).map(({ kind }) => kind)))
    kinds.delete('cash')
    return [...kinds].map(contributionKind => {
      const pick = (content: Content) => mine(content).filter(({ kind }) => kind === contributionKind)
      return {
        contributor,
        contributionKind,
        contributionCount: Math.max(...stretches.map(({ content }) => pick(content).length)),
        range: rangeOver(stretches, year, content => pick(content).map(statedContribution))
      }
    })
  })
}
