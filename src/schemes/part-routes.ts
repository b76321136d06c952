import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { asRegistered, changed, takenBack } from '../records/words.ts'
import { versionList, windowList } from './part-queries.ts'
import { schemeRuleVersions, schemes, schemeWindows } from './tables.ts'
import {
  NewSchemeRuleVersion,
  SchemeRuleVersion,
  SchemeRuleVersionPage,
  SchemeRuleVersionPatch,
  SchemeRuleVersionQuery
} from './version-schemas.ts'
import { createSchemeRuleVersion, updateSchemeRuleVersion, withdrawSchemeRuleVersion } from './versions.ts'
import {
  NewSchemeWindow,
  SchemeWindow,
  SchemeWindowPage,
  SchemeWindowPatch,
  SchemeWindowQuery
} from './window-schemas.ts'
import { createSchemeWindow, updateSchemeWindow, withdrawSchemeWindow } from './windows.ts'

const versionSchemas = {
  One: SchemeRuleVersion,
  Page: SchemeRuleVersionPage,
  Query: SchemeRuleVersionQuery,
  New: NewSchemeRuleVersion,
  Patch: SchemeRuleVersionPatch
}

const versionKind: Kind<typeof versionSchemas, typeof schemeRuleVersions.$inferSelect> = {
  noun: 'SchemeRuleVersion',
  plural: 'SchemeRuleVersions',
  tag: 'schemes',
  scope: 'schemes',
  schemas: versionSchemas,
  list: versionList,
  says: {
    list: [
      'List rule versions of a scheme',
      'The rules of the scheme through the years, in the order in which they were recorded.'
    ],
    create: [
      'Register a rule version',
      'Adds rules that hold from a day. Versions that certainly hold on the same day are refused.'
    ],
    get: ['Show a rule version', asRegistered],
    update: ['Change a rule version', changed],
    withdraw: ['Withdraw a rule version', takenBack]
  },
  find: (db, ref) => findRecord(db, schemeRuleVersions, 'rule version', ref),
  create: createSchemeRuleVersion,
  update: updateSchemeRuleVersion,
  withdraw: withdrawSchemeRuleVersion,
  within: { find: (db, ref) => findRecord(db, schemes, 'scheme', ref), address: 'scheme-rule-versions' }
}

const windowSchemas = {
  One: SchemeWindow,
  Page: SchemeWindowPage,
  Query: SchemeWindowQuery,
  New: NewSchemeWindow,
  Patch: SchemeWindowPatch
}

const windowKind: Kind<typeof windowSchemas, typeof schemeWindows.$inferSelect> = {
  noun: 'SchemeWindow',
  plural: 'SchemeWindows',
  tag: 'schemes',
  scope: 'schemes',
  schemas: windowSchemas,
  list: windowList,
  says: {
    list: [
      'List application windows of a scheme',
      'When applications are taken, in the order in which the windows were recorded.'
    ],
    create: [
      'Register an application window',
      'Adds a time to apply: one window for each round. Windows that certainly overlap are refused.'
    ],
    get: ['Show an application window', asRegistered],
    update: ['Change an application window', changed],
    withdraw: ['Withdraw an application window', takenBack]
  },
  find: (db, ref) => findRecord(db, schemeWindows, 'application window', ref),
  create: createSchemeWindow,
  update: updateSchemeWindow,
  withdraw: withdrawSchemeWindow,
  within: { find: (db, ref) => findRecord(db, schemes, 'scheme', ref), address: 'scheme-windows' }
}

/** Under `/schemes`: what a scheme has several of. */
export async function schemePartRoutes(app: App) {
  collectionRoutes(app, versionKind, '/:id/rule-versions')
  collectionRoutes(app, windowKind, '/:id/windows')
}

/** `/scheme-rule-versions/{id}`. */
export const ruleVersionRoutes = async (app: App) => recordRoutes(app, versionKind)

/** `/scheme-windows/{id}`. */
export const windowRoutes = async (app: App) => recordRoutes(app, windowKind)
