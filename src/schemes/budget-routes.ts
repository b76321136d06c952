import { findRecord } from '../database/records.ts'
import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { asRegistered, changed, takenBack } from '../records/words.ts'
import { findAttainment } from './attainment.ts'
import { budgetList, figureList, observationList, targetList } from './budget-queries.ts'
import * as schemas from './budget-schemas.ts'
import { budgets, publishedFigures, targetObservations, targets } from './budget-tables.ts'
import { createBudget, findBudgetUse, updateBudget, withdrawBudget } from './budgets.ts'
import { createPublishedFigure, updatePublishedFigure, withdrawPublishedFigure } from './figures.ts'
import * as ofTarget from './target-schemas.ts'
import {
  createTarget,
  createTargetObservation,
  updateTarget,
  updateTargetObservation,
  withdrawTarget,
  withdrawTargetObservation
} from './targets.ts'

const budgetSchemas = {
  One: schemas.Budget,
  Page: schemas.BudgetPage,
  Query: schemas.BudgetQuery,
  New: schemas.NewBudget,
  Patch: schemas.BudgetPatch
}

const budgetKind: Kind<typeof budgetSchemas, typeof budgets.$inferSelect> = {
  noun: 'Budget',
  plural: 'Budgets',
  tag: 'budgets',
  scope: 'budgets',
  schemas: budgetSchemas,
  list: budgetList,
  says: {
    list: ['List budgets', 'What bodies may grant, per scheme and year.'],
    create: [
      'Register a budget',
      'Registers what a body may grant in a year. Decisions beyond it are recorded all the same, with a warning.'
    ],
    get: ['Show a budget', asRegistered],
    update: ['Change a budget', changed],
    withdraw: ['Withdraw a budget', takenBack]
  },
  find: (db, ref) => findRecord(db, budgets, 'budget', ref),
  create: createBudget,
  update: updateBudget,
  withdraw: withdrawBudget
}

const figureSchemas = {
  One: schemas.PublishedFigure,
  Page: schemas.PublishedFigurePage,
  Query: schemas.PublishedFigureQuery,
  New: schemas.NewPublishedFigure,
  Patch: schemas.PublishedFigurePatch
}

const figureKind: Kind<typeof figureSchemas, typeof publishedFigures.$inferSelect> = {
  noun: 'PublishedFigure',
  plural: 'PublishedFigures',
  tag: 'published-figures',
  scope: 'published-figures',
  schemas: figureSchemas,
  list: figureList,
  says: {
    list: ['List published figures', 'Figures as somebody published them. They are in no total.'],
    create: [
      'Register a published figure',
      'Keeps a figure as it was published, approximate unless told. It is in no total, ever.'
    ],
    get: ['Show a published figure', asRegistered],
    update: ['Change a published figure', changed],
    withdraw: ['Withdraw a published figure', takenBack]
  },
  find: (db, ref) => findRecord(db, publishedFigures, 'published figure', ref),
  create: createPublishedFigure,
  update: updatePublishedFigure,
  withdraw: withdrawPublishedFigure
}

const targetSchemas = {
  One: ofTarget.Target,
  Page: ofTarget.TargetPage,
  Query: ofTarget.TargetQuery,
  New: ofTarget.NewTarget,
  Patch: ofTarget.TargetPatch
}

const targetKind: Kind<typeof targetSchemas, typeof targets.$inferSelect> = {
  noun: 'Target',
  plural: 'Targets',
  tag: 'targets',
  scope: 'targets',
  schemas: targetSchemas,
  list: targetList,
  says: {
    list: ['List targets', 'What bodies want of their money.'],
    create: ['Register a target', 'Registers a target of a body: how much is to go to a group, of what.'],
    get: ['Show a target', asRegistered],
    update: ['Change a target', changed],
    withdraw: ['Withdraw a target', takenBack]
  },
  find: (db, ref) => findRecord(db, targets, 'target', ref),
  create: createTarget,
  update: updateTarget,
  withdraw: withdrawTarget
}

const observationSchemas = {
  One: ofTarget.TargetObservation,
  Page: ofTarget.TargetObservationPage,
  Query: ofTarget.TargetObservationQuery,
  New: ofTarget.NewTargetObservation,
  Patch: ofTarget.TargetObservationPatch
}

const observationKind: Kind<typeof observationSchemas, typeof targetObservations.$inferSelect> = {
  noun: 'TargetObservation',
  plural: 'TargetObservations',
  tag: 'targets',
  scope: 'targets',
  schemas: observationSchemas,
  list: observationList,
  says: {
    list: ['List observations of a target', 'What was observed of the target, in the order in which it was recorded.'],
    create: [
      'Register an observation of a target',
      'Records what somebody observed of the target, and how well it is known.'
    ],
    get: ['Show an observation of a target', asRegistered],
    update: ['Change an observation of a target', changed],
    withdraw: ['Withdraw an observation of a target', takenBack]
  },
  find: (db, ref) => findRecord(db, targetObservations, 'observation of a target', ref),
  create: createTargetObservation,
  update: updateTargetObservation,
  withdraw: withdrawTargetObservation,
  within: { find: (db, ref) => findRecord(db, targets, 'target', ref), address: 'target-observations' }
}

/** `/budgets`. */
export async function budgetRoutes(app: App) {
  collectionRoutes(app, budgetKind)
  recordRoutes(app, budgetKind)
  app.get(
    '/:id/use',
    {
      config: { scope: 'budgets:read' },
      schema: {
        operationId: 'getBudgetUse',
        tags: ['budgets'],
        summary: 'Show what is granted of a budget',
        description: 'Sums of the ledger beside the budget, and whether it is exceeded: yes, no, possible or unknown.',
        params: ById,
        response: { 200: ref(schemas.BudgetUse) }
      }
    },
    request => findBudgetUse(app.database, request.params)
  )
}

/** `/published-figures`. */
export async function publishedFigureRoutes(app: App) {
  collectionRoutes(app, figureKind)
  recordRoutes(app, figureKind)
}

/** `/targets`. */
export async function targetRoutes(app: App) {
  collectionRoutes(app, targetKind)
  recordRoutes(app, targetKind)
  collectionRoutes(app, observationKind, '/:id/observations')
  app.get(
    '/:id/attainment',
    {
      config: { scope: 'targets:read' },
      schema: {
        operationId: 'getTargetAttainment',
        tags: ['targets'],
        summary: 'Ask whether a target is attained',
        description:
          'Computed from the ledger and the shares that decision lines state, where they decide it; else as observed; else unknown, with what is missing.',
        params: ById,
        querystring: ofTarget.AttainmentQuery,
        response: { 200: ref(ofTarget.Attainment) }
      }
    },
    request => findAttainment(app.database, request.params, request.query.year)
  )
}

/** `/target-observations/{id}`. */
export const targetObservationRoutes = async (app: App) => recordRoutes(app, observationKind)
