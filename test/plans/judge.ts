import type { Explained, Plan } from './explained.ts'

/** What a plan may not do, by its scans of tables that hold rows of many municipalities. */

/** Of a table: all rows, and those of the municipality that is asked about. */
export type Extent = { all: number; own: number }

type Rule =
  | 'reads the whole table'
  | 'finds without the municipality'
  | 'reads rows of others'
  | 'reads more pages than its rows lie on'
  | 'reads the same again and again'
  | 'reads long for a page'

export type Fault = { rule: Rule; table: string; index: string; found: number; most: number; statement: string }
type Found = Pick<Fault, 'rule' | 'found' | 'most'>

/** A table with more rows is large. */
const LARGE = 10_000
/** Rows of one table that a page of twenty may read, with all that is looked up for it; the municipality has 3 600 payments. */
const FOR_A_PAGE = 2_000
/** How often each row of the municipality may be read by one scan. */
const TIMES = 20
const SLACK = 50

export function faultsOf(explained: Explained[], extents: Map<string, Extent>, isPage: boolean): Fault[] {
  return explained.flatMap(({ statement, plan }) => {
    const aside = pagesAside(plan)
    return scansOf(plan).flatMap(({ scan, goesBack }) => {
      const table = scan['Relation Name']!
      const extent = extents.get(table)
      const found = extent && extent.all > LARGE ? judged(scan, goesBack, extent, isPage, aside) : undefined
      return found ? [{ ...found, table, index: indexOf(scan) ?? 'none', statement }] : []
    })
  })
}

/** `goesBack`: a merge join goes back in the scan to rows that are equal, and counts them anew. */
function scansOf(plan: Plan, goesBack = false): { scan: Plan; goesBack: boolean }[] {
  const own = plan['Relation Name'] !== undefined && plan['Actual Loops'] > 0 ? [{ scan: plan, goesBack }] : []
  const isMerged = plan['Node Type'] === 'Merge Join'
  const parts = (plan.Plans ?? []).flatMap(part => scansOf(part, isMerged && part['Parent Relationship'] === 'Inner'))
  return [...own, ...parts]
}

/** Of a bitmap, an index below it. */
const indexOf = (scan: Plan): string | undefined => scan['Index Name'] ?? bitmapsOf(scan).map(indexOf).find(Boolean)
const conditionOf = (scan: Plan): string => [scan['Index Cond'], ...bitmapsOf(scan).map(conditionOf)].join(' ')
const bitmapsOf = (scan: Plan): Plan[] => (scan.Plans ?? []).filter(part => part['Node Type'].startsWith('Bitmap'))

/** Pages of what is found once, before: they count to the scan that asks for it, wherever it stands. */
function pagesAside(plan: Plan): number {
  const own = plan['Parent Relationship'] === 'InitPlan' ? plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] : 0
  return (plan.Plans ?? []).reduce((sum, part) => sum + pagesAside(part), own)
}

/** Pages that the scan itself has read, without those of what is looked up for its rows. */
function pagesOf(scan: Plan): number {
  const all = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  const others = (scan.Plans ?? []).filter(part => !bitmapsOf(scan).includes(part))
  return all(scan) - others.reduce((sum, part) => sum + all(part), 0)
}

function judged(
  scan: Plan,
  goesBack: boolean,
  { all, own }: Extent,
  isPage: boolean,
  aside: number
): Found | undefined {
  const loops = scan['Actual Loops']
  const inLoop =
    scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0) + (scan['Rows Removed by Index Recheck'] ?? 0)
  const rows = Math.round(inLoop * loops)
  if (scan['Node Type'].includes('Seq Scan')) {
    // Where a twentieth of the rows is asked for, they lie on most pages of the table.
    const asksForAll = !isPage && own > LARGE && own > all / 20
    return asksForAll ? undefined : { rule: 'reads the whole table', found: rows, most: 0 }
  }
  if (!conditionOf(scan).includes('municipality_code'))
    return { rule: 'finds without the municipality', found: rows, most: 0 }
  if (inLoop > own + SLACK && !goesBack)
    return { rule: 'reads rows of others', found: Math.round(inLoop), most: own + SLACK }
  // The index is descended for each search, and each row has an entry in it and a page of the table.
  const searches = Math.max(loops, ...[scan, ...bitmapsOf(scan)].map(part => part['Index Searches'] ?? 0))
  const most = 20 + 12 * searches + 3 * rows + aside
  if (pagesOf(scan) > most) return { rule: 'reads more pages than its rows lie on', found: pagesOf(scan), most }
  if (isPage && rows > FOR_A_PAGE) return { rule: 'reads long for a page', found: rows, most: FOR_A_PAGE }
  if (rows > TIMES * (own + SLACK))
    return { rule: 'reads the same again and again', found: rows, most: TIMES * (own + SLACK) }
  return undefined
}
