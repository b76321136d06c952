import { type Client, made } from '../support/register.ts'
import type { ModelLine } from './model.ts'

/** A municipality under test and, beside it, the plain model of what it should hold. Amounts are in öre. */

export type Content = Pick<ModelLine, 'outcome' | 'years' | 'applied' | 'granted' | 'reserved'>
type FileRow = Content & { decision: number; scheme: number; recipients: number[]; purpose: string; lineId?: string }

const BODIES = ['Socialnämnden', 'Kulturnämnden']
const ORGANISATIONS = [
  'Kvinnojouren',
  'Jouren för kvinnor',
  'Attention',
  'Riksförbundet Attention',
  'IFK Ore',
  'Korpen'
]
/** As each is registered; null: not stated. */
const LEGAL_FORMS = ['ideell förening', null, 'stiftelse', 'ideell förening', null, 'ideell förening']
/** Those of a pair may prove to be the same; a joint row never names both, so that a merge leaves it readable. */
const TWINS = [
  [0, 1],
  [2, 3]
] as const

const kronor = (ore: number | null) => (ore === null ? null : ore / 100)
const cell = (ore: number | null) => (ore === null ? '' : (ore / 100).toFixed(2))

const asRecipient = (organisationId: string) => ({ organisationId })

export class World {
  lines: ModelLine[] = []
  forms = new Map<string, string | null>()
  #file: FileRow[] = []
  #bodyIds: string[] = []
  #schemeIds: string[] = []
  #organisationIds: string[] = []
  #decisions: { id: string; lines: string[] }[] = []
  #merged = new Set<number>()
  #deadDecisions = new Set<number>()
  /** Lines of the file that were corrected by hand: imports keep what was corrected. */
  #corrected = new Set<string>()
  #purposes = 0
  readonly #ask: Client

  constructor(ask: Client) {
    this.#ask = ask
  }

