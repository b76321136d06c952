/** What totals should be, told a second time and plainly: sums over the lines that stand, in integer öre. */

export type ModelLine = {
  id: string
  decision: string
  bodyId: string
  decisionYear: number
  schemeId: string
  recipients: string[]
  outcome: 'granted' | 'partlyGranted' | 'rejected' | 'reserved'
  years: { from: number; to: number; per: 'year' | 'total' | null } | null
  /** Öre; null: not known. */
  applied: number | null
  granted: number | null
  reserved: number | null
}

export type Grouping = 'year' | 'scheme' | 'organisation' | 'body' | 'outcome' | 'legalForm'
/** Legal forms of organisations by their ids; null: not stated. */
export type Forms = ReadonlyMap<string, string | null>
type Measures = Record<string, number | null>

const isAward = ({ outcome }: ModelLine) => outcome === 'granted' || outcome === 'partlyGranted'

type Period = { year: number | null; yearTo: number | null }

function periodsOf({ years }: ModelLine): Period[] {
  if (!years) return [{ year: null, yearTo: null }]
  const { from, to, per } = years
  if (per === 'year') return Array.from({ length: to - from + 1 }, (_, at) => ({ year: from + at, yearTo: null }))
  return [{ year: from, yearTo: to > from ? to : null }]
}

/** Each form once, null last. */
const formsOf = ({ recipients }: ModelLine, forms: Forms) =>
  [...new Set(recipients.map(id => forms.get(id) ?? null))].sort((a, b) => (a ?? '\uffff').localeCompare(b ?? '\uffff'))

function keyOf(line: ModelLine, period: Period, groupBy: Grouping[], basis: string, forms: Forms): string {
  const parts: Record<Grouping, unknown> = {
    year: basis === 'grant' ? [period.year, period.yearTo] : line.decisionYear,
    scheme: line.schemeId,
    organisation: [...line.recipients].sort(),
    body: line.bodyId,
    outcome: line.outcome,
    legalForm: formsOf(line, forms)
  }
  return JSON.stringify(groupBy.map(grouping => parts[grouping]))
}

/** Null where there are amounts and none of them is known. */
const sum = (amounts: (number | null)[]) =>
  amounts.length > 0 && amounts.every(amount => amount === null)
    ? null
    : amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0)

function measure(facts: { line: ModelLine }[]): Measures {
  const lines = [...new Set(facts.map(({ line }) => line))]
  const each = facts.map(({ line }) => line)
  return {
    lineCount: lines.length,
    awardCount: lines.filter(isAward).length,
    organisationCount: new Set(lines.flatMap(({ recipients }) => recipients)).size,
    applied: sum(each.map(({ applied }) => applied)),
    granted: sum(each.filter(isAward).map(({ granted }) => granted)),
    reserved: sum(each.filter(({ outcome }) => outcome === 'reserved').map(({ reserved }) => reserved)),
    unknownCount: lines.filter(line =>
      isAward(line) ? line.granted === null : line.outcome === 'reserved' && line.reserved === null
    ).length,
    appliedUnknownCount: lines.filter(({ applied }) => applied === null).length
  }
}

/** The totals of the lines by the key of each group, and `total`. */
export function expectedTotals(
  standing: ModelLine[],
  groupBy: Grouping[],
  basis: string,
  forms: Forms
): Record<string, Measures> {
  const facts = standing.flatMap(line =>
    periodsOf(line).map(period => ({ line, key: keyOf(line, period, groupBy, basis, forms) }))
  )
  const groups = Map.groupBy(facts, ({ key }) => key)
  const entries = [...groups].map(([key, members]) => [key, measure(members)])
  return { ...Object.fromEntries(entries), total: measure(facts) }
}

type Item = Record<string, unknown>

const idsOf = (item: Item) =>
  (item.recipients as { organisationId: string }[]).map(({ organisationId }) => organisationId).sort()

/** The same of an answer of the service. */
export function answeredTotals({ items, total }: { items: Item[]; total: Item }, groupBy: Grouping[], basis: string) {
  const key = (item: Item) =>
    JSON.stringify(
      groupBy.map(grouping => {
        if (grouping === 'year') return basis === 'grant' ? [item.year, item.yearTo] : item.year
        if (grouping === 'organisation') return idsOf(item)
        if (grouping === 'legalForm') return item.legalForms
        return item[grouping === 'outcome' ? 'outcome' : `${grouping}Id`]
      })
    )
  const inOre = (item: Item): Measures =>
    Object.fromEntries(
      [
        ...['lineCount', 'awardCount', 'organisationCount'],
        ...['applied', 'granted', 'reserved', 'unknownCount', 'appliedUnknownCount']
      ].map(name => {
        const value = item[name] as number | null
        const isSum = value !== null && ['applied', 'granted', 'reserved'].includes(name)
        return [name, isSum ? Math.round(value * 100) : value]
      })
    )
  return { ...Object.fromEntries(items.map(item => [key(item), inOre(item)])), total: inOre(total) }
}
