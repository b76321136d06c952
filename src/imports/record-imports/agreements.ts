import { createHash } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { toNumber } from '../../base/money.ts'
import { nameKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { Content } from '../../register/agreements/content.ts'
import { decideAgreement } from '../../register/agreements/decide.ts'
import { type AgreementRow, agreements, type NewAgreement } from '../../register/agreements/record.ts'
import { signAgreement } from '../../register/agreements/sign.ts'
import { createAgreement, updateAgreement } from '../../register/agreements/write.ts'
import { bodies } from '../../register/bodies/record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { namesIn, partiesOf, type StatedParty } from './agreement-parties.ts'
import { type AgreementColumn, type AgreementValue, agreementWords, readAgreement } from './agreement-rows.ts'
import { Directory } from './directory.ts'
import { attempt, type RecordKind, type Row, refuseRow, standing, type Writing, warnRow } from './kind.ts'
import { mergeStated, recordsOfIdentities, type Said, saidOf, toldOfClash, toldOfKept } from './merge.ts'

type FileRow = Row<AgreementColumn, AgreementValue> & { value: AgreementValue }
/** A row whose parties are known. */
type Meant = { row: FileRow; bodyId: string | null; parties: StatedParty[]; decisionId: string | null }

async function write(writing: Writing, rows: Row<AgreementColumn, AgreementValue>[]): Promise<void> {
  const { tx, municipalityCode } = writing
  const meant = await meantBy(writing, standing(rows))
  const register = await Register.of(writing, meant)
  const before = await saidOf(tx, municipalityCode, register.ids)
  const taken = new Map<string, FileRow>()
  for (const one of meant) {
    const known = register.find(one)
    if (one.row.violations.length > 0) continue
    const key = known?.id ?? one.row.identity!
    const first = taken.get(key)
    if (first && (known || one.row.value.reference === null)) {
      refuseRow(one.row, 'parties', {
        message: `is the same agreement as line ${first.line}: give each a reference where they are two`,
        sv: `är samma avtal som rad ${first.line}: ge vart och ett en referens om de är två`
      })
      continue
    }
    taken.set(key, one.row)
    if (known) await change(writing, one, known, before.get(known.id))
    else await make(writing, one)
  }
}

/** The rows whose parties, body and decision the register knows; of the others it is told who is not there. */
async function meantBy({ tx, municipalityCode, source }: Writing, rows: FileRow[]): Promise<Meant[]> {
  const asked = rows.flatMap(({ value: { parties, payee } }) => [
    ...namesIn(parties),
    ...(payee === null ? [] : [payee])
  ])
  const numbers = rows.flatMap(({ value }) => value.numbers.map(text => text.replace(/\D/g, '').slice(-10)))
  const directory = await Directory.of(tx, municipalityCode, {
    meant: [...asked.map(name => ({ name, number: null })), ...numbers.map(number => ({ name: null, number }))]
  })
  const bodyIds = await bodiesNamed(
    tx,
    municipalityCode,
    rows.flatMap(({ value: { body } }) => body ?? [])
  )
  const decided = await decisionsReferred(
    tx,
    municipalityCode,
    source,
    rows.flatMap(({ value }) => value.decisionReference ?? [])
  )
  return rows.flatMap(row => {
    const { value } = row
    const found = partiesOf(value.parties, value.numbers, directory)
    if ('of' in found) refuseRow(row, found.of, found)
    const ids = value.body === null ? [] : (bodyIds.get(nameKey(value.body)) ?? [])
    if (value.body !== null && ids.length !== 1) {
      refuseRow(
        row,
        'body',
        ids.length === 0
          ? {
              message: 'is no body of the register: register it first',
              sv: 'är inget organ i registret: registrera det först'
            }
          : { message: 'is the name of several bodies', sv: 'är namnet på flera organ' }
      )
    }
    if (value.body === null && (value.amounts.length > 0 || value.contribution !== null)) {
      refuseRow(row, 'body', {
        message: 'is missing: which body of the municipality puts that in',
        sv: 'saknas: vilket av kommunens organ bidrar med det'
      })
    }
    const decisionId = value.decisionReference === null ? null : (decided.get(value.decisionReference) ?? null)
    if (value.decisionReference !== null && decisionId === null)
      refuseRow(row, 'decision_reference', {
        message: 'is of no decision that stands',
        sv: 'hör inte till något gällande beslut'
      })
    return 'of' in found || row.violations.length > 0
      ? []
      : [{ row, parties: found.parties, bodyId: ids[0] ?? null, decisionId }]
  })
}

async function bodiesNamed(tx: Transaction, municipalityCode: string, names: string[]): Promise<Map<string, string[]>> {
  const keys = [...new Set(names.map(nameKey))]
  const found = await tx
    .select({ id: bodies.id, key: bodies.nameKey, former: bodies.formerNameKeys })
    .from(bodies)
    .where(
      sql`${bodies.municipalityCode} = ${municipalityCode} and ${bodies.withdrawnAt} is null
        and (${bodies.nameKey} = any(${sql.param(keys)}::text[]) or ${bodies.formerNameKeys} && ${sql.param(keys)}::text[])`
    )
  return new Map(
    keys.map(key => {
      const bearing = found.filter(one => one.key === key)
      return [key, (bearing.length > 0 ? bearing : found.filter(one => one.former.includes(key))).map(({ id }) => id)]
    })
  )
}

async function decisionsReferred(tx: Transaction, municipalityCode: string, source: string, references: string[]) {
  const rows = await tx
    .select({ id: decisions.id, reference: decisions.reference })
    .from(decisions)
    .where(
      and(
        eq(decisions.municipalityCode, municipalityCode),
        eq(decisions.source, source),
        isNull(decisions.withdrawnAt),
        sql`${decisions.reference} = any(${sql.param(references)}::text[])`
      )
    )
  return new Map(rows.map(({ id, reference }) => [reference!, id]))
}

const organisationsOf = (parties: { organisationId?: string | null }[]) =>
  parties
    .flatMap(({ organisationId }) => organisationId ?? [])
    .sort()
    .join()

/** The agreements that the rows may be of. */
class Register {
  readonly #all: AgreementRow[]
  readonly #byIdentity: ReadonlyMap<string, string>
  readonly #source: string
  /** How many rows without a known agreement name these parties: of several none is that without a term. */
  readonly #named = new Map<string, number>()

  static async of({ tx, municipalityCode, source }: Writing, meant: Meant[]): Promise<Register> {
    for (const one of meant) one.row.identity = identityOf(one)
    const references = meant.flatMap(({ row }) => row.value.reference ?? [])
    const titles = meant.flatMap(({ row }) => row.value.title ?? [])
    const ids = [
      ...new Set(meant.flatMap(({ parties }) => parties.flatMap(({ organisationId }) => organisationId ?? [])))
    ]
    const identities = await recordsOfIdentities(
      tx,
      municipalityCode,
      meant.map(({ row }) => row.identity!)
    )
    const all = await tx
      .select()
      .from(agreements)
      .where(
        sql`${agreements.municipalityCode} = ${municipalityCode} and (
          ${agreements.source} = ${source} and ${agreements.reference} = any(${sql.param(references)}::text[])
          or ${agreements.content} ->> 'title' = any(${sql.param(titles)}::text[])
          or ${agreements.id} = any(${sql.param([...identities.values()])}::uuid[])
          or ${agreements.id} in (select agreement_id from agreement_parties
            where municipality_code = ${municipalityCode} and organisation_id = any(${sql.param(ids)}::uuid[])))`
      )
      .orderBy(agreements.id)
    return new Register(all, identities, source, meant)
  }

  private constructor(all: AgreementRow[], byIdentity: ReadonlyMap<string, string>, source: string, meant: Meant[]) {
    this.#all = all
    this.#byIdentity = byIdentity
    this.#source = source
    for (const { parties } of meant) {
      const key = organisationsOf(parties)
      this.#named.set(key, (this.#named.get(key) ?? 0) + 1)
    }
  }

  get ids(): string[] {
    return this.#all.map(({ id }) => id)
  }

  /** The agreement that a row is of: by its reference, by what it said before, else by parties and first day. */
  find(one: Meant): AgreementRow | undefined {
    const { reference } = one.row.value
    const referred = this.#all.filter(
      row => row.source === this.#source && reference !== null && row.reference === reference
    )
    const id = this.#byIdentity.get(one.row.identity!)
    const said = this.#all.filter(row => row.id === id && (reference === null || row.reference === null))
    const [found = this.#natural(one)] = [...referred, ...said].sort(
      (a, b) => Number(a.withdrawnAt !== null) - Number(b.withdrawnAt !== null)
    )
    if (found?.withdrawnAt) {
      refuseRow(one.row, 'parties', {
        message: 'is of an agreement that was withdrawn: what was withdrawn stays so',
        sv: 'hör till ett avtal som har dragits tillbaka: det som har dragits tillbaka förblir det'
      })
    }
    return found
  }

  #natural({ row, parties }: Meant): AgreementRow | undefined {
    const { kind, title, term, reference } = row.value
    const key = organisationsOf(parties)
    const alike = this.#all.filter(
      one =>
        one.withdrawnAt === null &&
        one.kind === kind &&
        organisationsOf(one.content.parties) === key &&
        (key !== '' || (title !== null && one.content.title === title)) &&
        (reference === null || one.reference === null || one.source !== this.#source)
    )
    const isOf = (one: AgreementRow) => (one.content.term?.validFrom ?? null) === (term?.validFrom ?? null)
    const same = alike.filter(isOf)
    const open = alike.filter(one => !one.content.term?.validFrom)
    const found = same.length > 0 ? same : open
    if (found.length === 0) return undefined
    if (found.length === 1 && (same.length === 1 || this.#named.get(key) === 1)) return found[0]
    refuseRow(row, 'parties', {
      message:
        'may be one of several agreements of the same parties: give it the reference of that one, or its first day',
      sv: 'kan vara ett av flera avtal mellan samma parter: ge det det avtalets referens, eller dess första dag'
    })
    return undefined
  }
}

/** What makes a row this agreement: its kind, its parties and its first day; of unnamed parties its title. */
function identityOf({ row: { value }, bodyId, parties }: Meant): string {
  const others = parties.flatMap(({ organisationId, name }) => (organisationId ? [] : [name ?? '']))
  const named = others.length > 0 ? value.title : null
  const says = ['agreement', value.kind, bodyId, organisationsOf(parties), others, named, value.term?.validFrom ?? null]
  return createHash('sha256').update(JSON.stringify(says)).digest('hex')
}

/** The parties as the agreement has them where they are the same ones; else with keys of ours, as agreements of awards have. */
function partiesWithKeys({ bodyId, parties }: Meant, known: Content | undefined): Content['parties'] {
  const mine = [bodyId, organisationsOf(parties), parties.length]
  const others = known?.parties.filter(({ kind }) => kind !== 'body') ?? []
  const theirs = [
    known?.parties.find(({ kind }) => kind === 'body')?.bodyId ?? null,
    organisationsOf(others),
    others.length
  ]
  if (known && JSON.stringify(mine) === JSON.stringify(theirs)) return known.parties
  const body = bodyId === null ? [] : [{ key: 'body', kind: 'body' as const, role: 'responsible' as const, bodyId }]
  const partners = parties.map((party, at) => ({
    key: parties.length === 1 ? 'organisation' : `organisation-${at + 1}`,
    role: at === 0 ? ('partner' as const) : ('coPartner' as const),
    ...party
  }))
  return [...body, ...partners]
}

/** What a row says of an agreement, by the field of its content. Lists that hold nothing are null. */
function statedBy(one: Meant, known: Content | undefined): Said {
  const { row } = one
  const { value } = row
  const parties = partiesWithKeys(one, known)
  const partner = parties.find(({ kind }) => kind !== 'body')
  const bodyKey = parties.find(({ kind }) => kind === 'body')?.key
  const contributions = [
    ...value.amounts.map(({ amount, per, year }) => ({
      partyKey: bodyKey!,
      kind: 'cash',
      amount: toNumber(amount),
      certainty: 'exact',
      amountPer: per,
      ...(year !== null && { validFrom: `${year}-01-01`, validTo: `${year}-12-31` })
    })),
    ...inKind(bodyKey, value.contribution),
    ...inKind(partner?.key, value.partnerContribution)
  ]
  const spoken = (...columns: AgreementColumn[]) => columns.some(column => row.columns[column] !== undefined)
  const some = <T>(list: T[]) => (list.length === 0 ? null : list)
  const organisations = parties.filter(({ kind }) => kind === 'organisation')
  return {
    kind: value.kind,
    parties,
    ...(spoken('title') && { title: value.title }),
    ...(spoken('diary_number') && { diaryNumber: value.diaryNumber }),
    ...(organisations.length === 1 && { payeeKey: organisations[0]!.key }),
    ...(spoken('term', 'valid_from', 'valid_to', 'length', 'extension') && { term: value.term }),
    ...((value.amounts.length > 0 || spoken('amount', 'contribution', 'partner_contribution')) && {
      contributions: some(contributions)
    }),
    ...(spoken('purpose') && { purpose: value.purpose }),
    ...(spoken('target_group') && { targetGroups: some(value.targetGroups) }),
    ...(spoken('note') && { note: value.note }),
    ...(spoken('source_url') && { sourceUrl: value.sourceUrl })
  }
}

const inKind = (partyKey: string | undefined, description: string | null) =>
  partyKey === undefined || description === null
    ? []
    : [{ partyKey, kind: 'other', description, certainty: 'notStated' }]

/** Fields that are told of by the heading of their column. */
const columnsOf: Record<string, AgreementColumn> = {
  kind: 'kind',
  parties: 'parties',
  payeeKey: 'parties',
  title: 'title',
  diaryNumber: 'diary_number',
  term: 'term',
  contributions: 'amount',
  purpose: 'purpose',
  targetGroups: 'target_group',
  note: 'note',
  sourceUrl: 'source_url',
  decidedOn: 'decided_on',
  signedOn: 'signed_on',
  decisionId: 'decision_reference'
}
const columnAt = (pointer: string): AgreementColumn => columnsOf[pointer.split('/')[1] ?? ''] ?? 'parties'

const unnulled = (stated: Said) => Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null))

