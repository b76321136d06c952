import { type Static, Type } from 'typebox'
import { searchKey } from '../../base/names.ts'
import { Strict } from '../../platform/http/schemas.ts'
import type { Opportunity } from './opportunities.ts'

/** What can be asked of opportunities, as the CommonGrants protocol 0.4 has it: paging, filters, sorting, and a search by words. */

export const paging = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }))
}
type Paging = { page?: number; pageSize?: number }

const Range = <T extends ReturnType<typeof Type.String> | ReturnType<typeof moneyOf>>(bound: T) =>
  Strict({ operator: Type.Enum(['between', 'outside']), value: Strict({ min: bound, max: bound }) })
const moneyOf = () =>
  Strict({
    amount: Type.String({ pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,2})?$' }),
    currency: Type.String({ maxLength: 3 })
  })
const OneOfTexts = Strict({
  operator: Type.Enum(['in', 'notIn']),
  value: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 300 })
})
const Filters = Strict({
  status: Type.Optional(OneOfTexts),
  closeDateRange: Type.Optional(Range(Type.String({ format: 'date' }))),
  totalFundingAvailableRange: Type.Optional(Range(moneyOf())),
  minAwardAmountRange: Type.Optional(Range(moneyOf())),
  maxAwardAmountRange: Type.Optional(Range(moneyOf())),
  customFilters: Type.Optional(Strict({ municipality: Type.Optional(OneOfTexts) }))
})
type Filters = Static<typeof Filters>

export const SORTS = {
  lastModifiedAt: (one: Opportunity) => one.lastModifiedAt,
  createdAt: (one: Opportunity) => one.createdAt,
  title: (one: Opportunity) => one.title,
  'status.value': (one: Opportunity) => one.status.value,
  'keyDates.closeDate': (one: Opportunity) => one.keyDates.closeDate?.date,
  'funding.totalAmountAvailable': (one: Opportunity) => Number(one.funding?.totalAmountAvailable.amount ?? Number.NaN)
} as const
type SortBy = keyof typeof SORTS

export const Search = Strict({
  search: Type.Optional(Type.String({ maxLength: 300 })),
  filters: Type.Optional(Filters),
  sorting: Type.Optional(
    Strict({
      sortBy: Type.Enum(Object.keys(SORTS) as SortBy[]),
      sortOrder: Type.Optional(Type.Enum(['asc', 'desc']))
    })
  ),
  pagination: Type.Optional(Strict(paging))
})
export type Search = Static<typeof Search>

/** Those of the page, and how many there are. */
export function pageOf(all: Opportunity[], { page = 1, pageSize = 100 }: Paging) {
  const items = all.slice((page - 1) * pageSize, page * pageSize)
  const totalPages = Math.ceil(all.length / pageSize)
  return { items, paginationInfo: { page, pageSize, totalItems: all.length, totalPages } }
}

/** Those that all filters take, in the order that is asked for; what has no value to be sorted by comes last. */
export function searched(all: Opportunity[], { search, filters = {}, sorting }: Search): Opportunity[] {
  const words = search ? searchKey(search).split(' ').filter(Boolean) : []
  const found = all.filter(one => {
    const text = searchKey(`${one.title} ${one.description}`)
    return words.every(word => text.includes(word)) && isTaken(one, filters)
  })
  if (!sorting) return found
  const { sortBy, sortOrder = 'desc' } = sorting
  const keyOf = SORTS[sortBy]
  const sign = sortOrder === 'asc' ? 1 : -1
  return found.toSorted((a, b) => compare(keyOf(a), keyOf(b), sign))
}

const isMissing = (value: string | number | undefined) => value === undefined || Number.isNaN(value)

function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b))
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  return sign * String(a).localeCompare(String(b), 'sv')
}

function isTaken(one: Opportunity, filters: Filters): boolean {
  const { status, closeDateRange, totalFundingAvailableRange, customFilters } = filters
  const { code } = one.customFields.municipality!.value as { code: string }
  return (
    isAmong(one.status.value, status) &&
    isAmong(code, customFilters?.municipality) &&
    isWithin(one.keyDates.closeDate?.date, closeDateRange) &&
    isOfMoney(one.funding?.totalAmountAvailable, totalFundingAvailableRange) &&
    // What a single grant may be at least or at most is not stated of any scheme.
    [filters.minAwardAmountRange, filters.maxAwardAmountRange].every(range => isOfMoney(undefined, range))
  )
}

function isAmong(value: string, filter: Static<typeof OneOfTexts> | undefined): boolean {
  return !filter || filter.value.includes(value) === (filter.operator === 'in')
}

type Bounds<T> = { operator: string; value: { min: T; max: T } }

/** What is not known is in no range, and outside none. */
function isWithin<T extends string | number>(value: T | undefined, filter: Bounds<T> | undefined): boolean {
  if (!filter) return true
  if (value === undefined) return false
  const { min, max } = filter.value
  return (min <= value && value <= max) === (filter.operator === 'between')
}

type Money = { amount: string; currency: string }

/** Amounts in another currency are left out, as the protocol says. */
function isOfMoney(value: Money | undefined, filter: Bounds<Money> | undefined): boolean {
  if (!filter) return true
  const { min, max } = filter.value
  if (!value || [min, max].some(({ currency }) => currency !== value.currency)) return false
  const bounds = { min: Number(min.amount), max: Number(max.amount) }
  return isWithin(Number(value.amount), { operator: filter.operator, value: bounds })
}
