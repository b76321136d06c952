import { settingsOf } from '../../platform/records/settings.ts'
import { workListSettings } from './record.ts'

/** What a municipality wants to be reminded of. */
export const { find: findWorkListSettings, put: putWorkListSettings } = settingsOf({
  table: workListSettings,
  subject: 'workListSettings',
  what: 'work list settings of'
})