  async open() {
    const make = async (path: string, body: object) => (await made(this.#ask('POST', path, body))).id as string
    for (const name of BODIES) this.#bodyIds.push(await make('/bodies', { name, kind: 'committee' }))
    for (const name of ['Drift', 'Projekt']) this.#schemeIds.push(await make('/schemes', { name, kind: 'operating' }))
    for (const [at, name] of ORGANISATIONS.entries()) {
      const legalForm = LEGAL_FORMS[at]!
      const id = await make('/organisations', { name, legalForm })
      this.#organisationIds.push(id)
      this.forms.set(id, legalForm)
    }
  }

  /** The organisations of a row; one of each pair, and the others as they are. */
  #recipients(chance: number): number[] {
    const first = chance % 6
    const other = (first < 4 ? (first < 2 ? 2 : 4) : 0) + (chance % 2)
    return chance % 3 === 0 ? [first, other] : [first]
  }

  #ids = (recipients: number[]) => recipients.map(at => this.#organisationIds[at]!)

  addRows(chances: number[], content: Content) {
    for (const chance of chances) {
      const decision = chance % 4
      if (this.#deadDecisions.has(decision)) continue
      const purpose = `Ändamål ${this.#purposes++}`
      this.#file.push({ ...content, decision, scheme: chance % 2, recipients: this.#recipients(chance), purpose })
    }
  }

  changeRows(chances: number[], content: Content) {
    for (const chance of chances) {
      const row = this.#file[chance % (this.#file.length || 1)]
      // What was corrected by hand and in the file would contradict each other.
      if (row?.lineId && this.#corrected.has(row.lineId)) continue
      // The years are part of what a row is: another year is another row.
      if (row) Object.assign(row, { ...content, years: row.years })
    }
  }

  dropRows(chances: number[]) {
    for (const chance of chances) if (this.#file.length > 1) this.#file.splice(chance % this.#file.length, 1)
  }

  /** Sends the file as it is now, or only its last rows. `complete` withdraws what it no longer holds. */
  async send({ complete = false, last = Number.POSITIVE_INFINITY }) {
    const rows = this.#file.slice(-last)
    if (rows.length === 0) return
    const heads = 'body,decided_on,paragraph,grant_year_from,grant_year_to,scheme,recipient,co_recipients,purpose'
    const text = rows.map(({ decision, scheme, recipients, purpose, years, ...row }) => {
      const names = recipients.map(at => ORGANISATIONS[at]!)
      const when = [BODIES[decision % 2], `202${decision}-03-01`, decision, years?.from ?? '', years?.to ?? '']
      const what = [['Drift', 'Projekt'][scheme], names[0], names.slice(1).join('|'), purpose]
      const amounts = [cell(row.applied), cell(row.granted), cell(row.reserved)]
      return [...when, ...what, ...amounts, row.outcome, years?.per ?? ''].join(',')
    })
    const file = [`${heads},applied,granted,reserved,outcome,amount_per`, ...text].join('\n')
    // Rows are alike and amounts are drawn, and each row is meant: nobody is asked which line it may be the mended form of.
    const query = `?nearMatches=add&grantedAboveApplied=accept${complete ? '&scope=complete&withdraw=true&reason=Struken' : ''}`
    const sent = await made(this.#ask('POST', `/decision-imports${query}`, file, { 'content-type': 'text/csv' }))
    if (sent.counts.rejectedCount > 0) throw new Error(`Rows were rejected: ${JSON.stringify(sent.counts)}`)
    const report = await made(this.#ask('GET', `/decision-imports/${sent.id}/rows?limit=1000`))
    for (const [at, row] of rows.entries()) this.#imported(row, report.items[at])
    if (complete) this.#withdrawMissing(rows)
  }

  #imported(row: FileRow, { lineId, result }: { lineId: string; result: string }) {
    const { applied, granted, reserved, years, decision, scheme } = row
    const known = this.lines.find(({ id }) => id === lineId)
    if ((result === 'created') === Boolean(known)) throw new Error(`A row was ${result} against what is known`)
    if (row.lineId && row.lineId !== lineId) throw new Error('A row became another line')
    row.lineId = lineId
    if (this.#corrected.has(lineId)) return
    if (known) Object.assign(known, { outcome: row.outcome, applied, granted, reserved })
    else {
      this.lines.push({
        ...{ id: lineId, decision: `file ${decision}`, outcome: row.outcome, years, applied, granted, reserved },
        ...{ bodyId: this.#bodyIds[decision % 2]!, decisionYear: 2020 + decision, schemeId: this.#schemeIds[scheme]! },
        recipients: this.#remaining(this.#ids(row.recipients))
      })
    }
  }

  #withdrawMissing(rows: FileRow[]) {
    const decisions = new Set(rows.map(({ decision }) => `file ${decision}`))
    const held = new Set(rows.map(({ lineId }) => lineId))
    this.lines = this.lines.filter(({ id, decision }) => !decisions.has(decision) || held.has(id))
  }

  #remaining(ids: string[]): string[] {
    const into = new Map([...this.#merged].map(at => [this.#ids([...TWINS[at]!])[0]!, this.#ids([...TWINS[at]!])[1]!]))
    return [...new Set(ids.map(id => into.get(id) ?? id))]
  }

  async record(chances: number[], content: Content) {
    const [first = 0] = chances
    const recipients = chances.map(chance => this.#remaining(this.#ids(this.#recipients(chance))))
    const lines = recipients.map(ids => ({
      recipients: ids.map(asRecipient),
      schemeId: this.#schemeIds[0],
      ...stated(content)
    }))
    const decision = { bodyId: this.#bodyIds[first % 2], decidedOn: `202${first % 5}-11-01`, paragraph: 'API', lines }
    const { id, lines: answered } = await made(this.#ask('POST', '/decisions', decision))
    this.#decisions.push({ id, lines: answered.map(({ id }: ModelLine) => id) })
    for (const [at, line] of answered.entries()) {
      this.lines.push({
        ...{ id: line.id, decision: id, bodyId: decision.bodyId!, decisionYear: 2020 + (first % 5) },
        ...{ schemeId: this.#schemeIds[0]!, recipients: recipients[at]!, ...content }
      })
    }
  }

  /** Corrects a line: its amounts and outcome, and where no file knows it, its years and recipients too. */
  async correct(chance: number, content: Content) {
    const line = this.#line(chance)
    if (!line) return
    const ofFile = line.decision.startsWith('file')
    const recipients = this.#remaining(this.#ids(this.#recipients(chance + 1)))
    const change = { ...content, ...(ofFile ? { years: line.years } : { recipients }) }
    const patch = { ...stated(change), ...(!ofFile && { recipients: recipients.map(asRecipient) }) }
    await made(this.#ask('PATCH', `/decision-lines/${line.id}`, patch, { 'if-match': '*' }))
    Object.assign(line, change)
    if (ofFile) this.#corrected.add(line.id)
  }

  #line = (chance: number) => this.lines[chance % (this.lines.length || 1)]

  async withdrawLine(chance: number) {
    const line = this.#line(chance)
    if (!line) return
    await made(this.#ask('POST', `/decision-lines/${line.id}/withdraw`, { reason: 'Fel' }))
    this.lines = this.lines.filter(({ id }) => id !== line.id)
    this.#file = this.#file.filter(({ lineId }) => lineId !== line.id)
  }

  async moveDecision(chance: number) {
    const decision = this.#decisions[chance % (this.#decisions.length || 1)]
    if (!decision) return
    const change = { decidedOn: `202${chance % 5}-11-01`, bodyId: this.#bodyIds[chance % 2] }
    await made(this.#ask('PATCH', `/decisions/${decision.id}`, change, { 'if-match': '*' }))
    for (const line of this.lines.filter(({ decision: id }) => id === decision.id)) {
      Object.assign(line, { bodyId: change.bodyId, decisionYear: 2020 + (chance % 5) })
    }
  }

  async withdrawDecision(chance: number) {
    const line = this.#line(chance)
    if (!line) return
    const { decisionId } = await made(this.#ask('GET', `/decision-lines/${line.id}`))
    await made(this.#ask('POST', `/decisions/${decisionId}/withdraw`, { reason: 'Fel' }))
    this.lines = this.lines.filter(({ decision }) => decision !== line.decision)
    this.#decisions = this.#decisions.filter(({ id }) => id !== decisionId)
    if (!line.decision.startsWith('file')) return
    const dead = Number(line.decision.split(' ')[1])
    this.#deadDecisions.add(dead)
    this.#file = this.#file.filter(({ decision }) => decision !== dead)
  }

  async merge(chance: number) {
    const at = chance % TWINS.length
    if (this.#merged.has(at)) return
    const [id, intoId] = this.#ids([...TWINS[at]!])
    await made(this.#ask('POST', `/organisations/${id}/merge`, { mergedIntoId: intoId, reason: 'Samma förening' }))
    this.#merged.add(at)
    for (const line of this.lines) line.recipients = this.#remaining(line.recipients)
  }
}

/** A line's content as the API takes it. */
function stated({ outcome, years, applied, granted, reserved }: Content) {
  return {
    ...{ outcome, grantYearFrom: years?.from ?? null, grantYearTo: years?.to ?? null, amountPer: years?.per ?? null },
    ...{ applied: kronor(applied), granted: kronor(granted), reserved: kronor(reserved) }
  }
}