async function make(writing: Writing, one: Meant): Promise<void> {
  const { actor, municipalityCode, source } = writing
  const { row } = one
  const stated = statedBy(one, undefined)
  const { reference, title, parties } = row.value
  const named = { title: title ?? parties.replace(/\s*\n\s*/g, ', ').slice(0, 500) }
  const sent = { ...named, ...unnulled(stated), source, reference } as NewAgreement
  const made = await attempt(writing, row, columnAt, async () => {
    const draft = await createAgreement(writing.tx, actor, { municipalityCode }, sent)
    return await takeSteps(writing, one, draft)
  })
  if (!made) return
  row.result = 'created'
  row.recordId = made.id
  row.said = stated
}

/** Records that it was decided, and signed, as far as the row says and nobody has recorded it yet. */
async function takeSteps(
  { tx, actor, municipalityCode }: Writing,
  { row, decisionId }: Meant,
  agreement: AgreementRow
) {
  const { step, decidedOn, signedOn } = row.value
  const ref = { municipalityCode, id: agreement.id }
  let after = agreement
  if (step !== 'draft' && after.status === 'draft') {
    const day = decidedOn && { decidedOn: decidedOn.date, decidedOnPrecision: decidedOn.precision }
    after = await decideAgreement(tx, actor, ref, { decisionId, ...day })
  }
  if (step === 'signed' && after.status === 'decided') {
    const day = signedOn && { signedOn: signedOn.date, signedOnPrecision: signedOn.precision }
    after = await signAgreement(tx, actor, ref, { ...day })
  }
  return after
}

