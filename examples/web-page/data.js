/** What the page shows, read from the open data of a municipality, without a key. Nothing here knows of the page. */

/** The whole answer; null where the municipality publishes nothing of the kind, or has nothing of the year. @throws Error */
async function read(url) {
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return await response.json()
}

/** All rows of a list, page by page; null where it is not published. */
async function readAll(url) {
  const rows = []
  for (let cursor = null; ; ) {
    const page = await read(
      `${url}${url.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    )
    if (page === null) return null
    rows.push(...page.items)
    cursor = page.meta.nextCursor
    if (cursor === null) return rows
  }
}

/** Schemes that take applications today, by name: `closesOn` is the next last day, null where none is stated. */
export async function openSchemes(api, municipality) {
  const rows = await readAll(`${api}/${municipality}/public/schemes?open=yes`)
  return rows?.map(({ name, bodyName, description, sourceUrl, open }) => ({
    ...{ name, bodyName, description, sourceUrl },
    closesOn: open.nextClosesOn
  }))
}

/** Agreements that run, or may: `endsOn` is the last day that they can have, null where it is not known. */
export async function runningAgreements(api, municipality) {
  const rows = await readAll(`${api}/${municipality}/public/agreements`)
  return rows
    ?.filter(({ termStanding }) => termStanding.running !== 'no')
    .map(({ title, purpose, parties, termStanding }) => ({
      title: title ?? 'Utan rubrik',
      purpose,
      partners: parties.filter(({ kind }) => kind !== 'body').flatMap(({ name }) => name ?? []),
      endsOn: termStanding.endsLatestOn,
      isCertain: termStanding.running === 'yes'
    }))
}

/** What a package of 360Giving grants: its sum in öre, as kronor are not exact here, and the amounts that it does not state. */
export function sumOf(grants) {
  const isUnknown = ({ classifications = [] }) =>
    classifications.some(({ vocabulary }) => vocabulary === 'partnerskap/certainty')
  return {
    count: grants.length,
    unknownCount: grants.filter(isUnknown).length,
    ore: grants.reduce((sum, { amountAwarded }) => sum + Math.round(amountAwarded * 100), 0)
  }
}

/** What was granted in each of the ten years to `lastYear`, by the year of the decision; null where nothing is published. */
export async function grantsOfTenYears(api, municipality, lastYear) {
  const years = Array.from({ length: 10 }, (_, before) => lastYear - 9 + before)
  const packages = await Promise.all(years.map(year => read(`${api}/${municipality}/public/grants?year=${year}`)))
  if (packages.every(each => each === null)) return null
  return years.map((year, at) => ({ year, ...sumOf(packages[at]?.grants ?? []) }))
}
