import type { App } from '../../platform/http/app.ts'
import { act, ask, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createStateAid, registerStateAid, updateStateAid, withdrawStateAid } from './actions.ts'
import { AidAsked, AidPosition, findPosition, shown } from './queries.ts'
import { AidRegistration, stateAid } from './record.ts'

const kind = {
  ...stateAid,
  create: createStateAid,
  update: updateStateAid,
  withdraw: withdrawStateAid,
  shown,
  tells: true as const
}

/** `/state-aid`: what awards are under the rules of state aid. */
export async function stateAidRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  act(app, kind, 'register', {
    operationId: 'registerStateAid',
    says: [
      'Record that aid was registered',
      'Records when it was registered in the central register of de minimis aid, and under which reference.'
    ],
    body: AidRegistration,
    run: registerStateAid
  })
}

/** `/organisations/{id}/state-aid`. */
export async function aidPositionRoute(app: App) {
  ask(app, stateAid, 'state-aid', {
    operationId: 'getStateAidPosition',
    says: [
      'Show what de minimis aid an undertaking has',
      'Counts it, of all linked organisations and as declared of others, in the three years up to a day. The sum is a minimum.'
    ],
    query: AidAsked,
    answer: AidPosition,
    run: findPosition
  })
}
