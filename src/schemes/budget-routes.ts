import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { findAttainment } from './attainment.ts'
import { budgetList, figureList, observationList, targetList } from './budget-queries.ts'
import * as schemas from './budget-schemas.ts'
import { budgets, publishedFigures, targetObservations, targets } from './budget-tables.ts'
import { createBudget, findBudgetUse, updateBudget, withdrawBudget } from './budgets.ts'
import { createPublishedFigure, updatePublishedFigure, withdrawPublishedFigure } from './figures.ts'
import { collectionRoutes, type Nouns, recordRoutes } from './record-routes.ts'
import * as targetSchemas from './target-schemas.ts'
import {
  createTarget,
  createTargetObservation,
  updateTarget,
  updateTargetObservation,
  withdrawTarget,
  withdrawTargetObservation
} from './targets.ts'

const scopesOf = (resource: string) => ({ read: `${resource}:read`, write: `${resource}:write` })

const budgetNouns: Nouns<typeof budgets> = {
  noun: 'Budget',
  plural: 'Budgets',
  one: 'a budget',
  many: 'budgets',
  tag: 'budgets',
  scopes: scopesOf('budgets'),
  table: budgets,
  list: budgetList,
  schemas: {
    record: schemas.Budget,
    page: schemas.BudgetPage,
    created: schemas.NewBudget,
    patch: schemas.BudgetPatch,
    query: schemas.BudgetQuery
  },
  says: {
    list: 'What bodies may grant, per scheme and year.',
    create: 'Registers what a body may grant in a year. Decisions beyond it are recorded all the same, with a warning.'
  },
  create: createBudget,
  update: updateBudget,
  withdraw: withdrawBudget
}

const figureNouns: Nouns<typeof publishedFigures> = {
  noun: 'PublishedFigure',
  plural: 'PublishedFigures',
  one: 'a published figure',
  many: 'published figures',
  tag: 'published-figures',
  scopes: scopesOf('published-figures'),
  table: publishedFigures,
  list: figureList,
  schemas: {
    record: schemas.PublishedFigure,
    page: schemas.PublishedFigurePage,
    created: schemas.NewPublishedFigure,
    patch: schemas.PublishedFigurePatch,
    query: schemas.PublishedFigureQuery
  },
  says: {
    list: 'Figures as somebody published them. They are in no total.',
    create: 'Keeps a figure as it was published, approximate unless told. It is in no total, ever.'
  },
  create: createPublishedFigure,
  update: updatePublishedFigure,
  withdraw: withdrawPublishedFigure
}

const targetNouns: Nouns<typeof targets> = {
  noun: 'Target',
  plural: 'Targets',
  one: 'a target',
  many: 'targets',
  tag: 'targets',
  scopes: scopesOf('targets'),
  table: targets,
  list: targetList,
  schemas: {
    record: targetSchemas.Target,
    page: targetSchemas.TargetPage,
    created: targetSchemas.NewTarget,
    patch: targetSchemas.TargetPatch,
    query: targetSchemas.TargetQuery
  },
  says: {
    list: 'What bodies want of their money.',
    create: 'Registers a target of a body: how much is to go to a group, of what.'
  },
  create: createTarget,
  update: updateTarget,
  withdraw: withdrawTarget
}

const observationNouns: Nouns<typeof targetObservations> = {
  noun: 'TargetObservation',
  plural: 'TargetObservations',
  one: 'an observation of a target',
  many: 'observations of a target',
  tag: 'targets',
  scopes: scopesOf('targets'),
  table: targetObservations,
  list: observationList,
  schemas: {
    record: targetSchemas.TargetObservation,
    page: targetSchemas.TargetObservationPage,
    created: targetSchemas.NewTargetObservation,
    patch: targetSchemas.TargetObservationPatch,
    query: targetSchemas.TargetObservationQuery
  },
  says: {
    list: 'What was observed of the target, in the order in which it was recorded.',
    create: 'Records what somebody observed of the target, and how well it is known.'
  },
  parent: { table: targets, what: 'target', address: 'target-observations' },
  create: createTargetObservation,
  update: updateTargetObservation,
  withdraw: withdrawTargetObservation
}

/** `/budgets`. */
export async function budgetRoutes(app: App) {
  collectionRoutes(app, budgetNouns)
  recordRoutes(app, budgetNouns)
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
  collectionRoutes(app, figureNouns)
  recordRoutes(app, figureNouns)
}

/** `/targets`. */
export async function targetRoutes(app: App) {
  collectionRoutes(app, targetNouns)
  recordRoutes(app, targetNouns)
  collectionRoutes(app, observationNouns, '/:id/observations')
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
        querystring: targetSchemas.AttainmentQuery,
        response: { 200: ref(targetSchemas.Attainment) }
      }
    },
    request => findAttainment(app.database, request.params, request.query.year)
  )
}

/** `/target-observations/{id}`. */
export const targetObservationRoutes = async (app: App) => recordRoutes(app, observationNouns)