async function change(writing: Writing, one: Meant, known: AgreementRow, before: Said | undefined): Promise<void> {
  const { actor, municipalityCode } = writing
  const { row } = one
  const stands = Object.fromEntries(
    Object.entries({ ...known.content, sourceUrl: known.sourceUrl }).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 0 ? null : value
    ])
  )
  const merged = mergeStated(statedBy(one, known.content), stands, before, true)
  const days = contradicted(row, known)
  const [clash] = [...merged.clash, ...days]
  if (clash) {
    refuseRow(row, columnAt(`/${clash}`), toldOfClash([...merged.clash, ...days]))
    return
  }
  if (merged.kept.length > 0) warnRow(row, 'changed-since-import', toldOfKept(merged.kept))
  const changed = Object.keys(merged.changes)
  if (changed.length > 0 && known.status !== 'draft' && known.status !== 'decided') {
    refuseRow(row, columnAt(`/${changed[0]}`), {
      message: `is of an agreement that is ${known.status}, and says something else of ${changed.join(', ')}: amend or correct it; whether it was agreed or mistyped no file tells`,
      sv: `hör till ett avtal med status ${known.status}, och säger något annat om ${changed.join(', ')}: ändra eller rätta avtalet; om det var överenskommet eller felskrivet säger ingen fil`
    })
    return
  }
  const ref = { municipalityCode, id: known.id }
  const after = await attempt(writing, row, columnAt, async () => {
    const updated = changed.length > 0 ? await updateAgreement(writing.tx, actor, ref, merged.changes, 'any') : known
    return await takeSteps(writing, one, updated)
  })
  if (!after) return
  row.result = after.version === known.version ? 'unchanged' : 'updated'
  row.recordId = known.id
  row.said = merged.said
}

