import type { App } from '../http/server.ts'
import { versionList, windowList } from './part-queries.ts'
import { collectionRoutes, type Nouns, recordRoutes } from './record-routes.ts'
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

const tag = 'schemes'
const scopes = { read: 'schemes:read', write: 'schemes:write' }
const parent = { table: schemes, what: 'scheme' }

const versions: Nouns<typeof schemeRuleVersions> = {
  noun: 'SchemeRuleVersion',
  plural: 'SchemeRuleVersions',
  one: 'a rule version',
  many: 'rule versions of a scheme',
  tag,
  scopes,
  table: schemeRuleVersions,
  list: versionList,
  schemas: {
    record: SchemeRuleVersion,
    page: SchemeRuleVersionPage,
    created: NewSchemeRuleVersion,
    patch: SchemeRuleVersionPatch,
    query: SchemeRuleVersionQuery
  },
  says: {
    list: 'The rules of the scheme through the years, in the order in which they were recorded.',
    create: 'Adds rules that hold from a day. Versions that certainly hold on the same day are refused.'
  },
  parent: { ...parent, address: 'scheme-rule-versions' },
  create: createSchemeRuleVersion,
  update: updateSchemeRuleVersion,
  withdraw: withdrawSchemeRuleVersion
}

const windows: Nouns<typeof schemeWindows> = {
  noun: 'SchemeWindow',
  plural: 'SchemeWindows',
  one: 'an application window',
  many: 'application windows of a scheme',
  tag,
  scopes,
  table: schemeWindows,
  list: windowList,
  schemas: {
    record: SchemeWindow,
    page: SchemeWindowPage,
    created: NewSchemeWindow,
    patch: SchemeWindowPatch,
    query: SchemeWindowQuery
  },
  says: {
    list: 'When applications are taken, in the order in which the windows were recorded.',
    create: 'Adds a time to apply: one window for each round. Windows that certainly overlap are refused.'
  },
  parent: { ...parent, address: 'scheme-windows' },
  create: createSchemeWindow,
  update: updateSchemeWindow,
  withdraw: withdrawSchemeWindow
}

/** Under `/schemes`: what a scheme has several of. */
export async function schemePartRoutes(app: App) {
  collectionRoutes(app, versions, '/:id/rule-versions')
  collectionRoutes(app, windows, '/:id/windows')
}

/** `/scheme-rule-versions/{id}`. */
export const ruleVersionRoutes = async (app: App) => recordRoutes(app, versions)

/** `/scheme-windows/{id}`. */
export const windowRoutes = async (app: App) => recordRoutes(app, windows)
