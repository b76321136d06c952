import { Type } from 'typebox'
import {
  Day,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Unknowns,
  Url,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { extended, schemasOf } from '../../platform/records/record.ts'
import { Attainment } from './attainment.ts'
import { budget } from './budget-record.ts'
import { BudgetUse } from './budget-use.ts'
import { DelegationLimitsAnswer, LimitOfYear } from './delegation.ts'
import { publishedFigure } from './figure-record.ts'
import { LateDeductionAnswer } from './late-deduction.ts'
import { targetObservation } from './observation-record.ts'
import { openAnswers } from './open-rules.ts'
import { SchemeOpen } from './openings.ts'
import { NewScheme, SchemeReferral, scheme } from './record.ts'
import { amountBases, schemeKinds, schemeStatuses } from './rules.ts'
import { SchemeStatusAct, SchemeStatusChange, SchemeStatusPage } from './status-record.ts'
import { target } from './target-record.ts'
import { Ladder, Limit, Requirement, schemeRuleVersion } from './version-record.ts'
import { schemeWindow } from './window-record.ts'

/** A filter by a day leaves out schemes with the answer `unknown`; `unknownCount` is their number. */
const hidden = Unknowns('With open: schemes that are not listed because whether they are open on the day is not known')

export const ListedScheme = extended(
  scheme.schemas.One,
  { $id: 'ListedScheme', description: 'A scheme; with open or validOn, also whether it is open on the day' },
  { open: Type.Optional(ref(SchemeOpen)) }
)
export const SchemePage = PageOf(ref(ListedScheme), 'SchemePage', 'A page of schemes', hidden)

/** Names stand beside the ids, as a reader without a key cannot look a body up. */
const PublicReferral = Strict(
  {
    ...SchemeReferral.properties,
    bodyName: Nullable(Text('Name of the body to turn to', 300, 'Kultur- och fritidsförvaltningen')),
    schemeName: Nullable(Text('Name of the scheme to seek instead, where it is published', 300, 'Verksamhetsbidrag'))
  },
  {
    $id: 'PublicReferral',
    description: 'Where to turn instead, as everybody may see it',
    example: { purpose: 'Ekonomiskt stöd', bodyName: 'Kultur- och fritidsförvaltningen', schemeName: null }
  }
)

export const PublicScheme = Strict(
  {
    id: Uuid('Identity made by the service'),
    name: Text('Name', 300, 'Verksamhetsbidrag'),
    kind: OneOf(schemeKinds, 'What sort of scheme it is; notStated where the source does not tell'),
    bodyName: Nullable(Text('The body whose scheme it is', 300, 'Socialnämnden')),
    description: Nullable(Text('What can be sought', 4000, 'Bidrag till stabila föreningar')),
    status: OneOf(schemeStatuses, 'Whether it is open, as recorded last; changed by its own acts'),
    amountBasis: OneOf(amountBases, 'An amount for each association, or one pot that all share'),
    categories: Type.Array(Type.String({ example: 'kultur' }), { description: 'What it is for', example: ['kultur'] }),
    referrals: Type.Array(ref(PublicReferral), { description: 'Where to turn instead', example: [] }),
    windows: Type.Array(ref(schemeWindow.schemas.One), { description: 'When applications are taken', example: [] }),
    open: ref(SchemeOpen),
    sourceUrl: Nullable(Url('Page of the municipality')),
    updatedAt: Instant('When it was last changed')
  },
  { $id: 'PublicScheme', description: 'A scheme as everybody may see it' }
)
export const PublicSchemePage = PageOf(ref(PublicScheme), 'PublicSchemePage', 'A page of schemes', hidden)
export const PublicSchemeQuery = Strict({
  ...walkedBy(['name']),
  open: Type.Optional(OneOf(openAnswers, 'Only those of this answer: whether they take applications on the day')),
  validOn: Type.Optional(Day('The day that open is answered for; today unless told', '2026-04-02'))
})

export const schemeSchemas = [
  SchemeReferral,
  NewScheme,
  scheme.schemas.Patch,
  scheme.schemas.One,
  ListedScheme,
  SchemePage,
  PublicReferral,
  PublicScheme,
  PublicSchemePage,
  SchemeStatusAct,
  SchemeStatusChange,
  SchemeStatusPage,
  Requirement,
  Ladder,
  Limit,
  ...schemasOf(schemeRuleVersion),
  LateDeductionAnswer,
  LimitOfYear,
  DelegationLimitsAnswer,
  ...schemasOf(schemeWindow),
  SchemeOpen,
  ...schemasOf(budget),
  BudgetUse,
  ...schemasOf(publishedFigure),
  ...schemasOf(target),
  ...schemasOf(targetObservation),
  Attainment
]
