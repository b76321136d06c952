import type { App } from '../../platform/http/app.ts'
import { ask, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { Attainment, AttainmentQuery, findAttainment } from './attainment.ts'
import { budget } from './budget-record.ts'
import { BudgetUse, findBudgetUse } from './budget-use.ts'
import { createBudget, updateBudget, withdrawBudget } from './budgets.ts'
import { publishedFigure } from './figure-record.ts'
import { createPublishedFigure, updatePublishedFigure, withdrawPublishedFigure } from './figures.ts'
import { targetObservation } from './observation-record.ts'
import { target } from './target-record.ts'
import {
  createTarget,
  createTargetObservation,
  updateTarget,
  updateTargetObservation,
  withdrawTarget,
  withdrawTargetObservation
} from './targets.ts'

/** `/budgets`. */
export async function budgetRoutes(app: App) {
  const kind = { ...budget, create: createBudget, update: updateBudget, withdraw: withdrawBudget }
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  ask(app, budget, 'use', {
    operationId: 'getBudgetUse',
    says: [
      'Show what is granted of a budget',
      'Sums of the ledger beside the budget, and whether it is exceeded: yes, no, possible or unknown.'
    ],
    answer: BudgetUse,
    run: findBudgetUse
  })
}

/** `/published-figures`. */
export async function publishedFigureRoutes(app: App) {
  const kind = {
    ...publishedFigure,
    create: createPublishedFigure,
    update: updatePublishedFigure,
    withdraw: withdrawPublishedFigure
  }
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}

const observationKind = {
  ...targetObservation,
  create: createTargetObservation,
  update: updateTargetObservation,
  withdraw: withdrawTargetObservation,
  within: { find: target.find, address: targetObservation.address }
}

/** `/targets`. */
export async function targetRoutes(app: App) {
  const kind = { ...target, create: createTarget, update: updateTarget, withdraw: withdrawTarget }
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  collectionRoutes(app, observationKind, '/:id/observations')
  ask(app, target, 'attainment', {
    operationId: 'getTargetAttainment',
    says: [
      'Ask whether a target is attained',
      'Computed from the ledger and the shares that decision lines state, where they decide it; else as observed; else unknown, with what is missing.'
    ],
    query: AttainmentQuery,
    answer: Attainment,
    run: findAttainment
  })
}

/** `/target-observations/{id}`. */
export const targetObservationRoutes = async (app: App) => recordRoutes(app, observationKind)
