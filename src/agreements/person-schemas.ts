import { Day, Strict, Text } from '../http/schemas.ts'
import { flag, Key, maybe, PartyKey, precision } from './part-schemas.ts'

/** Who signs and who recused. */

const name = maybe(Text('Name; kept apart as personal data, never in versions and events', 200, 'Anna Andersson'))
const confidential = flag('The name is withheld from those who may only read')

export const Signatory = Strict(
  {
    key: Key('Short name within the agreement', 'chair'),
    partyKey: PartyKey,
    role: Text('By which role they sign', 200, 'Nämndens ordförande'),
    name,
    confidential
  },
  { title: 'NewSignatory' }
)

export const AnsweredSignatory = Strict(
  {
    ...Signatory.properties,
    signed: flag('Whether they have signed'),
    signedOn: maybe(Day('When they signed; null: not stated', '2021-12-16')),
    signedOnPrecision: precision('the day')
  },
  { title: 'Signatory' }
)

export const Recusal = Strict(
  {
    key: Key('Short name within the agreement', 'member'),
    role: Text('Role of who recused', 200, 'Ledamot'),
    name,
    confidential,
    recusedOn: maybe(Day('At the meeting of', '2021-12-14')),
    reason: maybe(Text('Why (jäv)', 1000, 'Styrelseledamot i föreningen'))
  },
  { title: 'AgreementRecusal' }
)
