import { Type } from 'typebox'
import { MunicipalityCode, Strict } from '../http/schemas.ts'

/** A record by the caller's own reference. */
export const byReference = Strict({
  municipalityCode: MunicipalityCode,
  source: Type.String({
    maxLength: 100,
    description: 'System whose reference it is; api unless told when registered',
    example: 'api'
  }),
  reference: Type.String({ maxLength: 200, description: "The caller's own reference", example: 'IOP-3' })
})
