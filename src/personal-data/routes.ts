import { Type } from 'typebox'
import { today } from '../base/dates.ts'
import type { FileStore } from '../platform/files/store.ts'
import type { App } from '../platform/http/app.ts'
import { ifMatch } from '../platform/http/if-match.ts'
import { Day, IfMatch, OfMunicipality, ref, Strict } from '../platform/http/schemas.ts'
import { write } from '../platform/http/write.ts'
import { act } from '../platform/records/kit.ts'
import { removeAtOnce } from '../register/files/clearing.ts'
import { erasePerson } from './erase.ts'
import { findPersonalData, PersonQuery } from './find.ts'
import { PersonalData, PersonErasure, RetentionRules, RetentionRulesContent } from './record.ts'
import { findRetentionRules, putRetentionRules, retentionDue } from './retention.ts'

const tags = ['personal-data']

/** `/organisations/{id}/erase-person`. */
export async function erasePersonRoute(app: App, { store }: { store: FileStore }) {
  removeAtOnce(app, store)
  act(app, { tag: 'personal-data', scope: 'personal-data', schemas: { One: PersonalData } }, 'erase-person', {
    operationId: 'erasePerson',
    says: [
      'Erase a person',
      'A sole trader: a neutral word takes its place in records, events, kept answers and imports, for good; money stays. Answers rows by table (`count`), 409 with the law where it must be kept.'
    ],
    body: PersonErasure,
    run: erasePerson
  })
}

/** `/personal-data`. */
export async function personalDataRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'personal-data:read', problems: [422], lane: 'totals' },
      schema: {
        operationId: 'getPersonalData',
        tags,
        summary: 'Export what is held on a person',
        description: 'Every row that mentions or belongs to the person (GDPR art. 15), with `confidential_values`.',
        params: OfMunicipality,
        querystring: PersonQuery,
        response: { 200: ref(PersonalData) }
      }
    },
    request => findPersonalData(app.database, request.params.municipalityCode, request.query)
  )
}

/** `/retention-rules`. */
export async function retentionRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'personal-data:read' },
      schema: {
        operationId: 'getRetentionRules',
        tags,
        summary: 'Show how long personal data are kept',
        description: 'With what the job of the night would erase: its dry run.',
        params: OfMunicipality,
        querystring: Strict({ validOn: Type.Optional(Day('The day of the dry run; today unless told', '2026-12-31')) }),
        response: { 200: ref(RetentionRules) }
      }
    },
    async request => {
      const row = await findRetentionRules(app.database, request.params.municipalityCode)
      return { ...row, ...(await retentionDue(app.database, row, request.query.validOn ?? today())) }
    }
  )

  app.put(
    '',
    {
      config: { scope: 'personal-data:write' },
      schema: {
        operationId: 'putRetentionRules',
        tags,
        summary: 'Say how long personal data are kept',
        description:
          'Says or replaces it (then with If-Match). Carried out each night; a law that demands more goes before.',
        params: OfMunicipality,
        headers: IfMatch,
        body: ref(RetentionRulesContent),
        response: { 200: ref(RetentionRules) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const { row } = await putRetentionRules(tx, request.actor, municipalityCode, request.body, () =>
          ifMatch(request)
        )
        return { ...row, ...(await retentionDue(tx, row, today())) }
      })
  )
}