/** Days of steps that were taken and of which the row says another. */
function contradicted({ value }: FileRow, { content, status }: AgreementRow): string[] {
  const isDecided = status !== 'draft'
  const isSigned = isDecided && status !== 'decided'
  return [
    ...(isDecided && value.decidedOn && value.decidedOn.date !== content.decidedOn ? ['decidedOn'] : []),
    ...(isSigned && value.signedOn && value.signedOn.date !== content.signedOn ? ['signedOn'] : [])
  ]
}

/** Files of agreements. */
export const agreementKind: RecordKind<AgreementColumn, AgreementValue> = {
  name: 'agreements',
  words: agreementWords,
  naming: { column: 'parties', tells: { en: 'the parties', sv: 'vilka parterna är' } },
  telling: new Set(['term', 'valid_from', 'amount', 'kind']),
  filled: new Set(['body', 'kind']),
  ofTheRow: ['reference', 'parties', 'organisation_number', 'title'],
  scopes: ['agreements:write'],
  read: readAgreement,
  write,
  file: 'avtal',
  template: {
    sheet: 'Avtal',
    columns: [
      ['reference', 'Avtalsnummer', null],
      ['kind', 'Avtalstyp', 'IOP'],
      ['title', 'Titel', 'Partnerskap mot utanförskap'],
      ['body', 'Nämnd', 'Socialnämnden'],
      ['parties', 'Parter', 'Exempelföreningen'],
      ['organisation_number', 'Organisationsnummer', '802000-1239'],
      ['term', 'Avtalstid', '2024-2026'],
      ['amount', 'Belopp', 380000],
      ['amount_per', 'Beloppet avser', 'per år'],
      ['partner_contribution', 'Föreningens insats', 'Volontärer i jouren'],
      ['purpose', 'Syfte', null],
      ['decided_on', 'Beslutsdatum', '2023-12-12'],
      ['signed_on', 'Undertecknat', '2023-12-20']
    ],
    codes: [
      { column: 'kind', code: 'partnership', words: ['IOP', 'partnerskap'] },
      { column: 'kind', code: 'framework', words: ['ramöverenskommelse', 'ramavtal'] },
      { column: 'amount_per', code: 'year', words: ['per år'] },
      { column: 'amount_per', code: 'month', words: ['per månad'] },
      { column: 'amount_per', code: 'once', words: ['engångsbelopp'] },
      { column: 'amount_per', code: 'total', words: ['totalt'] }
    ]
  }
}
