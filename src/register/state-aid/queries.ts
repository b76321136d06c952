import { sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { answers } from '../../base/known.ts'
import { oreOf, toOre } from '../../base/money.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { Answer, Day, Euro, Nullable, OneOf, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { standing } from '../organisations/part-actions.ts'
import { deMinimisKinds } from '../organisations/rules.ts'
import { aidWarnings, type StateAidRow } from './record.ts'
import {
  type AidWarning,
  ceilingWarnings,
  held,
  isDeMinimis,
  registrationWarnings,
  type Sums,
  windowFrom
} from './rules.ts'
import { aidSums, membersOf, type SumsRow, sumsFrom } from './sums.ts'

export const AidAsked = Strict({
  validOn: Type.Optional(Day('The day for which it is counted; today in Sweden unless told', '2026-02-10')),
  kind: Type.Optional(OneOf(deMinimisKinds, 'As what amountEur would be granted; deMinimis unless told')),
  amountEur: Type.Optional(Euro('Counted with it: what is about to be granted', 10000))
})

const Member = Strict(
  {
    organisationId: Uuid('The organisation'),
    name: Text('Its name now', 300, 'Länkarna'),
    declaredOn: Nullable(Day('Day of its last declaration within the years; null: none', '2026-01-15'))
  },
  { title: 'UndertakingMember' }
)
const HeldAid = Strict(
  {
    kind: OneOf(deMinimisKinds, 'Its ceiling; that of an SGEI is of both kinds together'),
    ceilingEur: Nullable(Euro('The ceiling; null: none is known for the day', 300000)),
    source: Text('What sets it', 100, '(EU) 2023/2831, 3.2'),
    countedEur: Euro('Known amounts', 120000),
    inexactCount: Type.Integer({ description: 'Amounts that are unknown or approximate', example: 0 }),
    remainingEur: Nullable(Euro('Left below the ceiling', 180000)),
    exceeded: OneOf(answers, 'Whether the ceiling is passed; the sum is a minimum')
  },
  { title: 'HeldAid' }
)

export const AidPosition = Answer(
  {
    organisationId: Uuid('The organisation'),
    validOn: Day('The day for which it is counted', '2026-02-10'),
    periodFrom: Day('First day that counts', '2023-02-10'),
    periodTo: Day('Last day that counts', '2026-02-10'),
    members: Type.Array(Member, {
      description: 'The single undertaking on the day',
      example: []
    }),
    ceilings: Type.Array(HeldAid, { description: 'What counts against each ceiling', example: [] }),
    notJudgedCount: Type.Integer({
      description: 'Awards of these years that are not judged',
      example: 0
    }),
    stateAidIds: Type.Array(Uuid('State aid'), { description: 'State aid that is counted', example: [] }),
    documentIds: Type.Array(Uuid('A document'), { description: 'Declarations that are counted', example: [] }),
    warnings: aidWarnings
  },
  { $id: 'AidPosition', description: 'De minimis aid of a single undertaking in three years' }
)
export type AidPosition = Static<typeof AidPosition>
type Asked = Static<typeof AidAsked>

/** What an undertaking has been given within the three years up to a day, and what is left. @throws NotFound */
export async function findPosition(
  db: Connection,
  named: Ref,
  { validOn = today(), kind = 'deMinimis', amountEur }: Asked
) {
  const { municipalityCode, id } = await standing(db, named)
  const row = await sumsOn(db, { municipalityCode, id }, validOn)
  const sums = sumsFrom(row)
  if (amountEur !== undefined) {
    sums[kind].known += Number(oreOf(amountEur))
    sums[kind].exact += Number(oreOf(amountEur))
  }
  return {
    ...{ organisationId: id, validOn, periodFrom: windowFrom(validOn), periodTo: validOn },
    ...(await undertakingOn(db, { municipalityCode, id }, validOn)),
    ceilings: held(sums, validOn),
    stateAidIds: row.aid_ids,
    documentIds: row.document_ids,
    // What holds for general aid holds both ceilings against it.
    warnings: ceilingWarnings(sums, 'deMinimis', validOn)
  }
}

const known = ({ municipalityCode, id }: Ref, day: string) =>
  [municipalityCode, sql`${id}::uuid`, sql`${day}::date`] as const

/** The sums of the undertaking of an organisation on a day. */
export async function sumsOn(db: Connection, ref: Ref, day: string): Promise<SumsRow> {
  const { rows } = await db.execute<{ sums: SumsRow }>(
    sql`select to_jsonb(sums) as sums from ${aidSums(...known(ref, day))} sums`
  )
  return rows[0]!.sums
}

type Undertaking = Pick<AidPosition, 'members' | 'notJudgedCount'>

async function undertakingOn(db: Connection, ref: Ref, day: string): Promise<Undertaking> {
  const { municipalityCode } = ref
  const from = windowFrom(day)
  const { rows } = await db.execute<Undertaking['members'][number] & { notJudgedCount: number }>(sql`
    with recursive ${membersOf(...known(ref, day))}
    select organisation.id as "organisationId", organisation.name,
      (select max(document.valid_from) from organisation_documents document
        where ${ofMunicipality(municipalityCode, 'document')} and document.organisation_id = organisation.id
          and document.kind = 'aidDeclaration' and document.withdrawn_at is null and document.valid_from >= ${from}::date
          and (document.valid_from - make_interval(months => 36))::date <= ${day}::date) as "declaredOn",
      (select count(*)::int from decision_line_recipients recipient
        join awards award on award.municipality_code = recipient.municipality_code and award.line_id = recipient.line_id
        join decision_lines line on line.municipality_code = recipient.municipality_code and line.id = recipient.line_id
        join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
        where ${ofMunicipality(municipalityCode, 'recipient', 'award', 'line', 'decision')}
          and recipient.organisation_id = organisation.id and award.withdrawn_at is null
          and decision.decided_on between ${from}::date and ${day}::date and not exists (
            select from state_aids aid
            where ${ofMunicipality(municipalityCode, 'aid')} and aid.award_id = award.id
              and aid.organisation_id = organisation.id and aid.withdrawn_at is null)) as "notJudgedCount"
    from member join organisations organisation on organisation.id = member.id
    where ${ofMunicipality(municipalityCode, 'organisation')}
    order by organisation.name, organisation.id`)
  return {
    members: rows.map(({ organisationId, name, declaredOn }) => ({ organisationId, name, declaredOn })),
    notJudgedCount: rows.reduce((sum, one) => sum + one.notJudgedCount, 0)
  }
}

/** Days after its granting on which the undertaking was given or declared more, and with which the aid counts still. */
export async function laterDays(db: Connection, { municipalityCode, organisationId, grantedOn }: StateAidRow) {
  const ref = { municipalityCode, id: organisationId }
  const [code, organisation, day] = known(ref, grantedOn)
  const within = sql`> ${grantedOn}::date and `
  const until = sql`(${grantedOn}::date + make_interval(months => 36, days => 1))::date`
  const { rows } = await db.execute<{ day: string }>(sql`
    with recursive ${membersOf(code, organisation, day)}
    select aid.granted_on as day from state_aids aid
    where ${ofMunicipality(code, 'aid')} and aid.organisation_id in (select id from member) and aid.withdrawn_at is null
      and aid.granted_on ${within} aid.granted_on <= ${until}
    union
    select declared."grantedOn" from organisation_documents document
    cross join lateral jsonb_to_recordset(document.declared_aid) as declared ("grantedOn" date)
    where ${ofMunicipality(code, 'document')} and document.organisation_id in (select id from member)
      and document.withdrawn_at is null
      and declared."grantedOn" ${within} declared."grantedOn" <= ${until}
    order by day`)
  return rows.map(({ day }) => day).filter(day => windowFrom(day) <= grantedOn)
}

const notAsAward: AidWarning = {
  code: 'aid-differs-from-award',
  message: 'The amount is not that of the award: correct it if the award was corrected.',
  sv: 'Beloppet är inte bidragets: rätta det om bidraget har rättats.'
}

/** A row as it is answered, with what is to be told of it; `told`: what an act has to tell besides. */
export function shown({ sums, awardAmount, told = [], ...row }: StateAidRow & { told?: AidWarning[] }) {
  return {
    ...row,
    warnings: row.withdrawnAt === null && row.awardStands ? [...warningsOf(row, sums, awardAmount), ...told] : told
  }
}

type Shown = Omit<StateAidRow, 'sums' | 'awardAmount'>

function warningsOf(row: Shown, sums: SumsRow | null, awardAmount: string | null): AidWarning[] {
  const { kind, grantedOn, instrument, amount } = row
  const differs =
    instrument === 'grant' && amount !== null && awardAmount !== null && oreOf(amount) !== toOre(awardAmount)
  return [
    ...(sums && isDeMinimis(kind) ? ceilingWarnings(sumsFrom(sums), kind, grantedOn) : []),
    ...registrationWarnings(row, today()),
    ...(differs ? [notAsAward] : [])
  ]
}

/** What is told of later days whose ceiling is passed with this aid: it was recorded after what was granted later. */
export async function laterWarnings(db: Connection, row: StateAidRow): Promise<AidWarning[]> {
  const { kind, municipalityCode, organisationId: id } = row
  if (!isDeMinimis(kind)) return []
  const warnings: AidWarning[] = []
  for (const day of await laterDays(db, row)) {
    const sums: Sums = { ...sumsFrom(await sumsOn(db, { municipalityCode, id }, day)), undeclaredCount: 0 }
    warnings.push(...ceilingWarnings(sums, kind, day))
  }
  return warnings
}
