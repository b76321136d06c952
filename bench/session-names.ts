/**
 * Names for whatever chance or the clock has made: `<id-195.2>` is the second id that appears first in line 195. So an answer that
 * is different shifts no name of others.
 */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const INSTANT = /(\d{4}-\d\d-\d\d)T\d\d(:|%3A)\d\d\2\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/gi
const DAY = 86_400_000

/** `today`: the day to which the clock is moved. Answers with a function that gives the JSON of a record, all named. */
export function namer(today: string) {
  const names = new Map<string, string>()
  let counts: Record<string, number> = {}
  let line = 0
  const nameOf = (kind: string, what: string) => {
    const key = `${kind} ${what}`
    if (!names.has(key)) {
      counts[kind] = (counts[kind] ?? 0) + 1
      names.set(key, `<${kind}-${line}.${counts[kind]}>`)
    }
    return names.get(key)!
  }
  const now = Date.now()
  const present = [-1, 0, 1].map(days => new Date(now + days * DAY).toISOString().slice(0, 10))
  const isNow = (day: string) => day === today || present.includes(day)
  const named = (text: string) =>
    text
      .replace(/"requestId":"[^"]*"/g, '"requestId":"<request>"')
      // Rows of events and of the ledger are numbered by all municipalities together.
      .replace(
        /"(id|\w+Id|sequence|eventSequence)":(\d+)/g,
        (_, field, number) => `"${field}":"${nameOf('row', number)}"`
      )
      .replace(/"nextCursor":"([^"]+)"/g, (_, cursor) => `"nextCursor":"${nameOf('cursor', cursor)}"`)
      .replace(/\bcursor=([\w%-]+)/g, (_, cursor) => `cursor=${nameOf('cursor', decodeURIComponent(cursor))}`)
      .replace(/"(etag|if-match|if-none-match)":"((?:[^"\\]|\\.)*)"/g, (_, header, tags: string) => {
        const all = tags.replace(
          /((?:\d+-)?)([\w-]{12})(?=(-br|-gzip)?\\")/g,
          (_, version, tag) => version + nameOf('tag', tag)
        )
        return `"${header}":"${all}"`
      })
      .replace(/\b[0-9a-f]{64}\b/g, digest => nameOf('digest', digest))
      .replace(UUID, id => nameOf('id', id.toLowerCase()))
      .replace(/\b(P[IR])([0-9A-F]{32})\b/g, (_, kind, digits) => `${kind}${nameOf('digits', digits)}`)
      .replace(INSTANT, (instant, day) => (isNow(day) ? '<instant>' : instant))
      .replace(/\d{4}-\d\d-\d\d/g, day => (day !== today && day === present[1] ? '<day>' : day))
  return (record: object) => {
    line++
    counts = {}
    return named(JSON.stringify(record))
  }
}
